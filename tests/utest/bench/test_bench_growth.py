"""The benchmark of growth asks every question of a small holding, and reports curves that grow and questions that fail."""

from collections.abc import Iterator
from contextlib import closing

import pytest

import bench_growth
from aws_servers import OURS, Connection, RefusedError, Server, running
from bench_growth import Cost, Curves, broken_bounds, measure, measure_again
from growth.holding import question
from growth.queues import Messages


class FewMessages(Messages):
    title = "few messages"
    largest = 20


class RefusedMessages(FewMessages):
    title = "refused messages"
    asked = ("refused",)

    @question("what nobody answers")
    def refused(self) -> None:
        raise RefusedError("refused: 400")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running(OURS) as (ours,):
        yield ours


@pytest.fixture
def connection(server: Server) -> Iterator[Connection]:
    with closing(Connection(server.url)) as connection:
        yield connection


def test_every_question_has_a_cost_at_every_size(
    server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench_growth, "ALLOWED", float("inf"))
    assert measure(FewMessages, [server], "700000000001") == {}
    printed = capsys.readouterr().out
    assert "by few messages: 10, 20" in printed
    for title in ("ReceiveMessage of 1", "GetQueueAttributes"):
        assert f"  {title}" in printed


def test_a_question_that_fails_is_reported(server: Server) -> None:
    assert measure(RefusedMessages, [server], "700000000002") == {
        "what nobody answers": "RefusedError: refused: 400"
    }


def test_a_curve_that_grows_is_reported(server: Server, connection: Connection) -> None:
    curves = Curves(server, connection, FewMessages(connection.send, "700000000003"))
    curves.costs["flat"] = [Cost(relative, 1.0, 1.0) for relative in (1.0, 1.2, 1.29)]
    assert broken_bounds(FewMessages, curves) == {}
    curves.costs["growing"] = [Cost(relative, 1.0, 1.0) for relative in (1.0, 1.2, 1.31)]
    assert broken_bounds(FewMessages, curves) == {"growing": "grows by x1.31"}


def test_only_what_breaks_its_bound_each_time_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = iter([{"one": "x1.4", "two": "x1.5"}, {"two": "x1.6", "three": "x1.7"}])
    monkeypatch.setattr(bench_growth, "measure", lambda *_: next(outcomes))
    first = {"one": "x1.8", "two": "x1.9"}
    assert measure_again(FewMessages, [], iter(["700000000004", "700000000005"]), first) == {"two": "x1.6"}
