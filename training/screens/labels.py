"""Labels of values, in the languages of screens."""

from __future__ import annotations

from training.screens import lists
from training.screens.chance import Chance
from training.screens.lines import Line, clinical

LANGUAGES = (
    ("en", 10.0),
    ("de", 2.5),
    ("fr", 2.5),
    ("es", 2.0),
    ("it", 2.0),
    ("pt", 1.2),
    ("nl", 1.2),
    ("sv", 0.5),
    ("da", 0.5),
    ("pl", 0.4),
    ("tr", 0.4),
    ("cs", 0.3),
)
"""The languages of made screens, and how often each comes."""

_ENGLISH = 0.25  # of the labels on devices elsewhere: left as the maker had them
_ENDINGS = (
    (":", 6.0),
    (": ", 6.0),
    (" ", 3.0),
    (" : ", 1.0),
    ("=", 0.2),
    ("\t", 0.6),
    (" - ", 0.2),
    (".: ", 0.2),
    (":\t", 0.8),
)


def label(r: Chance, what: str, language: str) -> str:
    """A label for such a value: of the language, or English as on many devices everywhere."""
    return r.of(
        lists.items("labels", what, language if not r.odds(_ENGLISH) else "en") or lists.items("labels", what, "en")
    )


def ending(r: Chance) -> str:
    """What stands between labels and values on one screen."""
    return r.weighted(_ENDINGS)


def before(text: str, ending: str, value: Line) -> Line:
    """A label before its value."""
    end = ending if text[-1:] not in ":.*#" or not ending.startswith((":", ".")) else ending.lstrip(":.") or " "
    return clinical(text + end, "label") + value
