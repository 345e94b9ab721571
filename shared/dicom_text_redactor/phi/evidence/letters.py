"""Letters: case, length and signs, and whether the letters follow each other as in names."""

from __future__ import annotations

from dicom_text_redactor.phi.evidence.registry import piece
from dicom_text_redactor.phi.letter_models import MODELS
from dicom_text_redactor.phi.page import Token


@piece("The word is in capitals.", example="*MARLOW*", counter="*Marlow*")
def capitals(token: Token) -> float:
    return float(len(token.letters) > 1 and token.text.upper() == token.text)


@piece("The word begins with a capital, and small letters follow.", example="*Marlow*", counter="*MARLOW*")
def title_case(token: Token) -> float:
    return float(len(token.text) > 2 and token.text[:1].isupper() and token.text[1:].lower() == token.text[1:])


@piece("The word is in small letters.", example="*gain*", counter="*Gain*")
def small_letters(token: Token) -> float:
    return float(bool(token.letters) and token.text.lower() == token.text)


@piece("How long the word is, in tens of characters.", example="*Featherstonehaugh*", counter="*Li*")
def length(token: Token) -> float:
    return min(len(token.text), 20) / 10


@piece("How many letters the word has, up to eight.", example="*MARLOW*", counter="*LT*")
def letters(token: Token) -> float:
    return min(len(token.letters), 8)


@piece("What share of the word is neither letters nor figures.", example="*--/*", counter="*AB*")
def signs(token: Token) -> float:
    return 1 - len(token.core) / max(1, len(token.text))


@piece("The word ends with a comma.", example="*MARLOW,* IMOGEN", counter="*MARLOW* IMOGEN")
def comma(token: Token) -> float:
    return float(token.text.endswith(",") and bool(token.letters))


@piece("The word before ends with a comma.", example="MARLOW, *IMOGEN*", counter="MARLOW *IMOGEN*")
def behind_comma(token: Token) -> float:
    return float(token.before is not None and token.before.text.endswith(",") and bool(token.before.letters))


@piece("The word ends with a colon or an equals sign.", example="*Gain:* 42", counter="*Gain* 42")
def colon(token: Token) -> float:
    return float(token.text[-1:] in (":", "="))


@piece("The word before ends with a colon or an equals sign.", example="Gain: *42*", counter="Gain *42*")
def behind_colon(token: Token) -> float:
    return float(token.before is not None and token.before.text[-1:] in (":", "="))


@piece("The word joins letters by a caret, as DICOM joins the parts of names.", example="*MARLOW^IMOGEN*",
       counter="*MARLOW-IMOGEN*", entity="PERSON")  # fmt: skip
def caret(token: Token) -> float:
    return float("^" in token.text.strip("^") and len(token.letters) > 2)


@piece("The word is an initial with its point.", example="*J.* MARLOW", counter="*J* MARLOW")
def initial(token: Token) -> float:
    return float(len(token.letters) == 1 and token.text.endswith(".") and not token.digits)


@piece("The letters follow each other as in names, more than as in the words of a language.", example="*Okonkwo*",
       counter="*window*")  # fmt: skip
def like_name_not_word(token: Token) -> float:
    return MODELS.difference(token.letters, "names", "words")


@piece("The letters follow each other as in names, more than as in clinical words.", example="*Okonkwo*",
       counter="*sternum*")  # fmt: skip
def like_name_not_clinical(token: Token) -> float:
    return MODELS.difference(token.letters, "names", "clinical")


@piece("The letters follow each other as in no language.", example="*xqzk*", counter="*window*")
def like_nothing(token: Token) -> float:
    return MODELS.strangeness(token.letters)
