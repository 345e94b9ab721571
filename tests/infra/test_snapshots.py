"""The snapshots are those of the templates, and every variable that an operator sets arrives where it works."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import defaultdict
from dataclasses import fields
from pathlib import Path

import pytest

from dicom_text_redactor.settings import RedactionSettings, _variable
from infra import check
from tests.infra.snapshots import INFRA, PRIVATE, QUEUES, ROOT, WAYS, templates, way
from tests.test_readme import coded, table

PARAMETERS = (INFRA / "main.bicepparam").read_text(encoding="utf-8")
READ = set(re.findall(r"readEnvironmentVariable\('(\w+)'", PARAMETERS))


def test_the_snapshots_are_those_of_the_templates() -> None:
    kept = check.DIGEST.read_text(encoding="ascii").strip()
    assert kept == check.digest(), "the templates changed: `make snapshots`, and look at what became different"


def test_a_changed_template_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = check.digest()
    shutil.copytree(check.HERE, tmp_path / "infra")
    monkeypatch.setattr(check, "HERE", tmp_path / "infra")
    monkeypatch.setattr(check, "SNAPSHOTS", tmp_path / "infra" / "snapshots")
    assert check.digest() == before
    (tmp_path / "infra" / "main.bicep").write_text("param location string")
    assert check.digest() != before


def test_where_there_is_no_compiler_the_check_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BICEP", "/no/such/compiler")
    run = subprocess.run(
        [sys.executable, "-m", "infra.check"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 1
    assert "az bicep install" in run.stderr


def test_whatever_the_compiler_says_is_a_failure(tmp_path: Path) -> None:
    compiler = tmp_path / "bicep"
    compiler.write_text('#!/bin/sh\n[ "$1" = lint ] && echo "Warning BCP037: no such property"\nexit 0\n')
    compiler.chmod(0o755)
    folder = tmp_path / "infra"
    shutil.copytree(check.HERE, folder)
    found = list(check.failures(str(compiler), folder, write=False))
    assert any("BCP037" in each for each in found)


def test_there_is_a_way_for_each_trigger_in_both_networks_and_one_before_there_is_an_image() -> None:
    assert set(WAYS) == {"blob", "blob-private", "everything", "no-image", "queue", "queue-private"}
    assert way("no-image").all("containerApps") == way("no-image").all("scheduledQueryRules") == []
    assert way("no-image").all("registries")
    assert {name for name in WAYS if way(name).all("privateEndpoints")} == set(PRIVATE)
    assert {name for name in WAYS if way(name).all("systemTopics")} == {*QUEUES, "no-image"}


def test_one_way_sets_every_variable() -> None:
    assert set(way("everything").variables) == READ - set(check.PLACE)


def test_every_setting_of_the_redaction_is_a_variable_and_reaches_the_container() -> None:
    names = {_variable(field.name) for field in fields(RedactionSettings)}
    assert {name for name in READ if name.startswith("REDACT_")} == names
    everything = way("everything")
    assert {name: everything.settings[name] for name in names} == {name: everything.variables[name] for name in names}


def test_the_program_takes_the_settings_of_every_variable(tmp_path: Path) -> None:
    rules = tmp_path / "regions.script"  # what the variable names is in the image
    rules.write_text('{ Modality.equals("US") }\n(0,0,640,40)\n', encoding="utf-8")
    settings = RedactionSettings.from_environment(way("everything").settings | {"REDACT_REGIONS": str(rules)})
    defaults = RedactionSettings()
    assert all(getattr(settings, field.name) != getattr(defaults, field.name) for field in fields(settings))


@pytest.mark.parametrize("name", ["blob", "queue"])
def test_a_setting_that_nobody_sets_is_left_to_the_program(name: str) -> None:
    assert [each for each in way(name).settings if each.startswith("REDACT_")] == []


def test_the_table_of_variables_is_complete_and_tells_the_defaults() -> None:
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    said = {coded(row[0])[0]: row[1].strip("`") for row in table(page, "variable")}
    redaction = {name for name in READ if name.startswith("REDACT_")}
    assert set(said) - {"REDACT_…"} == READ - redaction | {"REDACT_HEADER_KEY"}
    service = (INFRA / "service.bicep").read_text(encoding="utf-8")
    defaults = dict(re.findall(r"(?m)^var \w+ = options\.\?(\w+) \?\? (.+)$", service))
    options = dict(re.findall(r"(?m)^  (\w+): .*?readEnvironmentVariable\('(?!REDACT_)(\w+)'", PARAMETERS))
    options |= dict(re.findall(r"(?m)^  (\w+): empty\(readEnvironmentVariable\('(\w+)'", PARAMETERS))
    assert set(options) == set(defaults) - {"redaction"}
    words = {"(ingest == 'queue' ? 1 : 2)": "1 or 2", "''": "empty"}
    for option, variable in options.items():
        assert said[variable] == words.get(defaults[option], defaults[option].strip("'")), variable


def test_each_variable_changes_something() -> None:
    """What the way that sets all of them makes holds each value, or what follows from it."""
    made = (check.SNAPSHOTS / "everything.json").read_text(encoding="utf-8")
    follows = {
        "APP_ALERT_AFTER_HOURS": "> 172800",
        "APP_INPUT_RETENTION_DAYS": '"clear-output"',
        "APP_PRIVATE_NETWORK": '"publicNetworkAccess": "Disabled"',
        "APP_PROCESSORS": '"memory": "4Gi"',
        "APP_ALERT_REFUSED_PERCENT": "answered * 2",
    }
    for name, value in way("everything").variables.items():
        assert follows.get(name, value) in made, name
    assert '"clear-input"' not in made
    assert '"clear-input"' in (check.SNAPSHOTS / "queue.json").read_text(encoding="utf-8")


def test_one_kind_of_resource_has_one_version_and_none_is_a_preview_but_one() -> None:
    versions: dict[str, set[str]] = defaultdict(set)
    for text in templates().values():
        for kind, version in re.findall(r"'(Microsoft\.[\w./]+)@([\w-]+)'", text):
            versions[kind].add(version)
    assert len(versions) > 15
    assert {kind: found for kind, found in versions.items() if len(found) > 1} == {}
    previews = [kind for kind, found in versions.items() if any("preview" in each for each in found)]
    assert previews == ["Microsoft.Insights/diagnosticSettings"]


def test_the_linter_takes_every_rule_for_an_error() -> None:
    import json

    rules = json.loads((INFRA / "bicepconfig.json").read_text(encoding="utf-8"))["analyzers"]["core"]["rules"]
    assert len(rules) > 40
    assert {each["level"] for each in rules.values()} == {"error"}
