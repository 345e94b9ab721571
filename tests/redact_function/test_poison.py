from __future__ import annotations

import json

import pytest

from redact_function.poison import PoisonMessage

# In the form of the real host, which writes the ETag with its quotes.
MESSAGE = {
    "Type": "BlobTrigger",
    "FunctionId": "Host.Functions.redact",
    "BlobType": "BlockBlob",
    "ContainerName": "input",
    "BlobName": "a/ö.dcm",
    "ETag": '"0x8D1"',
}


def test_the_message_of_the_host_is_understood() -> None:
    assert PoisonMessage.parse(json.dumps(MESSAGE).encode()) == PoisonMessage("input", "a/ö.dcm", '"0x8D1"')


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b"7",
        json.dumps({**MESSAGE, "BlobName": None}).encode(),
        json.dumps({**MESSAGE, "ETag": ""}).encode(),
        json.dumps({**MESSAGE, "BlobName": "\ud800"}).encode(),
        b"[" * 100_000,
        b'{"ETag": "1"}',
    ],
)
def test_anything_else_is_not(body: bytes) -> None:
    assert PoisonMessage.parse(body) is None
