"""Where the answer to a blob lies, whatever the blob's name is.

A storage client cannot reach every name that a container can hold, and a name can be too long to
get the report's ending. Such a blob is refused, and its report lies under the SHA-256 of its name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from dicom_text_redactor.errors import RedactionError, SettingError, Unsupported
from dicom_text_redactor.header.names import renaming
from dicom_text_redactor.report import OUR_SUFFIXES, PREVIEW_SUFFIX, REPORT_SUFFIX
from dicom_text_redactor.settings import RedactionSettings

_renamed: Callable[[str], str] = str


def rename_by(renaming: Callable[[str], str] | None) -> None:
    """Give all answers of this process other names than their blobs have; None: the same ones."""
    global _renamed
    _renamed = renaming or str


def rename_for(redaction: RedactionSettings) -> None:
    """Give all answers of this process the names that these settings ask for.

    Raises
    ------
    SettingError
        Headers are cleaned, and there is no key that all workers share.
    """
    if redaction.header == "basic" and not redaction.header_key:
        raise SettingError("REDACT_HEADER_KEY must be set for REDACT_HEADER=basic: all workers share it.")
    rename_by(renaming(redaction))


def shown(name: str) -> str:
    """The name of a blob as its answer tells it."""
    return _renamed(name)


# Characters of a blob's name ("Naming and referencing containers, blobs, and metadata", Azure Storage).
LONGEST = 1024
REFUSED_PREFIX = "refused-name-"


@dataclass(frozen=True, slots=True)
class Names:
    """Where the answer to one blob lies in the output container.

    Attributes
    ----------
    file
        Name of the redacted file; None where there can be none.
    report
        Name of the report.
    wrong
        Why the name is refused, or None.
    reachable
        Whether a storage client that is given the name asks for this blob and for no other.
    """

    file: str | None
    report: str
    wrong: RedactionError | None = None
    reachable: bool = True

    @property
    def preview(self) -> str | None:
        """Name of the preview; None where there can be none, or the file's name leaves no room for the ending."""
        if self.file is None or _length(self.file + PREVIEW_SUFFIX) > LONGEST:
            return None
        return self.file + PREVIEW_SUFFIX

    @classmethod
    def of(cls, name: str) -> Names:
        """The places for the blob `name`."""
        new = shown(name)
        report = new + REPORT_SUFFIX
        aside = f"{REFUSED_PREFIX}{hashlib.sha256(name.encode()).hexdigest()}{REPORT_SUFFIX}"
        if {".", ".."} & set(name.replace("\\", "/").split("/")):
            # Whoever builds an address resolves these (RFC 3986, 5.2.4), so that another blob would be read;
            # some take a backslash for a slash as well.
            return cls(None, aside, Unsupported("The name has a part that an address cannot hold: . or .."), False)
        if _length(report) > LONGEST:
            return cls(None, aside, Unsupported(f"The name is too long to end in {REPORT_SUFFIX} as well."))
        if name.endswith(OUR_SUFFIXES):
            wrong = Unsupported("The name ends like that of a report or a preview: the result could overwrite one.")
            return cls(None, report, wrong)
        return cls(new, report)


def can_be_a_name(name: str) -> bool:
    """Whether a blob can have that name at all; a message can hold text that is none."""
    try:
        name.encode()
        return 0 < _length(name) <= LONGEST
    except UnicodeEncodeError:
        return False


def _length(name: str) -> int:
    """Characters as the storage service counts them, in UTF-16."""
    return len(name.encode("utf-16-le")) // 2
