"""Patients of several regions of the world, with places, staff and telephones; none of them exists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from benchmarks.phantoms.names import Patient

_REGIONS: dict[str, tuple[str, str, str, str, str]] = {
    # surnames, given names of women and of men, places, hospitals
    "anglophone": (
        "Whitlock Harrowgate Pemberley O'Shannon McAllaster Tregowan Ashdowne Fairclough",
        "Olivia Harriet Maureen Phoebe Tabitha", "Desmond Russell Clifford Tobias Graham",
        "Wexmoor Lynhaven Oakhurst Stonebridge", "{} Memorial Hospital|{} Medical Center|Royal {} Infirmary",
    ),
    "germanic": (
        "Kühnemann Oberhäuser Van-der-Velde Grünwaldt Steinmetzer Brouwerink Schöllkopf Aldenhoven",
        "Annegret Liselotte Margriet Ursula Heidrun", "Wolfgang Joachim Pieter Ansgar Lothar",
        "Neuenrath Waldstetten Haarlingen Bergzabern", "Klinikum {}|Krankenhaus {}|{} Ziekenhuis",
    ),
    "romance": (
        "Villanueva Echeverría Montferrand Castelnuovo Figueiredo Zambrano Beaulieu Quintanilla",
        "Inmaculada Geneviève Beatriz Ornella Pilar", "Joaquín Thierry Agostinho Ruggero Ramiro",
        "Valdemora Montclar Pontevale Santarina", "Hospital General {}|Clinique {}|Ospedale {}",
    ),
    "slavic": (
        "Kowalczuk Dobrowolska Vondráček Petrushenko Marinković Zhdanova Havlíková Sobczyński",
        "Bronislava Kateryna Milena Zdenka Halina", "Bogdan Jaroslav Stanislav Dragan Ladislav",
        "Novograd Brezovice Kamenec Zlatohora", "Szpital {}|Clinic {}|{} Regional Hospital",
    ),
    "south-asian": (
        "Krishnamurthy Bandaranaike Chattopadhyay Venkatesan Siddiqui Rajapaksha Deshpande Gunawardena",
        "Lakshmi Anjali Shabnam Priyanka Sumithra", "Rajesh Anand Imran Subramaniam Dilshan",
        "Chandrapur Malligaon Suryanagar Velapuram", "{} Medical College|{} Institute|Sri {} Hospital",
    ),
    "east-asian": (
        "Takahashi Nakagawara Nguyen Zhang Hwangbo Ouyang Pham Shimizu",
        "Haruka Xiaoling Thuy Minji Sakura", "Kenjiro Jianguo Minh Seojun Hideaki",
        "Kitazawa Linhai Hanseong Thanh-Loc", "{} University Hospital|{} General Hospital|{} Clinic",
    ),
    "african": (
        "Okonkwo Adebayo Mwangi Tshabalala Nkrumah Ouedraogo Chukwuemeka Wanjiku",
        "Ngozi Amina Thandiwe Wambui Abeba", "Kwame Chinedu Sipho Tendai Babajide",
        "Umlazini Kisaru Abakaliki Mbaranda", "{} Teaching Hospital|{} District Hospital|{} Referral Hospital",
    ),
    "arabic": (
        "Al-Rashidi Haddadin Benyoussef Khoury Mansouri Abdelrahman El-Sayed Shahbandari",
        "Fatima Layla Yasmin Nour Khadija", "Mustafa Tariq Youssef Hassan Ibrahim",
        "Qasrabad Marjayun Wadihara Jabaliya", "Al {} Hospital|{} Medical City|Hopital {}",
    ),
    "nordic": (
        "Bergström Lindqvist Korhonen Sørensen Haugen Virtanen Gudmundsson Østergaard",
        "Ingeborg Sólveig Annikki Kirsten Ragnhild", "Torbjörn Eino Magnus Håkon Søren",
        "Norrvik Lillehamn Kuusjärvi Fjordby", "{} Sjukhus|{} Universitetssjukhus|{} Sykehus",
    ),
}  # fmt: skip
REGIONS = tuple(_REGIONS)

_NUMBERS = ("{:08d}", "P{:07d}", "{:06d}-3", "MRN{:07d}", "{:010d}", "H-{:06d}")
_PHONES = ("+{c} {a} {b}", "({a}) 555-{s:04d}", "0{a}/{b}", "{a}-555-{s:04d}")


@dataclass(frozen=True, slots=True)
class Person(Patient):
    """A patient, with what the header does not hold: who made the picture, a telephone, the region of the names."""

    operator: tuple[str, str]
    phone: str
    region: str


def person(random: np.random.Generator) -> Person:
    """Somebody of some region, a place and a day."""
    sex, region = _one(random, ("F", "M")), _one(random, REGIONS)
    surnames, women, men, places, hospitals = _REGIONS[region]
    staff, their_women, their_men, _, _ = _REGIONS[_one(random, REGIONS)]
    return Person(
        surname=_one(random, surnames.split()),
        given=_one(random, (women if sex == "F" else men).split()),
        sex=sex,
        number=_one(random, _NUMBERS).format(int(random.integers(10_000, 999_999))),
        born=datetime(1928, 1, 1) + timedelta(days=int(random.integers(0, 33_000))),
        studied=datetime(2014, 1, 1) + timedelta(minutes=int(random.integers(0, 6_000_000))),
        accession=f"{_one(random, ('A', 'ACC', '', 'RX-'))}{int(random.integers(1_000_000, 99_999_999))}",
        hospital=_one(random, hospitals.split("|")).format(_one(random, places.split())),
        region=region,
        physician=(_one(random, staff.split()), _one(random, their_men.split())),
        operator=(_one(random, staff.split()), _one(random, their_women.split())),
        phone=_one(random, _PHONES).format(
            c=int(random.integers(20, 99)), a=int(random.integers(201, 989)),
            b=int(random.integers(1_000_000, 9_999_999)), s=int(random.integers(100, 199)),
        ),
    )  # fmt: skip


def _one(random: np.random.Generator, some: Sequence[str]) -> str:
    return some[int(random.integers(len(some)))]
