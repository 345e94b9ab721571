"""What each way of deploying makes, as it is kept in infra/snapshots: the tests need no compiler."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from infra import check

INFRA = Path(check.__file__).resolve().parent
ROOT = INFRA.parent
DEPLOY = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Way:
    """One way of deploying.

    Attributes
    ----------
    name
        Of its files in infra/snapshots.
    variables
        What the operator sets.
    resources
        All that is made, as Azure would be told.
    """

    name: str
    variables: dict[str, str]
    resources: list[dict[str, Any]]

    def all(self, kind: str) -> list[dict[str, Any]]:
        """The resources of a kind, which is the type without its provider."""
        return [each for each in self.resources if each["type"].partition("/")[2] == kind]

    def one(self, kind: str) -> dict[str, Any]:
        """The properties of the only resource of that kind."""
        (found,) = self.all(kind)
        return dict(found["properties"])

    @property
    def container(self) -> dict[str, Any]:
        """The app's only container."""
        (found,) = self.one("containerApps")["template"]["containers"]
        return dict(found)

    @property
    def settings(self) -> dict[str, str]:
        """What the container gets as its environment, of a secret where that is kept; no name twice."""
        entries = self.container["env"]
        kept = {each["name"]: each["keyVaultUrl"] for each in self.secrets}
        found = {each["name"]: each["value"] if "value" in each else kept[each["secretRef"]] for each in entries}
        assert len(found) == len(entries)
        return found

    @property
    def secrets(self) -> list[dict[str, str]]:
        """The secrets of the app."""
        return list(self.one("containerApps")["configuration"]["secrets"] or [])

    @property
    def queries(self) -> dict[str, str]:
        """The query of each alert that searches the log, by the alert's name."""
        return {
            re.sub("^redact-[a-z]+-", "", each["name"]): each["properties"]["criteria"]["allOf"][0]["query"]
            for each in self.all("scheduledQueryRules")
        }


@cache
def way(name: str) -> Way:
    """The way of that name."""
    path = check.SNAPSHOTS / f"{name}.env"
    return Way(name, check.variables(path), json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))


WAYS = [path.stem for path in sorted(check.SNAPSHOTS.glob("*.env"))]
WITH_APP = [name for name in WAYS if name != "no-image"]
QUEUES = ["everything", "queue", "queue-private"]
PRIVATE = ["blob-private", "everything", "queue-private"]


def templates() -> dict[str, str]:
    """The text of each template and parameters file, by its path."""
    return {path.relative_to(INFRA).as_posix(): path.read_text(encoding="utf-8") for path in check.sources()}
