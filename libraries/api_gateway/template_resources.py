"""The resources of a template that belong to an API."""

from collections.abc import Iterable, Iterator

from application_template.application import CreatedResource


def resources_of(
    resources: Iterable[CreatedResource], type_: str, **references: str
) -> Iterator[CreatedResource]:
    """Return the resources of a type whose properties refer to others.

    Args:
        resources: All resources of the template.
        type_: The type.
        references: The physical ids by the name of the property, such as `RestApiId="a1b2c3"`.
    """
    for resource in resources:
        if resource.type == type_ and references.items() <= resource.properties.items():
            yield resource
