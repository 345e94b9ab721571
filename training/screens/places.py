"""Places and institutions: towns, streets, hospitals and practices, built of names, towns, saints and ordinary words."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache

from training.screens import words
from training.screens.chance import Chance
from training.screens.numbers import phone
from training.screens.people import person
from training.screens.transliteration import in_latin

_TOWNS = {
    "de": "de_DE", "it": "it_IT", "nl": "nl_NL", "sv": "sv_SE", "da": "da_DK", "pl": "pl_PL", "cs": "cs_CZ",
}  # fmt: skip
_OTHER_TOWNS = {
    "en": "Ashford Brookhaven Fairview Riverton Kingsport Oakdale Millbrook Westfield Haverhill Dunmore Leighton Carrick "
    "Northgate Eastbourne Harlow Penrith Bayside Cedarville Glenwood Stratton Marlow Whitby Durban Nakuru Kaduna",
    "fr": "Lyon Nantes Rouen Dijon Tours Poitiers Limoges Angers Brest Amiens Reims Metz Liège Namur Dakar Lausanne Sfax",
    "es": "Sevilla Málaga Murcia Toledo Burgos Cuenca Mérida Rosario Córdoba Puebla Tampico Cali Neiva Arequipa Talca",
    "pt": "Lisboa Braga Évora Faro Coimbra Aveiro Curitiba Londrina Campinas Recife Natal Belém Goiânia Luanda",
    "tr": "Bursa Konya Sivas Kayseri Adana Antalya Erzurum Samsun Trabzon Malatya Denizli Manisa",
}
_PATTERNS = {
    "en": (
        "{p} Hospital|{p} General Hospital|{p} Medical Center|{p} Medical Centre|{p} Memorial Hospital|St. {s} Hospital|"
        "St {s}'s Hospital|Saint {s} Medical Center|{p} Clinic|{p} Imaging|{p} Radiology|{p} Radiology Associates|"
        "{w} and {w} Specialists|{w} & {w} Associates|{w} {w} Center|{w} {w} Clinic|University of {p}|{p} University Hospital|"
        "{p} Health|{p} Health System|{p} Healthcare|The {w} Institute|{p} {w} Institute|{w} Imaging Center|{w} Diagnostics|"
        "Mercy {p}|Our Lady of {w}|{p} NHS Trust|Royal {p} Infirmary|Royal {w} Hospital|{p} District Hospital|{p} Veterinary Clinic|"
        "{p} Women's Health|{w} Women's Clinic|{p} County {w} Hospital|{a} Medical|{a} Radiology|{a}|{p} Heart Group|"
        "{w} {w} {w} Clinic|Dr {f} Clinic|{f} & {f} Radiology|{f} Imaging Ltd|{p} Cardiology|{p} Research|"
        "{s} Research Hospital|{p} Polyclinic|{p} Unit {n}|Ward {n} {p}|{p} Ultrasound|{w} Scan Centre|{f} Diagnostic Centre|"
        "{p} Dental|{p} Eye Center|{p} Endoscopy Unit|{p} School of Medicine|{p} Maternity|Fetal Medicine {p}|{p} {w}|{w} {p}"
    ),
    "de": (
        "Klinikum {p}|Universitätsklinikum {p}|Krankenhaus {p}|St. {s} Krankenhaus|Praxis Dr. {f}|Radiologie {p}|"
        "Radiologische Praxis {f}|Gemeinschaftspraxis {f} / {f}|Kreiskrankenhaus {p}|Evangelisches Krankenhaus {p}|UKE {p}|"
        "Klinik {p}|Marienhospital {p}|MVZ {p}|Herzzentrum {p}|Institut für Radiologie {p}|{a} {p}|Frauenklinik {p}|"
        "Kantonsspital {p}|LKH {p}|Zentrum für {w} {p}|Diakonie {p}|Pränatalzentrum {p}"
    ),
    "fr": (
        "Hôpital {p}|CHU {p}|CHU de {p}|CH {p}|Clinique {f}|Clinique Saint-{s}|Hôpital Saint {s}|Centre Hospitalier de {p}|"
        "Centre d'imagerie {p}|Imagerie Médicale {p}|Cabinet Dr {f}|Hôpital {p} Unité {n}|Cardiologie {p}|Radiologie {p}|"
        "Polyclinique {p}|SCM {f} {f}|Centre de Radiologie du {w}|Hopital {f}|Institut {f}|{a} {p}|Service {n} {p}"
    ),
    "es": (
        "Hospital {p}|Hospital General de {p}|Clínica {f}|Clínica {p}|Hospital San {s}|Hospital Santa {s}|Centro Médico {p}|"
        "Hospital Universitario {p}|Sanatorio {f}|Instituto {f}|Diagnóstico por Imágenes {p}|{a} {p}|Policlínica {p}|"
        "Centro de Imagen {f}|Hospital Regional {p}|Nuestra Señora de {p}|Unidad {n} {p}"
    ),
    "it": (
        "Ospedale {p}|Ospedale San {s}|Ospedale Civile {p}|Azienda Ospedaliera {p}|Policlinico {p}|Casa di Cura {f}|Clinica {f}|"
        "ASL {n} {p}|AUSL {p}|Studio Dott. {f}|Studio Medico {f}|Centro Diagnostico {p}|Istituto {f}|Poliambulatorio {p}|"
        "IRCCS {f}|A.O. {p}|Radiologia {p}|Ospedale Santa {s}"
    ),
    "pt": (
        "Hospital {p}|Hospital de {p}|Hospital São {s}|Santa Casa de {p}|Clínica {f}|Centro Hospitalar {p}|Instituto {f}|"
        "Hospital das Clínicas {p}|Hospital Santa {s}|{a} {p}|Unimed {p}|Centro de Imagem {p}|Laboratório {f}|Clínica {p}"
    ),
    "nl": (
        "UZ {p}|UMC {p}|Ziekenhuis {p}|Sint {s} Ziekenhuis|AZ {p}|AZ Sint-{s}|Medisch Centrum {p}|Kliniek {p}|{f} Ziekenhuis|"
        "Diagnostisch Centrum {p}|Praktijk {f}|Streekziekenhuis {p}|{a} {p}"
    ),
    "sv": "{p} sjukhus|{p} lasarett|Universitetssjukhuset {p}|Sankt {s} sjukhus|Röntgen {p}|Vårdcentralen {p}",
    "da": "{p} Sygehus|{p} Hospital|Rigshospitalet {p}|Universitetshospital {p}|Røntgenklinikken {p}",
    "pl": "Szpital {p}|Szpital Miejski {p}|Szpital Wojewodzki {p}|Klinika {f}|SP ZOZ {p}|NZOZ {f}|Centrum Medyczne {p}",
    "tr": "{p} Devlet Hastanesi|{p} Universitesi|Ozel {f} Hastanesi|{p} Egitim ve Arastirma Hastanesi|{p} Tip Merkezi",
    "cs": "Nemocnice {p}|FN {p}|Fakultni nemocnice {p}|Poliklinika {p}|Krajska nemocnice {p}|MUDr. {f} s.r.o.",
}
_THEMES = (
    "reproductive surgical family orthopedic heart vascular community regional children's diagnostic lakeside north valley "
    "mercy central pediatric maternal fetal advanced premier modern integrated comprehensive perinatal sunrise harbor summit "
    "riverside coastal hillside mountain desert bay park grace hope trinity providence unity liberty pioneer heritage "
    "medical imaging radiology sports spine pain women's breast cancer oncology wellness rehabilitation university "
    "general city county royal national first united global prime elite total complete open mobile express urgent"
).split()
_SAINTS = (
    "Mary John Joseph Luke James Anne Francis Vincent Elisabeth Anna Marien Josef Georg Lucia Luis Antonio Juan Pedro "
    "Rita Clara Martin Michel Denis Pierre Jean Louis Barbara Raphael Bartholomew Thomas Jude Agnes Catherine Michael"
).split()


@dataclass(frozen=True, slots=True)
class Institution:
    """Where an examination was made: its name, a short form, a department with a name, an address and a telephone number."""

    name: str
    short: str
    town: str
    department: str
    street: str
    postcode: str
    phone: str

    @property
    def site(self) -> str:
        """The address of its pages."""
        stem = "".join(sign for sign in self.short.lower() if sign.isalnum() and sign.isascii()) or "clinic"
        return f"www.{stem}.org"


def institution(r: Chance, language: str) -> Institution:
    """Some institution of a country that speaks this language."""
    spoken = language if language in _PATTERNS and not r.odds(0.12) else "en"
    where = town(r, spoken)
    pattern = r.of(_PATTERNS[spoken].split("|"))
    name = _named(r, pattern, where)
    letters = "".join(part[0] for part in name.replace("-", " ").split() if part[0].isalpha()).upper()
    short = r.one(letters if len(letters) > 1 else name, name.split()[0] + " " + where, where)
    department = r.one(f"{r.of(_DEPARTMENTS)} {short}", f"{short} {r.of(_DEPARTMENTS)}", f"{short}-{r.whole(1, 12)}")
    return Institution(name, short, where, department, street(r, spoken), postcode(r), phone(r))


_DEPARTMENTS = (
    "Radiology",
    "Cardiology",
    "Dept of Radiology",
    "Echo Lab",
    "Prenatal",
    "OB/GYN",
    "ICU",
    "Emergency",
    "MRI",
)


def _named(r: Chance, pattern: str, where: str) -> str:
    name = pattern
    while "{w}" in name:
        name = name.replace("{w}", (r.of(_THEMES) if r.odds(0.7) else r.of(words.english())).title(), 1)
    while "{f}" in name:
        name = name.replace("{f}", person(r).family, 1)
    place = where if r.odds(0.6) else r.one(person(r).family, person(r).family, r.of(words.english()).title())
    fields = {"{p}": place, "{s}": r.of(_SAINTS), "{n}": str(r.whole(1, 40)), "{a}": r.capitals(r.whole(2, 4))}
    for field, text in fields.items():
        name = name.replace(field, text)
    return name.replace("'S", "'s")


def town(r: Chance, language: str) -> str:
    """A town where this language is spoken."""
    if r.odds(0.2):
        return person(r).family.split()[-1] + r.one("", "ville", "ton", " City", "burg", "field", "wood", "")
    return r.of(_towns(language))


@cache
def _towns(language: str) -> tuple[str, ...]:
    if language not in _TOWNS:
        return tuple(_OTHER_TOWNS.get(language, _OTHER_TOWNS["en"]).split())
    provider = importlib.import_module(f"faker.providers.address.{_TOWNS[language]}").Provider
    return tuple(name for name in map(in_latin, provider.cities) if name and len(name) < 24)


def street(r: Chance, language: str) -> str:
    """A street and a number in it."""
    name, number = (
        r.one(person(r).family, r.of(words.english()).title(), r.of(words.english()).title()),
        r.whole(1, 999),
    )
    forms = {
        "en": f"{number} {name} {r.one('Street', 'St', 'Road', 'Rd', 'Avenue', 'Ave', 'Lane', 'Drive', 'Blvd', 'Way')}",
        "de": f"{name}{r.one('straße', 'str.', 'weg', 'allee', 'platz')} {number}",
        "fr": f"{number}, {r.one('rue', 'avenue', 'bd', 'place')} {r.one('', 'de ', 'du ')}{name}",
        "es": f"{r.one('Calle', 'C/', 'Av.', 'Avenida')} {name} {number}",
        "it": f"{r.one('Via', 'Viale', 'Piazza', 'Corso')} {name}, {number}",
        "pt": f"{r.one('Rua', 'Av.', 'Avenida', 'R.')} {name}, {number}",
        "nl": f"{name}{r.one('straat', 'laan', 'weg')} {number}",
    }
    return forms.get(language, forms["en"])


def postcode(r: Chance) -> str:
    """A postcode of some country's kind."""
    return r.one(
        r.digits(5), r.number(5), r.number(4), f"{r.capitals(2)} {r.digits(5)}", f"{r.number(4)} {r.capitals(2)}",
        f"{r.capitals(2)}{r.whole(1, 20)} {r.whole(1, 9)}{r.capitals(2)}", f"{r.digits(2)}-{r.digits(3)}", r.digits(6),
    )  # fmt: skip
