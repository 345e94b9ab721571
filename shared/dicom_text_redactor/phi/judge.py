"""The recipe: from the words of one surface to a verdict for each.

    page (rows, neighbours) ─▶ entities ─▶ evidence ─▶ three sums ─▶ wholes ─▶ what nothing outweighs ─▶ policy

Evidence says what is known of a word, the sums what that is worth. Only this is not weighed: the lists of the
settings, what a caller's recognizers say, a name, an id or a date that the header has letter for letter, and what
nobody could read.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from copy import copy

import numpy as np
import pydicom

from dicom_text_redactor.memory import Memory
from dicom_text_redactor.model import Verdict, Word
from dicom_text_redactor.phi.header import Header
from dicom_text_redactor.phi.identity import Identity
from dicom_text_redactor.phi.page import Page, Token
from dicom_text_redactor.phi.pipelines import Analyzers, pipelines
from dicom_text_redactor.phi.reasons import Explanation, moved, reasons, strongest
from dicom_text_redactor.phi.recognizers import Entities, Recognizer, Said, consult, entity_of, score_of
from dicom_text_redactor.phi.spelling import fold, squeeze
from dicom_text_redactor.phi.technique import technique_of
from dicom_text_redactor.phi.weighing import Vector, Weighed, evidence_of, learned, probability, weigh
from dicom_text_redactor.phi.wholes import as_wholes
from dicom_text_redactor.phi.wordlists import LISTS
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.sources import KeptBecause, Source

_LIKELY = 0.5
"""Under ``phi`` a word is hidden that identifies somebody more likely than not."""
_LEAST = {"PERSON": 4, "ID": 5}
"""Letters and figures of a name and an id that nothing outweighs if the header has it; of a date all are told."""
_NEARLY, _LEAST_NEARLY = 0.9, 6
"""Nor does anything outweigh a name of so many letters that is as like: but for one letter that readers confuse, or
for one of a double letter."""

_UNSURE, _LEAST_READ = 0.7, 3
"""A reading that is less sure than this, of so many letters and figures, is no reading unless another reader agrees."""
_SURE_ABROAD = 0.98
"""Nor is one that is less sure than this, where the header has names in a script that readers may take for Latin."""
_SURE, _WIDE = 0.9, 0.75
"""Nor is one that is less sure than this, of fewer letters in a wide word: letters for each square of its length."""


class Judge:
    """Everything that is the same for all files; safe to share between threads.

    recognizers: what a caller knows beside the settings; they have to be safe to share as well.
    entities: who knows names; None: Presidio, with the pipelines of the settings.

    Raises
    ------
    SettingError
        The settings name a pipeline for named entities that is not installed.
    """

    def __init__(
        self, settings: RedactionSettings, recognizers: Sequence[Recognizer] = (), entities: Entities | None = None
    ) -> None:
        self.own_entities = entities is not None
        self.analyzer: Entities = Analyzers.of(_pipelines(settings)) if entities is None else entities
        self._adopt(settings, recognizers)

    def variant(self, settings: RedactionSettings, recognizers: Sequence[Recognizer] = ()) -> Judge:
        """A judge with other settings and recognizers, who shares what is slow to load with this one."""
        other = copy(self)
        if not self.own_entities and _pipelines(settings) != _pipelines(self.settings):
            other.analyzer = Analyzers.of(_pipelines(settings))
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
            header = Header(Identity.of(dataset, LISTS), technique_of(dataset))
            self.analyzer.prepare()  # it takes two seconds, in which text is found and read
            return FileJudge(self, header, (_size(dataset, "Columns"), _size(dataset, "Rows")), memory)


class FileJudge:
    """Judges the words of one file's pictures; what it remembers of them goes with it."""

    def __init__(self, judge: Judge, header: Header, size: tuple[int, int], memory: Memory) -> None:
        self._judge = judge
        self._header = header
        self._size = size
        self._memory = memory

    @property
    def _hides_all(self) -> bool:
        return self._judge.settings.policy == "all-text"

    @property
    def expects_unread(self) -> bool:
        """Whether what is only half seen counts as text.

        So it is where all text is to be hidden, and where a name of the header is in a script that no reader knows.
        """
        return self._hides_all or self._header.in_unread_script

    def judge(self, words: Sequence[Word], beside: Sequence[Word] = ()) -> list[Verdict]:
        """One verdict for each of `words`, in their order; all words of a surface belong in one call.

        beside: words of the same surface that were judged before. They are company only.
        """
        if self._hides_all:
            return [Verdict(word, True, "UNKNOWN", Source.POLICY, 1.0) for word in words]
        with self._memory.used():
            return self._verdicts(words, beside) if words else []

    def _verdicts(self, words: Sequence[Word], beside: Sequence[Word]) -> list[Verdict]:
        page, said, weighed, odds = self._weighed([*words, *beside])
        limit = self._limit()
        scores = _scores(odds, limit)
        told = strongest(weighed, learned().sums, np.flatnonzero(scores[: len(words)] >= limit).tolist())
        return [
            self._decided(token, said, float(scores[token.index]), limit)
            or _by_weight(token, float(scores[token.index]), told.get(token.index))
            for token in page.tokens[: len(words)]
        ]

    def explain(self, words: Sequence[Word]) -> list[Explanation]:
        """Why each of `words`, which are all of a surface, gets the verdict that `judge` gives."""
        if self._hides_all:
            return [Explanation((), 0.0, 1.0, 0.0, outweighed=True) for _ in words]
        with self._memory.used():
            return self._explanations(words)

    def _explanations(self, words: Sequence[Word]) -> list[Explanation]:
        page, said, weighed, odds = self._weighed(words)
        limit = self._limit()
        scores, told = _scores(odds, limit), reasons(weighed, learned().sums)
        for some, by in zip(told, (odds - weighed.odds).tolist(), strict=True):
            if by:
                insort(some, moved(by), key=lambda reason: -abs(reason.weight))
        return [
            Explanation(
                tuple(told[token.index]),
                float(odds[token.index]),
                float(scores[token.index]),
                limit,
                outweighed=self._decided(token, said, float(scores[token.index]), limit) is not None,
            )
            for token in page.tokens
        ]

    def _weighed(self, words: Sequence[Word]) -> tuple[Page, Said, Weighed, Vector]:
        """The page of words, what recognizers say of it, what was weighed, and the log-odds of each word as a whole."""
        page = Page(words, self._header, self._size)
        said = consult(page, self._judge.analyzer, self._judge.recognizers)
        page.entities = said.weigh
        weights = learned()
        weighed = weigh(page, evidence_of(page.tokens, weights.evidence), weights.sums)
        return page, said, weighed, as_wholes(page, weighed.odds, _log_odds(self._limit()))

    def _limit(self) -> float:
        """The probability from which a word is hidden."""
        return learned().limit if self._judge.settings.policy == "cautious" else _LIKELY

    def _decided(self, token: Token, said: Said, score: float, limit: float) -> Verdict | None:
        """The verdict that does not come from the evidence, if there is one."""
        verdict = self._fixed(token, said) or _suggested(token, said, score, limit)
        if verdict is None and score < limit and self._judge.settings.policy == "cautious" and is_unread(token):
            return Verdict(token.word, True, "UNKNOWN", Source.UNREADABLE, 0.5)
        return verdict

    def _fixed(self, token: Token, said: Said) -> Verdict | None:
        """The verdict that no evidence outweighs, if there is one."""
        texts = {_bare(text) for text in token.texts}
        if texts & self._judge.deny:
            return Verdict(token.word, True, "DENIED", Source.DENY_LIST, 1.0)
        if texts & self._judge.allow or token.index in said.keep:
            return Verdict(token.word, False, "NONE", KeptBecause.ALLOW_LIST, 1.0)
        if find := said.hide.get(token.index):
            return Verdict(token.word, True, entity_of(find.entity), Source.PATTERN, score_of(find))
        if entity := known_to_header(token):
            return Verdict(token.word, True, entity, Source.METADATA, 1.0)
        if token.word.region.code and (token.texts or self._judge.settings.policy == "cautious"):
            return Verdict(token.word, True, "BARCODE", Source.CODE, 1.0 if token.texts else 0.5)
        if token.texts:
            return None
        if self._judge.settings.policy == "phi":
            return Verdict(token.word, False, "NONE", KeptBecause.POLICY, 0.5)
        return Verdict(token.word, True, "UNKNOWN", Source.UNREADABLE, 0.5)


def _by_weight(token: Token, score: float, told: tuple[str, Source] | None) -> Verdict:
    """The verdict of the evidence; `told` says for what a word is hidden, None that it stays."""
    if told is None:
        return Verdict(token.word, False, "NONE", KeptBecause.CLINICAL, 1 - score)
    return Verdict(token.word, True, *told, score)


def _suggested(token: Token, said: Said, score: float, limit: float) -> Verdict | None:
    """The verdict of what a caller's recognizer suggests, if that is sure enough and surer than the evidence."""
    find = said.suggest.get(token.index)
    if find is None or score_of(find) < max(limit, score):
        return None
    return Verdict(token.word, True, entity_of(find.entity), Source.PATTERN, score_of(find))


def known_to_header(token: Token) -> str:
    """The entity of what the header has letter for letter, or nearly so, and the word shows; empty if there is none."""
    size = max((len(squeeze(text)) for text in token.texts), default=0)
    for entity, hit in token.row.hits.of_word[token.at].items():
        exact = hit.likeness == 1.0 and size >= _LEAST.get(entity, 1)
        nearly = entity == "PERSON" and hit.likeness >= _NEARLY and size >= _LEAST_NEARLY
        if hit.share == 1.0 and (exact or nearly) and entity != "ORGANIZATION":
            return entity
    return ""


def is_unread(token: Token) -> bool:
    """Whether nobody read a word that was found: the first reader is unsure, and no other one read the same.

    Writing in a script that no reader knows comes out like this: as letters that nobody is sure of, or as too few for
    the room that it takes. Other short readings are left to the evidence: strokes are read as a sign or two.
    """
    cores = [squeeze(text) for text in token.texts]
    if not cores:
        return True
    abroad = token.page.header.in_another_script
    lookalike = abroad and cores[0].isalpha() and len(cores[0]) < _LEAST_READ  # both readers take Thai for "um"
    if cores[0] in cores[1:] and not lookalike:
        return False
    if max(map(len, cores)) >= _LEAST_READ and token.word.confidence < _UNSURE:
        return True
    if abroad and token.word.confidence < _SURE_ABROAD:
        return True
    few = cores[0].isascii() and 0 < len(cores[0]) < _LEAST_READ
    return few and token.word.confidence < _SURE and len(cores[0]) * token.box.height < _WIDE * token.box.width


def _log_odds(share: float) -> float:
    return float(np.log(share / (1 - share)))


def _scores(odds: Vector, limit: float) -> Vector:
    """The probabilities; what is brought to the limit must not fall below it by the rounding of logarithms."""
    scores = probability(odds)
    return np.where(odds >= _log_odds(limit), np.maximum(scores, limit), scores)


def _pipelines(settings: RedactionSettings) -> tuple[str, ...]:
    return pipelines(settings.ner_model, settings.languages)


def _bare(text: str) -> str:
    return squeeze(text) or fold(text)


def _size(dataset: pydicom.Dataset, keyword: str) -> int:
    try:
        return int(dataset.get(keyword) or 0)
    except (TypeError, ValueError):
        return 0
