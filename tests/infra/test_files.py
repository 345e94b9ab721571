"""The files for Compose, GitHub and azd are what those programs take, and the script that azd calls does its work."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from local import azurite
from local.deliveries import Storage
from redact_function.settings import StorageSettings
from tests.infra.snapshots import INFRA, way

ROOT = INFRA.parent
COMPOSE = INFRA / "compose.yaml"


def load(path: str | Path) -> dict[Any, Any]:
    return dict(yaml.safe_load((ROOT / path).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("compose-spec", "infra/compose.yaml"),
        ("github-workflows", ".github/workflows/ci.yml"),
        ("dependabot", ".github/dependabot.yml"),
    ],
)
def test_a_file_follows_the_schema_of_its_program(schema: str, path: str) -> None:
    # The program that carries the schemas takes seconds to start; the schemas alone do not.
    file = resources.files("check_jsonschema") / "builtin_schemas" / "vendor" / f"{schema}.json"
    rules = json.loads(file.read_text(encoding="utf-8"))
    # YAML reads the key `on` of a workflow as a truth value; JSON knows keys of letters only.
    content = {"on" if name is True else name: value for name, value in load(path).items()}
    assert list(jsonschema.validators.validator_for(rules)(rules).iter_errors(content)) == []


def test_a_wrong_file_would_be_noticed() -> None:
    file = resources.files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
    rules = json.loads(file.read_text(encoding="utf-8"))
    broken = load(COMPOSE) | {"servises": {}}
    assert [each.validator for each in jsonschema.validators.validator_for(rules)(rules).iter_errors(broken)]


def test_compose_itself_takes_the_file_where_it_is_installed() -> None:
    compose = ["docker", "compose"]
    there = shutil.which("docker") and subprocess.run([*compose, "version"], capture_output=True, check=False)
    if there and there.returncode == 0:
        subprocess.run([*compose, "-f", COMPOSE, "config", "--quiet"], check=True, capture_output=True)
    services = load(COMPOSE)["services"]
    assert all(set(each.get("depends_on", ())) <= set(services) for each in services.values())


def test_the_composed_app_has_settings_that_the_program_takes() -> None:
    environment = load(COMPOSE)["services"]["redactor"]["environment"]
    settings = StorageSettings.from_environment(environment)
    assert (settings.input_container, settings.output_container) == ("input", "output")
    assert set(environment) - {"AzureWebJobsStorage", "STORAGE"} <= set(way("blob").settings)


def test_the_composed_storage_has_the_emulators_own_key_and_no_door_to_the_outside() -> None:
    services = load(COMPOSE)["services"]
    assert f"AccountKey={azurite.KEY};" in services["redactor"]["environment"]["STORAGE"]
    assert all(port.startswith("127.0.0.1:") for port in services["azurite"]["ports"])
    pinned = json.loads((ROOT / "local" / "package.json").read_text(encoding="utf-8"))
    (version,) = (each["azurite"] for each in pinned.values() if isinstance(each, dict) and "azurite" in each)
    assert services["azurite"]["image"].endswith(f":{version}")


def test_the_composed_containers_are_made_and_may_be_there_already(storage: Storage, azurite: azurite.Azurite) -> None:
    service = load(COMPOSE)["services"]["containers"]
    assert service["entrypoint"] == ["python", "-c"]
    names = {"INPUT_CONTAINER": "composed-input", "OUTPUT_CONTAINER": "composed-output"}
    environment = {**os.environ, **names, "STORAGE": azurite.connection_string}
    for _ in range(2):
        subprocess.run([sys.executable, "-c", *service["command"]], env=environment, check=True)
    assert {each.name for each in storage.blobs.list_containers("composed-")} == set(names.values())


def test_the_workflow_calls_targets_of_make_on_the_oldest_and_the_newest_python() -> None:
    workflow = load(".github/workflows/ci.yml")
    called = {
        step["run"].removeprefix("make ")
        for job in workflow["jobs"].values()
        for step in job["steps"]
        if step.get("run", "").startswith("make ")
    }
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {"test", "coverage", "image", "check-infra"} == called <= set(re.findall(r"(?m)^([a-z-]+):", makefile))
    pythons = workflow["jobs"]["test"]["strategy"]["matrix"]["python"]
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f">={pythons[0]},<3.{int(pythons[-1].split('.')[1]) + 1}" in project


def test_a_commit_is_checked_by_the_tools_of_make() -> None:
    subprocess.run([sys.executable, "-m", "pre_commit", "validate-config"], cwd=ROOT, check=True, capture_output=True)
    (repository,) = load(".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"
    assert all(hook["entry"].startswith(".venv/bin/") for hook in repository["hooks"])


def test_azd_finds_the_template_and_the_script() -> None:
    project = load("azure.yaml")
    assert (ROOT / project["infra"]["path"] / f"{project['infra']['module']}.bicepparam").exists()
    script = ROOT / project["hooks"]["postprovision"]["run"]
    assert os.access(script, os.X_OK)
    assert project["workflows"]["up"]["steps"] == [{"azd": "provision"}] * 2


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of one commit that holds the script, and programs that write down what they are told."""
    root, programs = tmp_path / "repository", tmp_path / "programs"
    (root / "infra").mkdir(parents=True)
    programs.mkdir()
    shutil.copy(INFRA / "publish.sh", root / "infra")
    # An image is there once it was built.
    (programs / "az").write_text(
        f"""#!/bin/sh
echo az $* >> {tmp_path}/calls
case "$*" in
  *show-metadata*) test -e {tmp_path}/built && echo sha256:1234 ;;
  *build*) touch {tmp_path}/built ;;
esac
"""
    )
    (programs / "azd").write_text(f"#!/bin/sh\necho azd $* >> {tmp_path}/calls\n")
    for program in programs.iterdir():
        program.chmod(0o755)
    git = ["git", "-c", "user.name=nobody", "-c", "user.email=nobody@localhost"]
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "first"]):
        subprocess.run([*git, *words], cwd=root, check=True)
    return root


def publish(root: Path) -> tuple[int, list[str]]:
    """The script's exit status, and what it told the programs."""
    environment = {
        **os.environ,
        "PATH": f"{root.parent / 'programs'}:{os.environ['PATH']}",
        "AZURE_CONTAINER_REGISTRY_NAME": "crx",
        "AZURE_CONTAINER_REGISTRY_ENDPOINT": "crx.azurecr.io",
    }
    calls = root.parent / "calls"
    calls.write_text("")
    result = subprocess.run([root / "infra" / "publish.sh"], env=environment, capture_output=True, check=False)
    return result.returncode, calls.read_text().splitlines()


def test_a_commit_is_built_once_and_deployed_by_its_digest(repository: Path) -> None:
    status, calls = publish(repository)
    assert status == 0
    assert [line.split(" --")[0] for line in calls] == [
        "az acr manifest show-metadata",
        "az acr build",
        "az acr manifest show-metadata",
        "azd env set APP_IMAGE crx.azurecr.io/dicom-text-redactor@sha256:1234",
    ]
    status, calls = publish(repository)
    assert status == 0
    assert not any("build" in line for line in calls)
    assert calls[-1].endswith("@sha256:1234")


def test_what_is_in_no_commit_is_not_published(repository: Path) -> None:
    (repository / "change").write_text("")
    status, calls = publish(repository)
    assert status == 1
    assert calls == []


def test_the_note_of_the_image_is_what_the_parameters_read() -> None:
    assert "readEnvironmentVariable('APP_IMAGE', '')" in (INFRA / "main.bicepparam").read_text(encoding="utf-8")
    assert "azd env set APP_IMAGE " in (INFRA / "publish.sh").read_text(encoding="utf-8")
