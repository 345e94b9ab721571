"""Calling pydicom and the codecs so that nothing of a file's content leaks: no warning, no log line, no cause."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dicom_text_redactor.errors import Damaged, RedactionError, TooLarge
from dicom_text_redactor.silence import quietly


@contextmanager
def refusing(message: str, kind: type[RedactionError] = Damaged) -> Iterator[None]:
    """Run quietly, and turn whatever escapes from a library into a refusal that says `message`.

    Damaged files make pydicom and the codecs raise nearly every built-in exception, and their
    texts hold header values; the cause is dropped for that reason.

    Raises
    ------
    TooLarge
        Memory ran out.
    RedactionError
        An error of `kind`, for anything else; errors of this project pass unchanged.
    """
    with quietly():
        try:
            yield
        except RedactionError:
            raise
        except MemoryError:
            raise TooLarge("There is not enough memory for this file.") from None
        except Exception:
            raise kind(message) from None
