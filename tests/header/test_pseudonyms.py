"""Two workers, two runs, one key: the same pseudonyms, and nothing in common under another key."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pydicom import DataElement, Dataset
from pydicom.config import IGNORE
from pydicom.sequence import Sequence
from pydicom.uid import UID

from dicom_text_redactor.header.dates import shifted
from dicom_text_redactor.header.pseudonyms import Pseudonyms
from tests.header.headers import CT, KEY, cleaned, image, stored, written

ROOT = Path(__file__).resolve().parents[2]
STUDY, SERIES, FIRST, SECOND = (f"1.2.826.0.1.3680043.9.7777.{number}" for number in range(4))


def slice_of(instance: str, other: str) -> Dataset:
    dataset = image()
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = STUDY, SERIES
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = UID(instance)
    dataset.AccessionNumber, dataset.StudyDate = "ACC-77", "20240229"
    reference = Dataset()
    reference.ReferencedSOPClassUID, reference.ReferencedSOPInstanceUID = CT, other
    series = Dataset()
    series.SeriesInstanceUID = SERIES
    series.ReferencedInstanceSequence = Sequence([reference])
    dataset.ReferencedSeriesSequence = Sequence([series])
    dataset.ReferencedImageSequence = Sequence([reference])
    return dataset


def test_references_between_files_match_after_cleaning_them_apart() -> None:
    first, second = (written(cleaned(slice_of(*pair), "shift-dates")[0]) for pair in ((FIRST, SECOND), (SECOND, FIRST)))
    assert first.SOPInstanceUID == first.file_meta.MediaStorageSOPInstanceUID
    assert first.SOPInstanceUID != FIRST
    for one, other in ((first, second), (second, first)):
        assert one.ReferencedImageSequence[0].ReferencedSOPInstanceUID == other.SOPInstanceUID
        nested = one.ReferencedSeriesSequence[0]
        assert nested.SeriesInstanceUID == other.SeriesInstanceUID
        assert nested.ReferencedInstanceSequence[0].ReferencedSOPInstanceUID == other.SOPInstanceUID
        assert one.ReferencedImageSequence[0].ReferencedSOPClassUID == CT
    for keyword in ("StudyInstanceUID", "PatientID", "PatientName", "AccessionNumber", "StudyDate"):
        assert first[keyword].value == second[keyword].value, keyword


def test_another_key_gives_nothing_in_common() -> None:
    one, other = (written(cleaned(slice_of(FIRST, SECOND), "shift-dates", key=key)[0]) for key in (KEY, KEY[::-1]))
    for keyword in ("StudyInstanceUID", "SOPInstanceUID", "PatientID", "AccessionNumber", "StudyDate"):
        assert one[keyword].value != other[keyword].value, keyword


def test_another_process_gives_the_same() -> None:
    code = (
        "import sys; from dicom_text_redactor.header.pseudonyms import Pseudonyms as P; p = P(sys.argv[1]); "
        "print(p.uid('1.2.3'), p.patient('A7'), p.accession('77'), p.days('A7'))"
    )
    told = subprocess.run([sys.executable, "-c", code, KEY], cwd=ROOT, capture_output=True, text=True, check=True)
    own = Pseudonyms(KEY)
    assert told.stdout.split() == [own.uid("1.2.3"), own.patient("A7"), own.accession("77"), str(own.days("A7"))]


def test_pseudonyms_fit_their_attributes() -> None:
    own = Pseudonyms(KEY)
    for number in range(200):
        assert len(own.uid(f"1.2.{number}")) <= 64
        assert len(own.accession(str(number))) == 16
        assert -4015 <= own.days(str(number)) <= -365
    assert len({own.uid(f"1.2.{number}") for number in range(200)}) == 200


@pytest.mark.parametrize(
    ("text", "vr", "after"),
    [
        ("20240301", "DA", "20240229"),
        ("2024.03.01", "DA", "20240229"),
        ("20240301104217.123+0100", "DT", "20240229104217.123+0100"),
        ("104217.12", "TM", "104217.12"),
        ("+0100", "SH", "+0100"),
        ("202403", "DT", None),
        ("1 March", "DA", None),
        ("20241301", "DA", None),
        ("DOE", "TM", None),
    ],
)
def test_a_date_moves_by_whole_days(text: str, vr: str, after: str | None) -> None:
    assert shifted(text, vr, -1) == after


def test_intervals_stay_when_dates_are_shifted() -> None:
    dataset = image()
    dataset.StudyDate, dataset.SeriesDate = "20231230", "20240102"
    dataset.AcquisitionDateTime = "20240102235959.5"
    after = written(cleaned(dataset, "shift-dates")[0])
    from datetime import datetime

    days = [datetime.strptime(after[k].value[:8], "%Y%m%d") for k in ("StudyDate", "SeriesDate", "AcquisitionDateTime")]
    assert (days[1] - days[0]).days == 3
    assert days[2] == days[1]
    assert after.StudyDate != "20231230"
    assert after.AcquisitionDateTime.endswith("235959.5")


@pytest.mark.parametrize("option", ["shift-dates", "retain-dates"])
def test_what_stands_in_a_date_and_is_none_goes(option: str) -> None:
    dataset = image()
    for tag in (0x00080020, 0x00080021, 0x00080030):
        dataset[tag] = DataElement(tag, "DA", "Mr Nobody", validation_mode=IGNORE)
    assert b"Nobody" in stored(dataset)
    assert b"Nobody" not in stored(cleaned(dataset, option)[0])
