"""The header beside a screen: it knows all of what is burned in, some, other things, or nothing."""

from __future__ import annotations

from datetime import date, timedelta

from pydicom import Dataset

from training.screens import dates, numbers, places
from training.screens.case import Case
from training.screens.chance import Chance
from training.screens.people import person

KNOWLEDGE = (("all", 4.0), ("some", 3.0), ("other", 1.2), ("anonymised", 2.0), ("nothing", 0.8))
"""What headers know of what is burned in, and how often."""


def header_of(r: Chance, case: Case, columns: int, rows: int) -> Dataset:
    """A header for a screen of this case."""
    knowledge = r.weighted(KNOWLEDGE)
    ds = Dataset()
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.Rows, ds.Columns = rows, columns
    if knowledge in ("all", "some"):
        _identity(r, ds, case, 0.92 if knowledge == "all" else 0.45)
    elif knowledge == "other":
        _other_identity(r, ds, case)
    elif knowledge == "anonymised":
        _anonymous(r, ds, case)
    if not (knowledge == "nothing" and r.odds(0.5)):
        _technique(r, ds, case)
    return ds


def _identity(r: Chance, ds: Dataset, case: Case, share: float) -> None:
    who = case.patient if r.odds(0.7) else case.patient.plain()
    name = (
        who.dicom
        if r.odds(0.9)
        else r.one(f"{who.family} {who.given}", f"{who.given}^{who.family}", f"{who.family}, {who.given}")
    )
    values = {
        "PatientName": r.one(name, name, name.upper()),
        "PatientID": case.id,
        "PatientBirthDate": _da(case.born),
        "PatientSex": case.sex,
        "StudyDate": _da(case.day),
        "AccessionNumber": case.accession_number[:16],
    }
    for keyword, value in values.items():
        if r.odds(share):
            setattr(ds, keyword, value)
    seldom = {
        "PatientAge": f"{case.age:03d}Y",
        "SeriesDate": _da(case.day),
        "AcquisitionDate": _da(case.day + timedelta(r.one(0, 0, 1))),
        "ContentDate": _da(r.one(case.day, case.later)),
        "StudyTime": f"{case.seconds // 3600:02d}{case.seconds // 60 % 60:02d}{case.seconds % 60:02d}",
        "InstitutionName": _institution(r, case)[:64],
        "InstitutionAddress": f"{case.institution.street} {case.institution.postcode} {case.institution.town}",
        "InstitutionalDepartmentName": case.institution.department[:64],
        "ReferringPhysicianName": case.doctors[0].dicom,
        "PerformingPhysicianName": case.doctors[1].dicom,
        "NameOfPhysiciansReadingStudy": case.doctors[2].dicom,
        "OperatorsName": r.one(case.operator.dicom, case.operator.initials),
        "StudyID": r.one(r.number(4), case.accession_number[:16]),
        "OtherPatientIDs": numbers.patient_id(r),
    }
    for keyword, value in seldom.items():
        if r.odds(share * 0.45):
            setattr(ds, keyword, value)


def _institution(r: Chance, case: Case) -> str:
    """The institution as the header has it: as it is printed, or partly."""
    place = case.institution
    return r.one(
        place.name,
        place.name,
        place.name.upper(),
        place.short,
        place.department,
        f"{place.name} {place.town}",
        place.town,
    )


def _other_identity(r: Chance, ds: Dataset, case: Case) -> None:
    """Somebody else, another day: what is burned in is older than the file, or of another patient."""
    ds.PatientName, ds.PatientID = person(r).dicom, numbers.patient_id(r)
    ds.StudyDate, ds.PatientBirthDate = _da(r.one(case.later, dates.day(r))), _da(dates.day(r, 1925, 2020))
    if r.odds(0.4):
        ds.InstitutionName = places.institution(r, case.language).name[:64]
    if r.odds(0.3):
        ds.ReferringPhysicianName = person(r).dicom


def _anonymous(r: Chance, ds: Dataset, case: Case) -> None:
    code = r.one(str(r.whole(1, 9999)), r.digits(4), f"{r.capitals(2)}{r.digits(3)}", f"sub-{r.whole(1, 99):02d}")
    ds.PatientName = r.one(
        f"ANON^{code}", "Anonymous", f"ANON{code}", "", code, f"Patient^{code}", "anonymized", "REMOVED", case.id[:64]
    )
    ds.PatientID = r.one(code, f"ANON{code}", "", code)
    if r.odds(0.5):
        ds.StudyDate = r.one("19000101", _da(case.day), _da(case.day + timedelta(r.whole(-300, 300))), "")
    if r.odds(0.3):
        ds.PatientBirthDate = r.one("19000101", f"{case.born.year}0101", "")
    if r.odds(0.4):
        ds.PatientIdentityRemoved = "YES"


def _technique(r: Chance, ds: Dataset, case: Case) -> None:
    share = r.one(0.2, 0.6, 0.95)
    t = case.technique
    for keyword, value in t.header.items():
        if r.odds(share) and keyword not in ("Rows", "Columns"):
            setattr(ds, keyword, value)
    for keyword, value in {
        "StudyDescription": t.study,
        "SeriesDescription": t.series,
        "ProtocolName": t.protocol,
    }.items():
        if r.odds(share):
            setattr(ds, keyword, value[:64])
    ds.Modality = t.modality
    if r.odds(share * 0.5):
        ds.StationName = t.station[:16]


def _da(day: date) -> str:
    return f"{day:%Y%m%d}"
