"""Properties know what has been read of them."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from aws_stand_in.read_properties import ReadProperties

GIVEN = {"Name": "n", "Code": {"Bucket": "b", "Key": "k"}, "Tags": [{"Key": "a", "Value": "b"}]}


@pytest.fixture
def properties() -> ReadProperties:
    return ReadProperties(GIVEN)


def test_nothing_has_been_read_yet(properties: ReadProperties) -> None:
    assert properties == GIVEN
    assert list(properties.unread()) == ["Name", "Code", "Tags"]


@pytest.mark.parametrize(
    "read",
    [
        lambda given: given["Name"],
        lambda given: given.get("Name"),
        lambda given: given.pop("Name"),
        lambda given: given.setdefault("Name", "m"),
    ],
)
def test_what_is_looked_up_has_been_read(
    properties: ReadProperties, read: Callable[[dict[str, Any]], object]
) -> None:
    assert read(properties) == "n"
    assert list(properties.unread()) == ["Code", "Tags"]
    assert properties.has_read("Name")


@pytest.mark.parametrize("ask", [lambda given: "Name" in given, len, bool, lambda given: given.names])
def test_asking_what_there_is_reads_nothing(
    properties: ReadProperties, ask: Callable[[ReadProperties], object]
) -> None:
    assert ask(properties)
    assert list(properties.unread()) == ["Name", "Code", "Tags"]


@pytest.mark.parametrize(
    "go_through",
    [
        list,
        dict,
        copy.copy,
        copy.deepcopy,
        json.dumps,
        lambda given: given.copy(),
        lambda given: list(given.values()),
        lambda given: dict(given.items()),
        lambda given: list(given.keys()),
        lambda given: dict(**given),
        lambda given: {**given},
        lambda given: {"Name": "m"} | given,
    ],
)
def test_what_is_gone_through_has_been_read(
    properties: ReadProperties, go_through: Callable[[ReadProperties], object]
) -> None:
    assert go_through(properties)
    assert list(properties.unread()) == []


def test_what_is_within_is_named_by_its_path(properties: ReadProperties) -> None:
    assert properties["Name"] == "n"
    assert properties["Code"]["Bucket"] == "b"
    assert properties["Tags"][0]["Key"] == "a"
    assert list(properties.unread()) == ["Code.Key", "Tags.Value"]


def test_what_is_not_looked_into_is_taken_whole(properties: ReadProperties) -> None:
    taken = [properties[name] for name in GIVEN]
    assert taken == list(GIVEN.values())
    assert list(properties.unread()) == []


def test_a_member_that_is_missing_has_been_looked_up(properties: ReadProperties) -> None:
    assert properties.get("Layers") is None
    with pytest.raises(KeyError, match="Runtime"):
        properties["Runtime"]
    assert (properties.has_read("Layers"), properties.has_read("Runtime")) == (True, True)
    assert not properties.has_read("Handler")


def test_what_is_added_counts_for_nothing(properties: ReadProperties) -> None:
    properties["Added"] = "later"
    assert list(properties.unread()) == ["Name", "Code", "Tags"]
