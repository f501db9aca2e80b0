"""Values, items, conditions and updates of DynamoDB for hypothesis, of few different parts, so that they often meet."""

import base64
from typing import Any

from hypothesis import strategies as st

from support.naive_dynamodb import Tree

NUMBERS = ("0", "1", "-1", "1.0", "10", "1e1", "0.5", "-0", "+2", "99999999999999999999999999999999999999")
TEXTS = ("", "a", "ab", "b", "é", "\U0001f600")
NAMES = ("a", "b", "m", "l")
BYTES = tuple(base64.b64encode(data).decode() for data in (b"", b"a", b"ab", b"\xff"))
KINDS = ("S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS")


def _sets(kind: str, members: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    return st.lists(st.sampled_from(members), min_size=1, max_size=3, unique=True).map(
        lambda each: {kind: each}
    )


scalars: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.sampled_from(TEXTS).map(lambda text: {"S": text}),
    st.sampled_from(NUMBERS).map(lambda text: {"N": text}),
    st.sampled_from(BYTES).map(lambda text: {"B": text}),
)
sets: st.SearchStrategy[dict[str, Any]] = st.one_of(
    _sets("SS", TEXTS), _sets("NS", ("0", "1", "10", "-1", "0.5")), _sets("BS", BYTES)
)
values: st.SearchStrategy[dict[str, Any]] = st.recursive(
    st.one_of(scalars, sets, st.booleans().map(lambda truth: {"BOOL": truth}), st.just({"NULL": True})),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda each: {"L": each}),
        st.dictionaries(st.sampled_from(NAMES), inner, max_size=3).map(lambda each: {"M": each}),
    ),
    max_leaves=5,
)
items: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "a": values,
        "b": scalars,
        "m": st.dictionaries(st.sampled_from(NAMES), values, max_size=3).map(lambda each: {"M": each}),
        "l": st.lists(values, max_size=4).map(lambda each: {"L": each}),
    },
)
paths: st.SearchStrategy[tuple[str | int, ...]] = st.one_of(
    st.sampled_from(NAMES).map(lambda name: (name,)),
    st.tuples(st.sampled_from(("m", "a")), st.sampled_from(NAMES)),
    st.tuples(st.sampled_from(("l", "a")), st.integers(0, 5)),
    st.tuples(st.just("m"), st.just("l"), st.integers(0, 4)),
    st.tuples(st.just("l"), st.integers(0, 2), st.sampled_from(NAMES)),
)
_path_operands = paths.map(lambda path: ("path", path))
_value_operands = values.map(lambda value: ("value", value))
_operands: st.SearchStrategy[Tree] = st.one_of(
    _path_operands, _path_operands, _value_operands, _path_operands.map(lambda path: ("size", path))
)
_ordered_operands = st.one_of(_path_operands, scalars.map(lambda value: ("value", value)), _value_operands)
_tests: st.SearchStrategy[Tree] = st.one_of(
    st.tuples(st.sampled_from(("=", "<>")), _operands, _operands),
    st.tuples(st.sampled_from(("<", "<=", ">", ">=")), _operands, _ordered_operands),
    st.tuples(st.just("between"), _operands, _ordered_operands, _ordered_operands),
    st.tuples(st.just("in"), _operands, st.lists(_operands, min_size=1, max_size=3)),
    st.tuples(st.sampled_from(("attribute_exists", "attribute_not_exists")), _path_operands),
    st.tuples(
        st.just("attribute_type"),
        _path_operands,
        st.sampled_from(KINDS).map(lambda kind: ("value", {"S": kind})),
    ),
    st.tuples(
        st.sampled_from(("begins_with", "contains")),
        _path_operands,
        st.one_of(_path_operands, _ordered_operands),
    ),
)
conditions: st.SearchStrategy[Tree] = st.recursive(
    _tests,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(("and", "or")), inner, inner), st.tuples(st.just("not"), inner)
    ),
    max_leaves=6,
)
_number_operands = st.one_of(
    _path_operands, st.sampled_from(NUMBERS[:7]).map(lambda text: ("value", {"N": text}))
)
_list_operands = st.one_of(
    _path_operands, st.lists(scalars, max_size=2).map(lambda each: ("value", {"L": each}))
)
_settable: st.SearchStrategy[Tree] = st.one_of(
    _value_operands,
    _path_operands,
    st.tuples(st.just("if_not_exists"), _path_operands, st.one_of(_value_operands, _path_operands)),
    st.tuples(st.just("list_append"), _list_operands, _list_operands),
    st.tuples(
        st.sampled_from("+-"),
        st.one_of(_number_operands, st.tuples(st.just("if_not_exists"), _path_operands, _number_operands)),
        _number_operands,
    ),
)
_actions: st.SearchStrategy[Tree] = st.one_of(
    st.tuples(st.just("SET"), paths, _settable),
    st.tuples(st.just("REMOVE"), paths),
    st.tuples(
        st.sampled_from(("ADD", "DELETE")), paths, st.one_of(sets, scalars).map(lambda each: ("value", each))
    ),
)
updates: st.SearchStrategy[list[Tree]] = st.lists(_actions, min_size=1, max_size=4)
