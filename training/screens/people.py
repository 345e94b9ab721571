"""People: names of all regions, listed, invented, or words of the language, and how screens write them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from training.screens import lists, words
from training.screens.chance import Chance
from training.screens.lines import Line, clinical, identifying
from training.screens.regions import REGIONS, SCRIPTS, Region, names_of, native_names
from training.screens.transliteration import without_accents

NATIVE = "native"  # the region of people whose names are not in Latin letters
_FIRST_OF_EAST_ASIA = "\u3000"  # from here on no space parts the names
_INVENTED = 0.22  # of all names: in no list, of the same sounds as those of their region
_WORDS = 0.06  # of all names: a word of the language
_LONGEST = 12  # letters of an invented name
_PARTICLES = {
    "dutch": (0.35, "van|van der|van den|de|van de|ter|ten|'t"),
    "arabic": (0.4, "Al|El|Bin|Ben|Abu|Al-|El-|al-|Abd|Abdul"),
    "lusophone": (0.3, "da|dos|de|do|e"),
    "italian": (0.12, "De|Di|Lo|Del|D'|La|Dalla"),
    "german": (0.04, "von|von der|zu|vom"),
    "french": (0.12, "de|Le|La|De la|d'|St-"),
    "celtic": (0.3, "O'|Mc|Mac|Ní|Fitz"),
}
_JOINED = ("'", "-", "Mc", "Mac", "Fitz")  # ends of particles behind which no space follows


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody. `given` and `family` may hold several words; `middle` is a name, an initial, or empty."""

    given: str
    family: str
    middle: str = ""
    region: str = ""

    @property
    def initials(self) -> str:
        """The first letters of the given and the family name."""
        return "".join(part[:1].upper() for part in (self.given, self.middle, self.family.split()[-1]) if part)

    @property
    def dicom(self) -> str:
        """The name as a header writes it: ``FAMILY^GIVEN^MIDDLE``."""
        return "^".join((self.family, self.given, self.middle)).rstrip("^")

    def plain(self) -> Person:
        """The same person without accents."""
        if self.region == NATIVE:
            return self
        return Person(
            without_accents(self.given), without_accents(self.family), without_accents(self.middle), self.region
        )


def person(r: Chance) -> Person:
    """Somebody of any region, each as likely as any other."""
    region = r.of(REGIONS)
    given, family, middle = _given(r, region), _family(r, region), ""
    build = region.build
    share, particles = _PARTICLES.get(build, (0.0, ""))
    if r.odds(share):
        particle = r.of(particles.split("|"))
        family = particle + ("" if particle.endswith(_JOINED) else " ") + family
    if build in ("hispanic", "lusophone") and r.odds(0.5):
        family += r.one(" ", " ", " ", "-", " y " if build == "hispanic" else " e ") + _family(r, region)
    elif build in ("anglophone", "plain", "german", "french") and r.odds(0.06):
        family += r.one("-", "-", " ") + _family(r, region)
    if build == "korean" or (build == "chinese" and r.odds(0.6)):
        given += r.one("-" + _given(r, region).lower(), " " + _given(r, region), _given(r, region).lower(), "")
    elif build == "vietnamese":
        middle = r.one("Thi", "Van", "Huu", "Ngoc", "Minh", "Thanh", "")
    elif build == "south indian" and r.odds(0.5):
        given = r.capitals(1) + r.one("", ".", "." + r.capitals(1))
    elif r.odds(0.22):
        middle = r.capitals(1) if r.odds(0.6) else _given(r, region)
    if build in ("french", "hispanic", "celtic", "german") and r.odds(0.08):
        given += r.one("-", " ") + _given(r, region)
    return Person(given, family, middle, region.name)


def native(r: Chance) -> Person:
    """Somebody whose name stands in the letters of the language it is from."""
    names = native_names(r.of(SCRIPTS))
    return Person(r.of(names.given), r.of(names.family), "", NATIVE)


def _given(r: Chance, region: Region) -> str:
    if r.odds(_INVENTED):
        return invented(r, region, given=True)
    return r.of(names_of(region).given) if not r.odds(_WORDS / 2) else r.of(words.name_like()).title()


def _family(r: Chance, region: Region) -> str:
    if r.odds(_INVENTED):
        return invented(r, region, given=False)
    return (
        r.of(names_of(region).family)
        if not r.odds(_WORDS)
        else r.of(words.nouns() if r.odds(0.3) else words.name_like()).title()
    )


def invented(r: Chance, region: Region, *, given: bool) -> str:
    """A name that no list holds, with the sounds of its region: each letter follows the three before it."""
    follow = _chain(region, given)
    for _ in range(8):
        name, state = "", "^^^"
        while len(name) <= _LONGEST:
            letter = r.of(follow[state])
            if letter == "$":
                break
            name, state = name + letter, state[1:] + letter
        if 2 <= len(name) <= _LONGEST and name.title() not in names_of(region).family:
            return name.title()
    return _syllables(r)


@cache
def _chain(region: Region, given: bool) -> dict[str, list[str]]:
    """The letters that follow each three letters in a region's names, as often as they do."""
    follow: dict[str, list[str]] = defaultdict(list)
    names = names_of(region)
    for name in names.given if given else names.family:
        state = "^^^"
        for letter in name.lower() + "$":
            follow[state].append(letter)
            state = state[1:] + letter
    return follow


def _syllables(r: Chance) -> str:
    first = "b|c|ch|d|f|g|h|j|k|kr|l|m|n|p|r|s|sh|st|t|th|v|w|y|z|mb|nd|ng"
    return "".join(r.text(first) + r.text("a|e|i|o|u|ai|ee|ou|ia") for _ in range(r.whole(2, 3))).title()


@dataclass(frozen=True, slots=True)
class NameForm:
    """How a screen writes names: the order, the sign between, the case, and whether with a title."""

    order: str
    case: str
    accents: bool
    titled: bool = False

    def of(self, r: Chance, who: Person, language: str = "en") -> Line:
        """The name as this screen writes it."""
        if who.region == NATIVE:
            return identifying(who.family + (" " if who.family[0] < _FIRST_OF_EAST_ASIA else "") + who.given, "person")
        who = who if self.accents else who.plain()
        text = identifying(self._text(r, who), "person").cased(self.case)
        if self.titled:
            title = r.of(lists.items("people", "titles", language) or lists.items("people", "titles", "en"))
            return clinical(title, "title") + " " + text if r.odds(0.7) else text + " " + clinical(title, "title")
        return text

    def _text(self, r: Chance, who: Person) -> str:
        given = f"{who.given} {who.middle}".strip() if who.middle and r.odds(0.7) else who.given
        g, f = given, who.family
        if self.case == "family upper":
            f = f.upper()
        middle = who.middle or r.one("", "", r.capitals(1))
        suffix = " " + r.of(lists.items("people", "suffixes")) if who.region == "anglophone" and r.odds(0.06) else ""
        forms = {
            "family, given": f"{f}{suffix}, {g}",
            "family,given": f"{f},{g}",
            "family given": f"{f} {g}",
            "given family": f"{g} {f}{suffix}",
            "family^given": "^".join((f, who.given, middle)).rstrip("^"),
            "family^^": f"{f}^{who.given}^^^" if r.odds(0.5) else f"{f}^{who.given}^{middle}^",
            "family: given": f"{f}: {g}",
            "family; given": f"{f}; {g}",
            "family/given": f"{f}/{g}",
            "family_given": f"{f}_{g}".replace(" ", "_"),
            "family initial": f"{f} {g[:1]}" + r.one("", "."),
            "family, initial": f"{f}, {g[:1]}" + r.one("", "."),
            "initial family": f"{g[:1]}" + r.one(". ", " ", ".") + f,
            "family": f,
            "given": g,
            "given ^ family": f"{who.given}^{f}",
            "givenfamily": f"{who.given}{f}".replace(" ", ""),
            "family . given": f"{f}.{who.given}",
            "family  given": f"{f}  {g}",
        }
        text = forms[self.order]
        return text[: r.whole(8, 14)].strip() if self.order == "family, given" and r.odds(0.04) else text


PATIENT_ORDERS = (
    ("family, given", 8.0), ("family,given", 3.0), ("family given", 5.0), ("given family", 5.0), ("family^given", 5.0),
    ("family^^", 0.7), ("family: given", 0.7), ("family; given", 0.3), ("family/given", 0.3), ("family_given", 0.6),
    ("family, initial", 0.8), ("family initial", 0.8), ("initial family", 0.8), ("family", 2.0), ("given", 0.7),
    ("given ^ family", 0.4), ("givenfamily", 0.3), ("family . given", 0.3), ("family  given", 0.8),
)  # fmt: skip
DOCTOR_ORDERS = (
    ("family", 3.0), ("given family", 4.0), ("initial family", 3.0), ("family, given", 2.0), ("family given", 1.0),
    ("family^given", 1.0), ("family initial", 0.8), ("given", 0.4),
)  # fmt: skip
_CASES = (("upper", 5.0), ("asis", 4.0), ("family upper", 1.2), ("lower", 0.25))


def name_form(r: Chance, orders: tuple[tuple[str, float], ...] = PATIENT_ORDERS, *, accents: bool = True) -> NameForm:
    """A way to write names that one screen keeps to."""
    return NameForm(r.weighted(orders), r.weighted(_CASES), accents, r.odds(0.06))
