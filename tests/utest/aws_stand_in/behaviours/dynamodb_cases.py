"""Cases of DynamoDB on the table `things`: partition key `p`, sort key `s`, global index `by-n` (n: number), local index `by-t`.

It holds, under the partition `a`:

| s | others |
|---|---|
| 1 | n 10, t "x", m {k: 1, l: [1, 2, 3]}, ss {a, b}, word "hello" |
| 2 | n 20, t "y", b 0x0102, yes true, nothing null |
| 3 | n 30, t "z" |

and under the partition `b` the sort key 1.
"""

from typing import Any

from behaviours import Case

API = "Amazon DynamoDB API reference, "
GUIDE = "Amazon DynamoDB Developer Guide, "
OPERATORS = GUIDE + "Condition and filter expressions, operators, and functions"
UPDATES = GUIDE + "Using update expressions"
PATHS = GUIDE + "Referring to item attributes when using expressions"
NAMES = GUIDE + "Expression attribute names (aliases)"
VERIFIED = "verified on AWS by moto's tests/test_dynamodb/"
VALUES = GUIDE + "Using expression attribute values"
KEYS = GUIDE + "Key condition expressions for the Query operation"
RULES = GUIDE + "Supported data types and naming rules"
LIMITS = GUIDE + "Quotas"
V = "ValidationException"
COUNTED = "1 validation error detected: "
"""Before what is wrong with a PutItem, UpdateItem or DeleteItem in itself, and with a Select; verified on AWS by moto's
tests/test_dynamodb/exceptions/test_dynamodb_exceptions.py::test_put_item_unused_attributes, ::test_update_item_unused_attributes and
::test_delete_unused_attribute_name, and tests/test_dynamodb/test_dynamodb_select.py."""
INVALID = "One or more parameter values were invalid: "


def key(s: str, p: str = "a") -> dict[str, Any]:
    return {"p": {"S": p}, "s": {"S": s}}


def string(text: str) -> dict[str, str]:
    return {"S": text}


def number(text: str | int) -> dict[str, str]:
    return {"N": str(text)}


def update(
    expression: str, *, s: str = "1", returns: str = "UPDATED_NEW", names: Any = None, **values: Any
) -> dict[str, Any]:
    parameters: dict[str, Any] = {
        "TableName": "things",
        "Key": key(s),
        "UpdateExpression": expression,
        "ReturnValues": returns,
    }
    if names:
        parameters["ExpressionAttributeNames"] = names
    if values:
        parameters["ExpressionAttributeValues"] = {f":{name}": value for name, value in values.items()}
    return parameters


def scan(condition: str, *, names: Any = None, **values: Any) -> dict[str, Any]:
    parameters: dict[str, Any] = {"TableName": "things", "FilterExpression": condition, "Select": "COUNT"}
    if names:
        parameters["ExpressionAttributeNames"] = names
    if values:
        parameters["ExpressionAttributeValues"] = {f":{name}": value for name, value in values.items()}
    return parameters


def query(condition: str, *, index: str | None = None, more: Any = None, **values: Any) -> dict[str, Any]:
    return {
        "TableName": "things",
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": {f":{name}": value for name, value in values.items()},
        **({"IndexName": index} if index else {}),
        **(more or {}),
    }


def counted(count: int) -> dict[str, int]:
    return {"Count": count, "ScannedCount": 4}


def keys_of(*sorts: str, scanned: int | None = None) -> dict[str, Any]:
    return {"Items": [key(s) for s in sorts], "Count": len(sorts), "ScannedCount": scanned or len(sorts)}


def syntax(parameter: str, token: str, near: str) -> tuple[str, str]:
    return V, f'Invalid {parameter}: Syntax error; token: "{token}", near: "{near}"'


def counted_syntax(parameter: str, token: str, near: str) -> tuple[str, str]:
    code, message = syntax(parameter, token, near)
    return code, COUNTED + message


FILTERS = [
    ("equality compares type and value", "n = :v", {"v": number("10.0")}, 1),
    ("a string is not a number", "n = :v", {"v": string("10")}, 0),
    ("inequality is true where the attribute is missing", "n <> :v", {"v": number(10)}, 3),
    ("order of numbers is by value", "n < :v", {"v": number("9e1")}, 3),
    ("order between types is false", "n < :v", {"v": string("zzz")}, 0),
    ("BETWEEN includes both ends", "n BETWEEN :l AND :h", {"l": number(10), "h": number(20)}, 2),
    ("IN takes any of its operands", "t IN (:x, :z)", {"x": string("x"), "z": string("z")}, 2),
    ("AND binds more strongly than OR", "t = :x OR t = :y AND n = :n", {"x": string("x"), "y": string("y"), "n": number(0)}, 1),
    ("parentheses change that", "(t = :x OR t = :y) AND n = :n", {"x": string("x"), "y": string("y"), "n": number(0)}, 0),
    ("NOT binds more strongly than AND", "NOT t = :x AND attribute_exists(t)", {"x": string("x")}, 2),
    ("keywords may be written in lower case", "t = :x or not attribute_exists(t)", {"x": string("x")}, 2),
    ("attribute_exists looks inside of documents", "attribute_exists(m.l[2])", {}, 1),
    ("attribute_not_exists looks inside of documents", "attribute_not_exists(m.l[3])", {}, 4),
    ("attribute_type knows null", "attribute_type(nothing, :t)", {"t": string("NULL")}, 1),
    ("begins_with compares the beginning", "begins_with(word, :v)", {"v": string("hell")}, 1),
    ("contains finds a substring", "contains(word, :v)", {"v": string("ell")}, 1),
    ("contains finds an element of a set", "contains(ss, :v)", {"v": string("b")}, 1),
    ("contains finds an element of a list", "contains(m.l, :v)", {"v": number(2)}, 1),
    ("size of a string is its length", "size(word) = :v", {"v": number(5)}, 1),
    ("size of a list is the number of its elements", "size(m.l) > :v", {"v": number(2)}, 1),
    ("size of binary data is in bytes", "size(b) = :v", {"v": number(2)}, 1),
    ("two paths can be compared", "n > m.k", {}, 1),
    ("a list element is compared", "m.l[0] = :v", {"v": number(1)}, 1),
    ("booleans are compared", "yes = :v", {"v": {"BOOL": True}}, 1),
]  # fmt: skip

CONDITIONS = [
    Case(name, OPERATORS, "scan", scan(text, **values), counted(count))
    for name, text, values, count in FILTERS
]

REFUSED_FILTERS = [
    Case("an expression can't be empty", OPERATORS, "scan", scan(""), (V, "Invalid FilterExpression: The expression can not be empty;")),
    Case("a token too many is a syntax error", OPERATORS, "scan", scan("n = :v x", v=number(1)), syntax("FilterExpression", "x", ":v x")),
    Case("an end too early is a syntax error", OPERATORS, "scan", scan("n ="), syntax("FilterExpression", "<EOF>", "=")),
    Case("an unknown function is named", OPERATORS, "scan", scan("length(n) = :v", v=number(1)),
         (V, "Invalid FilterExpression: Invalid function name; function: length")),
    Case("functions have their case", OPERATORS, "scan", scan("Contains(n, :v)", v=number(1)),
         (V, "Invalid FilterExpression: Invalid function name; function: Contains")),
    Case("the number of operands is checked", OPERATORS, "scan", scan("contains(n)"),
         (V, "Invalid FilterExpression: Incorrect number of operands for operator or function; operator or function: contains, number of operands: 1")),
    Case("begins_with takes no number", OPERATORS, "scan", scan("begins_with(word, :v)", v=number(1)),
         (V, "Invalid FilterExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N")),
    Case("order takes no boolean", OPERATORS, "scan", scan("n < :v", v={"BOOL": True}),
         (V, "Invalid FilterExpression: Incorrect operand type for operator or function; operator: <, operand type: BOOL")),
    Case("BETWEEN wants its bounds in order", OPERATORS, "scan", scan("n BETWEEN :h AND :l", l=number(1), h=number(2)),
         (V, ("Invalid FilterExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
             "lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}"))),
    Case("attribute_exists takes a path", OPERATORS, "scan", scan("attribute_exists(:v)", v=string("n")),
         (V, "Invalid FilterExpression: Operator or function requires a document path; operator or function: attribute_exists")),
    Case("size alone is no condition", OPERATORS, "scan", scan("size(n)"),
         (V, "Invalid FilterExpression: The function is not allowed to be used this way in an expression; function: size")),
    Case("if_not_exists is for updates", OPERATORS, "scan", scan("if_not_exists(n, :v) = :v", v=number(1)),
         (V, "Invalid FilterExpression: The function is not allowed in a condition expression; function: if_not_exists")),
    Case("an attribute type must exist", OPERATORS, "scan", scan("attribute_type(n, :v)", v=string("X")),
         (V, "Invalid FilterExpression: Invalid attribute type name found; type: X, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}")),
    Case("an operand is compared with another one", OPERATORS, "scan", scan("n = n"),
         (V, "Invalid FilterExpression: The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [n]")),
    Case("a reserved word needs an alias", NAMES, "scan", scan("name = :v", v=number(1)),
         (V, "Invalid FilterExpression: Attribute name is a reserved keyword; reserved keyword: name")),
    Case("an alias must be defined", NAMES, "scan", scan("#x = :v", v=number(1)),
         (V, "Invalid FilterExpression: An expression attribute name used in the document path is not defined; attribute name: #x")),
    Case("an alias must be used", NAMES, "scan", scan("n = :v", names={"#x": "n"}, v=number(1)),
         (V, "Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}")),
    Case("an alias has its form", NAMES, "scan", scan("n = :v", names={"x": "n"}, v=number(1)),
         (V, 'ExpressionAttributeNames contains invalid key: Syntax error; key: "x"')),
    Case("a value must be defined", VALUES, "scan", scan("n = :v"),
         (V, "Invalid FilterExpression: An expression attribute value used in expression is not defined; attribute value: :v")),
    Case("a value must be used", VALUES, "scan", scan("n = :v", v=number(1), w=number(1)),
         (V, "Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}")),
    Case("values need an expression", VALUES, "scan", {"TableName": "things", "ExpressionAttributeValues": {":v": number(1)}},
         (V, "ExpressionAttributeValues can only be specified when using expressions: FilterExpression is null")),
    Case("both forms of parameters can't be mixed", GUIDE + "Legacy conditional parameters", "scan",
         {"TableName": "things", "FilterExpression": "n = :v", "ExpressionAttributeValues": {":v": number(1)},
          "ScanFilter": {"n": {"ComparisonOperator": "NULL"}}},
         (V, ("Can not use both expression and non-expression parameters in the same request: "
             "Non-expression parameters: {ScanFilter} Expression parameters: {FilterExpression}"))),
]  # fmt: skip

CHANGES = [
    Case("SET makes an attribute", UPDATES, "update_item", update("SET fresh = :v", v=string("x")), {"Attributes": {"fresh": string("x")}}),
    Case("SET adds", UPDATES, "update_item", update("SET n = n + :v", v=number("0.5")), {"Attributes": {"n": number("10.5")}}),
    Case("SET subtracts within parentheses", UPDATES, "update_item", update("SET c = (if_not_exists(c, :d) - :a)", d=number(7), a=number(2)),
         {"Attributes": {"c": number(5)}}),
    Case("if_not_exists keeps what is there", UPDATES, "update_item", update("SET n = if_not_exists(n, :v)", v=number(1)),
         {"Attributes": {"n": number(10)}}),
    Case("list_append joins lists", UPDATES, "update_item", update("SET m.l = list_append(m.l, :v)", v={"L": [number(4)]}),
         {"Attributes": {"m": {"M": {"l": {"L": [number(1), number(2), number(3), number(4)]}}}}}),
    Case("an index beyond the end appends", UPDATES, "update_item", update("SET m.l[9] = :v", returns="NONE", v=number(4)), {}),
    Case("a list element is replaced", UPDATES, "update_item", update("SET m.l[1] = :v", v=number(0)),
         {"Attributes": {"m": {"M": {"l": {"L": [number(0)]}}}}}),
    Case("an index key keeps its type", UPDATES, "update_item", update("SET n = word"),
         (V, INVALID + "Type mismatch for Index Key n Expected: N Actual: S IndexName: by-n")),
    Case("all actions see the item as it was", UPDATES, "update_item", update("SET word = t, t = word"), {"Attributes": {"word": string("x"), "t": string("hello")}}),
    Case("REMOVE takes elements by their old index", UPDATES, "update_item", update("REMOVE m.l[0], m.l[1]", returns="ALL_NEW"),
         {"Attributes": {**key("1"), "n": number(10), "t": string("x"), "m": {"M": {"k": number(1), "l": {"L": [number(3)]}}},
                         "ss": {"SS": ["a", "b"]}, "word": string("hello")}}),
    Case("REMOVE of what is missing is no error", UPDATES, "update_item", update("REMOVE absent"), {}),
    Case("ADD begins at zero", UPDATES, "update_item", update("ADD c :v", v=number(3)), {"Attributes": {"c": number(3)}}),
    Case("ADD puts into a set", UPDATES, "update_item", update("ADD ss :v", v={"SS": ["b", "c"]}), {"Attributes": {"ss": {"SS": ["a", "b", "c"]}}}),
    Case("DELETE takes out of a set", UPDATES, "update_item", update("DELETE ss :v", v={"SS": ["a", "z"]}), {"Attributes": {"ss": {"SS": ["b"]}}}),
    Case("a set that gets empty is gone", UPDATES, "update_item", update("DELETE ss :v", returns="UPDATED_NEW", v={"SS": ["a", "b"]}), {}),
    Case("clauses come in any order and case", UPDATES, "update_item", update("remove word set c = :v", v=number(1)), {"Attributes": {"c": number(1)}}),
    Case("UPDATED_OLD has the old values", API + "UpdateItem", "update_item", update("SET n = :v", returns="UPDATED_OLD", v=number(1)), {"Attributes": {"n": number(10)}}),
    Case("UPDATED_NEW has a value that stays the same", API + "UpdateItem", "update_item", update("SET n = :v", v=number(10)), {"Attributes": {"n": number(10)}}),
    Case("UPDATED_OLD has a value that stays the same", API + "UpdateItem", "update_item", update("SET n = :v", returns="UPDATED_OLD", v=number(10)), {"Attributes": {"n": number(10)}}),
    Case("an item that is not there is made", API + "UpdateItem", "update_item", update("SET n = :v", s="9", returns="ALL_NEW", v=number(1)),
         {"Attributes": {**key("9"), "n": number(1)}}),
    Case("ALL_OLD of an item that was not there is nothing", API + "UpdateItem", "update_item", update("SET n = :v", s="9", returns="ALL_OLD", v=number(1)), {}),
]  # fmt: skip

REFUSED_CHANGES = [
    Case("a key can't be updated", API + "UpdateItem", "update_item", update("SET s = :v", v=string("2")),
         (V, INVALID + "Cannot update attribute s. This attribute is part of the key")),
    Case("an attribute that is not there can't be read", UPDATES, "update_item", update("SET c = absent + :v", v=number(1)),
         (V, "The provided expression refers to an attribute that does not exist in the item")),
    Case("a string can't be added to", UPDATES, "update_item", update("SET c = word + :v", v=number(1)),
         (V, "An operand in the update expression has an incorrect data type")),
    Case("a path must lead somewhere", UPDATES, "update_item", update("SET absent.inside = :v", v=number(1)),
         (V, "The document path provided in the update expression is invalid for update")),
    Case("paths can't overlap", UPDATES, "update_item", update("SET m = :v, m.k = :v", v=number(1)),
         (V, COUNTED + "Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m], path two: [m, k]")),
    Case("the same path can't be set twice", UPDATES, "update_item", update("SET n = :v, n = :v", v=number(1)),
         (V, COUNTED + "Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [n], path two: [n]")),
    Case("paths can't conflict", UPDATES, "update_item", update("SET m.a = :v, m[0] = :v", v=number(1)),
         (V, COUNTED + "Invalid UpdateExpression: Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [m, a], path two: [m, [0]]")),
    Case("a clause comes once", UPDATES, "update_item", update("SET c = :v SET d = :v", v=number(1)),
         (V, COUNTED + 'Invalid UpdateExpression: The "SET" section can only be used once in an update expression;')),
    Case("ADD takes numbers and sets", UPDATES, "update_item", update("ADD word :v", v=string("x")),
         (V, COUNTED + "Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: ADD, operand type: STRING")),
    Case("DELETE takes sets", UPDATES, "update_item", update("DELETE n :v", v=number(1)),
         (V, COUNTED + "Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: DELETE, operand type: NUMBER")),
    Case("condition functions are not for updates", UPDATES, "update_item", update("SET c = size(n)"),
         (V, COUNTED + "Invalid UpdateExpression: The function is not allowed in an update expression; function: size")),
    Case("three summands are one too many", UPDATES, "update_item", update("SET c = n + n + :v", v=number(1)),
         counted_syntax("UpdateExpression", "+", "n + :v")),
    Case("an expression has 4 KB at most", LIMITS, "update_item", update(f"SET {'a' * 4090} = :v", v=number(1)),
         (V, COUNTED + "Invalid UpdateExpression: Expression size has exceeded the maximum allowed size; expression size: 4099")),
    Case("a number has 38 digits at most", RULES, "update_item", update("SET c = :v", v=number("1" * 39)),
         (V, COUNTED + "ExpressionAttributeValues contains invalid value: Attempting to store more than 38 significant digits in a Number for key :v")),
    Case("a number has a largest magnitude", RULES, "put_item", {"TableName": "things", "Item": {**key("9"), "n": number("1e126")}},
         (V, COUNTED + "Number overflow. Attempting to store a number with magnitude larger than supported range")),
    Case("a number has a smallest magnitude", RULES, "put_item", {"TableName": "things", "Item": {**key("9"), "n": number("1e-131")}},
         (V, COUNTED + "Number underflow. Attempting to store a number with magnitude smaller than supported range")),
    Case("a number is one", RULES, "put_item", {"TableName": "things", "Item": {**key("9"), "n": number("ten")}},
         (V, COUNTED + "The parameter cannot be converted to a numeric value: ten")),
    Case("an item that grows too large is refused", LIMITS, "update_item", update("SET c = :v", v=string("x" * 410_000)),
         (V, "Item size to update has exceeded the maximum allowed size")),
]  # fmt: skip

ITEMS = [
    Case("an item needs its keys", API + "PutItem", "put_item", {"TableName": "things", "Item": {"p": string("a")}},
         (V, INVALID + "Missing the key s in the item")),
    Case("a key has its type", API + "PutItem", "put_item", {"TableName": "things", "Item": {"p": string("a"), "s": number(1)}},
         (V, INVALID + "Type mismatch for key s expected: S actual: N")),
    Case("a key can't be empty", RULES, "put_item", {"TableName": "things", "Item": key("")},
         (V, "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: s")),
    Case("an index key has its type", API + "PutItem", "put_item", {"TableName": "things", "Item": {**key("9"), "n": string("1")}},
         (V, INVALID + "Type mismatch for Index Key n Expected: N Actual: S IndexName: by-n")),
    Case("an empty string is fine elsewhere", RULES, "put_item", {"TableName": "things", "Item": {**key("9"), "word": string("")}}, {}),
    Case("a set can't be empty", RULES, "put_item", {"TableName": "things", "Item": {**key("9"), "ss": {"SS": []}}},
         (V, COUNTED + INVALID + "An string set  may not be empty")),
    Case("a set has different members", RULES, "put_item", {"TableName": "things", "Item": {**key("9"), "ss": {"SS": ["a", "a"]}}},
         (V, COUNTED + INVALID + "Input collection [a, a] contains duplicates.")),
    Case("a null is true", RULES, "put_item", {"TableName": "things", "Item": {**key("9"), "x": {"NULL": False}}},
         (V, COUNTED + INVALID + "Null attribute value types must have the value of true")),
    Case("an item has 400 KB at most", LIMITS, "put_item", {"TableName": "things", "Item": {**key("9"), "x": string("x" * 409_600)}},
         (V, "Item size has exceeded the maximum allowed size")),
    Case("PutItem returns the old item or nothing", API + "PutItem", "put_item", {"TableName": "things", "Item": key("9"), "ReturnValues": "ALL_NEW"},
         (V, COUNTED + "ReturnValues can only be ALL_OLD or NONE")),
    Case("the old item is returned", API + "PutItem", "put_item", {"TableName": "things", "Item": key("3"), "ReturnValues": "ALL_OLD"},
         {"Attributes": {**key("3"), "n": number(30), "t": string("z")}}),
    Case("a condition that fails", API + "PutItem", "put_item", {"TableName": "things", "Item": key("1"), "ConditionExpression": "attribute_not_exists(p)"},
         ("ConditionalCheckFailedException", "The conditional request failed")),
    Case("numbers are returned plainly", RULES, "update_item", update("SET c = :v", v=number("1.50e3")), {"Attributes": {"c": number(1500)}}),
    Case("a table must exist", API + "GetItem", "get_item", {"TableName": "nothing", "Key": key("1")},
         ("ResourceNotFoundException", "Requested resource not found")),
    Case("a key is the whole key", API + "GetItem", "get_item", {"TableName": "things", "Key": {"p": string("a")}},
         (V, "The provided key element does not match the schema")),
    Case("an item that is not there is nothing", API + "GetItem", "get_item", {"TableName": "things", "Key": key("9")}, {}),
    Case("a projection reaches into documents", PATHS, "get_item", {"TableName": "things", "Key": key("1"), "ProjectionExpression": "m.l[2], m.k, t"},
         {"Item": {"m": {"M": {"l": {"L": [number(3)]}, "k": number(1)}}, "t": string("x")}}),
    Case("a projection's paths can't overlap", PATHS, "get_item", {"TableName": "things", "Key": key("1"), "ProjectionExpression": "m, m.k"},
         (V, "Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m], path two: [m, k]")),
    Case("capacity is told when asked for", GUIDE + "DynamoDB read and write operations", "get_item",
         {"TableName": "things", "Key": key("1"), "ReturnConsumedCapacity": "TOTAL"},
         {"Item": {**key("1"), "n": number(10), "t": string("x"), "m": {"M": {"k": number(1), "l": {"L": [number(1), number(2), number(3)]}}},
                   "ss": {"SS": ["a", "b"]}, "word": string("hello")},
          "ConsumedCapacity": {"TableName": "things", "CapacityUnits": 0.5}}),
    Case("deleting what is not there is no error", API + "DeleteItem", "delete_item", {"TableName": "things", "Key": key("9")}, {}),
]  # fmt: skip

READS = [
    Case("a partition is read in the order of the sort key", KEYS, "query", query("p = :p", p=string("a"), more={"ProjectionExpression": "p, s"}), keys_of("1", "2", "3")),
    Case("or backwards", KEYS, "query", query("p = :p", p=string("a"), more={"ProjectionExpression": "p, s", "ScanIndexForward": False}), keys_of("3", "2", "1")),
    Case("a range of it", KEYS, "query", query("p = :p AND s BETWEEN :l AND :h", p=string("a"), l=string("2"), h=string("3"), more={"ProjectionExpression": "p, s"}), keys_of("2", "3")),
    Case("or what begins with something", KEYS, "query", query("begins_with(s, :b) AND p = :p", p=string("a"), b=string("2"), more={"ProjectionExpression": "p, s"}), keys_of("2")),
    Case("a limit ends a page", API + "Query", "query", query("p = :p", p=string("a"), more={"ProjectionExpression": "p, s", "Limit": 2}),
         {**keys_of("1", "2"), "LastEvaluatedKey": key("2")}),
    Case("the limit counts what is read, not what passes", API + "Query", "query",
         query("p = :p", p=string("a"), x=string("z"), more={"ProjectionExpression": "p, s", "Limit": 2, "FilterExpression": "t = :x"}),
         {"Items": [], "Count": 0, "ScannedCount": 2, "LastEvaluatedKey": key("2")}),
    Case("a global index", API + "Query", "query", query("n = :n", n=number(20), index="by-n", more={"ProjectionExpression": "p, s"}), keys_of("2")),
    Case("a local index is ordered by its own key", API + "Query", "query",
         query("p = :p AND t > :t", p=string("a"), t=string("x"), index="by-t", more={"ProjectionExpression": "p, s"}), keys_of("2", "3")),
    Case("a global index is not read consistently", API + "Query", "query", query("n = :n", n=number(20), index="by-n", more={"ConsistentRead": True}),
         (V, "Consistent reads are not supported on global secondary indexes")),
    Case("a global index is not scanned consistently", API + "Scan", "scan", {"TableName": "things", "IndexName": "by-n", "ConsistentRead": True},
         (V, "Consistent reads are not supported on global secondary indexes")),
    Case("an index that is scanned must exist", API + "Scan", "scan", {"TableName": "things", "IndexName": "by-x"},
         (V, "The table does not have the specified index: by-x")),
    Case("an index must exist", API + "Query", "query", query("n = :n", n=number(20), index="by-x"),
         (V, "The table does not have the specified index: by-x")),
    Case("a query names its partition", KEYS, "query", query("s = :s", s=string("1")), (V, "Query condition missed key schema element: p")),
    Case("a query has a key condition", API + "Query", "query", {"TableName": "things"},
         (V, "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")),
    Case("a partition is not a range", KEYS, "query", query("p > :p", p=string("a")), (V, "Query key condition not supported")),
    Case("a key condition has no OR", KEYS, "query", query("p = :p OR s = :p", p=string("a")),
         (V, "Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: OR")),
    Case("and no <>", KEYS, "query", query("p = :p AND s <> :p", p=string("a")),
         (V, "Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: <>")),
    Case("and one condition a key", KEYS, "query", query("p = :p AND s > :p AND s < :p", p=string("a")),
         (V, "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key")),
    Case("a key's value has the key's type", KEYS, "query", query("p = :p", p=number(1)), (V, INVALID + "Condition parameter type does not match schema type")),
    Case("a filter is not for keys", API + "Query", "query", query("p = :p", p=string("a"), more={"FilterExpression": "s = :p"}),
         (V, "Filter Expression can only contain non-primary key attributes: Primary key attribute: s")),
    Case("a page begins within its partition", API + "Query", "query", query("p = :p", p=string("a"), more={"ExclusiveStartKey": key("1", "b")}),
         (V, "The provided starting key is outside query boundaries based on provided conditions")),
    Case("a page begins with a key", API + "Query", "query", query("p = :p", p=string("a"), more={"ExclusiveStartKey": {"p": string("a")}}),
         (V, "The provided starting key is invalid")),
    Case("projected attributes are an index's", API + "Query", "query", query("p = :p", p=string("a"), more={"Select": "ALL_PROJECTED_ATTRIBUTES"}),
         (V, COUNTED + "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")),
    Case("COUNT has no items", API + "Query", "query", query("p = :p", p=string("a"), more={"Select": "COUNT"}), {"Count": 3, "ScannedCount": 3}),
    Case("a segment is one of several", API + "Scan", "scan", {"TableName": "things", "Segment": 2, "TotalSegments": 2},
         (V, "The Segment parameter is zero-based and must be less than parameter TotalSegments")),
    Case("segments have a total", API + "Scan", "scan", {"TableName": "things", "Segment": 0},
         (V, "The TotalSegments parameter is required but was not present in the request when Segment parameter is present")),
]  # fmt: skip


def put(s: str) -> dict[str, Any]:
    return {"PutRequest": {"Item": key(s)}}


def check(condition: str, s: str = "1") -> dict[str, Any]:
    return {"ConditionCheck": {"TableName": "things", "Key": key(s), "ConditionExpression": condition}}


CANCELLED = "TransactionCanceledException"
REASONS = "Transaction cancelled, please refer cancellation reasons for specific reasons "
SEVERAL = [
    Case("a batch has 25 writes at most", API + "BatchWriteItem", "batch_write_item", {"RequestItems": {"things": [put(str(n)) for n in range(26)]}},
         (V, ("…at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: "
             "[Member must have length less than or equal to 25, Member must have length greater than or equal to 1]"))),
    Case("a batch has 25 writes at most, in all tables together", API + "BatchWriteItem", "batch_write_item",
         {"RequestItems": {"things": [put(str(n)) for n in range(13)], "others": [put(str(n)) for n in range(13)]}},
         (V, "Too many items requested for the BatchWriteItem call")),
    Case("a batch writes an item once", API + "BatchWriteItem", "batch_write_item", {"RequestItems": {"things": [put("1"), put("1")]}},
         (V, "Provided list of item keys contains duplicates")),
    Case("a batch is done", API + "BatchWriteItem", "batch_write_item", {"RequestItems": {"things": [put("8"), put("9")]}}, {"UnprocessedItems": {}}),
    Case("a transaction has 100 reads at most", API + "TransactGetItems", "transact_get_items",
         {"TransactItems": [{"Get": {"TableName": "things", "Key": key(str(n))}} for n in range(101)]},
         (V, "…at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100")),
    Case("a type that does not fit cancels", API + "TransactWriteItems", "transact_write_items",
         {"TransactItems": [check("attribute_exists(p)", "2"), {"Update": {"TableName": "things", "Key": key("1"), "UpdateExpression": "SET c = word + :v",
                                                                            "ExpressionAttributeValues": {":v": number(1)}}}]},
         (CANCELLED, REASONS + "[None, ValidationError]")),
    Case("a batch has 100 reads at most", API + "BatchGetItem", "batch_get_item", {"RequestItems": {"things": {"Keys": [key(str(n)) for n in range(101)]}}},
         (V, "…at 'requestItems.things.member.keys' failed to satisfy constraint: Member must have length less than or equal to 100")),
    Case("a batch reads an item once", API + "BatchGetItem", "batch_get_item", {"RequestItems": {"things": {"Keys": [key("1"), key("1")]}}},
         (V, "Provided list of item keys contains duplicates")),
    Case("what is not there is left out", API + "BatchGetItem", "batch_get_item",
         {"RequestItems": {"things": {"Keys": [key("1"), key("9")], "ProjectionExpression": "n"}}},
         {"Responses": {"things": [{"n": number(10)}]}, "UnprocessedKeys": {}}),
    Case("a transaction writes an item once", API + "TransactWriteItems", "transact_write_items",
         {"TransactItems": [check("attribute_exists(p)"), {"Delete": {"TableName": "things", "Key": key("1")}}]},
         (V, "Transaction request cannot include multiple operations on one item")),
    Case("reasons come in the order of the items", API + "TransactWriteItems", "transact_write_items",
         {"TransactItems": [check("attribute_exists(p)"), check("attribute_exists(p)", "9")]}, (CANCELLED, REASONS + "[None, ConditionalCheckFailed]")),
    Case("a wrong type cancels", API + "TransactWriteItems", "transact_write_items",
         {"TransactItems": [{"Put": {"TableName": "things", "Item": {"p": string("a"), "s": number(1)}}}]}, (CANCELLED, REASONS + "[ValidationError]")),
    Case("a transaction is done", API + "TransactWriteItems", "transact_write_items", {"TransactItems": [check("attribute_exists(p)")]}, {}),
    Case("a transaction reads", API + "TransactGetItems", "transact_get_items",
         {"TransactItems": [{"Get": {"TableName": "things", "Key": key("3")}}, {"Get": {"TableName": "things", "Key": key("9")}}]},
         {"Responses": [{"Item": {**key("3"), "n": number(30), "t": string("z")}}, {}]}),
    Case("PartiQL selects", GUIDE + "PartiQL select statements for DynamoDB", "execute_statement",
         {"Statement": "SELECT n FROM things WHERE p=? AND s='2'", "Parameters": [string("a")]}, {"Items": [{"n": number(20)}]}),
    Case("PartiQL selects from an index", GUIDE + "PartiQL select statements for DynamoDB", "execute_statement",
         {"Statement": 'SELECT s FROM "things"."by-n" WHERE n = 30'}, {"Items": [{"s": string("3")}]}),
    Case("PartiQL inserts once", GUIDE + "PartiQL insert statements for DynamoDB", "execute_statement",
         {"Statement": "INSERT INTO things VALUE {'p': 'a', 's': '1'}"}, ("DuplicateItemException", "Duplicate primary key exists in table")),
    Case("PartiQL updates and returns", GUIDE + "PartiQL update statements for DynamoDB", "execute_statement",
         {"Statement": "UPDATE things SET n=n+1 WHERE p='a' AND s='1' RETURNING MODIFIED NEW *"}, {"Items": [{"n": number(11)}]}),
    Case("PartiQL updates one item", GUIDE + "PartiQL update statements for DynamoDB", "execute_statement",
         {"Statement": "UPDATE things SET n=1 WHERE p='a'"}, (V, "Where clause does not contain a mandatory equality on all key attributes")),
    Case("PartiQL deletes and returns", GUIDE + "PartiQL delete statements for DynamoDB", "execute_statement",
         {"Statement": "DELETE FROM things WHERE p='a' AND s='3' RETURNING ALL OLD *"}, {"Items": [{**key("3"), "n": number(30), "t": string("z")}]}),
]  # fmt: skip

TABLES = [
    Case("a table is made once", API + "CreateTable", "create_table",
         {"TableName": "things", "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"}],
          "BillingMode": "PAY_PER_REQUEST"}, ("ResourceInUseException", "Table already exists: things")),
    Case("a key must be defined", API + "CreateTable", "create_table",
         {"TableName": "others", "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "q", "AttributeType": "S"}],
          "BillingMode": "PAY_PER_REQUEST"},
         (V, INVALID + "Some index key attributes are not defined in AttributeDefinitions. Keys: [p], AttributeDefinitions: [q]")),
    Case("what is defined must be a key", API + "CreateTable", "create_table",
         {"TableName": "others", "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}],
          "AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"}, {"AttributeName": "q", "AttributeType": "S"}], "BillingMode": "PAY_PER_REQUEST"},
         (V, INVALID + "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions")),
    Case("provisioned means throughput", API + "CreateTable", "create_table",
         {"TableName": "others", "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"}]},
         (V, INVALID + "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED")),
    Case("a table that is not there is named", API + "DescribeTable", "describe_table", {"TableName": "others"},
         ("ResourceNotFoundException", "Requested resource not found: Table: others not found")),
    Case("time to live is switched on once", API + "UpdateTimeToLive", "update_time_to_live",
         {"TableName": "things", "TimeToLiveSpecification": {"AttributeName": "x", "Enabled": False}}, (V, "TimeToLive is already disabled")),
    Case("tables are listed", API + "ListTables", "list_tables", {}, {"TableNames": ["things"]}),
]  # fmt: skip

CONDITIONAL = GUIDE + "Legacy conditional parameters"
OLD = GUIDE + "AttributeUpdates"
UNITS = GUIDE + "DynamoDB read and write operations"
LSI = GUIDE + "Local secondary indexes"
GSI = GUIDE + "Using global secondary indexes in DynamoDB"


def old_update(name: str, *, s: str = "1", returns: str = "UPDATED_NEW", **change: Any) -> dict[str, Any]:
    return {"TableName": "things", "Key": key(s), "AttributeUpdates": {name: change}, "ReturnValues": returns}


def expected(name: str, **test: Any) -> dict[str, Any]:
    return {"TableName": "things", "Key": key("1"), "Expected": {name: test}}


def old_scan(operator: str, *values: Any, name: str = "n") -> dict[str, Any]:
    test = {"ComparisonOperator": operator, **({"AttributeValueList": list(values)} if values else {})}
    return {"TableName": "things", "ScanFilter": {name: test}, "Select": "COUNT"}


def old_query(operator: str, *values: Any) -> dict[str, Any]:
    partition = {"ComparisonOperator": "EQ", "AttributeValueList": [string("a")]}
    sort = {"ComparisonOperator": operator, "AttributeValueList": list(values)}
    return {"TableName": "things", "KeyConditions": {"p": partition, "s": sort}, "Select": "COUNT"}


OLDER_PARAMETERS = [
    Case("PUT sets", OLD, "update_item", old_update("c", Action="PUT", Value=number(1)), {"Attributes": {"c": number(1)}}),
    Case("PUT is what an update is without an action", OLD, "update_item", old_update("c", Value=number(1)), {"Attributes": {"c": number(1)}}),
    Case("ADD adds", OLD, "update_item", old_update("n", Action="ADD", Value=number(1)), {"Attributes": {"n": number(11)}}),
    Case("ADD puts into a set in the older form, too", OLD, "update_item", old_update("ss", Action="ADD", Value={"SS": ["c"]}), {"Attributes": {"ss": {"SS": ["a", "b", "c"]}}}),
    Case("ADD begins a list", OLD, "update_item", old_update("c", Action="ADD", Value={"L": [number(1)]}), {"Attributes": {"c": {"L": [number(1)]}}}),
    Case("ADD takes no string", OLD, "update_item", old_update("c", Action="ADD", Value=string("x")),
         (V, COUNTED + INVALID + "ADD action is not supported for the type S")),
    Case("ADD wants the type that is there", OLD, "update_item", old_update("word", Action="ADD", Value=number(1)), (V, "Type mismatch for attribute to update")),
    Case("DELETE of an attribute", OLD, "update_item", old_update("word", Action="DELETE"), {}),
    Case("DELETE out of a set", OLD, "update_item", old_update("ss", Action="DELETE", Value={"SS": ["a"]}), {"Attributes": {"ss": {"SS": ["b"]}}}),
    Case("DELETE with a value wants a set", OLD, "update_item", old_update("n", Action="DELETE", Value=number(1)),
         (V, COUNTED + INVALID + "DELETE action with value is not supported for the type N")),
    Case("PUT wants a value", OLD, "update_item", old_update("c", Action="PUT"), (V, COUNTED + INVALID + "Only DELETE action is allowed when no attribute value is specified")),
    Case("DELETE of an item that is not there makes none", OLD, "update_item", old_update("c", s="9", returns="ALL_NEW", Action="DELETE"), {}),
    Case("updates have one form", CONDITIONAL, "update_item", {**old_update("c", Value=number(1)), "UpdateExpression": "REMOVE c"},
         (V, COUNTED + ("Can not use both expression and non-expression parameters in the same request: "
             "Non-expression parameters: {AttributeUpdates} Expression parameters: {UpdateExpression}"))),
    Case("an expected value is there", CONDITIONAL, "delete_item", expected("n", Value=number("10.0")), {}),
    Case("an expected value is not there", CONDITIONAL, "delete_item", expected("n", Value=number(11)), ("ConditionalCheckFailedException", "The conditional request failed")),
    Case("an attribute is expected to be missing", CONDITIONAL, "delete_item", expected("n", Exists=False), ("ConditionalCheckFailedException", "The conditional request failed")),
    Case("an attribute can't be missing with a value", CONDITIONAL, "delete_item", expected("n", Exists=False, Value=number(1)),
         (V, COUNTED + INVALID + "Value cannot be used when Exists is false for Attribute: n")),
    Case("an attribute that exists has a value", CONDITIONAL, "delete_item", expected("n", Exists=True),
         (V, COUNTED + INVALID + "Value must be provided when Exists is true for Attribute: n")),
    Case("an expectation is a comparison or a value", CONDITIONAL, "delete_item", expected("n", Exists=True, ComparisonOperator="NULL"),
         (V, COUNTED + INVALID + "Exists and ComparisonOperator cannot be used together for Attribute: n")),
    Case("an operator joins two conditions or more", CONDITIONAL, "delete_item", {**expected("n", Value=number(10)), "ConditionalOperator": "OR"},
         (V, COUNTED + "ConditionalOperator can only be used when Filter or Expected has two or more elements")),
    Case("an operator joins something", CONDITIONAL, "delete_item", {"TableName": "things", "Key": key("1"), "ConditionalOperator": "OR"},
         (V, COUNTED + "ConditionalOperator cannot be used without Filter or Expected")),
    Case("EQ compares", CONDITIONAL, "scan", old_scan("EQ", number(10)), counted(1)),
    Case("NE is true where the attribute is missing", CONDITIONAL, "scan", old_scan("NE", number(10)), counted(3)),
    Case("NULL means that it is missing", CONDITIONAL, "scan", old_scan("NULL"), counted(1)),
    Case("NOT_CONTAINS wants the attribute", CONDITIONAL, "scan", old_scan("NOT_CONTAINS", string("a"), name="ss"), counted(0)),
    Case("CONTAINS finds a member", CONDITIONAL, "scan", old_scan("CONTAINS", string("a"), name="ss"), counted(1)),
    Case("IN takes several", CONDITIONAL, "scan", old_scan("IN", number(10), number(20)), counted(2)),
    Case("values of one condition have one type", CONDITIONAL, "scan", old_scan("IN", number(10), string("a")),
         (V, INVALID + "AttributeValues inside AttributeValueList must be of same type")),
    Case("BETWEEN has two values", CONDITIONAL, "scan", old_scan("BETWEEN", number(10)), (V, INVALID + "Invalid number of argument(s) for the BETWEEN ComparisonOperator")),
    Case("BETWEEN has them in order", CONDITIONAL, "scan", old_scan("BETWEEN", number(10), number(1)),
         (V, "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound")),
    Case("BEGINS_WITH takes no number", CONDITIONAL, "scan", old_scan("BEGINS_WITH", number(1)),
         (V, INVALID + "ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type")),
    Case("LT takes no set", CONDITIONAL, "scan", old_scan("LT", {"SS": ["a"]}), (V, INVALID + "ComparisonOperator LT is not valid for SS AttributeValue type")),
    Case("key conditions read a range", CONDITIONAL, "query", old_query("BEGINS_WITH", string("2")), {"Count": 1, "ScannedCount": 1}),
    Case("key conditions have the operators of an index", CONDITIONAL, "query", old_query("NE", string("2")), (V, "Attempted conditional constraint is not an indexable operation")),
    Case("key conditions have the type of the key", CONDITIONAL, "query", old_query("EQ", number(2)), (V, INVALID + "Condition parameter type does not match schema type")),
    Case("a filter of the older form is not for keys", CONDITIONAL, "query",
         {**old_query("EQ", string("2")), "QueryFilter": {"s": {"ComparisonOperator": "EQ", "AttributeValueList": [string("2")]}}},
         (V, "QueryFilter can only contain non-primary key attributes: Primary key attribute: s")),
    Case("an attribute is wanted once", API + "GetItem", "get_item", {"TableName": "things", "Key": key("1"), "AttributesToGet": ["n", "n"]},
         (V, INVALID + "Duplicate value in attribute name: n")),
]  # fmt: skip

MORE_EXPRESSIONS = [
    Case("conditions nested as boto3 nests them", OPERATORS, "scan", scan("(((t = :x AND n = :n) AND word <> :x) AND n < :m)", x=string("x"), n=number(10), m=number(11)), counted(1)),
    Case("an operand may stand in parentheses", OPERATORS, "scan", scan("(n) = (:n)", n=number(10)), counted(1)),
    Case("but not in two pairs", OPERATORS, "scan", scan("((n = :n))", n=number(10)), (V, "Invalid FilterExpression: The expression has redundant parentheses;")),
    Case("a value can be looked through for an attribute", OPERATORS, "scan", scan("contains(:all, t)", all={"SS": ["x", "y"]}), counted(2)),
    Case("the length of a string is in characters", OPERATORS, "scan", scan("size(:text) = :n", text=string("é"), n=number(1)), counted(4)),
    Case("<> is true between types", OPERATORS, "scan", scan("n <> :v", v=string("10")), counted(4)),
    Case("sets are equal in any order", OPERATORS, "scan", scan("ss = :v", v={"SS": ["b", "a"]}), counted(1)),
    Case("a function is not given the same path twice", OPERATORS, "scan", scan("contains(t, t)"),
         (V, ("Invalid FilterExpression: The first operand must be distinct from the remaining operands for this operator or function; "
             "operator: contains, first operand: [t]"))),
    Case("IN takes a hundred operands", OPERATORS, "scan", scan(f"n IN ({', '.join([':v'] * 101)})", v=number(1)),
         (V, "Invalid FilterExpression: The IN operator is provided with too many operands; number of operands: 101")),
    Case("an expression has 300 operators at most", LIMITS, "scan", scan("NOT " * 300 + "n = :v", v=number(1)),
         (V, "Invalid FilterExpression: The expression contains too many operators; operator count: 301")),
    Case("values without an expression for them are named with it", VALUES, "update_item",
         {"TableName": "things", "Key": key("1"), "ExpressionAttributeValues": {":v": number(1)}},
         (V, COUNTED + "ExpressionAttributeValues can only be specified when using expressions: UpdateExpression and ConditionExpression are null")),
    Case("names without an expression are refused", NAMES, "get_item", {"TableName": "things", "Key": key("1"), "ExpressionAttributeNames": {"#n": "n"}},
         (V, "ExpressionAttributeNames can only be specified when using expressions")),
    Case("appended elements come in the order of their indexes", UPDATES, "update_item", update("SET m.l[9] = :b, m.l[7] = :a", returns="ALL_NEW", s="1", a=string("a"), b=string("b")),
         {"Attributes": {**key("1"), "n": number(10), "t": string("x"), "ss": {"SS": ["a", "b"]}, "word": string("hello"),
                         "m": {"M": {"k": number(1), "l": {"L": [number(1), number(2), number(3), string("a"), string("b")]}}}}}),
    Case("an update that only removes makes no item", API + "UpdateItem", "update_item", update("REMOVE n", s="9", returns="ALL_NEW"), {}),
    Case("an update of nothing makes one", API + "UpdateItem", "update_item", {"TableName": "things", "Key": key("9"), "ReturnValues": "ALL_NEW"}, {"Attributes": key("9")}),
    Case("REMOVE needs a way to what it removes", UPDATES, "update_item", update("REMOVE absent.inside"), (V, "The document path provided in the update expression is invalid for update")),
    Case("sums are not nested", UPDATES, "update_item", update("SET c = (n + :v) + :v", v=number(1)), counted_syntax("UpdateExpression", "+", ") + :v")),
    Case("UPDATED_OLD of a list element", API + "UpdateItem", "update_item", update("SET m.l[1] = :v", returns="UPDATED_OLD", v=number(0)),
         {"Attributes": {"m": {"M": {"l": {"L": [number(2)]}}}}}),
    Case("list elements move together", PATHS, "get_item", {"TableName": "things", "Key": key("1"), "ProjectionExpression": "m.l[2], m.l[0], m.l[7]"},
         {"Item": {"m": {"M": {"l": {"L": [number(1), number(3)]}}}}}),
]  # fmt: skip


ALIASES = [
    Case("an alias may be followed by an index", NAMES, "update_item", update("SET #m.#l[0] = :v", names={"#m": "m", "#l": "l"}, v=number(9)),
         {"Attributes": {"m": {"M": {"l": {"L": [number(9)]}}}}}),
    Case("an alias is one name, with its dots", NAMES, "scan", scan("attribute_exists(#x)", names={"#x": "m.k"}), counted(0)),
    Case("an update's reserved words need an alias", NAMES, "update_item", update("SET name = :v", v=number(1)),
         (V, COUNTED + "Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: name")),
    Case("a projection's reserved words need an alias", NAMES, "get_item", {"TableName": "things", "Key": key("1"), "ProjectionExpression": "m.size"},
         (V, "Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: size")),
    Case("a key condition's reserved words need an alias", NAMES, "query", query("name = :v", v=string("a")),
         (V, "Invalid KeyConditionExpression: Attribute name is a reserved keyword; reserved keyword: name")),
    Case("an update's aliases must be defined", NAMES, "update_item", update("SET #x = :v", v=number(1)),
         (V, COUNTED + "Invalid UpdateExpression: An expression attribute name used in the document path is not defined; attribute name: #x")),
    Case("an update's values must be defined", VALUES, "update_item", update("SET c = :v"),
         (V, COUNTED + "Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :v")),
    Case("an update's values must be used", VALUES, "update_item", update("SET c = :v", v=number(1), w=number(2)),
         (V, COUNTED + "Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}")),
    Case("an update's syntax is checked", UPDATES, "update_item", update("SET c", returns="NONE"), counted_syntax("UpdateExpression", "<EOF>", "c")),
    Case("a projection's syntax is checked", PATHS, "get_item", {"TableName": "things", "Key": key("1"), "ProjectionExpression": "n,"},
         syntax("ProjectionExpression", "<EOF>", ",")),
]  # fmt: skip


def nested(levels: int) -> dict[str, Any]:
    return number(1) if levels == 0 else {"L": [nested(levels - 1)]}


MORE_VALUES = [
    Case("a set of numbers differs by value", RULES, "put_item", {"TableName": "things", "Item": {**key("9"), "c": {"NS": ["1", "1.0"]}}}, (V, COUNTED + "Input collection contains duplicates")),
    Case("a set of numbers can't be empty", RULES, "put_item", {"TableName": "things", "Item": {**key("9"), "c": {"NS": []}}}, (V, COUNTED + INVALID + "An number set  may not be empty")),
    Case("a set of binary data can't be empty", RULES, "put_item", {"TableName": "things", "Item": {**key("9"), "c": {"BS": []}}}, (V, COUNTED + INVALID + "Binary sets should not be empty")),
    Case("a number has no spaces", RULES, "put_item", {"TableName": "things", "Item": {**key("9"), "n": number(" 1")}}, (V, COUNTED + "The parameter cannot be converted to a numeric value:  1")),
    Case("a number is decimal", RULES, "put_item", {"TableName": "things", "Item": {**key("9"), "n": number("0x1")}}, (V, COUNTED + "The parameter cannot be converted to a numeric value: 0x1")),
    Case("a number has no underscores", RULES, "put_item", {"TableName": "things", "Item": {**key("9"), "n": number("1_0")}}, (V, COUNTED + "The parameter cannot be converted to a numeric value: 1_0")),
    Case("a number has a digit", RULES, "put_item", {"TableName": "things", "Item": {**key("9"), "n": number("")}}, (V, COUNTED + "The parameter cannot be converted to a numeric value")),
    Case("there is one zero", RULES, "update_item", update("SET n = :v", v=number("-0.0")), {"Attributes": {"n": number(0)}}),
    Case("values are nested 32 levels deep at most", LIMITS, "update_item", update("SET c = :v", v=nested(33)),
         (V, COUNTED + "ExpressionAttributeValues contains invalid value: Nesting Levels have exceeded supported limits for key :v")),
    Case("a partition key has 2048 bytes at most", LIMITS, "put_item", {"TableName": "things", "Item": {"p": string("x" * 2049), "s": string("1")}},
         (V, INVALID + "Size of hashkey has exceeded the maximum size limit of2048 bytes")),
    Case("a sort key has 1024 bytes at most", LIMITS, "put_item", {"TableName": "things", "Item": {"p": string("x"), "s": string("é" * 513)}},
         (V, INVALID + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes")),
    Case("a key that is queried isn't empty", RULES, "query", query("p = :p", p=string("")),
         (V, "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: p")),
]  # fmt: skip

INDEXES_AND_PAGES = [
    Case("a page that ends at the limit has a last key, though it is the last one", API + "Query", "query", query("p = :p", p=string("b"), more={"Limit": 1}),
         {"Items": [key("1", "b")], "Count": 1, "ScannedCount": 1, "LastEvaluatedKey": key("1", "b")}),
    Case("and the next one is empty", API + "Query", "query", query("p = :p", p=string("b"), more={"Limit": 1, "ExclusiveStartKey": key("1", "b")}),
         {"Items": [], "Count": 0, "ScannedCount": 0}),
    Case("the key of an index's page has both keys", API + "Query", "query", query("n = :n", n=number(20), index="by-n", more={"Limit": 1}),
         {"Items": [{**key("2"), "n": number(20)}], "Count": 1, "ScannedCount": 1, "LastEvaluatedKey": {**key("2"), "n": number(20)}}),
    Case("a page begins within the range", API + "Query", "query", query("p = :p AND s > :s", p=string("a"), s=string("1"), more={"ExclusiveStartKey": key("1")}),
         (V, "The provided starting key does not match the range key predicate")),
    Case("a page does not begin with nothing", API + "Query", "query", query("p = :p", p=string("a"), more={"ExclusiveStartKey": {}}), (V, "The provided starting key is invalid")),
    Case("a key that is gone begins a page as well", API + "Query", "query", query("p = :p", p=string("a"), more={"ExclusiveStartKey": key("22"), "ProjectionExpression": "p, s"}), keys_of("3")),
    Case("a filter on a global index sees what it has", GSI, "query", query("n = :n", n=number(20), y=string("y"), index="by-n", more={"FilterExpression": "t = :y", "Select": "COUNT"}),
         {"Count": 0, "ScannedCount": 1}),
    Case("a global index gives what it has", GSI, "query", query("n = :n", n=number(20), index="by-n", more={"ProjectionExpression": "t"}),
         (V, INVALID + "Global secondary index by-n does not project [t]")),
    Case("a global index does not give everything", GSI, "query", query("n = :n", n=number(20), index="by-n", more={"Select": "ALL_ATTRIBUTES"}),
         (V, INVALID + "Select type ALL_ATTRIBUTES is not supported for global secondary index by-n because its projection type is not ALL")),
    Case("an item without an index's key is not in it", GSI, "scan", {"TableName": "things", "IndexName": "by-n", "Select": "COUNT"}, {"Count": 3, "ScannedCount": 3}),
    Case("specific attributes are named", API + "Query", "query", query("p = :p", p=string("a"), more={"Select": "SPECIFIC_ATTRIBUTES"}),
         (V, COUNTED + "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES")),
    Case("a count has no attributes", API + "Query", "query", query("p = :p", p=string("a"), more={"Select": "COUNT", "ProjectionExpression": "n"}),
         (V, COUNTED + "Cannot specify the ProjectionExpression when choosing to get only the Count")),
]  # fmt: skip


def units(capacity: float, **more: Any) -> dict[str, Any]:
    return {"ConsumedCapacity": {"TableName": "things", "CapacityUnits": capacity, **more}}


def index_units(table: float, **indexes: Any) -> dict[str, Any]:
    return {"Table": {"CapacityUnits": table}, **indexes}


BOTH_INDEXES = {
    "GlobalSecondaryIndexes": {"by-n": {"CapacityUnits": 1.0}}, "LocalSecondaryIndexes": {"by-t": {"CapacityUnits": 1.0}},
}  # fmt: skip
CAPACITY = [
    Case("a consistent read takes twice as much", UNITS, "get_item", {"TableName": "things", "Key": key("9"), "ConsistentRead": True, "ReturnConsumedCapacity": "TOTAL"}, units(1.0)),
    Case("reading uses no index", API + "GetItem", "get_item", {"TableName": "things", "Key": key("9"), "ReturnConsumedCapacity": "INDEXES"}, units(0.5, **index_units(0.5))),
    Case("a query of an index takes the index's", GSI, "query", query("n = :n", n=number(99), index="by-n", more={"Select": "COUNT", "ReturnConsumedCapacity": "INDEXES"}),
         {"Count": 0, "ScannedCount": 0, **units(0.5, **index_units(0.0, GlobalSecondaryIndexes={"by-n": {"CapacityUnits": 0.5}}))}),
    Case("a new item is written to each index", GSI, "put_item", {"TableName": "things", "Item": {**key("9"), "n": number(1), "t": string("t")}, "ReturnConsumedCapacity": "INDEXES"},
         units(3.0, **index_units(1.0, **BOTH_INDEXES))),
    Case("what an index does not have is not written to it", GSI, "update_item", {**update("SET word = :v", v=string("x"), returns="NONE"), "ReturnConsumedCapacity": "INDEXES"},
         units(2.0, **index_units(1.0, LocalSecondaryIndexes={"by-t": {"CapacityUnits": 1.0}}))),
    Case("another index key is two writes", GSI, "update_item", {**update("SET n = :v", v=number(11), returns="NONE"), "ReturnConsumedCapacity": "INDEXES"},
         units(4.0, **index_units(1.0, GlobalSecondaryIndexes={"by-n": {"CapacityUnits": 2.0}}, LocalSecondaryIndexes={"by-t": {"CapacityUnits": 1.0}}))),
    Case("a transaction takes twice as much", UNITS, "transact_write_items",
         {"TransactItems": [{"Put": {"TableName": "things", "Item": key("9")}}], "ReturnConsumedCapacity": "TOTAL"},
         {"ConsumedCapacity": [{"TableName": "things", "CapacityUnits": 2.0, "WriteCapacityUnits": 2.0}]}),
    Case("a transaction that reads takes twice as much", UNITS, "transact_get_items",
         {"TransactItems": [{"Get": {"TableName": "things", "Key": key("9")}}], "ReturnConsumedCapacity": "TOTAL"},
         {"Responses": [{}], "ConsumedCapacity": [{"TableName": "things", "CapacityUnits": 2.0, "ReadCapacityUnits": 2.0}]}),
    Case("a batch sums up", API + "BatchGetItem", "batch_get_item",
         {"RequestItems": {"things": {"Keys": [key("8"), key("9")]}}, "ReturnConsumedCapacity": "TOTAL"},
         {"Responses": {"things": []}, "UnprocessedKeys": {}, "ConsumedCapacity": [{"TableName": "things", "CapacityUnits": 1.0}]}),
    Case("a table with local indexes has collections", LSI, "delete_item", {"TableName": "things", "Key": key("9"), "ReturnItemCollectionMetrics": "SIZE"},
         {"ItemCollectionMetrics": {"ItemCollectionKey": {"p": string("a")}, "SizeEstimateRangeGB": [0.0, 1.0]}}),
]  # fmt: skip

STATEMENTS = [
    Case("a wrong key cancels a transaction that reads", API + "TransactGetItems", "transact_get_items",
         {"TransactItems": [{"Get": {"TableName": "things", "Key": key("1")}}, {"Get": {"TableName": "things", "Key": {"p": string("a")}}}]},
         (CANCELLED, REASONS + "[None, ValidationError]")),
    Case("a wrong expression does not cancel, it is refused", API + "TransactWriteItems", "transact_write_items", {"TransactItems": [check("n =")]}, syntax("ConditionExpression", "<EOF>", "=")),
    Case("a transaction has a hundred items at most", LIMITS, "transact_write_items", {"TransactItems": [check("attribute_exists(p)", str(n)) for n in range(101)]},
         (V, "…at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100")),
    Case("an item of a transaction does one thing", API + "TransactWriteItems", "transact_write_items",
         {"TransactItems": [{**check("attribute_exists(p)"), "Delete": {"TableName": "things", "Key": key("2")}}]},
         (V, "TransactItems can only contain one of Check, Put, Update or Delete")),
    Case("PartiQL deletes what is not there", GUIDE + "PartiQL delete statements for DynamoDB", "execute_statement",
         {"Statement": "DELETE FROM things WHERE p='a' AND s='9'"}, {"Items": []}),
    Case("PartiQL deletes on a condition", GUIDE + "PartiQL delete statements for DynamoDB", "execute_statement",
         {"Statement": "DELETE FROM things WHERE p='a' AND s='1' AND n=11"}, ("ConditionalCheckFailedException", "The conditional request failed")),
    Case("PartiQL updates what is there", GUIDE + "PartiQL update statements for DynamoDB", "execute_statement",
         {"Statement": "UPDATE things SET n=1 WHERE p='a' AND s='9'"}, ("ConditionalCheckFailedException", "The conditional request failed")),
    Case("PartiQL subtracts without spaces", GUIDE + "PartiQL update statements for DynamoDB", "execute_statement",
         {"Statement": "UPDATE things SET n=n-1 WHERE p='a' AND s='1' RETURNING MODIFIED NEW *"}, {"Items": [{"n": number(9)}]}),
    Case("PartiQL adds to sets", GUIDE + "PartiQL update statements for DynamoDB", "execute_statement",
         {"Statement": "UPDATE things SET ss=set_add(ss, <<'c'>>) WHERE p='a' AND s='1' RETURNING MODIFIED NEW *"}, {"Items": [{"ss": {"SS": ["a", "b", "c"]}}]}),
    Case("PartiQL takes out of sets", GUIDE + "PartiQL update statements for DynamoDB", "execute_statement",
         {"Statement": "UPDATE things SET ss=set_delete(ss, <<'a'>>) WHERE p='a' AND s='1' RETURNING MODIFIED NEW *"}, {"Items": [{"ss": {"SS": ["b"]}}]}),
    Case("PartiQL's limit counts what is read", API + "ExecuteStatement", "execute_statement", {"Statement": "SELECT s FROM things WHERE p='a' AND n>20", "Limit": 3},
         {"Items": [{"s": string("3")}], "NextToken": "eyJwIjogeyJTIjogImEifSwgInMiOiB7IlMiOiAiMyJ9fQ=="}),
    Case("PartiQL's token is one", API + "ExecuteStatement", "execute_statement", {"Statement": "SELECT * FROM things", "NextToken": "W10="}, (V, "Invalid NextToken")),
    Case("PartiQL orders a partition", GUIDE + "PartiQL select statements for DynamoDB", "execute_statement", {"Statement": "SELECT s FROM things WHERE p='a' ORDER BY s DESC"},
         {"Items": [{"s": string(s)} for s in "321"]}),
    Case("PartiQL orders nothing else", GUIDE + "PartiQL select statements for DynamoDB", "execute_statement", {"Statement": "SELECT s FROM things WHERE n=1 ORDER BY s"},
         (V, "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.")),
    Case("a batch of statements has an error for each", API + "BatchExecuteStatement", "batch_execute_statement",
         {"Statements": [{"Statement": "INSERT INTO things VALUE {'p': 'a', 's': '1'}"}, {"Statement": "INSERT INTO things VALUE {'p': 'a', 's': '9'}"}]},
         {"Responses": [{"Error": {"Code": "DuplicateItem", "Message": "Duplicate primary key exists in table"}, "TableName": "things"}, {"TableName": "things"}]}),
    Case("a batch of statements reads single items", API + "BatchExecuteStatement", "batch_execute_statement", {"Statements": [{"Statement": "SELECT * FROM things WHERE p='a'"}]},
         {"Responses": [{"Error": {"Code": "ValidationError", "Message": "Select statements of a batch or transaction must specify the primary key in the where clause."},
                         "TableName": "things"}]}),
    Case("EXISTS checks in a transaction", GUIDE + "Performing transactions with PartiQL for DynamoDB", "execute_transaction",
         {"TransactStatements": [{"Statement": "EXISTS(SELECT * FROM things WHERE p='a' AND s='1' AND n=11)"}, {"Statement": "DELETE FROM things WHERE p='a' AND s='2'"}]},
         (CANCELLED, REASONS + "[ConditionalCheckFailed, None]")),
    Case("an item that is there cancels", GUIDE + "Performing transactions with PartiQL for DynamoDB", "execute_transaction",
         {"TransactStatements": [{"Statement": "INSERT INTO things VALUE {'p': 'a', 's': '1'}"}]}, (CANCELLED, REASONS + "[DuplicateItem]")),
]  # fmt: skip

MORE_TABLES = [
    Case("a name has three characters at least", API + "CreateTable", "create_table",
         {"TableName": "ab", "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"}],
          "BillingMode": "PAY_PER_REQUEST"}, (V, "TableName must be at least 3 characters long and at most 255 characters long")),
    Case("a name has its characters", API + "CreateTable", "create_table",
         {"TableName": "a b", "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"}],
          "BillingMode": "PAY_PER_REQUEST"},
         (V, "1 validation error detected: Value 'a b' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+")),
    Case("a table has keys", API + "CreateTable", "create_table", {"TableName": "others", "BillingMode": "PAY_PER_REQUEST"},
         (V, ("2 validation errors detected: Value null at 'keySchema' failed to satisfy constraint: Member must not be null; "
             "Value null at 'attributeDefinitions' failed to satisfy constraint: Member must not be null"))),
    Case("one index at a time is made or deleted", API + "UpdateTable", "update_table",
         {"TableName": "things", "GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": "by-n"}}, {"Delete": {"IndexName": "by-m"}}]},
         ("LimitExceededException", "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table")),
    Case("an index that is deleted must exist", API + "UpdateTable", "update_table", {"TableName": "things", "GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": "by-m"}}]},
         ("ResourceNotFoundException", "Requested resource not found: Index: by-m not found")),
    Case("an update changes something", API + "UpdateTable", "update_table", {"TableName": "things"},
         (V, ("At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or "
             "SSESpecification or ReplicaUpdates is required"))),
]  # fmt: skip

MODES = GUIDE + "DynamoDB throughput capacity"
RESOURCES = "LocalStack 4.14.0, services/dynamodb/provider.py, whose behaviour is validated against AWS"


def indexed(billing: str, index_throughput: Any = None) -> dict[str, Any]:
    throughput = {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}
    index = {
        "IndexName": "by-q",
        "KeySchema": [{"AttributeName": "q", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
    }
    return {
        "TableName": "others", "BillingMode": billing, "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in "pq"],
        "GlobalSecondaryIndexes": [{**index, **({"ProvisionedThroughput": throughput} if index_throughput else {})}],
        **({"ProvisionedThroughput": throughput} if billing == "PROVISIONED" else {}),
    }  # fmt: skip


SETTINGS_OF_TABLES = [
    Case("a batch puts items with the keys of the table", RESOURCES, "batch_write_item", {"RequestItems": {"things": [{"PutRequest": {"Item": {"x": string("1")}}}]}},
         (V, "The provided key element does not match the schema")),
    Case("a batch puts items with the key types of the table", RESOURCES, "batch_write_item",
         {"RequestItems": {"things": [{"PutRequest": {"Item": {"p": string("a"), "s": number(1)}}}]}}, (V, "The provided key element does not match the schema")),
    Case("an index of a provisioned table has its throughput", MODES, "create_table", indexed("PROVISIONED"),
         (V, INVALID + "ProvisionedThroughput must be specified for index: by-q")),
    Case("an index of a table on demand has none", MODES, "create_table", indexed("PAY_PER_REQUEST", index_throughput=True),
         (V, INVALID + "ProvisionedThroughput should not be specified for index: by-q because billing mode is PAY_PER_REQUEST")),
    Case("an index gets its throughput when its table does", MODES, "update_table",
         {"TableName": "things", "BillingMode": "PROVISIONED", "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}},
         (V, INVALID + "ProvisionedThroughput must be specified for index: by-n")),
    Case("a table on demand is not given throughput", MODES, "update_table",
         {"TableName": "things", "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}},
         (V, INVALID + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST")),
    Case("backups of a table that is not there", API + "DescribeContinuousBackups", "describe_continuous_backups", {"TableName": "others"},
         ("TableNotFoundException", "Table not found: others")),
    Case("recovery of a table that is not there", API + "UpdateContinuousBackups", "update_continuous_backups",
         {"TableName": "others", "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}}, ("TableNotFoundException", "Table not found: others")),
]  # fmt: skip

UNUSED = "Value provided in ExpressionAttributeNames unused in expressions: keys: {#c}"
ABSENT = {
    "TableName": "things",
    "ConditionExpression": "attribute_not_exists(n)",
    "ExpressionAttributeNames": {"#c": "c"},
}
UNKNOWN_TABLE = {
    "nothing": {
        "Keys": [key("1")],
        "ProjectionExpression": "#p",
        "ExpressionAttributeNames": {"#p": "p", "#c": "c"},
    }
}
EXCEPTIONS, SELECT = (
    VERIFIED + "exceptions/test_dynamodb_exceptions.py::",
    VERIFIED + "test_dynamodb_select.py::",
)
VERIFIED_UPDATES = VERIFIED + "test_dynamodb_update_expressions.py::"
VERIFIED_ON_AWS = [
    Case("a put's unused aliases are counted", EXCEPTIONS + "test_put_item_unused_attributes", "put_item", {**ABSENT, "Item": key("9")}, (V, COUNTED + UNUSED)),
    Case("a delete's unused aliases are counted", EXCEPTIONS + "test_delete_unused_attribute_name", "delete_item", {**ABSENT, "Key": key("9")}, (V, COUNTED + UNUSED)),
    Case("a transaction's unused aliases are not counted", EXCEPTIONS + "test_transact_write_item_put_unused_attribute_name", "transact_write_items",
         {"TransactItems": [{"Put": {**ABSENT, "Item": key("9")}}]}, (V, UNUSED)),
    Case("a scan's unused aliases are not counted", EXCEPTIONS + "test_scan_unused_attribute_name", "scan", scan("n = :n", names={"#c": "c"}, n=number(1)), (V, UNUSED)),
    Case("a batch's aliases are checked before its tables", EXCEPTIONS + "test_batch_get_item_unused_attribute_name", "batch_get_item",
         {"RequestItems": UNKNOWN_TABLE}, (V, UNUSED)),
    Case("all expressions are read before a key condition is judged", EXCEPTIONS + "test_query_with_empty_filter_expression", "query",
         {"TableName": "things", "KeyConditionExpression": "p = x", "FilterExpression": ""}, (V, "Invalid FilterExpression: The expression can not be empty;")),
    Case("a key condition has one attribute", EXCEPTIONS + "test_query_unused_attribute_name", "query", {"TableName": "things", "KeyConditionExpression": "p = x"},
         (V, "Invalid KeyConditionExpression: Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition")),
    Case("an update expression says something", VERIFIED_UPDATES + "test_update_item_with_empty_expression", "update_item",
         {"TableName": "things", "Key": key("1"), "UpdateExpression": ""}, (V, COUNTED + "Invalid UpdateExpression: The expression can not be empty;")),
    Case("an update's values are some", VERIFIED_UPDATES + "test_update_item_with_empty_values", "update_item",
         {"TableName": "things", "Key": key("1"), "UpdateExpression": "SET c = :v", "ExpressionAttributeValues": {}},
         (V, COUNTED + "ExpressionAttributeValues must not be empty")),
    Case("an empty set is told without its placeholder", VERIFIED_UPDATES + "test_update_item_add_empty_set", "update_item",
         update("ADD ss :e", e={"SS": []}), (V, COUNTED + INVALID + "An string set  may not be empty")),
    Case("BETWEEN is an operator or function", VERIFIED + "test_dynamodb.py::test_between_function_operands_cannot_be_null", "scan",
         scan("n BETWEEN :l AND :h", l={"NULL": True}, h=number(1)),
         (V, "Invalid FilterExpression: Incorrect operand type for operator or function; operator or function: BETWEEN, operand type: NULL")),
    Case("a transaction with an empty key is wrong in itself", VERIFIED + "exceptions/test_dynamodb_transactions.py::test_transaction_with_empty_key",
         "transact_write_items",
         {"TransactItems": [{"Update": {"TableName": "things", "Key": key(""), "UpdateExpression": "SET c = :v", "ExpressionAttributeValues": {":v": number(0)}}}]},
         (V, "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: s")),
    Case("what to select is case-sensitive", SELECT + "test_select_values_are_case_sensitive", "scan", {"TableName": "things", "Select": "count"},
         (V, COUNTED + "Value 'count' at 'select' failed to satisfy constraint: Member must satisfy enum value set: "
          "[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]")),
    Case("attributes are not named beside all of them", SELECT + "test_attributes_to_get_rejected_for_non_specific_select", "scan",
         {"TableName": "things", "Select": "ALL_ATTRIBUTES", "AttributesToGet": ["n"]},
         (V, COUNTED + "Cannot specify the AttributesToGet when choosing to get ALL_ATTRIBUTES")),
    Case("a statement's unknown index is not named", VERIFIED + "test_dynamodb_statements.py::test_execute_statement_on_unknown_gsi_table", "execute_statement",
         {"Statement": 'SELECT * FROM "things"."by-x"'}, (V, "The table does not have the specified index")),
]  # fmt: skip

CASES = [
    *CONDITIONS, *REFUSED_FILTERS, *CHANGES, *REFUSED_CHANGES, *ITEMS, *READS, *SEVERAL, *TABLES, *OLDER_PARAMETERS, *MORE_EXPRESSIONS, *ALIASES,
    *MORE_VALUES, *INDEXES_AND_PAGES, *CAPACITY, *STATEMENTS, *MORE_TABLES, *SETTINGS_OF_TABLES, *VERIFIED_ON_AWS,
]  # fmt: skip
