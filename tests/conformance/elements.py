"""Which elements of a redacted file differ from its source, beyond those that redaction may change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.conformance import raw
from tests.conformance.raw import Element, RawFile

PIXELS = (0x7FE00010, 0x7FE00008, 0x7FE00009)
# What describes pixel data, and follows it when it is stored otherwise.
_DESCRIPTION = frozenset({0x00280004, 0x00280006, 0x00282110, 0x00282112, 0x00282114, 0x7FE00001, 0x7FE00002})
# What is said of a changed image (PS3.3 C.7.6.1.1.2, C.8.16.1), and in every image (PS3.15 E.3.1).
_DERIVATION = frozenset({0x00080008, 0x00082111, 0x00089007})
_STATEMENTS = frozenset({0x00280301, 0x00120063, 0x00120064})
_INSTANCE = frozenset({0x00080018})
# What goes: icons, annotations, and signatures that no longer hold.
_REMOVED = frozenset({0x00880200, 0x00700001, 0xFFFAFFFA, 0x4FFE0001})
_REMOVED_GROUPS = (0x5000, 0x6000)
_OVERLAY_DATA = 0x60003000
# Sequences with pictures of their own go, and private elements that are one.
_PICTURES = frozenset({*PIXELS, 0x00420011})
_PICTURE_STARTS = (b"\xff\xd8\xff", b"\xff\x4f\xff\x51", b"\x89PNG", b"GIF8", b"%PDF", b"BM", b"II*\x00", b"MM\x00*")


@dataclass(frozen=True)
class Allowance:
    """What may differ: always, or only since the pixels do.

    Attributes
    ----------
    pixels
        Whether the pixel data or an overlay differs; only then may anything that speaks of it.
    uids
        Whether the object got a new SOP Instance UID.
    """

    pixels: bool
    uids: bool

    def may_change(self, tag: int) -> bool:
        """Whether the value of an element may differ."""
        if tag in _STATEMENTS or tag in PIXELS or _is_overlay(tag) or (self.uids and tag in _INSTANCE):
            return True
        return self.pixels and (tag in _DESCRIPTION or tag in _DERIVATION)

    def may_go(self, tag: int) -> bool:
        """Whether an element may be missing in the output."""
        group, number = tag >> 16, tag & 0xFFFF
        if group in (0x0000, 0x0002, 0xFFFE) or number == 0:
            return True
        repeated = any(group & 0xFF00 == base and not group & 1 for base in _REMOVED_GROUPS)
        return repeated or tag in _REMOVED or (self.pixels and tag in _DESCRIPTION)


def differences(source: bytes, output: bytes, *, uids: bool = False) -> list[str]:
    """Every element that differs and may not, by its tag; no value is told.

    Parameters
    ----------
    source, output
        Whole files.
    uids
        Whether a new SOP Instance UID was asked for.

    Raises
    ------
    Unreadable
        The output breaks the rules of encoding.
    """
    before, after = raw.read(source), raw.read(output)
    if after.left or after.preamble is None:
        raise raw.Unreadable("The output is no whole Part 10 file.")
    return list(_compare_files(before, after, uids))


def _compare_files(before: RawFile, after: RawFile, uids: bool) -> Iterator[str]:
    changed = _pixels(before) != _pixels(after) or _overlays(before) != _overlays(after)
    allowance = Allowance(changed, uids)
    if not changed and before.syntax and before.syntax != after.syntax:
        yield "the transfer syntax changed though the pixels did not"
    if before.preamble is not None and before.preamble != after.preamble:
        yield "the preamble differs"
    tags = [element.tag for element in after.elements]
    if tags != sorted(set(tags)):
        yield "the elements do not stand in ascending order"
    yield from _compare(list(before.by_tag.values()), after.elements, _Coding.of(before), _Coding.of(after), allowance)
    instance, meta = after.by_tag.get(0x00080018), after.meta.get(0x00020003)
    if (
        instance
        and meta
        and instance.value.strip(b" \x00")
        and instance.value.strip(b" \x00") != meta.value.strip(b" \x00")
    ):
        yield "the SOP Instance UID of the file meta information is another one"


@dataclass(frozen=True)
class _Coding:
    implicit: bool
    little: bool

    @classmethod
    def of(cls, file: RawFile) -> _Coding:
        return cls(file.implicit, file.little)


def _pixels(file: RawFile) -> tuple[object, ...]:
    """The pixel data, without the byte that makes an odd length even."""
    return tuple(
        (element.tag, None if file.implicit else element.vr, element.undefined, _even(element.value))
        for element in file.elements
        if element.tag in PIXELS
    )


def _even(value: bytes) -> bytes:
    return value + bytes(len(value) % 2)


def _overlays(file: RawFile) -> list[Element]:
    return [element for element in file.elements if _is_overlay(element.tag)]


def _is_overlay(tag: int) -> bool:
    return tag & 0xFF01FFFF == _OVERLAY_DATA


def _holds_a_picture(element: Element, coding: _Coding) -> bool:
    if element.tag >> 16 & 1 and element.value.startswith(_PICTURE_STARTS):
        return True
    items = None if _plain(element) else raw.items(element, implicit=coding.implicit, little=coding.little)
    return any(
        inner.tag in _PICTURES or _is_overlay(inner.tag) or _holds_a_picture(inner, coding)
        for item in items or ()
        for inner in item
    )


def _compare(
    before: Sequence[Element], after: Sequence[Element], old: _Coding, new: _Coding, allowance: Allowance
) -> Iterator[str]:
    there, here = {element.tag: element for element in before}, {element.tag: element for element in after}
    for tag, element in there.items():
        if tag not in here:
            if not (allowance.may_go(tag) or _holds_a_picture(element, old)):
                yield f"{element.name} is gone"
        elif not allowance.may_change(tag):
            yield from (f"{element.name} {what}" for what in _compare_element(element, here[tag], old, new, allowance))
    yield from (
        f"{element.name} was added"
        for tag, element in here.items()
        if tag not in there and not allowance.may_change(tag)
    )


def _compare_element(one: Element, other: Element, old: _Coding, new: _Coding, allowance: Allowance) -> Iterator[str]:
    if one.value == other.value and one.undefined == other.undefined:
        if one.vr != other.vr and one.vr is not None and other.vr is not None:
            yield "has another VR"
        return
    items = [raw.items(each, implicit=c.implicit, little=c.little) for each, c in ((one, old), (other, new))]
    if items[0] is None or items[1] is None or _plain(one) or _plain(other):
        yield "has another value"
        return
    if len(items[0]) != len(items[1]):
        yield "has another number of items"
        return
    inner = [what for a, b in zip(items[0], items[1], strict=True) for what in _compare(a, b, old, new, allowance)]
    if inner:
        yield from (f"> {what}" for what in inner)
    elif old == new and not any(_may_differ(a, b, allowance) for a, b in zip(items[0], items[1], strict=True)):
        yield "is encoded otherwise"


def _plain(element: Element) -> bool:
    return element.vr not in (None, "SQ", "UN")


def _may_differ(before: Sequence[Element], after: Sequence[Element], allowance: Allowance) -> bool:
    """Whether two items, told to be alike, hold something at any depth that was allowed to differ."""
    return list(before) != list(after) and (
        {e.tag for e in before} != {e.tag for e in after}
        or any(allowance.may_change(e.tag) for e in (*before, *after))
        or any(e.vr in (None, "SQ", "UN") for e in before)
    )
