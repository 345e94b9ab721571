"""For users of presidio-image-redactor: its class for DICOM images, with the same calls, built on this program's core.

Change ``from presidio_image_redactor import DicomImageRedactorEngine`` into
``from dicom_text_redactor.presidio import DicomImageRedactorEngine``. What differs: docs/from-presidio.md.
"""

from __future__ import annotations

from dicom_text_redactor.presidio.engine import DicomImageRedactorEngine
from dicom_text_redactor.presidio.errors import FilesRefused, IgnoredArgument, LacksPixels

__all__ = ["DicomImageRedactorEngine", "FilesRefused", "IgnoredArgument", "LacksPixels"]
