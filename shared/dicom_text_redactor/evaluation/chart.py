"""An evaluation as a picture: a bar for each figure, drawn with what is there anyway."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from dicom_text_redactor.evaluation.figures import Evaluation, Figures
from dicom_text_redactor.evaluation.table import percent

_WIDTH, _MARGIN, _ROW, _BAR = 860, 24, 26, 16
_NAMES, _NUMBERS = 210, 190
_PAPER, _INK, _FAINT, _RAIL = (255, 255, 255), (33, 37, 41), (108, 117, 125), (233, 236, 239)
_RECALL, _FINDING, _PRECISION = (25, 113, 194), (144, 190, 232), (230, 119, 0)


@dataclass(frozen=True, slots=True)
class _Bar:
    name: str
    value: float | None
    counts: str
    colour: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Block:
    title: str
    bars: tuple[_Bar, ...]


def chart(evaluation: Evaluation) -> Image.Image:
    """The recall of words, overall and by modality and entity, and the precision of boxes by source."""
    blocks = [block for block in _blocks(evaluation) if block.bars]
    height = 2 * _MARGIN + sum(_ROW * (len(block.bars) + 2) for block in blocks) - _ROW // 2
    image = Image.new("RGB", (_WIDTH, height), _PAPER)
    draw = ImageDraw.Draw(image)
    top = _MARGIN
    for block in blocks:
        draw.text((_MARGIN, top + _ROW // 2), block.title, fill=_INK, font=ImageFont.load_default(17), anchor="lm")
        top += _ROW
        for bar in block.bars:
            _draw(draw, bar, top)
            top += _ROW
        top += _ROW
    return image


def _blocks(evaluation: Evaluation) -> list[_Block]:
    total = evaluation.total
    return [
        _Block(
            "All files",
            (
                _recall("words hidden", total),
                _Bar("words found", total.recall_of_finding, f"{total.found} of {total.words}", _FINDING),
                _Bar("clean files", total.clean_files, f"{total.clean} of {total.files - total.refused}", _RECALL),
                _Bar("clinical words kept", total.kept_clinical, f"{total.kept} of {total.clinical}", _FINDING),
                _precision("precision of boxes", total),
            ),
        ),
        _Block("Words hidden, by modality", tuple(_recalls(evaluation.by_modality().items()))),
        _Block("Words hidden, by entity", tuple(_recalls(evaluation.by_entity().items()))),
        _Block(
            "Precision of boxes, by source",
            tuple(_precision(name, one) for name, one in evaluation.by_source().items()),
        ),
    ]


def _recalls(groups: Iterable[tuple[str, Figures]]) -> list[_Bar]:
    return [_recall(name, figures) for name, figures in groups if figures.words]


def _recall(name: str, figures: Figures) -> _Bar:
    return _Bar(name, figures.recall, f"{figures.hidden} of {figures.words}", _RECALL)


def _precision(name: str, figures: Figures) -> _Bar:
    return _Bar(name, figures.precision, f"{figures.right} of {figures.boxes}", _PRECISION)


def _draw(draw: ImageDraw.ImageDraw, bar: _Bar, top: int) -> None:
    font, middle = ImageFont.load_default(15), top + _ROW // 2
    left, right = _MARGIN + _NAMES, _WIDTH - _MARGIN - _NUMBERS
    draw.text((left - 10, middle), bar.name, fill=_INK, font=font, anchor="rm")
    draw.rectangle((left, middle - _BAR // 2, right, middle + _BAR // 2 - 1), fill=_RAIL)
    if bar.value:
        end = left + round((right - left) * bar.value)
        draw.rectangle((left, middle - _BAR // 2, end, middle + _BAR // 2 - 1), fill=bar.colour)
    draw.text((right + 72, middle), percent(bar.value), fill=_INK, font=font, anchor="rm")
    draw.text((right + 84, middle), bar.counts, fill=_FAINT, font=font, anchor="lm")
