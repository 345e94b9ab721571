"""Settings, values with units, model names, presets: what consoles print beside images."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

from training.screens import settings_words as known
from training.screens import words
from training.screens.chance import Chance
from training.screens.lines import Line, clinical

_MODEL_SIGNS = "-/ "
_INTERNAL = "/+-x:"


def value(r: Chance) -> str:
    """A number with or without its unit, a switch, or a chain of values."""
    kind = r.random()
    if kind < 0.26:
        return str(r.whole(0, r.one(9, 30, 100, 300, 1500)))
    if kind < 0.46:
        return f"{r.uniform(0, 10 ** r.whole(0, 3)):.{r.whole(1, 3)}f}"
    if kind < 0.68:
        return measured(r)
    if kind < 0.74:
        return f"{r.whole(0, 512)}{r.one('x', '/', ' x ', '-', ' / ')}{r.whole(1, 512)}"
    if kind < 0.77:
        side = r.one(64, 128, 256, 320, 384, 512, 768, 1024)
        return r.one(f"({side}x{side})", f"{side}x{r.whole(64, 1024)}", f"[{side}*{side}]", f"{side}×{side}")
    if kind < 0.81:
        return r.one("-", "+", "±", "<", ">", "~") + str(r.whole(0, 99)) + r.one("", "%", "dB", "°", " dB")
    if kind < 0.86:
        return r.of(known.SWITCHES)
    if kind < 0.93:
        return chain(r)
    return (
        f"[{r.whole(0, 40)}{r.one('/', ',', '-', ':')}{r.whole(1, 400)}]"
        if r.odds(0.4)
        else f"{r.whole(1, 40)}/{r.whole(2, 400)}"
    )


def measured(r: Chance) -> str:
    """A number with its unit."""
    unit = r.of(known.UNITS)
    number = r.one(
        str(r.whole(0, 300)), f"{r.uniform(0, 200):.1f}", f"{r.uniform(0, 20):.2f}", f"{r.uniform(0, 20):.1f}"
    )
    number = number.replace(".", ",") if r.odds(0.08) else number
    unit = r.one(unit, unit, unit, unit.upper(), unit.title()) if unit.isalpha() else unit
    return number + r.one("", " ", " ") + unit


def chain(r: Chance) -> str:
    """Several short values with strokes between them, as one maker or another glues them: ``M3/P2``, ``+1/0/2``, ``C5``."""
    sign = r.one("/", "/", "/", " / ", "-", ".", "|")
    parts = [
        r.one(
            str(r.whole(0, 9)),
            r.of(ascii_uppercase[:8]),
            f"{r.one('+', '-')}{r.whole(0, 9)}",
            f"{r.capitals(1)}{r.whole(0, 9)}",
        )
        for _ in range(r.whole(1, 4))
    ]
    if r.odds(0.25):
        parts.append(f"{r.whole(5, 90)}{r.one('Hz', 'cm', 'dB', '%', 'mm', 'MHz')}")
    return sign.join(parts)


def setting(r: Chance, labels: Sequence[str] = known.ULTRASOUND) -> Line:
    """One setting: a label and a value, in any order and however glued."""
    kind = r.random()
    name = (
        r.of(labels)
        if kind < 0.72
        else words.abbreviation(r)
        if kind < 0.85
        else words.brand(r)
        if kind < 0.93
        else r.of(known.MEASURES)
    )
    name = cased(r, name)
    form = r.weighted(_FORMS)
    text = form.format(l=name, v=value(r))
    return clinical(text, "setting")


_FORMS = (
    ("{l} {v}", 8.0), ("{l}: {v}", 2.5), ("{l}:{v}", 1.5), ("{l}={v}", 0.7), ("{l} = {v}", 0.4), ("{v} {l}", 0.7), ("{l}{v}", 1.6),
    ("{l}", 1.0), ("{v}", 1.2), ("{l}\t{v}", 2.0), ("{l} ({v})", 0.2), ("<{l}>", 0.1), ("[{l}]", 0.1), ("{l} [{v}]", 0.2), ("{l}. {v}", 0.2),
)  # fmt: skip


def cased(r: Chance, word: str) -> str:
    """A label as makers write it: in capitals, with one, or as it is."""
    if any(letter.isupper() for letter in word):
        return word
    return r.one(str.upper, str.title, str.title, str)(word)


def several(r: Chance, labels: Sequence[str], least: int, most: int) -> list[Line]:
    """Settings below one another, in one style of a maker, so that a column looks like one."""
    form, case = r.weighted(_FORMS[:8] + _FORMS[9:10]), r.one(str.upper, str.title, str.title, str)
    lines = []
    for _ in range(r.whole(least, most)):
        if r.odds(0.2):
            lines.append(setting(r, labels))
            continue
        name = case(r.of(labels) if not r.odds(0.15) else words.abbreviation(r))
        lines.append(clinical(form.format(l=name, v=value(r)), "setting"))
    return lines


def model(r: Chance) -> str:
    """A name of a probe, a device, a coil or a kernel, built as makers build them: ``L9-3``, ``EV8-4B``, ``GKX-21``."""
    a, b, n, m = r.capitals(1), r.capitals(2), r.whole(1, 15), r.whole(1, 9)
    return r.one(
        f"{a}{n}-{m}", f"{b}{n}-{m}", f"{a}{n}-{m}{r.capitals(1)}", f"{b}{n}-{m}-{r.capitals(1)}", f"{n}{a}{m}", f"{n}{a}", f"{n}{b}",
        f"{b}-{r.whole(10, 999)}{r.one('', r.capitals(1))}", f"{b}{r.number(3)}{r.one('', r.capitals(1), r.capitals(2))}",
        f"{r.capitals(3)}{n}-{m}-{r.capitals(1)}", f"{b}{n}-{m}/{b}", f"{a}{r.one('a', 'e', 'i', 'o')}{r.one('n', 'r', 's', 't')}-{r.one('low', 'mid', 'high', 'pen', 'res')}",
        f"{r.capitals(3)}-{b}{r.number(4)}", f"{r.capitals(3)}-{r.number(3)}{r.capitals(1)}", f"{n}{b}{m}", f"{a}-{r.number(2)}", f"{b} {r.number(2)}",
        f"{a}{r.one('r', 'f', 'v')}{r.number(2)}{r.one('', 'f', 's', 'd')}", f"{a}{r.number(3)}", f"{r.of(words.name_like()).title()} {r.one('X', 'E', 'S', 'V', 'i')}{m}",
        f"{b}{n}{r.one('Vc', 'Wc', 'cx', 's', 'E')}", f"{a}L{n}.0/{r.number(2)}/{r.number(3)}", f"{r.number(4)}{a}", f"{words.brand(r).split()[0]} {m}",
    )  # fmt: skip


_PRESETS = (
    "Abdomen|Abd|General|Gen|Adult Echo|Adult|Cardiac|Card|Small Parts|Sm Parts|Obstetrics|OB|OB 1|OB 2/3|Early OB|GYN|Gyn|Vascular|Vasc|Carotid|"
    "LE Venous|UE Arterial|Venous|Arterial|Renal|Breast|Thyroid|Testis|Scrotum|Pelvis|MSK|MSK Sup|Shoulder|Peds|Ped Abd|Neo Head|Fetal Heart|Fetal Echo|"
    "1st Trim|2nd Trim|NT|TCD|TCI|TTE|TEE|Stress|Lung|FAST|Nerve|Superficial|Prostate|Hip|Bowel|Penetration|Deep|Difficult|Routine|Default|Exam|"
    "Aorta|Liver|Appendix|Transplant|IVF|Follicle|Biopsy|EM|ER|ICU|Anesth|Musculoskeletal|Endocavity|Urology|Coronary|LV Opac|Contrast"
).split("|")


def preset(r: Chance) -> str:
    """A name of a preset or an application."""
    text = r.of(_PRESETS)
    if r.odds(0.12):
        text = words.inflected(r, r.of(words.medical())).title()
    text = r.one(text, text, text, text.upper(), text.lower())
    return text + r.one("", "", "", "", " 1", " 2", "*", " Dr", " HD", " -", " +", " Gen", " Def", f" {r.capitals(1)}")
