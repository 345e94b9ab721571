"""The way of a file through the core without anybody looking for text: its boxes are given."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence

from pydicom import Dataset

from dicom_text_redactor.dicom.files import reading, saving
from dicom_text_redactor.dicom.marks import marking
from dicom_text_redactor.dicom.painting.writing import rewrite
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.places import other_places
from dicom_text_redactor.model import Box
from dicom_text_redactor.settings import Uids

BOX = Box(3, 2, 4, 3)
_MANY = 2**40


def redacted(
    data: bytes, boxes: Mapping[int, Sequence[Box]] | None = None, *, uids: Uids = "keep", read: bool = True
) -> tuple[bytes, dict[int, list[Box]]]:
    """The redacted file, and the areas of each frame in which its pixels may have changed.

    boxes: by 0-based frame; one small box in the first frame if None.
    read: whether somebody asks for every value of the header first, as the search for names does.
    """
    dataset = reading.read(io.BytesIO(data), max_bytes=_MANY)
    form = describe(dataset, max_pixels=_MANY)
    if read:
        look_at_everything(dataset)
    wanted = {0: [BOX]} if boxes is None else boxes
    written, rewritten = rewrite(dataset, form, wanted, "contrast")
    other_places.clean_other_places(written, form)
    if read:
        look_at_everything(written)
    marking.mark(
        written, hidden=bool(rewritten.painted), all_checked=True, uids=uids, app_version="1", frames=rewritten.painted
    )
    output = io.BytesIO()
    saving.save(written, output)
    reach = {index: [rewritten.reach.get(box, box) for box in some] for index, some in wanted.items()}
    return output.getvalue(), reach


def look_at_everything(dataset: Dataset) -> None:
    """Ask for the value and the text of every element at any depth, whatever errors that brings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for tag in list(dataset.keys()):
            try:
                element = dataset[tag]
                str(element)
            except Exception:  # broken elements are what this is about
                continue
            if element.VR == "SQ":
                for item in element.value or ():
                    look_at_everything(item)
