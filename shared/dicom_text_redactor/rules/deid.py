"""Recipes of pydicom's deid, of which the sections `%filter` are heeded.

A filter has labels. Behind each stand conditions, a line each, which begin with `+` (and) or `||` (or) unless they are
the first; and coordinates, which are painted where the conditions hold: `coordinates` are left, top, right, bottom,
`ctpcoordinates` left, top, width, height, `keepcoordinates` what is left of what was named before, in this label or one
before it. All labels that hold count, in the order of the file, and filters in the order of their first lines.

Conditions ignore case and spaces around. `contains` takes a regular expression. The value of an element with several
values is the text of a list, with its brackets and quotes: so it is in deid.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from pydicom import Dataset
from pydicom.datadict import dictionary_VR
from pydicom.multival import MultiValue

from dicom_text_redactor.model import RuleName
from dicom_text_redactor.rules.book import Rule, RuleBook, is_expression, label_of, wrong
from dicom_text_redactor.rules.conditions import Condition, Constant, InTurn, Joint
from dicom_text_redactor.rules.coordinates import Coordinates, Everything, FromSequence, Rectangle
from dicom_text_redactor.rules.elements import META, Element, Step, by_keyword, plain, resembling

_SECTIONS = {
    "filter": frozenset(("LABEL",)),
    "header": frozenset(("ADD", "BLANK", "JITTER", "KEEP", "REPLACE", "REMOVE")),
    "labels": frozenset(("ADD", "BLANK", "JITTER", "KEEP", "REPLACE", "REMOVE")),
    "values": frozenset(("FIELD", "SPLIT")),
    "fields": frozenset(("FIELD",)),
}
"""The sections of a recipe, and the words with which lines of them begin."""

_JOINTS: dict[str, Joint] = {"+": "and", "||": "or"}
_NUMBERS = re.compile(r"\s*(\d{1,6})\s*,\s*(\d{1,6})\s*,\s*(\d{1,6})\s*,\s*(\d{1,6})\s*")
_TAG = re.compile(r"0x([0-9a-fA-F]{1,8})")
_AREAS = {"coordinates": False, "ctpcoordinates": False, "keepcoordinates": True, "ctpkeepcoordinates": True}


def _texts(element: Element, header: Dataset) -> str | None:
    value = element.value(header)
    return str(value) if isinstance(value, MultiValue) else plain(value)


def _contains(element: Element, header: Dataset, text: str) -> bool:
    value = _texts(element, header)
    return value is not None and re.search(text.lower().strip(), value.lower().strip()) is not None


def _equals(element: Element, header: Dataset, text: str) -> bool:
    value = _texts(element, header)
    return value is not None and value.lower().strip() == text.lower().strip()


def _missing(element: Element, header: Dataset, text: str) -> bool:  # noqa: ARG001 (as all have it)
    return element.value(header) is None


def _empty(element: Element, header: Dataset, text: str) -> bool:  # noqa: ARG001 (as all have it)
    return element.is_in(header) and not element.value(header)  # a 0 counts as empty in deid, too


_WITH_TEXT: dict[str, tuple[bool, Callable[[Element, Dataset, str], bool]]] = {
    "contains": (True, _contains),
    "notcontains": (False, _contains),
    "equals": (True, _equals),
    "notequals": (False, _equals),
}
_ALONE: dict[str, tuple[bool, Callable[[Element, Dataset, str], bool]]] = {
    "missing": (True, _missing),
    "present": (False, _missing),
    "empty": (True, _empty),
}
_FILTERS = _WITH_TEXT | _ALONE


@dataclass(frozen=True, slots=True)
class Says:
    """What a filter of deid's says of an element."""

    element: Element
    word: str
    text: str = ""

    def holds(self, header: Dataset) -> bool:
        """Whether it says so."""
        expected, asked = _FILTERS[self.word]
        return asked(self.element, header, self.text) is expected


@dataclass(slots=True)
class _Label:
    """A label while its lines are read."""

    name: RuleName
    conditions: list[tuple[Joint, Condition]] = field(default_factory=list)
    coordinates: list[Coordinates] = field(default_factory=list)

    def rule(self) -> Rule:
        if not self.conditions and not self.coordinates:
            raise wrong(self.name.line or 1, "the label has neither conditions nor coordinates.")
        if not self.conditions:
            return Rule(self.name, Constant(True), tuple(self.coordinates))
        (_, first), *others = self.conditions
        return Rule(self.name, InTurn(first, tuple(others)), tuple(self.coordinates))


class _Recipe:
    """A recipe while its lines are read."""

    def __init__(self) -> None:
        self.filters: dict[str, list[_Label]] = {}
        self._doubted: dict[str, list[int]] = {}
        self._section, self._filter = "", ""

    def book(self) -> RuleBook:
        """All of it."""
        rules = tuple(label.rule() for labels in self.filters.values() for label in labels)
        return RuleBook(rules, first_only=False, doubts=tuple(self._doubts()))

    def _doubts(self) -> Iterator[str]:
        """What was doubted, once each, in the order of the first lines."""
        for message, (first, *others) in self._doubted.items():
            yield f"line {first}{f' and {len(others)} more' if others else ''}: {message}"

    def read(self, line: str, number: int) -> None:
        """One line, without spaces around."""
        if not line or line.startswith("#"):
            return
        word, rest = (*line.split(None, 1), "")[:2]
        if word.upper() == "FORMAT":
            if rest.strip().lower() != "dicom":
                raise wrong(number, "the format must be dicom.")
        elif line.startswith("%"):
            self._begin(line, number)
        elif word.upper() in _SECTIONS.get(self._section, frozenset()):
            self._take(rest.strip(), number)
        elif self._section == "filter" and self.filters[self._filter]:
            self._add(self.filters[self._filter][-1], line, number)
        else:
            known = ", ".join(sorted(_SECTIONS[self._section])) if self._section else "FORMAT, %filter"
            raise wrong(number, f"it must begin with one of: {known}.")

    def _begin(self, line: str, number: int) -> None:
        word, _, name = line.partition("#")[0].partition(" ")
        self._section, self._filter = word.strip("% \t").lower(), " ".join(name.split())
        if self._section not in _SECTIONS:
            raise wrong(number, f"there is no such section; there are: {', '.join(_SECTIONS)}.")
        if self._section == "filter":
            if not self._filter:
                raise wrong(number, "a filter must have a name.")
            self.filters.setdefault(self._filter, [])

    def _take(self, rest: str, number: int) -> None:
        if self._section == "filter":
            text = "".join(c for c in rest.partition("#")[0] if c.isprintable()).strip()
            self.filters[self._filter].append(_Label(RuleName(label_of(text), number)))
        elif not rest:
            raise wrong(number, "an element is missing.")
        else:
            self._doubt(number, "what is about the header is not carried out; see REDACT_HEADER.")

    def _add(self, label: _Label, line: str, number: int) -> None:
        word, rest = (*line.split(None, 1), "")[:2]
        if word.lower() in _AREAS:
            label.coordinates.append(_coordinates(word.lower(), rest.strip(), number))
            return
        sign = next((sign for sign in _JOINTS if line.startswith(sign)), "")
        if sign == "||" and label.conditions:
            self._doubt(number, "deid 0.4 takes || at the start of a line for +; here it means or.")
        condition = self._line(line[len(sign) :].strip(), number)
        if condition is not None:
            label.conditions.append((_JOINTS.get(sign, "and"), condition))

    def _line(self, line: str, number: int) -> Condition | None:
        """The conditions of one line, joined in turn; None for a remark."""
        if line.startswith("#"):
            return None
        parts, joints = _parted(line)
        tests = [self._test(part.strip(), number) for part in parts]
        if any(one.word in _ALONE and other.word in _WITH_TEXT for one, other in pairwise(tests)):
            self._doubt(number, "deid 0.4 mistakes the texts of such a line; here each belongs to its own condition.")
        first, *others = tests
        return InTurn(first, tuple(zip(joints, others, strict=True))) if others else first

    def _test(self, text: str, number: int) -> Says:
        word, *rest = text.split(None, 2)[:3] or [""]
        if word.lower() not in _FILTERS:
            raise wrong(number, f"a condition begins with one of: {', '.join(_FILTERS)}.")
        word = word.lower()
        if len(rest) != (2 if word in _WITH_TEXT else 1):
            raise wrong(number, f"{word} takes an element{' and a text' if word in _WITH_TEXT else ''}.")
        if re.search(r"(^|\s)#(\s|$)", rest[-1]):
            raise wrong(number, "a remark must stand in a line of its own, or deid looks for it.")
        says = Says(self._element(rest[0], number), word, *rest[1:])
        if word.endswith("contains"):
            _ensure_pattern(says.text, number)
        return says

    def _element(self, name: str, number: int) -> Element:
        if match := _TAG.fullmatch(name):
            return Element((Step(int(match[1], 16)),))
        tag = by_keyword(name)
        if tag is None:  # an error in all but name: recipes with such slips are in use, and deid takes it for missing
            self._doubt(number, f"no element is called {name}: it counts as missing.{resembling(name)}")
            return Element()
        if tag < META:
            self._doubt(number, "deid 0.4 does not see the file meta information; here it is looked at.")
        return Element((Step(tag),))

    def _doubt(self, number: int, message: str) -> None:
        self._doubted.setdefault(message, []).append(number)


def parse(text: str) -> RuleBook:
    """The rules of a recipe.

    Raises
    ------
    SettingError
        A line is wrong; the message names it.
    """
    recipe = _Recipe()
    for number, line in enumerate(text.split("\n"), start=1):
        recipe.read(line.strip(), number)
    return recipe.book()


def _parted(line: str) -> tuple[list[str], list[Joint]]:
    """The conditions in a line, and what joins them: a sign that no condition follows belongs to the text before it."""
    parts: list[str] = []
    joints: list[Joint] = []
    while match := re.search(r"\|\||\+", line):
        if not any(word in line[match.end() :] for word in _FILTERS):
            break
        parts.append(line[: match.start()])
        joints.append(_JOINTS[match[0]])
        line = line[match.end() :]
    return [*parts, line], joints


def _coordinates(word: str, text: str, number: int) -> Coordinates:
    keep = _AREAS[word]
    if text.lower() == "all":
        return Everything(keep)
    if text.startswith("from:") and not word.startswith("ctp"):
        tag = by_keyword(text.removeprefix("from:").strip())
        if tag is None or dictionary_VR(tag) != "SQ":
            raise wrong(number, "from: must name a sequence, such as SequenceOfUltrasoundRegions.")
        return FromSequence(keep, tag)
    match = _NUMBERS.fullmatch(text)
    if match is None:
        raise wrong(number, f"{word} takes four whole numbers, with commas between them, or all.")
    left, top, third, fourth = (int(each) for each in match.groups())
    if word.startswith("ctp"):
        return Rectangle(keep, left, top, third, fourth)
    if third <= left or fourth <= top:
        raise wrong(number, f"{word} are left, top, right, bottom; ctp{word} are left, top, width, height.")
    return Rectangle(keep, left, top, third - left, fourth - top)


def _ensure_pattern(text: str, number: int) -> None:
    if re.search(r"(?<!\\)(?:\\\\)*\\[A-Z]", text):
        raise wrong(number, "deid makes expressions lower case: a backslash and a capital letter mean something else.")
    if not is_expression(text.lower().strip()):
        raise wrong(number, "the text is no regular expression.")
