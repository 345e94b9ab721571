from __future__ import annotations

import asyncio
import inspect
import json
import threading
import time
from pathlib import Path

import pytest

from dicom_text_redactor.errors import ReaderFailed
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.version import versions
from redact_function import health
from redact_function.health import Health
from tests.redact_function.test_blueprint import run


def body(state: health.State) -> dict[str, object]:
    found: dict[str, object] = json.loads(state.to_json())
    return found


def test_a_process_that_has_all_it_needs_is_ready() -> None:
    state = asyncio.run(Health(RedactionSettings()).look())
    assert state.http_status == 200
    told = body(state)
    assert (told["status"], told["problems"], told["settings"]) == ("ready", [], "valid")
    assert told["models"] in ("loaded", "not yet")
    assert set(state.versions) == {"python", *versions(RedactionSettings())}
    assert state.versions["tesseract"]


def test_without_tesseract_it_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: RedactionSettings) -> dict[str, str]:
        raise ReaderFailed("There is none at /home/DOE.")

    monkeypatch.setattr(health, "versions", missing)
    state = asyncio.run(Health(RedactionSettings()).look())
    assert (state.http_status, state.problems) == (503, ("Tesseract is not there.",))
    assert "DOE" not in state.to_json()


@pytest.mark.parametrize("name", ["no_such_pipeline", "./no/such/folder", "no.such.pipeline"])
def test_without_its_language_model_it_is_not_ready(name: str) -> None:
    state = asyncio.run(Health(RedactionSettings(ner_model=name)).look())
    assert (state.http_status, state.problems) == (503, ("A model is not there.",))


def test_a_language_model_that_is_not_wanted_is_not_missed(tmp_path: Path) -> None:
    assert asyncio.run(Health(RedactionSettings(ner_model="")).look()).http_status == 200
    assert asyncio.run(Health(RedactionSettings(ner_model=str(tmp_path))).look()).http_status == 200


def test_a_look_that_hangs_is_an_answer_too(monkeypatch: pytest.MonkeyPatch) -> None:
    let_go = threading.Event()
    monkeypatch.setattr(health, "_text_models", let_go.wait)
    started = time.monotonic()
    looking = Health(RedactionSettings(), patience_s=0.2)

    async def look() -> health.State:
        try:
            return await looking.look()
        finally:
            let_go.set()

    state = asyncio.run(look())
    assert (state.http_status, state.problems) == (503, ("The look took too long.",))
    assert time.monotonic() - started < 5.0


def test_the_function_answers_while_the_thread_for_files_is_busy() -> None:
    """The worker runs coroutines on its loop, and plain functions, one at a time, on its own thread."""
    result = run(
        """
import asyncio, inspect, time
from concurrent.futures import ThreadPoolExecutor
import azure.functions as func
from function_app import app
(health,) = [each.get_user_function() for each in app.get_functions() if each.get_function_name() == "health"]
assert inspect.iscoroutinefunction(health)
async def main():
    files = ThreadPoolExecutor(1)
    busy = asyncio.get_running_loop().run_in_executor(files, time.sleep, 6)
    answer = await health(func.HttpRequest("GET", "/api/health", body=b""))
    print(answer.status_code, busy.done(), answer.mimetype, answer.get_body().decode())
    await busy
asyncio.run(main())
"""
    )
    assert result.stdout.startswith('200 False application/json {"status": "ready"'), result.stderr
    assert "DefaultEndpoints" not in result.stdout


def test_a_look_is_a_coroutine() -> None:
    assert inspect.iscoroutinefunction(Health.look)
