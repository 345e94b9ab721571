"""Names: what the lists of given and family names say, and what stands beside names."""

from __future__ import annotations

from dicom_text_redactor.phi.evidence.registry import piece
from dicom_text_redactor.phi.evidence.vocabulary import is_clinical
from dicom_text_redactor.phi.page import Token
from dicom_text_redactor.phi.spelling import DEGREES, TITLES, parts
from dicom_text_redactor.phi.wordlists import LISTS


def _pieces(token: Token) -> tuple[str, ...]:
    return tuple(part for part in parts(token.text) if len(part) > 1)


def is_name(token: Token | None) -> bool:
    """Whether a list of names has the word, or a part of it."""
    return token is not None and any(part in LISTS.given or part in LISTS.family for part in _pieces(token))


@piece("A list of given or family names has the word.", example="*Okafor*", counter="*Thorax*", entity="PERSON")
def name(token: Token) -> float:
    return float(is_name(token))


@piece("The word is a name and no common or clinical word.", example="*Okafor*", counter="*Young*", entity="PERSON")
def only_a_name(token: Token) -> float:
    return float(is_name(token) and not is_clinical(token) and token.bare not in LISTS.everyday)


@piece("A word beside it is a name.", example="*Xochitl* Imogen", counter="*Xochitl* Thorax")
def name_beside(token: Token) -> float:
    return float(any(map(is_name, token.beside)))


@piece("A word beside it is a name and no other word.", example="*May* Okafor", counter="*May* Young")
def only_a_name_beside(token: Token) -> float:
    return max((only_a_name(other) for other in token.beside), default=0.0)


@piece("What share of the row's other words are names.", example="*Xochitl* Imogen Okafor", counter="*Xochitl* mm")
def names_in_row(token: Token) -> float:
    return sum(map(is_name, token.fellows)) / max(1, len(token.fellows))


@piece("The word is a title or a degree.", example="*Dr.* Okafor", counter="*Do.* Okafor")
def title_or_degree(token: Token) -> float:
    return float(token.core in TITLES or (token.core in DEGREES and token.before is not None))


@piece("The word is what a name is replaced by.", example="*ANONYMOUS*", counter="*THORAX*", entity="PERSON")
def placeholder(token: Token) -> float:
    return float(token.core.rstrip("0123456789") in LISTS.placeholders)


@piece("The row has no figure, and one to four words, each a name or in no list.", example="*May* Okafor",
       counter="*May* Okafor 42 mm")  # fmt: skip
def row_of_names(token: Token) -> float:
    tokens = token.row.tokens
    lone = len(tokens) <= 4 and not any(one.digits for one in tokens)
    return float(
        lone and any(map(is_name, tokens)) and not any(is_clinical(one) and not is_name(one) for one in tokens)
    )
