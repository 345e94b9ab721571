"""Adding to the text of an element without touching what stands there, whatever character set it is in.

What a file holds is added to byte for byte: text that cannot be decoded could not be encoded again.
"""

from __future__ import annotations

from pydicom import DataElement, Dataset
from pydicom.datadict import dictionary_VR, tag_for_keyword
from pydicom.dataelem import RawDataElement
from pydicom.tag import Tag

from dicom_text_redactor.dicom.files.originals import originals_of, value_bytes

_TEXTS = frozenset({"AE", "CS", "LO", "LT", "SH", "ST", "UC", "UN", "UT", None})
_LARGEST = 0xFFFE
_PADDING = b" \x00"


def append_value(dataset: Dataset, keyword: str, text: str) -> None:
    """Add one value to a multi-valued element, unless it is there already or the element is full."""
    there = _bytes(dataset, keyword)
    if there is None:
        values = _values(dataset, keyword)
        if text not in values:
            _set(dataset, keyword, [*values, text])
    elif text.encode() not in (value.strip(_PADDING) for value in there.split(b"\\")):
        _store(dataset, keyword, there + b"\\" + text.encode() if there else text.encode())


def append_sentence(dataset: Dataset, keyword: str, text: str, longest: int) -> None:
    """Add a sentence to a single-valued text of `longest` characters; a text without room for it stays as it is."""
    there = _bytes(dataset, keyword)
    if there is None:
        said = "\\".join(_values(dataset, keyword))
        if text not in said and len(said) + len(text) + 2 <= longest:
            _set(dataset, keyword, f"{said}; {text}" if said else text)
    elif text.encode() not in there and len(there) + len(text) + 2 <= longest:
        _store(dataset, keyword, there + b"; " + text.encode() if there else text.encode())


def replace_first_value(dataset: Dataset, keyword: str, text: str, *, alone: str) -> None:
    """Put a value in the place of the first one; where there is no second, `alone` becomes it."""
    there = _bytes(dataset, keyword)
    if there is None:
        values = _values(dataset, keyword)
        _set(dataset, keyword, [text, *(values[1:] or [alone])])
        return
    first, _, others = there.partition(b"\\")
    if first.strip(_PADDING) != text.encode() or not others:
        _store(dataset, keyword, text.encode() + b"\\" + (others or alone.encode()))


def _bytes(dataset: Dataset, keyword: str) -> bytes | None:
    """The value's own bytes without padding, if the element holds text and is as its file says."""
    tag = Tag(tag_for_keyword(keyword) or 0)
    value = value_bytes(dataset, tag)
    if value is None or originals_of(dataset)[tag].raw.VR not in _TEXTS:
        return None
    return value.rstrip(_PADDING)


def _store(dataset: Dataset, keyword: str, value: bytes) -> None:
    tag = Tag(tag_for_keyword(keyword) or 0)
    before = originals_of(dataset)[tag].raw
    value += b" " * (len(value) % 2)
    if len(value) <= _LARGEST:
        vr = None if before.VR is None else dictionary_VR(tag)
        dataset[tag] = RawDataElement(tag, vr, len(value), value, 0, before.is_implicit_VR, before.is_little_endian)


def _values(dataset: Dataset, keyword: str) -> list[str]:
    """The values of an element that somebody has set, of whatever type it is."""
    tag = Tag(tag_for_keyword(keyword) or 0)
    if tag not in dataset:
        return []
    try:
        element = dataset[tag]
    except Exception:
        return []
    value = element.value
    if value is None or value == "" or element.VR not in _TEXTS:
        return []
    values = [value] if isinstance(value, str | bytes) or not hasattr(value, "__iter__") else list(value)
    return [v.decode("latin-1") if isinstance(v, bytes) else str(v) for v in values]


def _set(dataset: Dataset, keyword: str, value: str | list[str]) -> None:
    tag = Tag(tag_for_keyword(keyword) or 0)
    dataset[tag] = DataElement(tag, dictionary_VR(tag), value)
