"""Bicep templates as the tests see them: parsed for what stands where, read as text for what it refers to.

The parser knows the grammar and nothing of types, and it does not tell a name from a text with the same letters. So
names are looked for in the text, with comments and the insides of texts taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pycep import BicepParser

INFRA = Path(__file__).resolve().parents[2] / "infra"

# What Bicep itself knows; a name that is called is a function, and those are not looked up here.
_WORDS = {
    "param", "var", "resource", "module", "output", "func", "existing", "if", "for", "in", "true", "false", "null",
    "string", "int", "bool", "object", "array", "targetScope",
}  # fmt: skip
_CALLED_WITHOUT_DECLARATION = {"resourceGroup", "subscription", "environment"}


@dataclass(frozen=True)
class Template:
    """One Bicep file."""

    path: Path

    @cached_property
    def text(self) -> str:
        """The file as it is."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def parsed(self) -> dict[str, Any]:
        """The parser's view; raises where the grammar is broken."""
        return dict(BicepParser().parse(text=self.text))

    def declared(self, kind: str) -> dict[str, Any]:
        """The `kind` (parameters, variables, resources, modules, outputs) of the file, by name."""
        return dict(self.parsed.get(kind, {}))

    @property
    def required(self) -> set[str]:
        """Parameters that have to be given."""
        return {name for name, each in self.declared("parameters").items() if each["default"] is None}

    def modules(self) -> Iterator[tuple[str, Template, dict[str, Any]]]:
        """Each module that the file uses: its name, its file, and the parameters that it is given."""
        for name, module in self.declared("modules").items():
            path = (self.path.parent / module["detail"]["path"]).resolve()
            yield name, Template(path), unconditional(module["config"])["params"]

    def resources(self) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
        """Each resource that the file makes: its name, what the parser says of it, and its properties."""
        for name, resource in self.declared("resources").items():
            if not resource["existing"]:
                yield name, resource, unconditional(resource["config"])

    @cached_property
    def code(self) -> str:
        """The text without comments and without the insides of texts, but with what stands in ``${…}``."""
        text = re.sub(r"(?m)(^|\s)//.*$", "", self.text)
        inside = r"'(?:\\.|[^'\\])*'"
        return re.sub(inside, lambda match: " ".join(["''", *re.findall(r"\$\{([^}]*)\}", match[0]), "''"]), text)

    def names_used(self) -> set[str]:
        """Names that have to be declared somewhere in the file."""
        free = r"(?<![\w.?'])([A-Za-z_]\w*)\b(?!\s*:(?!:)|\s*\()"
        # A name before a colon is a key, unless it is the first outcome of a condition.
        outcomes = re.findall(r"\?\s*([A-Za-z_]\w*)\s*:", self.code)
        return ({*re.findall(free, self.code), *outcomes}) - _WORDS - _CALLED_WITHOUT_DECLARATION

    def names_declared(self) -> set[str]:
        """Names that the file gives to something, those of loops, lambdas and functions included."""
        own = {name for kind in ("parameters", "variables", "resources", "modules") for name in self.declared(kind)}
        loops = {
            name for pair in re.findall(r"\[for (?:\((\w+), (\w+)\)|(\w+)) in", self.code) for name in pair if name
        }
        lambdas = set(re.findall(r"(\w+) =>", self.code))
        functions = re.findall(r"(?m)^func (\w+)\(([^)]*)\)", self.code)
        arguments = {each.split()[0] for _, listed in functions for each in listed.split(",")}
        outputs = set(self.declared("outputs"))
        return own | loops | lambdas | arguments | {name for name, _ in functions} | outputs


def unconditional(config: dict[str, Any]) -> dict[str, Any]:
    """What stands in a resource or module, behind its condition or loop."""
    return dict(config["config"]) if "config" in config and ("condition" in config or "loop_type" in config) else config


def walk(node: object) -> Iterator[object]:
    """Every value within a parsed node."""
    yield node
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from walk(each)


MAIN = Template(INFRA / "main.bicep")
SERVICE = Template(INFRA / "service.bicep")
MODULES = [Template(path) for path in sorted((INFRA / "modules").glob("*.bicep"))]
ALL = [MAIN, SERVICE, *MODULES]


def module(name: str) -> Template:
    """The module of that file name."""
    return next(each for each in MODULES if each.path.stem == name)
