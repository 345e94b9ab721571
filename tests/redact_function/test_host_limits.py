from __future__ import annotations

from pathlib import Path

import pytest

from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.settings import RedactionSettings
from redact_function.host_limits import HostLimits, seconds_in


def test_host_json_of_this_project_agrees_with_the_defaults() -> None:
    limits = HostLimits.read({})
    assert limits == HostLimits(600, 5, 100)
    limits.check(RedactionSettings())


def test_app_settings_win_over_host_json() -> None:
    environment = {
        "AzureFunctionsJobHost__functionTimeout": "01:00:00",
        "AzureFunctionsJobHost__extensions__blobs__poisonBlobThreshold": "3",
        "AzureFunctionsJobHost__extensions__queues__maxDequeueCount": "7",
    }
    assert HostLimits.read(environment) == HostLimits(3600, 3, 7)


def test_what_host_json_does_not_say_is_as_the_host_takes_it(tmp_path: Path) -> None:
    (tmp_path / "host.json").write_text("{}")
    assert (
        HostLimits.read({}, tmp_path / "host.json") == HostLimits.read({}, tmp_path / "none") == HostLimits(1800, 5, 5)
    )


@pytest.mark.parametrize(
    ("text", "seconds"), [("00:10:00", 600), ("1.00:00:01", 86401), ("-1", float("inf")), ("0:00:30", 30)]
)
def test_a_time_span_is_read_as_the_host_reads_it(text: str, seconds: float) -> None:
    assert seconds_in(text) == seconds


@pytest.mark.parametrize("content", ['{"functionTimeout": "ten"}', '{"functionTimeout": 5}'])
def test_a_wrong_value_in_host_json_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "host.json").write_text(content)
    with pytest.raises(SettingError, match=r"host\.json"):
        HostLimits.read({}, tmp_path / "host.json")


@pytest.mark.parametrize(("timeout", "fits"), [(300.0, True), (300.5, False), (10_000.0, False)])
def test_a_file_may_take_half_of_the_time_that_the_host_allows(timeout: float, fits: bool) -> None:
    settings = RedactionSettings(timeout_s=timeout)
    if fits:
        HostLimits(600).check(settings)
    else:
        with pytest.raises(SettingError, match=r"REDACT_TIMEOUT_S .* 300 seconds"):
            HostLimits(600).check(settings)


def test_a_host_without_a_limit_lets_a_file_take_any_time() -> None:
    HostLimits(float("inf")).check(RedactionSettings(timeout_s=1e6))


def test_a_delivery_stops_asking_well_before_the_host_stops_it() -> None:
    limits = HostLimits(600)
    assert limits.reading_s + RedactionSettings().timeout_s < limits.storing_s < 600 - 25  # the last request's own time


def test_the_host_must_not_give_a_message_up_before_we_do() -> None:
    HostLimits(600, 5, 10).check_deliveries(10)
    with pytest.raises(SettingError, match=r"maxDequeueCount .* 10 or more with INGEST=queue"):
        HostLimits(600, 5, 9).check_deliveries(10)
