"""The ids of requests."""

import random
import re
import subprocess
import sys
from collections.abc import Callable

import pytest

from aws_stand_in.request_ids import request_id, short_request_id


@pytest.mark.parametrize(
    ("make", "form"),
    [
        (request_id, r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
        (short_request_id, r"[0-9A-F]{16}"),
    ],
)
def test_ids_have_their_form_and_are_different(make: Callable[[], str], form: str) -> None:
    ids = [make() for _ in range(100)]
    assert all(re.fullmatch(form, one) for one in ids)
    assert len(set(ids)) == 100


def test_the_order_of_the_module_random_stays_as_it_is() -> None:
    before = random.getstate()
    request_id()
    short_request_id()
    assert random.getstate() == before


FORK = """
import os
from aws_stand_in.request_ids import request_id
child = os.fork()
if child:
    os.waitpid(child, 0)
print(request_id())
"""


def test_a_fork_has_ids_of_its_own() -> None:
    told = subprocess.run([sys.executable, "-c", FORK], capture_output=True, text=True, check=True).stdout
    assert len(set(told.split())) == 2
