"""What reveals internal details, and what does not."""

from typing import Any

import pytest
import requests
from werkzeug.serving import WSGIRequestHandler
from werkzeug.wrappers import Response

from ManuelAPI import ManuelAPI
from ManuelAPI.internals import revealed_internals


@pytest.fixture
def keywords(environment: Any, monkeypatch: pytest.MonkeyPatch) -> ManuelAPI:
    monkeypatch.setattr(WSGIRequestHandler, "version_string", lambda _: "api")
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    return library


def look_at(api: Any, keywords: ManuelAPI, text: str, headers: dict[str, str] | None = None) -> None:
    api.answer = lambda _: Response(f'{{"error": {text!r}}}', 400, headers)
    keywords.send_request("GET", "/api/user/usage")
    keywords.response_should_reveal_nothing()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Traceback (most recent call last)", "a stack trace"),
        ('File "/var/task/app.py", line 12', "a stack trace"),
        ("KeyError: question", "the name of an exception"),
        ("ProvisionedThroughputExceededException", "the name of an exception"),
        ("An error occurred (AccessDenied) when calling", "the text of an AWS error"),
        ("arn:aws:s3:::manuals", "an ARN"),
        ("s3://some-bucket/key", "an address in S3"),
        ("account 123456789012 is", "an AWS account"),
        ("AKIAIOSFODNN7EXAMPLE", "an access key"),
        ("table manuel-usage-prod", "the name of a resource"),
        ("/var/task/handler", "the path of a file"),
        ("botocore 1.44", "a library"),
        ("SQLSTATE 42000", "a database's words"),
        ("http://127.0.0.1:8000", "an internal address"),
        ("eyJhbGciOiJSUzI1NiJ9", "a token"),
    ],
)
def test_internal_details_are_found(api: Any, keywords: ManuelAPI, text: str, what: str) -> None:
    with pytest.raises(AssertionError, match=what):
        look_at(api, keywords, text)


@pytest.mark.parametrize(
    "text",
    [
        "question: it is missing",
        "There is no manual with this id.",
        "5a2e7f4e-8a4c-4b0f-9f6e-123456789012",
        "Internal server error",
        "The daily quota of 50 requests is used up; it starts anew on 2026-11-23 (UTC).",
    ],
)
def test_an_ordinary_error_reveals_nothing(api: Any, keywords: ManuelAPI, text: str) -> None:
    look_at(api, keywords, text)


@pytest.mark.parametrize(
    ("body", "accounts"),
    [
        ('{"request_id": "abd34e99518249a799914624171dbc7e"}', []),
        ('{"job_id": "799914624171DBC7"}', []),
        ('{"id": "5a2e7f4e-8a4c-4b0f-9f6e-799914624171"}', []),
        ('{"size": 1799914624171}', []),
        ('{"request_id": "799914624171"}', ["an AWS account: '799914624171'"]),
        ('{"message": "account_id=799914624171"}', ["an AWS account: '799914624171'"]),
        ('{"account": 799914624171}', ["an AWS account: '799914624171'"]),
        (r'{"message": "Denied for\n799914624171"}', ["an AWS account: '799914624171'"]),
        (r'{"message": "account\u003d799914624171"}', ["an AWS account: '799914624171'"]),
        ('{"role": "arn%3Aaws%3Aiam%3A%3A799914624171%3Arole"}', ["an AWS account: '799914624171'"]),
    ],
)
def test_digits_within_a_longer_word_are_no_account(environment: Any, body: str, accounts: list[str]) -> None:
    response = requests.Response()
    response._content = body.encode()
    assert revealed_internals(response) == accounts


def test_only_links_to_manuals_may_lead_to_a_bucket(api: Any, keywords: ManuelAPI) -> None:
    address = "https://manuel-manuals-123456789012.s3.amazonaws.com/a.pdf?X-Amz-Signature=0"
    api.answer = lambda _: Response(f'{{"sources": [{{"pdf_url": "{address}"}}]}}')
    keywords.send_request("GET", "/api/user/usage")
    keywords.response_should_reveal_nothing()
    with pytest.raises(AssertionError, match="the name of a resource"):
        look_at(api, keywords, f"{address} does not reply")


@pytest.mark.parametrize(
    ("headers", "what"),
    [
        (
            {"X-Powered-By": "Express"},
            "Expected no header X-Powered-By that says what the backend is made of",
        ),
        ({"Server": "Werkzeug/3.1 Python/3.11"}, "Werkzeug/3.1 Python"),
    ],
)
def test_revealing_headers_are_found(
    api: Any, keywords: ManuelAPI, headers: dict[str, str], what: str
) -> None:
    with pytest.raises(AssertionError, match=what):
        look_at(api, keywords, "bad", headers)
