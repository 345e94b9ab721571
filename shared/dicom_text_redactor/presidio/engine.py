"""`DicomImageRedactorEngine`: the calls of presidio-image-redactor's class, answered by this program's core."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, cast

from presidio_analyzer import AnalyzerEngine, EntityRecognizer
from pydicom import Dataset

from dicom_text_redactor.errors import NoPixels, NotDicom, RedactionError
from dicom_text_redactor.presidio import boxes, folders, writing
from dicom_text_redactor.presidio.arguments import Request, request
from dicom_text_redactor.presidio.errors import FilesRefused, IgnoredArgument, LacksPixels
from dicom_text_redactor.presidio.recognizers import Analyzing, OwnEngine
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.settings import RedactionSettings

_USUAL_PARTS = {"ocr": "TesseractOCR", "image_preprocessor": "ImagePreprocessor"}


class DicomImageRedactorEngine:
    """Redacts DICOM images, called as presidio-image-redactor 0.0.62 is.

    Its models are loaded once, and it is safe to share between threads.

    All methods share these arguments.

    * ``fill``: ``contrast``, ``background`` or ``black``.
    * ``use_metadata``: whether the image's own header says what to hide.
    * ``ad_hoc_recognizers``: a list of Presidio's recognizers; each word in what they find is hidden.
    * ``allow_list``, with ``allow_list_match`` and ``regex_flags``: words and phrases that stay.
    * ``entities``, ``score_threshold``, ``context``, ``language``: told to your own engine and recognizers, and to
      nobody else.
    * ``padding_width``, ``crop_ratio``, ``ocr_kwargs``, ``correlation_id``, ``return_decision_process``,
      ``nlp_artifacts``: they do nothing.

    Parameters
    ----------
    image_analyzer_engine
        An object with an ``analyzer_engine``, or an analyzer engine itself. It is asked about the text of each image;
        what it finds is hidden as well, unless it is a clinical word. Its OCR and its image preprocessing do nothing.
    settings
        This program's own settings; their fill gives way to that of the call.

    Warns
    -----
    IgnoredArgument
        An argument does nothing, or less than in Presidio. Each method warns of it, too.
    """

    def __init__(self, image_analyzer_engine: Any = None, *, settings: RedactionSettings | None = None) -> None:
        self.image_analyzer_engine = image_analyzer_engine
        self._redactor = Redactor(settings)
        analyzer = _analyzer_of(image_analyzer_engine)
        own = None if analyzer is None else partial(OwnEngine, analyzer, threading.Lock())
        self._request = partial(request, own)
        for message in _unused_parts(image_analyzer_engine, analyzer):
            warnings.warn(message, IgnoredArgument, stacklevel=2)

    def redact(
        self,
        image: Dataset,
        fill: str = "contrast",
        padding_width: int = 25,
        crop_ratio: float = 0.75,
        ocr_kwargs: dict[str, Any] | None = None,
        ad_hoc_recognizers: Sequence[EntityRecognizer] | None = None,
        **text_analyzer_kwargs: Any,
    ) -> Dataset:
        """A new dataset of the same type with everything identifying painted over; `image` stays as it is.

        `use_metadata` is taken among `text_analyzer_kwargs`, as by Presidio.

        Raises
        ------
        TypeError, ValueError
            An argument has no meaning.
        LacksPixels
            There is no image in it.
        RedactionError
            Another subclass that says why the image is refused.
        """
        use_metadata = text_analyzer_kwargs.pop("use_metadata", True)
        asked = self._request(
            fill, padding_width, crop_ratio, use_metadata, ocr_kwargs, ad_hoc_recognizers, text_analyzer_kwargs
        )
        return self._redacted(image, asked)[0]

    def redact_and_return_bbox(
        self,
        image: Dataset,
        fill: str = "contrast",
        padding_width: int = 25,
        crop_ratio: float = 0.75,
        use_metadata: bool = True,
        ocr_kwargs: dict[str, Any] | None = None,
        ad_hoc_recognizers: Sequence[EntityRecognizer] | None = None,
        **text_analyzer_kwargs: Any,
    ) -> tuple[Dataset, list[boxes.Box]]:
        """As `redact`, and the boxes that were painted: ``left``, ``top``, ``width``, ``height``, ``entity_type``.

        Of an image with several frames each box also has ``frames``, the first and last of each run, counted from 0.

        Raises
        ------
        TypeError, ValueError
            An argument has no meaning.
        LacksPixels
            There is no image in it.
        RedactionError
            Another subclass that says why the image is refused.
        """
        asked = self._request(
            fill, padding_width, crop_ratio, use_metadata, ocr_kwargs, ad_hoc_recognizers, text_analyzer_kwargs
        )
        return self._redacted(image, asked)

    def redact_from_file(
        self,
        input_dicom_path: Path | str,
        output_dir: Path | str,
        padding_width: int = 25,
        crop_ratio: float = 0.75,
        fill: str = "contrast",
        use_metadata: bool = True,
        save_bboxes: bool = False,
        verbose: bool = True,
        ocr_kwargs: dict[str, Any] | None = None,
        ad_hoc_recognizers: Sequence[EntityRecognizer] | None = None,
        **text_analyzer_kwargs: Any,
    ) -> None:
        """Redact a file into the folder `output_dir`, under its own name; nothing is written if it is refused.

        save_bboxes: write the boxes beside it, as NAME.json.
        verbose: print where the result is.

        Raises
        ------
        TypeError, ValueError
            An argument has no meaning; the path is no file.
        SameFileError
            The result would take the place of the file.
        LacksPixels
            There is no image in it.
        RedactionError
            Another subclass that says why the file is refused.
        """
        target = folders.target_of_file(Path(input_dicom_path), Path(output_dir))
        asked = self._request(
            fill, padding_width, crop_ratio, use_metadata, ocr_kwargs, ad_hoc_recognizers, text_analyzer_kwargs
        )
        with _expected_errors():
            self._write(Path(input_dicom_path), target, asked, save_bboxes)
        if verbose:
            print(f"Output written to {target}")

    def redact_from_directory(
        self,
        input_dicom_path: Path | str,
        output_dir: Path | str,
        padding_width: int = 25,
        crop_ratio: float = 0.75,
        fill: str = "contrast",
        use_metadata: bool = True,
        save_bboxes: bool = False,
        ocr_kwargs: dict[str, Any] | None = None,
        ad_hoc_recognizers: Sequence[EntityRecognizer] | None = None,
        **text_analyzer_kwargs: Any,
    ) -> None:
        """Redact all DICOM files below a folder, whatever their names, into a folder of its name in `output_dir`.

        A refused file stops nothing, and is not in the output; neither is a file that is no DICOM.

        save_bboxes: write the boxes beside each file, as NAME.json.

        Raises
        ------
        TypeError, ValueError
            An argument has no meaning; the path is no folder.
        FileExistsError
            There is a folder of that name in `output_dir`.
        FilesRefused
            Some files were refused; the others are done.
        """
        source = Path(input_dicom_path)
        target = folders.target_of_directory(source, Path(output_dir))
        asked = self._request(
            fill, padding_width, crop_ratio, use_metadata, ocr_kwargs, ad_hoc_recognizers, text_analyzer_kwargs
        )
        paths = folders.files_of(source, target)
        target.mkdir(parents=True)
        refusals, strangers = [], 0
        for path in paths:
            try:
                self._write(source / path, target / path, asked, save_bboxes)
            except NotDicom:
                strangers += 1
            except RedactionError as error:
                refusals.append((path, error))
        print(f"Output written to {target}")
        if strangers:
            print(f"Left out, since they are no DICOM files: {strangers}")
        if refusals:
            raise FilesRefused(refusals, len(paths))

    def _redacted(self, image: Dataset, asked: Request) -> tuple[Dataset, list[boxes.Box]]:
        if not isinstance(image, Dataset):
            raise TypeError("The image must be a loaded DICOM dataset.")
        with _expected_errors():
            redaction = self._redactor_for(asked).redact(image)
        return writing.of_its_type(redaction.dataset, image), boxes.boxes_of(redaction.report, asked.entities)

    def _redactor_for(self, asked: Request) -> Redactor:
        settings = replace(self._redactor.settings, fill=asked.fill)
        return self._redactor.variant(settings, recognizers=asked.recognizers, use_header=asked.use_header)

    def _write(self, source: Path, target: Path, asked: Request, save_bboxes: bool) -> None:
        if save_bboxes:
            boxes.file_of(target).unlink(missing_ok=True)  # those of an older result
        report = writing.redact(self._redactor_for(asked), source, target)
        if save_bboxes:
            boxes.write(boxes.boxes_of(report, asked.entities), target)


def _analyzer_of(given: Any) -> Analyzing | None:
    inner = given if isinstance(given, AnalyzerEngine) else getattr(given, "analyzer_engine", None)
    return cast(Analyzing, inner) if callable(getattr(inner, "analyze", None)) else None


def _unused_parts(given: Any, analyzer: Analyzing | None) -> Iterator[str]:
    if given is not None and analyzer is None:
        yield "image_analyzer_engine does nothing here: it has no analyzer_engine that could be asked."
    for name, usual in _USUAL_PARTS.items():
        part = getattr(given, name, None)
        if part is not None and type(part).__name__ != usual:
            yield f"The {name} of image_analyzer_engine does nothing here: this program reads images by itself."


@contextmanager
def _expected_errors() -> Iterator[None]:
    """Raise what Presidio's users expect where there is no image."""
    try:
        yield
    except NoPixels as error:
        raise LacksPixels(str(error)) from None


__all__ = ["DicomImageRedactorEngine"]
