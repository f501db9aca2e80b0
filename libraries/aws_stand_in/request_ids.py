"""The ids of requests in responses.

They need not be secret: the system is not asked for random bits, at which the thread would lose the interpreter to another one.
Nor is the generator of the module `random` used, whose order belongs to the tests of the process.
"""

import os
from random import Random

_generator = Random()  # noqa: S311 - not secret
os.register_at_fork(after_in_child=_generator.seed)


def request_id() -> str:
    """Return the id of a request in the form of most services: `7f4f81a2-5ba5-4d6d-9c36-5e7b8ef1cd3f`."""
    text = f"{_generator.getrandbits(128):032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def short_request_id() -> str:
    """Return the id of a request in S3's form: `9D1A0C3B5F7E2468`."""
    return f"{_generator.getrandbits(64):016X}"
