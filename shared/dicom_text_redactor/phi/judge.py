"""The recipe: from the words of one frame to a verdict for each.

    lists and recognizers of the caller ─▶ the header ─▶ labels ─▶ patterns ─▶ named entities ─▶ vocabulary ─▶ company

The first that has something to say decides; what nobody knows is hidden under ``cautious``.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

import pydicom

from dicom_text_redactor.memory import Memory
from dicom_text_redactor.model import Verdict, Word
from dicom_text_redactor.phi import company, dates, lines, patterns
from dicom_text_redactor.phi.analyzer import NAMED, Analyzer
from dicom_text_redactor.phi.ends import regain
from dicom_text_redactor.phi.evidence import Evidence, Page, Token, point_lost
from dicom_text_redactor.phi.header import Header
from dicom_text_redactor.phi.identity import Identity
from dicom_text_redactor.phi.recognizers import Recognizer, consult, entity_of, touches
from dicom_text_redactor.phi.spelling import fold, squeeze
from dicom_text_redactor.phi.values import claims
from dicom_text_redactor.phi.vocabulary import Standing, Vocabulary
from dicom_text_redactor.settings import RedactionSettings


class Judge:
    """Everything that is the same for all files; safe to share between threads.

    recognizers: what a caller knows beside the settings; they have to be safe to share as well.

    Raises
    ------
    SettingError
        The settings name a pipeline for named entities that is not installed.
    """

    def __init__(self, settings: RedactionSettings, recognizers: Sequence[Recognizer] = ()) -> None:
        self.vocabulary = Vocabulary()
        self.analyzer = Analyzer(settings.ner_model)
        self._adopt(settings, recognizers)

    def variant(self, settings: RedactionSettings, recognizers: Sequence[Recognizer] = ()) -> Judge:
        """A judge with other settings and recognizers, who shares what is slow to load with this one."""
        other = copy(self)
        if settings.ner_model != self.settings.ner_model:
            other.analyzer = Analyzer(settings.ner_model)
        other._adopt(settings, recognizers)
        return other

    def _adopt(self, settings: RedactionSettings, recognizers: Sequence[Recognizer]) -> None:
        self.settings, self.recognizers = settings, tuple(recognizers)
        self.allow = frozenset(map(_bare, settings.allow))
        self.deny = frozenset(map(_bare, settings.deny))

    def for_file(self, dataset: pydicom.Dataset) -> FileJudge:
        """A judge of one file's words, who knows that file's header and no other's."""
        memory = Memory()
        with memory.used():
            identity = Identity.of(dataset, self.vocabulary)
            self.analyzer.prepare()  # it takes two seconds, in which text is found and read
            return FileJudge(self, identity, memory)


class FileJudge:
    """Judges the words of one file's frames; what it remembers of them goes with it."""

    def __init__(self, judge: Judge, identity: Identity, memory: Memory) -> None:
        self._judge = judge
        self._header = Header(identity)
        self._memory = memory

    def judge(self, words: Sequence[Word]) -> list[Verdict]:
        """One verdict for each word, in their order; all words of a frame belong in one call."""
        policy = self._judge.settings.policy
        if policy == "all-text":
            return [Verdict(word, True, "UNKNOWN", "policy", 1.0) for word in words]
        with self._memory.used():
            return self._verdicts(words)

    def _verdicts(self, words: Sequence[Word]) -> list[Verdict]:
        page = Page.of(words, self._judge.vocabulary)
        self._lists(page)
        consult(page, self._judge.recognizers)
        self._by_header(page)
        self._by_labels(page)
        self._by_patterns(page)
        self._by_entities(page)
        company.spread(page)
        company.complete_dates(page)
        company.take_along(page)
        if self._judge.settings.policy == "cautious":
            company.settle(page, self._judge.vocabulary)
            company.take_along(page)
        regain(page)
        return [_verdict(token) for token in page.tokens]

    def _lists(self, page: Page) -> None:
        for token in page.tokens:
            texts = {_bare(text) for text in token.texts}
            if texts & self._judge.deny:
                token.hide("DENIED", "deny-list", 1.0)
            elif texts & self._judge.allow:
                token.allowed = True

    def _by_header(self, page: Page) -> None:
        for token in page.tokens:
            for text, standing in zip(token.texts, token.standings, strict=True):
                match = self._header.word(text, standing)
                if match:
                    token.hide(match.entity, "metadata", match.score)
                    token.lost = match.lost if len(text) == len(token.text) else token.lost
        for row in page.rows:
            texts, standings = page.texts(row), page.standings(row)
            windows = self._header.windows(texts, standings, page.touching(row))
            for found in (windows, self._header.places(texts, standings)):
                for at, match in found.items():
                    page.tokens[row.words[at]].hide(match.entity, "metadata", match.score)

    def _by_labels(self, page: Page) -> None:
        found = claims(page, self._judge.vocabulary)
        for index, (entity, score) in found.values.items():
            page.tokens[index].hide(entity, "label", score)
        for index in found.labels:
            page.tokens[index].label = not page.tokens[index].partial  # else a value may stand in its box

    def _by_patterns(self, page: Page) -> None:
        for token in page.tokens:
            for at, text in enumerate(token.texts):
                found = patterns.in_word(text)
                if found and not (found[0] == "ID" and self._is_measured(token, at)):
                    token.hide(found[0], "pattern", found[1])
        for row in page.rows:
            _mark(page, row, patterns.in_line(" ".join(page.texts(row))))
            for at, token in enumerate(page.of_row(row)):
                if company.is_lone_year(page, row, at):
                    token.hide("DATE_TIME", "pattern", 0.5)

    def _is_measured(self, token: Token, at: int) -> bool:
        """Whether the digits of one reading are no id in truth: glued measurements, a lost point, a bad second look."""
        text, best = token.texts[at], token.texts[0]
        if self._judge.vocabulary.is_measures(text):
            return True
        if at == 0 or patterns.in_word(best):
            return False
        return point_lost(best, text) or (token.standings[0] is Standing.SOLID and token.standing is Standing.SOLID)

    def _by_entities(self, page: Page) -> None:
        """One call for the whole page: names in title case, clinical words in small letters, a line a sentence."""
        suggesting = (each for each in self._judge.recognizers if each.role == "suggest")
        for finder in (self._judge.analyzer, *suggesting):
            for touch in touches(page, finder, Token.for_model, end=".\n"):
                self._entity(page, touch.row, touch.at, touch.find)

    def _entity(self, page: Page, row: lines.Row, at: int, find: patterns.Find) -> None:
        token = page.of_row(row)[at]
        if find.entity not in NAMED:
            if token.standing is not Standing.SOLID:
                token.hide(entity_of(find.entity), "pattern", find.score)
        elif token.is_name_like and not company.vouches(page, row, at, self._judge.vocabulary):
            token.hide(find.entity, "ner", find.score)


def _mark(page: Page, row: lines.Row, finds: Sequence[patterns.Find]) -> None:
    """Hide the words of a row that a pattern touches, clinical words left aside."""
    at = 0
    for token in page.of_row(row):
        end = at + len(token.text)
        for find in finds:
            touched = find.start < end and find.end > at
            if touched and (token.standing is not Standing.SOLID or dates.is_month(token.text)):
                token.hide(find.entity, "pattern", find.score)
        at = end + 1


def _verdict(token: Token) -> Verdict:
    evidence = token.evidence
    if token.allowed and (evidence is None or evidence.source != "deny-list"):
        return Verdict(token.word, False, "NONE", "allow-list", 1.0)
    if evidence is not None:
        return Verdict(token.word, True, evidence.entity, evidence.source, evidence.score)
    clinical = token.label or token.standing > Standing.UNKNOWN
    return Verdict(token.word, False, "NONE", "clinical" if clinical else "policy", 1.0 if clinical else 0.5)


def _bare(text: str) -> str:
    return squeeze(text) or fold(text)


__all__ = ["Evidence", "FileJudge", "Judge"]
