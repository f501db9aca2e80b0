"""How all unit tests work: help has 80 columns, a hypothesis example may take its time, and what is loaded stays loaded."""

import functools
import gc
import os

import botocore.session
from hypothesis import HealthCheck, settings

from manuel_stack.model_files import read_models_fast

os.environ["COLUMNS"] = "80"
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

# All sessions share the service models that they read, as all clients of one session do. What serves requests reads its own,
# because a client of S3 changes the paths in the model.
read_models_fast()
botocore.session.create_loader = functools.cache(botocore.session.create_loader)


def pytest_collection_finish() -> None:
    """Let no collection of garbage walk through all tests and libraries, and few through what stand-ins keep."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
