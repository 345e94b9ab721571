"""The functions of the service, and what the Functions host is to call them for.

Two of them bring files: those of the blob trigger, or those of the input queue, as INGEST says. The others' triggers
are not there then, so that nothing is scanned that nobody asks for.

Annotations are left as real types here: the worker reads them to learn that `blob` wants a client
and not the blob's bytes.
"""

import azure.functions as func
from azurefunctions.extensions.bindings.blob import BlobClient

from dicom_text_redactor.settings import RedactionSettings
from redact_function.backlog import SCHEDULE as BACKLOG_SCHEDULE
from redact_function.health import Health
from redact_function.host_limits import HostLimits
from redact_function.outcomes import logger
from redact_function.poison import QUEUE, PoisonMessage
from redact_function.service import Service
from redact_function.settings import CONNECTION, POISON, StorageSettings
from redact_function.storage import quiet_libraries

quiet_libraries()
service = Service(StorageSettings.from_environment(), RedactionSettings.from_environment(), HostLimits.read())
ready = Health(service.redaction)
blueprint = func.Blueprint()  # type: ignore[no-untyped-call]  # its __init__ has no annotations

if service.storage.ingest == "blob":

    @blueprint.function_name("redact")
    @blueprint.blob_trigger(
        arg_name="blob",
        path="%INPUT_CONTAINER%/{name}",
        connection=CONNECTION,
        source=func.BlobSource.LOGS_AND_CONTAINER_SCAN,
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


if service.storage.ingest == "queue":

    @blueprint.function_name("redact_queued")
    @blueprint.queue_trigger(arg_name="message", queue_name=service.storage.input_queue, connection=CONNECTION)
    def redact_queued(message: func.QueueMessage) -> None:
        """Redact the blob that a message of the input queue tells of."""
        service.inbox.take(message.get_body(), message.dequeue_count or 1)

    @blueprint.function_name("give_up_queued")
    @blueprint.queue_trigger(arg_name="message", queue_name=service.storage.input_queue + POISON, connection=CONNECTION)
    def give_up_queued(message: func.QueueMessage) -> None:
        """Write a refused report for a blob whose message the host gave up."""
        service.inbox.give_up(message.get_body())


@blueprint.function_name("backlog")
@blueprint.timer_trigger(arg_name="timer", schedule=BACKLOG_SCHEDULE)
def backlog(timer: func.TimerRequest) -> None:  # noqa: ARG001  # the host calls it with this name
    """Log how many input blobs wait for their answer, and for how long the oldest of them has."""
    service.backlog().log()


@blueprint.function_name("health")
@blueprint.route(route="health", methods=[func.HttpMethod.GET], auth_level=func.AuthLevel.ANONYMOUS)
async def health(req: func.HttpRequest) -> func.HttpResponse:  # noqa: ARG001  # the host calls it with this name
    """Say whether this process can redact, and with which versions."""
    # A coroutine, since the only thread for plain functions may be at a file for minutes.
    state = await ready.look()
    return func.HttpResponse(state.to_json(), status_code=state.http_status, mimetype="application/json")
