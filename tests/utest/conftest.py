"""How all unit tests work: an example of hypothesis may take its time, and what was imported is no garbage."""

import gc

from hypothesis import HealthCheck, settings

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_collection_finish() -> None:
    """Let no collection of garbage walk through all tests and libraries."""
    gc.freeze()
