"""What keeps the deployed service shut: no keys, nothing public, and roles that are those of the documentation."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from local import azurite
from tests.infra.templates import ALL, INFRA, Template, module, walk
from tests.test_readme import table

PAGE = (INFRA.parent / "docs" / "deploy.md").read_text(encoding="utf-8")

# What reads a key from Azure, or would hold one.
KEYS = re.compile(
    r"\blist[A-Z]\w*\(|AccountKey|SharedAccess|sharedKey|[pP]rimaryKey|[sS]econdaryKey|InstrumentationKey|"
    r"password|secretRef|\bsecrets\s*:|sig=|AdminUserEnabled: true",
    re.IGNORECASE,
)
LONG = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")


def look_like_keys(text: str) -> list[str]:
    """Long runs of mixed letters and digits; paths and names of resources have hardly any digits."""
    return [each for each in LONG.findall(text) if len(re.findall(r"\d", each)) > 2 and each.lower() != each]


def test_a_real_key_would_be_noticed() -> None:
    assert look_like_keys(f"value: '{azurite.KEY}'") == [azurite.KEY]


def properties(template: Template, name: str) -> dict[str, Any]:
    return dict(next(config["properties"] for each, _, config in template.resources() if each == name))


@pytest.mark.parametrize("template", ALL, ids=lambda template: template.path.stem)
def test_no_template_reads_or_holds_a_key(template: Template) -> None:
    # Settings that say that there are none may name them.
    text = template.text.replace("allowSharedKeyAccess: false", "").replace("disableLocalAuth", "")
    assert KEYS.findall(text) == []
    assert look_like_keys(text) == []


@pytest.mark.parametrize(
    "path",
    ["infra/main.parameters.json", "infra/Dockerfile", "infra/publish.sh", "azure.yaml", ".github/workflows/ci.yml"],
)
def test_no_other_file_of_the_deployment_holds_a_key(path: str) -> None:
    text = Path(INFRA.parent, path).read_text(encoding="utf-8")
    assert KEYS.findall(text) == []
    assert look_like_keys(text) == []


def test_the_only_address_of_telemetry_is_one_that_opens_nothing() -> None:
    using = {each.path.stem: each.text.count(".ConnectionString") for each in ALL if ".ConnectionString" in each.text}
    assert using == {"monitoring": 1}
    assert properties(module("monitoring"), "insights")["DisableLocalAuth"] is True
    assert properties(module("monitoring"), "workspace")["features"]["disableLocalAuth"] is True


def test_the_storage_takes_identities_only_and_shows_nothing_to_everybody() -> None:
    storage = properties(module("storage"), "storage")
    assert storage["allowSharedKeyAccess"] is False
    assert storage["allowBlobPublicAccess"] is False
    assert storage["supportsHttpsTrafficOnly"] is True
    assert storage["minimumTlsVersion"] == "TLS1_2"
    containers = [
        config["properties"]["publicAccess"]
        for _, resource, config in module("storage").resources()
        if resource["type"].endswith("/containers")
    ]
    assert containers == ["None"] * 3


def test_what_is_deleted_can_be_restored_and_leaves_no_versions() -> None:
    blobs = properties(module("storage"), "blobs")
    assert blobs["isVersioningEnabled"] is False
    assert blobs["deleteRetentionPolicy"]["enabled"] is blobs["containerDeleteRetentionPolicy"]["enabled"] is True


def test_the_registry_has_no_password_and_no_anonymous_readers() -> None:
    registry = properties(module("registry"), "registry")
    assert registry["adminUserEnabled"] is registry["anonymousPullEnabled"] is False


def test_a_secret_parameter_is_marked_as_one_wherever_it_goes() -> None:
    for template in ALL:
        for name, each in template.declared("parameters").items():
            marked = any(decorator["type"] == "secure" for decorator in each["decorators"])
            assert marked == (name in ("eventWebhook", "webhook")), f"{template.path.stem}: {name}"
        assert not re.search(r"(?m)^output .*[wW]ebhook", template.text)


def roles_of(template: Template) -> set[tuple[str, str]]:
    """Id of each role that the template gives, and the resource on which."""
    variables = {name: each["value"] for name, each in template.declared("variables").items()}
    found = set()
    for _, resource, config in template.resources():
        if resource["type"] != "Microsoft.Authorization/roleAssignments":
            continue
        role = config["properties"]["roleDefinitionId"]["function"]["parameters"]["resource_name_1"]
        if isinstance(role, dict):
            path = role["operator"]["operands"]
            role = variables[path["operand_1"]][path["operand_2"]]
        else:
            role = variables[role]
        found.add((role, config["scope"]))
    return found


def documented(first: str) -> set[tuple[str, str]]:
    return {(role.strip("`"), on) for _, role, on in table(PAGE, first)}


def test_the_roles_of_the_app_are_those_of_the_documentation() -> None:
    places = {"storage": "the storage account", "registry": "the registry", "insights": "Application Insights"}
    assert {(role, places[on]) for role, on in roles_of(module("roles"))} == documented("role")


def test_the_roles_of_events_are_those_of_the_documentation() -> None:
    assert {(role, "the container `dead-letter`") for role, _ in roles_of(module("events"))} == documented(
        "role of the topic"
    )
    assert {on for _, on in roles_of(module("events"))} == {"deadLetters"}


def test_nothing_else_gives_a_role() -> None:
    givers = {
        template.path.stem
        for template in ALL
        for _, resource, _ in template.resources()
        if resource["type"].startswith("Microsoft.Authorization/")
    }
    assert givers == {"roles", "events"}


def test_only_roles_are_named_by_an_id() -> None:
    known = {role for role, _ in documented("role") | documented("role of the topic")}
    ids = {
        each
        for template in ALL
        for each in walk(template.parsed)
        if isinstance(each, str) and re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", each)
    }
    assert ids == known
