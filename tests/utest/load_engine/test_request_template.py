from load_engine.request_template import RequestTemplate

REQUEST = RequestTemplate(
    "POST",
    "http://host/api?n={number}",
    {"Accept": "text/plain"},
    '{"question": "{number}?"}',
    tokens=("one", "two"),
)


def test_number_is_put_into_url_and_body() -> None:
    assert REQUEST.url_of(7) == "http://host/api?n=7"
    assert REQUEST.body_of(7) == b'{"question": "7?"}'


def test_tokens_take_turns() -> None:
    sent = [REQUEST.headers_of(number)["Authorization"] for number in range(3)]
    assert sent == ["Bearer one", "Bearer two", "Bearer one"]


def test_request_without_a_token_has_no_authorization() -> None:
    assert RequestTemplate("GET", "http://host/", {"Accept": "x"}).headers_of(0) == {"Accept": "x"}


def test_repr_contains_no_token() -> None:
    assert "one" not in repr(REQUEST)


def test_json_keeps_everything() -> None:
    again = RequestTemplate.from_json(REQUEST.to_json())
    assert vars(again) == {**vars(REQUEST), "tokens": ["one", "two"]}
