"""Words for the tests of judging: lines of text become words with boxes, as a reader would hand them over."""

from __future__ import annotations

import pydicom

from dicom_text_redactor.model import Box, Reading, Region, Verdict, Word
from dicom_text_redactor.phi.judge import Judge
from dicom_text_redactor.settings import Policy, RedactionSettings

LETTER = 12
HEIGHT = 20


def line(text: str, top: int = 10, left: int = 10, second: str | None = None, confidence: float = 0.9) -> list[Word]:
    """The words of one line in a region of its own; `second` is what another reader made of it, word by word."""
    region = Region(0, Box(left, top, LETTER * len(text), HEIGHT))
    words, at = [], left
    others = second.split() if second else []
    for index, word in enumerate(text.split()):
        readings = [Reading("first", word, confidence)]
        if others:
            readings.append(Reading("second", others[index], 0.9))
        words.append(Word(region, Box(at, top, LETTER * len(word), HEIGHT), tuple(readings)))
        at += LETTER * (len(word) + 1)
    return words


def page(*lines: str) -> list[Word]:
    """Several lines, far enough apart to have nothing to do with one another."""
    return [word for number, text in enumerate(lines) for word in line(text, top=10 + 80 * number)]


def header(**values: object) -> pydicom.Dataset:
    """A dataset that holds just these attributes."""
    dataset = pydicom.Dataset()
    for keyword, value in values.items():
        setattr(dataset, keyword, value)
    return dataset


def judged(words: list[Word], dataset: pydicom.Dataset | None = None, policy: Policy = "cautious") -> list[Verdict]:
    """The verdicts on some words, without a language model."""
    judge = Judge(RedactionSettings(policy=policy, ner_model=""))
    return judge.for_file(pydicom.Dataset() if dataset is None else dataset).judge(words)


def hidden(text: str, dataset: pydicom.Dataset | None = None, policy: Policy = "cautious") -> str:
    """The words of one line that are hidden, with spaces between them."""
    return " ".join(verdict.word.text for verdict in judged(line(text), dataset, policy) if verdict.hide)
