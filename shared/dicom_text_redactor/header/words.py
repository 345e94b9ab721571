"""Deciding on the words of descriptions, from the judge's verdicts and from what only a typed text tells.

On a screen a reader may have misread a word; a typed one is what it is. So a word of a list of clinical words stays,
whatever stands beside it, and one that nobody knows goes, and the forms in which people are named are seen at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from dicom_text_redactor.memory import remembered_for_one_file
from dicom_text_redactor.model import Verdict
from dicom_text_redactor.phi.spelling import DEGREES, PARTICLES, TITLES, fold, squeeze
from dicom_text_redactor.phi.vocabulary import Standing, read_words
from dicom_text_redactor.phi.wordlists import LISTS
from dicom_text_redactor.sources import KeptBecause, Source

LIST = Path(__file__).with_name("descriptions.txt")

_ALWAYS = frozenset((Source.METADATA, Source.DENY_LIST))
_SURE = 0.5
"""Probability from which an everyday word goes all the same."""
_KNOWN_LETTERS = 3
_SHORT, _LONG = 4, 9
"""Letters of the parts of a compound, and of the shortest one."""
_AROUND = ".,:;()[]{}'\"!?"
_ENDINGS = re.compile(
    r"\w{3,}(?:gra(?:ph|f)i[eaę]?|gramm?[ae]?|itis|lithiasis|e[ck]tomi[ea]?|scopi[ea]?|skopi[ea]?|metri[ea]?|algi[ea]s?|pathi[ea]?|"
    r"patia|therapi[ea]?|terapia|stenos[ei]s?|plasti[ekc]|plastia|ostom(?:y|ie|ia)|emia|aemia|oedeme?|ologi(?:e|a|sch|que|co|cal))$"
)
"""Endings of clinical words, which names do not have."""
_TITLES = TITLES | frozenset(
    "frl hr fr dott dottssa sig sigra mevr mevrouw dhr meneer pan pani sra srta sr don dona mgr ing lek mudr "
    "physician referrer surgeon arzt arztin uberweiser medecin medico".split()
)
_ALONE = re.compile(r"(?<![^\W\d_])\d|\d{3}")
"""A figure that no letter stands before, and numbers of any length that matters."""
_INITIAL = re.compile(r"[A-Z]\.-?")
_SHORT_CODE = re.compile(r"[A-Z]{1,3}\d{1,2}", re.IGNORECASE)
"""A sequence, a vertebra, a probe."""
_PARTICLES = PARTICLES - {"ap", "op", "lo"}
_NUMBER = re.compile(r"(?<![\d.,])[A-Za-z]{0,4}-?\d{5,}(?![\d.,]*\d)|\d{3,}[-/]\d{3,}")
"""What is too long for a measurement and may be somebody's number."""
_WORDS = re.compile(r"[^\W\d_]+")


@cache
def _listed() -> frozenset[str]:
    return read_words(LIST)


def hidden(text: str, spans: Sequence[tuple[int, int]], verdicts: Sequence[Verdict]) -> list[bool]:
    """Which words of a line go.

    text: the line.
    spans: where its words stand.
    verdicts: what the judge says of each.
    """
    tokens = [text[start:end] for start, end in spans]
    mixed = any(token[:1].isupper() and not token.isupper() for token in tokens) or any(map(str.isupper, tokens))
    gone = [_goes(token, verdict, mixed) for token, verdict in zip(tokens, verdicts, strict=True)]
    for at, token in enumerate(tokens):
        _with_title(tokens, gone, verdicts, at)
        if at and "^" in text[spans[at - 1][1] : spans[at][0]]:  # as PN joins the parts of a name
            gone[at - 1] |= not _is_clinical(tokens[at - 1])
            gone[at] |= not _is_clinical(token)
    for at in reversed(range(len(tokens) - 1)):
        before_name = fold(tokens[at]) in _PARTICLES or _INITIAL.fullmatch(tokens[at])
        if gone[at + 1] and before_name and _starts_name(tokens[at + 1]):
            gone[at] = True
    return gone


def is_plain(text: str, tokens: Sequence[str]) -> bool:
    """Whether all words of a line are clinical, so that nobody has to be asked about it."""
    if _ALONE.search(text) or "^" in text:
        return False
    return all(_is_clinical(token) or _SHORT_CODE.fullmatch(token) for token in tokens)


def _goes(token: str, verdict: Verdict, mixed: bool) -> bool:
    """Whether a word goes; `mixed`: capitals say something in its line."""
    if verdict.source in _ALWAYS and verdict.hide:
        return True
    if verdict.source is KeptBecause.ALLOW_LIST:
        return False
    if mixed and verdict.source not in _ALWAYS and _is_small(token):
        return False
    if not verdict.hide:
        return _is_unknown(token) or _NUMBER.search(token) is not None
    if _is_clinical(token) or _SHORT_CODE.fullmatch(token):
        return False
    return not (_is_everyday(token) and verdict.score < _SURE)


def _with_title(tokens: Sequence[str], gone: list[bool], verdicts: Sequence[Verdict], at: int) -> None:
    """Let the name go that follows a title: the next word, and what a capital joins to it."""
    if fold(tokens[at].strip(".:")) not in _TITLES or at + 1 >= len(tokens):
        return
    after = at + 1
    while after < len(tokens) and (squeeze(tokens[after]) in _TITLES | PARTICLES or len(squeeze(tokens[after])) == 1):
        after += 1
    if after < len(tokens) and _WORDS.search(tokens[after]) and verdicts[after].source != KeptBecause.ALLOW_LIST:
        gone[after] |= not _is_clinical(tokens[after])


def _parts(token: str) -> list[str]:
    return [fold(part) for part in _WORDS.findall(token)]


def _is_clinical(token: str) -> bool:
    """Whether each part of a word is clinical, and no name."""
    parts = _parts(token)
    if not parts or any(c.isdigit() for c in token):
        return False
    return all(map(_is_clinical_part, parts))


def _is_clinical_part(part: str) -> bool:
    """Whether one list has a word and no list of names, or both lists have it."""
    solid = part in LISTS and LISTS.standing(part) in (Standing.SOLID, Standing.MARKER)
    if part in LISTS.given or part in LISTS.family:
        return solid and part in _listed()
    return solid or part in _listed() or _ENDINGS.search(part) is not None or _is_compound(part)


@remembered_for_one_file
def _is_compound(part: str) -> bool:
    """Whether a long word is made of clinical ones, as in Germanic languages."""
    if len(part) < _LONG:
        return False
    return any(
        part[:at].removesuffix("s").removesuffix("n") in _long_words() or part[:at] in _long_words()
        for at in range(_SHORT, len(part) - _SHORT + 1)
        if part[at:] in _long_words() or _is_compound(part[at:])
    )


@cache
def _long_words() -> frozenset[str]:
    named = LISTS.given | LISTS.family | LISTS.places
    return frozenset(word for word in _listed() | LISTS.clinical if len(word) >= _SHORT and word not in named)


def _is_small(token: str) -> bool:
    """Whether a word of small letters is no name that is known, in a line where names have capitals."""
    parts = _WORDS.findall(token)
    if not parts or not token.strip(_AROUND).replace("-", "").isalpha() or token != token.lower():
        return False
    return not any(fold(part) in LISTS.given or fold(part) in LISTS.family for part in parts)


def _is_everyday(token: str) -> bool:
    parts = _parts(token)
    return bool(parts) and not any(c.isdigit() for c in token) and all(map(_is_everyday_part, parts))


def _is_everyday_part(part: str) -> bool:
    named = part in LISTS.given or part in LISTS.family or part in LISTS.places
    return part in _listed() or (part in LISTS and not named)


def _is_unknown(token: str) -> bool:
    """Whether a word of letters is on no list, and no abbreviation."""
    core = squeeze(token)
    if len(core) <= _KNOWN_LETTERS or not core.isalpha() or not token.strip(_AROUND).isalpha():
        return False
    return LISTS.standing(token) is Standing.UNKNOWN and core not in _listed() and core not in DEGREES


def _starts_name(token: str) -> bool:
    return token[:1].isupper()
