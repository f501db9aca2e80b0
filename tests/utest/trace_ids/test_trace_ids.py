"""Trace ids have the form of AWS X-Ray, and a header names one root."""

import re
import time

import pytest

from trace_ids import new_trace_id, root_of


def test_a_new_trace_id_has_the_documented_form_and_the_present_time() -> None:
    before = int(time.time())
    match = re.fullmatch(r"Root=1-([0-9a-f]{8})-[0-9a-f]{24}", new_trace_id())
    assert match is not None
    assert before <= int(match[1], 16) <= time.time()


def test_no_two_traces_have_the_same_id() -> None:
    assert len({new_trace_id() for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    ("header", "root"),
    [
        ("Root=1-67891233-abcdef012345678912345678", "1-67891233-abcdef012345678912345678"),
        ("Root=1-67891233-abc;Parent=53995c3f42cd8ad8;Sampled=1", "1-67891233-abc"),
        ("Self=1-67891233-def;Root=1-67891233-abc", "1-67891233-abc"),
        ("1-67891233-abc", "1-67891233-abc"),
        ("", ""),
    ],
)
def test_the_root_of_a_header_is_found_wherever_it_stands(header: str, root: str) -> None:
    assert root_of(header) == root
