"""A valid request to each operation of the contract, made from the contract's own examples."""

import base64
from collections.abc import Iterator, Mapping
from typing import Any

from ManuelAPI.client import ApiRequest
from ManuelAPI.contract import Operation
from ManuelAPI.contract_check import manuel_contract
from ManuelAPI.resource_files import find_file
from ManuelEnvironment import current_environment

PREFLIGHT = "OPTIONS"
PROBE = "/api/user/usage"
"""A path that every signed-in user may read."""
DOWNLOAD = "/api/manuals/download"
MANUAL = "thermostat.pdf"
RECORDING = "how-do-i-descale-it.wav"


def every_operation() -> list[Operation]:
    """Return every operation of the contract but preflights; those that delete something come last."""
    operations = [each for each in manuel_contract().operations() if each.method != PREFLIGHT]
    return sorted(operations, key=lambda operation: operation.method == "DELETE")


def can_be_served(operation: Operation) -> bool:
    """Return whether a valid request is served here: no manual is downloaded without a website of manuals."""
    return operation.path != DOWNLOAD or current_environment().settings.manual_site_url is not None


def valid_request(operation: Operation, ids: Mapping[str, str]) -> ApiRequest:
    """Return a request that the operation serves.

    Args:
        operation: Where it is sent to.
        ids: Values of path parameters by name; the contract's examples stand for those that are missing.
    """
    return ApiRequest(
        operation.method,
        operation.path_with(ids),
        json=_with_real_files(operation.example_body),
        anonymous=not operation.needs_token,
    )


def require_ids(operation: Operation, ids: Mapping[str, str]) -> None:
    """Fail unless there is an id for everything of a user's that the operation is about.

    Raises:
        ValueError: There is none.
    """
    for name in operation.owned_parameters:
        if name not in ids:
            raise ValueError(
                f"{operation} needs the id of something that belongs to a user. Expected an argument {name}=…, got "
                f"{', '.join(ids) or 'none'}."
            )


def _with_real_files(example: Any) -> Any:
    """Replace what only stands for a file in an example by a file of `resources/data`."""
    return None if example is None else {**example, **dict(_real_files(example))}


def _real_files(example: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "audio_data" in example:
        yield "audio_data", base64.b64encode(find_file(RECORDING, "audio").read_bytes()).decode("ascii")
    if "url" in example and (site := current_environment().settings.manual_site_url):
        yield "url", f"{site}/{MANUAL}"
