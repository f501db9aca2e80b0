"""The gate that every request to a deployed host passes before it is sent.

It knows what each request does: an API's contract says so for its operations, the names of AWS operations say so for AWS. What
the settings do not allow is refused before anything is sent, and what they allow is kept to a number of requests a minute.
"""

from request_gate.effects import RequestEffect
from request_gate.gate import RequestGate, RequestRefusedError
from request_gate.rules import GateRules

__all__ = ["GateRules", "RequestEffect", "RequestGate", "RequestRefusedError"]
