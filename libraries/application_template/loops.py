"""`Fn::ForEach` of `AWS::LanguageExtensions`: a part of a template for each value of a collection."""

from collections.abc import Mapping
from typing import Any

from application_template.errors import at

PREFIX = "Fn::ForEach::"

Place = tuple[str, ...]


def expand_loops(value: Any, parameters: Mapping[str, Any], where: Place = ()) -> Any:
    """Return a value with its loops written out.

    Args:
        value: A template or a part of it.
        parameters: The values of parameters; a collection may be one.
        where: Where the value stands.

    Raises:
        TemplateError: A loop has not the form `[identifier, collection, {key: value}]`.
    """
    if isinstance(value, list):
        return [expand_loops(item, parameters, where) for item in value]
    if not isinstance(value, dict):
        return value
    result: dict[str, Any] = {}
    for key, item in value.items():
        parts = _parts(item, parameters, (*where, key)) if str(key).startswith(PREFIX) else {key: item}
        for name, part in parts.items():
            if name in result:
                raise at((*where, key), f"the key {name!r} occurs twice")
            result[name] = expand_loops(part, parameters, (*where, str(name)))
    return result


def _parts(loop: Any, parameters: Mapping[str, Any], where: Place) -> dict[str, Any]:
    if not isinstance(loop, list) or len(loop) != 3 or not isinstance(loop[2], dict):  # noqa: PLR2004
        raise at(where, "a loop needs an identifier, a collection and a mapping")
    identifier, collection, body = loop
    parts: dict[str, Any] = {}
    for item in _collection(collection, parameters, where):
        parts |= expand_loops(_with_variable(body, str(identifier), item), parameters, where)
    return parts


def _collection(collection: Any, parameters: Mapping[str, Any], where: Place) -> list[str]:
    if isinstance(collection, dict) and set(collection) == {"Ref"}:
        collection = parameters.get(collection["Ref"])
    if not isinstance(collection, list):
        raise at(where, "the collection must be a list, or a parameter that is one")
    items = [expand_reference(item, parameters) for item in collection]
    return [part for item in items for part in (item if isinstance(item, list) else [str(item)])]


def expand_reference(item: Any, parameters: Mapping[str, Any]) -> Any:
    """Return the value of a parameter if the item refers to one, else the item."""
    return parameters.get(item["Ref"], item) if isinstance(item, dict) and set(item) == {"Ref"} else item


def _with_variable(value: Any, identifier: str, item: str) -> Any:
    """Return a value with `${identifier}`, `&{identifier}` and references to it replaced; the latter drops all but letters."""
    if isinstance(value, str):
        plain = "".join(character for character in item if character.isalnum())
        return value.replace(f"${{{identifier}}}", item).replace(f"&{{{identifier}}}", plain)
    if isinstance(value, list):
        return [_with_variable(part, identifier, item) for part in value]
    if not isinstance(value, dict):
        return value
    if value == {"Ref": identifier}:
        return item
    return {
        _with_variable(key, identifier, item): _with_variable(part, identifier, item)
        for key, part in value.items()
    }
