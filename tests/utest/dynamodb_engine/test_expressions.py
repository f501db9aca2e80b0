"""Expressions mean what a naive reading of them means, however they are written, and nonsense is refused."""

import contextlib
import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dynamodb_engine import DynamoDbEngine, DynamoDbError
from dynamodb_engine.errors import ValidationError
from dynamodb_engine.expressions.bindings import Bindings
from dynamodb_engine.expressions.key_conditions import PARAMETER as KEY_CONDITION
from dynamodb_engine.expressions.key_conditions import key_tests
from dynamodb_engine.expressions.parsing import parse_condition
from dynamodb_engine.expressions.projections import parse_projection
from dynamodb_engine.expressions.updates import parse_update
from dynamodb_engine.partiql_syntax import parse_statement
from dynamodb_engine.values import checked_item
from support import naive_dynamodb as naive
from support.dynamodb_strategies import conditions, items, paths, updates
from support.hypothesis_search import TIMEOUT, search

CONDITION, UPDATE, PROJECTION = "ConditionExpression", "UpdateExpression", "ProjectionExpression"
EXAMPLES = search(examples=100)
pytestmark = TIMEOUT
writers = st.randoms(use_true_random=False).map(naive.Writer)


@EXAMPLES
@given(conditions, items, writers)
def test_a_condition_means_what_it_says(tree: naive.Tree, item: Any, writer: naive.Writer) -> None:
    text = writer.condition(tree)
    try:
        naive.require_right(tree)
    except naive.Refused:
        with pytest.raises(ValidationError):
            parse_condition(CONDITION, text).bound(
                CONDITION, Bindings(writer.parameters(), [CONDITION] if text else [])
            )
        return
    bindings = Bindings({CONDITION: text, **writer.parameters()}, [CONDITION])
    condition = parse_condition(CONDITION, text).bound(CONDITION, bindings)
    bindings.require_all_used()
    assert condition.holds(checked_item(item)) == naive.holds(tree, naive.native_item(item))


@EXAMPLES
@given(updates, items, writers)
def test_an_update_does_what_it_says(actions: list[naive.Tree], item: Any, writer: naive.Writer) -> None:
    actions.sort(key=lambda action: action[0])
    text = writer.update(actions)
    parameters = {UPDATE: text, **writer.parameters()}
    try:
        expected = naive.updated(naive.native_item(item), actions)
    except naive.Refused:
        with pytest.raises(ValidationError):
            parse_update(text).bound(Bindings(parameters, [UPDATE])).applied_to(checked_item(item))
        return
    before = checked_item(item)
    changed = parse_update(text).bound(Bindings(parameters, [UPDATE])).applied_to(before)
    assert naive.same(naive.native_item(changed), expected)
    assert before == checked_item(item), "the item before the update was changed"


@EXAMPLES
@given(st.lists(paths, min_size=1, max_size=4), items, writers)
def test_a_projection_keeps_what_its_paths_lead_to(
    wanted: list[Any], item: Any, writer: naive.Writer
) -> None:
    text = writer.projection(wanted)
    parameters = {PROJECTION: text, **writer.parameters()}
    try:
        naive.require_apart(wanted)
    except naive.Refused:
        with pytest.raises(ValidationError, match=r"overlap|conflict"):
            parse_projection(text).bound(Bindings(parameters, [PROJECTION]))
        return
    projection = parse_projection(text).bound(Bindings(parameters, [PROJECTION]))
    projected, whole = (
        naive.native_item(each) for each in (projection.of(checked_item(item)), checked_item(item))
    )
    kept = [repr(leaf) for value in projected.values() for leaf in naive.leaves(value)]
    expected = [repr(leaf) for path in wanted for leaf in naive.leaves(naive.found(whole, path))]
    assert sorted(kept) == sorted(expected)


WORDS = st.sampled_from(
    (
    "AND", "or", "NOT", "BETWEEN", "IN", "SET", "REMOVE", "ADD", "delete", "(", ")", ",", ".", "[", "]", "0", "1", "=",
    "<>", "<", ">=", "+", "-", "a", "b", "#a", "#b", ":a", ":b", "size", "contains", "begins_with", "attribute_exists",
    "attribute_type", "if_not_exists", "list_append", "99", "SELECT", "FROM", "WHERE", "INSERT", "INTO", "VALUE", "UPDATE",
    "EXISTS", "'a'", '"a"', "{", "}", "<<", ">>", ":", "?", "*", "IS", "MISSING", "RETURNING", "ALL", "NEW", "ORDER", "BY",
    "DESC", "null", "true",
    )
)  # fmt: skip
nonsense = st.one_of(
    st.text(max_size=60),
    st.lists(WORDS, max_size=25).map(" ".join),
    st.lists(WORDS, max_size=12).map("".join),
)
PARAMETERS = {
    "ExpressionAttributeNames": {"#a": "a", "#b": "c"},
    "ExpressionAttributeValues": {":a": {"N": "1"}, ":b": {"SS": ["x"]}},
}


@EXAMPLES
@given(nonsense)
@example("a = :a and not (((b = :b)))")
@example("a[99999999999999999999999999999999] = :a")
@example("a.b.")
@example("size(a)")
@example("SELECT * FROM a WHERE a = b ORDER BY")
def test_nonsense_is_refused_and_nothing_worse(text: str) -> None:
    def bindings() -> Bindings:
        return Bindings({CONDITION: text, **PARAMETERS}, [CONDITION])

    item = checked_item({"a": {"N": "1"}, "b": {"L": [{"M": {}}]}, "c": {"SS": ["x", "y"]}})
    for read in (
        lambda: parse_condition(CONDITION, text).bound(CONDITION, bindings()).holds(item),
        lambda: parse_update(text).bound(bindings()).applied_to(item),
        lambda: parse_projection(text).bound(bindings()).of(item),
        lambda: key_tests(parse_condition(KEY_CONDITION, text).bound(KEY_CONDITION, bindings())),
        lambda: parse_statement(text, [{"N": "1"}]),
    ):
        with contextlib.suppress(ValidationError):
            read()


NEST = {
    "parentheses": "(" * 140 + "a = :a" + " AND a = :a)" * 140,
    "negations": "NOT " * 299 + "a = :a",
    "conjunctions": " AND ".join(["a = :a"] * 150),
}


@pytest.mark.parametrize("text", NEST.values(), ids=NEST)
def test_conditions_may_be_nested_as_deep_as_operators_are_allowed(text: str) -> None:
    bindings = Bindings({CONDITION: text, "ExpressionAttributeValues": {":a": {"N": "1"}}}, [CONDITION])
    condition = parse_condition(CONDITION, text).bound(CONDITION, bindings)
    assert condition.holds({"a": {"N": "1"}}) is (text.count("NOT") % 2 == 0)


@pytest.mark.parametrize(
    "text", ["(" * 4000, "NOT " * 1000 + "a = :a", "size(" * 800, "a = :a AND " * 370 + "a = :a"]
)
def test_nesting_has_an_end(text: str) -> None:
    with pytest.raises(ValidationError, match=r"too many operators|redundant parentheses|Syntax error"):
        parse_condition(CONDITION, text)


digits = st.text("0123456789", min_size=1, max_size=38)
numbers = st.builds(
    lambda sign, whole, point, fraction, exponent: f"{sign}{whole}{point}{fraction if point else ''}{exponent}",
    st.sampled_from(["", "-", "+"]), digits, st.sampled_from(["", "."]), st.text("0123456789", max_size=20),
    st.one_of(st.just(""), st.integers(-140, 140).map("e{}".format), st.integers(0, 9).map("E+{}".format)),
)  # fmt: skip


@EXAMPLES
@given(numbers)
@example("1e125")
@example("9.9999999999999999999999999999999999999e125")
@example("1e-130")
@example("-0.00")
def test_a_number_keeps_its_value_or_is_refused(text: str) -> None:
    number = Decimal(text)
    plain = number.normalize(naive.EXACT)
    fits = not number or (len(plain.as_tuple().digits) <= 38 and -130 <= plain.adjusted() <= 125)
    if not fits:
        with pytest.raises(ValidationError, match=r"overflow|underflow|38 significant digits"):
            checked_item({"n": {"N": text}})
        return
    written = checked_item({"n": {"N": text}})["n"]["N"]
    assert Decimal(written) == number
    assert "E" not in written
    assert written.lstrip("-").lstrip("0")[:1] != "0"
    assert checked_item({"n": {"N": written}}) == {"n": {"N": written}}


@pytest.mark.parametrize(
    "text",
    ["", " 1", "1 ", "1_0", "0x1", "NaN", "Infinity", "\u0661", "1e", "e1", ".", "1e1.5", "1,0", "--1"],
)
def test_an_invalid_number_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="The parameter cannot be converted to a numeric value"):
        checked_item({"n": {"N": text}})
    with pytest.raises(ValidationError, match="The parameter cannot be converted to a numeric value"):
        checked_item({"n": {"NS": ["1", text]}})


@pytest.mark.parametrize("members", [["1", "1.0"], ["0", "-0"], ["10", "1e1"]])
def test_numbers_of_a_set_differ_by_value(members: list[str]) -> None:
    with pytest.raises(ValidationError, match="Input collection contains duplicates"):
        checked_item({"n": {"NS": members}})


def test_a_key_is_found_by_its_value() -> None:
    engine = DynamoDbEngine()
    account = ("123456789012", "eu-west-1")
    table = {
        "TableName": "numbers", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "n", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "n", "AttributeType": "N"}],
    }  # fmt: skip
    engine.call(*account, "CreateTable", table)
    engine.call(*account, "PutItem", {"TableName": "numbers", "Item": {"n": {"N": "1.50e1"}}})
    for same in ("15", "15.0", "+15", "0.15E2"):
        assert engine.call(*account, "GetItem", {"TableName": "numbers", "Key": {"n": {"N": same}}}) == {
            "Item": {"n": {"N": "15"}}
        }
    with pytest.raises(DynamoDbError, match="The conditional request failed"):
        engine.call(*account, "PutItem", {
            "TableName": "numbers", "Item": {"n": {"N": "015"}}, "ConditionExpression": "attribute_not_exists(n)"
        })  # fmt: skip


def test_the_source_of_randomness_of_a_writer_decides_alone() -> None:
    tree = (
        "and",
        ("=", ("path", ("a",)), ("value", {"N": "1"})),
        ("not", ("attribute_exists", ("path", ("l", 0)))),
    )
    texts = {naive.Writer(random.Random(seed)).condition(tree) for seed in (1, 1, 2)}
    assert len(texts) == 2
