"""Values: what the labels of a page claim, on their own line, to their right, or beneath them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dicom_text_redactor.phi import dates, labels, lines, measures
from dicom_text_redactor.phi.evidence import Page
from dicom_text_redactor.phi.labels import ENTITIES, Label
from dicom_text_redactor.phi.spelling import fold, parts, squeeze
from dicom_text_redactor.phi.vocabulary import Standing, Vocabulary

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
    search = _Search(page, vocabulary)
    for row, own in zip(page.rows, search.labels, strict=True):
        for label, following in zip(own, [*own[1:], None], strict=False):
            words = row.words[label.last + 1 : following.first if following else len(row.words)]
            firm = label.firm or any(_leads_to(before, label) for before in own)
            search.note(row, label)
            search.follow(row, label, words, firm)
    search.found.labels -= search.found.values.keys()
    return search.found


def _leads_to(before: Label, label: Label) -> bool:
    """Whether a firm label stands right before another of its kind, as in ``Ref: Dr. Somebody``."""
    return before.firm and before.kind == label.kind and before.last + 1 == label.first


class _Search:
    """The labels of a page, row by row, and what they are found to claim."""

    def __init__(self, page: Page, vocabulary: Vocabulary) -> None:
        self.found = Claims()
        self._page = page
        self._vocabulary = vocabulary
        self._texts = [token.text for token in page.tokens]
        self._standings = [token.standing for token in page.tokens]
        self.labels = [self._labels(row) for row in page.rows]
        self._labelled = {id(row) for row, own in zip(page.rows, self.labels, strict=True) if own}

    def _labels(self, row: lines.Row) -> list[Label]:
        """The labels of one row; a word that is a name too is a label only with its colon."""
        own = [self._texts[index] for index in row.words]
        found = []
        for label in labels.find(own):
            if label.value and not label.firm and self._vocabulary.standing(label.value) > Standing.UNKNOWN:
                continue  # ``ref.mAs``
            words = [part for text in own[label.first : label.last + 1] for part in parts(text)]
            alone = len(words) == 1 and (self._vocabulary.is_name(words[0]) or not labels.may_be(words[0]))
            if label.firm or not alone:
                found.append(label)
        return found

    def note(self, row: lines.Row, label: Label) -> None:
        """Take note of a label's own words, and of a value that is glued to the last of them."""
        words = row.words[label.first : label.last + 1]
        identifies = label.kind in ENTITIES
        if label.value and identifies:
            self.found.values[words[-1]] = (ENTITIES[label.kind], 0.9)
            words = words[:-1]
        if label.firm or label.kind != "place":
            self.found.labels.update(w for w in words if identifies or self._standings[w] is not Standing.SOLID)

    def follow(self, row: lines.Row, label: Label, words: Sequence[int], firm: bool) -> None:
        """Claim what stands behind a label up to the next one; at the end of its row, to the right or beneath."""
        if label.kind not in ENTITIES or (not firm and self._names_a_parameter(words)):
            return
        entity, last = ENTITIES[label.kind], row.words[label.last]
        claimed = self._claimed(label, last, words, firm)
        if claimed and claimed[0] == words[0] and not self._page.tokens[words[0]].word.apart:
            self.found.values[last] = (entity, 0.7)  # one word, ``DOB:12/03/1961``
        scraps = all(len(squeeze(self._texts[index])) < 2 for index in claimed)  # an edge, or half of a figure
        if scraps and row.words[-1] in (last, *claimed) and not label.value:
            claimed = [*claimed, *self._claimed_elsewhere(row, label, last)]
        for index in claimed:
            self.found.values.setdefault(index, (entity, 0.85 if label.firm else 0.7))

    def _names_a_parameter(self, words: Sequence[int]) -> bool:
        """Whether a parameter and its number follow: ``MRS TE 135`` and ``Ref. AK 118`` name nobody."""
        if len(words) < 2:
            return False
        name = fold(self._texts[words[0]].strip(".,;:()"))
        return self._standings[words[1]] is Standing.NUMBER and name in self._vocabulary.parameters

    def _claimed_elsewhere(self, row: lines.Row, label: Label, last: int) -> list[int]:
        rows = self._page.rows
        for other in (lines.right_of(row, rows), lines.below(row, rows)):
            if other is not None and id(other) not in self._labelled and not self._is_technical(other):
                return self._claimed(label, last, other.words, firm=False)
        return []

    def _claimed(self, label: Label, last: int, words: Sequence[int], firm: bool) -> list[int]:
        """The first of some words that can be the value of a label, whose last word is `last`.

        A firm label claims clinical words as well.
        """
        found: list[int] = []
        for index in words[: _MOST_WORDS[label.kind]]:
            text, standing = self._texts[index], self._standings[index]
            scrap = label.kind == "date" and bool(found) and len(text) == 1 and text.isalpha()  # a stroke of the date
            if scrap or not any(c.isalnum() for c in text):
                continue
            if not _fits(label.kind, text, standing, firm, bool(found)):
                break
            dated = label.kind == "date" and bool(found) and _is_whole_date(self._texts[found[-1]])
            if dated and standing is Standing.NUMBER:
                break
            found.append(index)
        ambiguous = not firm and fold(self._texts[last]) in _OTHER_MEANINGS
        least = _LEAST_BEHIND_A_WORD if ambiguous else _LEAST_OF_A_NUMBER
        if label.kind == "phone" and sum(measures.digit_count(self._texts[index]) for index in found) < least:
            return []
        return found

    def _is_technical(self, row: lines.Row) -> bool:
        """Whether a row is a line of parameters, ``W 400 L 40``, which is no value of a label elsewhere."""
        own = [(self._texts[index].strip(":="), self._standings[index]) for index in row.words]
        pairs = sum(
            worth in (Standing.MARKER, Standing.SOLID) and text.isalpha() and after is Standing.NUMBER
            for (text, worth), (_, after) in pairwise(own)
        )
        return pairs > 0 and 2 * pairs >= len(own)


def _is_whole_date(text: str) -> bool:
    return measures.digit_count(text) >= 6 and sum(c in "./-" for c in text) == 2


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
