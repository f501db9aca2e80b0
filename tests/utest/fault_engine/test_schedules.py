"""When a rule hits: counts, probabilities, seeds, durations."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest

from fault_engine import Call, FaultEngine


def environ(body: bytes = b"") -> dict[str, Any]:
    return {"REQUEST_METHOD": "POST", "wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}


def attempts(engine: FaultEngine, body: bytes = b"", count: int = 3) -> list[bool]:
    """Send one call that is retried whatever happens; which of its attempts were hit."""
    invocation = str(uuid4())
    return [
        bool(
            engine.strikes_at(
                Call(
                    "POST", "/", (("dynamodb", "PutItem"),), "json", invocation_id=invocation, attempt=number
                ),
                environ(body),
            )
        )
        for number in range(1, count + 1)
    ]


def engine_with(seed: int = 0, **schedule: Any) -> FaultEngine:
    engine = FaultEngine(seed=seed)
    engine.add({"service": "dynamodb", "fault": "reset", **schedule})
    return engine


def victims(
    engine: FaultEngine, run: Callable[[Callable[[int], list[bool]], range], Any] = map, calls: int = 400
) -> set[int]:
    """Which of many different calls were hit in all their attempts; none may be hit in some only."""
    hit = list(run(lambda number: attempts(engine, str(number).encode()), range(calls)))
    assert all(all(one) or not any(one) for one in hit)
    return {number for number, one in enumerate(hit) if all(one)}


def test_times_counts_attempts() -> None:
    engine = engine_with(times=2)

    assert attempts(engine) == [True, True, False]


def test_skip_lets_the_first_pass() -> None:
    engine = engine_with(skip=1, times=1)

    assert attempts(engine) == [False, True, False]


def test_first_attempt_of_every_call() -> None:
    engine = engine_with(attempt=1)

    assert [attempts(engine) for _ in range(2)] == [[True, False, False]] * 2


def test_same_seed_hits_the_same_calls_at_any_parallelism() -> None:
    with ThreadPoolExecutor(8) as eight_threads:
        runs = [victims(engine_with(7, probability=0.3), eight_threads.map) for _ in range(2)]
    alone = victims(engine_with(7, probability=0.3))

    assert runs == [alone, alone]
    assert 0.2 < len(alone) / 400 < 0.4


def test_other_seed_hits_other_calls() -> None:
    of_rule = victims(engine_with(probability=0.3, seed=1))

    assert of_rule != victims(engine_with(probability=0.3, seed=2))
    assert of_rule == victims(engine_with(probability=0.3, seed=1))


def test_two_rules_of_one_seed_hit_independently() -> None:
    first = victims(engine_with(probability=0.5, name="one"))
    second = victims(engine_with(probability=0.5, name="two"))

    assert 60 < len(first & second) < 140


def test_equal_calls_are_told_apart_by_their_number() -> None:
    engine = engine_with(probability=0.5)
    hit = [attempts(engine, b"same")[0] for _ in range(200)]

    assert 60 < sum(hit) < 140


def test_attempts_can_be_drawn_one_by_one() -> None:
    engine = engine_with(probability=0.5, per="attempt")
    mixed = [hits for number in range(100) if len(set(hits := attempts(engine, str(number).encode()))) > 1]

    assert len(mixed) > 50


def test_probability_of_nought_hits_nothing_and_of_one_everything() -> None:
    assert victims(engine_with(probability=0)) == set()
    assert len(victims(engine_with(probability=1))) == 400


def test_rule_ends_with_its_duration() -> None:
    engine = engine_with(duration=0.05)
    assert attempts(engine, count=1) == [True]
    (active,) = engine._book.rules
    active.wait_until_ended()

    assert attempts(engine, count=1) == [False]
    assert [(report["active"], report["hits"]) for report in engine.rules] == [(False, 1)]


def test_first_rule_that_hits_decides() -> None:
    engine = FaultEngine()
    engine.add(
        {"name": "late", "fault": "latency", "delay": 0},
        {"name": "once", "fault": "error", "code": "A", "times": 1},
        {"name": "then", "fault": "reset"},
    )
    call = Call("POST", "/", (("dynamodb", "PutItem"),), "json")
    hits = [[strike.rule.name for strike in engine.strikes_at(call, environ())] for _ in range(2)]

    assert hits == [["late", "once"], ["late", "then"]]


def test_report_tells_what_was_seen_instead() -> None:
    engine = FaultEngine()
    engine.add({"name": "earlier", "fault": "latency", "delay": 0})
    attempts(engine, count=1)
    engine.add({"service": "sqs", "fault": "reset", "name": "idle"})
    attempts(engine, count=2)
    report = engine.remove("idle")

    assert (report["hits"], report["matched"]) == (0, 0)
    assert report["seen"] == {"dynamodb.PutItem": 2}


def test_body_is_left_for_the_application() -> None:
    engine = engine_with(probability=0.5)
    request = environ(b"body")
    engine.strikes_at(Call("POST", "/", (("dynamodb", "PutItem"),), "json"), request)

    assert request["wsgi.input"].read() == b"body"


@pytest.mark.parametrize("ending", ["remove", "clear", "shutdown"])
def test_engine_without_rules_is_not_armed(ending: str) -> None:
    engine = engine_with(name="one")
    assert engine.is_armed
    getattr(engine, ending)(*(["one"] if ending == "remove" else []))

    assert not engine.is_armed
