"""What keeps the deployed service shut: no keys, no address, and roles that are least, enough, and documented."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from local import azurite
from tests.infra.snapshots import DEPLOY, INFRA, PRIVATE, QUEUES, WAYS, WITH_APP, templates, way
from tests.test_readme import table

# What reads a key from Azure, or would hold one.
KEYS = re.compile(
    r"\blist[A-Z]\w*\(|AccountKey|SharedAccess|sharedKey|[pP]rimaryKey|[sS]econdaryKey|InstrumentationKey|"
    r"password|sig=|AdminUserEnabled: true",
    re.IGNORECASE,
)
LONG = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")
OWN_ROLE = "role of its own"

each_way = pytest.mark.parametrize("name", WAYS)


def look_like_keys(text: str) -> list[str]:
    """Long runs of mixed letters and digits; paths and names of resources have hardly any digits."""
    return [each for each in LONG.findall(text) if len(re.findall(r"\d", each)) > 2 and each.lower() != each]


def test_a_real_key_would_be_noticed() -> None:
    assert look_like_keys(f"value: '{azurite.KEY}'") == [azurite.KEY]


@pytest.mark.parametrize("path", templates())
def test_no_template_reads_or_holds_a_key(path: str) -> None:
    # Settings that say that there are none may name them.
    text = templates()[path].replace("allowSharedKeyAccess: false", "").replace("disableLocalAuth", "")
    assert KEYS.findall(text) == []
    assert look_like_keys(text) == []


def test_no_parameter_is_a_secret_and_no_address_is_called_with_one() -> None:
    for path, text in templates().items():
        assert "@secure" not in text, path
        assert not re.search(r"webhook", text, re.IGNORECASE), path


@pytest.mark.parametrize("path", ["infra/Dockerfile", "infra/publish.sh", "azure.yaml", ".github/workflows/ci.yml"])
def test_no_other_file_of_the_deployment_holds_a_key(path: str) -> None:
    text = Path(INFRA.parent, path).read_text(encoding="utf-8")
    assert KEYS.findall(text) == []
    assert look_like_keys(text) == []


def test_the_only_address_of_telemetry_is_one_that_opens_nothing() -> None:
    using = {path: text.count(".ConnectionString") for path, text in templates().items() if ".ConnectionString" in text}
    assert using == {"modules/monitoring.bicep": 1}
    assert way("queue").one("components")["DisableLocalAuth"] is True
    assert way("queue").one("workspaces")["features"]["disableLocalAuth"] is True


@each_way
def test_the_storage_takes_identities_only_and_shows_nothing_to_everybody(name: str) -> None:
    storage = way(name).one("storageAccounts")
    assert storage["allowSharedKeyAccess"] is False
    assert storage["allowBlobPublicAccess"] is False
    assert storage["supportsHttpsTrafficOnly"] is True
    assert storage["minimumTlsVersion"] == "TLS1_2"
    containers = way(name).all("storageAccounts/blobServices/containers")
    assert {each["properties"]["publicAccess"] for each in containers} == {"None"}
    assert len(containers) == (2 if name.startswith("blob") else 3)


@each_way
def test_what_is_deleted_can_be_restored_and_leaves_no_versions(name: str) -> None:
    blobs = way(name).one("storageAccounts/blobServices")
    assert blobs["isVersioningEnabled"] is False
    assert blobs["deleteRetentionPolicy"]["enabled"] is blobs["containerDeleteRetentionPolicy"]["enabled"] is True


@each_way
def test_the_registry_has_no_password_and_no_anonymous_readers(name: str) -> None:
    registry = way(name).one("registries")
    assert registry["adminUserEnabled"] is registry["anonymousPullEnabled"] is False


@pytest.mark.parametrize("name", WITH_APP)
def test_nobody_can_reach_the_app(name: str) -> None:
    assert "ingress" not in way(name).one("containerApps")["configuration"]


@pytest.mark.parametrize("name", PRIVATE)
def test_in_a_private_network_neither_storage_nor_containers_have_a_public_address(name: str) -> None:
    assert way(name).one("storageAccounts")["publicNetworkAccess"] == "Disabled"
    assert way(name).one("storageAccounts")["networkAcls"]["defaultAction"] == "Deny"
    environment = way(name).one("managedEnvironments")
    assert environment["publicNetworkAccess"] == "Disabled"
    assert environment["vnetConfiguration"]["internal"] is True
    assert [each for each in way(name).resources if each["type"].endswith("/publicIPAddresses")] == []
    reached = [
        group
        for each in way(name).all("privateEndpoints")
        for connection in each["properties"]["privateLinkServiceConnections"]
        for group in connection["properties"]["groupIds"]
    ]
    assert sorted(reached) == ["blob", "queue"]
    # Azure knows the rest of the name when it deploys.
    zones = " ".join(each["name"] for each in way(name).all("privateDnsZones"))
    assert all(
        f"'privatelink.{{0}}.{{1}}', '{service}', environment().suffixes.storage" in zones for service in reached
    )


@each_way
def test_through_the_firewall_come_trusted_services_only_where_event_grid_has_to(name: str) -> None:
    bypass = way(name).one("storageAccounts")["networkAcls"]["bypass"]
    assert bypass == ("AzureServices" if way(name).all("systemTopics") else "None")


# What the roles are given on, in the words of the documentation.
PLACES = {
    "storageAccounts": "the storage account",
    "registries": "the registry",
    "components": "Application Insights",
    "queues": "the queue of new files",
    "containers": "the container `dead-letter`",
}


def roles(name: str) -> dict[str, set[tuple[str, str]]]:
    """Id of each role, and what it is given on, by who holds it: the app's identity or the topic."""
    own = {each["id"] for each in way(name).all("roleDefinitions")}
    found: dict[str, set[tuple[str, str]]] = {"app": set(), "topic": set()}
    for each in way(name).all("roleAssignments"):
        scope = each["id"].rpartition("/providers/Microsoft.Authorization/")[0]
        role = each["properties"]["roleDefinitionId"]
        holder = "topic" if "systemTopics" in each["properties"]["principalId"] else "app"
        assert holder == "topic" or "userAssignedIdentities" in each["properties"]["principalId"]
        known = OWN_ROLE if role in own else role.rpartition("/")[2]
        found[holder].add((known, PLACES[scope.split("/")[-2]]))
    return found


def documented(first: str, without: str | None = None) -> set[tuple[str, str]]:
    rows = ((row[1].strip("`"), row[2]) for row in table(DEPLOY, first))
    return {row for row in rows if row[0] != without}


@pytest.mark.parametrize("name", QUEUES)
def test_with_a_queue_the_app_has_four_roles_and_the_topic_two(name: str) -> None:
    assert roles(name)["app"] == documented("role", OWN_ROLE)
    assert len(roles(name)["app"]) == 4
    assert roles(name)["topic"] == documented("role of the topic")
    assert len(roles(name)["topic"]) == 2


@pytest.mark.parametrize("name", ["blob", "blob-private"])
def test_with_the_blob_trigger_the_app_may_also_set_the_logging_of_the_blob_service(name: str) -> None:
    assert roles(name) == {"app": documented("role"), "topic": set()}
    role = way(name).one("roleDefinitions")
    (permission,) = role["permissions"]
    service = "Microsoft.Storage/storageAccounts/blobServices"
    assert permission == {
        "actions": [f"{service}/read", f"{service}/write"],
        "notActions": [],
        "dataActions": [],
        "notDataActions": [],
    }
    (group,) = way(name).all("resourceGroups")
    assert role["assignableScopes"] == [group["id"]]


@each_way
def test_the_topic_may_send_to_one_queue_and_reads_none(name: str) -> None:
    sent = [
        each["id"] for each in way(name).all("roleAssignments") if "systemTopics" in each["properties"]["principalId"]
    ]
    queues = {name.partition("/providers/Microsoft.Authorization/")[0].rpartition("/")[2] for name in sent}
    chosen = way(name).variables
    assert queues == ({chosen.get("INPUT_QUEUE", "input"), "dead-letter"} if way(name).all("systemTopics") else set())


@each_way
def test_a_role_keeps_its_name_when_it_is_given_again(name: str) -> None:
    # A name that is known only while deploying can't be told beforehand; the compiler leaves it as an expression.
    assert all(re.fullmatch(r"[0-9a-f-]{36}", each["name"]) for each in way(name).all("roleAssignments"))


def subscription(name: str) -> dict[str, Any]:
    return way(name).one("systemTopics/eventSubscriptions")


@pytest.mark.parametrize("name", QUEUES)
def test_events_go_to_the_queue_by_the_topics_own_identity_and_never_end(name: str) -> None:
    (topic,) = way(name).all("systemTopics")
    (account,) = way(name).all("storageAccounts")
    assert topic["identity"] == {"type": "SystemAssigned"}
    delivery = subscription(name)["deliveryWithResourceIdentity"]
    assert delivery["identity"] == {"type": "SystemAssigned"}
    assert delivery["destination"] == {
        "endpointType": "StorageQueue",
        "properties": {
            "resourceId": account["id"],
            "queueName": way(name).settings["INPUT_QUEUE"],
            "queueMessageTimeToLiveInSeconds": -1,
        },
    }
    assert "destination" not in subscription(name)


@pytest.mark.parametrize("name", QUEUES)
def test_events_tell_of_new_files_of_the_input_container_only(name: str) -> None:
    container = way(name).settings["INPUT_CONTAINER"]
    assert subscription(name)["filter"] == {
        "includedEventTypes": ["Microsoft.Storage.BlobCreated"],
        "subjectBeginsWith": f"/blobServices/default/containers/{container}/blobs/",
    }


@pytest.mark.parametrize("name", QUEUES)
def test_what_cannot_be_delivered_is_kept(name: str) -> None:
    dead = subscription(name)["deadLetterWithResourceIdentity"]
    assert dead["identity"] == {"type": "SystemAssigned"}
    kept = dead["deadLetterDestination"]["properties"]["blobContainerName"]
    made = {each["name"].rpartition("/")[2] for each in way(name).all("storageAccounts/blobServices/containers")}
    assert kept in made


def test_only_queues_have_events() -> None:
    assert {name for name in WAYS if way(name).all("systemTopics")} == {*QUEUES, "no-image"}


@each_way
def test_nothing_that_is_made_holds_a_key(name: str) -> None:
    text = json.dumps(way(name).resources).replace("allowSharedKeyAccess", "")
    assert re.findall(r"AccountKey=|SharedAccessSignature|listKeys|listSecrets", text) == []
