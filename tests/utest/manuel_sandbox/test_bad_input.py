"""Invalid requests: a 4xx that names the field, never a failure, and never charged."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from support.reference_backend import AUDIO, MANUALS, Backend, User, encoded

GOOD_BODIES: dict[str, dict[str, Any]] = {
    "/api/query": {"question": "How do I descale it?"},
    "/api/transcribe": {
        "audio_data": encoded(AUDIO / "how-do-i-descale-it.wav"),
        "content_type": "audio/wav",
        "filename": "question.wav",
    },
    "/api/manuals/upload": {
        "file_name": "thermostat.pdf",
        "file_data": encoded(MANUALS / "thermostat.pdf"),
        "content_type": "application/pdf",
    },
    "/api/manuals/download": {"url": "https://manuals.example.com/kettle.pdf", "filename": "kettle.pdf"},
}
SPOKEN = {"file_data": encoded(AUDIO / "how-do-i-descale-it.wav"), "content_type": "audio/wav"}
FIELDS = [(path, name) for path, body in GOOD_BODIES.items() for name in body] + [
    ("/api/query", name) for name in SPOKEN
]
WRONG_VALUES = [None, 1, 1.5, True, [], ["x"], {}, {"$ne": None}, ""]
NOT_BASE64: dict[str, Callable[[str], str]] = {
    "other characters": lambda _: "####",
    "letters outside ASCII": lambda good: f"{good}Übel",
    "extra character": lambda good: f"{good}A",
    "missing character": lambda good: good[:-1],
    "superfluous padding": lambda good: f"{good}=",
    "missing padding": lambda good: f"{good}AA",
    "meaningless bits": lambda good: f"{good}AB==",
    "blank": lambda good: f"{good[:8]} {good[8:]}",
    "line end": lambda good: f"{good[:8]}\n{good[8:]}",
    "URL-safe alphabet": lambda good: good.replace("+", "-").replace("/", "_"),
    "data URL": lambda good: f"data:audio/wav;base64,{good}",
}
"""Wrong ways to encode a recording; a lenient decoder would accept most of them."""
NOT_OBJECTS = {
    "empty": b"",
    "null": b"null",
    "list": b"[]",
    "string": b'"x"',
    "number": b"1",
    "true": b"true",
}
NOT_JSON = {
    "cut off": b'{"question": "x"',
    "trailing comma": b'{"question": "x",}',
    "single quotes": b"{'question': 'x'}",
    "NaN": b'{"question": NaN}',
    "infinity": b'{"question": -Infinity}',
    "duplicate": b'{"question": "x", "question": "y"}',
    "byte order mark": b'\xef\xbb\xbf{"question": "x"}',
    "UTF-16": '{"question": "x"}'.encode("utf-16"),
    "not UTF-8": b'{"question": "\xff"}',
    "very deep": b'{"question": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "long number": b'{"question": ' + b"9" * 10_000 + b"}",
}
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("path", GOOD_BODIES)
@pytest.mark.parametrize("body", NOT_OBJECTS.values(), ids=NOT_OBJECTS)
def test_a_body_that_is_not_an_object_is_rejected(user: User, path: str, body: bytes) -> None:
    refused = user.call("POST", path, data=body, headers=JSON)
    assert (refused.status_code, refused.json()["error_type"]) == (400, "invalid_json")


@pytest.mark.parametrize("body", NOT_JSON.values(), ids=NOT_JSON)
def test_a_body_that_is_not_valid_json_is_rejected(user: User, body: bytes) -> None:
    refused = user.call("POST", "/api/query", data=body, headers=JSON)
    assert refused.status_code == 400
    assert user.used_today() == 0


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        (path, name, value)
        for path, name in FIELDS
        for value in WRONG_VALUES
        if (name, value) != ("content_type", "")
    ],
)
def test_each_field_must_have_its_type(user: User, path: str, name: str, value: Any) -> None:
    good = SPOKEN if name in SPOKEN and path == "/api/query" else GOOD_BODIES[path]
    refused = user.post(path, good | {name: value})
    assert refused.status_code == 400
    assert name in {problem["field"] for problem in refused.json()["details"]}
    assert name in refused.json()["error"]


@pytest.mark.parametrize("path", [path for path, name in FIELDS if name == "content_type"])
def test_an_empty_media_type_of_a_file_is_not_supported(user: User, path: str) -> None:
    good = SPOKEN if path == "/api/query" else GOOD_BODIES[path]
    refused = user.post(path, good | {"content_type": ""})
    assert refused.status_code == 415
    assert "content_type" in {problem["field"] for problem in refused.json()["details"]}


@pytest.mark.parametrize(("path", "name"), [field for field in FIELDS if field[1] != "filename"])
def test_required_fields_must_not_be_missing(user: User, path: str, name: str) -> None:
    good = SPOKEN if name in SPOKEN and path == "/api/query" else GOOD_BODIES[path]
    refused = user.post(path, {key: value for key, value in good.items() if key != name})
    assert refused.status_code == 400
    assert refused.json()["details"] == [{"field": name, "message": "it is missing"}]


@pytest.mark.parametrize("path", GOOD_BODIES)
@pytest.mark.parametrize("name", ["user_id", "owner", "quota", "id", "status", "is_admin"])
def test_unknown_fields_are_rejected(user: User, path: str, name: str) -> None:
    refused = user.post(path, GOOD_BODIES[path] | {name: "x"})
    assert refused.status_code == 400
    assert refused.json()["details"] == [{"field": name, "message": "it is not a known field"}]


@pytest.mark.parametrize(
    "question", ["", " ", "\t\n", "\u200b", "\ufeff", "a\u0000b", "a\u001bb", "x" * 1001], ids=ascii
)
def test_a_question_must_not_be_blank(user: User, question: str) -> None:
    body = json.dumps({"question": question}).encode()
    refused = user.call("POST", "/api/query", data=body, headers=JSON)
    assert (refused.status_code, refused.json()["details"][0]["field"]) == (400, "question")


def test_half_a_character_is_rejected(user: User) -> None:
    whole, half = b'{"question": "\\ud83d\\ude42?"}', b'{"question": "\\ud83d"}'
    assert user.call("POST", "/api/query", data=whole, headers=JSON).json()["question"] == "🙂?"
    assert user.call("POST", "/api/query", data=half, headers=JSON).status_code == 400


@pytest.mark.parametrize("question", ["x", "x" * 1000, "two\nlines", "🙂"], ids=ascii)
def test_any_other_question_is_answered(user: User, question: str) -> None:
    assert user.ask(question).status_code == 200


@pytest.mark.parametrize("written", NOT_BASE64.values(), ids=NOT_BASE64)
def test_audio_must_be_canonical_base64(user: User, written: Callable[[str], str]) -> None:
    data = written(encoded(AUDIO / "how-do-i-descale-it.wav"))
    refused = user.post("/api/transcribe", {"audio_data": data, "content_type": "audio/wav"})
    assert (refused.status_code, refused.json()["details"][0]["field"]) == (400, "audio_data")


@pytest.mark.parametrize(
    "name",
    [
        "../x.pdf",
        "a/b.pdf",
        "a\\b.pdf",
        "x\r\nSet-Cookie: a=b.pdf",
        'x".pdf',
        "x\u0000.pdf",
        "\u202efdp.exe",
        "...",
        " ",
        "x" * 256,
        "<script>.pdf",
    ],
    ids=ascii,
)
def test_a_file_name_must_be_a_plain_name(user: User, name: str) -> None:
    refused = user.post("/api/manuals/upload", GOOD_BODIES["/api/manuals/upload"] | {"file_name": name})
    assert (refused.status_code, refused.json()["details"][0]["field"]) == (400, "file_name")


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/xml",
        "multipart/form-data",
        "application/x-www-form-urlencoded",
        "",
        "application/json; charset=utf-16",
    ],
)
def test_a_body_with_another_media_type_is_rejected(user: User, content_type: str) -> None:
    body = json.dumps(GOOD_BODIES["/api/query"]).encode()
    refused = user.call("POST", "/api/query", data=body, headers={"Content-Type": content_type})
    assert refused.status_code == 415
    assert user.used_today() == 0


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", "Application/JSON;charset=UTF-8"]
)
def test_the_media_type_may_name_utf_8(user: User, content_type: str) -> None:
    body = json.dumps(GOOD_BODIES["/api/query"]).encode()
    assert (
        user.call("POST", "/api/query", data=body, headers={"Content-Type": content_type}).status_code == 200
    )


@pytest.mark.parametrize("limit", ["0", "-1", "101", "1000000000", "x", "", "1.0", "+5", "٣", "5 "])
@pytest.mark.parametrize("path", ["/api/manuals", "/api/ingestion/status", "/api/ingestion/files"])
def test_the_limit_of_a_page_is_from_1_to_100(user: User, path: str, limit: str) -> None:
    refused = user.get(path, params={"limit": limit})
    assert (refused.status_code, refused.json()["details"][0]["field"]) == (400, "limit")


def test_a_parameter_must_not_be_repeated(user: User) -> None:
    assert user.get("/api/manuals?limit=5&limit=10").status_code == 400
    assert user.get("/api/manuals?limit=5").status_code == 200


@pytest.mark.parametrize("token", ["", "x", "abc", "FF", "=", "../", "Ü", "00" * 257])
def test_an_invented_next_token_is_rejected(user: User, token: str) -> None:
    refused = user.get("/api/manuals", params={"next_token": token})
    assert (refused.status_code, refused.json()["details"][0]["field"]) == (400, "next_token")


@pytest.mark.parametrize("key", ["", "a b", "x" * 129, "ä".encode(), "a/b"])
def test_an_idempotency_key_must_be_plain(user: User, key: Any) -> None:
    refused = user.upload(headers={"Idempotency-Key": key})
    assert (refused.status_code, refused.json()["details"][0]["field"]) == (400, "Idempotency-Key")


def test_only_the_token_identifies_the_sender(backend: Backend, user: User) -> None:
    other = backend.user()
    headers = {
        "X-User-ID": user.user_id,
        "X-Amzn-Oidc-Data": user.user_id,
        "X-Forwarded-User": user.user_id,
        "X-Original-URL": "/api/manuals",
    }
    shown = other.get("/api/user/usage", params={"user_id": user.user_id}, headers=headers).json()
    assert shown["user_id"] == other.user_id


def test_rejections_reveal_nothing(backend: Backend, user: User) -> None:
    settings = backend.settings
    hidden = [settings.usage_table, settings.manuals_bucket, "Traceback", "botocore", "pydantic", 'File "']
    hidden += ["arn:aws", settings.aws_access_key_id or "", "127.0.0.1", settings.knowledge_base_id]
    refusals = [
        user.post("/api/query", {"question": 1}),
        user.post("/api/query", []),
        user.get("/api/manuals/x"),
        user.get("/nothing"),
        backend.call("GET", "/api/manuals"),
    ]
    for refusal in refusals:
        assert refusal.status_code >= 400
        assert not [word for word in hidden if word in refusal.text]
