"""The redaction core: paints over burned-in text that identifies somebody in DICOM images, and reports what it hid.

It knows DICOM, text in pictures and identifying information; it knows nothing of Azure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dicom_text_redactor.errors import RedactionError, SettingError
from dicom_text_redactor.report import BoxReport
from dicom_text_redactor.settings import RedactionSettings

if TYPE_CHECKING:
    from dicom_text_redactor.redactor import Redaction, Redactor

__all__ = ["BoxReport", "Redaction", "RedactionError", "RedactionSettings", "Redactor", "SettingError"]


def __getattr__(name: str) -> Any:
    # The pipeline brings pydicom, OpenCV and the models; who only wants a setting or an error does not wait for them.
    if name in ("Redactor", "Redaction"):
        from dicom_text_redactor import redactor

        return getattr(redactor, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
