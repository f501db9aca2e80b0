"""What is said in a form of words is read again as it was said."""

import pytest

from cause_register import forms
from cause_register.form import Form

TIME, LATER = "2026-11-28 06:30:00", "2026-11-28 06:30:01+00:00"
EXAMPLES = (
    forms.Unmet("status 200", "404 Not Found: {}"),
    forms.ExpectedStatus(404),
    forms.ExpectedStatus(401, "'alg-none'"),
    forms.ShownResponse(404, "Not Found", '{"error": "None: 7"}'),
    forms.ShownResponse(404, "Not Found not_found"),
    forms.ErrorToBe(413),
    forms.ErrorToBe(401, "Missing Authentication Token"),
    forms.ExpectedError(413),
    forms.ExpectedError(400, "validation_error"),
    forms.ErrorMember("message", "'It is \\'late\\'.'"),
    forms.WithoutMember("an answer", "sources"),
    forms.ExpectedFields("growth of the usage", "daily=1.0, status=OK"),
    forms.FieldFinding("sources.0.page_number", "7"),
    forms.NoField("sources.0.page_number"),
    forms.AnotherValue("answer.sources[0]", "['a', 'b.']", "['a']"),
    forms.AnotherLength("manuals", 1, 2),
    forms.NothingIn("answer[sources]", "[]"),
    forms.LoggedLine('{"status": "201"}', '{"status": 200}'),
    forms.FailedRequests("503", 4),
    forms.ExpectedCacheStatus("miss"),
    forms.ErrorThatSays(forms.THAT_SAYS_WHEN),
    forms.WrongCalls("a call", "s3.*", "none"),
    forms.HitNothing("'slow on table usage with key 7'"),
    forms.Attempt("bedrock-runtime.InvokeModel", 2, "429 ThrottlingException", 7, "throttled"),
    forms.Attempt("s3.PutObject", 1, "no response", 0),
    forms.EachDiffers(3, "have status 401 for the forged token 'alg-none'", 1),
    forms.EachDiffers(3, "be 404 not_found", 3, "GET /api/a:b, DELETE /api/c"),
    forms.StatusCount("429", 12),
    forms.WrongStatuses("200 (1 times), 404 (4 times)", "404 (5 times)"),
    forms.WrongBreaker("s3", "open", None, "closed", 4, 5),
    forms.WrongBreaker("s3", "half_open", 0, "closed", 4, 5),
    forms.Citations("oven.pdf, page 6; a.b.pdf, page None", "'So: \"press\".'"),
    forms.Citations("nothing, and says that it has found context", '"It\'s so."'),
    forms.Citation("oven, page 3.pdf", "6"),
    forms.Citation("oven.pdf", "None"),
    forms.NotCited("oven", 7, "one without sources: 'So.'"),
    forms.NotCited("oven", None, "one that cites oven.pdf, page 7: 'So.'"),
    forms.NotMentioned("descaling, tank", "one without sources: 'So.'"),
    forms.UnwantedSources("one that cites oven.pdf, page 6: 'So.'"),
    forms.Missing("answer.sources[0]", "Resolving variable '${answer.sources[0]}' failed: IndexError: 0"),
    forms.StepFailed("S3 is slow", "the steady state to hold", "Ask"),
    forms.NotIndexed("oven.pdf (a-7)", forms.FAILED_INGESTION),
    forms.WrongGrowth("a@b.example", 1, 4, -2, 2),
    forms.WrongUsage(3, 2),
    forms.NoItemOfToday("a@b.example", "usage"),
    forms.WrongTime(TIME, LATER, TIME),
    forms.WrongTime(TIME, LATER, TIME, "answers[0].timestamp"),
    forms.OldError(60, 1795989631, "1795989000.5"),
    forms.ExpectedTimestamp(TIME, LATER),
    forms.Timestamp(TIME),
    forms.OutOfBounds("at least 1 and less than 2.5", "-0.5"),
    forms.OutOfBounds("more than 1e-05", "none", "answers[0].score"),
    forms.NoIntegers("daily_queries 5.0, monthly_queries '7'"),
    forms.NoIntegers("daily_queries 5.0", "usage.current_usage"),
    forms.ConfidentialLog("question, token"),
    forms.ConfidentialLine("question", '{"said": "<question>"}'),
    forms.WrongMessages("queue errors", "hold", "2 messages", "a=1, request_id=7, got=5", 0),
    forms.WrongMessages("topic errors", "have published", "1 message", None, 12),
    forms.NoItem("a=1, request_id=7", "usage"),
    forms.UnwantedItem("a=1", "usage", '{"a": 1}'),
    forms.UnwantedMessages("dead-letter", "2 messages"),
    forms.UnwantedObjects("audio/*", "data", "audio/a.wav, audio/b.wav and 7 more"),
    forms.WrongMetric("Sum", "Requests", "3", forms.NO_VALUE),
    forms.WrongMetric("Average", "Latency", "1e+06", "0.25"),
    forms.NoMetrics("Manuel/Local"),
    forms.WrongCalls("2 calls, 3 attempts", "s3.*", "1 call, 1 attempt"),
    forms.WrongHits("s3 is slow", 2, 3),
    forms.ToBeTriggered("circuit_breaker_open", "after 5 x ask, status 503 from ask"),
    forms.NotTriggered("circuit_breaker_open", "after 5 x ask, status 503 from ask", 200),
    forms.AcceptedByCognito("not a@b.example to sign in"),
)


GENERAL = (forms.Unmet, forms.AnotherValue)
"""Forms that others are special cases of."""


@pytest.mark.parametrize("said", EXAMPLES, ids=repr)
def test_what_is_said_is_read_again(said: Form) -> None:
    assert type(said).read(str(said)) == said


@pytest.mark.parametrize("said", EXAMPLES, ids=repr)
def test_it_is_read_whatever_the_next_lines_are(said: Form) -> None:
    assert (
        type(said).read(f"{said}\n{forms.WHERE}GET http://a/b, request id 7\nHint: Expected nothing.") == said
    )


@pytest.mark.parametrize("said", EXAMPLES, ids=repr)
def test_no_other_form_that_begins_a_message_reads_it(said: Form) -> None:
    messages = [
        form
        for form in Form.__subclasses__()
        if form.WORDS.startswith(("Expected ", "[{subject}: ]Expected ")) and form not in GENERAL
    ]
    readers = [form for form in messages if form.read(str(said))]
    assert readers == [form for form in (type(said),) if form in messages]


def test_each_form_has_an_example() -> None:
    defined = {form for form in vars(forms).values() if isinstance(form, type) and issubclass(form, Form)}
    assert {type(said) for said in EXAMPLES} == defined - {Form}


def test_what_begins_otherwise_is_not_read() -> None:
    assert (
        forms.WrongUsage.read("In the end: Expected a daily usage of 3 after one more question.\nGot 2")
        is None
    )


def test_a_field_in_brackets_says_nothing_if_it_is_none() -> None:
    assert str(forms.NotCited("oven", None, "none")) == "Expected an answer that cites oven.\nGot none"
