"""The recipe as a whole: what is hidden, what is kept, and why."""

from __future__ import annotations

from dataclasses import replace

import pydicom
import pytest

from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.model import Box, Reading, Region, Word
from dicom_text_redactor.phi.judge import Judge
from dicom_text_redactor.settings import Policy, RedactionSettings
from tests.phi.pages import header, hidden, judged, line, page

ALMEIDA = header(
    PatientName="Almeida^Beatriz",
    PatientID="H-204.817",
    AccessionNumber="55019284",
    PatientBirthDate="19480621",
    StudyDate="20170903",
    InstitutionName="Riverbend General Hospital",
    OperatorsName="TGruber",
)


@pytest.mark.parametrize(
    "shown",
    [
        "ALMEIDA",
        "Almeida,Beatriz",
        "almeida^beatriz",
        "BEATRIZ",
        "BALMEIDA",
        "ALMEIDAB",
        "BeatrizAlmeida",
        "ALME1DA",
        "AIMEIDA",
        "ALMElDA",
        "H204817",
        "204817",
        "H-204.8I7",
        "55019284",
        "SS019284",
        "21.06.1948",
        "06/21/48",
        "19480621",
        "21JUN1948",
        "2017-09-03",
        "TGRUBER",
        "Riverbend",
    ],
)
@pytest.mark.parametrize("policy", ["cautious", "phi"])
def test_what_the_header_knows_is_hidden_in_any_spelling(shown: str, policy: Policy) -> None:
    assert hidden(shown, ALMEIDA, policy) == shown


@pytest.mark.parametrize(
    "text",
    [
        "ALM EIDA",
        "550 19284",
        "21 JUN 1948",
        "Jun 21, 1948",
        "21 06 1948",
        "Riverbend General Hospital",
        "General Hospital",
        "H 204 817",
    ],
)
def test_what_the_header_knows_is_hidden_when_it_was_split(text: str) -> None:
    assert hidden(text, ALMEIDA) == text


@pytest.mark.parametrize(
    "text",
    [
        "LIVER LONG",
        "RT KIDNEY TRANS",
        "MI 1.1 TIs 0.7",
        "kV 100 mA 220",
        "DLP 412.5 mGy*cm",
        "WW 1500 WL -600",
        "W350 L45",
        "TE 85 TR 2800",
        "DFOV 36.0 cm",
        "Pitch 0.984:1",
        "L12-3 Vascular",
        "EV8C4 Gyn",
        "L4/L5",
        "CBD 4.2 mm",
        "EF 61 %",
        "PSV 92.1 cm/s",
        "GA 31w2d",
        "LAO 45 CRAN 20",
        "FRAME 9/24",
        "Im: 23/110",
        "10:41:07",
        "X-TABLE LATERAL",
        "UPRIGHT PA",
        "L",
        "+C",
        "512x512",
        "There is no evidence of pneumothorax.",
        "IMPRESSION: Stable postoperative changes.",
        "NOT FOR DIAGNOSIS",
        "Becken seitlich rechts",
        "Rodilla izquierda lateral",
        "Cheville gauche profil",
    ],
)
@pytest.mark.parametrize("policy", ["cautious", "phi"])
def test_clinical_text_is_kept(text: str, policy: Policy) -> None:
    assert hidden(text, ALMEIDA, policy) == ""


@pytest.mark.parametrize(
    "text", ["GALLBLAODER", "pnuemothorax", "INTRAHEPATlC", "HlP RT", "16crn", "l6cm", "4.5rnm", "LlVER"]
)
def test_clinical_words_survive_a_misread_letter(text: str) -> None:
    assert hidden(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "OYELARAN",
        "Oyelaran Funmi",
        "FARRUGIA, Karm",
        "Xu",
        "NG WEI",
        "MA LI",
        "LE THI HOA",
        "BROWN",
        "LONG GRACE",
        "HILL MARK",
        "YOUNG, FAITH",
        "CHIN MAY",
        "LI HO",
        "An Do",
        "Vrabec J",
        "Hrvatin-Kos",
        "D'ANGELIS",
    ],
)
def test_names_that_no_header_knows_are_hidden(text: str) -> None:
    assert hidden(text) == text


@pytest.mark.parametrize(
    "text",
    ["Cedarcrest Medical Center", "Sunny Bay Imaging", "Klinikum Talheim", "Hopital Sainte Odile", "Clinica del Valle"],
)
def test_a_line_that_names_an_institution_is_hidden(text: str) -> None:
    assert hidden(text) == text


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Garrow & Pell Clinic", "Garrow & Pell Clinic"),
        ("Garrow Heart & Vascular Institute", "Garrow Heart & Vascular Institute"),
        ("Dept. of Radiology, Talheim", "of Radiology, Talheim"),
        ("UTERUS POST VOID 20 ml Talheim Infirmary", "Talheim Infirmary"),
    ],
)
def test_an_institution_is_hidden_from_its_first_word_to_its_last_and_no_farther(text: str, gone: str) -> None:
    shown = hidden(text).split()
    assert [word for word in shown if word != "Dept."] == gone.split()


@pytest.mark.parametrize(("text", "hide"), [("OS PEDALE", True), ("OS PFDALE", True), ("OS CAPUT", False)])
def test_the_first_piece_of_a_known_institution_is_hidden_although_it_is_clinical(text: str, hide: bool) -> None:
    assert judged(line(text), header(InstitutionName="Ospedale San Marco"))[0].hide is hide


@pytest.mark.parametrize("policy", ["cautious", "phi"])
def test_a_sign_between_two_words_of_a_known_institution_goes_with_them(policy: Policy) -> None:
    known = header(InstitutionName="Garrow & Pell Imaging")
    assert hidden("Garrow & Pell Imaging", known, policy) == "Garrow & Pell Imaging"


@pytest.mark.parametrize("policy", ["cautious", "phi"])
def test_a_misread_clinical_word_beside_the_rest_of_a_known_institution_is_hidden(policy: Policy) -> None:
    known = header(InstitutionName="Talheim Dept of Cardiology")
    assert hidden("Talheim Dept of Cardiolog", known, policy) == "Talheim Dept of Cardiolog"
    assert hidden("Cardiolog", known, policy) == ""


def test_an_initial_between_two_hidden_names_is_hidden() -> None:
    assert hidden("ALMEIDA M BEATRIZ", ALMEIDA) == "ALMEIDA M BEATRIZ"


def test_a_second_look_at_hidden_text_is_hidden_with_it() -> None:
    words = line("21.06.1948", top=10) + line("8", top=12, left=100) + line("8", top=80, left=100)
    assert [verdict.hide for verdict in judged(words, ALMEIDA, "phi")] == [True, True, False]


@pytest.mark.parametrize("text", ["OField", "MLong", "JYoung", "RHand", "HGrace", "WPost", "CHead", "MarkHand"])
def test_an_operators_initial_glued_to_a_name_that_is_a_word_is_hidden(text: str) -> None:
    assert hidden(text) == text


@pytest.mark.parametrize("text", ["LMP:21/06/1948", "Exam:21.06.1948", "Almeida/kV", "MRN:H204817"])
def test_a_word_that_holds_an_identifying_part_is_hidden_whole(text: str) -> None:
    assert hidden(text, ALMEIDA) == text


def test_a_number_whose_point_the_second_reader_lost_is_no_id() -> None:
    assert not any(v.hide for v in judged(line("Loc -203.75", second="Loc -20375")))


def test_a_poor_second_reading_does_not_turn_a_number_into_part_of_a_name() -> None:
    assert judged(line("Jo40", second="p40"))[0].hide


@pytest.mark.parametrize("text", ["Small Parts", "L9-3 Small Parts", "POST VOID", "Short Axis", "Gray Matter"])
def test_everyday_words_that_are_a_clinical_phrase_together_are_kept(text: str) -> None:
    assert hidden(text) == ""


@pytest.mark.parametrize("text", ["Depth 12 crn", "FR 38H2", "Dist 1.4 em", "70 ky", "Vol 30 m1", "14 daN"])
def test_units_are_kept_as_readers_confuse_them(text: str) -> None:
    assert hidden(text) == ""


def test_a_clinical_word_that_is_the_patients_name_is_hidden() -> None:
    young = header(PatientName="Young^Lung")
    assert hidden("LUNG WINDOW", young) == "LUNG"
    assert hidden("RT LUNG NODULE") == ""


@pytest.mark.parametrize(("short", "shown"), [("Ng", "N9"), ("Wei", "Wel"), ("Xu", "Xv")])
def test_short_names_must_fit_exactly_before_a_kept_word_is_called_metadata(short: str, shown: str) -> None:
    verdicts = judged(line(shown), header(PatientName=f"Almeida^{short}"))
    assert [verdict.source for verdict in verdicts if verdict.hide] != ["metadata"]
    assert judged(line(short), header(PatientName=f"Almeida^{short}"))[0].source == "metadata"


def test_no_file_ever_learns_from_another() -> None:
    judge = Judge(RedactionSettings(policy="phi", ner_model=""))
    first, second = judge.for_file(header(PatientName="Farrugia")), judge.for_file(header(PatientName="Oyelaran"))
    words = page("Farrugia", "Oyelaran")
    assert [v.hide for v in first.judge(words)] == [True, False]
    assert [v.hide for v in second.judge(words)] == [False, True]
    assert [v.hide for v in judge.for_file(pydicom.Dataset()).judge(words)] == [False, False]


def test_verdicts_come_in_the_order_of_the_words() -> None:
    words = page("LIVER SAG", "Name: Farrugia", "FRAME 3/20")[::-1]
    assert [verdict.word for verdict in judged(words)] == words


def test_a_word_that_nobody_could_read_is_hidden_when_cautious_only() -> None:
    region = Region(0, Box(0, 0, 90, 20))
    words = [Word(region, region.box, ()), Word(region, region.box, (Reading("first", " ", 0.1),))]
    assert [(v.hide, v.source) for v in judged(words)] == [(True, "unreadable")] * 2
    assert [v.hide for v in judged(words, policy="phi")] == [False, False]


def test_a_short_reading_of_a_long_word_is_not_trusted() -> None:
    region = Region(0, Box(0, 0, 200, 20))
    assert judged([Word(region, region.box, (Reading("first", "L", 0.9),))])[0].hide


def test_all_text_hides_everything() -> None:
    assert all(verdict.hide and verdict.source == "policy" for verdict in judged(page("LIVER", "L"), policy="all-text"))


def test_allowed_words_stay_and_denied_words_go() -> None:
    settings = RedactionSettings(ner_model="", allow=frozenset({"zyxomatic"}), deny=frozenset({"liver"}))
    verdicts = Judge(settings).for_file(pydicom.Dataset()).judge(page("ZYXOMATIC", "Liver:"))
    assert [(v.hide, v.source) for v in verdicts] == [(False, "allow-list"), (True, "deny-list")]


@pytest.mark.parametrize(
    ("first", "second", "hide"),
    [
        ("K1DNFY", "KIDNEY", False),
        ("KIDNEY", "K1DNFY", False),
        ("LIVER", "ALMEIDA", True),
        ("12", "21.06.1948", True),
        ("Hana", "Hand", True),
        ("Farrugia", "Ferrugia", True),
    ],
)
def test_two_readings_are_weighed(first: str, second: str, hide: bool) -> None:
    assert judged(line(first, second=second), ALMEIDA)[0].hide is hide


def test_a_name_that_a_label_gives_away_is_hidden_wherever_it_stands() -> None:
    verdicts = judged(page("Operator: Vrabec", "Vrabec"), policy="phi")
    assert [(v.word.text, v.hide) for v in verdicts] == [("Operator:", False), ("Vrabec", True), ("Vrabec", True)]


def test_a_pipeline_that_is_not_installed_is_refused_at_the_start() -> None:
    with pytest.raises(SettingError, match="REDACT_NER_MODEL"):
        Judge(RedactionSettings(ner_model="no_such_pipeline"))


@pytest.mark.parametrize("read", ["Li", "Ii", "li", "Il"])
def test_a_name_of_two_strokes_is_hidden_however_its_strokes_are_read(read: str) -> None:
    assert hidden(read, header(PatientName="Li^Kenzo")) == read


def test_a_figure_that_one_reader_alone_is_unsure_of_is_not_believed() -> None:
    assert [verdict.hide for verdict in judged(line("27/194", confidence=0.58))] == [True]
    assert [verdict.hide for verdict in judged(line("27/194", confidence=0.95))] == [False]


def test_a_long_figure_needs_a_surer_reader_than_a_short_one() -> None:
    assert [verdict.hide for verdict in judged(line("2832", confidence=0.7))] == [True]
    assert [verdict.hide for verdict in judged(line("28", confidence=0.7))] == [False]


@pytest.mark.parametrize(
    ("text", "hide"), [("0V/15/1998", True), ("0V/15/1", True), ("T1/T2/T1", False), ("L4/L5/S1", False)]
)
def test_a_date_is_known_although_one_of_its_figures_was_read_as_a_letter(text: str, hide: bool) -> None:
    assert judged(line(text))[0].hide is hide


def test_what_was_read_of_a_date_behind_its_label_is_hidden_past_a_stray_stroke() -> None:
    assert hidden("Date of Birth: 11 r 191") == "11 191"
    assert hidden("DOB: 12/03/1961 L 40") == "12/03/1961"


@pytest.mark.parametrize(
    ("text", "second", "confidence", "hide"),
    [
        ("WW", "", 0.5, True),
        ("WW", "OE", 0.5, True),
        ("WW", "WW", 0.5, False),
        ("WW", "", 0.6, False),
        ("LIVER", "", 0.5, False),
    ],
)
def test_a_short_form_that_one_reader_alone_is_unsure_of_is_not_believed(
    text: str, second: str, confidence: float, hide: bool
) -> None:
    assert judged(line(text, second=second, confidence=confidence))[0].hide is hide


@pytest.mark.parametrize(
    ("text", "hide"), [("MR N4185047", True), ("MRN 4186047", True), ("MR N4985041", False), ("T2 N4185047", False)]
)
def test_an_id_in_two_pieces_is_known_although_a_figure_was_misread(text: str, hide: bool) -> None:
    assert judged(line(text), header(PatientID="MRN4186047"))[0].hide is hide


@pytest.mark.parametrize(("read", "name"), [("-1.1", False), ("1.1", False), ("Ii", True), ("LI", True), ("Li,", True)])
def test_a_number_is_no_name_of_two_strokes(read: str, name: bool) -> None:
    assert judged(line(read), header(PatientName="Li^Kenzo"))[0].hide is name


def parted(text: str, gap: int) -> list[Word]:
    """The words of one line, 20 pixels high, with that many pixels between them."""
    region, words, left = Region(0, Box(10, 10, 600, 20)), [], 10
    for text_of_word in text.split():
        box = Box(left, 10, 12 * len(text_of_word), 20)
        words.append(Word(region, box, (Reading("first", text_of_word, 0.9),)))
        left = box.right + gap
    return words


@pytest.mark.parametrize("text", ["per icardial effusion", "LIG AMENTS", "chole cysti tis", "ster num"])
def test_a_clinical_word_in_pieces_is_kept_if_they_stand_near_each_other(text: str) -> None:
    assert not any(verdict.hide for verdict in judged(parted(text, 8)))
    assert not any(verdict.hide for verdict in judged(parted(text, 20)))
    assert any(verdict.hide for verdict in judged(parted(text, 60)))


@pytest.mark.parametrize(("gap", "known"), [(0, True), (4, True), (12, False)])
def test_a_known_name_is_seen_in_touching_pieces_that_were_misread(gap: int, known: bool) -> None:
    verdicts = judged(parted("CHEST AFON", gap), header(PatientName="Chestaton^Ida"), policy="phi")
    assert [verdict.hide for verdict in verdicts] == [known, known]


@pytest.mark.parametrize("text", ["Farr ugia", "OY ELARAN", "Vrab ec", "al meida"])
def test_a_name_in_pieces_is_hidden_however_near_they_stand(text: str) -> None:
    for gap in (4, 8, 60):
        assert all(verdict.hide for verdict in judged(parted(text, gap)))


@pytest.mark.parametrize(
    ("text", "confidence", "gone"),
    [
        ("Zyxomat 15", 0.7, "Zyxomat 15"),
        ("Zyxomat 15 27", 0.85, "Zyxomat 15 27"),
        ("Zyxomat 15", 0.95, "Zyxomat"),
        ("Zyxomat 15 cm", 0.7, "Zyxomat"),
        ("Zyxomat liver 15", 0.7, "Zyxomat"),
        ("Zyxomat 1.5x", 0.7, "Zyxomat"),
        ("Zyxomat 5", 0.7, "Zyxomat"),
    ],
)
def test_the_bare_figures_of_a_line_that_was_read_badly_are_hidden(text: str, confidence: float, gone: str) -> None:
    assert " ".join(verdict.word.text for verdict in judged(line(text, confidence=confidence)) if verdict.hide) == gone


@pytest.mark.parametrize("text", ["Vrabec bin Oyelaran", "Oyelaran van der Farrugia", "Farrugia y Vrabec"])
def test_a_particle_between_hidden_names_goes_with_them(text: str) -> None:
    assert hidden(text) == text


@pytest.mark.parametrize("policy", ["cautious", "phi"])
def test_a_particle_between_the_names_of_a_header_goes_with_them(policy: Policy) -> None:
    known = header(PatientName="Oyelaran^Vrabec")
    assert hidden("Vrabec bin Oyelaran", known, policy) == "Vrabec bin Oyelaran"
    assert hidden("bin 4", known, policy) == ""


@pytest.mark.parametrize("weak", ["long", "young", "yesterday"])
def test_a_weak_word_between_two_hidden_words_is_hidden(weak: str) -> None:
    assert hidden(f"Farrugia {weak} Vrabec") == f"Farrugia {weak} Vrabec"
    assert hidden(f"{weak} liver nodule") == ""


@pytest.mark.parametrize("policy", ["cautious", "phi"])
@pytest.mark.parametrize(("left", "top", "hide"), [(20, 12, True), (20, 80, False), (75, 12, False)])
def test_a_word_that_lies_under_a_hidden_one_is_hidden(left: int, top: int, hide: bool, policy: Policy) -> None:
    words = line("Almeida", top=10) + line("liver", top=top, left=left)
    assert [verdict.hide for verdict in judged(words, ALMEIDA, policy)] == [True, hide]


@pytest.mark.parametrize("policy", ["cautious", "phi"])
def test_a_year_of_which_a_figure_was_lost_is_hidden_with_its_day_and_month(policy: Policy) -> None:
    assert hidden("25 Jul 201", policy=policy) == "25 Jul 201"
    second_look = line("Jul 25, 201", second="Jul 25, 2013")
    assert all(verdict.hide for verdict in judged(second_look, policy=policy))
    assert hidden("FOV 201", policy=policy) == ""


def test_a_label_in_the_ink_of_a_whole_line_is_hidden_as_a_value_may_stand_there() -> None:
    (label,) = line("Prev")
    wide = replace(label, box=replace(label.box, width=240))
    assert [verdict.hide for verdict in judged([label])] == [False]
    assert [verdict.hide for verdict in judged([wide])] == [True]


@pytest.mark.parametrize(("gap", "hide"), [(0, True), (12, False)])
def test_a_figure_that_touches_a_hidden_id_is_the_rest_of_it(gap: int, hide: bool) -> None:
    number, rest = line("MRN1557 32")
    rest = replace(rest, box=replace(rest.box, left=number.box.right + gap))
    dataset = header(PatientID="MRN1557")
    assert [verdict.hide for verdict in judged([number, rest], dataset)] == [True, hide]


def test_two_figures_in_the_ink_of_eight_are_hidden_as_what_was_read_of_a_date() -> None:
    words = line("Compared 07")
    wide = Word(words[1].region, Box(words[1].box.left, words[1].box.top, 72, 20), words[1].readings)
    assert [verdict.hide for verdict in judged([words[0], wide])] == [False, True]
    assert [verdict.hide for verdict in judged(words)] == [False, False]


@pytest.mark.parametrize(("text", "expected"), [("*27 Nv 1980. F", "*27 Nv 1980."), ("3 IM 512", ""), ("4 fps 30", "")])
def test_a_month_that_lost_a_letter_between_a_day_and_a_year_makes_a_date(text: str, expected: str) -> None:
    assert hidden(text) == expected


@pytest.mark.parametrize("policy", ["cautious", "phi"])
def test_a_misread_clinical_word_beside_one_word_of_a_known_institution_is_hidden(policy: Policy) -> None:
    known = header(InstitutionName="Harbourview Radiology Group")
    assert hidden("Harbourview Radology", known, policy) == "Harbourview Radology"
    assert hidden("Radology 4", known, policy) == ""


@pytest.mark.parametrize(
    ("text", "gone"),
    [("17. 1997", "17. 1997"), ("17, 1997", "17, 1997"), ("18 A 2018", "18 A 2018"), ("17 kV", ""), ("W 2000", "")],
)
def test_a_day_and_a_year_are_a_date_although_the_month_was_not_read(text: str, gone: str) -> None:
    assert hidden(text, policy="phi") == gone


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("v 13 May 2 y 2005", "13 May 2005"),
        ("13 May 2005", "13 May 2005"),
        ("13 May liver 2000", "13 May"),
        ("13 May TR 2000", "13 May"),
    ],
)
def test_the_year_of_a_date_is_hidden_although_scraps_were_read_before_it(text: str, gone: str) -> None:
    assert set(gone.split()) <= set(hidden(text).split())
    assert gone.endswith("2005") == ("2005" in hidden(text))
    assert "2000" not in hidden(text)
