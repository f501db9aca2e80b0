"""Queries of CloudWatch Logs Insights: what they find, and what is refused.

Source: Amazon CloudWatch Logs User Guide, "CloudWatch Logs Insights language query syntax".
"""

import json
import time
from collections.abc import Iterable
from typing import Any

import pytest
from s3_requests import refusal

MESSAGES = [
    {"level": "INFO", "n": 0, "user": {"id": "ada"}, "ok": True},
    {"level": "ERROR", "n": 1, "tags": ["a", "b"]},
    {"level": "INFO", "n": 2},
    {"level": "ERROR", "n": 10, "user": {"id": "bob"}},
]


class Site:
    """A log group with four events in JSON, and one that is a text."""

    def __init__(self, aws: Any) -> None:
        self.logs, self.account_id = aws.client("logs"), aws.account_id
        self.logs.create_log_group(logGroupName="group")
        self.logs.create_log_stream(logGroupName="group", logStreamName="stream")
        self.begin = int(time.time()) - 60
        texts = [*map(json.dumps, MESSAGES), "plain text"]
        events = [
            {"timestamp": self.begin * 1000 + number, "message": text} for number, text in enumerate(texts)
        ]
        self.logs.put_log_events(logGroupName="group", logStreamName="stream", logEvents=events)

    def put_group(self, name: str, messages: Iterable[dict[str, Any]]) -> None:
        self.logs.create_log_group(logGroupName=name)
        self.logs.create_log_stream(logGroupName=name, logStreamName="stream")
        events = [{"timestamp": self.begin * 1000, "message": json.dumps(each)} for each in messages]
        self.logs.put_log_events(logGroupName=name, logStreamName="stream", logEvents=events)

    def query(self, text: str, **more: Any) -> dict[str, Any]:
        groups = more or {"logGroupName": "group"}
        return {"startTime": self.begin, "endTime": self.begin + 60, "queryString": text, **groups}

    def rows(self, text: str, **more: Any) -> list[dict[str, str]]:
        query_id = self.logs.start_query(**self.query(text, **more))["queryId"]
        found = self.logs.get_query_results(queryId=query_id)
        assert found["status"] == "Complete"
        return [{one["field"]: one["value"] for one in row} for row in found["results"]]

    def numbers(self, text: str, **more: Any) -> list[str]:
        return [row["n"] for row in self.rows(f"fields n | {text}", **more)]


@pytest.fixture
def site(aws: Any) -> Site:
    return Site(aws)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("filter level = 'INFO'", ["2", "0"]),
        ('filter level="ERROR" and n > 2', ["10"]),
        ("filter level = 'ERROR' or n < 1", ["10", "1", "0"]),
        ("filter n >= 2 and n <= 10", ["10", "2"]),
        ("filter not (level = 'ERROR') and ispresent(n)", ["2", "0"]),
        ("filter level != 'INFO' and ispresent(n)", ["10", "1"]),
        ("filter user.id like /^b/", ["10"]),
        ("filter @message =~ 'ada'", ["0"]),
        ("filter ispresent(n) and user.id not like 'ada'", ["10", "2", "1"]),
        ("filter n in [1, 2, 'x']", ["2", "1"]),
        ("filter ispresent(n) and n not in [1, 2]", ["10", "0"]),
        ("filter tags.1 = 'b' and `level` = \"ERROR\"", ["1"]),
        ("filter ok = 1", ["0"]),
        ("filter ispresent(n) | sort n asc", ["0", "1", "2", "10"]),
        ("filter ispresent(n) | sort level desc, n desc", ["2", "0", "10", "1"]),
        ("filter ispresent(n)\n# filter n = 1\n| limit 2\n", ["10", "2"]),
        ("filter @logStream = 'stream' and n = 1", ["1"]),
    ],
)  # fmt: skip
def test_a_query_finds_what_it_asks_for(site: Site, text: str, found: list[str]) -> None:
    assert site.numbers(text) == found


def test_the_last_display_decides_which_fields_are_returned(site: Site) -> None:
    (row,) = site.rows("fields level, n | display level | display n | fields @message | filter n = 1")
    assert sorted(row) == ["@ptr", "n"]


def test_texts_are_sorted_before_numbers_and_by_the_numbers_in_them(site: Site) -> None:
    ordered = ["", "*%04", "0#", "5A", "111A", "@", "A", "a9", "a12345hfh", "0", "1", "2", "10"]
    site.put_group("mixed", [{"n": value} for value in reversed(ordered)])
    assert site.numbers("sort n asc", logGroupName="mixed") == ordered
    assert site.numbers("sort n desc", logGroupName="mixed") == ordered[::-1]


def test_a_text_is_a_number_only_if_it_is_written_as_one(site: Site) -> None:
    site.put_group("texts", [{"n": value} for value in ("nan", "1_000", "1e3", " 1000", "inf")])
    assert site.numbers("filter n = 'nan' or n = 'inf'", logGroupName="texts") == ["nan", "inf"]
    assert site.numbers("filter n = 1000", logGroupName="texts") == ["1e3"]


def test_numbers_may_be_of_any_size(site: Site) -> None:
    large = 10**400
    site.put_group("large", [{"n": large}, {"n": 2}, {"n": -large}])
    assert site.numbers("sort n asc", logGroupName="large") == [str(-large), "2", str(large)]


def test_fields_have_their_form(site: Site) -> None:
    (row,) = site.rows("fields @timestamp, @log, @logStream, user.id, level, nothing | filter n = 0")
    moment = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(site.begin))
    assert row.pop("@ptr")
    assert row == {
        "@timestamp": f"{moment}.000",
        "@log": f"{site.account_id}:group",
        "@logStream": "stream",
        "user.id": "ada",
        "level": "INFO",
    }


def test_a_query_without_fields_returns_time_and_message(site: Site) -> None:
    (row,) = site.rows("limit 1")
    assert sorted(row) == ["@message", "@ptr", "@timestamp"]
    assert (row["@message"], row["@timestamp"][-4:]) == ("plain text", ".004")


def test_log_groups_are_named_in_one_way(site: Site) -> None:
    arn = f"arn:aws:logs:eu-west-1:{site.account_id}:log-group:group"
    for groups in (
        {"logGroupNames": ["group"]},
        {"logGroupIdentifiers": [arn]},
        {"logGroupIdentifiers": ["group"]},
    ):
        assert site.numbers("filter n = 1", **groups) == ["1"]
    both = site.query("limit 1", logGroupName="group", logGroupNames=["group"])
    assert refusal(site.logs.start_query, **both)["Code"] == "InvalidParameterException"
    missing = site.query("limit 1", logGroupName="none")
    assert refusal(site.logs.start_query, **missing)["Code"] == "ResourceNotFoundException"


def test_the_request_limits_rows_too(site: Site) -> None:
    assert site.numbers("filter ispresent(n)", logGroupName="group", limit=1) == ["10"]


@pytest.mark.parametrize(
    "text",
    ["foo | bar", "fields", "filter", "limit", "limit x", "limit 0", "| limit 1", "fields n |", "filter level =",
     "filter level like /(/", "filter level like", 'fields "', f"filter {'(' * 2000}n = 1{')' * 2000}"],
)  # fmt: skip
def test_nonsense_is_malformed(site: Site, text: str) -> None:
    assert refusal(site.logs.start_query, **site.query(text))["Code"] == "MalformedQueryException"


@pytest.mark.parametrize(
    "text",
    ["stats count(*) by level", "parse @message '*' as a", "fields n + 1", "fields n as m", "fields concat(level, 'x')",
     "filter strlen(level) > 2", "filter ok = true", "limit 1 1"],
)  # fmt: skip
def test_what_is_not_imitated_is_refused(site: Site, text: str) -> None:
    assert refusal(site.logs.start_query, **site.query(text))["Code"] == "NotImplemented"
