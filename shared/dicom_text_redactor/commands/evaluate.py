"""Measure recall and precision of redacted files against a ground truth."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from dicom_text_redactor.commands.checks import new_file, share
from dicom_text_redactor.commands.statuses import OK, REFUSED
from dicom_text_redactor.errors import SettingError

if TYPE_CHECKING:
    from dicom_text_redactor.evaluation.figures import Evaluation
    from dicom_text_redactor.evaluation.truth import Truth

HELP = "measure recall and precision against a ground truth"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    from dicom_text_redactor.evaluation.scoring import COVERED

    parser.add_argument("folder", type=Path, metavar="OUT_DIR", help="folder of redacted files and their reports")
    parser.add_argument(
        "--truth", type=Path, metavar="FILE", required=True, help="ground truth: Presidio's form, or box-truth/1"
    )
    parser.add_argument(
        "--padding",
        type=int,
        default=0,
        metavar="N",
        help="pixels by which its boxes are shifted (25 for Presidio's own)",
    )
    parser.add_argument(
        "--covered",
        type=share,
        default=COVERED,
        metavar="SHARE",
        help=f"share of its box from which a word is hidden ({COVERED})",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures, also for each file")
    parser.add_argument("--plot", type=Path, metavar="FILE.png", help="draw the figures")
    parser.add_argument(
        "--min-recall", type=share, metavar="SHARE", help="exit with 1 if a smaller share of the words is hidden"
    )


def run(parsed: argparse.Namespace) -> int:
    """Print the table, and write what was asked for."""
    if not parsed.folder.is_dir():
        raise SettingError(f"OUT_DIR must be a folder of redacted files and their reports, not {parsed.folder}.")
    if parsed.padding < 0:
        raise SettingError("--padding must be 0 or more.")
    for option in ("json", "plot"):
        new_file(getattr(parsed, option), parsed.truth, option=f"--{option}")
    from dicom_text_redactor.evaluation.table import table
    from dicom_text_redactor.evaluation.truth import read_truth

    truth = read_truth(parsed.truth, padding=parsed.padding)
    evaluation, others = _evaluated(parsed.folder, truth, parsed.covered)
    print(table(evaluation))
    if others:
        print(f"\n{others} other {'result has' if others == 1 else 'results have'} no ground truth, and did not count.")
    _write(evaluation, parsed.json, parsed.plot)
    return OK if _is_enough(evaluation.total.recall, parsed.min_recall) else REFUSED


def _evaluated(folder: Path, truth: Truth, covered: float) -> tuple[Evaluation, int]:
    """The evaluation, and how many results have no ground truth."""
    from dicom_text_redactor.evaluation import results
    from dicom_text_redactor.evaluation.figures import Evaluation
    from dicom_text_redactor.evaluation.scoring import score

    names = {key: results.name_in(folder, key) for key in truth}
    found = [name for name in names.values() if name is not None]
    if len(set(found)) < len(found):
        raise SettingError("Two files of the ground truth have the same result; give them paths below OUT_DIR.")
    scores = [
        score(name or key, truth[key], results.outcome_of(folder, name or key), covered=covered)
        for key, name in names.items()
    ]
    return Evaluation(tuple(scores), covered), len(results.reports_below(folder) - set(found))


def _write(evaluation: Evaluation, document: Path | None, plot: Path | None) -> None:
    from dicom_text_redactor.evaluation.chart import chart
    from dicom_text_redactor.files import replacing
    from dicom_text_redactor.previews.preview import png

    try:
        if document is not None:
            with replacing(document) as file:
                file.write((json.dumps(evaluation.to_dict(), indent=1, ensure_ascii=False) + "\n").encode())
        if plot is not None:
            with replacing(plot) as file:
                file.write(png(chart(evaluation)))
    except OSError as error:
        raise SettingError(f"The figures cannot be written ({type(error).__name__}).") from None


def _is_enough(recall: float | None, least: float | None) -> bool:
    if least is None or (recall is not None and recall >= least):
        return True
    said = "The ground truth has no identifying word" if recall is None else f"It is {recall:.4f}"
    print(f"\nThe recall is below --min-recall {least:g}. {said}.")
    return False
