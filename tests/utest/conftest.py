"""How all unit tests work: help has 80 columns, a hypothesis example may take its time, what is loaded stays loaded, and
no test leaves anything behind for the next one.
"""

import functools
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MethodType
from typing import Any

import botocore.session
import pytest
from hypothesis import HealthCheck, settings
from robotlibcore.keywords import KeywordBuilder

from manuel_stack.model_files import read_models_fast
from support.leftovers import (
    changes,
    forget_causes_of_this_process,
    forgetting_modules,
    forgetting_secrets,
    process_state,
    restoring_what_programs_change,
)

# A shell's background ignores SIGINT, and so would all processes.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Nothing of what is imported and collected is garbage; looking for some takes a fifth of the time.
gc.disable()

# pabot starts the `robot` that it finds, also if the environment of this Python was not activated.
os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

os.environ["COLUMNS"] = "80"
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

# All sessions share the service models that they read, as all clients of one session do. What serves requests reads its own,
# because a client of S3 changes the paths in the model.
read_models_fast()
botocore.session.create_loader = functools.cache(botocore.session.create_loader)

# All instances of a keyword library share the specifications of its keywords, of which ManuelAPI has 250. A run makes one
# instance, many tests one each.
_build = KeywordBuilder.build
_specifications: dict[Callable[..., Any], Any] = {}


def _build_once(keyword: MethodType, translation: dict[str, Any]) -> Any:
    assert not translation
    if keyword.__func__ not in _specifications:
        _specifications[keyword.__func__] = _build(keyword)
    return _specifications[keyword.__func__]


KeywordBuilder.build = _build_once


@pytest.fixture(autouse=True)
def _leaves_nothing_behind() -> Iterator[None]:
    before = process_state()
    with forgetting_modules(), forgetting_secrets(), restoring_what_programs_change():
        yield
        left = changes(before, process_state())
    forget_causes_of_this_process()
    assert not left, f"The test has changed, and not restored: {', '.join(left)}."


def pytest_collection_finish() -> None:
    """Let no collection of garbage walk through all tests and libraries, and few through what stand-ins keep."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 20, 20)
