"""Body parts, views and titles of series, in the languages of screens."""

from __future__ import annotations

from training.screens import lists, words
from training.screens.chance import Chance

_ENDS = (
    "",
    "",
    " view",
    " method",
    "'s",
    " cyst",
    " line",
    " position",
    " catheter",
    " fracture",
    " sign",
    " space",
    " score",
)


def part(r: Chance, language: str) -> str:
    """A body part, in this language or, one time in six, in English."""
    return r.of(
        lists.items("body", "parts", language if not r.odds(0.16) else "en") or lists.items("body", "parts", "en")
    )


def view(r: Chance, language: str) -> str:
    """A projection, a side or a position."""
    return r.of(
        lists.items("body", "views", language if not r.odds(0.2) else "en") or lists.items("body", "views", "en")
    )


def eponym(r: Chance) -> str:
    """The name of a physician that a sign, a view, a formula or a catheter has: clinical text."""
    return r.of(lists.items("devices", "eponyms")) + r.of(_ENDS)


def phrase(r: Chance, language: str) -> str:
    """A few clinical words as an annotation, a body mark or the title of a study has them."""
    kind = r.random()
    if kind < 0.34:
        text = r.one("{p} {v}", "{v} {p}", "{p}", "{v} {p}").format(p=part(r, language), v=view(r, language))
    elif kind < 0.44:
        text = f"{view(r, language)} {part(r, language)} {view(r, language)}"
    elif kind < 0.54:
        text = " ".join(r.of(words.medical()) for _ in range(r.whole(1, 3)))
    elif kind < 0.62:
        text = " ".join(words.inflected(r, r.of(words.medical())) for _ in range(r.whole(1, 2)))
    elif kind < 0.70:
        text = " ".join(words.built(r, language) for _ in range(r.whole(1, 2)))
    elif kind < 0.76:
        text = " ".join(r.of(words.foreign()) for _ in range(r.whole(1, 2)))
    elif kind < 0.81:
        text = eponym(r)
    elif kind < 0.87:
        text = " ".join(words.abbreviation(r) for _ in range(r.whole(1, 3)))
    elif kind < 0.93:
        text = " ".join(r.of(words.technical()) for _ in range(r.whole(1, 3)))
    else:
        text = " ".join(r.of(words.english()) for _ in range(r.whole(1, 3)))
    return r.cased(text, "upper", "title", "asis", "asis")


def protocol(r: Chance, modality: str, language: str) -> str:
    """A title of a series or a protocol, with spaces or strokes: ``t2_tse_sag_320``, ``5.0 Thorax B40f``."""
    forms = (
        "",
        "",
        str(r.whole(1, 512)),
        f"{r.uniform(0.5, 5):.1f}",
        f"{r.whole(1, 5)}mm",
        f"p{r.whole(2, 4)}",
        f"B{r.whole(20, 70)}f",
        f"Br{r.whole(30, 60)}",
        f"{r.whole(1, 3)}.{r.whole(1, 9)}iso",
        f"b{r.whole(1, 20)}00",
        f"{r.whole(1, 9)}/{r.whole(1, 9)}",
    )
    number = r.of(forms)
    if modality == "MR":
        sequences = lists.items("devices", "sequences")
        parts = [r.of(sequences), r.of(sequences), r.of(lists.items("devices", "planes")), number]
        parts.append(r.one("", "fs", "km", "gd", "nativ", "dyn", "iso", "MPR", "fatsat", part(r, language).lower()))
        r.shuffle(parts)
        text = r.one("_", "_", " ", "-").join(each for each in parts if each)
        return r.one(text, text.upper(), text)
    if modality in ("CT", "PT", "NM"):
        parts = [number, part(r, language), *(r.of(lists.items("devices", "ct words")) for _ in range(r.whole(1, 3)))]
        text = r.one(" ", " ", "_", "/").join(each for each in parts if each)
        return r.cased(text, "asis", "upper", "title")
    return r.one(phrase(r, language), part(r, language), f"{part(r, language)} {view(r, language)}")
