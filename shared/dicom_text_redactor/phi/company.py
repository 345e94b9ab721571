"""Company: what a word's neighbours say of it, when it says little by itself."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from dicom_text_redactor.phi import dates, institutions, lines, measures
from dicom_text_redactor.phi.evidence import Page, Token
from dicom_text_redactor.phi.spelling import PARTICLES, fold, squeeze
from dicom_text_redactor.phi.vocabulary import Standing, Vocabulary

_KNOWN = frozenset(("metadata", "label", "ner"))
_CERTAIN = _KNOWN | {"pattern"}
_SCRAPS = 2  # single characters, at the most, that may be read between the month of a date and its year
_POOR = 0.9  # confidence under which a hidden word says that its line was read badly
_FIGURES = frozenset(("ID", "DATE_TIME", "PHONE_NUMBER"))
_SPREADING = frozenset(("PERSON", "ORGANIZATION", "LOCATION"))


def is_lone_year(page: Page, row: lines.Row, at: int) -> bool:
    """Whether the word at that place of a row is a year that no parameter before it and no unit behind it explains."""
    tokens = page.of_row(row)
    if not dates.is_year(tokens[at].text) or tokens[at].label:
        return False
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is not None and after.standing is Standing.SOLID and squeeze(after.text).isalpha():
        return False
    if before is not None and len(squeeze(before.text)) == 1 and fold(before.text) not in measures.SETTINGS:
        return True
    return before is None or not (before.standing in (Standing.SOLID, Standing.MARKER, Standing.WEAK)
                                  and before.evidence is None and squeeze(before.text).isalpha())  # fmt: skip


def vouches(page: Page, row: lines.Row, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a weak word's neighbours show that it is clinical: a number beside a parameter, a clinical word."""
    tokens = page.of_row(row)
    if _explained(tokens, at, fold(tokens[at].text.strip(".,;:()[]")), vocabulary):
        return True
    return tokens[at].standing is Standing.WEAK and any(
        other.standing is Standing.SOLID and not vocabulary.is_name(squeeze(other.text))
        for other in _beside(tokens, at)
    )


def spread(page: Page) -> None:
    """Hide a word wherever it stands, once it was found to be somebody's; clinical words excepted."""
    theirs = {squeeze(token.text): token.evidence for token in page.tokens
              if token.evidence and token.evidence.entity in _SPREADING
              and token.evidence.source in ("metadata", "label")
              and token.standing < Standing.NUMBER}  # fmt: skip
    for row in page.rows:
        tokens = page.of_row(row)
        clinical = any(token.standing is Standing.SOLID for token in tokens)
        for token in tokens:
            evidence = theirs.get(squeeze(token.text))
            ours = (
                token.label or token.standing is Standing.SOLID or (clinical and token.standing is not Standing.UNKNOWN)
            )
            if evidence is not None and len(squeeze(token.text)) > 2 and not ours:
                token.hide(evidence.entity, evidence.source, 0.8 * evidence.score)


def complete_dates(page: Page) -> None:
    """Hide the pieces of a date that was read badly: a day, a month and a year in a row, or two of the three."""
    for row in page.rows:
        tokens = page.of_row(row)
        for first, second in pairwise(tokens):
            _complete_pair(first, second)
        for first, second, third in zip(tokens, tokens[1:], tokens[2:], strict=False):
            day_and_month = sorted((first, second), key=lambda token: dates.is_day(token.text))
            dated = _dated(first) and _dated(second)
            year = any(map(dates.is_year, third.texts)) or (dated and _is_short_number(third))
            whole = year and dates.is_month(day_and_month[0].text) and dates.is_day(day_and_month[1].text)
            cut_short = dates.is_day(first.text) and dates.is_month_cut_short(second.text) and dates.is_year(third.text)
            if whole or cut_short:
                _hide_date(first, second, third)
        for at, token in enumerate(tokens):
            if any(map(dates.is_year, token.texts)) and _ends_date(tokens[max(0, at - _SCRAPS - 1) : at]):
                _hide_date(token)


def _ends_date(before: Sequence[Token]) -> bool:
    """Whether what stands before a year is a date, but for scraps of letters that were read between the two."""
    scraps = list(takewhile(lambda token: not _dated(token), reversed(before)))
    return len(scraps) < len(before) and all(len(token.text) == 1 for token in scraps)


def _complete_pair(first: Token, second: Token) -> None:
    month = next((t for t in (first, second) if t.standing < Standing.NUMBER and dates.is_month(t.text)), None)
    other = second if month is first else first
    if month and not month.label and (dates.is_day(other.text) or dates.is_year(other.text)):
        if month.standing is Standing.UNKNOWN:
            _hide_date(first, second)
    elif dates.is_day(first.text) and dates.is_year(second.text) and (first.text.endswith((",", ".")) or _dated(first)):
        _hide_date(first, second)


def _is_short_number(token: Token) -> bool:
    """Whether a word may be what was read of a year: two to four figures and nothing else."""
    bare = token.text.strip(".,'")
    return bare.isdigit() and 2 <= len(bare) <= 4


def _dated(token: Token) -> bool:
    return token.evidence is not None and token.evidence.entity == "DATE_TIME"


def _hide_date(*tokens: Token) -> None:
    for token in tokens:
        token.hide("DATE_TIME", "pattern", 0.5)


def take_along(page: Page) -> None:
    """Hide what belongs to hidden text: an ``&`` or a ``bin`` between names, a figure's rest, a second look."""
    for row in page.rows:
        tokens = page.of_row(row)
        for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
            if token.evidence or token.label or not (before.may_be_name and _is_hidden_word(after)):
                continue
            bare = squeeze(token.text)
            if not bare or (len(bare) == 1 and bare.isalpha()) or bare in PARTICLES:
                token.hide(before.evidence.entity if before.evidence else "UNKNOWN", "unknown-word", 0.4)
        for (one, other), touching in zip(pairwise(tokens), page.touching(row)[1:], strict=True):
            if touching and one.text[-1:].isdigit():
                _complete_figure(one, other)
            if touching and other.text[:1].isdigit():
                _complete_figure(other, one)
    hidden = [token for token in page.tokens if token.evidence and token.evidence.source in _CERTAIN]
    for token in page.tokens:
        if token.evidence or token.label:
            continue
        box = token.word.box
        for other in hidden:
            if other is not token and 2 * other.word.box.overlap(box) > box.area:
                token.hide("UNKNOWN", "unknown-word", 0.4)
                break


def _complete_figure(known: Token, other: Token) -> None:
    """Hide a figure that touches a hidden id, date or telephone number: the rest of it, which was read apart."""
    evidence = known.evidence
    if evidence is None or evidence.source not in _CERTAIN or evidence.entity not in _FIGURES:
        return
    if other.evidence is None and not other.label and other.standing is Standing.NUMBER:
        other.hide(evidence.entity, "unknown-word", 0.4)


def settle(page: Page, vocabulary: Vocabulary) -> None:
    """Hide what cannot be shown to be clinical: words that nobody knows or could read, and words in bad company."""
    for token in page.tokens:
        if not token.texts:
            token.hide("UNKNOWN", "unreadable", 0.5)
        elif token.standing is Standing.UNKNOWN and not token.label:
            token.hide("UNKNOWN", "unknown-word", 0.5)
    for row in page.rows:
        tokens = page.of_row(row)
        institutions.hide_in(tokens)
        for _ in range(2):  # a word hidden on the right may drag the one before it along
            for at, token in enumerate(tokens):
                if token.evidence is None and not token.label and _in_bad_company(tokens, at, vocabulary):
                    token.hide("UNKNOWN", "unknown-word", 0.4)
        _figures(tokens)


def _figures(tokens: list[Token]) -> None:
    """Hide the bare figures of a line of which nothing is known: what is left of a date or an id read badly."""
    rest = [token for token in tokens if token.evidence is None]
    poor = any(token.evidence is not None and token.word.confidence < _POOR for token in tokens)
    if not poor or any(token.standing is not Standing.NUMBER or token.label for token in rest):
        return
    for token in rest:
        if token.text.strip("-/.:,;'()").isdigit() and len(squeeze(token.text)) > 1:
            token.hide("UNKNOWN", "unknown-word", 0.4)


def _in_bad_company(tokens: list[Token], at: int, vocabulary: Vocabulary) -> bool:
    """Whether a weak word has no clinical word in its line, or a marker stands beside what may be a name."""
    token = tokens[at]
    letters = fold(token.text.strip(".,;:()[]"))
    beside = any(other.may_be_name for other in _beside(tokens, at))
    if token.standing is Standing.NUMBER:
        return False
    others = tokens[:at] + tokens[at + 1 :]
    sure = any(
        other.standing is Standing.SOLID and other.evidence is None and not vocabulary.is_name(squeeze(other.text))
        for other in others
    )
    if token.standing is Standing.SOLID:
        return beside and not sure and vocabulary.is_name(letters)
    if 0 < at < len(tokens) - 1 and all(other.may_be_name for other in _beside(tokens, at)) and not sure:
        return True
    if len(letters) == 1:
        return letters not in ("m", "f") and (beside or (not sure and any(other.may_be_name for other in others)))
    if _explained(tokens, at, letters, vocabulary):
        return False
    if any(other.may_be_name and other.evidence and other.evidence.source in _KNOWN for other in _beside(tokens, at)):
        return True
    if any(other.standing is Standing.SOLID and other.evidence is None and not other.label for other in others):
        return beside and not sure
    if token.standing is Standing.MARKER:
        return any(len(squeeze(o.text)) > 1 and o.standing < Standing.NUMBER and not o.label for o in others)
    return True


def _explained(tokens: list[Token], at: int, letters: str, vocabulary: Vocabulary) -> bool:
    """Whether a number beside a short word makes it a parameter (``MI 0.9``) or a unit (``40 ma``)."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    before = tokens[at - 1] if at else None
    return any(other is not None and other.standing is Standing.NUMBER and other.evidence is None and letters in words
               for other, words in ((after, vocabulary.parameters), (before, vocabulary.units)))  # fmt: skip


def _beside(tokens: list[Token], at: int) -> list[Token]:
    return [tokens[i] for i in (at - 1, at + 1) if 0 <= i < len(tokens)]


def _is_hidden_word(token: Token) -> bool:
    """Whether a word with letters is hidden, for anything but its figures."""
    if token.evidence is None or token.label or token.evidence.entity in ("DATE_TIME", "ID"):
        return False
    return any(c.isalpha() for c in token.text)
