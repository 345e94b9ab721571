"""The two functions, and what the Functions host is to call them for.

Annotations are left as real types here: the worker reads them to learn that `blob` wants a client
and not the blob's bytes.
"""

import azure.functions as func
from azurefunctions.extensions.bindings.blob import BlobClient

from redact_function.host_limits import HostLimits
from redact_function.outcomes import logger
from redact_function.poison import QUEUE, PoisonMessage
from redact_function.service import Service
from redact_function.settings import CONNECTION, StorageSettings
from redact_function.storage import quiet_libraries
from shared.settings import RedactionSettings

quiet_libraries()
service = Service(StorageSettings.from_environment(), RedactionSettings.from_environment(), HostLimits.read())
blueprint = func.Blueprint()  # type: ignore[no-untyped-call]  # its __init__ has no annotations


@blueprint.function_name("redact")
@blueprint.blob_trigger(
    arg_name="blob",
    path="%INPUT_CONTAINER%/{name}",
    connection=CONNECTION,
    source=func.BlobSource(service.storage.blob_source),
)
def redact(blob: BlobClient) -> None:
    """Redact a new blob into the output container."""
    service.handler.redact(service.input_blob(blob.blob_name))


@blueprint.function_name("give_up")
@blueprint.queue_trigger(arg_name="message", queue_name=QUEUE, connection=CONNECTION)
def give_up(message: func.QueueMessage) -> None:
    """Write a refused report for a blob on which every try failed."""
    poison = PoisonMessage.parse(message.get_body())
    if poison is None or poison.container != service.storage.input_container:
        logger.warning("A message in the poison queue is not about a blob of the input container; it is dropped.")
        return
    service.handler.give_up(service.input_blob(poison.name), poison.etag)
