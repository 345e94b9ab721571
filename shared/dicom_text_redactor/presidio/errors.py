"""What callers hear who expect Presidio: warnings of arguments without effect, and refusals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from dicom_text_redactor.errors import NoPixels, RedactionError


class IgnoredArgument(UserWarning):
    """An argument that has a meaning in Presidio and none here, or less; the text names it, and never its value."""


class LacksPixels(NoPixels, AttributeError):
    """A DICOM object without an image; an `AttributeError`, too, as Presidio raises."""


class FilesRefused(RedactionError):
    """Files of a folder that were refused; the others are done.

    Attributes
    ----------
    refusals
        The path of each refused file below the source folder, and why.
    """

    code = "files-refused"
    remedy = "See the attribute refusals: it names each file, and its error carries a code and a remedy of its own."

    def __init__(self, refusals: Sequence[tuple[Path, RedactionError]], files: int) -> None:
        self.refusals = tuple(refusals)
        codes = Counter(error.code for _, error in refusals)
        told = ", ".join(f"{code}: {count}" for code, count in sorted(codes.items()))
        super().__init__(f"{len(self.refusals)} of {files} files were refused and are not in the output ({told}).")
