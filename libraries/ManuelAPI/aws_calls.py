"""The AWS calls that the backend made for one API request, from the journal of the AWS stand-in."""

import json
import urllib.request
from typing import Any
from urllib.parse import quote

from ManuelEnvironment import running_environment

TIMEOUT_SECONDS = 2
FAULT = ", by fault rule "


def describe_aws_calls(trace_id: str) -> list[str]:
    """Return a line for each AWS attempt of a trace, oldest first; nothing if there is no journal."""
    environment = running_environment()
    if environment is None or environment.stand_in_url is None:
        return []
    url = f"{environment.stand_in_url}/_mockaws/calls?trace_id={quote(trace_id, safe='')}"
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as reply:  # noqa: S310 - the local stack's own address
            entries = json.load(reply)["calls"]
    except (OSError, ValueError) as error:
        return [f"(the journal of AWS calls could not be read: {error})"]
    return [_describe(entry) for entry in entries] or ["none"]


def _describe(entry: dict[str, Any]) -> str:
    outcome = entry["status"] if entry["status"] is not None else "no response"
    error = f" {entry['error_code']}" if entry["error_code"] else ""
    fault = f"{FAULT}{entry['fault_rule']}" if entry["fault_rule"] else ""
    return (
        f"{entry['service']}.{entry['operation']} attempt {entry['attempt']}: {outcome}{error}, "
        f"{entry['duration_ms']:.0f} ms{fault}"
    )
