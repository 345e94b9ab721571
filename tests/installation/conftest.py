"""The package as others get it: built once, and installed once into an environment without the checkout."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UV = Path(sys.executable).with_name("uv")
MINUTES = 15  # for the first time, in which every package is fetched; after it they lie in uv's cache


@dataclass(frozen=True, slots=True)
class Built:
    """The source archive, the wheel that was built of it, and the wheel that was built of the checkout."""

    source: Path
    wheel: Path
    direct: Path


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment with the package and what it depends on, and a folder apart from the checkout to work in."""

    environment: Path
    folder: Path

    @property
    def programs(self) -> Path:
        """The folder of the environment's programs."""
        return self.environment / "bin"

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run one of the environment's programs with no other program on PATH, as somebody with an empty home."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        return subprocess.run(
            [self.programs / command[0], *command[1:]],
            cwd=self.folder,
            env={"PATH": str(home), "HOME": str(home)},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("built")
    # As pip builds it, but for the network: the build system is a dependency of developers, in an exact version.
    build: list[str | Path] = ["build", "--quiet", "--no-build-isolation", "--offline", "--python", sys.executable]
    _uv(*build, "--out-dir", folder, ROOT)
    _uv(*build, "--wheel", "--out-dir", folder / "direct", ROOT)
    (source,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    (direct,) = (folder / "direct").glob("*.whl")
    return Built(source, wheel, direct)


@pytest.fixture(scope="session")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    environment = tmp_path_factory.mktemp("installed") / "environment"
    _uv("venv", "--quiet", "--offline", "--python", sys.executable, environment)
    install: list[str | Path] = ["pip", "install", "--quiet", "--python", environment]
    install += ["--constraints", ROOT / "requirements.txt"]
    try:
        _uv(*install, "--offline", built.wheel)
    except subprocess.CalledProcessError:  # its cache does not hold everything yet
        _uv(*install, built.wheel)
    yield Installed(environment, tmp_path_factory.mktemp("elsewhere"))
    shutil.rmtree(environment)  # nearly a gigabyte; pytest would keep three of them


def _uv(*command: str | Path) -> None:
    subprocess.run([UV, *command], cwd=ROOT.anchor, check=True, capture_output=True, text=True, timeout=MINUTES * 60)
