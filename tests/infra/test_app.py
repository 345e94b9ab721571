"""The deployed app gets the settings that the program knows, is probed in the right places, and its alerts can fire."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from redact_function import settings as storage_settings
from redact_function.backlog import Backlog
from redact_function.outcomes import Outcome
from redact_function.settings import StorageSettings
from tests.infra.templates import INFRA, MAIN, SERVICE, module
from tests.test_readme import table

APP = module("app")
PAGE = (INFRA.parent / "docs" / "deploy.md").read_text(encoding="utf-8")


def listed(variable: str) -> dict[str, Any]:
    """The settings of one list of the template, by name."""
    entries = APP.declared("variables")[variable]["value"]
    return {each["name"]: each["value"] for each in entries}


def container() -> dict[str, Any]:
    (_, _, config) = next(APP.resources())
    return dict(config["properties"]["template"]["containers"][0])


def test_the_settings_of_the_storage_are_all_that_the_program_knows_but_a_connection_string() -> None:
    assert set(listed("storageSettings")) == set(storage_settings._FIELDS) - {storage_settings.CONNECTION}


def test_the_settings_of_the_host_are_those_of_the_documentation() -> None:
    assert set(listed("hostSettings")) == {name.strip("`") for name, _ in table(PAGE, "host setting")}


def test_the_app_gets_these_settings_and_those_of_the_redaction() -> None:
    assert container()["env"]["function"]["parameters"] == {
        "arg_1": "hostSettings",
        "arg_2": "storageSettings",
        "arg_3": "redaction",
    }
    assert "map(items(redactionSettings)" in APP.text


def test_the_program_starts_with_such_settings() -> None:
    values = {
        "blobUri": "https://a.example/",
        "queueUri": "https://b.example/",
        "identityClientId": "7",
        "inputContainer": SERVICE.declared("variables")["inputContainer"]["value"],
        "outputContainer": SERVICE.declared("variables")["outputContainer"]["value"],
        "blobSource": MAIN.declared("parameters")["blobSource"]["default"],
        "onSuccess": MAIN.declared("parameters")["onSuccess"]["default"],
    }
    settings = StorageSettings.from_environment(
        {name: values[value] for name, value in listed("storageSettings").items()}
    )
    assert settings == StorageSettings(
        blob_service_uri="https://a.example/", queue_service_uri="https://b.example/", client_id="7"
    )


@pytest.mark.parametrize(
    ("parameter", "choices"),
    [("blobSource", storage_settings.BlobSourceName), ("onSuccess", storage_settings.OnSuccess)],
)
def test_a_choice_is_that_of_the_program(parameter: str, choices: object) -> None:
    decorators = MAIN.declared("parameters")[parameter]["decorators"]
    (allowed,) = [each["argument"] for each in decorators if each["type"] == "allowed"]
    assert tuple(allowed) == get_args(choices)


def test_as_many_files_at_a_time_as_there_are_processes() -> None:
    host = listed("hostSettings")
    parallel = host["AzureFunctionsJobHost__extensions__blobs__maxDegreeOfParallelism"]
    assert parallel == host["FUNCTIONS_WORKER_PROCESS_COUNT"]
    assert host["PYTHON_THREADPOOL_THREAD_COUNT"] == "1"


def test_the_name_of_the_host_is_pinned_and_takes_the_allowed_form() -> None:
    assert listed("hostSettings")["AzureFunctionsWebHost__hostid"] == "hostId"
    given = next(params for name, _, params in SERVICE.modules() if name == "app")["hostId"]
    # uniqueString gives 13 small letters and digits, the same for the same group.
    name = given.replace("${token}", "a" * 13)
    assert re.fullmatch(r"[a-z0-9]{1,32}", name)
    assert "var token = uniqueString(resourceGroup().id, environmentName)" in SERVICE.text


def test_it_is_a_function_app_that_pulls_its_image_by_identity() -> None:
    (_, _, config) = next(APP.resources())
    assert config["kind"] == "functionapp"
    (registry,) = config["properties"]["configuration"]["registries"]
    assert registry == {"server": "registryServer", "identity": "identityId"}
    assert "secrets" not in config["properties"]["configuration"]


def test_a_busy_worker_is_never_a_reason_to_kill_the_replica() -> None:
    paths = {each["type"]: each["httpGet"]["path"] for each in container()["probes"]}
    assert paths == {"Startup": "/api/health", "Readiness": "/api/health", "Liveness": "/"}


def test_a_file_may_end_before_its_replica_is_taken_away() -> None:
    from dicom_text_redactor import RedactionSettings

    (_, _, config) = next(APP.resources())
    assert config["properties"]["template"]["terminationGracePeriodSeconds"] > RedactionSettings().timeout_s


def test_the_parameters_are_those_of_the_documentation() -> None:
    parameters = MAIN.declared("parameters")
    said = {name.strip("`"): default.strip("`") for name, default, _ in table(PAGE, "parameter")}
    assert set(said) == set(parameters)
    for name, default in said.items():
        actual = parameters[name]["default"]
        words = {"None": "none", "": "empty", "True": "true", "False": "false", "rg-${environmentName}": "rg-NAME"}
        assert default == words.get(str(actual), str(actual)), name


def searches() -> dict[str, str]:
    return {each["name"]: each["query"] for each in module("alerts").declared("variables")["searches"]["value"]}


def finds(query: str, line: str) -> bool:
    """Whether the conditions of `query` on the message hold for a line of the log."""
    starts = re.findall(r'startswith "([^"]+)"', query)
    contained = re.findall(r'contains "([^"]+)"', query)
    assert starts
    return all(line.startswith(each) for each in starts) and all(each in line for each in contained)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.INFO, logger="redact_function"):
        yield caplog


@pytest.mark.parametrize(
    ("outcome", "alerts"),
    [
        (Outcome("redacted", boxes=3), set()),
        (Outcome("clean"), set()),
        (Outcome("skipped"), set()),
        (Outcome("superseded"), set()),
        (Outcome("refused", "not-dicom"), {"refused"}),
        (Outcome("refused", "gave-up"), {"refused", "gave-up"}),
        (Outcome("failed", "storage"), {"failed"}),
    ],
    ids=lambda value: f"{value.status}-{value.reason}" if isinstance(value, Outcome) else "",
)
def test_the_line_of_each_outcome_is_found_by_the_right_alerts(
    outcome: Outcome, alerts: set[str], log: pytest.LogCaptureFixture
) -> None:
    outcome.log("a.dcm", 0.5)
    assert {name for name, query in searches().items() if finds(query, log.messages[-1])} == alerts


@pytest.mark.parametrize(("oldest", "fires"), [(0.0, False), (3600.4, False), (3601.0, True), (900000.0, True)])
def test_a_file_that_waits_too_long_is_found_by_its_alert(
    oldest: float, fires: bool, log: pytest.LogCaptureFixture
) -> None:
    Backlog(3, oldest).log()
    line = log.messages[-1]
    assert {name for name, query in searches().items() if finds(query, line)} == {"unanswered"}
    query = searches()["unanswered"]
    seconds = re.search(re.search(r'extract\("([^"]+)"', query)[1], line)  # type: ignore[index]
    limit = module("alerts").declared("parameters")["oldestSeconds"]["default"]
    assert seconds is not None
    assert (float(seconds[1]) > int(limit)) == fires


def test_the_alerts_are_those_of_the_documentation() -> None:
    page = (INFRA.parent / "docs" / "operations.md").read_text(encoding="utf-8")
    measures = {each["name"] for each in module("alerts").declared("variables")["measures"]["value"]}
    assert {name.strip("`") for name, _, _ in table(page, "alert")} == set(searches()) | measures
