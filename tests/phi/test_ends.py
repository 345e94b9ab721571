"""Letters of a known name that nobody read are hidden with it."""

from __future__ import annotations

import pytest

from dicom_text_redactor.model import Box, Reading, Region, Word
from dicom_text_redactor.phi.lines import turned_back, upright
from tests.phi.pages import LETTER, header, judged, line

TOLLIVER = header(PatientName="Tolliver^Agnes")


@pytest.mark.parametrize(
    ("read", "before", "behind"), [("TOLLIV", 0, 2), ("LLIVER", 2, 0), ("TOLLIVER", 0, 0), ("TOLLIVERS", 0, 0)]
)
def test_a_name_that_lost_an_end_is_hidden_in_its_whole_length(read: str, before: int, behind: int) -> None:
    (word,) = line(read, left=100)
    (verdict,) = judged([word], TOLLIVER)
    assert verdict.hide
    assert verdict.word.box.left == word.box.left - before * LETTER
    assert verdict.word.box.right == word.box.right + behind * LETTER


def test_a_neighbour_in_the_line_ends_the_room_for_lost_letters() -> None:
    verdicts = judged(line("TOLLIV PA"), TOLLIVER)
    assert [verdict.hide for verdict in verdicts] == [True, False]
    assert verdicts[0].word.box.right < verdicts[1].word.box.left


@pytest.mark.parametrize(("gap", "goes_along"), [(4, True), (LETTER, False)])
def test_a_scrap_close_to_a_name_that_lost_more_letters_is_hidden_with_it(gap: int, goes_along: bool) -> None:
    (word,) = line("TOLLIV", left=100)
    scrap = Word(word.region, Box(word.box.right + gap, word.box.top, LETTER, word.box.height), line("m")[0].readings)
    name, rest = judged([word, scrap], TOLLIVER)
    assert name.hide
    assert rest.hide == goes_along
    assert (name.word.box.right >= scrap.box.right) == goes_along


@pytest.mark.parametrize(("angle", "grows"), [(0, "right"), (90, "top"), (180, "left"), (270, "bottom")])
def test_the_end_of_a_turned_line_lies_where_it_runs_to(angle: int, grows: str) -> None:
    box = Box(200, 200, 72, 20) if angle in (0, 180) else Box(200, 200, 20, 72)
    word = Word(Region(0, box, angle), box, (Reading("first", "TOLLIV", 0.9),))
    (verdict,) = judged([word], TOLLIVER)
    sides = {side: getattr(verdict.word.box, side) != getattr(box, side) for side in ("left", "top", "right", "bottom")}
    assert [side for side, moved in sides.items() if moved] == [grows]


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_what_was_turned_upright_turns_back_to_its_place(angle: int) -> None:
    box = Box(3, 5, 20, 7)
    assert turned_back(upright(box, angle), angle) == box
