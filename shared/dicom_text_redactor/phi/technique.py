"""What a header says of the technique: the words and figures that a screen may repeat without identifying anybody."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pydicom

from dicom_text_redactor.phi.spelling import fold

KEYWORDS = (
    "Modality Manufacturer ManufacturerModelName StudyDescription SeriesDescription ProtocolName BodyPartExamined "
    "ViewPosition PatientPosition ImageLaterality Laterality ImageComments PerformedProcedureStepDescription "
    "RequestedProcedureDescription ScanOptions SequenceName ScanningSequence ConvolutionKernel ContrastBolusAgent "
    "TransducerData TransducerType ProcessingFunction KVP ExposureTime XRayTubeCurrent Exposure SliceThickness "
    "SliceLocation SpacingBetweenSlices InstanceNumber SeriesNumber AcquisitionNumber RepetitionTime EchoTime "
    "InversionTime FlipAngle MagneticFieldStrength WindowCenter WindowWidth Rows Columns NumberOfFrames "
    "GantryDetectorTilt TableHeight ReconstructionDiameter DataCollectionDiameter FrameTime CineRate HeartRate "
    "PatientAge PatientSex PatientSize PatientWeight MechanicalIndex DepthOfScanField "
    "SoftwareVersions"
).split()
"""Keywords of PS3.6 whose values describe how an image was made."""

_SPLIT = re.compile(r"[\s,=;:()/\\_^]+")
_LONGEST = 1024


def technique_of(dataset: pydicom.Dataset, keywords: Iterable[str] = KEYWORDS) -> frozenset[str]:
    """The folded words of a dataset's technical values; figures as whole numbers and with their decimals."""
    found: set[str] = set()
    for keyword in keywords:
        try:
            value = dataset.get(keyword)
        except Exception:  # noqa: S112  # a broken element says nothing; the others still count
            continue
        many = value if isinstance(value, list | tuple | pydicom.multival.MultiValue) else [value]
        for one in many[:_LONGEST]:
            if one is not None:
                found.update(_spelled(str(one)[:_LONGEST]))
    return frozenset(found)


def _spelled(value: str) -> set[str]:
    words = {fold(word) for word in _SPLIT.split(value) if word}
    for word in list(words):
        try:
            number = float(word)
        except ValueError:
            continue
        if number == number and abs(number) < 1e6:
            words |= {f"{number:.0f}", f"{number:.1f}", f"{number:.2f}"}
    return words
