"""What a new template changes of a resource's properties."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Properties = Mapping[str, Any]


def changed(former: Properties, properties: Properties, names: Iterable[str]) -> list[str]:
    """Return those of some properties that are not as before, in alphabetical order."""
    return sorted(name for name in names if former.get(name) != properties.get(name))


def tags_of(properties: Properties) -> dict[str, str]:
    """Return the tags of a resource."""
    return {tag["Key"]: tag["Value"] for tag in properties.get("Tags", ())}


def tag_map(properties: Properties) -> dict[str, dict[str, str]]:
    """Return the parameter `Tags` of services that take a map, which some do not take without a member."""
    tags = tags_of(properties)
    return {"Tags": tags} if tags else {}


def tag_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Return tags as most services take them."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def removed_tags(former: Properties, properties: Properties) -> list[str]:
    """Return the keys of the tags that a resource no longer has."""
    return sorted(tags_of(former).keys() - tags_of(properties).keys())


def change_tags(
    call: Callable[..., object], named: Mapping[str, str], former: Properties, properties: Properties
) -> None:
    """Give a resource other tags, by the operations that most services have for that.

    Args:
        call: Calls an operation of the service.
        named: The parameter that names the resource.
        former: The properties that it had.
        properties: The properties that it shall have.
    """
    if keys := removed_tags(former, properties):
        call("UntagResource", **named, TagKeys=keys)
    if tags := tags_of(properties):
        call("TagResource", **named, Tags=tag_list(tags))
