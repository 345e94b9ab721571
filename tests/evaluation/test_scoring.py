"""What counts as hidden, found, kept and right."""

from __future__ import annotations

import pytest

from dicom_text_redactor.documents import Ranges
from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.evaluation.figures import Evaluation, of_files
from dicom_text_redactor.evaluation.results import Outcome, Painted
from dicom_text_redactor.evaluation.scoring import FileScore, score
from dicom_text_redactor.evaluation.table import percent, table
from dicom_text_redactor.evaluation.truth import Role, TrueWord
from dicom_text_redactor.model import Box
from dicom_text_redactor.sources import Source

BOX = Box(20, 20, 40, 10)
ALL = ((0, 9),)


def word(box: Box = BOX, role: Role = "phi", frames: Ranges | None = None, entity: str = "PERSON") -> TrueWord:
    return TrueWord(role, box, frames, entity, 'files["a.dcm"][0]')


def painted(box: Box, frames: Ranges = ALL, source: str = Source.METADATA) -> Painted:
    return Painted(box, frames, "PERSON", source)


def scored(
    words: list[TrueWord], hidden: list[Painted], kept: list[Painted] | None = None, status: str = "redacted"
) -> FileScore:
    return score("a.dcm", words, Outcome(status, 100, 100, 10, tuple(hidden), tuple(kept or ()), "CT"))


def test_a_word_below_a_box_is_hidden() -> None:
    (found,) = scored([word()], [painted(BOX.grown(2))]).words
    assert (found.hidden, found.found, found.source) == (True, True, "metadata")
    assert found.covered == found.area == BOX.area * 10


def test_a_word_that_shows_its_last_letter_is_not_hidden() -> None:
    (found,) = scored([word()], [painted(Box(20, 20, 36, 10))]).words
    assert (found.hidden, found.found) == (False, True)
    assert found.covered == pytest.approx(0.9 * found.area)


def test_a_word_that_shows_in_a_single_frame_is_not_hidden() -> None:
    (found,) = scored([word()], [painted(BOX, ((0, 4), (6, 9)))]).words
    assert not found.hidden
    (found,) = scored([word(frames=((0, 4),))], [painted(BOX, ((0, 4), (6, 9)))]).words
    assert found.hidden


def test_two_boxes_hide_a_word_together() -> None:
    halves = [painted(Box(20, 20, 20, 10), source=Source.NER), painted(Box(39, 18, 30, 20), source=Source.LABEL)]
    (found,) = scored([word()], halves).words
    assert (found.hidden, found.source) == (True, "label")


def test_a_word_that_was_left_was_found_and_is_not_hidden() -> None:
    (found,) = scored([word()], [], [painted(BOX)], "clean").words
    assert (found.hidden, found.found) == (False, True)
    (found,) = scored([word()], [], [], "clean").words
    assert not found.found


def test_a_clinical_word_is_kept_unless_a_box_takes_a_tenth_of_it_in_any_frame() -> None:
    assert scored([word(role="keep")], []).words[0].kept
    assert scored([word(role="keep")], [painted(Box(20, 20, 3, 10))]).words[0].kept
    assert not scored([word(role="keep")], [painted(Box(20, 20, 5, 10), ((3, 3),))]).words[0].kept


def test_a_box_is_right_if_it_hides_a_word_or_lies_on_words() -> None:
    boxes = [
        painted(BOX.grown(20)),
        painted(Box(20, 20, 5, 10)),
        painted(Box(70, 70, 9, 9)),
        painted(Box(56, 26, 9, 9)),
    ]
    assert [box.right for box in scored([word()], boxes).boxes] == [True, True, False, False]
    assert not scored([word(role="keep")], [painted(BOX)]).boxes[0].right
    assert not scored([word(frames=((0, 3),))], [painted(BOX, ((4, 9),))]).boxes[0].right


def test_a_word_outside_the_image_is_an_error_of_the_ground_truth_that_names_its_place() -> None:
    for wrong in (word(Box(100, 20, 5, 5)), word(frames=((0, 10),))):
        with pytest.raises(SettingError, match=r'^files\["a.dcm"\]\[0\] of the ground truth'):
            scored([wrong], [])


def test_a_word_that_reaches_over_the_edge_counts_as_far_as_it_is_there() -> None:
    (found,) = scored([word(Box(90, 20, 40, 10))], [painted(Box(88, 18, 12, 14))]).words
    assert found.hidden
    assert found.area == 10 * 10 * 10


def test_a_refused_file_counts_for_nothing_and_a_missing_one_as_not_hidden() -> None:
    refused = score("a", [word()], Outcome("refused"))
    missing = score("b", [word(), word(role="keep")], Outcome("missing"))
    done = scored([word()], [painted(BOX)])
    figures = of_files([refused, missing, done])
    assert (figures.files, figures.refused, figures.missing, figures.clean) == (3, 1, 1, 1)
    assert (figures.words, figures.hidden, figures.clinical, figures.kept) == (2, 1, 1, 0)
    assert (figures.recall, figures.clean_files) == (0.5, 0.5)


def test_a_share_of_nothing_is_no_share() -> None:
    figures = of_files([score("a", [], Outcome("refused"))])
    assert figures.recall is figures.precision is figures.kept_clinical is figures.clean_files is None
    assert percent(figures.recall) == "-"


def test_figures_are_told_apart_by_modality_entity_and_source() -> None:
    words = [word(), word(Box(20, 60, 40, 10), entity="DATE_TIME")]
    boxes = [painted(BOX), painted(Box(70, 70, 9, 9), source=Source.UNKNOWN_WORD)]
    evaluation = Evaluation((scored(words, boxes),), 0.95)
    assert {name: one.recall for name, one in evaluation.by_entity().items()} == {"PERSON": 1.0, "DATE_TIME": 0.0}
    assert {name: one.recall for name, one in evaluation.by_modality().items()} == {"CT": 0.5}
    sources = evaluation.by_source()
    assert {name: (one.boxes, one.right, one.hidden) for name, one in sources.items()} == {
        "metadata": (1, 1, 1),
        "unknown-word": (1, 0, 0),
    }
    printed = table(evaluation)
    assert "1 file: 0 clean" in printed
    assert 'files["a.dcm"][0]  20,60 40x10  frames 0 to 9  not found' in printed


def test_100_per_cent_means_all() -> None:
    assert percent(1.0) == "100.0 %"
    assert percent(9999 / 10000) == "99.9 %"
    assert percent(0.3) == "30.0 %"
