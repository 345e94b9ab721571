"""What redaction does not speak of comes out byte for byte, however broken it is."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from dicom_text_redactor.dicom.files.saving import save
from dicom_text_redactor.errors import Damaged, RedactionError
from tests.conformance import chain, elements, raw
from tests.conformance.forging import BIG, IMPLICIT, LITTLE, SYNTAXES, Forge
from tests.dicom.images import FORMS, Made, made, wheel_files

Hard = Callable[[Forge], dict[int, bytes]]


def text(tag: int, vr: str, value: bytes, character_set: bytes | None = None) -> Hard:
    """One element, under a Specific Character Set."""

    def forged(forge: Forge) -> dict[int, bytes]:
        made = {tag: forge.element(tag, vr, value)}
        if character_set is not None:
            made[0x00080005] = forge.element(0x00080005, "CS", character_set)
        return made

    return forged


def private(forge: Forge) -> dict[int, bytes]:
    return {
        0x00090010: forge.element(0x00090010, "LO", b"SOMEBODY'S BLOCK"),
        0x00091001: forge.element(0x00091001, "DS", b"not a number"),
        0x00091002: forge.element(0x00091002, "UN", bytes(range(7))),
        0x00091003: forge.element(0x00091003, "FD", b"odd"),
        0x00091004: forge.element(0x00091004, "OB", b"\xff" * 70001),
        0x00111001: forge.element(0x00111001, "SH", b"no creator for this one"),
    }


def sequence(tag: int, vr: str, *, undefined: bool, inner_undefined: bool) -> Hard:
    """A sequence within a sequence, with a broken name and a creator of private elements in it."""

    def forged(forge: Forge) -> dict[int, bytes]:
        inside = Forge(IMPLICIT) if vr == "UN" and forge.syntax != BIG else forge
        deep = inside.item(
            inside.element(0x00080100, "SH", b"odd"),
            inside.element(0x00100010, "PN", b"\xff\xfe^\x81"),
            inside.element(0x00091001, "UN", b"\x00\x01\x02"),
            undefined=inner_undefined,
        )
        item = inside.item(
            inside.element(0x00080000, "UL", inside.number(4, 4)),
            inside.element(0x00181048, "DS", b"1,5 cm"),
            inside.element(0x00189999, "SQ", deep + inside.item(), undefined=undefined),
            undefined=inner_undefined,
        )
        return {tag: forge.element(tag, vr, item + item, undefined=undefined)}

    return forged


JAPANESE = b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B"
HARD: dict[str, Hard] = {
    "private elements": private,
    "letters in a decimal string": text(0x00181151, "DS", b"about 5 "),
    "letters in an integer string": text(0x00200013, "IS", b"3b"),
    "a decimal string longer than 16": text(0x00101030, "DS", b"70.1234567890123456789"),
    "a decimal string in a form of its own": text(0x00101030, "DS", b" +070.100E+00 "),
    "an integer string with blanks": text(0x00280008, "IS", b" 1  "),
    "a date with rubbish": text(0x00080020, "DA", b"2012-02-30?!"),
    "a time with rubbish": text(0x00080030, "TM", b"25:61:99"),
    "a UID with blanks": text(0x0020000D, "UI", b"1.2.3 .4  "),
    "a UID that is none": text(0x0020000D, "UI", b"study one"),
    "a UID padded with a blank": text(0x0020000E, "UI", b"1.2.3.4 "),
    "a short string longer than 16": text(0x00080050, "SH", b"A" * 500),
    "an odd length": text(0x00100020, "LO", b"odd"),
    "an empty value": text(0x00100020, "LO", b""),
    "nothing but blanks": text(0x00100020, "LO", b"      "),
    "zeros behind a text": text(0x00100020, "LO", b"id\0\0\0\0"),
    "backslashes in a text": text(0x00104000, "LT", b"a\\b\\\\c "),
    "a number of the wrong length": text(0x00280106, "US", b"\x01\x02\x03"),
    "a text in an element of numbers": text(0x00280106, "LO", b"none"),
    "a sequence's tag with a text": text(0x00081140, "LO", b"no items"),
    "a VR that does not exist": text(0x00100020, "ZZ", b"what is this"),
    "a text of more than 64 kB": text(0x00104000, "UT", b"x" * 70000),
    "UN where the VR is known": text(0x00100010, "UN", b"Doe^Jane"),
    "a retired element": text(0x00084000, "LT", b"retired comments"),
    "an element nobody knows": text(0x00081FF8, "LO", b"unknown "),
    "padding behind the pixels": text(0xFFFCFFFC, "OB", bytes(200)),
    "Latin 1 without saying so": text(0x00100010, "PN", b"M\xfcller^J\xf6rg"),
    "ISO 2022 IR 87": text(0x00100010, "PN", JAPANESE, b"\\ISO 2022 IR 87"),
    "GB18030": text(0x00100010, "PN", "王^小东 ".encode("gb18030"), b"GB18030 "),
    "broken GB18030": text(0x00100010, "PN", b"\x81\x5c\xff\x30", b"GB18030 "),
    "broken UTF-8": text(0x00100010, "PN", b"\xff\xfe^\xc3", b"ISO_IR 192"),
    "a character set that does not exist": text(0x00100010, "PN", b"\xe4\xf6^\xfc ", b"ISO_IR 999"),
    "a character set in words": text(0x00100010, "PN", b"\xe4\xf6^\xfc ", b"latin-1 or so "),
    "an empty character set": text(0x00100010, "PN", b"\xe4\xf6^\xfc ", b""),
    "group lengths": lambda forge: {
        0x00080000: forge.element(0x00080000, "UL", forge.number(4711, 4)),
        0x00100000: forge.element(0x00100000, "UL", forge.number(8, 4)),
    },
    **{
        f"{name} ({vr}, {'un' if undefined else ''}defined, items {'un' if inner else ''}defined)": sequence(
            tag, vr, undefined=undefined, inner_undefined=inner
        )
        for name, tag in (("a sequence", 0x00081140), ("a private sequence", 0x00091010))
        for vr in ("SQ", "UN")
        for undefined in (False, True)
        for inner in (False, True)
    },
}


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("name", HARD)
def test_hard_elements_keep_their_bytes_though_everybody_read_them(name: str, syntax: str) -> None:
    forge = Forge(syntax)
    source = forge.image(HARD[name](forge))
    output, _ = chain.redacted(source)
    assert elements.differences(source, output) == []
    assert raw.read(source).by_tag[0x7FE00010] != raw.read(output).by_tag[0x7FE00010]


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_all_hard_elements_together_keep_their_bytes_when_nothing_is_painted(syntax: str) -> None:
    forge = Forge(syntax)
    everything = {tag: data for hard in HARD.values() for tag, data in hard(forge).items()}
    source = forge.image(everything | {0x00080005: forge.element(0x00080005, "CS", b"ISO_IR 192")})
    output, _ = chain.redacted(source, {})
    assert elements.differences(source, output) == []
    assert raw.read(source).by_tag[0x7FE00010] == raw.read(output).by_tag[0x7FE00010]


@pytest.mark.parametrize("syntax", [LITTLE, IMPLICIT, BIG])
def test_a_file_without_a_header_keeps_its_elements(syntax: str) -> None:
    forge = Forge(syntax)
    source = forge.image(private(forge), headless=True)
    output, _ = chain.redacted(source)
    assert elements.differences(source, output) == []
    assert raw.read(output).syntax == syntax


def test_elements_in_the_wrong_order_come_out_in_order_and_else_the_same() -> None:
    forge = Forge()
    image = raw.read(forge.image(HARD["broken UTF-8"](forge) | private(forge)))
    reversed_elements = [forge.element(e.tag, e.vr or "UN", e.value) for e in reversed(image.elements)]
    source = forge.file(reversed_elements)
    output, _ = chain.redacted(source)
    assert elements.differences(source, output) == []


@pytest.mark.parametrize("behind", [b"\x00" * 7, b"\x00" * 64, b"\n", b"\xff" * 5])
def test_a_few_bytes_behind_the_last_element_go(behind: bytes) -> None:
    source = Forge().image({}, behind=behind)
    output, _ = chain.redacted(source)
    assert elements.differences(source, output) == []
    assert raw.read(output).left == 0


def test_garbage_that_looks_like_an_element_is_refused() -> None:
    with pytest.raises(Damaged):
        chain.redacted(Forge().image({}, behind=b"GARBAGE BEHIND EVERYTHING" * 9))


def test_an_implicit_data_set_behind_an_explicit_header_gets_names_and_keeps_its_values() -> None:
    hidden = Forge(IMPLICIT)
    hard = {tag: data for name in ("private elements", "broken UTF-8", "letters in a decimal string")
            for tag, data in HARD[name](hidden).items()}  # fmt: skip
    source = (
        hidden.image(hard)
        .replace(b"1.2.840.10008.1.2\x00", b"1.2.840.10008.1.2.1\x00")
        .replace(b"UI\x12\x00" + b"1.2.840.10008.1.2.1", b"UI\x14\x00" + b"1.2.840.10008.1.2.1")
    )
    output, _ = chain.redacted(source)
    before, after = raw.read(source), raw.read(output)
    assert (before.implicit, after.implicit) == (True, False)
    assert elements.differences(source, output) == []
    assert after.by_tag[0x00100010].vr == "PN"
    assert after.by_tag[0x00091002].vr == "UN"


@pytest.mark.parametrize("what", FORMS, ids=lambda what: what.name)
@pytest.mark.parametrize("painted", [True, False])
def test_every_form_of_pixels_keeps_the_other_elements(what: Made, painted: bool) -> None:
    source = saved(what)
    output, _ = chain.redacted(source, None if painted else {})
    assert elements.differences(source, output) == []


@pytest.mark.parametrize("painted", [True, False])
def test_every_file_of_the_wheel_keeps_its_elements_or_is_refused(painted: bool) -> None:
    wrong, handled = {}, 0
    for path in wheel_files():
        source = path.read_bytes()
        try:
            output, _ = chain.redacted(source, None if painted else {})
        except RedactionError as error:
            if error.code == "internal":
                wrong[path.name] = [error.code]
            continue
        handled += 1
        found = elements.differences(source, output)
        if found:
            wrong[path.name] = found
    assert wrong == {}
    assert handled > 75


def saved(what: Made) -> bytes:
    file = io.BytesIO()
    save(made(what), file)
    return file.getvalue()


def test_only_sequences_with_a_picture_in_them_may_go() -> None:
    forge = Forge()
    item = forge.item(forge.element(0x7FE00010, "OB", bytes(4)))
    picture = {0x00091010: forge.element(0x00091010, "SQ", forge.item(forge.element(0x00091011, "SQ", item)))}
    none = {0x00091010: forge.element(0x00091010, "SQ", forge.item(forge.element(0x00091011, "OB", bytes(4))))}
    assert elements.differences(forge.image(picture), forge.image({})) == []
    assert elements.differences(forge.image(none), forge.image({})) == ["(0009,1010) is gone"]


CHANGES: dict[str, Callable[[Forge], dict[int, bytes]]] = {
    "(0010,0020) has another value": lambda forge: {0x00100020: forge.element(0x00100020, "LO", b"1235")},
    "(0010,0020) has another VR": lambda forge: {0x00100020: forge.element(0x00100020, "SH", b"1234")},
    "(0010,0020) is gone": lambda forge: {},
    "(0010,0030) was added": lambda forge: {
        0x00100020: forge.element(0x00100020, "LO", b"1234"),
        0x00100030: forge.element(0x00100030, "DA", b""),
    },
    "the elements do not stand in ascending order": lambda forge: {
        0x00100020: forge.element(0x00100020, "LO", b"1234"),
        0x00100021: forge.element(0x00080050, "SH", b""),
    },
}


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("what", CHANGES)
def test_every_change_of_an_element_is_noticed(what: str, syntax: str) -> None:
    forge = Forge(syntax)
    source = forge.image({0x00100020: forge.element(0x00100020, "LO", b"1234")})
    found = elements.differences(source, forge.image(CHANGES[what](forge)))
    nameless = forge.implicit and "VR" in what
    assert (what in found) is not nameless
