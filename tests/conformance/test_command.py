"""The command that proves the outcome on one's own files, with a redactor that really searches for text."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path

import pytest

from dicom_text_redactor.corrections.marks import FileMarks
from dicom_text_redactor.errors import Internal
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.report import BoxReport
from dicom_text_redactor.settings import Policy, RedactionSettings
from tests.conformance import __main__ as command
from tests.conformance.forging import IMPLICIT, Forge
from tests.conformance.test_bytes import HARD
from tests.dicom.images import wheel_file
from tests.phantoms import Line, image_with


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    return Redactor(RedactionSettings(ner_model=""))


def test_each_file_gets_its_line_and_the_totals_add_up(
    redactor: Redactor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "deep").mkdir()
    image_with(Line("QUILLFEATHER"), PatientName="QUILLFEATHER").dataset.save_as(tmp_path / "deep/a.dcm")
    shutil.copy(wheel_file("MR_small_RLE.dcm"), tmp_path / "b.dcm")
    (tmp_path / "c.txt").write_text("no image")
    assert command.run(redactor, [tmp_path]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == ["clean", "refused", "redacted"]
    assert lines[-1] == "2 handled, 1 refused (not-dicom 1), 0 wrong"


def test_a_header_that_the_judge_has_read_keeps_its_bytes(
    redactor: Redactor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, syntax in enumerate(("1.2.840.10008.1.2.1", IMPLICIT)):
        forge = Forge(syntax)
        # GDCM needs six seconds for a VR that it does not know.
        known = (hard for name, hard in HARD.items() if name != "a VR that does not exist")
        hard = {tag: data for each in known for tag, data in each(forge).items()}
        (tmp_path / f"{number}.dcm").write_bytes(forge.image(hard))
    assert command.run(redactor, [tmp_path]) == 0
    assert capsys.readouterr().out.endswith("2 handled, 0 refused (none), 0 wrong\n")


class Careless(Redactor):
    """A redactor that writes the source with one element changed, or fails in a way that nobody foresaw."""

    def redact_file(self, source: Path | str, target: Path | str, *, marks: FileMarks | None = None) -> BoxReport:
        if Path(source).name == "fails.dcm":
            raise Internal("An unforeseen KeyError ended the redaction.")
        report = super().redact_file(source, target, marks=marks)
        data = Path(target).read_bytes()
        Path(target).write_bytes(data.replace(b"1.2.826.0.1.3680043.8.498.77", b"1.2.826.0.1.3680043.8.498.78"))
        return report


def test_what_is_wrong_is_told_without_any_value(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("fails.dcm", "other.dcm"):
        (tmp_path / name).write_bytes(Forge().image({}))
    assert command.run(Careless(RedactionSettings(ner_model="")), [tmp_path]) == 1
    said = capsys.readouterr().out
    assert "(0008,0018) has another value" in said
    assert "an unforeseen error" in said
    assert said.endswith("0 handled, 0 refused (none), 2 wrong\n")
    assert "1.2.826" not in said


@pytest.mark.parametrize(("policy", "claimed"), [("cautious", True), ("all-text", True), ("phi", False)])
def test_a_policy_that_leaves_the_unreadable_claims_nothing(policy: Policy, claimed: bool) -> None:
    source = image_with(Line("QUILLFEATHER"), PatientName="QUILLFEATHER").dataset
    source.BurnedInAnnotation = "YES"
    redaction = Redactor(RedactionSettings(policy=policy, ner_model="")).redact(source)
    assert redaction.report.hidden
    assert redaction.dataset.BurnedInAnnotation == ("NO" if claimed else "YES")
    assert ("DeidentificationMethodCodeSequence" in redaction.dataset) is claimed
    assert redaction.dataset.ImageType[0] == "DERIVED"


def test_a_folder_that_is_not_there_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["nowhere"])
    assert ended.value.code == 2
    assert "nowhere" in capsys.readouterr().err


def test_a_header_full_of_errors_is_redacted_without_a_warning_that_would_repeat_its_values(
    redactor: Redactor, tmp_path: Path
) -> None:
    forge = Forge()
    source = tmp_path / "a.dcm"
    source.write_bytes(forge.image({tag: data for each in HARD.values() for tag, data in each(forge).items()}))
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        redactor.redact_file(source, tmp_path / "b.dcm")
    assert told == []
