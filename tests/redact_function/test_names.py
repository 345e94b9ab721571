"""Names of blobs that somebody could think of, on the real emulator."""

from __future__ import annotations

import json
from typing import Any

import pytest
from azure.storage.blob import ContainerClient

from dicom_text_redactor.report import REPORT_SUFFIX
from redact_function.handling import Handler
from redact_function.names import LONGEST, Names, can_be_a_name
from redact_function.outputs import Outputs
from tests.redact_function.fakes import FakeRedactor

FITS = "n" * (LONGEST - len(REPORT_SUFFIX))


def redacted(inputs: ContainerClient, outputs: ContainerClient, name: str, **settings: Any) -> str | None:
    blob = inputs.get_blob_client(name)
    if Names.of(name).reachable:
        blob.upload_blob(b"pixels", overwrite=True)
    outcome = Handler(FakeRedactor(), Outputs(outputs), 1000, **settings).redact(blob)
    return outcome.reason or outcome.status


@pytest.mark.parametrize(
    "name",
    [
        " leading and trailing .dcm ",
        "/leading slash.dcm",
        "//two/of//them.dcm",
        "trailing/slash/",
        "MÜLLER^ÄNNE/名前/😀.dcm",
        "e\u0301 and \u00e9",
        "..dcm",
        "a...b/.hidden",
        "%2e%2e/x.dcm",
        "quote\"'`$(id);|&.dcm",
        "line\nbreak and\ttab.dcm",
        "https://example.org/a?b=c#d",
        FITS,
        "/".join(["n" * 100] * 10),
    ],
    ids=lambda name: repr(name[:25]),
)
def test_a_blob_of_any_name_gets_its_pair_under_that_name(
    inputs: ContainerClient, outputs: ContainerClient, name: str
) -> None:
    assert redacted(inputs, outputs, name) == "redacted"
    assert sorted(outputs.list_blob_names()) == sorted([name, name + REPORT_SUFFIX])
    assert json.loads(outputs.download_blob(name + REPORT_SUFFIX).readall())["source"]["name"] == name
    assert redacted(inputs, outputs, name, delete_input=True) == "redacted"  # overwritten, so it is done anew
    assert list(inputs.list_blob_names()) == []


@pytest.mark.parametrize("name", [FITS + "n", "n" * LONGEST, "😀" * (LONGEST // 2)], ids=["by one", "most", "UTF-16"])
def test_a_name_that_is_too_long_for_its_report_is_refused_under_its_digest(
    inputs: ContainerClient, outputs: ContainerClient, name: str
) -> None:
    assert redacted(inputs, outputs, name) == "unsupported"
    (report,) = outputs.list_blob_names()
    assert report == Names.of(name).report
    assert name[:3] not in report
    told = json.loads(outputs.download_blob(report).readall())
    assert (told["status"], told["source"]["name"]) == ("refused", name)
    assert list(inputs.list_blob_names()) == [name]


@pytest.mark.parametrize(
    "name", ["a.dcm.boxes.json", ".boxes.json", "a.boxes.json.boxes.json", FITS[:-11] + REPORT_SUFFIX]
)
def test_a_name_of_a_report_is_refused_and_the_report_of_that_name_stays(
    inputs: ContainerClient, outputs: ContainerClient, name: str
) -> None:
    outputs.upload_blob(name, b"{}")
    assert redacted(inputs, outputs, name) == "unsupported"
    assert outputs.download_blob(name).readall() == b"{}"
    assert sorted(outputs.list_blob_names()) == sorted([name, name + REPORT_SUFFIX])


@pytest.mark.parametrize(
    "name", ["..", "../output/a.dcm", "a/../b.dcm", "a/./b.dcm", "./a.dcm", "a/..", "a\\..\\b.dcm"]
)
def test_a_name_that_leads_to_another_blob_is_refused_and_that_other_blob_is_not_touched(
    inputs: ContainerClient, outputs: ContainerClient, name: str
) -> None:
    for other in ("b.dcm", "a.dcm", "a/b.dcm"):
        inputs.upload_blob(other, b"of another patient")
    redactor = FakeRedactor()
    handler = Handler(redactor, Outputs(outputs), 1000, delete_input=True)
    for _ in range(2):
        assert handler.redact(inputs.get_blob_client(name)).reason in ("unsupported", None)
    assert redactor.calls == 0
    assert list(outputs.list_blob_names()) == [Names.of(name).report]
    assert len(list(inputs.list_blob_names())) == 3


def test_giving_up_on_a_name_that_leads_to_another_blob_is_refused_as_well(
    inputs: ContainerClient, outputs: ContainerClient
) -> None:
    blob = inputs.get_blob_client("../b")
    assert Handler(FakeRedactor(), Outputs(outputs), 1000).give_up(blob, "1").reason == "unsupported"


@pytest.mark.parametrize(("name", "can"), [("a", True), ("", False), ("\ud800", False), ("n" * 1025, False)])
def test_what_can_be_a_name_at_all(name: str, can: bool) -> None:
    assert can_be_a_name(name) is can
