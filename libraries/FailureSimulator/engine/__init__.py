"""The fault engine: any AWS error of any service, right on the wire, and the network's own ways of failing.

It knows botocore's models and WSGI, neither a stand-in for AWS nor a test framework.
"""

from .engine import FaultEngine
from .fields import RuleError
from .identification import Call, identify
from .journal import Effect
from .server import FaultTolerantRequestHandler, Server
from .stage import rules_that_hit

__all__ = [
    "Call",
    "Effect",
    "FaultEngine",
    "FaultTolerantRequestHandler",
    "RuleError",
    "Server",
    "identify",
    "rules_that_hit",
]
