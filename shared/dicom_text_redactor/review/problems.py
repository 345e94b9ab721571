"""What can be wrong with a file of the output, so that it cannot be reviewed as it should be."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from dicom_text_redactor.errors import RedactionError


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file, or a part of it, is not on the page: a stable code, a message without PHI, and the remedy."""

    code: str
    message: str
    remedy: str

    @classmethod
    def of(cls, error: RedactionError) -> Problem:
        """The problem of a file that the reader of DICOM files refuses."""
        return cls(error.code, f"The redacted file cannot be shown. {error}", REDACT_AGAIN)

    def to_dict(self) -> dict[str, str]:
        """Code, message and remedy as plain values."""
        return asdict(self)


REDACT_AGAIN = "Redact the original again."

NO_REPORT = Problem(
    "no-report",
    "No box report lies beside this DICOM file, so it may be incomplete.",
    REDACT_AGAIN,
)
BAD_REPORT = Problem(
    "bad-report",
    "The box report cannot be read, or is not of version 1.",
    REDACT_AGAIN,
)
MISSING_FILE = Problem(
    "missing-file",
    "There is a box report, but the redacted file is not beside it.",
    "Put the file back where it was, or redact the original again.",
)
OTHER_IMAGE = Problem(
    "other-image",
    "The file has another size or another number of frames than its report says.",
    REDACT_AGAIN,
)
CHANGED_FILE = Problem(
    "changed-file",
    "The file was changed after its report was written. The pictures show it as it is now.",
    "Check that the change was intended, for example by a header de-identifier.",
)
SMALLER_PICTURES = Problem(
    "smaller-pictures",
    "To keep the page small, the pictures of this file are coarser than they could be.",
    "Make the page again with a larger --max-megabytes, or for a part of the folder.",
)
NO_ROOM = Problem(
    "no-room",
    "To keep the page small, this file has only its small picture.",
    "Make the page again with a larger --max-megabytes, or for a part of the folder.",
)
"""The last three are notices: the file is on the page nevertheless."""
