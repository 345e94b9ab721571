"""Descriptions as people type them into a scanner, in eight languages, some of whose words identify somebody.

Half of the names are on no list of names: they are made of syllables. A fifth of the persons stand in the header.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

_CLINICAL = {
    "en": (
        "CHEST PA AND LATERAL|CT ABDOMEN PELVIS WITH CONTRAST|MRI BRAIN WITHOUT CONTRAST|Left knee AP standing|"
        "US thyroid|T2 TSE sagittal fat sat|Follow up after right hip replacement|Rule out pulmonary embolism|"
        "Axial lung window 1.5 mm|Screening mammogram bilateral|Fracture of the distal radius|Portable chest supine"
    ),
    "de": (
        "Thorax p.a. und seitlich|CT Abdomen mit Kontrastmittel|MRT Schädel nativ|Knie links a.p. stehend|"
        "Sonographie Schilddrüse|T2 TSE sagittal|Kontrolle nach Hüft-TEP rechts|Ausschluss Lungenembolie|"
        "Lungenfenster axial 1.5 mm|Mammographie beidseits|Fraktur distaler Radius|Thorax liegend"
    ),
    "fr": (
        "Thorax de face et profil|Scanner abdomen avec injection|IRM cérébrale sans injection|"
        "Genou gauche de face debout|"
        "Echographie thyroïde|T2 TSE sagittal|Contrôle prothèse de hanche droite|Recherche embolie pulmonaire|"
        "Fenêtre pulmonaire axial 1.5 mm|Mammographie bilatérale|Fracture du radius distal|Thorax couché"
    ),
    "es": (
        "Tórax PA y lateral|TC abdomen con contraste|RM cerebral sin contraste|Rodilla izquierda AP|"
        "Ecografía tiroides|T2 TSE sagital|Control prótesis de cadera derecha|Descartar embolia pulmonar|"
        "Ventana pulmonar axial 1.5 mm|Mamografía bilateral|Fractura de radio distal|Tórax portátil"
    ),
    "it": (
        "Torace PA e laterale|TC addome con contrasto|RM encefalo senza contrasto|Ginocchio sinistro AP|"
        "Ecografia tiroide|T2 TSE sagittale|Controllo protesi anca destra|Sospetta embolia polmonare|"
        "Finestra polmonare assiale 1.5 mm|Mammografia bilaterale|Frattura del radio distale|Torace supino"
    ),
    "pt": (
        "Tórax PA e perfil|TC abdome com contraste|RM crânio sem contraste|Joelho esquerdo AP|"
        "Ecografia tiroide|T2 TSE sagital|Controle prótese de quadril direito|Suspeita de embolia pulmonar|"
        "Janela pulmonar axial 1.5 mm|Mamografia bilateral|Fratura do rádio distal|Tórax no leito"
    ),
    "nl": (
        "Thorax voorachterwaarts en dwars|CT abdomen met contrast|MRI hersenen zonder contrast|Knie links staand|"
        "Echo schildklier|T2 TSE sagittaal|Controle na heupprothese rechts|Uitsluiten longembolie|"
        "Longvenster axiaal 1.5 mm|Mammografie beiderzijds|Fractuur distale radius|Thorax liggend"
    ),
    "pl": (
        "Klatka piersiowa PA i boczne|TK brzucha z kontrastem|MR głowy bez kontrastu|Kolano lewe AP|"
        "USG tarczycy|T2 TSE strzałkowe|Kontrola po endoprotezie biodra prawego|Podejrzenie zatorowości płucnej|"
        "Okno płucne 1.5 mm|Mammografia obustronna|Złamanie kości promieniowej|Klatka piersiowa leżąca"
    ),
}
_LINKS = {
    "en": (
        "for Dr {F}|Pt {G} {F}|ref: {F}, {G}|seen by Dr. {G} {F}|MRN {N}|"
        "DOB {D}|call {T}|{F}^{G}|patient {G} {F} born {D}|{F}"
    ),
    "de": (
        "für Dr. {F}|Pat. {F}, {G}|Überweiser: Dr. {G} {F}|geb. {D}|Fallnr. {N}|"
        "Tel. {T}|{F}^{G}|Patientin {G} {F}|Frau {F}|{F}"
    ),
    "fr": (
        "pour Dr {F}|Patient {F} {G}|adressé par Dr {G} {F}|né le {D}|IPP {N}|tél {T}|{F}^{G}|Mme {F}|M. {G} {F}|{F}"
    ),
    "es": (
        "para Dr. {F}|Paciente {G} {F}|remitido por Dra. {G} {F}|nacido {D}|NHC {N}|"
        "tel {T}|{F}^{G}|Sra. {F}|Sr. {G} {F}|{F}"
    ),
    "it": (
        "per Dr. {F}|Paziente {G} {F}|inviato da Dott. {G} {F}|nato il {D}|ID {N}|"
        "tel {T}|{F}^{G}|Sig.ra {F}|Sig. {G} {F}|{F}"
    ),
    "pt": (
        "para Dr. {F}|Paciente {G} {F}|pedido por Dra. {G} {F}|nascido {D}|Processo {N}|"
        "tel {T}|{F}^{G}|Sra. {F}|Sr. {G} {F}|{F}"
    ),
    "nl": (
        "voor dr. {F}|Pat. {F}, {G}|verwezen door dr. {G} {F}|geb. {D}|Patnr. {N}|"
        "tel {T}|{F}^{G}|Mevr. {F}|Dhr. {G} {F}|{F}"
    ),
    "pl": (
        "dla dr {F}|Pacjent {G} {F}|kierujący dr {G} {F}|ur. {D}|PESEL {N}|tel. {T}|{F}^{G}|Pani {F}|Pan {G} {F}|{F}"
    ),
}
_GIVEN = {
    "en": "Harriet Owen Beatrix Declan Maisie Rupert",
    "de": "Liesl Gunther Annegret Detlef Heike Ruprecht",
    "fr": "Solène Thibault Maëlys Gaspard Odile Lucien",
    "es": "Rocío Ignacio Maribel Joaquín Consuelo Iker",
    "it": "Ginevra Ettore Loredana Fausto Mirella Ivo",
    "pt": "Catarina Duarte Benedita Tiago Leonor Vasco",
    "nl": "Sanne Joost Femke Wouter Mieke Sjoerd",
    "pl": "Małgorzata Zbigniew Jadwiga Wojciech Kinga Radosław",
}
_FAMILY = {
    "en": "Thackeray Wetherby Ashworth Pickering Haldane Cobbold",
    "de": "Brückmann Oberhauser Kaltenbach Vogelsang Schnabel Winkelmann",
    "fr": "Delacroix Bourgoin Lefebvre Marchand Thévenet Rousselot",
    "es": "Echeverría Villalobos Quintana Zabaleta Carrasco Paz",
    "it": "Bernasconi Quattrocchi Pellegrini Santangelo Vitale Zanetti",
    "pt": "Figueiredo Vasconcelos Carvalho Meneses Teixeira Pacheco",
    "nl": "Hoekstra Zijlstra Vermeulen Dijkstra Brouwer Kuipers",
    "pl": "Wiśniewska Kowalczyk Zawadzki Grabowski Szymańska Mazurek",
}
_STARTS = "Br Cal Dor Fen Gal Hes Jor Kel Lam Mer Nor Os Per Qua Ros Sel Tav Ul Ver Wes Yar Zel".split()
_MIDDLES = "a an e el i in o or u ur".split()
_ENDS = "bach cker dani fort gren ham kova lin mond nez poulos rini sen ter vic wick zak".split()


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist."""

    given: str
    family: str


@dataclass(frozen=True)
class Described:
    """A description, and its words that identify somebody.

    Attributes
    ----------
    patient
        Whom the header names; None if it names nobody of the text.
    """

    language: str
    text: str
    identifying: frozenset[str]
    clinical: tuple[str, ...]
    patient: Person | None


def descriptions(count: int, seed: int) -> list[Described]:
    """So many descriptions, the languages in turn; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  # it hides nothing
    languages = sorted(_CLINICAL)
    return [_described(languages[at % len(languages)], chance) for at in range(count)]


def tokens(text: str) -> list[str]:
    """The words of a description."""
    return [token for token in re.split(r"[\s_^;,/|\\=]+", text) if token]


def _described(language: str, chance: random.Random) -> Described:
    clinical = chance.choice(_CLINICAL[language].split("|"))
    person = _person(language, chance)
    year, month, day = chance.randint(1931, 2009), chance.randint(1, 12), chance.randint(1, 28)
    mark = "." if language in ("de", "nl", "pl") else "/"
    filled = {
        "G": person.given,
        "F": person.family,
        "N": _number(chance),
        "D": mark.join((f"{day:02}", f"{month:02}", str(year))),
        "T": f"{chance.choice(('0', '+'))}{chance.randint(30, 49)} {chance.randint(1000000, 9999999)}",
    }
    form = chance.choice(_LINKS[language].split("|"))
    named = form.format(**filled)
    if chance.random() < 0.2:
        clinical, named = clinical.upper(), named.upper()
        filled = {name: value.upper() for name, value in filled.items()}
    parts = (filled[name] for name in re.findall(r"\{(\w)\}", form))
    identifying = frozenset(token.strip(".,:;") for part in parts for token in tokens(part))
    text = f"{clinical} {named}" if chance.random() < 0.7 else f"{named} {clinical}"
    return Described(language, text, identifying, tuple(tokens(clinical)), person if chance.random() < 0.2 else None)


def _person(language: str, chance: random.Random) -> Person:
    listed = chance.random() < 0.5
    family = chance.choice(_FAMILY[language].split()) if listed else _made(chance)
    return Person(chance.choice(_GIVEN[language].split()), family)


def _made(chance: random.Random) -> str:
    return chance.choice(_STARTS) + chance.choice(_MIDDLES) + chance.choice(_ENDS)


def _number(chance: random.Random) -> str:
    digits = "".join(chance.choice("0123456789") for _ in range(chance.randint(6, 9)))
    return chance.choice((digits, f"{chance.choice('ABCHMR')}{digits}", f"{digits[:3]}-{digits[3:]}"))
