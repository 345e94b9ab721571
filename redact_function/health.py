"""Whether this process can redact: what the probes of the container ask for.

It looks at what is installed and loads none of the neural models, so an answer takes milliseconds after
the first one. It answers from a thread of its own: the one that redacts may be at a file for minutes. Nothing of
a file and no address is in the answer.
"""

from __future__ import annotations

import asyncio
import json
import platform
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from dicom_text_redactor.errors import RedactionError
from dicom_text_redactor.phi.analyzer import is_installed
from dicom_text_redactor.phi.pipelines import pipelines
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.version import versions

# The probes wait ten seconds.
PATIENCE_S = 8.0
OK, NOT_READY = 200, 503


@dataclass(frozen=True, slots=True)
class State:
    """What was found.

    Attributes
    ----------
    problems
        What is missing, in fixed words; empty where the process is ready.
    versions
        The program, its readers and models, and Python, as far as they could be asked.
    models
        Whether the models are ``loaded`` or wait for the first file: ``not yet``. Both are ready.
    """

    problems: tuple[str, ...] = ()
    versions: dict[str, str] = field(default_factory=dict)
    models: str = "not yet"

    @property
    def http_status(self) -> int:
        """200 where the process is ready, else 503."""
        return NOT_READY if self.problems else OK

    def to_json(self) -> str:
        """The body of the answer. The settings are valid: a process that has wrong ones does not start."""
        status = "not ready" if self.problems else "ready"
        body = {"status": status, "problems": self.problems, "settings": "valid", "models": self.models}
        return json.dumps(body | {"versions": self.versions})


class Health:
    """Looks whether this process can redact with the settings it has.

    Parameters
    ----------
    settings
        Those of the redaction; only its languages and language models are asked for.
    patience_s
        How long a look may take, seconds; one that takes longer means that the process is not ready.
    """

    def __init__(self, settings: RedactionSettings, patience_s: float = PATIENCE_S) -> None:
        self._settings = settings
        self._patience_s = patience_s
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="health")

    async def look(self) -> State:
        """What is there now; never raises, and takes no longer than the patience."""
        looking = asyncio.get_running_loop().run_in_executor(self._thread, self._state)
        try:
            return await asyncio.wait_for(looking, self._patience_s)
        except TimeoutError:
            return State(("The look took too long.",))

    def _state(self) -> State:
        found = {"python": platform.python_version()}
        problems = [problem for check in (_text_models, self._language_model) for problem in _tried(check)]
        problems += _tried(lambda: found.update(versions(self._settings)), "Tesseract is not there.")
        return State(tuple(problems), found, "loaded" if _models_are_loaded() else "not yet")

    def _language_model(self) -> None:
        if not all(map(is_installed, pipelines(self._settings.ner_model, self._settings.languages))):
            raise LookupError


def _text_models() -> None:
    from dicom_text_redactor.text import models

    for name in models.ALL:
        models.model_path(name)


def _models_are_loaded() -> bool:
    models = sys.modules.get("dicom_text_redactor.text.models")
    return models is not None and models.are_loaded()


def _tried(check: Callable[[], None], problem: str = "A model is not there.") -> list[str]:
    """`problem` if `check` fails. The words of an error could hold a path or a setting."""
    try:
        check()
    except (RedactionError, LookupError, ImportError, ValueError, OSError):
        return [problem]
    return []
