"""Work that is due by time: one thread for all accounts, which outlives failures."""

import threading
from contextlib import nullcontext
from typing import Any

import pytest

from aws_stand_in import account_ticker
from aws_stand_in.account_ticker import AccountTicker
from support.waiting import wait_until


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account_ticker, "TICK_SECONDS", 0.01)


def test_two_requests_at_once_start_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    ticker = AccountTicker("ticker", list, lambda _account_id: None, lambda _account_id: nullcontext())
    thread, made = threading.Thread, []

    def make(**options: Any) -> threading.Thread:
        if options.get("name") != "ticker":  # of a server of other tests
            return thread(**options)
        made.append(thread(**options))
        if len(made) == 1:
            other = thread(target=ticker.start)
            other.start()
            other.join(0.3)
        return made[-1]

    monkeypatch.setattr(threading, "Thread", make)
    ticker.start()
    ticker.close()
    assert len(made) == 1


def test_a_failure_ends_neither_other_accounts_nor_later_work(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    def work(account_id: str) -> None:
        done.append(account_id)
        if done.count("000000000001") == 1 and account_id == "000000000001":
            raise RuntimeError("no data 4711")

    ticker = AccountTicker(
        "ticker", lambda: ["000000000001", "000000000002"], work, lambda _account_id: nullcontext()
    )
    ticker.start()
    wait_until(lambda: done.count("000000000001") > 1)
    ticker.close()
    assert "no data 4711" in caplog.text
    assert done[:3] == ["000000000001", "000000000002", "000000000001"]
