from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import azure.functions as func
import pytest

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {"STORAGE": "UseDevelopmentStorage=true", "INPUT_CONTAINER": "input", "OUTPUT_CONTAINER": "output"}

NAMED = ("redact", "redact_queued", "give_up", "give_up_queued", "backlog")

DESCRIBE = """
import json, typing
from function_app import app
print(json.dumps([
    {
        "name": function.get_function_name(),
        "bindings": [dict(each, direction=each["direction"].name) for each in function.get_dict_repr()["bindings"]],
        "argument": {
            name: f"{kind.__module__}.{kind.__qualname__}"
            for name, kind in typing.get_type_hints(function.get_user_function()).items() if name != "return"
        },
    }
    for function in app.get_functions()
], default=lambda choice: choice.name))
"""


def run(code: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter, since an import happens once in a process."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("STORAGE", "REDACT_", "INGEST", "INPUT_", "BLOB_"))
    }
    environment = {**kept, **ENVIRONMENT, "PYTHONWARNINGS": "ignore", **settings}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def functions(**settings: str) -> dict[str, Any]:
    return {each["name"]: each for each in json.loads(run(DESCRIBE, **settings).stdout)}


COMMON: dict[str, Any] = {
    "backlog": {
        "name": "backlog",
        "bindings": [{"direction": "IN", "type": "timerTrigger", "name": "timer", "schedule": "0 */15 * * * *"}],
        # It lies in another module in each of the SDK's two versions.
        "argument": {"timer": f"{func.TimerRequest.__module__}.TimerRequest"},
    },
    "health": {
        "name": "health",
        "bindings": [
            {
                "direction": "IN",
                "type": "httpTrigger",
                "name": "req",
                "methods": ["GET"],
                "authLevel": "ANONYMOUS",
                "route": "health",
            },
            {"direction": "OUT", "type": "http", "name": "$return"},
        ],
        "argument": {"req": "azure.functions._http.HttpRequest"},
    },
}


def for_messages(name: str, queue: str) -> dict[str, Any]:
    binding = {"direction": "IN", "type": "queueTrigger", "name": "message", "queueName": queue}
    return {
        "name": name,
        "bindings": [{**binding, "connection": "STORAGE"}],
        "argument": {"message": "azure.functions._queue.QueueMessage"},
    }


def test_the_host_is_told_of_four_functions() -> None:
    assert functions() == COMMON | {
        "redact": {
            "name": "redact",
            "bindings": [
                {
                    "direction": "IN",
                    "type": "blobTrigger",
                    "name": "blob",
                    "path": "%INPUT_CONTAINER%/{name}",
                    "connection": "STORAGE",
                    "source": "LogsAndContainerScan",
                }
            ],
            "argument": {"blob": "azurefunctions.extensions.bindings.blob.blobClient.BlobClient"},
        },
        "give_up": for_messages("give_up", "webjobs-blobtrigger-poison"),
    }


def test_with_a_queue_it_is_told_of_the_queue_and_nothing_scans_the_container() -> None:
    assert functions(INGEST="queue", INPUT_QUEUE="scans") == COMMON | {
        "redact_queued": for_messages("redact_queued", "scans"),
        "give_up_queued": for_messages("give_up_queued", "scans-poison"),
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("INGEST", "both"),
        ("BLOB_SOURCE", "EventGrid"),
        ("OUTPUT_CONTAINER", "input"),
        ("REDACT_POLICE", "phi"),
        ("REDACT_TIMEOUT_S", "301"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(name: str, value: str) -> None:
    result = run("import function_app", **{name: value})
    assert result.returncode != 0
    assert f"SettingError: {name}" in result.stderr or f"{name} must differ" in result.stderr


def test_a_shorter_time_of_the_host_than_that_of_a_file_stops_the_start() -> None:
    result = run("import function_app", AzureFunctionsJobHost__functionTimeout="00:05:00")
    assert result.returncode != 0
    assert "SettingError: REDACT_TIMEOUT_S" in result.stderr


def test_with_a_queue_a_host_that_gives_up_before_us_stops_the_start() -> None:
    setting = {"AzureFunctionsJobHost__extensions__queues__maxDequeueCount": "5"}
    result = run("import function_app", INGEST="queue", **setting)
    assert result.returncode != 0
    assert "SettingError: host.json: maxDequeueCount" in result.stderr
    assert run("import function_app", INGEST="blob", **setting).returncode == 0


def test_starting_loads_no_model_and_takes_no_time() -> None:
    code = """
import sys, time
started = time.process_time()
import function_app
print(time.process_time() - started)
print(*{name.partition(".")[0] for name in sys.modules})
"""
    runs = [run(code).stdout.splitlines() for _ in range(3)]
    assert min(float(seconds) for seconds, _ in runs) < 1.5
    assert {"spacy", "onnxruntime", "presidio_analyzer", "cv2", "torch"}.isdisjoint(runs[0][1].split())


def test_the_sdk_may_not_log_the_addresses_of_blobs() -> None:
    for name in ("azure.core.pipeline", "urllib3.connectionpool"):
        code = f"import function_app, logging; print(logging.getLogger('{name}').isEnabledFor(logging.WARNING))"
        assert run(code).stdout.strip() == "False"


def test_the_sample_settings_start_the_app() -> None:
    values = json.loads((ROOT / "local.settings.sample.json").read_text())["Values"]
    assert run("import function_app", **values).returncode == 0


def test_host_json_keeps_the_names_of_blobs_out_of_the_logs() -> None:
    levels = json.loads((ROOT / "host.json").read_text())["logging"]["logLevel"]
    # The host's own "Executing …" line (Function.NAME) and request telemetry (Host.Results) carry the blob's path.
    assert levels["Function"] == "Warning"
    assert levels["Host.Results"] == "None"
    assert {levels[f"Function.{name}.User"] for name in NAMED} == {"Information"}
