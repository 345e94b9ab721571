"""Made screens: the same for a seed, of every kind, inside their picture, and true to the rules of what identifies."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from training.screens import Screen, make, make_many
from training.screens.chance import Chance
from training.screens.kinds import KINDS
from training.screens.regions import REGIONS, names_of
from training.screens.scrambling import scrambled

ROOT = Path(__file__).resolve().parents[2]
COUNT = 400
IDENTIFYING = {
    *("person", "id", "accession", "date", "birthdate", "institution", "address", "phone", "age90", "initials"),
}
NEUTRAL = {"sign", "title", "initials", "station", "weekday", "maker"}

each_kind = pytest.mark.parametrize("kind", sorted(KINDS))


@pytest.fixture(scope="module")
def screens() -> list[Screen]:
    return list(make_many(COUNT, 5))


def of_kind(kind: str) -> list[Screen]:
    return [make(seed, kinds=[kind]) for seed in range(6)]


def summary(screen: Screen) -> str:
    return f"{screen.kind} {screen.columns} {screen.rows} {screen.words} {screen.header.to_json()}"


@each_kind
def test_every_kind_makes_screens_with_words_inside_the_picture(kind: str) -> None:
    for screen in of_kind(kind):
        assert screen.kind == kind
        assert screen.words
        for word in screen.words:
            assert word.text == word.text.strip()
            assert len(word.text.split()) == 1
            assert word.box.area > 0
            assert word.box.within(screen.rows, screen.columns) == word.box


@each_kind
def test_words_of_a_row_come_left_to_right_and_rows_from_the_top(kind: str) -> None:
    for screen in of_kind(kind):
        for one, other in pairwise(screen.words):
            if one.row == other.row:
                assert other.box.left >= one.box.right
                assert other.box.top == one.box.top
            else:
                assert other.row == one.row + 1
                assert other.box.top >= one.box.top


@each_kind
def test_no_word_covers_another(kind: str) -> None:
    for screen in of_kind(kind):
        for i, word in enumerate(screen.words):
            assert not any(word.box.overlap(other.box) for other in screen.words[i + 1 :])


@each_kind
def test_kinds_of_words_say_their_role(kind: str) -> None:
    for screen in of_kind(kind):
        for word in screen.words:
            if word.role == "identifying":
                assert word.kind in IDENTIFYING, word
            elif word.role == "neutral":
                assert word.kind in NEUTRAL, word
            else:
                assert word.kind not in IDENTIFYING, word


def test_a_seed_makes_the_same_screen_in_another_process(screens: list[Screen]) -> None:
    code = (
        "import hashlib; from training.screens import make; from tests.training.test_screens import summary;"
        "print(hashlib.sha256(''.join(summary(make(seed)) for seed in range(40)).encode()).hexdigest())"
    )
    prints = {
        subprocess.run(  # hashes of strings differ from process to process
            [sys.executable, "-c", code],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": hash},
        ).stdout
        for hash in ("1", "2")
    }
    assert len(prints) == 1


def test_two_seeds_make_two_screens() -> None:
    assert len({summary(make(seed)) for seed in range(50)}) == 50
    assert [summary(screen) for screen in make_many(3, 1)] != [summary(screen) for screen in make_many(3, 2)]


def test_kinds_can_be_asked_for_by_name_and_by_family() -> None:
    assert {make(seed, kinds=["ecg/stress"]).kind for seed in range(4)} == {"ecg/stress"}
    assert {make(seed, kinds=["ecg/"]).kind for seed in range(20)} == {"ecg/stress", "ecg/twelve-leads"}


def test_a_kind_that_nobody_wrote_is_refused() -> None:
    with pytest.raises(ValueError, match="There is no kind of the name x-ray/none"):
        make(1, kinds=["x-ray/none"])


def test_kinds_come_as_often_as_their_weights_say(screens: list[Screen]) -> None:
    counts = Counter(screen.kind.split("/")[0] for screen in screens)
    weights: Counter[str] = Counter()
    for kind in KINDS.values():
        weights[kind.name.split("/")[0]] += kind.weight  # type: ignore[assignment]
    total = sum(weights.values())
    for family, weight in weights.items():
        assert counts[family] / COUNT == pytest.approx(weight / total, abs=0.06)


def test_dates_of_every_form_identify_and_times_of_day_stay(screens: list[Screen]) -> None:
    words = [word for screen in screens for word in screen.words]
    date = re.compile(r"(0?[1-9]|[12]\d|3[01])[./-](0?[1-9]|1[0-2])[./-](19|20)\d\d|(19|20)\d\d-\d\d-\d\d")
    assert {word.role for word in words if date.fullmatch(word.text)} == {"identifying"}
    times = [word for word in words if word.kind == "time"]
    assert len(times) > 100
    assert {word.role for word in times} == {"clinical"}


def test_ages_identify_from_ninety_years_on(screens: list[Screen]) -> None:
    ages = [word for screen in screens for word in screen.words if word.kind in ("age", "age90")]
    told = [(int(match[0]), word.role) for word in ages if (match := re.match(r"\d+", word.text))]
    years = [(age, role) for age, role in told if age < 120]
    assert {role for age, role in years if age >= 90} == {"identifying"}
    assert {role for age, role in years if age < 90} == {"clinical"}


def test_no_clinical_word_stands_within_the_name_of_a_patient_or_an_institution(screens: list[Screen]) -> None:
    for screen in screens:
        for one, between, other in zip(screen.words, screen.words[1:], screen.words[2:], strict=False):
            same = one.row == between.row == other.row and one.kind == other.kind == "institution"
            if same and one.role == other.role == "identifying" and between.role == "clinical":
                gap = (between.box.left - one.box.right, other.box.left - between.box.right)
                assert max(gap) > 0, (one, between, other)
                assert between.kind in ("label", "sex", "age", "time", "value", "setting", "sentence"), (
                    one,
                    between,
                    other,
                )


def test_screens_of_nobody_name_nobody_real() -> None:
    for kind in KINDS.values():
        if kind.nobody:
            for screen in of_kind(kind.name):
                assert not [word for word in screen.words if word.kind in ("birthdate", "phone")]


def test_headers_know_all_some_other_things_or_nothing() -> None:
    known: Counter[str] = Counter()
    for screen in make_many(200, 8):
        names = [word.text for word in screen.words if word.kind == "person"]
        if names:
            parts = re.split(r"[\^ ]", str(screen.header.get("PatientName", "")).upper())
            hits = sum(any(part and part in name.upper() for part in parts) for name in names)
            known["some" if hits else "none"] += 1
    assert known["some"] > 40
    assert known["none"] > 20


def test_the_header_says_what_the_screen_is() -> None:
    for screen in make_many(60, 9):
        assert (screen.header.Rows, screen.header.Columns) == (screen.rows, screen.columns)
        assert "PixelData" not in screen.header


def test_technique_of_the_header_stands_on_viewers_screens() -> None:
    found = 0
    for seed in range(60):
        screen = make(seed, kinds=["viewer/any-ct", "viewer/any-mr"])
        text = " ".join(word.text for word in screen.words if word.role == "clinical")
        values = [
            str(screen.header.get(keyword, "?")) for keyword in ("SliceLocation", "RepetitionTime", "XRayTubeCurrent")
        ]
        found += any(value in text for value in values)
    assert found > 20


def test_names_come_from_all_regions_and_many_are_in_no_list() -> None:
    listed = {name.casefold() for region in REGIONS for name in (*names_of(region).given, *names_of(region).family)}
    assert min(len(names_of(region).family) for region in REGIONS) > 25
    words = [word.text for screen in make_many(150, 3) for word in screen.words if word.kind == "person"]
    names = [part.casefold() for word in words for part in re.split(r"[\^,;:/_.]", word) if len(part) > 3]
    unknown = sum(name not in listed for name in names) / len(names)
    assert 0.1 < unknown < 0.6


def test_languages_and_sizes_of_screens_differ(screens: list[Screen]) -> None:
    assert {"en", "de", "fr", "es", "it", "pt", "nl"} <= {screen.language for screen in screens}
    assert len({(screen.columns, screen.rows) for screen in screens}) > 20


def test_a_hundred_screens_are_made_in_a_few_seconds() -> None:
    from time import process_time

    start = process_time()
    assert len(list(make_many(100, 77))) == 100
    assert process_time() - start < 6


def test_scrambling_changes_who_and_where_and_nothing_else() -> None:
    words = make(0).words
    for seed in range(4):
        other = scrambled(Chance(str(seed)), words)
        assert [replace(word, text="") for word in other] == [replace(word, text="") for word in words]
        changed = {word.kind for word, new in zip(words, other, strict=True) if new.text != word.text}
        assert {"person", "id", "institution"} <= changed <= {"person", "id", "accession", "institution"}
