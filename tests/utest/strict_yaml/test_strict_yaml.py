"""What PyYAML's safe loader takes, but no key twice."""

import pytest
import yaml

from strict_yaml import DEEPEST, describe_yaml_error, parse_yaml


def test_yaml_of_any_kind_is_parsed() -> None:
    assert parse_yaml("a: [1, {b: null}]\nc: {a: ä}") == {"a": [1, {"b": None}], "c": {"a": "ä"}}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\nb: 2\na: 3", "malformed YAML on line 3: key 'a' occurs twice"),
        ("a: [1\nb: 2", "malformed YAML on line 2: expected ',' or ']'"),
        ("a: !!python/object:os.system x", "malformed YAML on line 1: could not determine a constructor"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(text: str, problem: str) -> None:
    with pytest.raises(yaml.YAMLError) as raised:
        parse_yaml(text)
    assert describe_yaml_error(raised.value).startswith(problem)


def test_deep_nesting_is_refused() -> None:
    deepest = f"{'[' * DEEPEST}{']' * DEEPEST}"
    assert str(parse_yaml(deepest)) == deepest
    with pytest.raises(RecursionError, match=f"more than {DEEPEST} mappings and lists are inside each other"):
        parse_yaml(f"[{deepest}]")
