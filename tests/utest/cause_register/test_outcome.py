"""What failure messages say, and which of them are the same."""

import pytest

from cause_register import Cause, CauseKind, Example, KnownCause
from cause_register.outcome import Outcome, outcome_of_cause, outcome_of_failure
from cause_register.reasons import reason_of_failure

PATHS = {"/api/query": "/api/query", "/api/manuals/7": "/api/manuals/{id}"}


def outcome(message: str) -> Outcome:
    return outcome_of_failure(message, PATHS.get)


FROM = "From: POST https://api.example/prod/api/query, request id r-1, trace id Root=1-2, 12 ms"
REFUSED = """Expected status 200.
Got 500 Internal Server Error: {"error_type": "internal_error", "request_id": "one"}
Where: POST https://api.example/prod/api/query?x=1, request id r-1, trace id Root=1-2, 12 ms
AWS calls of the request:
  dynamodb.GetItem attempt 1: 200, 1 ms
  bedrock-runtime.InvokeModel attempt 1: 429 ThrottlingException, 1 ms, by fault rule throttled
Hint: Search the backend's log for this request id."""


def test_a_response_is_known_by_its_operation_status_and_type_of_error() -> None:
    assert outcome(REFUSED).title == (
        "POST /api/query: expected status 200, got 500 Internal Server Error internal_error"
    )


def test_a_forged_token_is_answered_in_one_way_whether_or_not_the_type_of_the_error_is_shown() -> None:
    where = "Where: GET https://api.example/api/manuals/7, request id r-1"
    forged, listed = (
        "Expected status 401 for the forged token 'a' (signature).",
        "Expected status 401 for the forged token 'b' (signature).",
    )
    shown = f'{forged}\nGot 503 Service Unavailable: {{"error_type": "service_unavailable"}}\n{where}'
    said = "GET /api/manuals/{id}: expected status 401 for the forged token … (signature), got 503 Service Unavailable"
    assert reason_of_failure(shown, PATHS.get) == said
    assert reason_of_failure(f"{listed}\nGot 503 Service Unavailable\n{where}", PATHS.get) == said
    assert reason_of_failure(shown.replace(" for the forged token 'a' (signature)", ""), PATHS.get).endswith(
        "Unavailable service_unavailable"
    )


def test_tokens_with_other_flaws_are_accepted_for_other_reasons() -> None:
    where = "Where: GET https://api.example/api/manuals/7, request id r-1"
    accepted = [
        f"Expected status 401 for the forged token '{name}' ({flaw}).\nGot 200 OK: {{}}\n{where}"
        for name, flaw in (
            ("alg-none", "signature"),
            ("expired", "expiry"),
            ("token-use-changed", "token use"),
        )
    ]
    assert len({outcome(message) for message in accepted}) == 3
    assert len({reason_of_failure(message, PATHS.get) for message in accepted}) == 3


def test_names_are_no_values() -> None:
    missing = [f"Expected a response that has '{name}'.\nGot 200 OK: {{}}" for name in ("usage", "answer")]
    unused = [f"Failure '{name}' was active but hit nothing." for name in ("throttled", "timeout")]
    assert outcome(missing[0]).expected == "a response that has usage"
    assert outcome(unused[0]).got == "Failure throttled was active but hit nothing"
    assert len({outcome(message) for message in missing + unused}) == 4


def test_the_example_has_ids_aws_calls_and_faults() -> None:
    example = outcome(REFUSED).example
    assert (example.request_id, example.trace_id, example.faults) == ("r-1", "Root=1-2", ("throttled",))
    assert example.aws_calls[0] == "dynamodb.GetItem attempt 1: 200, 1 ms"
    assert len(example.aws_calls) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Expected growth by 1 from 2.\nGot growth by 3", "Expected growth by 1 from 5.\nGot growth by 7"),
        ("Expected 'a' to be listed.\nGot ['b']", "Expected 'c' to be listed.\nGot ['d']"),
        (
            "Expected an item with id=12, got none (waited 1 s).",
            "Expected an item with id=x-y, got none (waited 5 s).",
        ),
        (
            "Setup failed:\nExpected status 200.\nGot 404 Not Found: a",
            "Expected status 200.\nGot 404 Not Found: b",
        ),
        (
            "Several failures occurred:\n\n1) Expected status 200.\nGot 404 Not Found: a\n\n2) Other",
            "Expected status 200.\nGot 404 Not Found",
        ),
        (
            'Expected a manual.\nGot one that differs:\n  - status is "a"\nWhere: GET http://h/api/manuals/7, request id 1',
            'Expected a manual.\nGot one that differs:\n  - status is "b"\nWhere: GET http://h/api/manuals/7, request id 2',
        ),
        ("Setup failed:\nConnectionError: port 1", "ConnectionError: port 2"),
        (
            "Expected no object * in bucket b, got a/one.wav.",
            "Expected no object * in bucket b, got a/two.wav, a/three.wav and 18 more (waited 5 s).",
        ),
        (
            "Expected queue errors to be empty, got 3 messages:\n  7\n  7\n  7",
            "Expected queue errors to be empty, got 2 messages:\n  8\n  9",
        ),
        (
            "Expected topic errors to have published 0 messages, got 1.\nMessages since the test began:\n  7",
            "Expected topic errors to have published 0 messages, got 2.\nMessages since the test began:\n  8\n  9",
        ),
    ],
)
def test_failures_that_differ_in_values_are_the_same(one: str, other: str) -> None:
    assert outcome(one) == outcome(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Expected status 200.\nGot 404 Not Found", "Expected status 201.\nGot 404 Not Found"),
        ("Expected status 200.\nGot 404 Not Found", "Expected status 200.\nGot 403 Forbidden"),
        (REFUSED, REFUSED.replace("internal_error", "timeout")),
        (REFUSED, REFUSED.replace("/api/query", "/api/manuals/7")),
        (
            'Expected a manual.\nGot one that differs:\n  - status is "a"',
            'Expected a manual.\nGot one that differs:\n  - size is "a"',
        ),
    ],
)
def test_failures_that_differ_in_more_than_values_are_not_the_same(one: str, other: str) -> None:
    assert outcome(one) != outcome(other)


def test_an_operation_has_the_contracts_path_below_any_base_path() -> None:
    message = "Expected status 200.\nGot 404 Not Found\nWhere: GET http://host/v1/api/manuals/7?a=b, request id 1, 3 ms"
    assert outcome(message).operation == "GET /api/manuals/{id}"


def test_what_the_user_pool_refuses_is_known_by_its_operation() -> None:
    one, other = (
        outcome(
            f"Expected {user}@example.com to be confirmed.\nGot ExpiredCodeException from Cognito: Ask again.\n"
            "Where: ConfirmSignUp at user pool eu-west-1_7, request id 1"
        )
        for user in ("a", "b.c")
    )
    assert (
        one.reason
        == other.reason
        == (
            "ConfirmSignUp of the user pool: expected … to be confirmed, got ExpiredCodeException from Cognito: Ask again"
        )
    )


def test_a_method_in_small_letters_is_a_request() -> None:
    message = "Expected status 405.\nGot 200 OK\nWhere: options http://host/api/query, request id 1, 3 ms"
    assert outcome(message).operation == "options /api/query"


def test_paths_that_the_api_does_not_have_are_one_operation() -> None:
    one, other = (
        outcome(f"Expected status 403.\nGot 404 Not Found\nWhere: {request}, request id 1, 3 ms")
        for request in ("GET http://host/no/such/path", "POST http://host/v1/API/query")
    )
    assert one.reason == other.reason
    assert one.operation == "Any unknown path or method"


def test_a_failure_of_an_operation_is_the_cause_that_blocks_others() -> None:
    cause = Cause(
        CauseKind.UNUSABLE,
        reason="POST /api/query 404",
        title="POST /api/query: expected 200, got 404",
        expected="status 200 of POST /api/query",
        got="404 Not Found: {}",
        operation="POST /api/query",
    )
    failure = "Expected status 200.\nGot 404 Not Found: <html>\nWhere: POST http://host/api/query, request id 1, 3 ms"
    assert outcome_of_cause(KnownCause(cause, "A.Test", Example())) == outcome(failure)


def test_a_very_long_message_is_searched_at_its_beginning() -> None:
    long = "Expected this.\nGot that\n" + "a: expected " * 100_000
    assert outcome(long) == outcome("Expected this.\nGot that\n")


FIRST, SECOND = "4f1c2a90-1111-4222-8333-0123456789ab", "4f1c2a90-2222-4222-8333-0123456789ab"


def leftover(kept: str, where: str = "in bucket audio") -> str:
    return outcome(f"Expected no object audio/{FIRST}/* {where}, got {kept}.").reason


def test_what_is_left_where_nothing_should_be_is_an_outcome_without_a_request() -> None:
    assert leftover(f"audio/{FIRST}/{SECOND}.wav") == (
        "Expected no object audio/…/* in bucket audio, got audio/…/…"
    )


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        ("queue errors to be empty, got 2 messages", "Expected no message in queue errors, got some"),
        ("queue errors to hold 0 messages, got 2", "Expected no message in queue errors, got some"),
        ("topic news to have published 0 messages, got 1", "Expected no message of topic news, got some"),
        ("queue errors to hold 1 message, got 2", ""),
    ],
)
def test_messages_that_are_left_are_an_outcome_without_a_request(failure: str, reason: str) -> None:
    assert outcome(f"Expected {failure}.").reason == reason


def test_it_is_the_same_however_much_is_left() -> None:
    one = leftover(f"audio/{FIRST}/{SECOND}.wav")
    assert leftover(f"audio/{FIRST}/{SECOND}.wav, audio/{SECOND}/{FIRST}.wav") == one
    assert leftover(f"audio/{FIRST}/{SECOND}.m4a, audio/{SECOND}/{FIRST}.flac and 18 more") == one
    assert leftover(f"audio/{FIRST}/{SECOND}.wav", "in bucket manuals") != one
    assert leftover("notes.txt") != one


def test_what_is_missing_says_nothing_about_the_request_that_it_is_an_effect_of() -> None:
    assert outcome("Expected an object audio/a.wav in bucket audio, got none.").reason == ""


def test_what_a_user_pool_should_have_refused_is_an_outcome_whoever_the_user_is() -> None:
    accepted = "Expected not {} to set a new password.\nGot a success: Cognito accepted it."
    reason = outcome(accepted.format("a@example.com")).reason
    assert reason == "Expected not … to set a new password, got a success: Cognito accepted it"
    assert outcome(accepted.format("b@example.com")).reason == reason
    assert outcome(accepted.format("b@example.com").replace("set", "know")).reason != reason


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("Expected again.question to be 'How?'.\nGot 'Why?'", "question is another"),
        (
            "answers[0].score: Expected a number of at least 5.\nGot 1.",
            "score is too small",
        ),
        ("Expected answer.sources[0] to exist.\nGot a value without it: …", "there is nothing in sources"),
        ("Expected a message in queue errors, got none.", "expected a message in queue errors, got none"),
    ],
)
def test_a_failure_about_a_value_is_one_of_the_response_that_it_came_with(said: str, reason: str) -> None:
    assert outcome(f"{said}\n{FROM}").reason == f"POST /api/query: {reason}"
    assert outcome(f"{said}\n{FROM}").example.request_id == "r-1"
    assert outcome(said).reason == ""


def test_what_is_left_is_known_by_its_resource_whichever_response_its_id_came_with() -> None:
    left = "Expected no object audio/7/* in bucket audio, got audio/7/a.wav."
    assert outcome(f"{left}\n{FROM}").reason == outcome(left).reason != ""


def test_a_number_that_differs_counts_by_its_direction() -> None:
    usage = "Expected usage with daily={}, a=1.\nGot one that differs:\n  - daily is {}\nWhere: POST https://a/api/query"
    few, fewer, none, many = (
        outcome(usage.format(*pair)).reason for pair in ((10, 2), (9, 4), (3, 0), (3, 4))
    )
    assert few == fewer == "POST /api/query: daily is too small"
    assert len({few, none, many}) == 3


USAGE = "Expected usage with {0}={1}.\nGot one that differs:\n  - {0} is {2}\nWhere: {3}, request id 1"
QUERY, MANUAL = "POST https://a/api/query", "GET https://a/api/manuals/7"


def test_what_several_operations_show_is_wrong_once() -> None:
    day, same_day, more, month, broken_down = (
        outcome(USAGE.format(*said)).reason
        for said in (
            ("usage.daily_used", 3, 1, QUERY),
            ("quotas.daily.used", 9, 2, MANUAL),
            ("usage.daily_used", 3, 4, QUERY),
            ("usage.monthly_used", 3, 1, QUERY),
            ("breakdown.query", 3, 1, QUERY),
        )
    )
    assert day == same_day == "Any response: the count of the day is too small"
    assert more == "Any response: the count of the day is too large"
    assert month == "Any response: the count of the month is too small"
    assert broken_down == "POST /api/query: breakdown.query is too small"


def test_simultaneous_requests_are_known_by_the_statuses_that_none_should_have() -> None:
    refused, again, other, wrong_share = (
        outcome(f"Expected the statuses {expected}.\nGot {got}\nWhere: {QUERY}, request id 1").reason
        for expected, got in (
            ("200 (9 times)", "200 (2 times), 429 (7 times)"),
            ("200 (5 times), 409 (4 times)", "429 (9 times)"),
            ("200 (9 times)", "200 (2 times), 503 (7 times)"),
            ("200 (1 times), 404 (2 times)", "200 (2 times), 404 (1 times)"),
        )
    )
    assert refused == again == "POST /api/query: expected no 429 among simultaneous requests"
    assert other == "POST /api/query: expected no 503 among simultaneous requests"
    assert wrong_share.endswith(
        "expected the statuses 200 (1 times), 404 (2 times), got 200 (2 times), 404 (1 times)"
    )


UNEXPLAINED_503 = "Any request: expected a success, got 503 although no AWS call has failed"


@pytest.mark.parametrize(
    ("expected", "got", "calls", "is_unexplained"),
    [
        (
            "status 201",
            '503 Service Unavailable: {"error_type": "service_unavailable"}',
            ["s3.PutObject attempt 1: 200, 1 ms"],
            True,
        ),
        ("status 200", "503 Service Unavailable: {}", ["none"], True),
        ("the statuses 201 (21 times)", "503 (21 times)", ["s3.PutObject attempt 1: 200, 1 ms"], True),
        (
            "status 200",
            "503 Service Unavailable: {}",
            [
                "dynamodb.UpdateItem attempt 1: 400 ConditionalCheckFailedException, 1 ms",
                "s3.PutObject attempt 1: 204, 1 ms",
            ],
            True,
        ),
        (
            "status 200",
            "503 Service Unavailable: {}",
            ["s3.PutObject attempt 1: 200, 1 ms", "s3.PutObject attempt 1: 503, 1 ms"],
            False,
        ),
        (
            "status 200",
            "503 Service Unavailable: {}",
            ["s3.PutObject attempt 1: 200, 1 ms, by fault rule slow"],
            False,
        ),
        ("status 200", "503 Service Unavailable: {}", ["s3.PutObject attempt 1: no response, 1 ms"], False),
        ("status 200", "503 Service Unavailable: {}", [], False),
        ("status 200", "504 Gateway Timeout: {}", ["none"], False),
        ("status 400", "503 Service Unavailable: {}", ["none"], False),
        ("the statuses 201 (21 times)", "503 (20 times), 504 (1 times)", ["none"], False),
    ],
)
def test_a_dependency_that_has_not_failed_is_said_once_to_be_unavailable(
    expected: str, got: str, calls: list[str], is_unexplained: bool
) -> None:
    listed = "\nAWS calls of the request:" + "".join(f"\n  {call}" for call in calls) if calls else ""
    failure = f"Expected {expected}.\nGot {got}\nWhere: {QUERY}, request id 1{listed}\nHint: Search."
    assert (reason_of_failure(failure, PATHS.get) == UNEXPLAINED_503) is is_unexplained


def test_a_request_that_has_left_no_record_is_known_by_where_it_should_be() -> None:
    queue, same_queue, topic, table, same_table, other_table, some, of_a_user, again, same_again = (
        outcome(f"Expected {said}\nDifferences in the nearest of 9: request_id=b\n{FROM}").reason
        for said in (
            "queue errors to hold 1 message with request_id=a, service=s3, got 0 (waited 5 s).",
            "queue errors to hold 1 message with user_id=a, request_id=b, operation=GetItem, got 0 (waited 5 s).",
            "topic errors to have published 1 message with request_id=a, got 0 (waited 5 s).",
            "an item with request_id=a, exception.type=b in table errors, got none (waited 5 s).",
            "an item with request_id=b in table errors, got none.",
            "an item with request_id=b in table usage, got none.",
            "queue errors to hold 2 messages with request_id=a, got 1 (waited 5 s).",
            "an item with user_id=b in table errors, got none.",
            "topic errors to have published 1 message with request_id=a, user_id=b, got 2 (waited 5 s).",
            "topic errors to have published 1 message with request_id=b, got 12.",
        )
    )
    assert queue == same_queue == "Expected a record of the request in queue errors, got none"
    assert topic == "Expected a record of the request in topic errors, got none"
    assert table == same_table == "Expected a record of the request in table errors, got none"
    assert other_table == "Expected a record of the request in table usage, got none"
    assert some == "POST /api/query: expected queue errors to hold 2 messages with request_id=…, got 1"
    assert of_a_user == "POST /api/query: expected an item with user_id=… in table errors, got none"
    assert again == same_again == "Expected one record of the request in topic errors, got several"


@pytest.mark.parametrize(
    "lacking", ["with a human-readable message", "that says in how many seconds to try again"]
)
def test_what_no_error_says_is_reported_once(lacking: str) -> None:
    one, other = (
        outcome(f"Expected an error {lacking}.\nGot {got}\nWhere: {where}, request id 1").reason
        for got, where in (("'timeout'", QUERY), ("'validation_error'", "GET http://h/api/user/usage"))
    )
    assert one == other == f"Any error: expected one {lacking}"


def test_a_user_who_is_not_counted_on_the_day_is_an_outcome_without_a_request() -> None:
    one, other, elsewhere = (
        outcome(f"Expected an item for {user} and today in table {table}.\nGot none.\nHint: …").reason
        for user, table in ((FIRST, "usage"), (SECOND, "usage"), (FIRST, "costs"))
    )
    assert one == other == "Expected an item for … and today in table usage, got none"
    assert elsewhere != one


def test_a_manual_is_a_value_whatever_it_is_called() -> None:
    one, other, renamed = (
        outcome(f"Expected {said} (a-7) to be listed.\nGot nothing\n{FROM}").reason
        for said in ("manual oven.pdf", "manual not-to-be-changed.pdf", "recording oven.wav")
    )
    assert one == other != renamed


def test_a_metric_is_known_by_its_name_whichever_request_came_last() -> None:
    wrong = "Expected Sum of metric Errors to be 3, got 1 (waited 10 s).\nNamespace Manuel has: …"
    assert outcome(wrong).reason == outcome(f"{wrong}\n{FROM}").reason == "Sum of metric Errors is too small"


def test_an_internal_detail_is_revealed_once_whichever_response_has_it() -> None:
    bucket, in_another, in_several, other = (
        outcome(
            f"Expected a response {said}.\nGot one that differs:\n  - the resource '{name}'\nWhere: {where}"
        ).reason
        for said, name, where in (
            ("without internal details", "manuals-7", QUERY),
            ("without internal details", "manuals-7", MANUAL),
            ("to reveal no internal details", "manuals-7", MANUAL),
            ("without internal details", "audio-7", QUERY),
        )
    )
    assert bucket == in_another == in_several == "Any response: the resource 'manuals-7' is revealed"
    assert other != bucket


def test_a_manual_that_is_not_indexed_has_failed_whoever_looks() -> None:
    waited = outcome(
        f"Expected manual oven.pdf (a-7) to be indexed.\nGot a failed ingestion\nWhere: {MANUAL}"
    ).reason
    looked = outcome(
        f'Expected a manual with status=ready, pages=7.\nGot one that differs:\n  - status is "failed"\nWhere: {MANUAL}'
    ).reason
    unfinished, longer = (
        outcome(
            f"Expected manual oven.pdf (a-7) to be indexed.\nGot status processing (waited {time})\nWhere: {MANUAL}"
        ).reason
        for time in ("10 s", "30 s")
    )
    assert waited == looked == "GET /api/manuals/{id}: status is failed"
    assert unfinished == longer == "GET /api/manuals/{id}: status is processing"


def test_it_does_not_matter_how_long_a_test_has_waited() -> None:
    short, long = (
        outcome(f"Expected an ingestion job for manual a-7, got none (waited {time}).\n{FROM}").reason
        for time in ("1 s", "30.5 s")
    )
    assert short == long != ""


def test_a_failure_that_cannot_be_brought_about_is_an_outcome_without_a_request() -> None:
    never = "Expected failure {} to happen: after 5 x send_query, status 503 from send_query.\nGot 200"
    one, again, other = (
        outcome(said).reason
        for said in (
            never.format("breaker"),
            f"{never.format('breaker')}\nHint: Look.",
            never.format("quota"),
        )
    )
    assert one == again != other
    assert one.startswith("Expected failure breaker to happen")


def test_what_is_never_called_is_one_failure_unless_it_may_be_called_for_several_things() -> None:
    def reason(call: str, counts: str, got: str) -> str:
        calls = "AWS calls since the test began:\n1  dynamodb.GetItem  1  200"
        return outcome(f"Expected {counts} of {call}, got {got} (waited 1 s).\n{calls}").reason

    search = "bedrock-agent-runtime.Retrieve"
    never = reason(search, "1 call, 2 attempts, 1 error", "0 calls, 0 attempts, 0 errors")
    assert never == reason(search, "3 calls", "0 calls") == f"{search}: expected a call, got none"
    assert reason("transcribe.StartTranscriptionJob", "1 call", "0 calls") not in (never, "")
    assert reason("dynamodb.UpdateItem", "1 call", "0 calls") == ""
    assert reason(search, "1 call, 2 attempts", "1 call, 1 attempt") != never


def test_failures_are_known_by_how_many_requests_they_hit_whatever_they_are() -> None:
    model, table, fewer, none = (
        outcome(f"Failure {name}: expected hits on {wanted} requests, got {got}.").reason
        for name, wanted, got in (
            ("broken model", 1, 3),
            ("error AccessDenied on writes of table a with key *b*", 1, 3),
            ("broken model", 3, 1),
            ("broken model", 1, 0),
        )
    )
    assert model == table == "Failures hit 3 requests in place of 1"
    assert fewer not in (model, "")
    assert none == ""


def test_where_there_are_no_metrics_no_other_metric_is_missing_as_well() -> None:
    missing = "Expected Sum of metric {} to be 1, got no value since the test began (waited 10 s).\nNamespace Manuel has {}"
    without = [
        reason_of_failure(missing.format(metric, "no metrics."), PATHS.get)
        for metric in ("Requests", "Errors")
    ]
    assert without == ["Namespace Manuel: expected metrics, got none"] * 2
    others = reason_of_failure(missing.format("Requests", "Errors (Stage=local)"), PATHS.get)
    assert others == "Sum of metric Requests is too small"


def test_what_the_log_says_is_one_thing_whichever_line_says_it() -> None:
    served = "Expected a log without id_token, question.\nGot one with:\n  - question: asked <question>"
    refused = f"Expected a log without question, token.\nGot one with:\n  - question: no <question>\n{FROM}"
    said = "The log: expected no question, got a line with one"
    assert [reason_of_failure(failure, PATHS.get) for failure in (served, refused)] == [said, said]
    assert reason_of_failure(served.replace("- question", "- id_token"), PATHS.get) != said
