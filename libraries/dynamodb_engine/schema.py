"""What tables and indexes are made of: keys, projections, throughput."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dynamodb_engine.errors import InvalidParameterValueError, ValidationError
from dynamodb_engine.expressions.projections import Projection
from dynamodb_engine.values import Item

ON_DEMAND, PROVISIONED = "PAY_PER_REQUEST", "PROVISIONED"
MOST_INDEXES = {True: 20, False: 5}
"""How many indexes a table can have, by whether they are global."""
MOST_KEYS = {True: 4, False: 1}
"""How many partition keys, and how many sort keys, an index can have, by whether it is global."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The key attributes of a table or index.

    Attributes:
        partition: The names of the partition keys: one, or up to four of a global index.
        sort: The names of the sort keys, in the order in which they sort: none, one, or up to four of a global index.
        names: All names, partition keys first.
    """

    partition: tuple[str, ...]
    sort: tuple[str, ...] = ()
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", (*self.partition, *self.sort))

    def of(self, item: Item) -> Item:
        """Return the key attributes of an item that it has."""
        return {name: item[name] for name in self.names if name in item}

    def describe(self) -> list[dict[str, str]]:
        """Return the keys in the API's form."""
        return [
            {"AttributeName": name, "KeyType": kind}
            for kind, names in (("HASH", self.partition), ("RANGE", self.sort))
            for name in names
        ]


@dataclass(frozen=True, slots=True)
class Throughput:
    """Provisioned capacity; zero for on-demand."""

    read: int = 0
    write: int = 0

    def describe(self) -> dict[str, int]:
        """Return it in the API's form."""
        return {"ReadCapacityUnits": self.read, "WriteCapacityUnits": self.write, "NumberOfDecreasesToday": 0}


Limits = Mapping[str, Mapping[str, Any]]
"""`OnDemandThroughput` and `WarmThroughput` as they are described; they have no effect."""


@dataclass(frozen=True, slots=True)
class IndexDefinition:
    """A secondary index.

    Attributes:
        name: Its name.
        keys: Its key attributes.
        projection_type: `ALL`, `KEYS_ONLY` or `INCLUDE`.
        non_key_attributes: What `INCLUDE` includes.
        is_global: Whether its partition key may differ from the table's.
        throughput: Provisioned capacity of a global one.
        limits: Of on-demand and warm throughput of a global one.
    """

    name: str
    keys: Keys
    projection_type: str
    non_key_attributes: tuple[str, ...]
    is_global: bool
    throughput: Throughput = field(default_factory=Throughput)
    limits: Limits = field(default_factory=dict)

    def projection(self, table_keys: Keys) -> Projection | None:
        """Return what the index has of an item; None for everything."""
        if self.projection_type == "ALL":
            return None
        names = dict.fromkeys((*table_keys.names, *self.keys.names, *self.non_key_attributes))
        return Projection.of_attributes(tuple(names))


def read_attribute_types(parameters: Mapping[str, Any]) -> dict[str, str]:
    """Return the types of a request's attribute definitions by name.

    Raises:
        InvalidParameterValueError: An attribute is defined twice.
    """
    definitions = parameters.get("AttributeDefinitions") or []
    types = {each["AttributeName"]: each["AttributeType"] for each in definitions}
    if len(types) < len(definitions):
        raise InvalidParameterValueError("Duplicate AttributeName in AttributeDefinitions")
    return types


def read_keys(schema: Sequence[Mapping[str, str]], types: Mapping[str, str], most: int = 1) -> Keys:
    """Return the keys of a key schema.

    Args:
        schema: The key schema.
        types: The types of the attributes that are defined.
        most: How many partition keys, and how many sort keys, there can be.

    Raises:
        ValidationError: It is not one, or one of its attributes is not defined.
    """
    _require_kinds([element["KeyType"] for element in schema], most)
    names = [element["AttributeName"] for element in schema]
    if len(set(names)) < len(names):
        raise ValidationError(
            "Both the Hash Key and the Range Key element in the KeySchema have the same name"
        )
    missing = [name for name in names if name not in types]
    if missing:
        raise InvalidParameterValueError(
            "Some index key attributes are not defined in AttributeDefinitions. "
            f"Keys: [{', '.join(missing)}], AttributeDefinitions: [{', '.join(types)}]"
        )
    partition, sort = (
        tuple(element["AttributeName"] for element in schema if element["KeyType"] == kind)
        for kind in ("HASH", "RANGE")
    )
    return Keys(partition, sort)


def _require_kinds(kinds: Sequence[str], most: int) -> None:
    if kinds[:1] != ["HASH"]:
        raise ValidationError("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
    if most == 1 and kinds[1:2] == ["HASH"]:
        raise ValidationError("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")
    if any(kinds.count(kind) > most for kind in ("HASH", "RANGE")):
        raise InvalidParameterValueError("Too many KeySchema elements")
    if "HASH" in kinds[kinds.count("HASH") :]:
        raise ValidationError("Invalid KeySchema: A HASH key type follows a RANGE key type")


def read_index(
    definition: Mapping[str, Any], types: Mapping[str, str], *, is_global: bool
) -> IndexDefinition:
    """Return a secondary index as a request defines it.

    Raises:
        ValidationError: It can't be one.
    """
    projection = definition.get("Projection") or {}
    kind = projection.get("ProjectionType")
    attributes = projection.get("NonKeyAttributes")
    if kind is None:
        raise InvalidParameterValueError("Unknown ProjectionType: null")
    if kind == "INCLUDE" and not attributes:
        raise InvalidParameterValueError("ProjectionType is INCLUDE, but NonKeyAttributes is not specified")
    if kind != "INCLUDE" and attributes:
        raise InvalidParameterValueError(f"ProjectionType is {kind}, but NonKeyAttributes is specified")
    return IndexDefinition(
        name=definition["IndexName"],
        keys=read_keys(definition["KeySchema"], types, MOST_KEYS[is_global]),
        projection_type=kind,
        non_key_attributes=tuple(attributes or ()),
        is_global=is_global,
        throughput=read_throughput(definition),
        limits=read_limits(definition),
    )


def read_throughput(parameters: Mapping[str, Any]) -> Throughput:
    """Return the provisioned capacity that a request states."""
    stated = parameters.get("ProvisionedThroughput") or {}
    return Throughput(stated.get("ReadCapacityUnits", 0), stated.get("WriteCapacityUnits", 0))


def read_limits(parameters: Mapping[str, Any]) -> Limits:
    """Return the limits of on-demand throughput and the warm throughput that a request states."""
    limits = {}
    if on_demand := parameters.get("OnDemandThroughput"):
        limits["OnDemandThroughput"] = on_demand
    if warm := parameters.get("WarmThroughput"):
        limits["WarmThroughput"] = warm
    return limits


def require_consistent_indexes(
    indexes: Sequence[IndexDefinition], table_keys: Keys, types: Mapping[str, str]
) -> None:
    """Refuse indexes that a table can't have together, and attribute definitions that no key uses.

    Raises:
        ValidationError: There are some.
    """
    names = [index.name for index in indexes]
    for name in names:
        if names.count(name) > 1:
            raise InvalidParameterValueError(f"Duplicate index name: {name}")
    for is_global, most in MOST_INDEXES.items():
        kind = "GlobalSecondaryIndex" if is_global else "LocalSecondaryIndex"
        if sum(index.is_global is is_global for index in indexes) > most:
            raise InvalidParameterValueError(f"{kind} count exceeds the per-table limit of {most}")
    for index in indexes:
        if not index.is_global:
            _require_local(index, table_keys)
    used = {name for keys in (table_keys, *(index.keys for index in indexes)) for name in keys.names}
    if used != set(types):
        raise InvalidParameterValueError(
            "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions"
        )


def _require_local(index: IndexDefinition, table_keys: Keys) -> None:
    if not table_keys.sort:
        raise InvalidParameterValueError(
            "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex"
        )
    if index.keys.partition != table_keys.partition:
        raise InvalidParameterValueError(
            "Table KeySchema and index KeySchema do not have the same hash key: "
            f"Index: {index.name}, index hash key: {index.keys.partition[0]}, table hash key: {table_keys.partition[0]}"
        )
    if not index.keys.sort:
        raise InvalidParameterValueError(f"Index KeySchema does not have a range key for index: {index.name}")
