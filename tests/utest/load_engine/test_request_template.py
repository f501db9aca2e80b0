from load_engine.request_template import RequestTemplate

REQUEST = RequestTemplate(
    "POST",
    "http://host/api?n={number}",
    {"Accept": "text/plain"},
    '{"question": "{number}?"}',
    tokens=("one", "two"),
)


def test_number_is_put_into_url_and_body() -> None:
    seventh = REQUEST.request_of(7)
    assert seventh.url == "http://host/api?n=7"
    assert seventh.body == b'{"question": "7?"}'


def test_tokens_take_turns() -> None:
    sent = [REQUEST.request_of(number).headers["Authorization"] for number in range(3)]
    assert sent == ["Bearer one", "Bearer two", "Bearer one"]


def test_request_without_a_token_has_no_authorization() -> None:
    assert RequestTemplate("GET", "http://host/", {"Accept": "x"}).request_of(0).headers == {"Accept": "x"}


def test_request_that_is_always_the_same_is_made_once() -> None:
    same = RequestTemplate("GET", "http://host/", tokens=("one",))
    assert same.request_of(0) is same.request_of(1)
    assert REQUEST.request_of(0) is not REQUEST.request_of(1)


def test_repr_contains_no_token() -> None:
    assert "one" not in repr(REQUEST)
    assert "one" not in repr(REQUEST.request_of(0))


def test_json_keeps_everything() -> None:
    again = RequestTemplate.from_json(REQUEST.to_json())
    assert again == REQUEST
