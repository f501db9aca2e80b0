"""How all unit tests work: help has 80 columns, an example of hypothesis may take its time, what was imported is no garbage."""

import gc
import os

from hypothesis import HealthCheck, settings

os.environ["COLUMNS"] = "80"
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_collection_finish() -> None:
    """Let no collection of garbage walk through all tests and libraries."""
    gc.freeze()
