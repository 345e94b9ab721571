"""How an image was made: values of the acquisition that stand on the screen, and in the header as well."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from training.screens import anatomy, lists, settings, words
from training.screens.chance import Chance

_CODE = re.compile(r"[^A-Z0-9 _]")


@dataclass(frozen=True, slots=True)
class Technique:
    """Values of one acquisition; `header` holds what a header says of it, by keyword."""

    modality: str
    maker: str
    model: str
    probe: str
    study: str
    series: str
    protocol: str
    station: str
    header: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, keyword: str) -> str:
        return self.header[keyword]


def technique(r: Chance, modality: str, language: str) -> Technique:
    """Values as such a device would have them."""
    maker = r.of(lists.items("devices", "makers"))
    name = r.one(
        settings.model(r),
        words.brand(r),
        words.brand(r).split()[0] + " " + r.one("E", "S", "i", "V", "X") + str(r.whole(3, 99)),
    )
    header = {
        "SeriesNumber": str(r.whole(1, r.one(9, 30, 900))),
        "InstanceNumber": str(r.whole(1, r.one(9, 60, 400))),
        "AcquisitionNumber": str(r.whole(1, 9)),
        "WindowCenter": str(r.one(40, 50, -600, 127, 300, r.whole(-100, 2000))),
        "WindowWidth": str(r.one(400, 350, 1500, 255, 2000, r.whole(50, 4000))),
        "BodyPartExamined": _CODE.sub("", anatomy.part(r, "en").upper())[:16].strip(),
        "Manufacturer": maker,
        "ManufacturerModelName": name[:64],
        "Modality": modality,
    }
    header |= _of_modality(r, modality)
    station = r.one(
        f"{modality}{r.whole(1, 9)}",
        f"{r.capitals(3)}{r.number(5)}",
        f"{r.capitals(2)}-{r.number(2)}",
        f"CT{r.number(5)}",
        f"{r.capitals(4)}{r.whole(1, 40)}",
    )
    study = r.one(
        f"{modality} {anatomy.part(r, language)}",
        anatomy.phrase(r, language),
        anatomy.part(r, language),
        f"{modality} {anatomy.part(r, 'en')} {r.one('W/O CONTRAST', 'WITH CONTRAST', '2 VIEWS', 'COMPLETE', 'LIMITED', 'BILATERAL')}",
    )
    series = anatomy.protocol(r, modality, language)
    protocol = anatomy.protocol(r, modality, language) if r.odds(0.6) else series
    return Technique(modality, maker, name, settings.model(r), study, series, protocol, station, header)


def _of_modality(r: Chance, modality: str) -> dict[str, str]:
    if modality in ("CT", "PT"):
        return {
            "KVP": str(r.one(80, 100, 110, 120, 130, 140)), "XRayTubeCurrent": str(r.whole(20, 700)), "ExposureTime": str(r.whole(250, 1500)),
            "Exposure": str(r.whole(5, 400)), "SliceThickness": r.one("0.6", "0.625", "1", "1.25", "2", "2.5", "3", "5", "5.0", "10"),
            "SliceLocation": f"{r.uniform(-900, 900):.{r.whole(1, 3)}f}", "ReconstructionDiameter": str(r.whole(150, 500)),
            "ConvolutionKernel": f"{r.one('B', 'H', 'I', 'FC', 'Br', 'Hr')}{r.whole(10, 70)}{r.one('f', 's', 'd', '')}", "GantryDetectorTilt": f"{r.whole(-25, 25)}",
            "PatientPosition": r.one("HFS", "FFS", "HFP", "FFP"), "Rows": "512", "Columns": "512",
        }  # fmt: skip
    if modality == "MR":
        side = r.one(256, 320, 384, 448, 512)
        return {
            "RepetitionTime": r.one(f"{r.whole(4, 9000)}", f"{r.uniform(3, 5000):.1f}"), "EchoTime": r.one(f"{r.whole(2, 180)}", f"{r.uniform(1, 150):.2f}"),
            "FlipAngle": str(r.whole(5, 180)), "EchoTrainLength": str(r.whole(1, 120)), "SliceThickness": r.one("0.9", "1", "3", "4", "5", "3.5"),
            "SpacingBetweenSlices": r.one("0.5", "1", "3.3", "4.4", "6"), "SliceLocation": f"{r.uniform(-200, 200):.{r.whole(1, 3)}f}",
            "NumberOfAverages": str(r.whole(1, 6)), "MagneticFieldStrength": r.one("1.5", "3", "0.35", "1.494"), "PixelBandwidth": str(r.whole(60, 900)),
            "PatientPosition": r.one("HFS", "FFS"), "Rows": str(side), "Columns": str(side),
        }  # fmt: skip
    if modality in ("CR", "DX", "MG", "XA", "RF", "IO"):
        return {
            "KVP": str(r.whole(25, 35) if modality == "MG" else r.whole(45, 130)), "XRayTubeCurrent": str(r.whole(10, 800)), "ExposureTime": str(r.whole(3, 900)),
            "Exposure": str(r.whole(1, 200)), "BodyPartThickness": str(r.whole(15, 90)), "CompressionForce": str(r.whole(40, 180)),
            "ViewPosition": r.one("AP", "PA", "LL", "RL") if modality != "MG" else r.one("CC", "MLO", "ML", "XCCL"), "ImageLaterality": r.one("L", "R"),
            "OrganDose": f"{r.uniform(0.3, 3):.3f}", "DistanceSourceToDetector": str(r.one(1000, 1100, 1150, 1800, 660)),
        }  # fmt: skip
    if modality == "US":
        return {"TransducerData": settings.model(r)}
    return {}
