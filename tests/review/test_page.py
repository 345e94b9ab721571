from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dicom_text_redactor.__main__ import main
from dicom_text_redactor.commands.review import LARGE_SIDE, MEGABYTES, MOST_FRAMES, NAME
from dicom_text_redactor.report import REPORT_SUFFIX
from dicom_text_redactor.review import problems
from dicom_text_redactor.review.page import PARTS, SCRIPTS, write_page
from dicom_text_redactor.sources import KEPT, KeptBecause, Source
from tests.review.outputs import SECRET, box, image, redacted, refused

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "review.md").read_text(encoding="utf-8")


def made(folder: Path, *options: str) -> str:
    assert main(["review", str(folder), *options]) == 0
    return (folder / NAME).read_text(encoding="utf-8")


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    value = json.loads(found[1])
    assert isinstance(value, dict)
    return value


def test_the_page_names_its_files_and_holds_their_pictures(tmp_path: Path) -> None:
    redacted(tmp_path, "a/b.dcm", image(frames=3), [box(frames=[(1, 1)])])
    refused(tmp_path, "notes.txt")
    page = made(tmp_path)
    assert [one["path"] for one in data_of(page)["files"]] == ["a/b.dcm", "notes.txt"]
    pictures = re.findall(r'<script type="text/plain" id="([tp][0-9-]+)">([^<]+)</script>', page)
    assert [name for name, _ in pictures] == ["t0", "p0-0", "p0-1", "p0-2"]
    assert all(base64.b64decode(text).startswith(b"\xff\xd8") for _, text in pictures)


def test_the_page_needs_nothing_beside_it_and_names_no_address(tmp_path: Path) -> None:
    redacted(tmp_path, "a.dcm")
    page = made(tmp_path)
    assert re.findall(r"(?:src|href|action)=", page) == []
    # The one address is the name of a kind of element.
    assert set(re.findall(r"\w+://[^\s\"'<>]*", page)) == {"http://www.w3.org/2000/svg"}


def test_the_policy_allows_this_script_and_this_style_and_no_other(tmp_path: Path) -> None:
    redacted(tmp_path, "a.dcm")
    page = made(tmp_path)
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    for rule, tag in (("script-src", "script"), ("style-src", "style")):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["img-src"] == "data:"
    assert "connect-src" not in rules


def test_the_template_has_no_handler_and_no_style_inside_a_tag() -> None:
    text = (PARTS / "page.html").read_text(encoding="utf-8")
    assert re.findall(r"<[^>]+\s(?:on\w+|style)=", text) == []


def test_every_part_of_the_script_is_used() -> None:
    assert sorted(SCRIPTS) == sorted(path.name for path in PARTS.glob("*.js"))


@pytest.mark.parametrize(
    "name", ["</script><script>alert(1)</script>", "<!--", "&amp;'\"", "ü 漢字 \u202e\u2028", "\udcff"]
)
def test_a_name_cannot_leave_its_place(name: str, tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*name.split("/")[:-1])
    folder.mkdir(parents=True, exist_ok=True)
    refused(tmp_path, name)
    page = made(tmp_path)
    assert re.search(r'id="data">([ -%\'-;=?-~]*)</script>', page)  # plain ASCII, and nothing of markup
    assert [one["path"] for one in data_of(page)["files"]] == [name]
    assert page.count("</script>") == 2


def test_nothing_of_the_header_is_on_the_page_but_a_known_modality(tmp_path: Path) -> None:
    redacted(tmp_path, "a.dcm", image(Modality="US", PatientID=SECRET, InstitutionName=SECRET), [box()])
    page = made(tmp_path)
    assert SECRET not in page
    assert data_of(page)["files"][0]["modality"] == "US"


def test_a_set_has_a_name_of_its_own_that_changes_with_its_files(tmp_path: Path) -> None:
    redacted(tmp_path, "a.dcm")
    first = data_of(made(tmp_path))["set"]
    assert data_of(made(tmp_path))["set"] == first
    redacted(tmp_path, "a.dcm", image(64, 64))
    assert data_of(made(tmp_path))["set"] != first


def test_all_pictures_together_stay_within_their_room(tmp_path: Path) -> None:
    for number in range(6):
        dataset = image(600, 600)
        dataset.PixelData = np.random.default_rng(number).integers(0, 256, 360_000, np.uint8).tobytes()
        redacted(tmp_path, f"{number}.dcm", dataset)
    whole = len(made(tmp_path))
    bounded = made(tmp_path, "--max-megabytes", "1")
    assert len(bounded) < 1_100_000 < whole
    assert all(one["pictures"] for one in data_of(bounded)["files"])


def test_options_bound_side_and_frames(tmp_path: Path) -> None:
    redacted(tmp_path, "a.dcm", image(200, 100, frames=20), [box(frames=[(n, n)]) for n in range(20)])
    page = made(tmp_path, "--large-side", "64", "--most-frames", "4")
    assert len(data_of(page)["files"][0]["pictures"]) == 4


def test_wrong_use_is_told_and_leaves_no_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    for arguments in (["nowhere"], ["empty"]):
        assert main(["review", str(tmp_path / arguments[0])]) == 2
        assert "folder to review" in capsys.readouterr().err
    redacted(tmp_path, "a.dcm")
    assert main(["review", str(tmp_path), "--output", str(tmp_path / "no" / "such" / "page.html")]) == 2
    assert "cannot be written" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        main(["review", str(tmp_path), "--most-frames", "0"])
    assert list(tmp_path.rglob("*.html")) == []


def test_an_older_page_in_the_folder_is_replaced_and_not_reviewed(tmp_path: Path) -> None:
    redacted(tmp_path, "a.dcm")
    made(tmp_path)
    assert len(data_of(made(tmp_path))["files"]) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.dcm", f"a.dcm{REPORT_SUFFIX}", NAME]


def test_the_length_that_is_told_is_that_of_the_page() -> None:
    file = io.BytesIO()
    assert write_page(file, []).length == len(file.getvalue())


def test_a_source_has_the_same_colour_here_and_in_a_preview(tmp_path: Path) -> None:
    redacted(tmp_path, "a.dcm")
    rules = dict(re.findall(r"\.((?:source|area)-[a-z-]+) { --mark: (#[0-9a-f]{6}); }", made(tmp_path)))
    colours = {name: tuple(bytes.fromhex(rule.removeprefix("#"))) for name, rule in rules.items()}
    assert {source: colours[f"source-{source}"] for source in Source} == {source: source.colour for source in Source}
    assert colours["source-other"] == colours["source-policy"]
    assert colours["area-kept"] == KEPT


def test_the_page_explains_every_reason_of_a_report(tmp_path: Path) -> None:
    redacted(tmp_path, "a.dcm")
    data = data_of(made(tmp_path))
    assert data["sources"] == {source.value: source.says for source in Source}
    assert data["because"] == {because.value: because.says for because in KeptBecause}


def test_the_guide_names_every_option_with_its_default(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["review", "--help"])
    offered = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    rows = dict(re.findall(r"^\| `(--[a-z-]+)` \|.*\| (.*?) \|$", GUIDE, re.MULTILINE))
    assert set(rows) == offered
    assert rows["--output"] == f"`OUT_DIR/{NAME}`"
    numbers = (rows[name].strip("`") for name in ("--large-side", "--most-frames", "--max-megabytes"))
    assert list(numbers) == [str(LARGE_SIDE), str(MOST_FRAMES), str(MEGABYTES)]


def test_the_guide_explains_every_problem() -> None:
    ours = [each for each in vars(problems).values() if isinstance(each, problems.Problem)]
    rows = re.findall(r"^\| `([a-z][a-z-]+)` \| (.*?) \| (.*?) \|$", GUIDE, re.MULTILINE)
    assert rows == [(each.code, each.message, each.remedy) for each in ours]


def test_the_guide_names_every_key() -> None:
    text = (PARTS / "keys.js").read_text(encoding="utf-8")
    keys = re.findall(r'^  \["([^"]+)", "([^"]+)",', text, re.MULTILINE)
    assert len(keys) > 10
    assert re.findall(r"^\| (?!key|---|`)([^|]+) \| ([^|]+) \|$", GUIDE, re.MULTILINE) == keys
