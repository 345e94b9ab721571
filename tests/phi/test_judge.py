"""The recipe as a whole: what is hidden on a screen, what is kept, and why."""

from __future__ import annotations

from dataclasses import replace

import pydicom
import pytest

from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.examination import verdicts_on
from dicom_text_redactor.model import Box, Reading, Region, Verdict, Word
from dicom_text_redactor.phi.judge import FileJudge, Judge
from dicom_text_redactor.settings import Policy, RedactionSettings
from dicom_text_redactor.sources import DismissedBecause
from tests.phi.pages import ALONE, BODY, NOBODY, TOP, header, hidden, judge, judged, words_of

ALMEIDA = header(
    PatientName="Almeida^Beatriz",
    PatientID="H-204.817",
    AccessionNumber="55019284",
    PatientBirthDate="19480621",
    StudyDate="20170903",
    InstitutionName="Riverbend General Hospital",
    OperatorsName="TGruber",
    KVP="117",
)
POLICIES = pytest.mark.parametrize("policy", ["cautious", "phi"])
SCREENS = pytest.mark.parametrize("screen", [TOP, BODY, ALONE], ids=["top", "body", "alone"])


@pytest.mark.parametrize(
    "shown",
    ["ALMEIDA", "Almeida,Beatriz", "almeida^beatriz", "BEATRIZ", "BALMEIDA", "ALMEIDAB", "BeatrizAlmeida", "ALME1DA",
     "AIMEIDA", "ALMElDA", "H204817", "204817", "H-204.8I7", "55019284", "SS019284", "21.06.1948", "06/21/48",
     "19480621", "21JUN1948", "2017-09-03", "TGRUBER"],
)  # fmt: skip
@SCREENS
@POLICIES
def test_what_the_header_knows_is_hidden_in_any_spelling(shown: str, screen: str, policy: Policy) -> None:
    assert hidden(shown, ALMEIDA, policy, screen) == shown


@pytest.mark.parametrize(
    ("policy", "screen"), [("cautious", TOP), ("cautious", BODY), ("cautious", ALONE), ("phi", TOP)]
)
def test_a_word_of_the_institution_that_the_header_knows_is_hidden(policy: Policy, screen: str) -> None:
    assert hidden("Riverbend", ALMEIDA, policy, screen) == "Riverbend"


@SCREENS
@POLICIES
def test_a_name_of_the_header_is_hidden_although_a_double_letter_was_read_as_one(screen: str, policy: Policy) -> None:
    assert hidden("GUTERMAN", header(PatientName="Gutterman^Zoe"), policy, screen) == "GUTERMAN"


@pytest.mark.parametrize("name", ["Paz^Ivo=Παπαδόπουλος^Ελένη", "Paz^Ivo=مزراحي^خالد", "Paz^Ivo=מזרחי^רחל"])
def test_where_a_name_is_in_another_script_what_one_reader_alone_half_read_is_hidden(name: str) -> None:
    words = [replace(word, readings=(Reading("ppocr", "ab", 0.94), Reading("tesseract", "(trv", 0.7)))
             for word in words_of("CHEST")]  # fmt: skip
    assert [v.hide for v in judged(words, header(PatientName=name), "cautious")] == [True]
    assert [v.hide for v in judged(words, header(PatientName="Paz^Ivo"), "cautious")] == [False]


@pytest.mark.parametrize(("text", "sure", "hide"), [("um", 0.93, True), ("um", 0.99, False), ("12", 0.93, False)])
def test_where_a_name_is_in_another_script_two_letters_need_sure_readers(text: str, sure: float, hide: bool) -> None:
    words = [replace(word, readings=(Reading("ppocr", text, sure), Reading("tesseract", text, sure)))
             for word in words_of("CHEST")]  # fmt: skip
    there, here = header(PatientName="Jaidee^Somchai=ใจดี^สมชาย"), header(PatientName="Jaidee^Somchai")
    assert [v.hide for v in judged(words, there, "cautious")] == [hide]
    assert [v.hide for v in judged(words, here, "cautious")] == [False]


@pytest.mark.parametrize("shown", ["LIVER|ALMEIDA", "12|H204817", "MM|21JUN1948", "SAG|BEATRIZ"])
@SCREENS
@POLICIES
def test_what_the_second_reader_alone_saw_of_the_header_is_hidden(shown: str, screen: str, policy: Policy) -> None:
    first = shown.partition("|")[0]
    assert hidden(shown, ALMEIDA, policy, screen) == first
    assert hidden(shown, NOBODY, "phi", BODY) == ""


@pytest.mark.parametrize(
    "text",
    ["ALM EIDA", "550 19284", "21 JUN 1948", "Jun 21, 1948", "21 06 1948", "Riverbend General Hospital",
     "General Hospital", "H 204 817", "AL MEI DA"],
)  # fmt: skip
@SCREENS
@POLICIES
def test_what_the_header_knows_is_hidden_when_it_was_split(text: str, screen: str, policy: Policy) -> None:
    assert hidden(text, ALMEIDA, policy, screen) == text


@pytest.mark.parametrize(
    "text",
    ["RT KIDNEY TRANS", "MI 1.1 TIs 0.7", "kV 100 mA 220", "DLP 412.5 mGy*cm", "WW 1500 WL -600",
     "W350 L45", "TE 85 TR 2800", "DFOV 36.0 cm", "Pitch 0.984:1", "L12-3 Vascular", "EV8C4 Gyn", "L4/L5", "CBD 4.2 mm",
     "EF 61 %", "PSV 92.1 cm/s", "GA 31w2d", "LAO 45 CRAN 20", "FRAME 9/24", "Im: 23/110", "X-TABLE LATERAL",
     "UPRIGHT PA", "L", "+C", "512x512", "(512x512)", "There is no evidence of pneumothorax.", "NOT FOR DIAGNOSIS",
     "IMPRESSION: Stable postoperative changes.", "Becken seitlich rechts", "Rodilla izquierda lateral",
     "Cheville gauche profil", "Small Parts", "L9-3 Small Parts", "POST VOID", "Short Axis", "Gray Matter", "C7/M7",
     "A114", "iBeam", "iClear 3", "RAB6-RS/OB", "IC5-9-D/GYN", "16.1cm 1.3 29Hz", "TH 3.0/0.3 sp", "1.25/0.8",
     "@ 70 bpm", "FOV 201", "Loc -203.75", "T1/T2/T1", "Patient supine", "DR 65 dB", "Series: 3 Image: 12",
     "eff.mAs 143", "Ref. AK 118 mGy", "1024", "0.5x0.5x2.0", "12/80"],
)  # fmt: skip
@POLICIES
def test_clinical_text_is_kept(text: str, policy: Policy) -> None:
    assert hidden(text, ALMEIDA, policy, BODY) == ""


@pytest.mark.parametrize("text", ["10:41:07", "10:42:17", "13:05", "08:15 AM"])
@POLICIES
@SCREENS
def test_times_of_day_stay(text: str, policy: Policy, screen: str) -> None:
    assert hidden(text, ALMEIDA, policy, screen) == ""


@pytest.mark.parametrize("text", ["Sex: F", "44Y", "67Y F", "Age: 45Y"])
@POLICIES
@pytest.mark.parametrize("screen", [BODY, ALONE], ids=["body", "alone"])
def test_sexes_and_ages_under_ninety_stay(text: str, policy: Policy, screen: str) -> None:
    assert hidden(text, ALMEIDA, policy, screen) == ""


@pytest.mark.parametrize("text", ["Male", "F", "M"])
@POLICIES
def test_a_sex_without_its_label_stays_among_what_says_how_the_image_was_made(text: str, policy: Policy) -> None:
    assert hidden(text, ALMEIDA, policy, BODY) == ""


@pytest.mark.parametrize(
    "text", ["pnuemothorax", "INTRAHEPATlC", "16crn", "l6cm", "4.5rnm", "LlVER", "Depth 12 crn",
             "FR 38H2", "Dist 1.4 em", "70 ky", "Vol 30 m1", "14 daN", "per icardial effusion"]
)  # fmt: skip
def test_clinical_words_and_units_survive_a_misread_letter(text: str) -> None:
    assert hidden(text, screen=BODY) == ""


@pytest.mark.parametrize(
    "text",
    ["OYELARAN", "Oyelaran Funmi", "FARRUGIA, Karm", "Xu", "NG WEI", "MA LI", "LE THI HOA", "BROWN", "LONG GRACE",
     "HILL MARK", "YOUNG, FAITH", "CHIN MAY", "LI HO", "An Do", "Vrabec J", "Hrvatin-Kos", "D'ANGELIS", "OField",
     "MLong", "JYoung", "MarkHand", "Farr ugia", "OY ELARAN", "Sean", "Talia", "Cali", "Ceil"],
)  # fmt: skip
def test_names_that_no_header_knows_are_hidden_where_patients_names_stand(text: str) -> None:
    assert hidden(text) == text


@pytest.mark.parametrize(
    "text", ["Vrabec bin Oyelaran", "Oyelaran van der Farrugia", "Farrugia y Vrabec", "Farrugia long Vrabec"]
)
def test_a_particle_and_a_word_of_the_language_between_two_names_go_with_them(text: str) -> None:
    assert hidden(text) == text


def test_a_family_name_that_is_a_word_goes_with_the_given_name_before_it() -> None:
    assert "EUSEBIO PAZ" in hidden("Requested by EUSEBIO PAZ MD", screen=ALONE)
    assert "EUSEBIO PAZ" in hidden("Requested by EUSEBIO PAZ MD")


@pytest.mark.parametrize(
    "text",
    ["Cedarcrest Medical Center", "Sunny Bay Imaging", "Klinikum Talheim", "Hopital Sainte Odile", "Clinica del Valle",
     "Garrow & Pell Clinic", "Garrow Heart & Vascular Institute", "HOPITAL CARDIO LYON UNITE 11",
     "Reproductive and Surgical Specialists"],
)  # fmt: skip
def test_an_institution_is_hidden_whole_although_its_words_are_ordinary(text: str) -> None:
    assert hidden(text) == text


@pytest.mark.parametrize("text", ["HOPITAL CARDIO LYON UNITE 11", "Reproductive and Surgical Specialists"])
def test_an_institution_is_hidden_whole_where_nothing_else_stands(text: str) -> None:
    assert hidden(text, screen=ALONE) == text


@POLICIES
def test_a_sign_between_two_words_of_a_known_institution_goes_with_them(policy: Policy) -> None:
    known = header(InstitutionName="Garrow & Pell Imaging")
    assert hidden("Garrow & Pell Imaging", known, policy) == "Garrow & Pell Imaging"


@POLICIES
def test_an_initial_between_two_names_of_the_header_is_hidden(policy: Policy) -> None:
    assert hidden("ALMEIDA M BEATRIZ", ALMEIDA, policy) == "ALMEIDA M BEATRIZ"


@pytest.mark.parametrize("text", ["LMP:21/06/1948", "Exam:21.06.1948", "Almeida/kV", "MRN:H204817"])
@SCREENS
def test_a_word_that_holds_an_identifying_part_is_hidden_whole(text: str, screen: str) -> None:
    assert hidden(text, ALMEIDA, screen=screen) == text


def test_a_clinical_word_that_is_the_patients_name_is_hidden() -> None:
    young = header(PatientName="Young^Lung")
    assert hidden("LUNG WINDOW", young, screen=BODY) == "LUNG"
    assert hidden("RT LUNG NODULE", screen=BODY) == ""


@pytest.mark.parametrize("text", ["Zyxomat", "QX417", "30917"])
def test_what_the_headers_technique_has_is_less_likely_to_identify(text: str) -> None:
    known, unknown = (judged(TOP.format(text), header(Modality="CT", ProtocolName=name))[0] for name in (text, "CHEST"))
    assert unknown.hide
    assert not known.hide or known.score < unknown.score


def test_no_file_ever_learns_from_another() -> None:
    first, second = (judge("phi").for_file(header(PatientName=name)) for name in ("Farrugia", "Liver"))
    words = words_of("Liver 12 mm / Gain 62 %")
    assert [v.hide for v in first.judge(words)][:1] == [False]
    assert [v.hide for v in second.judge(words)][:1] == [True]
    assert [v.hide for v in judge("phi").for_file(NOBODY).judge(words)][:1] == [False]


def test_verdicts_come_in_the_order_of_the_words_and_for_those_that_were_asked_about() -> None:
    words = words_of("LIVER SAG / Name: Farrugia / FRAME 3/20")[::-1]
    file = judge().for_file(NOBODY)
    assert [verdict.word for verdict in file.judge(words)] == words
    assert [verdict.word for verdict in file.judge(words[:2], words[2:])] == words[:2]
    assert file.judge([]) == []


def test_without_a_word_to_judge_no_model_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    company, file = words_of("Name: Farrugia"), judge().for_file(NOBODY)
    monkeypatch.setattr(FileJudge, "_verdicts", None)
    assert file.judge([], company) == []
    (verdict,) = verdicts_on([replace(company[0], dismissed=DismissedBecause.UNLIKELY)], file, company)
    assert not verdict.hide


def test_what_is_no_text_is_no_company() -> None:
    name, label = words_of("Name: _ Stone")[::-1]
    file = judge("phi").for_file(NOBODY)
    no_text = replace(label, dismissed=DismissedBecause.UNLIKELY)
    assert verdicts_on([name], file, [no_text]) == verdicts_on([name], file) != verdicts_on([name], file, [label])


def test_words_beside_are_company_and_change_the_odds() -> None:
    label, name = words_of("Name: _ Stone")
    file = judge("phi").for_file(NOBODY)
    (alone,), (named,) = file.judge([name]), file.judge([name], [label, *words_of("12 cm", top=48)])
    assert not alone.hide
    assert (named.score if named.hide else 1 - named.score) > 2 * (1 - alone.score)


@pytest.mark.parametrize("policy", ["cautious", "phi"])
def test_a_word_that_nobody_could_read_is_hidden_when_cautious_only(policy: Policy) -> None:
    region = Region(0, Box(0, 0, 90, 20))
    words = [Word(region, region.box, ()), Word(region, region.box, (Reading("first", " ", 0.1),))]
    source = "unreadable" if policy == "cautious" else "policy"
    assert [(v.hide, v.source) for v in judged(words, policy=policy)] == [(policy == "cautious", source)] * 2


def test_all_text_hides_everything() -> None:
    verdicts = judged("LIVER / L", policy="all-text")
    assert [(v.hide, v.source, v.score) for v in verdicts] == [(True, "policy", 1.0)] * 2


def test_allowed_words_stay_and_denied_words_go_whatever_the_evidence_says() -> None:
    settings = RedactionSettings(allow=frozenset({"almeida", "zyxomatic"}), deny=frozenset({"liver", "zyxomatic"}))
    verdicts = judge().variant(settings).for_file(ALMEIDA).judge(words_of("ALMEIDA Liver: ZYXOMATIC"))
    assert [(v.hide, v.source) for v in verdicts] == [(False, "allow-list"), (True, "deny-list"), (True, "deny-list")]


def test_what_the_header_has_letter_for_letter_is_hidden_whatever_the_evidence_says() -> None:
    known = header(PatientName="Liver^Gain", PatientID="51212")
    verdicts = {v.word.text: v for v in judged("LIVER SAG / Gain 62 % / 51212 mm", known, "phi")}
    for text, entity in (("LIVER", "PERSON"), ("Gain", "PERSON"), ("51212", "ID")):
        assert (verdicts[text].hide, verdicts[text].source, verdicts[text].entity, verdicts[text].score) == (
            True, "metadata", entity, 1.0,
        )  # fmt: skip


@pytest.mark.parametrize("policy", ["cautious", "phi"])
def test_a_score_is_the_probability_of_its_verdict(policy: Policy) -> None:
    _, name, _, _, _, probe, *_ = judged(TOP.format("Name: Oyelaran Funmi"), NOBODY, policy)
    assert name.hide
    assert not probe.hide
    assert 0.9 < name.score < 1.0
    assert 0.9 < probe.score < 1.0


def test_cautious_hides_all_that_phi_hides_and_more() -> None:
    page = "Oyelaran Funmi / 12.03.2015 Qwertz / Liver 12 cm / Zyxomat 300 / 77309 / Page Talia"
    cautious, phi = ([v.hide for v in judged(page, NOBODY, policy)] for policy in ("cautious", "phi"))
    assert all(one or not other for one, other in zip(cautious, phi, strict=True))
    assert sum(cautious) > sum(phi) > 0


def test_the_reasons_for_a_verdict_begin_with_the_weightiest() -> None:
    name = judge().for_file(ALMEIDA).explain(words_of("ALMEIDA / Gain 62 %"))[0].reasons
    assert name[0].weight > 0
    assert "header_name" in [reason.name for reason in name[:5]]


def test_a_pipeline_that_is_not_installed_is_refused_at_the_start() -> None:
    with pytest.raises(SettingError, match="REDACT_NER_MODEL"):
        Judge(RedactionSettings(ner_model="no_such_pipeline"))


@pytest.mark.parametrize("read", ["Li", "LI", "li,"])
def test_a_name_of_two_letters_is_hidden(read: str) -> None:
    assert hidden(read, header(PatientName="Li^Kenzo"), screen=BODY) == read


@pytest.mark.parametrize("gap", [0, 4, 12])
def test_a_known_name_is_seen_in_pieces_however_near_they_stand(gap: int) -> None:
    first, second = words_of("CHEST ATON")
    second = replace(second, box=replace(second.box, left=first.box.right + gap))
    assert [v.hide for v in judged([first, second], header(PatientName="Chestaton^Ida"), "phi")] == [True, True]


def test_broken_sizes_in_a_header_do_not_stop_the_judge() -> None:
    broken = pydicom.Dataset()
    broken.add_new("Columns", "LO", "many")
    assert judged("LIVER 12 mm", broken)[0].hide is False


def unsure(*readings: tuple[str, float], policy: Policy = "cautious") -> Verdict:
    """The verdict on a word alone on its page, as these readers read it."""
    box = Box(300, 130, 44, 20)
    word = Word(Region(0, box), box, tuple(Reading(f"reader {n}", *each) for n, each in enumerate(readings)))
    return judge(policy).for_file(NOBODY).judge([word])[0]


def test_what_no_reader_is_sure_of_and_no_two_read_alike_is_hidden_as_unreadable() -> None:
    assert (unsure(("uos", 0.55), ("8534", 0.27)).source, unsure(("uos", 0.55)).hide) == ("unreadable", True)
    assert not unsure(("SAG", 0.55), ("SAG", 0.5)).hide
    assert not unsure(("SAG", 0.95), ("5A6", 0.3)).hide
    assert not unsure(("|", 0.4), ("-", 0.2)).hide
    assert not unsure(("uos", 0.55), policy="phi").hide
