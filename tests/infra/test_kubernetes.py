"""The manifests follow the schemas of Kubernetes and of KEDA, fit together, and keep the service shut."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate
import pytest
import yaml

from dicom_text_redactor.settings import RedactionSettings
from local import azurite
from local.deliveries import Storage
from redact_function.settings import POISON, StorageSettings
from tests.infra.snapshots import INFRA, way

FOLDER = INFRA / "kubernetes"
FILES = sorted(path for path in FOLDER.glob("*.yaml") if path.name != "kustomization.yaml")
KEDA = json.loads(Path(__file__).with_name("keda.schema.json").read_text(encoding="utf-8"))
VERSIONS = ["1.32", "1.37"]
"""Of Kubernetes: an old one, and the newest whose schemas are installed."""

Manifest = dict[str, Any]


def manifests(*names: str) -> list[Manifest]:
    """What stands in these files; in all of them without a name."""
    paths = [FOLDER / name for name in names] or FILES
    return [each for path in paths for each in yaml.safe_load_all(path.read_text(encoding="utf-8"))]


def one(kind: str, name: str) -> Manifest:
    (found,) = (each for each in manifests() if each["kind"] == kind and each["metadata"]["name"] == name)
    return dict(found)


def pod(manifest: Manifest) -> Manifest:
    return dict(manifest["spec"]["template"]["spec"])


def check(manifest: Manifest, version: str) -> None:
    if manifest["apiVersion"].startswith("keda.sh/"):
        jsonschema.Draft202012Validator(KEDA).validate(manifest)
    else:
        kubernetes_validate.validate(manifest, version, strict=True)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_manifest_follows_the_schemas(path: Path, version: str) -> None:
    found = manifests(path.name)
    assert found
    for manifest in found:
        check(manifest, version)


@pytest.mark.parametrize(
    ("kind", "name", "place", "wrong"),
    [
        ("Deployment", "redact", ["spec", "template", "spec", "containers", 0], {"imgae": "x"}),
        ("Job", "redact-folder", ["spec"], {"completions": "eight"}),
        ("NetworkPolicy", "redact", ["spec"], {"egres": []}),
        ("ScaledObject", "redact", ["spec"], {"maxReplicas": 3}),
        ("ScaledObject", "redact", ["spec", "triggers", 0, "metadata"], {"queueLength": 100}),
        ("TriggerAuthentication", "redact-storage", ["spec", "secretTargetRef", 0], {"secret": "x"}),
    ],
)
def test_a_wrong_manifest_would_be_noticed(kind: str, name: str, place: list[Any], wrong: Manifest) -> None:
    manifest = one(kind, name)
    node: Any = manifest
    for step in place:
        node = node[step]
    node.update(wrong)
    with pytest.raises((jsonschema.ValidationError, kubernetes_validate.ValidationError)):
        check(manifest, VERSIONS[-1])


def test_kustomize_takes_every_file_of_the_service_and_none_of_the_others() -> None:
    kustomization = yaml.safe_load((FOLDER / "kustomization.yaml").read_text(encoding="utf-8"))
    assert kustomization["kind"] == "Kustomization"
    apart = {"azurite.yaml", "folder.yaml"}
    assert set(kustomization["resources"]) == {path.name for path in FILES} - apart
    (namespace,) = manifests("namespace.yaml")
    assert namespace["metadata"]["name"] == kustomization["namespace"]
    (image,) = kustomization["images"]
    assert pod(one("Deployment", "redact"))["containers"][0]["image"] == image["name"]
    others = {
        container["image"]
        for each in manifests(*apart)
        if each["kind"] == "Job"
        for container in pod(each)["containers"]
    }
    assert others == {f"{image['newName']}:{image['newTag']}"}


def test_the_program_takes_the_settings() -> None:
    values = one("ConfigMap", "redact-settings")["data"]
    given = {entry["name"] for entry in pod(one("Deployment", "redact"))["containers"][0]["env"]}
    assert given == {"STORAGE", "AzureWebJobsStorage"}
    connection = one("Secret", "redact-storage")["stringData"]["connection"]
    settings = StorageSettings.from_environment({**values, "STORAGE": connection})
    assert (settings.ingest, settings.input_queue) == ("queue", "input")
    RedactionSettings.from_environment(values)
    assert set(values) <= {*way("queue").settings, "REDACT_POLICY"}


def test_the_host_is_set_as_the_templates_for_azure_set_it() -> None:
    values, there = one("ConfigMap", "redact-settings")["data"], way("queue").settings
    same = {name for name in values if name in there} - {"AzureFunctionsWebHost__hostid"}
    assert {name: values[name] for name in same} == {name: there[name] for name in same}
    assert values["AzureFunctionsWebHost__hostid"].isalnum()


def test_no_manifest_of_the_service_holds_a_secret_and_all_refer_to_the_same_one() -> None:
    assert [each["metadata"]["name"] for each in manifests() if each["kind"] == "Secret"] == ["redact-storage"]
    (secret,) = (each for each in manifests("azurite.yaml") if each["kind"] == "Secret")
    assert f"AccountKey={azurite.KEY};" in secret["stringData"]["connection"]
    entries = pod(one("Deployment", "redact"))["containers"][0]["env"]
    refers = [entry["valueFrom"]["secretKeyRef"] for entry in entries]
    (trigger,) = one("TriggerAuthentication", "redact-storage")["spec"]["secretTargetRef"]
    expected = {"name": "redact-storage", "key": "connection"}
    assert [*refers, {"name": trigger["name"], "key": trigger["key"]}] == [expected] * 3


def test_keda_scales_the_deployment_by_the_queue_that_it_reads() -> None:
    spec = one("ScaledObject", "redact")["spec"]
    assert spec["scaleTargetRef"]["name"] == one("Deployment", "redact")["metadata"]["name"]
    (trigger,) = spec["triggers"]
    assert trigger["metadata"]["queueName"] == one("ConfigMap", "redact-settings")["data"]["INPUT_QUEUE"]
    assert trigger["metadata"]["queueLengthStrategy"] == "all"
    assert trigger["authenticationRef"]["name"] == one("TriggerAuthentication", "redact-storage")["metadata"]["name"]
    scale = way("queue").one("containerApps")["template"]["scale"]
    assert (spec["minReplicaCount"], spec["maxReplicaCount"]) == (scale["minReplicas"], scale["maxReplicas"])
    assert trigger["metadata"]["queueLength"] == str(scale["rules"][0]["azureQueue"]["queueLength"])
    # Two that say how many there are would take turns.
    assert "replicas" not in one("Deployment", "redact")["spec"]


def test_the_probes_are_those_of_azure() -> None:
    container = pod(one("Deployment", "redact"))["containers"][0]
    (port,) = (each["containerPort"] for each in container["ports"] if each["name"] == "health")
    for probe in way("queue").container["probes"]:
        here = container[f"{probe['type'].lower()}Probe"]
        path = {"path": here["httpGet"]["path"], "port": port}
        assert path == probe["httpGet"]
        assert {name: here[name] for name in here if name != "httpGet"} == {
            name: probe[name] for name in probe if name not in ("httpGet", "type")
        }


def test_a_replica_is_as_large_and_is_stopped_as_in_azure() -> None:
    spec = pod(one("Deployment", "redact"))
    template = way("queue").one("containerApps")["template"]
    assert spec["terminationGracePeriodSeconds"] == template["terminationGracePeriodSeconds"]
    resources = spec["containers"][0]["resources"]
    for each in (resources["requests"], resources["limits"]):
        assert (int(each["cpu"]), each["memory"]) == tuple(template["containers"][0]["resources"].values())


def selected(policy: Manifest) -> list[str]:
    """The pods that a policy is for."""
    labels = policy["spec"]["podSelector"]["matchLabels"].items()
    workloads = [each for each in manifests() if each["kind"] in ("Deployment", "Job")]
    return [
        each["metadata"]["name"]
        for each in workloads
        if labels <= each["spec"]["template"]["metadata"]["labels"].items()
    ]


def test_the_service_lets_nobody_in_and_reaches_storage_and_names_only() -> None:
    policy = one("NetworkPolicy", "redact")
    assert "redact" in selected(policy)
    assert policy["spec"]["policyTypes"] == ["Ingress", "Egress"]
    assert policy["spec"]["ingress"] == []
    ports = {(port["protocol"], port["port"]) for rule in policy["spec"]["egress"] for port in rule["ports"]}
    assert ports == {("TCP", 443), ("UDP", 53), ("TCP", 53)}
    assert all(rule["to"] for rule in policy["spec"]["egress"])
    storage, names = policy["spec"]["egress"]
    assert [list(each) for each in storage["to"]] == [["ipBlock"]]
    assert storage["to"][0]["ipBlock"]["cidr"] in (INFRA / "modules" / "network.bicep").read_text(encoding="utf-8")
    assert names["to"][0]["namespaceSelector"]["matchLabels"] == {"kubernetes.io/metadata.name": "kube-system"}


def test_the_job_of_a_folder_has_no_network() -> None:
    policy = one("NetworkPolicy", "redact-folder")
    assert selected(policy) == ["redact-folder"]
    assert policy["spec"]["policyTypes"] == ["Ingress", "Egress"]
    assert policy["spec"]["ingress"] == policy["spec"]["egress"] == []


def test_only_the_emulators_own_policy_leads_to_it() -> None:
    policy = one("NetworkPolicy", "redact-to-azurite")
    assert set(selected(policy)) == {"redact", "make-containers"}
    (rule,) = policy["spec"]["egress"]
    labels = one("Deployment", "azurite")["spec"]["template"]["metadata"]["labels"]
    assert rule["to"] == [{"podSelector": {"matchLabels": labels}}]


def test_the_disruption_budget_is_for_the_service() -> None:
    budget = one("PodDisruptionBudget", "redact")["spec"]
    assert budget["selector"] == one("Deployment", "redact")["spec"]["selector"]
    assert budget["maxUnavailable"] == 1


def test_no_container_gets_more_rights_or_an_account_of_the_cluster() -> None:
    for each in manifests():
        if each["kind"] in ("Deployment", "Job"):
            assert pod(each)["automountServiceAccountToken"] is False, each["metadata"]["name"]
    for spec in (pod(one("Deployment", "redact")), pod(one("Job", "redact-folder"))):
        rights = spec["containers"][0]["securityContext"]
        assert rights["allowPrivilegeEscalation"] is False
        assert rights["capabilities"]["drop"] == ["ALL"]
        assert rights["seccompProfile"] == {"type": "RuntimeDefault"}


def test_the_emulator_is_that_of_compose() -> None:
    compose = yaml.safe_load((INFRA / "compose.yaml").read_text(encoding="utf-8"))["services"]["azurite"]
    (container,) = pod(one("Deployment", "azurite"))["containers"]
    assert (container["image"], container["command"]) == (compose["image"], compose["command"])


def test_the_containers_and_queues_are_made_and_may_be_there_already(
    storage: Storage, azurite: azurite.Azurite
) -> None:
    (container,) = pod(one("Job", "make-containers"))["containers"]
    names = {"INPUT_CONTAINER": "cluster-input", "OUTPUT_CONTAINER": "cluster-output", "INPUT_QUEUE": "cluster-files"}
    environment = {**os.environ, **names, "STORAGE": azurite.connection_string}
    program, *arguments = container["command"]
    assert program == "python"
    for _ in range(2):
        subprocess.run([sys.executable, *arguments], env=environment, check=True)
    assert {each.name for each in storage.blobs.list_containers("cluster-")} == {"cluster-input", "cluster-output"}
    made = {each.name for each in storage.queues.list_queues("cluster-")}
    assert made == {"cluster-files", f"cluster-files{POISON}"}


def test_the_page_names_every_file_and_tells_the_figures() -> None:
    page = (INFRA.parent / "docs" / "kubernetes.md").read_text(encoding="utf-8")
    told = {coded_link[1] for coded_link in re.finditer(r"(?m)^\| \[([\w.]+)\]\(\.\./infra/kubernetes/", page)}
    assert told == {path.name for path in FOLDER.glob("*.yaml")} - {"namespace.yaml"}
    spec = one("ScaledObject", "redact")["spec"]
    messages = spec["triggers"][0]["metadata"]["queueLength"]
    assert (
        f"one replica for {messages} messages, {spec['minReplicaCount']} to {spec['maxReplicaCount']} of them" in page
    )
    assert f"Kubernetes {VERSIONS[0]} and\n{VERSIONS[1]}" in page
    assert f"has {pod(one('Deployment', 'redact'))['terminationGracePeriodSeconds']} seconds" in page
