"""The resources of an application, created one after another."""

from collections.abc import Iterable, Mapping

from botocore.exceptions import ClientError, ParamValidationError

from application_template.application import CreatedResource, ResolvedTemplate, TemplateResource
from application_template.errors import TemplateError
from field_comparison.suggestions import nearest_names, suggestion
from serverless_application.account import Account
from serverless_application.creators import CREATORS
from serverless_application.dynamic_references import resolve_references

LIKENESS = 0.9
"""How similar two types must be, from 0 to 1, for one to count as a misspelling of the other."""


def require_imitated(application: ResolvedTemplate) -> None:
    """Require that every resource of an application can be created here.

    Raises:
        TemplateError: Some cannot; the message names them.
    """
    strange = [
        f"Resources/{one.logical_id} ({one.type})"
        for one in application.resources
        if one.type not in CREATORS
    ]
    if strange:
        meant = _meant(application.resources)
        hint = meant and f".{meant}"
        raise TemplateError(f"cannot be imitated: {', '.join(strange)}; take them out by a condition{hint}")


def _meant(resources: Iterable[TemplateResource]) -> str:
    """Return the known types that are nearly those of resources, as a question; empty where there are none."""
    kinds = dict.fromkeys(one.type for one in resources if one.type not in CREATORS)
    return suggestion(
        dict.fromkeys(name for kind in kinds for name in nearest_names(kind, CREATORS, likeness=LIKENESS)[:1])
    )


def create_resources(application: ResolvedTemplate, account: Account) -> dict[str, CreatedResource]:
    """Create all resources of an application.

    Returns:
        The resources by logical id, in the order of their creation.

    Raises:
        TemplateError: One could not be created; the message says which and why.
    """
    created: dict[str, CreatedResource] = {}
    for resource in application.resources:
        created[resource.logical_id] = _create(
            application.resolve(resource, created), account, application.imports
        )
    return created


def of_type(created: Mapping[str, CreatedResource], *types: str) -> Iterable[CreatedResource]:
    """Return the created resources of some types."""
    return (resource for resource in created.values() if resource.type in types)


def _create(resource: TemplateResource, account: Account, imports: Mapping[str, str]) -> CreatedResource:
    where = f"Resources/{resource.logical_id}"
    try:
        properties = resolve_references(resource.properties, account, imports)
        plain = TemplateResource(resource.logical_id, resource.type, properties, resource.metadata)
        result = CREATORS[resource.type](plain, account)
    except TemplateError as error:
        raise TemplateError(f"{where}: {error}") from None
    except KeyError as error:
        raise TemplateError(f"{where}: the property {error} is missing") from None
    except (ClientError, ParamValidationError) as error:
        raise TemplateError(f"{where}: {' '.join(str(error).split())}") from None
    return CreatedResource(
        resource.logical_id,
        resource.type,
        result.physical_id,
        properties=properties,
        attributes=result.attributes,
        metadata=resource.metadata,
    )
