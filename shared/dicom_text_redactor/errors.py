"""Every way in which a file can be refused.

    RedactionError                 code                 permanent
    ├── NotDicom                   not-dicom            yes
    ├── NoPixels                   no-pixels            yes
    ├── EmbeddedDocument           embedded-document    yes
    ├── Unsupported                unsupported          yes
    ├── Damaged                    damaged              yes
    ├── TooLarge                   too-large            yes
    ├── Archived                   archived             yes
    ├── StillShowingText           still-showing-text   yes
    ├── MarksMismatch              marks-mismatch       yes
    ├── TimedOut                   timed-out            no
    ├── ReaderFailed               reader-failed        no
    ├── OutOfRoom                  out-of-room          no
    ├── GaveUp                     gave-up              yes
    └── Internal                   internal             yes
    SettingError                   (a wrong setting: nothing starts)

The class carries a stable `code` and a `remedy`; the instance adds a message that says what is
wrong with this file. No message ever holds a header value, a text that was read, or a file name.
"""

from __future__ import annotations

import errno
from typing import ClassVar, Self

from dicom_text_redactor.tracing import Trace, trace_of

# Disk, quota, size of a file, open files (of the process, of the system), memory.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.ENOMEM}


class RedactionError(Exception):
    """A file that is refused: nothing of it is written but a report.

    Attributes
    ----------
    code
        Stable name of the reason, for programs.
    remedy
        What a person can do about it.
    permanent
        Whether another attempt with the same bytes would fail in the same way.
    """

    code: ClassVar[str] = "refused"
    remedy: str = "Look at the file with a DICOM viewer."
    permanent: ClassVar[bool] = True


class NotDicom(RedactionError):
    """The bytes are not a DICOM file."""

    code = "not-dicom"
    remedy = "Send DICOM Part 10 files only; leave other files out of the input."


class NoPixels(RedactionError):
    """A DICOM object without an image: a report, a presentation state, a header alone."""

    code = "no-pixels"
    remedy = "Objects without pixel data need a header de-identifier; this program cleans pictures only."


class EmbeddedDocument(RedactionError):
    """An object that carries a whole document, such as a PDF, beside or instead of an image."""

    code = "embedded-document"
    remedy = "Take the document out of the object and clean it by other means; this program cleans pictures only."


class Unsupported(RedactionError):
    """An image in a form that cannot be decoded or written back here."""

    code = "unsupported"
    remedy = "Convert the file to a supported transfer syntax, for example with dcmdjpeg or gdcmconv."

    def __init__(self, message: str, remedy: str | None = None) -> None:
        super().__init__(message)
        if remedy is not None:  # another transfer syntax is no help where something else is the matter
            self.remedy = remedy


class Damaged(RedactionError):
    """The file contradicts itself or ends too early."""

    code = "damaged"
    remedy = "Fetch the object from its archive again; if it is damaged there too, repair it before sending."


class TooLarge(RedactionError):
    """The file is over a limit that the settings put on one file."""

    code = "too-large"
    remedy = "Raise REDACT_MAX_BYTES or REDACT_MAX_PIXELS if the memory allows it, or split the object."


class Archived(RedactionError):
    """The blob lies in the archive tier, from which nothing can be read."""

    code = "archived"
    remedy = (
        "Rehydrate the blob: set its tier to Hot, Cool or Cold, and wait until that is done, which can take hours. "
        "Then enqueue it again, or upload it again."
    )


class StillShowingText(RedactionError):
    """After painting, text that should be gone could still be found."""

    code = "still-showing-text"
    remedy = "Redact this file by hand, or with REDACT_POLICY=all-text."


class MarksMismatch(RedactionError):
    """The marks of a reviewer name an area that this image does not have."""

    code = "marks-mismatch"
    remedy = "Review the result of this very file again, and export its marks again."


class TimedOut(RedactionError):
    """The file took longer than REDACT_TIMEOUT_S."""

    code = "timed-out"
    remedy = "Raise REDACT_TIMEOUT_S, or give the worker more processor time."
    permanent = False


class ReaderFailed(RedactionError):
    """Tesseract could not be started, or stopped with an error."""

    code = "reader-failed"
    remedy = "Install the package again with all that it depends on, or Tesseract 5 with its English data."
    permanent = False


class OutOfRoom(RedactionError):
    """The disk is full, or memory or open files have run out."""

    code = "out-of-room"
    remedy = "Free or enlarge the disk of the output and of the temporary directory, then try again."
    permanent = False

    @classmethod
    def why(cls, error: OSError) -> RedactionError | None:
        """This refusal if the system says that something is full, else None."""
        return cls(f"The system has no room left ({error.strerror}).") if error.errno in _FULL else None


class GaveUp(RedactionError):
    """Every attempt failed for a reason that may be temporary: the storage, the time limit, the reader."""

    code = "gave-up"
    remedy = "Find the file's digest in the log, fix the cause, and upload the file to the input again."


class Internal(RedactionError):
    """Something failed that the program does not know; the file is refused rather than passed on.

    Attributes
    ----------
    trace
        Where it failed: modules, lines and kinds of exceptions, without their words.
    """

    code = "internal"
    remedy = "Report the code and the file's encoding (not the file) to the maintainers."

    def __init__(self, message: str, trace: Trace = ()) -> None:
        super().__init__(message)
        self.trace = trace

    @classmethod
    def unforeseen(cls, error: Exception) -> Self:
        """The refusal that an exception ends in which nobody foresaw; its words stay out."""
        return cls(f"An unforeseen {type(error).__name__} ended the redaction.", trace_of(error))


class SettingError(ValueError):
    """A setting has a value that means nothing; the message names the setting and what it takes."""
