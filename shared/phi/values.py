"""Values: what the labels of a page claim, on their own line, to their right, or beneath them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from shared.phi import dates, labels, lines, measures
from shared.phi.evidence import Page
from shared.phi.labels import ENTITIES, Label
from shared.phi.spelling import fold, parts
from shared.phi.vocabulary import Standing, Vocabulary

_MOST_WORDS = {"person": 6, "id": 4, "date": 5, "phone": 6, "place": 12}
_LEAST_OF_A_NUMBER = 3  # digits from which what follows a label is a telephone number, or what was read of one
_LEAST_BEHIND_A_WORD = 5  # the same behind a word that means other things as well
_OTHER_MEANINGS = frozenset(("mobile", "mobil", "cell", "call", "ext", "ph", "handy", "bleep"))


@dataclass(slots=True)
class Claims:
    """What the labels of a page say: `labels` are the indices of label words, `values` those of what they claim."""

    labels: set[int] = field(default_factory=set)
    values: dict[int, tuple[str, float]] = field(default_factory=dict)


def claims(page: Page, vocabulary: Vocabulary) -> Claims:
    """Find the labels of a page and the words that they claim, each with its entity and a score."""
    found = Claims()
    texts, standings = [token.text for token in page.tokens], [token.standing for token in page.tokens]
    by_row = [_labels(row, texts, vocabulary) for row in page.rows]
    labelled = {id(row): own for row, own in zip(page.rows, by_row, strict=True)}
    for row, own in zip(page.rows, by_row, strict=True):
        for label, following in zip(own, [*own[1:], None], strict=False):
            place, end = label.last + 1, following.first if following else len(row.words)
            words = row.words[label.first : place]
            if label.value and label.kind in ENTITIES:
                found.values[words[-1]] = (ENTITIES[label.kind], 0.9)
                words = words[:-1]
            if label.firm or label.kind != "place":
                plain = label.kind not in ENTITIES
                found.labels.update(w for w in words if not (plain and standings[w] is Standing.SOLID))
            if label.kind not in ENTITIES:
                continue
            firm = label.firm or any(before.firm and before.kind == label.kind and before.last + 1 == label.first
                                     for before in own)  # fmt: skip
            if not firm and _names_a_parameter(row.words[place:end], texts, standings, vocabulary):
                continue
            before = texts[row.words[label.last]]
            claimed = _claimed(label, before, row.words[place:end], texts, standings, firm)
            if claimed and claimed[0] == row.words[place] and not page.tokens[claimed[0]].word.apart:
                found.values[row.words[label.last]] = (ENTITIES[label.kind], 0.7)  # one word, ``DOB:12/03/1961``
            if not claimed and place == len(row.words) and not label.value:
                for other in (lines.right_of(row, page.rows), lines.below(row, page.rows)):
                    if other is not None and not labelled[id(other)] and not _technical(other, texts, standings):
                        claimed = _claimed(label, before, other.words, texts, standings, False)
                        break
            for index in claimed:
                found.values.setdefault(index, (ENTITIES[label.kind], 0.85 if label.firm else 0.7))
    found.labels -= found.values.keys()
    return found


def _labels(row: lines.Row, texts: Sequence[str], vocabulary: Vocabulary) -> list[Label]:
    """The labels of one row; a word that is a name too is a label only with its colon."""
    own = [texts[index] for index in row.words]
    found = []
    for label in labels.find(own):
        if label.value and not label.firm and vocabulary.standing(label.value) > Standing.UNKNOWN:
            continue  # ``ref.mAs``
        words = [part for text in own[label.first : label.last + 1] for part in parts(text)]
        alone = len(words) == 1 and (vocabulary.is_name(words[0]) or not labels.may_be(words[0]))
        if label.firm or not alone:
            found.append(label)
    return found


def _names_a_parameter(
    words: Sequence[int], texts: Sequence[str], standings: Sequence[Standing], vocabulary: Vocabulary
) -> bool:
    """Whether a parameter and its number follow: ``MRS TE 135`` and ``Ref. AK 118`` name nobody."""
    if len(words) < 2:
        return False
    first, second = words[:2]
    return standings[second] is Standing.NUMBER and fold(texts[first].strip(".,;:()")) in vocabulary.parameters


def _claimed(
    label: Label, before: str, words: Sequence[int], texts: Sequence[str], standings: Sequence[Standing], firm: bool
) -> list[int]:
    """The first words behind a label, whose last word is `before`, that can be its value.

    A firm label claims clinical words as well.
    """
    found: list[int] = []
    for index in words[: _MOST_WORDS[label.kind]]:
        text, standing = texts[index], standings[index]
        if not any(c.isalnum() for c in text):
            continue
        if not _fits(label.kind, text, standing, firm, bool(found)):
            break
        if label.kind == "date" and found and standing is Standing.NUMBER and _is_whole_date(texts[found[-1]]):
            break
        found.append(index)
    ambiguous = not firm and fold(before) in _OTHER_MEANINGS
    least = _LEAST_BEHIND_A_WORD if ambiguous else _LEAST_OF_A_NUMBER
    if label.kind == "phone" and sum(measures.digit_count(texts[index]) for index in found) < least:
        return []
    return found


def _is_whole_date(text: str) -> bool:
    return measures.digit_count(text) >= 6 and sum(c in "./-" for c in text) == 2


def _technical(row: lines.Row, texts: Sequence[str], standings: Sequence[Standing]) -> bool:
    """Whether a row is a line of parameters, ``W 400 L 40``, which is no value of a label elsewhere."""
    own = [(texts[index], standings[index]) for index in row.words]
    pairs = sum(worth in (Standing.MARKER, Standing.SOLID) and text.strip(":=").isalpha() and after is Standing.NUMBER
                for (text, worth), (_, after) in pairwise(own))  # fmt: skip
    return pairs > 0 and 2 * pairs >= len(own)


def _fits(kind: str, text: str, standing: Standing, firm: bool, going: bool) -> bool:
    digits = measures.digit_count(text)
    month = any(part in dates.MONTH_NAMES for part in parts(text))
    if kind == "date":
        return month or (digits > 0 and (standing is not Standing.NUMBER or not _with_unit(text)))
    if kind == "phone":
        return digits > 0
    if kind == "id":
        if standing is Standing.NUMBER:
            return text.strip(".,:;#()").isdigit() or (firm and not _with_unit(text)) or digits >= 4
        return standing < Standing.SOLID or (firm and not going)
    if digits and standing is Standing.NUMBER:
        return kind == "place" and firm and not _with_unit(text)
    if standing is Standing.SOLID:
        return firm and (kind == "place" or not going)
    return kind == "place" or firm or len(fold(text)) > 1


def _with_unit(text: str) -> bool:
    return any(c.isdigit() for c in text) and any(c.isalpha() or c == "%" for c in text.rstrip("."))
