"""The register, used by several processes."""

import multiprocessing
import os
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from cause_register import (
    Cause,
    CauseKind,
    CauseRegister,
    Example,
)

PROCESSES = 8
CAUSES = 50


def cause(number: int = 0, kind: CauseKind = CauseKind.DEVIATION) -> Cause:
    return Cause(kind, f"reason {number}", f"title {number}", "this", "that", operation=f"GET /{number}")


def claim_all(folder: Path, start: Barrier, claimed: "Queue[list[str]]") -> None:
    register = CauseRegister(folder)
    start.wait()
    for number in range(CAUSES):
        register.note(cause(number), test=f"test of {os.getpid()}", example=Example)
    claimed.put([known.cause.reason for known in register.take_claimed()])


def test_each_cause_is_claimed_by_exactly_one_of_eight_processes_and_counted_by_all(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    start, claimed = context.Barrier(PROCESSES), context.Queue()
    workers = [context.Process(target=claim_all, args=(tmp_path, start, claimed)) for _ in range(PROCESSES)]
    for worker in workers:
        worker.start()
    reasons = [reason for _ in workers for reason in claimed.get(timeout=30)]
    for worker in workers:
        worker.join(30)
    assert sorted(reasons) == sorted(f"reason {number}" for number in range(CAUSES))
    register = CauseRegister(tmp_path)
    assert len(register.causes()) == CAUSES
    for number in range(CAUSES):
        sightings = register.sightings(cause(number))
        assert (sightings.count, len(sightings.tests)) == (PROCESSES, PROCESSES)


def test_a_cause_is_claimed_once_and_its_example_is_the_first(tmp_path: Path) -> None:
    register = CauseRegister(tmp_path)
    assert register.note(cause(), test="first", example=lambda: Example("here"))
    assert not register.note(cause(), test="second", example=lambda: pytest.fail("not needed"))
    (known,) = register.take_claimed()
    assert (known.test, known.example.where) == ("first", "here")
    assert register.take_claimed() == []
    assert register.causes() == [known]


def test_sightings_tell_the_tests_that_met_a_cause_from_those_that_it_blocks(tmp_path: Path) -> None:
    register = CauseRegister(tmp_path)
    for test in ("A", "A", "B"):
        register.note(cause(), test=test, example=Example)
    register.record_blocked(cause(), test="B")
    register.note(cause(1), test="C", example=Example)
    sightings = register.sightings(cause())
    assert (sightings.count, sightings.tests, sightings.blocked) == (3, ["A", "B"], ["B"])


def test_an_unusable_operation_is_known_to_other_processes(tmp_path: Path) -> None:
    mine, others = CauseRegister(tmp_path), CauseRegister(tmp_path)
    mine.note(cause(1, CauseKind.UNUSABLE), test="A", example=Example)
    mine.note(cause(2), test="A", example=Example)
    assert others.find_unusable("GET /1") == cause(1, CauseKind.UNUSABLE)
    assert others.find_unusable("GET /2") is None


def test_a_success_is_known_to_other_processes(tmp_path: Path) -> None:
    mine, others = CauseRegister(tmp_path), CauseRegister(tmp_path)
    assert not others.has_succeeded("GET /health")
    mine.record_success("GET /health")
    assert others.has_succeeded("GET /health")
    assert not others.has_succeeded("GET /version")


def test_one_process_is_told_that_something_happens_for_the_first_time(tmp_path: Path) -> None:
    mine, others = CauseRegister(tmp_path), CauseRegister(tmp_path)
    assert [mine.mark("probe"), mine.mark("probe"), others.mark("probe")] == [True, False, False]
    assert others.mark("something else")


def claim_failures(folder: Path, start: Barrier, claimed: "Queue[tuple[str, list[str]]]") -> None:
    register, test = CauseRegister(folder), f"test of {os.getpid()}"
    start.wait()
    claimed.put((test, [register.claim_failure(f"reason {number}", test=test) for number in range(CAUSES)]))


def test_eight_processes_agree_which_test_fails_first_in_a_way(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    start, claimed = context.Barrier(PROCESSES), context.Queue()
    workers = [
        context.Process(target=claim_failures, args=(tmp_path, start, claimed)) for _ in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    told = dict(claimed.get(timeout=30) for _ in workers)
    for worker in workers:
        worker.join(30)
    [agreed] = {tuple(tests) for tests in told.values()}
    assert (len(agreed), {*agreed} - {*told}) == (CAUSES, set())


def test_a_test_that_is_run_again_in_the_same_run_still_fails(tmp_path: Path) -> None:
    register = CauseRegister(tmp_path)
    told = [register.claim_failure("reason", test=test) for test in ("first", "second", "first")]
    assert told == ["first", "first", "first"]
    assert register.claim_failure("another reason", test="second") == "second"


def test_only_the_owner_can_read_the_register(tmp_path: Path) -> None:
    CauseRegister(tmp_path / "register")
    assert (tmp_path / "register").stat().st_mode & 0o077 == 0
