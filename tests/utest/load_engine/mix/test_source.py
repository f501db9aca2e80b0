"""The requests of a mix."""

import json
from collections import Counter
from typing import Any

from load_engine.mix.model import LoadMix
from load_engine.mix.source import MixSource

MIX = {
    "name": "mix",
    "stages": ["10/s for 10 s"],
    "requests": [
        {"route": "/health", "weight": 3, "signed_in": False},
        {"route": "GET /api/manuals/{id}", "name": "one manual"},
        {
            "route": "POST /api/query",
            "body": {"question": "Where is {id}?", "number": "{number}", "page": "{page}"},
        },
    ],
}
ROWS = [{"id": "a b", "page": 7}, {"id": 'ä/"', "page": None}]


def source(tokens: tuple[str, ...] = ("first", "second"), **changes: Any) -> MixSource:
    mix = LoadMix.model_validate({**MIX, **changes})
    return MixSource(mix, ROWS, base_url="http://api/v1", tokens=tokens, timeout=30)


def numbers_of(made: MixSource, label: str) -> list[int]:
    return [number for number in range(200) if made.request_of(number).label == label]


def test_weights_are_kept() -> None:
    made = source()
    sent = Counter(made.request_of(number).label for number in range(10_000))
    assert 0.57 < sent["/health"] / 10_000 < 0.63
    assert 0.17 < sent["one manual"] / 10_000 < 0.23


def test_order_depends_on_the_seed_only() -> None:
    orders = [
        [made.request_of(number).label for number in range(50)]
        for made in (source(), source(), source(seed=1))
    ]
    assert orders[0] == orders[1] != orders[2]


def test_data_take_the_place_of_placeholders_row_after_row() -> None:
    made = source()
    urls = {number % 2: made.request_of(number).url for number in numbers_of(made, "one manual")}
    assert urls == {0: "http://api/v1/api/manuals/a%20b", 1: "http://api/v1/api/manuals/%C3%A4%2F%22"}


def test_values_in_bodies_keep_their_types_and_need_no_quoting() -> None:
    made = source()
    number = next(number for number in numbers_of(made, "POST /api/query") if number % 2)
    assert json.loads(made.request_of(number).body or b"") == {
        "question": 'Where is ä/"?',
        "number": number,
        "page": None,
    }


def test_tokens_take_turns_and_are_sent_only_where_they_should() -> None:
    made = source()
    for number in numbers_of(made, "one manual"):
        expected = f"Bearer {'second' if number % 2 else 'first'}"
        assert made.request_of(number).headers["Authorization"] == expected
    assert "Authorization" not in made.request_of(numbers_of(made, "/health")[0]).headers
    assert "Authorization" not in source(tokens=()).request_of(numbers_of(made, "one manual")[0]).headers


def test_renewed_tokens_are_sent() -> None:
    made = source()
    number = numbers_of(made, "one manual")[0]
    made.request_of(number)
    made.renew(["new"])
    assert made.request_of(number).headers["Authorization"] == "Bearer new"


def test_request_without_placeholder_is_made_once() -> None:
    made = source()
    first, second = numbers_of(made, "/health")[:2]
    assert made.request_of(first) is made.request_of(second)


def test_json_gives_the_same_requests() -> None:
    made = source()
    again = MixSource.from_json(json.loads(json.dumps(made.to_json())))
    assert [again.request_of(number) for number in range(50)] == [
        made.request_of(number) for number in range(50)
    ]
