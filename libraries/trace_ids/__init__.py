"""The trace ids of AWS X-Ray, as the header `X-Amzn-Trace-Id` carries them (AWS X-Ray Developer Guide, "Tracing header")."""

import re
import secrets
import time

_ROOT = re.compile(r"Root=([^;]+)")


def new_trace_id() -> str:
    """Return the header of a trace that begins now: version, epoch seconds in hexadecimal, 96 random bits.

    Example:
        `Root=1-67891233-abcdef012345678912345678`
    """
    return f"Root=1-{int(time.time()):08x}-{secrets.token_hex(12)}"


def root_of(header: str) -> str:
    """Return the root of a trace, or the whole header if it names none.

    Example:
        >>> root_of("Root=1-67891233-abcdef012345678912345678;Sampled=1")
        '1-67891233-abcdef012345678912345678'
    """
    match = _ROOT.search(header)
    return match[1] if match else header
