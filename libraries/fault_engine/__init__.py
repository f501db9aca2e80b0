"""The fault engine: any error of any AWS service, exact on the wire, and network faults.

It knows botocore's models and WSGI, neither a stand-in for AWS nor a test framework.
"""

from fault_engine.engine import FaultEngine
from fault_engine.errors import RuleError, UnsupportedFaultError
from fault_engine.identification import Call, identify
from fault_engine.journal import Effect
from fault_engine.middleware import rules_that_hit

__all__ = [
    "Call",
    "Effect",
    "FaultEngine",
    "RuleError",
    "UnsupportedFaultError",
    "identify",
    "rules_that_hit",
]
