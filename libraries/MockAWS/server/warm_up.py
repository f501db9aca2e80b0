"""What can be done once, before servers are forked off: imports, service models, routing tables."""

from __future__ import annotations

import importlib

MANUEL_SERVICES = (
    "dynamodb",
    "s3",
    "sqs",
    "sns",
    "cognito-idp",
    "transcribe",
    "bedrock-runtime",
    "bedrock-agent",
    "bedrock-agent-runtime",
    "cloudwatch",
)
_MODULES = ("moto.iam.models", "moto.core.parse", "moto.core.serialize", "moto.core.eventstream", "pypdf", "sqlite3", "wave")
_ONLY_OVERLAID = ("bedrock-runtime", "bedrock-agent-runtime")


def warm_up() -> None:
    """Load everything that the services of a Manuel backend need, so that a forked server answers at once.

    Starts no thread and opens no file or socket that a fork would share. Takes less than a second, and nothing
    when called again.
    """
    from FailureSimulator.engine.catalogue import service_index
    from moto.core.routing import get_service_router

    from MockAWS.server import moto_patches, moto_services, wire

    moto_patches.apply()
    for module in _MODULES:
        importlib.import_module(module)
    service_index()
    for service in MANUEL_SERVICES:
        wire.service_model(service)
        get_service_router(service)
        if service not in _ONLY_OVERLAID:
            moto_services.load(service)
