"""An evaluation as a table for the terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dicom_text_redactor.evaluation.figures import Evaluation, Figures
from dicom_text_redactor.evaluation.scoring import WordScore

_MOST_LISTED = 20

_WORDS = ("words", "hidden", "recall", "of area", "found", "clinical", "kept")
_BOXES = ("boxes", "right", "precision", "of area")


def table(evaluation: Evaluation) -> str:
    """The figures of everything, and by modality, entity and source, one line each."""
    total = evaluation.total
    return "\n".join(
        [
            _summary(total),
            "",
            *_aligned(
                [
                    ("", *_WORDS, *_BOXES),
                    ("all", *_of_words(total), *_of_boxes(total)),
                    ("by modality",),
                    *_group(evaluation.by_modality(), lambda one: (*_of_words(one), *_of_boxes(one))),
                    ("by entity",),
                    *_group(evaluation.by_entity(), _of_words),
                    ("by source of the box",),
                    *_group(evaluation.by_source(), lambda one: (*_hidden_by(one), *_of_boxes(one))),
                ]
            ),
            *_not_hidden(evaluation),
        ]
    )


def percent(value: float | None) -> str:
    """A share in per cent; rounded down, so that 100 means all."""
    return "-" if value is None else f"{int(value * 1000 + 1e-9) / 10:.1f} %"


def _summary(total: Figures) -> str:
    parts = [f"{total.clean} clean"]
    if total.refused:
        parts.append(f"{total.refused} refused, of which nothing counts")
    if total.missing:
        parts.append(f"{total.missing} without a report, whose words count as not hidden")
    return f"{total.files} {'file' if total.files == 1 else 'files'}: {', '.join(parts)}"


def _of_words(one: Figures) -> tuple[str, ...]:
    return (
        str(one.words),
        str(one.hidden),
        percent(one.recall),
        percent(one.recall_of_areas),
        percent(one.recall_of_finding),
        str(one.clinical),
        percent(one.kept_clinical),
    )


def _hidden_by(one: Figures) -> tuple[str, ...]:
    return ("", str(one.hidden), "", "", "", "", "")


def _of_boxes(one: Figures) -> tuple[str, ...]:
    return (str(one.boxes), str(one.right), percent(one.precision), percent(one.precision_of_areas))


def _group(groups: Mapping[str, Figures], cells: Callable[[Figures], tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [(f"  {name}", *cells(figures)) for name, figures in groups.items()]


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    columns = max(len(row) for row in rows)
    full = [row + ("",) * (columns - len(row)) for row in rows]
    widths = [max(len(row[column]) for row in full) for column in range(columns)]
    return [
        "  ".join(cell.rjust(width) if at else cell.ljust(width) for at, (cell, width) in enumerate(cells)).rstrip()
        for cells in (list(zip(row, widths, strict=True)) for row in full)
    ]


def _not_hidden(evaluation: Evaluation) -> list[str]:
    """Where the words stand that are not hidden: places of the ground truth, which has the words."""
    missed = [
        word for score in evaluation.scores for word in score.words if word.word.role == "phi" and not word.hidden
    ]
    if not missed:
        return []
    lines = ["", "Not hidden:", *(f"  {_told(word)}" for word in missed[:_MOST_LISTED])]
    if len(missed) > _MOST_LISTED:
        lines.append(f"  and {len(missed) - _MOST_LISTED} more")
    return lines


def _told(score: WordScore) -> str:
    box = score.word.box
    what = f"{percent(score.covered / score.area)} covered" if score.covered else "found, and left"
    what = what if score.covered or score.found else "not found"
    frames = ", ".join(f"{first}" if first == last else f"{first} to {last}" for first, last in score.frames[:3])
    return f"{score.word.place}  {box.left},{box.top} {box.width}x{box.height}  frames {frames}  {what}"
