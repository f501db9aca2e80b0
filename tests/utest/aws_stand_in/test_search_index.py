"""The index of a knowledge base leaves nothing open."""

import sqlite3

import pytest

from aws_stand_in.overlays.bedrock.search_index import SearchIndex


def test_an_index_that_nobody_has_closes_its_database(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def remember(*arguments: object, **options: object) -> sqlite3.Connection:
        opened.append(connect(*arguments, **options))  # type: ignore[call-overload]
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", remember)
    index = SearchIndex()
    [database] = opened
    assert database.execute("SELECT count(*) FROM chunks").fetchone() == (0,)
    del index
    with pytest.raises(sqlite3.ProgrammingError, match="closed database"):
        database.execute("SELECT count(*) FROM chunks")
