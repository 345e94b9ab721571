from __future__ import annotations

import socket
from pathlib import Path

import pytest

from local import azurite
from local.deliveries import Storage


def test_what_lies_in_a_folder_is_there_after_a_restart_and_the_ports_are_free_after_a_stop(tmp_path: Path) -> None:
    with azurite.running(tmp_path) as first:
        Storage.connect(first.connection_string).blobs.create_container("kept").upload_blob("a", b"1")
    assert first.process.poll() is not None
    for port in first.ports.values():
        with socket.socket() as probe, pytest.raises(ConnectionRefusedError):
            probe.connect(("127.0.0.1", port))
    with azurite.running(tmp_path) as second:
        kept = Storage.connect(second.connection_string).blobs.get_container_client("kept")
        assert kept.download_blob("a").readall() == b"1"


def test_a_port_that_is_taken_is_an_error_with_azurites_own_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(azurite.AzuriteError, match=r"EADDRINUSE|already in use"):
            azurite.start(ports=(taken.getsockname()[1], 0, 0))


def test_a_machine_without_the_package_is_told_what_to_call(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(azurite, "PROGRAM", tmp_path / "azurite.js")
    with pytest.raises(azurite.AzuriteError, match="make setup"):
        azurite.start()
