"""When a rule hits: counts, probabilities, seeds, durations."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest

from fault_engine import Call
from fault_engine.rule_set import RuleSet
from support.waiting import wait_until


def environ(body: bytes = b"") -> dict[str, Any]:
    return {"REQUEST_METHOD": "POST", "wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}


def attempts(rules: RuleSet, body: bytes = b"", count: int = 3) -> list[bool]:
    """Send one call with all its retries, and return which of its attempts were hit."""
    invocation = str(uuid4())
    return [
        bool(
            rules.injections(
                Call(
                    "POST", "/", (("dynamodb", "PutItem"),), "json", invocation_id=invocation, attempt=number
                ),
                environ(body),
            )
        )
        for number in range(1, count + 1)
    ]


def rules_with(seed: int = 0, **schedule: Any) -> RuleSet:
    rules = RuleSet(seed=seed)
    rules.add({"service": "dynamodb", "fault": "reset", **schedule})
    return rules


def calls_hit(
    rules: RuleSet, run: Callable[[Callable[[int], list[bool]], range], Any] = map, calls: int = 400
) -> set[int]:
    """Return which of many different calls were hit; each must be hit in all its attempts or in none."""
    hit = list(run(lambda number: attempts(rules, str(number).encode()), range(calls)))
    assert all(all(one) or not any(one) for one in hit)
    return {number for number, one in enumerate(hit) if all(one)}


def test_times_counts_attempts() -> None:
    rules = rules_with(times=2)

    assert attempts(rules) == [True, True, False]


def test_skip_spares_the_first_requests() -> None:
    rules = rules_with(skip=1, times=1)

    assert attempts(rules) == [False, True, False]


def test_attempt_one_hits_the_first_attempt_of_every_call() -> None:
    rules = rules_with(attempt=1)

    assert [attempts(rules) for _ in range(2)] == [[True, False, False]] * 2


def test_same_seed_hits_the_same_calls_however_many_run_in_parallel() -> None:
    with ThreadPoolExecutor(8) as eight_threads:
        runs = [calls_hit(rules_with(7, probability=0.3), eight_threads.map) for _ in range(2)]
    alone = calls_hit(rules_with(7, probability=0.3))

    assert runs == [alone, alone]
    assert 0.2 < len(alone) / 400 < 0.4


def test_different_seeds_hit_different_calls() -> None:
    of_rule = calls_hit(rules_with(probability=0.3, seed=1))

    assert of_rule != calls_hit(rules_with(probability=0.3, seed=2))
    assert of_rule == calls_hit(rules_with(probability=0.3, seed=1))


def test_two_rules_with_the_same_seed_hit_independently() -> None:
    first = calls_hit(rules_with(probability=0.5, name="one"))
    second = calls_hit(rules_with(probability=0.5, name="two"))

    assert 60 < len(first & second) < 140


def test_equal_calls_are_drawn_independently() -> None:
    rules = rules_with(probability=0.5)
    hit = [attempts(rules, b"same")[0] for _ in range(200)]

    assert 60 < sum(hit) < 140


def test_attempts_can_be_drawn_independently() -> None:
    rules = rules_with(probability=0.5, per="attempt")
    mixed = [hits for number in range(100) if len(set(hits := attempts(rules, str(number).encode()))) > 1]

    assert len(mixed) > 50


def test_probability_0_hits_nothing_and_1_hits_everything() -> None:
    assert calls_hit(rules_with(probability=0)) == set()
    assert len(calls_hit(rules_with(probability=1))) == 400


def test_rule_ends_after_its_duration() -> None:
    rules = rules_with(duration=0.05)
    assert attempts(rules, count=1) == [True]
    wait_until(lambda: not rules.reports()[0]["active"])

    assert attempts(rules, count=1) == [False]
    assert [(report["active"], report["hits"]) for report in rules.reports()] == [(False, 1)]


def test_delays_add_up_and_the_first_other_fault_decides() -> None:
    rules = RuleSet()
    rules.add(
        {"name": "late", "fault": "latency", "delay": 0},
        {"name": "once", "fault": "error", "code": "A", "times": 1},
        {"name": "then", "fault": "reset"},
    )
    call = Call("POST", "/", (("dynamodb", "PutItem"),), "json")
    hits = [[injection.rule.name for injection in rules.injections(call, environ())] for _ in range(2)]

    assert hits == [["late", "once"], ["late", "then"]]


def test_a_fault_after_the_work_does_not_count_if_the_work_is_not_done() -> None:
    rules = RuleSet()
    rules.add(
        {"name": "late", "fault": "latency", "delay": 0, "phase": "after", "times": 1},
        {"name": "lost", "fault": "reset", "times": 1},
    )
    call = Call("POST", "/", (("dynamodb", "PutItem"),), "json")
    hits = [[injection.rule.name for injection in rules.injections(call, environ())] for _ in range(3)]

    assert hits == [["lost"], ["late"], []]


def test_faults_before_the_work_come_first_whenever_they_were_activated() -> None:
    rules = RuleSet()
    names = ["late reply", "lost response", "late request", "later request"]
    for name, fault in zip(names, ["latency", "reset", "latency", "latency"], strict=True):
        delay = {"delay": 0} if fault == "latency" else {}
        rules.add({"name": name, "fault": fault, "phase": "after" if "reply" in name else "before", **delay})
    call = Call("POST", "/", (("dynamodb", "PutItem"),), "json")
    hits = [injection.rule.name for injection in rules.injections(call, environ())]

    assert hits == ["late request", "later request", "late reply", "lost response"]


def test_report_lists_the_calls_seen_while_the_rule_was_active() -> None:
    rules = RuleSet()
    rules.add({"name": "earlier", "fault": "latency", "delay": 0})
    attempts(rules, count=1)
    rules.add({"service": "sqs", "fault": "reset", "name": "idle"})
    attempts(rules, count=2)
    report = rules.remove("idle")

    assert (report["hits"], report["matched"]) == (0, 0)
    assert report["seen"] == {"dynamodb.PutItem": 2}


def test_body_can_still_be_read_by_the_application() -> None:
    rules = rules_with(probability=0.5)
    request = environ(b"body")
    rules.injections(Call("POST", "/", (("dynamodb", "PutItem"),), "json"), request)

    assert request["wsgi.input"].read() == b"body"


@pytest.mark.parametrize("end", [lambda rules: rules.remove("one"), RuleSet.clear])
def test_set_is_empty_again_once_its_rules_have_ended(end: Callable[[RuleSet], Any]) -> None:
    rules = rules_with(name="one")
    assert not rules.is_empty
    end(rules)

    assert rules.is_empty
