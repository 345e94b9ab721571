"""Whether a text holds something that identifies somebody, in any spelling that is common."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pydicom import Dataset

_SHORTEST = 4
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def secrets_of(dataset: Dataset, truth: Path) -> set[str]:
    """The identifying words of a file's truth, and what identifies in its header: the parts of each, without spaces."""
    words = [word["text"] for word in json.loads(truth.read_text(encoding="utf-8"))["words"] if word["identifying"]]
    keywords = ("PatientName", "PatientID", "AccessionNumber", "InstitutionName", "ReferringPhysicianName")
    words += [part for keyword in keywords for part in re.split(r"[\s^]+", str(dataset[keyword].value))]
    words += [str(dataset.PatientBirthDate), str(dataset.StudyDate), str(dataset.SOPInstanceUID)]
    return {word for word in words if len(re.sub(r"\W", "", word)) >= _SHORTEST}


def found(secrets: set[str], text: str) -> set[str]:
    """Those of the secrets that stand in `text`: in capitals or not, with any separators, dates in any order."""
    plain = text.casefold()
    return {secret for secret in secrets if any(re.search(form, plain) for form in _forms(secret))}


def _forms(secret: str) -> Iterator[str]:
    yield _apart(re.sub(r"[\W_]", "", secret.casefold()))
    day = _date_in(secret)
    if day is not None:
        month = _MONTHS[day.month - 1]
        year, two = f"{day.year:04}", f"{day.month:02}"
        for parts in (
            (f"{day.day:02}", two, year),
            (two, f"{day.day:02}", year),
            (year, two, f"{day.day:02}"),
            (f"{day.day:02}", month, year),
        ):
            yield _apart("".join(parts))


def _apart(characters: str) -> str:
    """A pattern of these characters as a word of its own, with or without separators between them."""
    return r"(?<![^\W_])" + r"[\W_]{0,2}".join(map(re.escape, characters)) + r"(?![^\W_])"


def _date_in(text: str) -> date | None:
    for pattern, order in ((r"(\d{4})\D?(\d\d)\D?(\d\d)", (0, 1, 2)), (r"(\d\d)\D(\d\d)\D(\d{4})", (2, 1, 0))):
        match = re.fullmatch(pattern, text)
        if match:
            try:
                return date(*(int(match.groups()[place]) for place in order))
            except ValueError:
                continue
    return None
