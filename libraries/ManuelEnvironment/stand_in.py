"""The AWS stand-in as keywords find it: at an endpoint that the settings name."""

import json
import urllib.request
from typing import Any

from manuel_stack.recordings import transcripts_of_the_recordings

LOOK_UP_TRACE = "MockAWS-look-up"
"""The trace id of the keywords' own calls to a stand-in, which distinguishes them from the backend's."""
FAULT_CONTROL_PATH = "/_faults"
"""Where a stand-in has the control API of its fault engine: `fault_engine.control` is too heavy to import for it."""
_TIMEOUT = 3.0


def is_stand_in(url: str) -> bool:
    """Return whether the server at this URL is our AWS stand-in; LocalStack, for one, has no journal."""
    try:
        urllib.request.urlopen(f"{url.rstrip('/')}/_mockaws/health", timeout=_TIMEOUT).close()  # noqa: S310 - the settings' URL
    except OSError:
        return False
    return True


def upload_transcripts(url: str) -> None:
    """Give a stand-in the transcripts of the recordings of the test data, as a local stack has them."""
    request = urllib.request.Request(  # noqa: S310 - the settings' URL
        f"{url.rstrip('/')}/_mockaws/scripts/transcripts",
        json.dumps(transcripts_of_the_recordings()).encode(),
        method="PUT",
    )
    urllib.request.urlopen(request, timeout=_TIMEOUT).close()  # noqa: S310


def mark_as_look_ups(events: Any) -> None:
    """Have the calls of a boto3 client or session carry `LOOK_UP_TRACE`.

    Args:
        events: Its events: `client.meta.events` or `session.events`.
    """
    events.register("before-send", _mark)


def _mark(request: Any, **_: object) -> None:
    request.headers["X-Amzn-Trace-Id"] = LOOK_UP_TRACE
