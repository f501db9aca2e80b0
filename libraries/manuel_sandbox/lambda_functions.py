"""The functions of the backend, as AWS Lambda finds them.

The handler of a function is `manuel_sandbox.lambda_functions.<operation id in snake case>`, such as `get_health` for `getHealth`;
`api` is all operations in one, behind a REST API; `error_processor` is the function of the error queue. Parts are created at the
first call and kept as long as the process is warm.
"""

import functools
import os
import random
import time
from collections.abc import Callable
from typing import Any

from manuel_sandbox.domain.safe_fetch import Internet
from manuel_sandbox.gateway import gateway_configuration
from manuel_sandbox.lambda_api import LambdaApi
from manuel_sandbox.logs import configure_logging
from manuel_sandbox.parts import Parts
from manuel_sandbox.settings import DeploymentSettings


@functools.cache
def functions() -> dict[str, Any]:
    """Return every function by its name, with the settings in the environment of this process."""
    settings = DeploymentSettings.from_environment(os.environ)
    configure_logging(settings.log_level)
    parts = Parts(settings, time.time, time.sleep, random.SystemRandom(), Internet())
    handlers = parts.handlers()
    api = LambdaApi(handlers, gateway_configuration(settings, time.time))
    return {**handlers, "api": api, "error_processor": parts.error_processor}


def _function(name: str) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """Return a function whose parts are created when it is first called."""

    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        result: dict[str, Any] = functions()[name](event, context)
        return result

    return handler


api = _function("api")
get_health = _function("getHealth")
get_deep_health = _function("getDeepHealth")
list_circuit_breakers = _function("listCircuitBreakers")
reset_circuit_breaker = _function("resetCircuitBreaker")
get_version = _function("getVersion")
get_version_compatibility = _function("getVersionCompatibility")
get_changelog = _function("getChangelog")
transcribe = _function("transcribe")
query = _function("query")
get_usage = _function("getUsage")
get_quota = _function("getQuota")
list_manuals = _function("listManuals")
upload_manual = _function("uploadManual")
get_manual = _function("getManual")
delete_manual = _function("deleteManual")
download_manual = _function("downloadManual")
get_ingestion_status = _function("getIngestionStatus")
get_ingestion_job = _function("getIngestionJob")
list_ingestion_files = _function("listIngestionFiles")
error_processor = _function("error_processor")
