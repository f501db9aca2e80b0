"""What master and workers send each other, and what they say when something is wrong."""

READY = "mix-ready"
"""A worker says which mix it has."""
MEASURED = "mix-measured"
"""A worker says what it has measured since its last message, and whether this is its last one."""

NO_MASTER = (
    "no master answers at {where} within {timeout:g} s: is `manuel-tests load --master` running there?"
)
TOO_FEW_WORKERS = "{joined} of {workers} workers joined within {timeout:g} s; no load was sent"
OTHER_MIX = (
    "{workers} of the workers have another mix, other data or another API than the master; no load was sent"
)
LOST_WORKERS = "{lost} of {workers} workers were lost while they sent load"
