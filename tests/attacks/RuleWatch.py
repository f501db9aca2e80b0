"""Keywords of the attacks on the fault engine's control API."""

import json
import urllib.request

LATE = {"service": "sqs", "probability": 1.0}


class RuleWatch:
    """Looks at an engine, and activates faults behind the back of the library."""

    ROBOT_LIBRARY_SCOPE = "GLOBAL"

    def __init__(self, url: str) -> None:
        self._url = url

    def no_rule_should_be_active(self) -> None:
        """Fail if a rule is active once every request that is on its way has been answered."""
        with urllib.request.urlopen(f"{self._url}/active", timeout=10) as reply:
            active = json.load(reply)
        if active:
            raise AssertionError(f"Expected no rule of an earlier test. Active: {', '.join(active)}.")

    def add_chaos_fault(self) -> None:
        """Activate a fault as users of LocalStack's chaos API do."""
        request = urllib.request.Request(f"{self._url}/_faults/chaos/faults", json.dumps([LATE]).encode())
        urllib.request.urlopen(request, timeout=10).close()
