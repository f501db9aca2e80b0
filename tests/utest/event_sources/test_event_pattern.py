"""Which events match which patterns."""

from typing import Any

import pytest

from event_sources.event_pattern import EventPattern, InvalidEventPatternError

EVENT = {
    "source": "orders",
    "resources": ["arn:one", "arn:two"],
    "detail": {
        "state": "Running",
        "path": "in/a/b.PNG",
        "count": 5,
        "price": 3.5,
        "flag": True,
        "nothing": None,
        "empty": "",
        "ip": "10.0.0.7",
        "star": "a*b",
        "items": [{"sku": "x", "size": 1}, {"sku": "y", "size": 2}],
    },
}


@pytest.mark.parametrize(
    ("pattern", "is_match"),
    [
        ({"source": ["orders"]}, True),
        ({"source": ["other", "orders"]}, True),
        ({"source": ["other"]}, False),
        ({"missing": ["orders"]}, False),
        ({"resources": ["arn:two"]}, True),
        ({"source": ["orders"], "detail": {"state": ["Stopped"]}}, False),
        ({"detail": {"count": [5]}}, True),
        ({"detail": {"count": [5.0]}}, False),
        ({"detail": {"count": ["5"]}}, False),
        ({"detail": {"flag": [True]}}, True),
        ({"detail": {"flag": [1]}}, False),
        ({"detail": {"nothing": [None]}}, True),
        ({"detail": {"empty": [None]}}, False),
        ({"detail": {"empty": [""]}}, True),
        ({"detail": {"items": {"sku": ["y"], "size": [2]}}}, True),
        ({"detail": {"items": {"sku": ["y"], "size": [1]}}}, False),
        ({"detail": {"state": [{"prefix": "Run"}]}}, True),
        ({"detail": {"state": [{"prefix": "run"}]}}, False),
        ({"detail": {"state": [{"prefix": {"equals-ignore-case": "RUN"}}]}}, True),
        ({"detail": {"path": [{"suffix": ".PNG"}]}}, True),
        ({"detail": {"path": [{"suffix": ".png"}]}}, False),
        ({"detail": {"path": [{"suffix": {"equals-ignore-case": ".png"}}]}}, True),
        ({"detail": {"state": [{"equals-ignore-case": "running"}]}}, True),
        ({"detail": {"state": [{"equals-ignore-case": "run"}]}}, False),
        ({"detail": {"state": [{"anything-but": "Stopped"}]}}, True),
        ({"detail": {"state": [{"anything-but": ["Running", "Stopped"]}]}}, False),
        ({"detail": {"state": [{"anything-but": {"prefix": "Run"}}]}}, False),
        ({"detail": {"state": [{"anything-but": {"suffix": ["ed", "ned"]}}]}}, True),
        ({"detail": {"state": [{"anything-but": {"equals-ignore-case": "RUNNING"}}]}}, False),
        ({"detail": {"state": [{"anything-but": {"wildcard": "R*g"}}]}}, False),
        ({"detail": {"count": [{"anything-but": 6}]}}, True),
        ({"detail": {"missing": [{"anything-but": "x"}]}}, False),
        ({"detail": {"count": [{"numeric": ["=", 5]}]}}, True),
        ({"detail": {"price": [{"numeric": [">", 0, "<=", 3.5]}]}}, True),
        ({"detail": {"price": [{"numeric": [">", 0, "<", 3.5]}]}}, False),
        ({"detail": {"state": [{"numeric": [">", 0]}]}}, False),
        ({"detail": {"ip": [{"cidr": "10.0.0.0/24"}]}}, True),
        ({"detail": {"ip": [{"cidr": "10.0.1.0/24"}]}}, False),
        ({"detail": {"state": [{"cidr": "10.0.0.0/24"}]}}, False),
        ({"detail": {"state": [{"exists": True}]}}, True),
        ({"detail": {"state": [{"exists": False}]}}, False),
        ({"detail": {"missing": [{"exists": False}]}}, True),
        ({"absent": {"missing": [{"exists": False}]}}, True),
        ({"detail": {"path": [{"wildcard": "in/*/b.*"}]}}, True),
        ({"detail": {"path": [{"wildcard": "in/*.jpg"}]}}, False),
        ({"detail": {"star": [{"wildcard": "a\\*b"}]}}, True),
        ({"detail": {"path": [{"wildcard": "in\\*"}]}}, False),
        ({"detail": {"star": [{"wildcard": "a\\**"}]}}, True),
        ({"detail": {"star": [{"wildcard": "\\*\\*\\*\\*\\*\\*"}]}}, False),
        ({"$or": [{"source": ["x"]}, {"detail": {"count": [5]}}]}, True),
        ({"$or": [{"source": ["x"]}, {"detail": {"count": [6]}}]}, False),
        ({"source": ["x"], "$or": [{"source": ["orders"]}]}, False),
        ({"detail": {"$or": [{"state": ["x"]}, {"count": [5]}]}}, True),
        ({"detail": [{"exists": True}]}, False),
        ({"detail": [{"exists": False}]}, True),
    ],
)
def test_a_pattern_matches_what_it_describes(pattern: dict[str, Any], is_match: bool) -> None:
    assert EventPattern(pattern).matches(EVENT) is is_match


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ({"source": "orders"}, '"source" must be an object or an array'),
        ({"source": []}, "Empty arrays are not allowed"),
        ({"source": [["a"]]}, "Match value must be String, number, true, false, or null"),
        ({"source": [{"starts": "a"}]}, "Unrecognized match type starts"),
        ({"source": [{"prefix": "a", "suffix": "b"}]}, "Only one key allowed in match expression"),
        ({"source": [{"numeric": ["~", 1]}]}, "Unrecognized numeric range operator: ~"),
        ({"source": [{"numeric": ["=", "1"]}]}, "Value of equals must be numeric"),
        ({"source": [{"numeric": ">"}]}, r"Value of numeric must be an array\."),
        ({"source": [{"cidr": "x"}]}, "Malformed CIDR, one '/' required"),
        ({"source": [{"cidr": "256.0.0.0/8"}]}, "Nonstandard IP address: 256.0.0.0"),
        ({"source": [{"prefix": 1}]}, "prefix match pattern must be a string"),
        ({"source": [{"suffix": {"like": "x"}}]}, "suffix match pattern must be a string"),
        ({"source": [{"exists": 1}]}, r"exists match pattern must be either true or false\."),
        ({"source": [{"wildcard": 1}]}, "wildcard match pattern must be a string"),
        ({"source": [{"wildcard": "a**"}]}, "Consecutive wildcard characters at pos 2"),
        ({"source": [{"wildcard": "a*b*c*d*e*f*"}]}, "Rule is too complex"),
        (
            {"source": [{"anything-but": None}]},
            "Value of anything-but must be an array or single string/number value",
        ),
        (
            {"source": [{"anything-but": []}]},
            "Value of anything-but must be an array or single string/number value",
        ),
        (
            {"source": [{"anything-but": ["a", None]}]},
            r"Inside anything but list, start\|null\|boolean is not supported",
        ),
        ({"source": [{"anything-but": {"exists": True}}]}, "Unsupported anything-but pattern: exists"),
        (
            {"source": [{"anything-but": {"prefix": "a", "suffix": "b"}}]},
            "Only one key allowed in match expression",
        ),
        ({"source": [{"wildcard": "\\***"}]}, "Consecutive wildcard characters at pos 3"),
        ({"source": [{"anything-but": {"prefix": ""}}]}, "Null prefix/suffix not allowed"),
        ({"source": [{"anything-but": {"prefix": 1}}]}, "prefix/suffix match pattern must be a string"),
        ({"source": [{"anything-but": {"suffix": {}}}]}, "Value of anything-but must be an array"),
        (
            {"source": [{"anything-but": {"equals-ignore-case": [1]}}]},
            r"Inside anything-but/equals-ignore-case list, number\|start\|null\|boolean is not supported",
        ),
        ({"$or": ["a"]}, '"\\$or" must be an array of objects'),
        ([], "Filter is not an object"),
    ],
)
def test_an_invalid_pattern_is_refused(pattern: Any, message: str) -> None:
    with pytest.raises(InvalidEventPatternError, match=message):
        EventPattern(pattern)
