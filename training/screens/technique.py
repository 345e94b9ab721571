"""How an image was made: values of the acquisition that stand on the screen, and in the header as well."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

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
    letters = words.brand(r).split()[0] + " " + r.text("E|S|i|V|X") + str(r.whole(3, 99))
    name = r.one(settings.model(r), words.brand(r), letters)
    station = r.text(
        "{m}{n}|{c}{q}|{b}-{p}|CT{q}|{c}{b}{n}",
        m=modality,
        n=r.whole(1, 40),
        p=r.number(2),
        q=r.number(5),
        b=r.capitals(2),
        c=r.capitals(3),
    )
    part = anatomy.part(r, "en")
    ends = "W/O CONTRAST|WITH CONTRAST|2 VIEWS|COMPLETE|LIMITED|BILATERAL"
    study = r.one(
        f"{modality} {anatomy.part(r, language)}",
        anatomy.phrase(r, language),
        anatomy.part(r, language),
        f"{modality} {part} {r.text(ends)}",
    )
    series = anatomy.protocol(r, modality, language)
    protocol = anatomy.protocol(r, modality, language) if r.odds(0.6) else series
    header = {
        "BodyPartExamined": _CODE.sub("", part.upper())[:16].strip(),
        "Manufacturer": r.of(lists.items("devices", "makers")),
        "ManufacturerModelName": name[:64],
        "Modality": modality,
    }
    header |= {keyword: r.of(values) for keyword, values in _fixed(modality)}
    header |= {keyword: f"{r.uniform(low, high):.{digits}f}" for keyword, low, high, digits in _measured(modality)}
    if "TransducerData" in header:
        header["TransducerData"] = settings.model(r)
    return Technique(
        modality, header["Manufacturer"], name, settings.model(r), study, series, protocol, station, header
    )


@cache
def _fixed(modality: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The keywords of a modality whose values are chosen from a few, with these."""
    lines = (*lists.items("technique", "choices"), *lists.items("technique", f"choices of {_group(modality)}"))
    return tuple((line.split()[0], tuple(line.split()[1:])) for line in lines)


@cache
def _measured(modality: str) -> tuple[tuple[str, float, float, int], ...]:
    """The keywords of a modality whose values are numbers, with their bounds and the digits behind the point."""
    lines = (*lists.items("technique", "numbers"), *lists.items("technique", f"numbers of {_group(modality)}"))
    parts = (line.split() for line in lines)
    return tuple((keyword, float(low), float(high), int(digits)) for keyword, low, high, digits in parts)


def _group(modality: str) -> str:
    groups = {"CT": "ct", "PT": "ct", "MR": "mr", "MG": "mg", "US": "us"}
    return groups.get(modality, "x-ray" if modality in ("CR", "DX", "XA", "RF", "IO", "PX") else "others")
