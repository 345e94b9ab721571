"""Codes that a machine reads: found, told, and their content matched but never said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import zxingcpp

from dicom_text_redactor.model import Box, Picture, Region, View
from dicom_text_redactor.text.codes import read_codes, unread
from dicom_text_redactor.text.content import content
from dicom_text_redactor.text.engines import Engines
from dicom_text_redactor.text.finder import find_text

SAYS = "QUILLFEATHER^ORSOLYA|BG7730914"
FORMATS = ["QRCode", "DataMatrix", "Aztec", "PDF417", "Code39", "Code128", "ITF", "EAN13"]
CONTENT = {"ITF": "12345678901231", "EAN13": "4012345678901", "Code39": "BG7730914", "Code128": "BG7730914"}


def code(kind: str, scale: int = 3) -> Picture:
    """A code, dark on white, with the empty margin that it needs."""
    made = zxingcpp.create_barcode(CONTENT.get(kind, SAYS), zxingcpp.barcode_format_from_str(kind))
    return np.array(zxingcpp.write_barcode_to_image(made, scale=scale, add_quiet_zones=True))


def page(part: Picture, paper: int = 20) -> tuple[View, Box]:
    picture = np.full((part.shape[0] + 120, part.shape[1] + 160), paper, np.uint8)
    box = Box(70, 50, part.shape[1], part.shape[0])
    picture[box.slices] = part
    return View(3, "full", picture), box


@pytest.mark.parametrize("kind", FORMATS)
def test_a_code_of_each_kind_is_found_and_read(kind: str) -> None:
    view, box = page(code(kind))
    (word,) = read_codes([view])
    assert word.text == CONTENT.get(kind, SAYS)
    assert word.region.code
    assert word.region.frame == 3
    assert box.overlap(word.box) > 0.5 * word.box.area


@pytest.mark.parametrize("kind", ["QRCode", "DataMatrix", "Code128"])
@pytest.mark.parametrize("how", ["inverted", "turned", "noisy"])
def test_a_code_is_read_inverted_turned_and_in_noise(kind: str, how: str) -> None:
    part = code(kind, 4)
    if how == "inverted":
        part = 255 - part
    if how == "turned":
        part = np.ascontiguousarray(np.rot90(part))
    if how == "noisy":
        noise = np.random.default_rng(4).normal(0, 25, part.shape)
        part = np.clip(part + noise, 0, 255).astype(np.uint8)
    assert len(read_codes([page(part, 235 if how == "inverted" else 20)[0]])) == 1


def test_a_code_that_two_views_show_is_one_code() -> None:
    view, _ = page(code("QRCode"))
    assert len(read_codes([view, View(3, "middle", view.picture)])) == 1


def test_bars_that_the_network_sees_are_read() -> None:
    view, _ = page(code("Code128"))
    engines = Engines.of()
    (word,) = (word for word in content([view], find_text([view], engines.detector), engines, timeout_s=60))
    assert word.text == CONTENT["Code128"]


def test_square_codes_are_looked_for_everywhere_and_bars_only_where_asked() -> None:
    assert [len(read_codes([page(code(kind))[0]], bars=False)) for kind in ("QRCode", "Code128")] == [1, 0]


def test_the_detector_of_a_caller_need_know_nothing_of_bars() -> None:
    view, _ = page(code("Code128"))
    engines = replace(Engines.of(), own=frozenset({"detector"}))
    assert [word.text for word in content([view], [], engines, timeout_s=60)] == [CONTENT["Code128"]]


def test_a_picture_without_a_code_has_none() -> None:
    noise = np.random.default_rng(5).integers(0, 255, (300, 300)).astype(np.uint8)
    assert read_codes([View(0, "full", noise)]) == []


def test_what_looks_like_a_code_and_cannot_be_read_is_a_word_without_a_reading() -> None:
    view, box = page(code("QRCode"))
    read = read_codes([view])
    elsewhere = Region(3, Box(0, 0, 40, 40), code=True)
    assert [word.region for word in unread([Region(3, box, code=True), elsewhere], read)] == [elsewhere]


def test_what_a_code_says_is_not_in_its_repr() -> None:
    (word,) = read_codes([page(code("QRCode"))[0]])
    assert "ORSOLYA" not in repr(word)
