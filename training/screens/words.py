"""Words: those of the program's vocabulary, by theme, and those that no list holds, built by rule."""

from __future__ import annotations

from functools import cache

from dicom_text_redactor.phi.vocabulary import FOLDER, read_words
from training.screens import lists
from training.screens.chance import Chance

_THEMES = (
    "anatomy",
    "icd_terms",
    "pathology",
    "procedures",
    "wordnet_terms",
    "x_ray_terms",
    "nuclear_medicine",
    "drugs",
    "eyes",
    "cardiology",
    "obstetrics",
    "endoscopy",
    "interventional",
)


_NO_NAMES = (
    "ing",
    "ed",
    "ly",
    "est",
    "ier",
    "ies",
    "able",
    "ible",
    "tion",
    "ous",
    "ment",
    "ness",
    "ity",
    "ize",
    "ise",
    "ful",
    "less",
    "sses",
    "ate",
    "ive",
    "ally",
    "ish",
    "ers",
    "ts",
    "ks",
    "ps",
    "es",
)


@cache
def theme(*names: str) -> tuple[str, ...]:
    """The words of some of the vocabulary's lists, in a fixed order."""
    return tuple(sorted(frozenset().union(*(read_words(FOLDER / f"{name}.txt") for name in names))))


def _alphabetic(words: tuple[str, ...], shortest: int, longest: int) -> tuple[str, ...]:
    return tuple(word for word in words if word.isalpha() and shortest <= len(word) <= longest)


@cache
def medical() -> tuple[str, ...]:
    """Long clinical words of English and Latin."""
    return _alphabetic(theme(*_THEMES), 4, 14)


@cache
def technical() -> tuple[str, ...]:
    """Words and short forms of consoles, however they are written."""
    return theme(
        "ultrasound",
        "ct_terms",
        "mr_terms",
        "mammography",
        "orientation_and_screen",
        "modalities",
        "protocols_and_coils",
    )


@cache
def foreign() -> tuple[str, ...]:
    """Clinical words of other languages."""
    return _alphabetic(theme("languages"), 4, 15)


@cache
def english() -> tuple[str, ...]:
    """Common English words."""
    return _alphabetic(theme("english_words"), 4, 9)


@cache
def nouns() -> tuple[str, ...]:
    """Of the common English words those that may be somebody's name, a street's or a clinic's."""
    return tuple(word for word in english() if len(word) < 8 and not word.endswith(_NO_NAMES))


@cache
def everyday() -> tuple[str, ...]:
    """Words of any sentence."""
    return _alphabetic(theme("everyday", "report_words"), 1, 11)


@cache
def name_like() -> tuple[str, ...]:
    """Words that are names as well."""
    return _alphabetic(theme("also_names"), 3, 10)


def built(r: Chance, language: str = "en") -> str:
    """A clinical word that no list holds for certain: a stem and an ending, or a German compound."""
    if language == "de" or r.odds(0.08):
        word = r.of(lists.items("stems", "german heads")) + r.of(lists.items("stems", "german tails"))
        word += r.one("", "", "", "en", "n", "s")
        return word.replace("ä", "ae").replace("ü", "ue").replace("ö", "oe") if r.odds(0.15) else word
    stem = r.of(lists.items("stems", "stems"))
    endings = lists.items("stems", "endings", language)
    if endings:
        return stem + r.of(endings)
    if r.odds(0.25):
        return stem + r.of(lists.items("stems", "endings", "la"))
    return stem + r.of(lists.items("stems", "endings")) + r.one("", "", "", "s")


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
    syllables = [r.of("bcdfghklmnprstvwxz") + (r.of("aeiou") if r.odds(0.4) else "") for _ in range(r.whole(1, 3))]
    text = "".join(syllables)[: r.whole(2, 5)]
    return r.cased(text, "upper", "upper", "title", "lower")


def brand(r: Chance) -> str:
    """A maker's name of a mode or a filter, invented: ``iSharp``, ``ClariView``, ``XPulse``, ``SmartFlow 2``."""
    start, end = r.of(lists.items("devices", "brand starts")), r.of(lists.items("devices", "brand ends"))
    fields = {
        "s": start,
        "S": start.title(),
        "e": end,
        "E": end.title(),
        "a": r.capitals(1),
        "b": r.capitals(2),
        "c": r.capitals(3),
    }
    text = r.of(lists.items("devices", "brand forms")).format(**fields)
    return text + r.one(
        "", "", "", "", f" {r.whole(1, 9)}", f"{r.whole(1, 9)}", " II", " III", " On", " Off", " Low", " Med"
    )
