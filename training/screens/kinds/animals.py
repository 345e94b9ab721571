"""Images of animals: their names, those of their owners, species and breeds."""

from __future__ import annotations

from training.screens import corners, settings
from training.screens.case import Case
from training.screens.kinds.registry import SQUARE, USUAL, kind
from training.screens.layout import Canvas
from training.screens.lines import Line, either, identifying

_SPECIES = (
    "Canine|Feline|Equine|DSH|Labrador|Mixed Breed|Dog|Cat|Horse|Hund|Katze|Chien|Perro|Gato|Beagle|Avian|K9|Bovine"
)


@kind("animal/radiograph", 0.8, modality="DX", sizes=SQUARE + USUAL, letters=(0.015, 0.028), nobody=False)
def radiograph(case: Case, canvas: Canvas) -> None:
    """A practice's image of an animal: its name and its owner's, species and breed, sex and age, the practice."""
    r, w, h = case.r, canvas.columns, canvas.rows
    pet = identifying(r.cased(case.patient.given, "asis", "upper"), "person")
    owner = identifying(r.cased(case.patient.family, "asis", "upper"), "person")
    name = r.one(pet + r.one(", ", " ", " / ", "^") + owner, owner + r.one(", ", " ", "^") + pet, pet)
    owned = either(r, "Owner: |Owner |Client: |Besitzer: |Propriétaire : |", "label") + case.person(case.operator)
    sex = either(r, "MN|FS|M/C|F/S|Male neutered|Spayed Female|M|F|Neutered", "sex")
    lines: list[Line] = [case.tagged("name", name), case.patient_id(), owned, either(r, _SPECIES, "value"), sex]
    years = either(r, "{n}Y|{n} Y {m} M|{n}yr|{n} years|{n}y{m}m", "age", n=r.whole(1, 15), m=r.whole(1, 11))
    lines.append(years)
    lines += [case.date_time(0.2), case.place(0.2), case.physician(0, 0.8)]
    canvas.column([line for line in lines if r.odds(0.7)], r.one(4, w * 0.6), 4, step=1.3)
    canvas.put(
        either(r, "VD|DV|LAT|R LAT|L LAT|Left Lateral|Stifle|Thorax VD|R Fore|Skull|HIPS|DP|DLPMO", "view"),
        w * r.uniform(0.05, 0.8),
        h * r.uniform(0.5, 0.9),
    )
    canvas.upwards([*corners.technique_lines(case)[:3], *settings.several(r, "x-ray", 0, 3)], 4, h - 4, step=1.25)
