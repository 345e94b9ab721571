"""The recipe: from the words of one surface to a verdict for each.

    page (rows, neighbours) ─▶ entities ─▶ evidence ─▶ first sum ─▶ second sum ─▶ rows ─▶ what nothing outweighs ─▶ policy

Evidence says what is known of a word, the sums what that is worth. Only four things are not weighed: the lists of the
settings, a name or an id that the header has letter for letter, and what nobody could read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pydicom

from dicom_text_redactor.model import Verdict, Word
from dicom_text_redactor.phi.analyzer import Analyzer
from dicom_text_redactor.phi.header import Header
from dicom_text_redactor.phi.identity import Identity
from dicom_text_redactor.phi.page import Page, Token
from dicom_text_redactor.phi.reasons import strongest
from dicom_text_redactor.phi.spelling import fold, squeeze
from dicom_text_redactor.phi.technique import technique_of
from dicom_text_redactor.phi.weighing import evidence_of, learned, probability, weigh
from dicom_text_redactor.phi.wholes import as_wholes
from dicom_text_redactor.phi.wordlists import LISTS
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.sources import Source

_LIKELY = 0.5
"""Under ``phi`` a word is hidden that identifies somebody more likely than not."""
_LEAST_NAME, _LEAST_NUMBER = 4, 5
"""Letters of a name, and letters and figures of an id or a date, that nothing outweighs if the header has it."""


class Judge:
    """Everything that is the same for all files; safe to share between threads.

    Raises
    ------
    SettingError
        The settings name a pipeline for named entities that is not installed.
    """

    def __init__(self, settings: RedactionSettings) -> None:
        self.settings = settings
        self.analyzer = Analyzer(settings.ner_model)
        self.allow = frozenset(map(_bare, settings.allow))
        self.deny = frozenset(map(_bare, settings.deny))

    def for_file(self, dataset: pydicom.Dataset) -> FileJudge:
        """A judge of one file's words, who knows that file's header and no other's."""
        header = Header(Identity.of(dataset, LISTS), technique_of(dataset))
        self.analyzer.prepare()  # it takes two seconds, in which text is found and read
        return FileJudge(self, header, (_size(dataset, "Columns"), _size(dataset, "Rows")))


class FileJudge:
    """Judges the words of one file's pictures."""

    def __init__(self, judge: Judge, header: Header, size: tuple[int, int]) -> None:
        self._judge = judge
        self._header = header
        self._size = size

    def judge(self, words: Sequence[Word], beside: Sequence[Word] = ()) -> list[Verdict]:
        """One verdict for each of `words`, in their order; all words of a surface belong in one call.

        beside: words of the same surface that were judged before. They are company only.
        """
        policy = self._judge.settings.policy
        if policy == "all-text":
            return [Verdict(word, True, "UNKNOWN", Source.POLICY, 1.0) for word in words]
        page = self.page([*words, *beside])
        weights = learned()
        evidence = evidence_of(page.tokens, weights.evidence)
        odds = weigh(page, evidence, weights.sums) if words else np.zeros(0)
        limit = weights.limit if policy == "cautious" else _LIKELY
        odds = as_wholes(page, odds, float(np.log(limit / (1 - limit))))
        scores = probability(odds)
        return [
            self._verdict(token, float(scores[token.index]), limit, partial(strongest, evidence[token.index], weights))
            for token in page.tokens[: len(words)]
        ]

    def page(self, words: Sequence[Word]) -> Page:
        """The page of some words, with what the analyzer finds on it."""
        page = Page(words, self._header, self._size)
        page.entities = self._judge.analyzer.find_in(page)
        return page

    def _verdict(self, token: Token, score: float, limit: float, reason: Callable[[], tuple[str, Source]]) -> Verdict:
        texts = {_bare(text) for text in token.texts}
        if texts & self._judge.deny:
            return Verdict(token.word, True, "DENIED", Source.DENY_LIST, 1.0)
        if texts & self._judge.allow:
            return Verdict(token.word, False, "NONE", "allow-list", 1.0)
        if entity := _known_to_header(token):
            return Verdict(token.word, True, entity, Source.METADATA, 1.0)
        if not token.texts:
            hide = self._judge.settings.policy == "cautious"
            return Verdict(token.word, hide, "UNKNOWN" if hide else "NONE", Source.UNREADABLE if hide else "policy", 0.5)
        if score < limit:
            return Verdict(token.word, False, "NONE", "clinical", 1 - score)
        entity, source = reason()
        return Verdict(token.word, True, entity, source, score)


def _known_to_header(token: Token) -> str:
    """The entity of what the header has letter for letter and the word, or its row around it, shows; empty if nothing."""
    for entity, hit in token.row.hits.of_word[token.at].items():
        least = _LEAST_NAME if entity == "PERSON" else _LEAST_NUMBER
        whole = hit.likeness == hit.share == 1.0 and len(token.core) >= least
        if whole and entity != "ORGANIZATION":
            return entity
    return ""


def _bare(text: str) -> str:
    return squeeze(text) or fold(text)


def _size(dataset: pydicom.Dataset, keyword: str) -> int:
    try:
        return int(dataset.get(keyword) or 0)
    except (TypeError, ValueError):
        return 0
