"""Words: those of the program's vocabulary, by theme, and those that no list holds, built by rule."""

from __future__ import annotations

from functools import cache

from dicom_text_redactor.phi.vocabulary import FOLDER, read_words
from training.screens.chance import Chance
from training.screens.settings_words import BRANDS_END, BRANDS_START


@cache
def theme(*names: str) -> tuple[str, ...]:
    """The words of some of the vocabulary's lists, in a fixed order."""
    return tuple(sorted(frozenset().union(*(read_words(FOLDER / f"{name}.txt") for name in names))))


@cache
def medical() -> tuple[str, ...]:
    """Long clinical words of English and Latin."""
    lists = ("anatomy", "icd_terms", "pathology", "procedures", "wordnet_terms", "x_ray_terms", "nuclear_medicine")
    return tuple(word for word in theme(*lists) if word.isalpha() and 3 < len(word) < 15)


@cache
def foreign() -> tuple[str, ...]:
    """Clinical words of other languages."""
    return tuple(word for word in theme("languages") if word.isalpha() and 3 < len(word) < 16)


@cache
def english() -> tuple[str, ...]:
    """Common English words."""
    return tuple(word for word in theme("english_words") if word.isalpha() and 3 < len(word) < 10)


@cache
def everyday() -> tuple[str, ...]:
    """Words of any sentence."""
    return tuple(word for word in theme("everyday", "report_words") if word.isalpha() and len(word) < 12)


@cache
def name_like() -> tuple[str, ...]:
    """Words that are names as well."""
    return tuple(word for word in theme("also_names") if word.isalpha() and 2 < len(word) < 11)


_STEMS = (
    "hepat nephr cardi gastr oste arthr neur myo angi ven arteri pneum bronch cyst pyel chol enter col encephal myel "
    "aden lymph spondyl chondr tend burs rhin ot ophthalm derm mamm salping hyster oophor prostat thyr parathyr splen "
    "pancreat duoden jejun ile rect esophag laryng trache pleur pericard endocard myocard valvul aort carot phleb"
).split()
_ENDINGS = (
    "itis oma osis opathy ectomy ogram ography oscopy omegaly ectasia ostomy oplasty algia ia ic al ar ous oid ary otomy "
    "iasis ocele olysis otic ogenic ologic"
).split()
_GERMAN_HEADS = (
    "ober unter hals brust bauch becken leber nieren lungen herz schild gallen harn magen darm finger hand knie sprung "
    "schulter ellenbogen wirbel lenden schädel kiefer augen ohr nasen gefäß arterien venen muskel sehnen knochen "
    "haupt rück seiten ganz fuß zehen waden rippen hüft steiß kreuz brustbein schlüssel band lymph blut frequenz "
    "bild schicht röhren sende empfangs eindring signal rausch kontrast puls messung strahl"
).split()
_GERMAN_TAILS = (
    "gelenk drüse säule arterie vene aufnahme wand höhle knoten bein arm schenkel rand lappen blase gang klappe kammer "
    "vorhof scheibe kanal loch nerv gewebe zyste stein entzündung bruch erguss schwellung verkalkung messung dicke "
    "leistung tiefe stärke breite verstärkung winkel frequenz filter dichte spannung strom abstand zeit nummer"
).split()
_LATIN_ENDINGS = ("us", "a", "um", "is", "ae", "i", "orum", "alis", "aris", "ica", "icum", "ealis")
_ROMANCE_ENDINGS = {
    "fr": ("ite", "ique", "aire", "ose", "ale", "ée", "ement", "tion", "ectomie", "ographie"),
    "es": ("itis", "ico", "ica", "ario", "osis", "al", "ado", "miento", "ción", "ectomía", "ografía"),
    "it": ("ite", "ico", "ica", "ario", "osi", "ale", "ato", "mento", "zione", "ectomia", "ografia"),
    "pt": ("ite", "ico", "ica", "ário", "ose", "al", "ado", "mento", "ção", "ectomia", "ografia"),
    "nl": ("itis", "isch", "aal", "ose", "air", "ectomie", "ografie", "gewricht", "slagader", "klier"),
    "sv": ("it", "isk", "al", "os", "ektomi", "ografi", "led", "artär", "körtel", "ven"),
    "da": ("itis", "isk", "al", "ose", "ektomi", "ografi", "led", "arterie", "kirtel", "vene"),
    "pl": ("ny", "na", "owy", "owa", "enie", "ka", "ografia", "ektomia", "oza"),
}


def built(r: Chance, language: str = "en") -> str:
    """A clinical word that no list holds for certain: a stem and an ending, or a German compound."""
    if language == "de" or r.odds(0.08):
        word = r.of(_GERMAN_HEADS) + r.of(_GERMAN_TAILS)
        word += r.one("", "", "", "en", "n", "s")
        return word.replace("ä", "ae").replace("ü", "ue").replace("ö", "oe") if r.odds(0.15) else word
    stem = r.of(_STEMS)
    if language in _ROMANCE_ENDINGS:
        return stem + r.of(_ROMANCE_ENDINGS[language])
    if r.odds(0.25):
        return stem + r.of(_LATIN_ENDINGS)
    return stem + r.of(_ENDINGS) + r.one("", "", "", "s")


def inflected(r: Chance, word: str) -> str:
    """A listed word in a form that may not be listed, or cut short as screens cut words."""
    kind = r.whole(0, 5)
    if kind == 0:
        return word + r.one("s", "es", "al", "ed", "ing", "ly", "ic", "'s")
    if kind == 1:
        return (
            r.one("non", "post", "pre", "sub", "peri", "para", "hypo", "hyper", "inter", "supra", "retro", "anti")
            + word
        )
    if kind == 2 and len(word) > 5:
        return word[: r.whole(3, 5)] + r.one("", "", ".", "")
    if kind == 3 and len(word) > 5:
        return word[0] + "".join(letter for letter in word[1:] if letter not in "aeiou")[: r.whole(2, 4)]
    if kind == 4:
        return word + r.one("-", "/", "_") + r.of(medical())[: r.whole(3, 7)]
    return word


def abbreviation(r: Chance) -> str:
    """A short form such as screens are full of: one to three consonants, with or without vowels, in any case."""
    syllables = (r.of("bcdfghklmnprstvwxz") + (r.of("aeiou") if r.odds(0.4) else "") for _ in range(r.whole(1, 3)))
    text = "".join(syllables)[: r.whole(2, 5)]
    return r.one(str.upper, str.upper, str.title, str.lower)(text)


def brand(r: Chance) -> str:
    """A maker's name of a mode or a filter, invented: ``iSharp``, ``ClariView``, ``XPure``, ``SmartFlow 2``."""
    start, end = r.of(BRANDS_START), r.of(BRANDS_END)
    text = r.one(
        f"{start}{end}", f"{start}{end.title()}", f"{start.title()}{end.title()}", f"{r.of('ieXSQ')}{end.title()}",
        f"{start.title()}-{end.title()}", f"{start[:2].upper()}{end[:2].upper()}", f"{start.title()} {end.title()}",
        f"{r.capitals(r.whole(2, 4))}", f"{start.title()}{r.one('HD', 'XT', 'Plus', '+', 'Pro', '3D', 'AI')}",
    )  # fmt: skip
    return text + r.one("", "", "", " " + str(r.whole(1, 9)), " " + r.one("II", "III", "On", "Off", "Low", "Med"))
