"""PartiQL's conditions, literals, changes and refusals, each with what DynamoDB makes of it.

Source: "PartiQL - a SQL-compatible query language for Amazon DynamoDB", Amazon DynamoDB Developer Guide.
"""

from typing import Any

import pytest

from dynamodb_engine import DynamoDbEngine, DynamoDbError

ITEMS: list[dict[str, Any]] = [
    {"p": {"S": "a"}, "n": {"N": "1"}, "t": {"S": "apple"}, "l": {"L": [{"S": "x"}, {"S": "y"}]}},
    {"p": {"S": "b"}, "n": {"N": "2.5"}, "t": {"S": "it's"}, "m": {"M": {"in ner": {"BOOL": True}}}},
    {"p": {"S": "c"}, "n": {"N": "-3"}, "t": {"NULL": True}, "ss": {"SS": ["x", "z"]}},
]


class Things:
    """A table in an account of its own, and the statements that are sent to it."""

    def __init__(self) -> None:
        self._engine = DynamoDbEngine(lambda: 1_800_000_000.0)
        self._call(
            "CreateTable",
            TableName="things",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "p", "AttributeType": "S"}],
        )
        for item in ITEMS:
            self._call("PutItem", TableName="things", Item=item)

    def execute(self, statement: str, *parameters: dict[str, Any]) -> list[dict[str, Any]]:
        given = {"Parameters": list(parameters)} if parameters else {}
        items: list[dict[str, Any]] = self._call("ExecuteStatement", Statement=statement, **given)["Items"]
        return items

    def _call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        return self._engine.call("123456789012", "eu-west-1", operation, parameters)


@pytest.fixture
def things() -> Things:
    return Things()


@pytest.mark.parametrize(
    ("condition", "matching"),
    [
        ("p = 'a'", "a"),
        ("'a' = p", "a"),
        ("n <> 1", "bc"),
        ("n != 1", "bc"),
        ("n >= 1", "ab"),
        ("n <= 1", "ac"),
        ("n < -2.5e0", "c"),
        ("n > 1e0 AND n < 3", "b"),
        ("n BETWEEN -3 AND 1", "ac"),
        ("NOT n BETWEEN -3 AND 1", "b"),
        ("p IN ['a', 'c']", "ac"),
        ("p IN ('b')", "b"),
        ("p = 'a' OR p = 'b' AND n = 9", "a"),
        ("(p = 'a' OR p = 'b') AND n = 2.5", "b"),
        ("NOT (p = 'a' OR p = 'b')", "c"),
        ("not p = 'a' and not p = 'b'", "c"),
        ("t = 'it''s'", "b"),
        ("t IS NULL", "c"),
        ("t IS NOT NULL", "ab"),
        ("m IS MISSING", "ac"),
        ("m IS NOT MISSING", "b"),
        ("begins_with(t, 'app')", "a"),
        ("contains(t, 'pp') OR contains(ss, 'z')", "ac"),
        ("attribute_type(n, 'N')", "abc"),
        ("attribute_type(t, 'NULL')", "c"),
        ("attribute_exists(ss)", "c"),
        ("attribute_not_exists(ss)", "ab"),
        ("size(t) = 5", "a"),
        ("size(l) > 1", "a"),
        ("l[1] = 'y'", "a"),
        ('m."in ner" = true', "b"),
        ("m = {'in ner': TRUE}", "b"),
        ("l = ['x', 'y']", "a"),
        ("ss = <<'z', 'x'>>", "c"),
        ("t = null", "c"),
    ],
)
def test_a_condition_selects_what_it_matches(things: Things, condition: str, matching: str) -> None:
    found = things.execute(f"SELECT p FROM things WHERE {condition}")
    assert sorted(item["p"]["S"] for item in found) == list(matching)


def test_parameters_are_taken_in_their_order(things: Things) -> None:
    where = "SELECT n FROM things WHERE p = ? AND n BETWEEN ? AND ?"
    assert things.execute(where, {"S": "a"}, {"N": "0"}, {"N": "1"}) == [{"n": {"N": "1"}}]
    assert things.execute(where, {"S": "a"}, {"N": "1"}, {"N": "0"}) == []


def test_paths_are_selected(things: Things) -> None:
    assert things.execute('SELECT l[0], m."in ner" FROM "things" WHERE p = \'a\'') == [
        {"l": {"L": [{"S": "x"}]}}
    ]


def test_literals_are_inserted(things: Things) -> None:
    things.execute(
        "INSERT INTO things VALUE {'p': 'd', 'l': [1, [], {}], 'ns': <<1, 2>>, 'b': false, 'z': null, 'g': ?}",
        {"B": "eA=="},
    )
    assert things.execute("SELECT * FROM things WHERE p = 'd'") == [
        {
            "p": {"S": "d"},
            "l": {"L": [{"N": "1"}, {"L": []}, {"M": {}}]},
            "ns": {"NS": ["1", "2"]},
            "b": {"BOOL": False},
            "z": {"NULL": True},
            "g": {"B": "eA=="},
        }
    ]


@pytest.mark.parametrize(
    ("changes", "changed"),
    [
        ("SET n = 7", {"n": {"N": "7"}}),
        ("SET n = n + 1 SET t = 'pear'", {"n": {"N": "2"}, "t": {"S": "pear"}}),
        ("SET n = n - ?, t = 'pear'", {"n": {"N": "-1"}, "t": {"S": "pear"}}),
        ("SET l = list_append(l, ['z'])", {"l": {"L": [{"S": "x"}, {"S": "y"}, {"S": "z"}]}}),
        ("SET l[1] = 'z'", {"l": {"L": [{"S": "z"}]}}),
        ("REMOVE l[0]", {"l": {"L": [{"S": "y"}]}}),
    ],
)
def test_changes_are_made_and_returned(things: Things, changes: str, changed: dict[str, Any]) -> None:
    parameters = [{"N": "2"}] if "?" in changes else []
    statement = f"UPDATE things {changes} WHERE p = 'a' RETURNING MODIFIED NEW *"
    assert things.execute(statement, *parameters) == [changed]


def test_what_was_there_is_returned(things: Things) -> None:
    was = things.execute("UPDATE things SET n = 7 REMOVE t WHERE p = 'a' RETURNING ALL OLD *")
    assert was == [ITEMS[0]]
    is_now = {name: value for name, value in ITEMS[0].items() if name != "t"}
    assert things.execute("DELETE FROM things WHERE p = 'a' RETURNING ALL OLD *") == [
        {**is_now, "n": {"N": "7"}}
    ]
    assert things.execute("SELECT * FROM things WHERE p = 'a'") == []


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("CREATE TABLE things", "Unexpected token: CREATE"),
        ("SELECT p things", "Unexpected token: things"),
        ("SELECT p FROM 'things'", "Unexpected token: 'things'"),
        ("SELECT p FROM things WHERE p = 'a' LIMIT 1", "Unexpected token: LIMIT"),
        ("SELECT p FROM things WHERE (p = 'a'", "Unexpected token: end of statement"),
        ("SELECT p FROM things WHERE p", "Unexpected token: end of statement"),
        ("SELECT p FROM things WHERE p IN 'a'", "Unexpected token: 'a'"),
        ("SELECT l[x] FROM things", "Unexpected token: x"),
        ("SELECT p FROM things WHERE between(n, 1)", "Unsupported function: between"),
        ("SELECT p FROM things WHERE n = floor(n)", "Unsupported function: floor"),
        ("SELECT p FROM things WHERE p = ?", "Number of parameters"),
        ("INSERT INTO things VALUE 'd'", "Unexpected token: end of statement"),
        ("INSERT INTO things VALUE {p: 'd'}", "Unexpected token: p"),
        ("INSERT INTO things VALUE {'p': 'd', 's': <<1, 'x'>>}", "one type"),
        (
            "UPDATE things SET ss = set_add(l, <<'x'>>) WHERE p = 'a'",
            "set_add changes the set that it is given",
        ),
        ("UPDATE things SET ss = set_add(ss, 'x') WHERE p = 'a'", "incorrect data type"),
        ("UPDATE things SET n = 1 WHERE p = 'a' RETURNING OLD *", r"Unexpected token: \*"),
        ("EXISTS(SELECT * FROM things WHERE p = 'a')", "EXISTS"),
    ],
)
def test_an_invalid_statement_is_refused(things: Things, statement: str, refusal: str) -> None:
    with pytest.raises(DynamoDbError, match=refusal):
        things.execute(statement)


def test_too_many_parameters_are_refused(things: Things) -> None:
    with pytest.raises(DynamoDbError, match="Number of parameters in request and statement don't match"):
        things.execute("SELECT p FROM things WHERE p = ?", {"S": "a"}, {"S": "b"})


def test_nesting_has_an_end(things: Things) -> None:
    nested = f"{'[' * 40}{']' * 40}"
    with pytest.raises(DynamoDbError, match="Nesting Levels have exceeded supported limits"):
        things.execute(f"INSERT INTO things VALUE {{'p': 'd', 'l': {nested}}}")
    many = " AND ".join(["n = 1"] * 1000)
    with pytest.raises(DynamoDbError, match="too many operators"):
        things.execute(f"SELECT p FROM things WHERE {many}")
