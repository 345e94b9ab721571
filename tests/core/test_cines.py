"""Long cines: no frame is skipped, whatever moves, and what stands still costs nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import pytest

from dicom_text_redactor import examination
from dicom_text_redactor.cines import following
from dicom_text_redactor.clock import Clock
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.errors import TimedOut
from dicom_text_redactor.model import Frame, Picture, Region, View
from dicom_text_redactor.redactor import Redaction, Redactor
from dicom_text_redactor.text import detector, network
from dicom_text_redactor.text.contracts import Detector
from tests.core.test_multiframe import SHAPE, assert_nothing_else_changed, cine, painted
from tests.dicom.images import LITTLE, Made, made
from tests.phantoms import GIVEN, NUMBER, SURNAME, Colour, Line, Written, anatomy, write

YELLOW: Colour = (235, 220, 60)


def filmed(frames: int, lines: Callable[[int], Sequence[Line]], paper: Callable[[int], Picture]) -> list[Written]:
    return [write(lines(number), SHAPE, paper(number)) for number in range(frames)]


def restless(number: int) -> Picture:
    """Soft shapes and noise, other ones in each frame."""
    return anatomy(SHAPE, frame=number)


def bright(number: int) -> Picture:
    picture: Picture = 255 - anatomy(SHAPE, frame=number, brightest=60)
    return picture


def still(number: int) -> Picture:
    return anatomy(SHAPE)


def in_colour(frames: Sequence[Written]) -> Redaction:
    """The redaction of a cine of coloured pictures."""
    pixels = np.stack([frame.colours for frame in frames])
    dataset = made(Made("cine", LITTLE, "RGB", *SHAPE, len(frames)), pixels)
    dataset.PatientName, dataset.PatientID = f"{SURNAME}^{GIVEN}", NUMBER
    return Redactor().redact(dataset)


@contextmanager
def looks(patch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The pixels of each picture that the detector looks at."""
    sizes: list[float] = []
    look = network.look

    def counted(picture: Picture, *, spread: bool) -> object:
        sizes.append(picture.shape[0] * picture.shape[1])
        return look(picture, spread=spread)

    with patch.context() as here:
        here.setattr(detector, "look", counted)
        yield sizes


def looked_at(redactor: Redactor, frames: Sequence[Written]) -> float:
    """How many pixels the detector looked at to redact a cine."""
    with looks(pytest.MonkeyPatch()) as sizes:
        redactor.redact(cine(frames))
    return sum(sizes)


@pytest.mark.parametrize(
    ("paper", "colour"),
    [(restless, (255,) * 3), (restless, (190,) * 3), (bright, (0,) * 3)],
    ids=["white", "grey", "black"],
)
def test_a_name_in_one_frame_of_three_hundred_is_hidden_there_and_only_there(
    redactor: Redactor, paper: Callable[[int], Picture], colour: Colour
) -> None:
    frames = filmed(300, lambda n: [Line(SURNAME, top=60, colour=colour)] if n == 211 else [], paper)
    source = cine(frames)
    redaction = redactor.redact(source)
    area = painted(redaction)
    assert area[211][frames[211].ink[SURNAME]].all()
    assert [number for number in range(300) if area[number].any()] == [211]
    assert_nothing_else_changed(source, redaction)


def test_a_coloured_name_in_one_frame_among_bright_ones_is_hidden() -> None:
    frames = filmed(20, lambda n: [Line(SURNAME, top=60, colour=(240, 70, 60))] if n == 13 else [], bright)
    area = painted(in_colour(frames))
    assert area[13][frames[13].ink[SURNAME]].all()
    assert not np.delete(area, 13, axis=0).any()


def test_a_still_cine_costs_no_more_than_one_frame(redactor: Redactor) -> None:
    frames = filmed(40, lambda n: [Line(SURNAME, top=20), Line("LEFT", top=80)], still)
    assert looked_at(redactor, frames) <= looked_at(redactor, frames[:1])


def test_three_hundred_restless_frames_are_looked_at_for_less_than_twenty(redactor: Redactor) -> None:
    frames = filmed(300, lambda n: [Line(SURNAME, top=20), Line("LEFT", top=80)], restless)
    assert looked_at(redactor, frames) < 20 * looked_at(redactor, frames[:1])


def test_where_only_a_counter_changes_only_its_corner_is_looked_at(redactor: Redactor) -> None:
    frames = filmed(40, lambda n: [Line(SURNAME, top=20), Line(f"{n}.{n % 10} s", left=230, top=90, size=20)], still)
    assert looked_at(redactor, frames) < 7 * looked_at(redactor, frames[:1])


def test_every_value_of_a_counter_is_hidden_where_the_header_knows_it(redactor: Redactor) -> None:
    texts = [NUMBER, SURNAME, GIVEN, "LEFT"] * 6
    frames = filmed(len(texts), lambda n: [Line(texts[n], top=40)], restless)
    for area, frame, text in zip(painted(redactor.redact(cine(frames))), frames, texts, strict=True):
        assert text == "LEFT" or area[frame.ink[text]].all()


def test_a_caption_that_is_replaced_by_a_name_is_hidden_from_then_on(redactor: Redactor) -> None:
    texts = ["LEFT"] * 13 + [SURNAME] * 12
    frames = filmed(len(texts), lambda n: [Line(texts[n], top=40)], restless)
    area = painted(redactor.redact(cine(frames)))
    assert not area[:13, :, 110:].any()
    assert all(area[n][frames[n].ink[SURNAME]].all() for n in range(13, 25))


def test_one_word_of_a_long_line_that_becomes_a_name_is_hidden(redactor: Redactor) -> None:
    texts = ["LIVER KIDNEY SUPINE PORTAL"] * 5 + [f"LIVER KIDNEY {GIVEN} PORTAL"] * 5
    frames = filmed(len(texts), lambda n: [Line(texts[n], top=40, size=18)], still)
    area = painted(redactor.redact(cine(frames)))
    for number, frame in enumerate(frames):
        assert number < 5 or area[number][frame.ink[GIVEN]].all()
        assert not area[number][frame.ink["LIVER"]].any()


@pytest.mark.parametrize("paper", [still, restless], ids=["still", "restless"])
@pytest.mark.parametrize(
    ("known", "added"),
    [("LIVER KIDNEY PORTAL", GIVEN), ("CHEST LATERAL SUPINE LEFT", GIVEN), ("LIVER AXIAL 5.0 mm", "ANN")],
)
def test_a_name_that_is_added_to_a_longer_line_is_hidden_from_then_on(
    redactor: Redactor, known: str, added: str, paper: Callable[[int], Picture]
) -> None:
    frames = filmed(9, lambda n: [Line(f"{known} {added}" if n >= 4 else known, left=8, top=50, size=16)], paper)
    source = cine(frames)
    source.PatientName = f"{SURNAME}^{added}"
    area = painted(redactor.redact(source))
    assert all(area[n][frames[n].ink[added]].all() for n in range(4, 9))
    assert not any(area[n][frames[n].ink[known.split()[0]]].any() for n in range(9))


def test_a_name_that_fades_is_hidden_as_long_as_it_can_be_read(redactor: Redactor) -> None:
    greys = [255 - 12 * n for n in range(20)]
    frames = filmed(
        20, lambda n: [Line(SURNAME, top=60, colour=(greys[n],) * 3)], lambda n: anatomy(SHAPE, frame=n) // 3
    )
    area = painted(redactor.redact(cine(frames)))
    assert all(area[n][frames[n].ink[SURNAME]].all() for n in range(20) if greys[n] > 70)


def test_a_name_that_moves_is_hidden_wherever_it_goes(redactor: Redactor) -> None:
    frames = filmed(20, lambda n: [Line(SURNAME, left=20 + 3 * (n % 7), top=40 + 2 * (n % 5))], restless)
    area = painted(redactor.redact(cine(frames)))
    assert all(area[n][frames[n].ink[SURNAME]].all() for n in range(20))


def test_a_repeated_frame_shows_what_the_one_before_it_showed(redactor: Redactor) -> None:
    once = filmed(12, lambda n: [Line(SURNAME, top=60)] if n == 9 else [], restless)
    frames = [frame for frame in once for _ in range(3)]
    area = painted(redactor.redact(cine(frames)))
    assert [number for number in range(36) if area[number].any()] == [27, 28, 29]


def test_the_next_frames_are_decoded_while_the_first_one_is_looked_at(
    redactor: Redactor, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded, in_time = threading.Event(), []
    decode = FrameSource.__getitem__

    def noted(source: FrameSource, index: int) -> Frame:
        frame = decode(source, index)
        if index == 1:
            decoded.set()
        return frame

    def look(views: Sequence[View], _: Detector) -> list[Region]:
        in_time.append(decoded.wait(20))
        return []

    monkeypatch.setattr(FrameSource, "__getitem__", noted)
    monkeypatch.setattr(examination, "find_text", look)
    redactor.redact(cine(filmed(3, lambda n: [], still)))
    assert in_time == [True]


def test_the_time_is_looked_at_in_every_frame(redactor: Redactor, monkeypatch: pytest.MonkeyPatch) -> None:
    frames = filmed(9, lambda n: [], still)

    def no_time(clock: Clock) -> float:
        raise TimedOut("over")

    monkeypatch.setattr(following._Follower, "__init__", lambda self, *_: monkeypatch.setattr(Clock, "left", no_time))
    with pytest.raises(TimedOut):
        redactor.redact(cine(frames))
