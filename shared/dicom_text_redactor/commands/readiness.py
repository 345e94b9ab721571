"""Whether everything is there that a file needs, asked once before the first one."""

from __future__ import annotations

import numpy as np

from dicom_text_redactor import interruption
from dicom_text_redactor.errors import RedactionError, SettingError
from dicom_text_redactor.text import models
from dicom_text_redactor.text.tesseract import Tesseract

_PAPER = (48, 64)
_SECONDS = 60.0


def ensure_readers(languages: tuple[str, ...]) -> None:
    """Look for the text models, and let Tesseract read an empty line, which takes its program and its data.

    languages: codes of ISO 639-1.

    Raises
    ------
    SettingError
        Something is missing; otherwise every file would be refused for it.
    KeyboardInterrupt
        Somebody asked for the end of the work, which ends the program that reads as well.
    """
    try:
        for name in models.ALL:
            models.model_path(name)
        Tesseract(languages).read([np.full(_PAPER, 255, np.uint8)], timeout_s=_SECONDS)
    except RedactionError as error:
        interruption.check()
        raise SettingError(f"The readers are not ready: {error} {error.remedy}") from None
