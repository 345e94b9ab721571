"""The parts of which screens are made: names, dates, numbers, institutions, lines, lists, the canvas."""

from __future__ import annotations

import re
from datetime import date

import pytest

from training.screens import dates, labels, lists, numbers, places, settings, words
from training.screens.__main__ import main
from training.screens.chance import Chance
from training.screens.layout import Canvas
from training.screens.lines import Line, clinical, filled, identifying, neutral
from training.screens.people import Person, invented, person
from training.screens.regions import REGIONS, names_of
from training.screens.transliteration import in_latin, without_accents


def told(line: Line) -> list[tuple[str, str]]:
    return [(token.text, token.role) for token in line.tokens()]


def test_a_word_of_two_pieces_identifies_if_one_of_them_does() -> None:
    assert told(clinical("at", "sentence") + identifying("LYNX", "person")) == [("atLYNX", "identifying")]
    assert told(identifying("2020-01-02", "date") + "T" + clinical("10:00", "time")) == [
        ("2020-01-02T10:00", "identifying")
    ]


def test_a_label_ends_where_its_value_begins_although_no_space_stands_between() -> None:
    assert told(clinical("Name:", "label") + identifying("LYNX", "person")) == [
        ("Name:", "clinical"),
        ("LYNX", "identifying"),
    ]


def test_a_sign_alone_counts_for_nobody() -> None:
    line = identifying("LYNX", "person") + " - " + identifying("ADA", "person")
    assert told(line) == [("LYNX", "identifying"), ("-", "neutral"), ("ADA", "identifying")]
    assert told(neutral("MD", "title")) == [("MD", "neutral")]


def test_a_sentence_keeps_the_roles_of_its_fields() -> None:
    line = filled("seen by {doctor} today", doctor=identifying("A. Lynx", "person"))
    assert told(line) == [
        ("seen", "clinical"), ("by", "clinical"), ("A.", "identifying"), ("Lynx", "identifying"), ("today", "clinical"),
    ]  # fmt: skip


def test_what_does_not_fit_is_made_smaller_then_cut_at_the_edge() -> None:
    canvas = Canvas(Chance("edge"), 200, 100, 20)
    assert canvas.put(clinical("word " * 40, "sentence"), 4, 4) is not None
    printed = canvas.printed()
    assert printed[-1].box.right <= 200
    assert printed[0].box.height < 20


def test_nothing_is_printed_over_something_else() -> None:
    canvas = Canvas(Chance("over"), 400, 100, 20)
    assert canvas.put(clinical("first", "label"), 10, 10) is not None
    assert canvas.put(clinical("second", "label"), 10, 12) is None
    moved = canvas.put(clinical("second", "label"), 10, 12, moves=2)
    assert moved is not None
    assert moved.top >= 30


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_every_region_has_names_and_invents_others(region: object) -> None:
    known = next(each for each in REGIONS if each is region)
    r = Chance(f"names of {known.name}")
    names = names_of(known)
    assert all(re.fullmatch(r"['’]?[^\W\d_][\w'’\- .()]*", name) for name in names.family), known.name
    made = {invented(r, known, given=False) for _ in range(60)}
    assert len(made - set(names.family)) > 20
    assert all(2 <= len(name) <= 14 for name in made)


def test_regions_come_equally_often() -> None:
    r = Chance("equal")
    seen = [person(r).region for _ in range(3100)]
    assert {region.name for region in REGIONS} == set(seen)
    assert max(map(seen.count, set(seen))) < 2 * min(map(seen.count, set(seen)))


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        *(("Иванов", "Ivanov"), ("Щербаков", "Shcherbakov"), ("Παπαδόπουλος", "Papadopoylos")),
        *(("김", "Kim"), ("서연", "Seoyeon"), ("გელაშვილი", "Gelashvili")),
    ],
)
def test_names_of_other_scripts_are_written_in_latin_letters(name: str, latin: str) -> None:
    assert in_latin(name) == latin


def test_a_name_of_a_script_that_is_not_known_is_left_out() -> None:
    assert in_latin("田中") == ""
    assert without_accents("Ødegård Müller Łukasz Weiß") == "Odegard Muller Lukasz Weiss"


def test_a_header_writes_the_family_name_first() -> None:
    assert Person("Ada", "Lynx", "B").dicom == "Lynx^Ada^B"
    assert Person("Ada", "Lynx").dicom == "Lynx^Ada"
    assert Person("", "ANON").dicom == "ANON"


def test_every_form_of_a_date_holds_its_day_or_its_year() -> None:
    day = date(2019, 3, 7)
    sections = ["anywhere", "named", "rare", *("figures",) * 12]
    languages = ["", "", "", *sorted(dates.LANGUAGES)]
    forms = {
        (form, language)
        for section, language in zip(sections, languages, strict=True)
        for form in lists.items("calendar", section, language)
    }
    assert len(forms) > 45
    for form, language in forms:
        text = dates.DateForm(form, language or "en", "asis").text(day)
        assert re.search(r"2019|2562|19", text), form
        assert "7" in text, form


def test_labels_fall_back_to_english_where_a_language_has_none() -> None:
    r = Chance("labels")
    assert {labels.label(r, "weight", "tr") for _ in range(40)} <= set(lists.items("labels", "weight", "en"))
    assert {"Geb.", "Geburtsdatum"} <= {labels.label(r, "birth", "de") for _ in range(200)}


def test_ids_have_many_forms_and_some_are_short_and_bare() -> None:
    r = Chance("ids")
    ids = [numbers.patient_id(r) for _ in range(1500)]
    shapes = {re.sub("[A-Za-z]", "A", re.sub(r"\d", "9", text)) for text in ids}
    assert len(shapes) > 80
    assert 0.02 < sum(text.isdigit() and len(text) < 5 for text in ids) / len(ids) < 0.15
    assert any(" " in text for text in ids)


def test_every_word_of_an_institution_can_be_an_ordinary_one() -> None:
    r = Chance("institutions")
    named = [
        places.institution(r, language).name
        for language in ("en", "de", "fr", "es", "it", "pt", "nl")
        for _ in range(60)
    ]
    assert len(set(named)) > 350
    assert all("{" not in name for name in named)
    assert any(" and " in name for name in named)


def test_every_list_of_settings_can_be_drawn_from() -> None:
    r = Chance("settings")
    for section in ("ultrasound", "ct", "mr", "x-ray", "mammography", "nuclear", "endoscopy", "measures"):
        assert len(settings.quantities(section)) > 5
        assert all(settings.setting(r, section) for _ in range(200))


def test_model_names_are_built_of_letters_and_figures() -> None:
    r = Chance("models")
    names = {settings.model(r) for _ in range(500)}
    assert len(names) > 400
    assert sum(bool(re.search(r"\d", name)) for name in names) > 300


def test_built_words_are_mostly_in_no_list_of_the_vocabulary() -> None:
    r = Chance("built")
    known = set(words.medical()) | set(words.foreign())
    made = [words.built(r, language) for language in ("en", "de", "fr", "it") for _ in range(50)]
    assert sum(word in known for word in made) < 0.3 * len(made)


def test_the_command_prints_screens_with_what_identifies_between_asterisks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seed", "3", "--count", "2", "--kind", "letter/"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("--- ") == 2
    assert re.search(r"\*[^*\s]+\*", printed)


def test_the_command_lists_the_kinds_and_reads_screens(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--kinds"]) == 0
    assert "ultrasound/any-maker" in capsys.readouterr().out
    assert main(["--count", "1", "--read"]) == 0
    assert "--- 1: " in capsys.readouterr().out
