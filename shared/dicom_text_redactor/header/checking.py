"""Attributes that the profile does not list, which stay if their values are what they are to be and identify nobody."""

from __future__ import annotations

from pydicom import DataElement, Dataset
from pydicom.sequence import Sequence
from pydicom.tag import BaseTag

from dicom_text_redactor.header.dates import shifted
from dicom_text_redactor.header.dummies import dummy, empty
from dicom_text_redactor.header.elements import holds_numbers, is_empty, items_of, known_vr, strings
from dicom_text_redactor.header.fitting import DATES, NUMBERS, TEXTS, fits
from dicom_text_redactor.header.known import Known
from dicom_text_redactor.header.pseudonyms import Pseudonyms
from dicom_text_redactor.header.tally import Tally

_REGISTERED = ("1.2.840.10008.", "2.16.840.1.113883.")
"""Roots of UIDs that name classes, syntaxes and coding schemes: DICOM's and HL7's."""
_OBJECT_CLASS = 0x00080016
_WORDS_AND_FIGURES = TEXTS | {"DS", "IS", "AS"}


class Checking:
    """Checks the attributes of one file.

    days: by how many its dates are shifted, if an option says so.
    """

    def __init__(self, options: frozenset[str], pseudonyms: Pseudonyms, known: Known, days: int, tally: Tally) -> None:
        self._options = options
        self._pseudonyms = pseudonyms
        self._known = known
        self._days = days
        self._tally = tally

    def check(self, target: Dataset, source: Dataset, tag: BaseTag, vr: str) -> bool:
        """Check an attribute that is no sequence, and say whether it changed; `vr` is what it is to be."""
        if (vr in NUMBERS and holds_numbers(source, tag, NUMBERS[vr])) or is_empty(target, tag):
            return False
        if vr in DATES:
            return self._date(target, source, tag, vr)
        if vr == "PN":
            return self._set(target, dummy(tag, vr), "unlisted")
        if vr in _WORDS_AND_FIGURES or vr == "UI":
            return self._values(target, source, tag, vr)
        return self._bytes(target, source, tag, vr)

    def make_dummy(self, item: Dataset) -> None:
        """Replace all values of an item, at any depth, by values that say nothing, in place."""
        for tag in list(item.keys()):
            vr = known_vr(tag)
            if tag.is_private or tag.elem == 0 or vr is None:
                del item[tag]
            elif vr == "SQ":
                items = items_of(item, tag) or []
                for inner in items:
                    self.make_dummy(inner)
                item[tag] = DataElement(tag, "SQ", Sequence(items))
            elif vr == "UI":
                item[tag] = _element(tag, "UI", [self._uid(value) for value in strings(item, tag) or []])
            else:
                item[tag] = dummy(tag, vr.split(" or ")[0])

    def _values(self, target: Dataset, source: Dataset, tag: BaseTag, vr: str) -> bool:
        values = strings(source, tag)
        if values is None:
            return self._remove(target, tag, "unreadable")
        if not all(fits(value, vr) for value in values):
            target[tag] = empty(tag, vr)
            self._tally.add("emptied", "misfit", tag)
            return True
        if vr == "UI":
            keeps = "retain-uids" in self._options or tag == _OBJECT_CLASS
            new = values if keeps else [self._uid(value) for value in values]
            return new != values and self._set(target, _element(tag, vr, new), "uid")
        new = [self._known.cleaned(value, code=vr == "CS") for value in values] if vr in TEXTS else values
        if new == values:
            return False
        target[tag] = _element(tag, vr, new)
        self._tally.add("cleaned" if any(new) else "emptied", "identity", tag)
        return True

    def _date(self, target: Dataset, source: Dataset, tag: BaseTag, vr: str) -> bool:
        values = strings(source, tag) or [""]
        if "retain-dates" in self._options and all(fits(value, vr) for value in values):
            return False
        if "shift-dates" in self._options:
            moved = [shifted(value, vr, self._days) or "" for value in values]
            if all(moved):
                target[tag] = _element(tag, vr, moved)
                self._tally.add("cleaned", "shift-dates", tag)
                return True
        return self._set(target, dummy(tag, vr), "unlisted")

    def _bytes(self, target: Dataset, source: Dataset, tag: BaseTag, vr: str) -> bool:
        try:
            value = source[tag].value
        except Exception:
            return self._remove(target, tag, "unreadable")
        if isinstance(value, bytes) and self._known.is_in(value):
            return self._remove(target, tag, "identity")
        if isinstance(value, str) or (isinstance(value, bytes) and vr in NUMBERS):
            return self._remove(target, tag, "misfit")
        return False

    def _uid(self, value: str) -> str:
        return value if not value or value.startswith(_REGISTERED) else self._pseudonyms.uid(value)

    def _set(self, target: Dataset, element: DataElement, reason: str) -> bool:
        target[element.tag] = element
        self._tally.add("replaced", reason, element.tag)
        return True

    def _remove(self, target: Dataset, tag: BaseTag, reason: str) -> bool:
        del target[tag]
        self._tally.add("removed", reason, tag)
        return True


def _element(tag: BaseTag, vr: str, values: list[str]) -> DataElement:
    return DataElement(tag, vr, values if len(values) != 1 else values[0])
