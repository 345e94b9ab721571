"""Scripts of RSNA CTP's DicomPixelAnonymizer.

A condition stands in braces, and behind it the rectangles that are painted where it holds, each in parentheses: left,
top, width, height. Whatever else stands there is a remark. Of all conditions the first that holds is the only one that
counts, with rectangles or without.

    { Manufacturer.contains("GE") * ( [0028,0010].equals("512") + !Modality.equals("CT") ) }
    (0,0,512,80)

`*` is and, `+` is or, `!` is not. An element is named by its keyword, its numbers, or a path through first items of
sequences, joined by `::`. The value of an element that is missing is the empty text; several values are joined by
backslashes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pydicom import Dataset
from pydicom.multival import MultiValue

from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.model import RuleName
from dicom_text_redactor.rules.book import Lines, Rule, RuleBook, is_expression, label_of, wrong
from dicom_text_redactor.rules.conditions import All, AnyOf, Condition, Constant, Not
from dicom_text_redactor.rules.coordinates import Coordinates, Rectangle
from dicom_text_redactor.rules.elements import Element, Step, by_creator, by_keyword, by_numbers, plain, resembling

_DEEPEST = 50  # parentheses inside each other
_RECTANGLE = re.compile(r"\s*([+-]?\d{1,6})\s*,\s*([+-]?\d{1,6})\s*,\s*([+-]?\d{1,6})\s*,\s*([+-]?\d{1,6})\s*")
_SPACE = re.compile(r"(?:\s|//[^\n]*)*")
_CONSTANT = re.compile(r"(true|false)(?:\.|\s*$)")
_TEST = re.compile(r'([^."()+*!]+)\.\s*(\w+)\s*\(\s*"([^"]*)"\s*\)')


def _number(text: str) -> float:
    return float(re.sub(r"[^0-9.]", "", text))


def _compared(one: str, other: str, how: Callable[[float, float], bool]) -> bool:
    try:
        return how(_number(one), _number(other))
    except ValueError:
        return False


_METHODS: dict[str, Callable[[str, str], bool]] = {
    "equals": lambda value, text: value == text,
    "equalsIgnoreCase": lambda value, text: value.lower() == text.lower(),
    "contains": lambda value, text: text in value,
    "containsIgnoreCase": lambda value, text: text.lower() in value.lower(),
    "startsWith": lambda value, text: value.startswith(text),
    "startsWithIgnoreCase": lambda value, text: value.lower().startswith(text.lower()),
    "endsWith": lambda value, text: value.endswith(text),
    "endsWithIgnoreCase": lambda value, text: value.lower().endswith(text.lower()),
    "matches": lambda value, text: re.fullmatch(text, value) is not None,
    "isLessThan": lambda value, text: _compared(value, text, lambda one, other: one < other),
    "isGreaterThan": lambda value, text: _compared(value, text, lambda one, other: one > other),
}


@dataclass(frozen=True, slots=True)
class Says:
    """What a method of CTP's says of an element's value."""

    element: Element
    method: str
    text: str

    def holds(self, header: Dataset) -> bool:
        """Whether it says so."""
        return _METHODS[self.method](_value(self.element, header), self.text)


def parse(text: str) -> RuleBook:
    """The rules of a script.

    Raises
    ------
    SettingError
        A line is wrong; the message names it.
    """
    lines = Lines(text)
    rules: list[Rule] = []
    position = text.find("{")
    if "}" in text[: max(0, position)]:
        raise wrong(lines.number(text.find("}")), "there is a brace without its counterpart.")
    if position >= 0:
        _ensure_no_rectangle(text[:position], lines)
    remark = _remark(text[:position])
    while position >= 0:
        end = text.find("}", position)
        if end < 0:
            raise wrong(lines.number(position), "the brace is not closed.")
        name = RuleName(remark, lines.number(position))
        condition = _Expression(text, position + 1, end, lines).condition()
        position = text.find("{", end)
        rectangles, remark = _behind(text, end + 1, len(text) if position < 0 else position, lines)
        rules.append(Rule(name, condition, rectangles))
    return RuleBook(tuple(rules), first_only=True)


def _ensure_no_rectangle(text: str, lines: Lines) -> None:
    for match in re.finditer(r"\(([^()]*)\)", text):
        if _RECTANGLE.fullmatch(match[1]):
            raise wrong(lines.number(match.start()), "a rectangle comes before any condition.")


def _behind(text: str, start: int, end: int, lines: Lines) -> tuple[tuple[Coordinates, ...], str]:
    """The rectangles behind a condition, and the last remark behind them, in front of the next one."""
    found: list[Coordinates] = []
    position = remarks = start
    while match := re.compile(r"[()}]").search(text, position, end):
        close = text.find(")", match.start(), end)
        if match[0] != "(" or close < 0:
            raise wrong(lines.number(match.start()), f"there is a {match[0]!r} without its counterpart.")
        rectangle = _rectangle(text[match.end() : close], lines.number(match.start()))
        position = close + 1
        if rectangle is not None:
            found.append(rectangle)
            remarks = position
    return tuple(found), _remark(text[remarks:end])


def _remark(text: str) -> str:
    """The last line with a letter or a digit, without what it is decorated with."""
    lines = ("".join(c for c in line if c.isprintable()).strip(" *#-:") for line in text.splitlines())
    remarks = [line for line in lines if any(c.isalnum() for c in line)]
    return label_of(remarks[-1]) if remarks else ""


def _rectangle(text: str, line: int) -> Rectangle | None:
    """What stands in parentheses; None for a remark, which has neither a digit nor a comma.

    CTP paints the column and the row at which a rectangle ends as well. So does this: the one that measured it did so
    on what CTP had painted.
    """
    if not re.search(r"[\d,]", text):
        return None
    match = _RECTANGLE.fullmatch(text)
    if match is None:
        raise wrong(line, "parentheses must hold four whole numbers: left, top, width, height.")
    left, top, width, height = (int(number) for number in match.groups())
    if min(width, height) < 0:
        raise wrong(line, "a rectangle's width and height must not be negative.")
    return Rectangle(False, left, top, width + 1, height + 1)


class _Expression:
    """What stands in one pair of braces, read from left to right."""

    def __init__(self, text: str, start: int, end: int, lines: Lines) -> None:
        self._text, self._at, self._end, self._lines = text, start, end, lines

    def condition(self) -> Condition:
        """All of it.

        Raises
        ------
        SettingError
            It means nothing; the message names the line.
        """
        found = self._sum(0)
        if self._next():
            raise self._wrong("there is something behind the end of the condition")
        return found

    def _sum(self, depth: int) -> Condition:
        parts = [self._product(depth)]
        while self._took("+"):
            parts.append(self._product(depth))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _product(self, depth: int) -> Condition:
        parts = [self._factor(depth)]
        while self._took("*"):
            parts.append(self._factor(depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _factor(self, depth: int) -> Condition:
        if not self._took("!"):
            return self._operand(depth)
        if self._next() == "!":  # CTP takes two for one
            raise self._wrong("two exclamation marks follow each other")
        return Not(self._operand(depth))

    def _operand(self, depth: int) -> Condition:
        if not self._took("("):
            return self._test()
        if depth == _DEEPEST:
            raise self._wrong(f"more than {_DEEPEST} parentheses are inside each other")
        inner = self._sum(depth + 1)
        if not self._took(")"):
            raise self._wrong("a parenthesis is not closed")
        return inner

    def _test(self) -> Condition:
        self._next()
        if constant := _CONSTANT.match(self._text, self._at, self._end):
            self._at = constant.end()
            return Constant(constant[1] == "true")
        test = _TEST.match(self._text, self._at, self._end)
        if test is None:
            raise self._wrong('element.method("text") is expected')
        name, method, text = " ".join(test[1].split()), test[2], test[3]
        if method not in _METHODS:
            hint = "; (?i) at the start of the text of matches ignores case" if method == "matchesIgnoreCase" else ""
            raise self._wrong(f"{method} is none of CTP's methods, {', '.join(_METHODS)}{hint}")
        element = _element(name)
        if element is None:
            raise self._wrong(f"{name} is no element: write a keyword or [gggg,eeee]", resembling(name))
        if method == "matches" and not is_expression(text):
            raise self._wrong("the text of matches is no regular expression")
        self._at = test.end()
        return Says(element, method, text)

    def _next(self) -> str:
        """The next character that is no space and in no remark; empty at the end."""
        space = _SPACE.match(self._text, self._at, self._end)
        self._at = space.end() if space else self._at
        return self._text[self._at] if self._at < self._end else ""

    def _took(self, sign: str) -> bool:
        if self._next() != sign:
            return False
        self._at += 1
        return True

    def _wrong(self, message: str, more: str = "") -> SettingError:
        return wrong(self._lines.number(self._at), f"{message}.{more}")


def _element(name: str) -> Element | None:
    """The element that a script names; None if there is no such name."""
    steps = [_step(part.strip()) for part in name.split("::")]
    known = [step for step in steps if step is not None]
    return Element(tuple(known)) if len(known) == len(steps) else None


def _step(name: str) -> Step | None:
    inner = name[1:-1].strip() if name[:1] == "[" and name[-1:] == "]" else name
    # CTP knows elements by the names of dcm4che, which shortens one word.
    keyword = re.sub(r"Seq$", "Sequence", re.sub(r"^SeqOf", "SequenceOf", inner))
    tag = by_keyword(inner) or by_keyword(keyword) or by_numbers(inner)
    return Step(tag) if tag is not None else by_creator(inner)


def _value(element: Element, header: Dataset) -> str:
    value = element.value(header)
    if isinstance(value, MultiValue):
        return "\\".join(plain(each) or "" for each in value)
    return plain(value) or ""
