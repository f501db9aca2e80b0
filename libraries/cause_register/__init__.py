"""The causes of failure that the processes of a run have met: each is claimed by exactly one of them, and counted by all.

A cause is a deviation from the contract, an operation that cannot be used, or an environment that cannot. The process that
claims it reports it, once a run; every test that meets it is recorded as a sighting.

Example:
    >>> register = CauseRegister(Path("/run/user/1000/a-run"))  # doctest: +SKIP
    >>> register.note(cause, test="Api.Health.Service Is Healthy", example=lambda: Example(where="GET …"))  # doctest: +SKIP
    >>> [cause.title for cause in register.take_claimed()]  # doctest: +SKIP
    ['GET /health 200: `region` is not in the contract']
"""

from cause_register.cause import Cause, CauseKind, Example, KnownCause
from cause_register.register import CauseRegister, Sightings

__all__ = [
    "Cause",
    "CauseKind",
    "CauseRegister",
    "Example",
    "KnownCause",
    "Sightings",
]
