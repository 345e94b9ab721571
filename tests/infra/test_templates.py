"""The Bicep templates fit together: what is passed is what is asked for, and what is named exists."""

from __future__ import annotations

import json
import re
from collections import defaultdict

import pytest

from tests.infra.templates import ALL, INFRA, MAIN, MODULES, SERVICE, Template, walk

# Versions that carry their stage in their name, where there is no other.
ONLY_AS_PREVIEW = {"Microsoft.Insights/diagnosticSettings"}

CALLS = [
    pytest.param(template, target, given, id=f"{template.path.stem}-{name}")
    for template in (MAIN, SERVICE)
    for name, target, given in template.modules()
]


def by_name(template: Template) -> str:
    return template.path.stem


def all_templates() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("template", ALL, ids=by_name)


@all_templates()
def test_every_template_is_bicep(template: Template) -> None:
    assert template.parsed


def test_every_module_is_used() -> None:
    assert [target.path.stem for _, target, _ in MAIN.modules()] == ["service"]
    assert {target.path for _, target, _ in SERVICE.modules()} == {each.path for each in MODULES}


@pytest.mark.parametrize(("template", "target", "given"), CALLS)
def test_a_module_is_given_what_it_needs_and_nothing_it_does_not_know(
    template: Template, target: Template, given: dict[str, object]
) -> None:
    assert target.required - set(given) == set()
    assert set(given) - set(target.declared("parameters")) == set()


@all_templates()
def test_every_name_is_declared(template: Template) -> None:
    assert template.names_used() - template.names_declared() == set()


def test_a_misspelt_name_would_be_noticed() -> None:
    broken = Template(INFRA / "modules" / "registry.bicep")
    broken.__dict__["code"] = broken.code.replace("location: location", "location: loaction")
    assert broken.names_used() - broken.names_declared() == {"loaction"}


@all_templates()
def test_every_parameter_and_variable_is_used(template: Template) -> None:
    names = {*template.declared("parameters"), *template.declared("variables")}
    assert {name for name in names if len(re.findall(rf"\b{name}\b", template.code)) < 2} == set()


@pytest.mark.parametrize("template", [MAIN, SERVICE], ids=by_name)
def test_every_output_that_is_read_is_given(template: Template) -> None:
    outputs = {name: set(target.declared("outputs")) for name, target, _ in template.modules()}
    read = re.findall(r"\b(\w+)!?\.outputs\.(\w+)", template.code)
    assert read
    assert [f"{name}.{output}" for name, output in read if output not in outputs[name]] == []


@all_templates()
def test_every_resource_has_a_version_of_its_interface(template: Template) -> None:
    for _, resource in template.declared("resources").items():
        stage = "-preview" if resource["type"] in ONLY_AS_PREVIEW else ""
        assert re.fullmatch(rf"20\d\d-\d\d-\d\d{stage}", resource["api_version"]), resource["type"]


def test_one_kind_of_resource_has_one_version() -> None:
    versions = defaultdict(set)
    for template in ALL:
        for resource in template.declared("resources").values():
            versions[resource["type"]].add(resource["api_version"])
    assert {kind: found for kind, found in versions.items() if len(found) > 1} == {}


def test_both_doors_have_the_same_parameters_with_the_same_defaults() -> None:
    main, service = MAIN.declared("parameters"), SERVICE.declared("parameters")
    only_there = {"tags", "location"}  # a resource group has both already
    assert set(main) - set(service) == {"resourceGroupName"}
    assert {name: each["default"] for name, each in service.items() if name not in only_there} == {
        name: main[name]["default"] for name in service if name not in only_there
    }
    for name in set(main) & set(service) - only_there:
        limits = [
            [each for each in side[name]["decorators"] if each["type"] != "description"] for side in (main, service)
        ]
        assert limits[0] == limits[1], name


def test_the_parameters_file_speaks_of_parameters_of_main_with_their_defaults() -> None:
    given = json.loads((INFRA / "main.parameters.json").read_text(encoding="utf-8"))["parameters"]
    parameters = MAIN.declared("parameters")
    assert MAIN.required <= set(given) <= set(parameters)
    for name, entry in given.items():
        match = re.fullmatch(r"\$\{(AZURE|APP)_[A-Z_]+(?:=([^}]*))?\}", entry["value"])
        assert match is not None, name
        default = parameters[name]["default"]
        said = {True: "true", False: "false"}.get(default, default) if isinstance(default, bool) else default
        assert match[2] == said, name


def test_the_parameters_file_holds_no_secret() -> None:
    given = json.loads((INFRA / "main.parameters.json").read_text(encoding="utf-8"))["parameters"]
    secure = {
        name
        for name, each in MAIN.declared("parameters").items()
        if any(decorator["type"] == "secure" for decorator in each["decorators"])
    }
    assert secure == {"eventWebhook"}
    assert not secure & set(given)


def test_every_parameter_of_main_is_explained() -> None:
    for name, each in MAIN.declared("parameters").items():
        assert any(decorator["type"] == "description" for decorator in each["decorators"]), name


@all_templates()
def test_nothing_was_left_unread_by_the_parser(template: Template) -> None:
    declared = re.findall(r"(?m)^(?:param|var|resource|module|output) (\w+)", template.text)
    kinds = ("parameters", "variables", "resources", "modules", "outputs")
    assert sorted(declared) == sorted(name for kind in kinds for name in template.declared(kind))
    assert sum(1 for _ in walk(template.parsed)) > len(declared)
