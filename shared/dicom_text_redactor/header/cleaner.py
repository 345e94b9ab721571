"""Walking through a data set, at any depth of sequences, and doing to each attribute what the profile says."""

from __future__ import annotations

from functools import partial

from pydicom import DataElement, Dataset
from pydicom.datadict import dictionary_VR, keyword_for_tag
from pydicom.tag import BaseTag

from dicom_text_redactor.header import profile
from dicom_text_redactor.header.checking import Checking
from dicom_text_redactor.header.dates import shifted
from dicom_text_redactor.header.dummies import dummy, empty
from dicom_text_redactor.header.elements import (
    block,
    creators,
    is_empty,
    items_of,
    sequence,
    strings,
)
from dicom_text_redactor.header.fitting import NUMBERS, TEXTS, fits
from dicom_text_redactor.header.iods import type_of
from dicom_text_redactor.header.known import Known
from dicom_text_redactor.header.private import safe_vr
from dicom_text_redactor.header.pseudonyms import Pseudonyms
from dicom_text_redactor.header.tally import Done, Tally
from dicom_text_redactor.header.texts import Text

_PIXELS = 0x7FE0
_PATIENT_NAME, _PATIENT_ID, _ACCESSION = 0x00100010, 0x00100020, 0x00080050
_DONE: dict[str, Done] = {"X": "removed", "Z": "emptied", "D": "replaced", "U": "replaced"}


class Cleaner:
    """Cleans the data set of one file, and its items.

    Parameters
    ----------
    options
        Names of options, as `dicom_text_redactor.header.options` has them.
    sop_class
        UID of the object's class, which decides the types of attributes.
    patient
        What tells the patient from others, for the dates.
    known
        What the header identifies somebody by.
    """

    def __init__(
        self, options: frozenset[str], pseudonyms: Pseudonyms, sop_class: str, patient: str, known: Known
    ) -> None:
        self.tally = Tally()
        self.texts: list[Text] = []
        self._options = options
        self._pseudonyms = pseudonyms
        self._sop_class = sop_class
        self._patient = patient
        self._known = known
        self._days = pseudonyms.days(patient) if "shift-dates" in options else 0
        self._checking = Checking(options, pseudonyms, known, self._days, self.tally)

    def clean(self, target: Dataset, source: Dataset, around: str = "") -> bool:
        """Clean `target` in place, and say whether anything changed.

        source: the same data set, or a copy of it that can be parsed; its items are taken over.
        around: keyword of the sequence that it is an item of.
        """
        owners = creators(source)
        blocks: set[int] = set()
        changed = False
        for tag in sorted(source.keys()):
            if (tag.group == _PIXELS and not around) or tag.is_private_creator:
                continue
            if tag.elem == 0 or tag.group in (0, 2):
                del target[tag]  # lengths of groups, and what may not stand in a data set
                changed = True
            elif tag.is_private:
                kept, did = self._private(target, source, tag, owners)
                if kept:
                    blocks.add(block(tag))
                changed |= did
            else:
                changed |= self._public(target, source, tag, around)
        for creator in [tag for tag in source.keys() if tag.is_private_creator]:  # noqa: SIM118
            if (creator.group << 16) | creator.elem not in blocks:
                self._remove(target, creator, "private")
                changed = True
        return changed

    def _public(self, target: Dataset, source: Dataset, tag: BaseTag, around: str) -> bool:
        row = profile.row_of(tag)
        try:
            vr = dictionary_VR(tag)
        except KeyError:
            return self._remove(target, tag, "unknown")
        if row is None:
            return self._unlisted(target, source, tag, vr)
        action, reason = row.under(self._options)
        if reason == "clean-graphics":
            return False  # it was judged and painted with the pixels
        if "/" in action:
            rank = type_of(keyword_for_tag(tag), around, self._sop_class)
            action = "U" if "U" in action else profile.by_type(action, rank)
        basic = (
            row.basic
            if "/" not in row.basic
            else profile.by_type(row.basic, type_of(keyword_for_tag(tag), around, self._sop_class))
        )
        return self._act(target, source, tag, vr, action, reason, basic)

    def _act(
        self, target: Dataset, source: Dataset, tag: BaseTag, vr: str, action: str, reason: str, basic: str
    ) -> bool:
        """Do what a row says; what cannot be read is removed, or replaced by what holds nothing."""
        if action == "X":
            return self._remove(target, tag, reason)
        if vr == "SQ" and action in "KCU":
            return self._items(target, source, tag)
        if action == "K":
            return self._keep(target, source, tag, vr, reason, basic)
        if action == "C":
            return self._clean_value(target, source, tag, vr, reason, basic)
        if is_empty(target, tag):
            return False  # nothing stood there
        if action == "U":
            return self._replace_uids(target, source, tag, reason)
        if vr == "SQ" and action == "D":
            return self._dummy_items(target, source, tag, reason)
        if tag in (_PATIENT_NAME, _PATIENT_ID, _ACCESSION):
            return self._pseudonym(target, source, tag, vr, reason)
        target[tag] = empty(tag, vr) if action == "Z" else dummy(tag, vr.split(" or ")[0])
        self.tally.add(_DONE[action], reason, tag)
        return True

    def _remove(self, target: Dataset, tag: BaseTag, reason: str) -> bool:
        del target[tag]
        self.tally.add("removed", reason, tag)
        return True

    def _pseudonym(self, target: Dataset, source: Dataset, tag: BaseTag, vr: str, reason: str) -> bool:
        try:
            old = str(source[tag].value or "").strip()
        except Exception:
            old = ""
        if tag == _ACCESSION:
            new = self._pseudonyms.accession(old) if old else ""
        else:
            new = self._pseudonyms.patient(old if tag == _PATIENT_ID else self._patient) if old else ""
            if tag == _PATIENT_NAME and old:
                self._pseudonyms.given["name", old] = new
        target[tag] = DataElement(tag, vr, new)
        self.tally.add("replaced" if new else "emptied", reason, tag)
        return True

    def _keep(self, target: Dataset, source: Dataset, tag: BaseTag, vr: str, reason: str, basic: str) -> bool:
        """An attribute that an option keeps, if it is what it is to be; persons' names go from its words."""
        values = strings(source, tag)
        if values is None or (vr not in NUMBERS and not all(fits(value, vr) for value in values)):
            return self._act(target, source, tag, vr, basic, "basic", basic)
        new = [self._known.cleaned(value, names_only=True) for value in values] if vr in TEXTS else values
        if new == values:
            self.tally.add("kept", reason, tag)
            return False
        target[tag] = DataElement(tag, vr, new if len(new) != 1 else new[0])
        self.tally.add("cleaned", reason, tag)
        return True

    def _clean_value(self, target: Dataset, source: Dataset, tag: BaseTag, vr: str, reason: str, basic: str) -> bool:
        """Shift a date, or leave a text to the judge."""
        fallback = partial(self._act, target, source, tag, vr, basic, "basic", basic)
        values = strings(source, tag)
        if values is None:
            return fallback()
        if reason == "shift-dates":
            moved = [shifted(value, vr, self._days) for value in values]
            if not all(moved):
                return fallback()
            target[tag] = DataElement(tag, vr, moved if len(moved) > 1 else moved[0])
            self.tally.add("kept" if moved == values else "cleaned", reason, tag)
            return True
        if reason != "clean-descriptors" or vr not in TEXTS:
            return fallback()
        stays = partial(self.tally.add, "cleaned", reason, tag)
        self.texts.append(Text(target, tag, vr, tuple(values), stays, fallback))
        return True

    def _replace_uids(self, target: Dataset, source: Dataset, tag: BaseTag, reason: str) -> bool:
        values = strings(source, tag) or []
        new = [self._pseudonyms.uid(value) if value.strip() else "" for value in values]
        target[tag] = DataElement(tag, "UI", new if len(new) != 1 else new[0])
        self.tally.add("replaced", reason, tag)
        return True

    def _items(self, target: Dataset, source: Dataset, tag: BaseTag) -> bool:
        """A sequence that stays: its items are cleaned."""
        items = items_of(source, tag)
        if items is None:
            return self._remove(target, tag, "unreadable")
        keyword = keyword_for_tag(tag) or "?"
        changed = [self.clean(item, item, keyword) for item in items]
        if any(changed):
            target[tag] = sequence(source, tag, items)
        return any(changed)

    def _dummy_items(self, target: Dataset, source: Dataset, tag: BaseTag, reason: str) -> bool:
        items = items_of(source, tag)
        if items is None:
            return self._remove(target, tag, "unreadable")
        for item in items:
            self._checking.make_dummy(item)
        target[tag] = sequence(source, tag, items)
        self.tally.add("replaced", reason, tag)
        return True

    def _unlisted(self, target: Dataset, source: Dataset, tag: BaseTag, vr: str) -> bool:
        """An attribute that the table does not have stays, unless its value is not what it is to be."""
        if vr == "SQ":
            return self._items(target, source, tag)
        return self._checking.check(target, source, tag, vr)

    def _private(self, target: Dataset, source: Dataset, tag: BaseTag, owners: dict[int, str]) -> tuple[bool, bool]:
        """Whether a private attribute stays, and whether anything changed."""
        row = profile.private_row()
        action, reason = row.under(self._options)
        vr = safe_vr(tag, owners) if action == "C" else None
        if vr is None:
            self._remove(target, tag, "private")
            return False, True
        stored = source[tag].VR
        if stored not in (vr, "UN"):
            self._remove(target, tag, "private")
            return False, True
        words = vr in TEXTS or vr in ("DS", "IS", "UI")
        changed = self._checking.check(target, source, tag, vr if words else stored)
        if tag in target and not changed:
            self.tally.add("kept", reason, tag)
        return tag in target, changed
