"""The identity of causes, what is written about them, and which failures they explain."""

import pytest

from cause_register import Cause, CauseKind, Example, KnownCause, Sightings
from cause_register.explanation import (
    KnownCauses,
    cause_of,
    explains,
    explanation,
    undocumented_server_errors,
)
from cause_register.failure_message import CUT, single_failures
from cause_register.report import blocking_reason, describe, met_from_json, met_to_json
from cause_register.rules import ANY_REQUEST

UPLOAD = Cause(
    CauseKind.UNUSABLE,
    reason="POST /api/manuals/upload 404",
    title="POST /api/manuals/upload: expected 201, got 404",
    expected="status 201",
    got="404 Not Found",
    hint="Does the API have this operation?",
    operation="POST /api/manuals/upload",
    status=404,
)
ID = "4f1c2a90-1111-4222-8333-0123456789ab"
EXAMPLE = Example("POST http://…", "request", "trace", ("s3.PutObject attempt 1: 503",), ("slow",))


def deviation(place: str, rule: str) -> Cause:
    return Cause(
        CauseKind.DEVIATION, "reason", "title", "expected", "got", status=500, place=place, rule=rule
    )


def test_a_cause_is_the_same_whatever_was_got() -> None:
    other = Cause(UPLOAD.kind, UPLOAD.reason, "another title", "something", "something else")
    assert other.key == UPLOAD.key
    assert Cause(UPLOAD.kind, "POST /api/query 404", "", "", "").key != UPLOAD.key
    assert Cause(CauseKind.ENVIRONMENT, UPLOAD.reason, "", "", "").key != UPLOAD.key


def test_a_cause_survives_being_written() -> None:
    known = KnownCause(UPLOAD, "Api.Uploads.Manual Is Uploaded", EXAMPLE)
    assert KnownCause.from_json(known.to_json()) == known


@pytest.mark.parametrize("text", ["{", "[]", '{"cause": {}}', '{"cause": {"kind": "odd"}}'])
def test_anything_else_is_not_read_as_a_cause(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        KnownCause.from_json(text)


def test_the_message_says_what_where_how_often_and_what_to_do() -> None:
    known = KnownCause(UPLOAD, "A", EXAMPLE)
    assert describe(known, Sightings(9, ["A", "B"], ["B"])).splitlines() == [
        "Expected status 201.",
        "Got 404 Not Found",
        "Where: POST http://…",
        "AWS calls of the request:",
        "  s3.PutObject attempt 1: 503",
        "Faults: slow",
        "Met 9 times by A; B",
        "Blocks B",
        "Hint: Does the API have this operation?",
    ]


def test_a_long_list_of_tests_is_cut() -> None:
    message = describe(KnownCause(UPLOAD, "A", Example()), Sightings(7, [*"ABCDEFG"], []))
    assert "Met 7 times by A; B; C; D; E; and 2 more" in message.splitlines()


def test_what_a_test_met_survives_being_written() -> None:
    met = {"GET /health 200: `a` is missing": 2, UPLOAD.reason: 1}
    assert met_from_json(met_to_json(met)) == met


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("blocked by POST /api/query 404\nExpected status 200.", "POST /api/query 404"),
        ("Skipped in suite setup:\nblocked by POST /api/query 404", "POST /api/query 404"),
        ("environment prod does not offer cost", None),
        ("This was not blocked by anything", None),
    ],
)
def test_the_reason_is_found_in_the_message_of_a_blocked_test(message: str, reason: str | None) -> None:
    assert blocking_reason(message) == reason


@pytest.mark.parametrize(
    ("place", "rule", "message"),
    [
        ("usage", "required", "Resolving variable '${answer.usage}' failed: AttributeError: usage"),
        ("sources[].score", "required", "Setup failed:\nAttributeError: score"),
        ("usage.daily", "required", "Dictionary '${usage}' has no key 'daily'."),
        ("usage.daily", "required", "Expected answer.usage.daily to exist.\nGot a value without it: …"),
        (
            "usage.daily",
            "required",
            "Expected usage.\nGot one that differs:\n  - there is no field usage.daily.",
        ),
        ("usage", "type", "TypeError: 'str' object does not support item assignment"),
        ("body", "JSON", "Expected a JSON body.\nGot a body that is not JSON"),
        ("body", "type", "AttributeError: 'list' object has no attribute 'sources'"),
        ("header Vary", "required", "Expected header vary to contain Origin.\nGot a response without Vary"),
        (
            "header Location",
            "agreement",
            "Expected location to end with '/api/manuals/7'.\nGot '/api/manuals'",
        ),
        ("header Vary", "required", "Expected headers.\nGot one that differs:\n  - header Vary is missing"),
        ("status", "documented", "Expected status 503.\nGot 500 Internal Server Error"),
        ("cache_status", "premise", "Expected status 503.\nGot 200"),
        (
            "cache_status",
            "premise",
            "Expected 2 attempts, 1 error of bedrock-runtime.InvokeModel, got 0 attempts, 0 errors.",
        ),
        (
            "cache_status",
            "premise",
            "long_answer.cost_info.output_tokens: Expected a number of at least 101.\nGot 34.",
        ),
        (
            "cache_status",
            "premise",
            "ValueError: Costs Should Follow From Tokens needs three answers with different numbers of tokens.",
        ),
        (
            "cache_status",
            "premise",
            "Expected the circuit breaker of bedrock to be closed.\nGot open with 5 of 5 failures",
        ),
        ("user_id", "user", 'Expected usage.\nGot one that differs:\n  - user_id is "a@example.com"'),
        ("user_id", "user", "Expected answer.user_id to be '4f1c'.\nGot 'a@example.com'"),
        ("user_id", "user", "Expected an item with user_id=4f1c in table usage, got none (waited 5 s)."),
        (
            "user_id",
            "user",
            f"Expected status 503.\nGot 200 OK\nAlso: Failure 'slow on table a with key {ID}' was active but hit nothing.",
        ),
        (
            "user_id",
            "user",
            f"Failure slow on table usage with key cost#{ID}: expected hits on 1 requests, got 0.",
        ),
        ("header Server", "pattern", "Setup failed:\nExpected no header Server.\nGot Server: Flask"),
    ],
)
def test_what_is_missing_or_wrong_explains_that_it_was_not_found(place: str, rule: str, message: str) -> None:
    cause = deviation(place, rule)
    assert explanation(KnownCauses([cause]), single_failures(message)) == cause


@pytest.mark.parametrize(
    ("place", "rule", "message"),
    [
        ("usage", "required", "Resolving variable '${answer.sources}' failed: AttributeError: sources"),
        ("usage", "required", "Expected usage 1.\nGot 2"),
        ("region", "additionalProperties", "AttributeError: region"),
        ("usage", "type", "Expected status 200.\nGot 500"),
        (
            "timestamp",
            "type",
            "Expected status 400.\nGot 500: AttributeError: 'bool' has no attribute 'keys'",
        ),
        ("body", "JSON", "Expected status 200.\nGot 500"),
        ("body", "type", "Expected a title.\nGot none\nWhere: GET http://a/b, request id missing, 1 ms"),
        (
            "usage",
            "required",
            "Expected a title.\nGot none\nWhere: GET http://a/usage, request id missing, 1 ms",
        ),
        ("usage", "type", "AttributeError: sources"),
        ("header Vary", "required", "Expected header Retry-After.\nGot a response without Retry-After"),
        ("status", "documented", "Expected status 503.\nGot 502 Bad Gateway"),
        ("cache_status", "premise", "Expected dates to be [1, 2].\nGot [2, 1]"),
        ("cache_status", "premise", "Expected status 429.\nGot 200"),
        (
            "cache_status",
            "premise",
            "Expected the circuit breaker of s3 to be closed.\nGot open with 5 of 5 failures",
        ),
        ("user_id", "user", 'Expected status 200.\nGot 403 Forbidden: {"user_id": 1}'),
        (
            "user_id",
            "user",
            'Expected usage.\nGot one that differs:\n  - user_id is "a"\n  - daily_queries is 1',
        ),
        (
            "user_id",
            "user",
            f"Expected the daily usage of {ID} to have grown by 1 from 0.\nGot growth by 0, to 0",
        ),
        (
            "user_id",
            "user",
            "Failure slow on table usage with key manual: expected hits on 1 requests, got 0.",
        ),
        ("status", "documented", "Expected status 400.\nGot 500 Internal Server Error"),
        (
            "header Vary",
            "required",
            "Expected headers.\nGot:\n  - header Vary is missing\n  - header Age is 1",
        ),
        ("header Vary", "required", "Expected status 200.\nGot 500 with header Vary"),
    ],
)
def test_a_deviation_explains_no_other_failure(place: str, rule: str, message: str) -> None:
    assert explanation(KnownCauses([deviation(place, rule)]), single_failures(message)) is None


MISSING = (
    "Expected status 201.\nGot 404 Not Found: {}\nWhere: POST http://h/prod/api/manuals/upload, request id 1"
)
PREFLIGHT = "Expected header Access-Control-Allow-Methods to contain POST.\nGot GET\nWhere: OPTIONS http://h/api/manuals/upload"
NOT_REFUSED = "Expected the method to be refused with 405.\nGot 404 Not Found: {}\nWhere: GET http://h/api/manuals/upload"
NEVER_REFUSED = Cause(
    CauseKind.UNUSABLE,
    "rate limit of a user: no rejection",
    "title",
    "rate limit of a user: one of 201 requests to be rejected",
    "no rejection",
    operation="rate limit of a user",
)
UNDUE = Cause(CauseKind.UNUSABLE, "any request 429", "title", "expected", "got", status=429, rule=ANY_REQUEST)


@pytest.mark.parametrize(
    ("cause", "message"),
    [
        (UPLOAD, MISSING),
        (UPLOAD, PREFLIGHT),
        (UPLOAD, NOT_REFUSED),
        (
            NEVER_REFUSED,
            "Expected one of 201 requests to be rejected.\nGot no rejection\nWhere: GET http://h/quota",
        ),
        (UNDUE, "GET /quota by 10 users: Expected error_rate==0, got error_rate of 0.5: HTTP 429 (5x)."),
        (UNDUE, "Expected the statuses 200 (9 times).\nGot 200 (2 times), 429 (7 times)"),
        (deviation("user_id", "user"), f"Expected a line in the log with {{'user_id': '{ID}'}}.\nGot none"),
    ],
)
def test_what_is_wrong_with_the_backend_explains_failures_of_any_test(cause: Cause, message: str) -> None:
    assert cause_of(KnownCauses(of_the_run=[cause]), message) is cause


@pytest.mark.parametrize(
    ("cause", "message"),
    [
        (UPLOAD, "KeyError: 'id'"),
        (UPLOAD, MISSING.replace("404", "500")),
        (UPLOAD, MISSING.replace("upload", "download")),
        (UPLOAD, PREFLIGHT.replace("POST", "GET")),
        (UPLOAD, PREFLIGHT.replace("OPTIONS", "GET")),
        (NEVER_REFUSED, "Expected one of 210 requests to be rejected.\nGot no rejection"),
        (NEVER_REFUSED, "Expected one of 201 requests to be rejected.\nGot a rejection after 5"),
        (UNDUE, "Expected status 200.\nGot 429 Too Many Requests"),
        (UNDUE, "Expected the statuses 200 (3 times), 429 (6 times).\nGot 200 (2 times), 429 (7 times)"),
        (UNDUE, "Expected the statuses 200 (9 times).\nGot 200 (2 times), 429 (6 times), 503 (1 times)"),
        (UNDUE, "GET /quota: Expected error_rate==0, got error_rate of 0.5: HTTP 503 (5x)."),
        (deviation("usage", "required"), "AttributeError: usage"),
    ],
)
def test_what_a_test_has_not_met_explains_nothing_else(cause: Cause, message: str) -> None:
    assert cause_of(KnownCauses(of_the_run=[cause]), message) is None


@pytest.mark.parametrize(
    ("cause", "message"),
    [
        (UPLOAD, "KeyError: 'id'"),
        (UPLOAD, "Expected manuals to have the length 1.\nGot []"),
        (UNDUE, "1 != 4"),
        (UNDUE, f"Expected each of 9 responses to be 400.\nGot 9 that differ:\n    {CUT}"),
    ],
)
def test_a_test_that_lacks_what_it_needs_shows_nothing(cause: Cause, message: str) -> None:
    assert cause_of(KnownCauses([cause]), message) is cause


def test_an_operation_that_cannot_be_used_says_nothing_about_another() -> None:
    other = "Expected status 200.\nGot 404 Not Found: {}\nWhere: GET http://h/api/manuals, request id 1"
    assert cause_of(KnownCauses([UPLOAD]), other) is None


def test_a_success_that_is_not_documented_is_told_from_other_statuses() -> None:
    created = Cause(
        CauseKind.DEVIATION,
        "reason",
        "title",
        "expected",
        "got",
        operation="POST /api/manuals/{id}",
        status=200,
        place="status",
    )
    message = "Expected status 201.\nGot 200 OK: {}\nWhere: POST http://h/api/manuals/7, request id 1"
    assert explains(created, message)
    assert explains(created, "Expected response.headers[Location] to exist.\nGot a value without it")
    assert not explains(created, message.replace("201", "400"))
    assert not explains(created, message.replace("Got 200", "Got 202"))
    assert not explains(created, message.replace("/manuals/7", "/query"))
    several = message.replace("status 201", "the statuses 201 (21 times)").replace(
        "200 OK: {}", "200 (21 times)"
    )
    assert explains(created, several)
    assert not explains(created, several.replace("Got 200 (21 times)", "Got 200 (20 times), 503 (1 times)"))
    logged = 'Expected a line in the log with {"status": "201"}.\nGot other values: {"status": 200}'
    where = "\nWhere: POST http://h/api/manuals/7, request id 1"
    assert explains(created, f"{logged}{where}")
    assert not explains(created, f"{logged.replace('201', '503')}{where}")
    assert not explains(created, f"{logged}{where.replace('/manuals/7', '/query')}")


@pytest.mark.parametrize(
    ("rule", "explained", "other"),
    [
        (
            "version",
            "Expected status 400.\nGot 200 OK: {}",
            "Expected status 400.\nGot 500 Internal Server Error",
        ),
        (
            "version",
            "Expected a response to be 400 unsupported_version.\nGot 200 OK",
            "Expected status 401.\nGot 200 OK",
        ),
    ],
)
def test_a_request_that_should_have_been_refused_or_counted(rule: str, explained: str, other: str) -> None:
    assert explains(deviation("place", rule), explained)
    assert not explains(deviation("place", rule), other)


def usage(wanted: str, finding: str, of: str = "usage") -> str:
    return f"Expected {of} with {wanted}.\nGot one that differs:\n  - {finding}\nWhere: GET http://h/api/user/usage"


def served(daily: int, monthly: int) -> str:
    used = f'{{"daily_used": {daily}, "daily_limit": 50, "monthly_used": {monthly}, "monthly_limit": 1000}}'
    return f'Expected status 429.\nGot 200 OK: {{"answer": "…", "usage": {used}}}\nWhere: POST http://h/api/query'


GROWTH = f"Expected the daily usage of {ID} to have grown by 2 from 7.\nGot growth by 1, to 8"
OF_THE_DAY = [
    GROWTH,
    "Expected a daily usage of 1 after one more question.\nGot 0",
    usage("daily_queries=3", "daily_queries is 0"),
    usage("daily_remaining=47", "daily_remaining is 50"),
    usage("breakdown.query=1", "breakdown.query is 0", "growth of the usage"),
    usage("usage.daily_used=1", "usage.daily_used is 0", "a response"),
]
OF_THE_MONTH = [
    usage("monthly.used=3", "monthly.used is 1", "a quota"),
    usage("monthly_remaining=-1", "monthly_remaining is 0", "growth of the usage"),
    usage("usage.monthly_used=1", "usage.monthly_used is 0", "a response"),
]
OF_ANY = [usage("status=MODERATE, daily.used=9", 'status is "OK"', "a quota"), served(0, 0), served(49, 999)]
OF_NONE = [
    "Expected status 429.\nGot 503 None",
    "Expected status 429.\nGot 200 OK: {}",
    "Expected status 400.\nGot 200 OK: {}",
    "Expected usage.\nGot none",
    served(51, 51),
    served(2, 1001),
    GROWTH.replace("growth by 1", "growth by 3"),
    usage("daily_queries=3", "daily_queries is 4"),
    usage("daily_remaining=47", "daily_remaining is 46"),
    usage("daily_limit=47", "daily_limit is 46"),
    usage("monthly_costs.total_cost_eur=0.1", "monthly_costs.total_cost_eur is 0"),
    usage("status=degraded", 'status is "healthy"', "a response"),
]


@pytest.mark.parametrize(
    ("place", "explained", "others"),
    [
        ("usage", [*OF_THE_DAY, *OF_THE_MONTH, *OF_ANY], OF_NONE),
        ("usage.daily_used", [*OF_THE_DAY, *OF_ANY], [*OF_THE_MONTH, *OF_NONE]),
        ("usage.monthly_used", [*OF_THE_MONTH, *OF_ANY], [*OF_THE_DAY, *OF_NONE]),
    ],
)
def test_an_answer_that_is_not_counted_explains_what_its_own_counter_lacks(
    place: str, explained: list[str], others: list[str]
) -> None:
    cause = deviation(place, "count")
    assert [failure for failure in explained if not explains(cause, failure)] == []
    assert [failure for failure in others if explains(cause, failure)] == []


def miscounted(counted: str) -> Cause:
    counting = "counting of requests"
    each = f"{counting}: each successful request to count as one"
    return Cause(
        CauseKind.UNUSABLE,
        f"{counting}: {counted}",
        "title",
        each,
        f"{counted}\nWhere: …",
        operation=counting,
    )


@pytest.mark.parametrize(
    ("counted", "explained", "others"),
    [
        (
            "more than that",
            [
                GROWTH.replace("growth by 1", "growth by 4"),
                "Expected a daily usage of 1 after one more question.\nGot 2",
                usage("daily_queries=3", "daily_queries is 6"),
                usage("daily_remaining=47", "daily_remaining is 44"),
                usage("breakdown.query=2.0", "breakdown.query is 4", "growth of the usage"),
                usage("daily_remaining=-1.0", "daily_remaining is -2", "growth of the usage"),
                usage("monthly.used=1", "monthly.used is 2", "a quota"),
                "Expected usage.historical[-1].queries to be 1.\nGot 2\nFrom: GET http://h/api/user/usage",
            ],
            [
                GROWTH,
                usage("sources.0.page_number=7", "sources.0.page_number is 8", "an object"),
                "wait: Expected a number of at most 7.\nGot 8.\nFrom: POST http://h/api/query",
                GROWTH.replace("grown by 2", "grown by 0"),
                usage("daily_queries=0", "daily_queries is 2"),
                usage("daily_queries=3", "daily_queries is 2"),
                usage("daily_remaining=47", "daily_remaining is 50"),
                usage("daily_costs.query_cost_eur=0.1", "daily_costs.query_cost_eur is 0.2"),
                usage("historical.-1.date=2026-12-01", 'historical.-1.date is "2026-11-30"'),
            ],
        ),
        (
            "less than that",
            [GROWTH, *OF_THE_DAY, *OF_THE_MONTH],
            [
                GROWTH.replace("growth by 1", "growth by 4"),
                GROWTH.replace("grown by 2", "grown by 0"),
                usage("daily_queries=3", "daily_queries is 6"),
                usage("daily_remaining=47", "daily_remaining is 46"),
                *OF_ANY,
            ],
        ),
    ],
)
def test_requests_that_are_never_counted_rightly_explain_counts_that_are_wrong_in_this_way(
    counted: str, explained: list[str], others: list[str]
) -> None:
    known = KnownCauses(of_the_run=[miscounted(counted)])
    assert [failure for failure in explained if cause_of(known, failure) is None] == []
    assert [failure for failure in others if cause_of(known, failure) is not None] == []


@pytest.mark.parametrize("place", ["current_usage.daily_remaining", "quotas.daily.remaining"])
def test_a_number_below_its_least_explains_that_it_is_below_0_wherever_it_is_shown(place: str) -> None:
    cause = deviation(place, "minimum")
    assert explains(cause, usage("daily.remaining=0", "daily.remaining is -50", "a quota"))
    assert explains(cause, usage("daily_remaining=0", "daily_remaining is -1"))
    assert not explains(cause, usage("daily_remaining=3", "daily_remaining is 2"))
    assert not explains(cause, usage("monthly_remaining=0", "monthly_remaining is -1"))
    assert not explains(deviation(place, "maximum"), usage("daily_remaining=0", "daily_remaining is -1"))


def not_an_integer(place: str) -> Cause:
    title = f"GET /api/user/usage 200: `{place}` is not of type integer"
    return Cause(
        CauseKind.DEVIATION,
        title,
        title,
        "…",
        "…",
        operation="GET /api/user/usage",
        status=200,
        place=place,
        rule="type",
    )


@pytest.mark.parametrize("place", ["current_usage.daily_queries", "current_usage.*"])
def test_a_number_that_is_none_explains_that_it_is_another(place: str) -> None:
    cause = not_an_integer(place)
    text = usage("daily_queries=2, monthly_queries=2", 'daily_queries is "2"')
    integers = "usage.current_usage: Expected integers, written without a fraction.\nGot daily_queries '0'."
    assert explains(cause, text)
    assert explains(cause, text.replace("daily_queries", "current_usage.daily_queries"))
    assert explains(cause, integers)
    assert explains(
        cause, "Expected usage.historical[-1].queries to be '2'.\nGot 2\nFrom: GET http://h/api/user/usage"
    )
    assert not explains(
        cause, "Expected usage.historical[-1].queries to be '2'.\nGot 3\nFrom: GET http://h/api/user/usage"
    )
    assert not explains(cause, text.replace("/api/user/usage", "/api/user/quota"))
    assert not explains(cause, text.replace("daily_queries=2", "daily_queries=many"))
    assert not explains(cause, usage("daily_queries=2", "daily_queries is 3"))


def test_a_number_that_is_none_explains_no_other_member() -> None:
    text = usage("daily_limit=50", 'daily_limit is "50"')
    assert not explains(not_an_integer("current_usage.daily_queries"), text)
    assert explains(not_an_integer("current_usage.*"), text)
    without_growth = usage("daily_queries=1.0", "there is no field daily_queries.", "growth of the usage")
    assert explains(not_an_integer("current_usage.*"), without_growth)
    assert not explains(not_an_integer("current_usage.daily_limit"), without_growth)


def test_another_message_explains_an_error_with_the_right_status_and_this_message() -> None:
    cause = deviation("message", "const")
    assert explains(
        cause, 'Expected a response to be 401 Unauthorized.\nGot 401 Unauthorized: {"message": "Who?"}'
    )
    assert explains(cause, "Expected message 'Unauthorized'.\nGot 401 Unauthorized: {}")
    assert not explains(cause, "Expected a response to be 401 Unauthorized.\nGot 403 Forbidden: {}")
    assert not explains(cause, "Expected status 401.\nGot 401 Unauthorized: {}")
    assert not explains(
        deviation("error", "const"), "Expected message 'Unauthorized'.\nGot 401 Unauthorized: {}"
    )


REFUSED = 'Expected status 200.\nGot 429 Too Many Requests: {{"usage_info": {{"quota": "{}"}}}}'


@pytest.mark.parametrize(
    ("rule", "explained", "others"),
    [
        (
            "day",
            [
                "Expected dates to be ['2026-12-01'].\nGot ['2026-11-30']",
                REFUSED.format("daily"),
                usage("daily_queries=0", "daily_queries is 3"),
                usage("historical.-1.date=2026-12-01", 'historical.-1.date is "2026-11-30"'),
                usage("daily_costs.query_cost_eur=0.1", "daily_costs.query_cost_eur is 0.0"),
                usage(
                    "daily_costs.query_cost_eur=0.1",
                    "daily_costs.query_cost_eur is 0.0",
                    "growth of the usage",
                ),
                served(0, 0),
            ],
            [
                GROWTH,
                usage(
                    "daily_costs.query_cost_eur=0.1",
                    "daily_costs.query_cost_eur is 0.2",
                    "growth of the usage",
                ),
                usage(
                    "monthly_costs.query_cost_eur=0.1",
                    "monthly_costs.query_cost_eur is 0.0",
                    "growth of the usage",
                ),
                usage("breakdown.query=1", "breakdown.query is 0", "growth of the usage"),
                served(50, 50),
                REFUSED.format("monthly"),
                REFUSED.format("daily").replace("200", "400"),
                usage("monthly_queries=0", "monthly_queries is 3"),
                usage("cost_info.total_cost_eur=0.1", "cost_info.total_cost_eur is 0.2", "an object"),
                usage("status=OK", 'status is "EXCEEDED"', "a quota"),
            ],
        ),
        (
            "month",
            [
                REFUSED.format("monthly"),
                usage("monthly_queries=0", "monthly_queries is 3"),
                usage("monthly_costs.total_cost_eur=0", "monthly_costs.total_cost_eur is 0.2"),
            ],
            [REFUSED.format("daily"), GROWTH, usage("daily_queries=0", "daily_queries is 3")],
        ),
        (
            "quota status",
            [usage("status=OK, daily.used=9", 'status is "MODERATE"', "a quota")],
            [
                usage("status=OK, daily.used=9", "daily.used is 8", "a quota"),
                usage("status=healthy", 'status is "degraded"', "a response"),
            ],
        ),
    ],
)
def test_what_contradicts_itself_explains_what_it_is_about(
    rule: str, explained: list[str], others: list[str]
) -> None:
    cause = deviation("place", rule)
    assert [failure for failure in explained if not explains(cause, failure)] == []
    assert [failure for failure in others if explains(cause, failure)] == []


def test_a_server_error_that_is_not_documented_is_known_by_its_status() -> None:
    causes = [
        Cause(CauseKind.DEVIATION, f"{status} {place}", "…", "…", "…", status=status, place=place)
        for status, place in ((502, "status"), (403, "status"), (500, "body"))
    ]
    assert undocumented_server_errors([*causes, UPLOAD]) == {502}


def test_several_failures_are_explained_if_each_of_them_is() -> None:
    server_error, usage = deviation("status", "documented"), deviation("usage", "required")
    first = "Expected status 503.\nGot 500 Internal Server Error"
    assert explanation(KnownCauses([usage, server_error]), [first, "AttributeError: usage"]) == server_error
    assert explanation(KnownCauses([server_error]), [first, "AttributeError: usage"]) is None
    assert explanation(KnownCauses([]), [first]) is None


def test_a_list_of_responses_is_explained_only_if_it_is_complete() -> None:
    lines = "\n  - GET /a: header Vary is missing\n  - GET /b: header Vary is missing"
    each = f"Expected each of 2 responses to have the headers.\nGot 2 that differ:{lines}"
    vary = deviation("header Vary", "required")
    assert (
        explanation(KnownCauses([vary]), single_failures(f"{each}\nWhere: GET http://h/a, request id 1"))
        == vary
    )
    assert (
        explanation(KnownCauses([vary]), single_failures(f"{each}\n    {CUT}\nWhere: GET http://h/a")) is None
    )


def test_each_finding_of_a_failure_may_have_a_cause_of_its_own() -> None:
    vary, age = deviation("header Vary", "required"), deviation("header Age", "required")
    failure = (
        "Expected the headers.\nGot one that differs:\n  - header Age is missing\n  - header Vary is missing"
    )
    assert cause_of(KnownCauses([vary, age]), failure) is age
    assert cause_of(KnownCauses([vary]), failure) is None
    assert (
        cause_of(KnownCauses([vary, age]), f"{failure}\n  - header Server is Flask\nWhere: GET http://h/a")
        is None
    )


def test_headers_that_are_all_missing_explain_each_of_them() -> None:
    missing = deviation("header Vary, Retry-After, Age", "required")
    lines = "\n  - header Age is missing\n  - header Vary is missing"
    known = KnownCauses([missing])
    assert cause_of(known, f"Expected the headers.\nGot one that differs:{lines}") is missing
    assert cause_of(known, "Expected header Retry-After.\nGot a response without Retry-After") is missing
    assert (
        cause_of(known, f"Expected the headers.\nGot one that differs:{lines}\n  - header Server is missing")
        is None
    )
    assert cause_of(known, "Expected header Server.\nGot a response without Server") is None


def test_a_method_that_is_not_refused_is_a_deviation_of_what_the_api_does_not_have() -> None:
    deviations = [
        Cause(CauseKind.DEVIATION, f"{subject} {status}: …", "…", "…", "…", status=status, place="status")
        for subject, status in (("Any unknown path or method", 204), ("GET /health", 200))
    ]
    refused = "Expected the method to be refused with 405, or with 403 Missing Authentication Token.\nGot"
    assert cause_of(KnownCauses(deviations), f"{refused} 204 No Content: (no body)") is deviations[0]
    of_one_route = "Expected a response to refuse the method with 405, or as the gateway does.\nGot"
    assert cause_of(KnownCauses(deviations), f"{of_one_route} 204 No Content: (no body)") is deviations[0]
    assert cause_of(KnownCauses(deviations), f"{refused} 200 OK: {{}}") is None
    assert cause_of(KnownCauses(deviations), "Expected status 403.\nGot 204 No Content: (no body)") is None
