"""The languages that can be asked for, by their codes of ISO 639-1, and what Tesseract and spaCy call them.

They are those whose labels `phi/labels.txt` holds. To add one, add its labels there and its row here.
"""

from __future__ import annotations

TESSERACT = {
    "cs": "ces",
    "da": "dan",
    "de": "deu",
    "en": "eng",
    "es": "spa",
    "fi": "fin",
    "fr": "fra",
    "hr": "hrv",
    "hu": "hun",
    "it": "ita",
    "nl": "nld",
    "no": "nor",
    "pl": "pol",
    "pt": "por",
    "ro": "ron",
    "sk": "slk",
    "sv": "swe",
    "tr": "tur",
}
"""Tesseract's data of each language."""

SPACY = {"no": "nb"}
"""The codes of spaCy's pipelines where they are others."""
