"""What is shown of an object, in a debugger, a traceback or a log, holds nothing of a file and no word of a list."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from pathlib import Path
from types import FrameType

import pytest

from dicom_text_redactor import BoxReport, RedactionSettings, Redactor
from dicom_text_redactor.errors import Damaged
from dicom_text_redactor.examination import Judged
from dicom_text_redactor.model import Box, Reading, Region, Verdict, Word
from dicom_text_redactor.redactor import Redaction
from dicom_text_redactor.report import reason_of
from dicom_text_redactor.sources import Source
from tests.phantoms import BORN, GIVEN, NUMBER, SURNAME, chart

SECRETS = (SURNAME, GIVEN, NUMBER, BORN, "19430722", NUMBER[3:])
_ENOUGH = 200  # of one type


def secrets_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret.casefold() in text.casefold()]


def test_a_redaction_shows_what_became_of_the_file_and_not_its_header(redactor: Redactor) -> None:
    result = redactor.redact(chart().dataset)
    assert isinstance(result, Redaction)
    assert secrets_in(str(result.dataset)) != []
    shown = repr(result)
    assert shown.startswith("Redaction(report=<BoxReport redacted, ")
    assert secrets_in(shown) == secrets_in(repr(redactor)) == []


def test_a_report_shows_neither_the_name_of_the_file_nor_its_etag() -> None:
    source = {"name": f"{SURNAME}.dcm", "etag": NUMBER}
    assert repr(BoxReport("clean", "cautious", "black", source=source)) == "<BoxReport clean, 0 hidden, 0 kept>"
    refused = BoxReport("refused", "cautious", "black", reason=reason_of(Damaged("It is cut off.")), source=source)
    assert repr(refused) == "<BoxReport refused: damaged, 0 hidden, 0 kept>"


def test_settings_show_how_many_words_their_lists_have_and_none_of_them() -> None:
    settings = RedactionSettings(policy="phi", deny=frozenset([SURNAME, GIVEN]), allow=frozenset([NUMBER]))
    shown = repr(settings)
    assert secrets_in(shown) == []
    assert "policy='phi'" in shown
    assert "deny=<2 words>" in shown
    assert "allow=<1 words>" in shown


def test_a_word_and_its_verdict_show_where_it_stands_and_not_what_it_says() -> None:
    box = Box(1, 2, 30, 4)
    word = Word(Region(0, box), box, (Reading("tesseract", SURNAME, 0.9),))
    shown = repr(Judged((Verdict(word, True, "PERSON", Source.METADATA, 1.0),), frozenset([0])))
    assert secrets_in(shown) == []
    for part in ("'PERSON'", "'metadata'", "left=1", "Reading(reader='tesseract', confidence=0.9)"):
        assert part in shown


def test_no_object_that_a_stage_hands_on_shows_a_word(redactor: Redactor, tmp_path: Path) -> None:
    """All that functions of the package return while a file is redacted, with their worker threads."""
    path = chart().saved(tmp_path / "scan")
    seen: Counter[str] = Counter()
    leaked: set[str] = set()

    def watch(frame: FrameType, event: str, value: object) -> None:
        if event != "return" or not str(frame.f_globals.get("__name__")).startswith("dicom_text_redactor"):
            return
        for each in value[:20] if isinstance(value, list | tuple) else [value]:
            kind = type(each)
            name = f"{kind.__module__.removeprefix('dicom_text_redactor.')}.{kind.__name__}"
            if kind.__module__.startswith("dicom_text_redactor.") and seen[name] < _ENOUGH:
                seen[name] += 1
                if secrets_in(repr(each)):
                    leaked.add(name)

    threading.setprofile(watch)
    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        redactor.redact_file(path, tmp_path / "out" / "scan")
        lines = redactor.examine(chart().dataset)
    finally:
        sys.setprofile(before)
        threading.setprofile(None)
    assert secrets_in("".join(verdict.word.text for line in lines for verdict in line.verdicts)) != []
    assert leaked == set()
    assert {"model.Word", "model.Verdict", "examination.Judged", "redactor.Redaction", "report.BoxReport"} <= set(seen)
    assert len(seen) > 20


def test_a_field_that_shows_a_word_would_be_noticed() -> None:
    box = Box(1, 2, 30, 4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Reading, "__repr__", lambda self: self.text)
        assert secrets_in(repr(Word(Region(0, box), box, (Reading("tesseract", SURNAME, 0.9),)))) != []
