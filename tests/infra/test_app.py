"""The deployed app gets the settings that the program knows, is scaled by its queue, and is probed well."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from redact_function import settings as storage_settings
from redact_function.settings import POISON, StorageSettings
from tests.infra.snapshots import DEPLOY, QUEUES, ROOT, WITH_APP, way
from tests.test_readme import table

HOST_JSON = json.loads((ROOT / "host.json").read_text(encoding="utf-8"))

each_app = pytest.mark.parametrize("name", WITH_APP)


def template(name: str) -> dict[str, Any]:
    return dict(way(name).one("containerApps")["template"])


@each_app
def test_the_settings_are_those_of_the_program_and_of_the_documentation(name: str) -> None:
    storage = set(storage_settings._FIELDS) - {storage_settings.CONNECTION}
    host = {setting.strip("`") for setting, _ in table(DEPLOY, "host setting")}
    redaction = {each for each in way(name).settings if each.startswith("REDACT_")}
    assert set(way(name).settings) == storage | host | redaction


@each_app
def test_the_program_starts_with_such_settings(name: str) -> None:
    given = way(name).settings
    # Azure puts the addresses in when it deploys.
    addresses = {"STORAGE__blobServiceUri": "https://a.example/", "STORAGE__queueServiceUri": "https://b.example/"}
    assert all(given[each].startswith("[reference(") for each in addresses)
    settings = StorageSettings.from_environment(given | addresses)
    chosen = way(name).variables
    expected = StorageSettings(
        blob_service_uri="https://a.example/",
        queue_service_uri="https://b.example/",
        client_id=given["STORAGE__clientId"],
        ingest="queue" if name in QUEUES else "blob",
        input_container=chosen.get("INPUT_CONTAINER", "input"),
        output_container=chosen.get("OUTPUT_CONTAINER", "output"),
        input_queue=chosen.get("INPUT_QUEUE", "input"),
        on_success="delete" if chosen.get("ON_SUCCESS") == "delete" else "keep",
    )
    assert settings == expected


def test_the_key_of_the_pseudonyms_is_read_from_its_vault_as_the_app_and_stands_in_no_setting() -> None:
    app = way("everything").one("containerApps")
    (secret,) = way("everything").secrets
    assert secret["keyVaultUrl"] == way("everything").variables["REDACT_HEADER_KEY"]
    assert secret["identity"] == app["configuration"]["registries"][0]["identity"]
    (entry,) = (each for each in way("everything").container["env"] if each["name"] == "REDACT_HEADER_KEY")
    assert entry == {"name": "REDACT_HEADER_KEY", "secretRef": secret["name"]}


@pytest.mark.parametrize("name", QUEUES)
def test_from_a_queue_a_replica_takes_one_file_at_a_time(name: str) -> None:
    settings = way(name).settings
    assert settings["FUNCTIONS_WORKER_PROCESS_COUNT"] == settings["PYTHON_THREADPOOL_THREAD_COUNT"] == "1"
    queues = HOST_JSON["extensions"]["queues"]
    assert (queues["batchSize"], queues["newBatchThreshold"]) == (1, 0)


def test_a_replica_of_the_queue_has_one_processor_unless_somebody_asks_for_more() -> None:
    assert way("queue").container["resources"] == {"cpu": 1, "memory": "2Gi"}
    assert way("everything").container["resources"] == {"cpu": 2, "memory": "4Gi"}


def test_the_blob_trigger_gets_as_many_files_at_a_time_as_there_are_processes_and_processors() -> None:
    settings = way("blob").settings
    assert settings["AzureFunctionsJobHost__extensions__blobs__maxDegreeOfParallelism"] == "2"
    assert settings["FUNCTIONS_WORKER_PROCESS_COUNT"] == "2"
    assert way("blob").container["resources"] == {"cpu": 2, "memory": "4Gi"}


@pytest.mark.parametrize("name", QUEUES)
def test_the_scale_rule_names_account_queue_length_and_identity(name: str) -> None:
    (rule,) = template(name)["scale"]["rules"]
    (account,) = way(name).all("storageAccounts")
    (identity,) = way(name).all("userAssignedIdentities")
    messages = int(way(name).variables.get("APP_MESSAGES_PER_REPLICA", 100))
    assert rule["azureQueue"] == {
        "accountName": account["name"],
        "queueName": way(name).settings["INPUT_QUEUE"],
        "queueLength": messages,
        "identity": identity["id"],
    }


def test_the_queue_scales_out_and_the_blob_trigger_does_not() -> None:
    scales = {name: template(name)["scale"] for name in WITH_APP}
    limits = {name: (scale["minReplicas"], scale["maxReplicas"]) for name, scale in scales.items()}
    assert limits["queue"] == limits["queue-private"] == (1, 10)
    assert limits["blob"] == limits["blob-private"] == (1, 1)
    assert limits["everything"] == (2, 60)
    assert scales["blob"]["rules"] is None


def test_a_replica_always_runs_so_that_a_silent_service_is_a_dead_one() -> None:
    types = (ROOT / "infra" / "modules" / "types.bicep").read_text(encoding="utf-8")
    assert re.search(r"@minValue\(1\)\n  @maxValue\(1000\)\n  minReplicas: int\?", types)


@each_app
def test_it_is_a_plain_container_app_which_takes_scale_rules_of_its_own(name: str) -> None:
    (app,) = way(name).all("containerApps")
    assert "kind" not in app


@each_app
def test_it_pulls_its_image_by_identity_and_holds_no_secret_but_one_in_a_vault(name: str) -> None:
    configuration = way(name).one("containerApps")["configuration"]
    (identity,) = way(name).all("userAssignedIdentities")
    (registry,) = configuration["registries"]
    assert registry["identity"] == identity["id"]
    assert [{*each} for each in way(name).secrets] == [{"name", "keyVaultUrl", "identity"}] * (name == "everything")


@each_app
def test_the_hosts_keys_are_kept_in_its_storage_which_takes_an_identity(name: str) -> None:
    settings = way(name).settings
    assert settings["AzureWebJobsSecretStorageType"] == "blob"
    assert settings["AzureWebJobsStorage__credential"] == settings["STORAGE__credential"] == "managedidentity"


@each_app
def test_the_name_of_the_host_is_pinned_and_takes_the_allowed_form(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]{1,32}", way(name).settings["AzureFunctionsWebHost__hostid"])


@each_app
def test_a_busy_worker_is_never_a_reason_to_kill_the_replica(name: str) -> None:
    paths = {each["type"]: each["httpGet"]["path"] for each in way(name).container["probes"]}
    assert paths == {"Startup": "/api/health", "Readiness": "/api/health", "Liveness": "/"}


@each_app
def test_a_replica_that_is_stopped_gets_the_time_that_the_host_uses_and_little_more(name: str) -> None:
    # Ten seconds for the workers to end, and ten of drain.
    assert 20 < template(name)["terminationGracePeriodSeconds"] <= 60


@pytest.mark.parametrize("name", WITH_APP)
def test_the_queues_that_the_functions_read_are_made(name: str) -> None:
    made = {each["name"].rpartition("/")[2] for each in way(name).all("storageAccounts/queueServices/queues")}
    queue = way(name).settings["INPUT_QUEUE"]
    assert made == ({queue, f"{queue}{POISON}"} if name in QUEUES else {"webjobs-blobtrigger-poison"})
