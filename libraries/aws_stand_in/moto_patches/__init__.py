"""Changes of moto itself, service by service, because neither the front nor an overlay could do the same.

Each patch says why; `tests/utest/aws_stand_in/test_moto_patches.py` fails for each one that is no longer needed.
"""

import functools


@functools.cache
def apply() -> None:
    """Change moto, once per process."""
    from aws_stand_in.moto_patches import (
        cognitoidentity,
        cognitoidp,
        core,
        events,
        iam,
        kms,
        logs,
        registers,
        s3,
    )

    for patches in (core, s3, registers, events, cognitoidp, cognitoidentity, kms, logs, iam):
        patches.apply()
