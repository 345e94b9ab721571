"""The trace of an unforeseen error: places and kinds, and nothing that a file could hold."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dicom_text_redactor.errors import Internal
from dicom_text_redactor.report import SCHEMA_FILE, BoxReport, reason_of
from dicom_text_redactor.tracing import lines_of, trace_of
from tests.phantoms import NUMBER, SURNAME

VALIDATOR = Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))
PLACE = r"[A-Za-z_][\w.]*:\d+"


def caught(raising: Any) -> BaseException:
    with pytest.raises(BaseException) as raised:  # noqa: PT011  # whatever it is
        raising()
    return raised.value


def lookup(values: dict[str, str], name: str) -> str:
    """Fails with a value of the file as its words, as a dictionary does."""
    return values[name]


def with_a_cause() -> None:
    patient = f"{SURNAME} {NUMBER}"
    try:
        lookup({}, patient)
    except KeyError as error:
        raise ValueError(f"no {patient}") from error


def hidden() -> None:
    try:
        with_a_cause()
    except ValueError:
        raise RuntimeError(SURNAME) from None


def deep(rest: int = 0) -> None:
    deep(rest + 1)


def test_it_tells_the_places_from_the_outermost_call_to_the_line_that_failed() -> None:
    (first,) = trace_of(caught(lambda: lookup({}, SURNAME)))
    assert first["exception"] == "KeyError"
    assert [re.fullmatch(PLACE, place) is not None for place in first["at"]] == [True, True, True]
    line = Path(__file__).read_text(encoding="utf-8").splitlines().index("    return values[name]") + 1
    assert first["at"][-1] == f"{__name__}:{line}"


def test_it_follows_what_an_error_came_from_even_where_that_is_not_shown() -> None:
    assert [each["exception"] for each in trace_of(caught(hidden))] == ["RuntimeError", "ValueError", "KeyError"]


@pytest.mark.parametrize("raising", [with_a_cause, hidden, lambda: lookup({}, f"{SURNAME} {NUMBER}")])
def test_it_holds_no_word_and_no_value_of_the_error(raising: Any) -> None:
    error = caught(raising)
    error.add_note(f"read in the file of {SURNAME}")
    trace = trace_of(error)
    told = json.dumps(trace) + "\n".join(lines_of(trace))
    for word in (SURNAME, NUMBER, "values", "patient"):
        assert word not in told


def test_the_path_of_a_module_stays_out_of_it(tmp_path: Path) -> None:
    script = tmp_path / f"{SURNAME}.py"
    script.write_text(f"raise ValueError({SURNAME!r})\n", encoding="utf-8")
    for name in ("good.name", f"{SURNAME} 1", f"/home/{SURNAME}/run"):
        trace = trace_of(caught(lambda name=name: runpy.run_path(str(script), run_name=name)))
        assert SURNAME not in json.dumps(trace)
        assert trace[0]["at"][-1] in ("good.name:1", "unknown:1")


def test_a_class_of_another_package_goes_by_its_whole_name_and_a_made_up_one_by_none() -> None:
    class Odd(Exception):
        pass

    Odd.__name__ = f"Bad {SURNAME}"
    assert trace_of(Odd())[0]["exception"] == "unknown"
    assert trace_of(json.JSONDecodeError("x", SURNAME, 0))[0]["exception"] == "json.decoder.JSONDecodeError"


def test_endless_recursion_and_causes_in_a_circle_have_an_end() -> None:
    (first, *_) = trace_of(caught(deep))
    assert first["exception"] == "RecursionError"
    assert len(first["at"]) == 31
    assert sum(re.fullmatch(r"\d+ more", place) is not None for place in first["at"]) == 1
    one, two = ValueError(), KeyError()
    one.__cause__, two.__cause__ = two, one
    assert len(trace_of(one)) == 2


def test_a_report_of_an_internal_refusal_holds_it() -> None:
    error = Internal.unforeseen(ValueError(SURNAME))
    for each in (error, Internal.unforeseen(caught(hidden)), Internal.unforeseen(caught(deep))):  # type: ignore[arg-type]
        report = BoxReport("refused", "cautious", "contrast", reason=reason_of(each)).to_dict()
        VALIDATOR.validate(report)
        assert report["reason"]["trace"] == list(each.trace)
        assert SURNAME not in json.dumps(report)


def test_a_refusal_that_is_foreseen_has_none() -> None:
    assert "trace" not in reason_of(Internal("The worker process ended while it worked on the file."))
