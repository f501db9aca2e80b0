"""What a template says that has no effect here: what would mislead tests is refused, the rest is noted.

A function whose code relies on it cannot work here: that is refused. What only keeps AWS faster, more private or more cautious is
noted.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from api_gateway.http_api.api import HttpApi
from api_gateway.template_apis import TemplateApi
from application_template.application import CreatedResource, TemplateResource
from application_template.errors import TemplateError
from application_template.scalars import is_true
from lambda_runtime.runtimes import find_python, python_version
from serverless_application.token_keys import can_be_asked

FUNCTION, ALIAS, VERSION = "AWS::Lambda::Function", "AWS::Lambda::Alias", "AWS::Lambda::Version"
_STAGE = "AWS::ApiGateway::Stage"


def require_imitated_settings(resource: TemplateResource) -> None:
    """Require that a resource has no setting without which its functions would not work.

    Raises:
        TemplateError: It has one; the message names it.
    """
    properties = resource.properties
    if resource.type == FUNCTION and properties.get("FileSystemConfigs"):
        raise TemplateError(
            "FileSystemConfigs: file systems cannot be imitated; take them out by a condition"
        )
    if resource.type == "AWS::Lambda::Url" and properties.get("InvokeMode") == "RESPONSE_STREAM":
        raise TemplateError(
            "InvokeMode: streamed responses cannot be imitated; choose BUFFERED by a condition"
        )


def notes_on(resources: Iterable[CreatedResource], python: str | None) -> list[str]:
    """Return a line for every setting that has no effect.

    Args:
        resources: The resources of the template.
        python: The interpreter of all Python functions, if one is given.
    """
    created = list(resources)
    notes = [
        f"{one.logical_id}: {line}"
        for one in created
        for line in _NOTES.get(one.type, _nothing)(one.properties)
    ]
    return notes + ([] if python else [note for one in created if (note := _other_python(one))])


def notes_on_issuers(apis: Iterable[TemplateApi], created: Mapping[str, CreatedResource]) -> list[str]:
    """Return a line for every authorizer whose tokens cannot be verified here."""
    pools = {one.physical_id for one in created.values() if one.type == "AWS::Cognito::UserPool"}
    return [
        f"{api.logical_id}, authorizer {name}: the keys of {issuer} cannot be asked for here; every token is refused"
        for api in apis
        if isinstance(api.application, HttpApi)
        for name, issuer in api.application.definition.issuers().items()
        if not can_be_asked(issuer, pools)
    ]


def _nothing(_properties: Mapping[str, Any]) -> list[str]:
    return []


def _of_function(function: Mapping[str, Any]) -> list[str]:
    snap_start = function.get("SnapStart", {}).get("ApplyOn", "None") != "None"
    return ["SnapStart is not imitated; functions start as without it"] if snap_start else []


def _of_version(version: Mapping[str, Any]) -> list[str]:
    is_provisioned = "ProvisionedConcurrencyConfig" in version
    return (
        ["provisioned concurrency is not imitated; functions start when they are invoked"]
        if is_provisioned
        else []
    )


def _of_stage(stage: Mapping[str, Any]) -> list[str]:
    lines = []
    if is_true(stage.get("CacheClusterEnabled")) or any(
        is_true(each.get("CachingEnabled")) for each in stage.get("MethodSettings", [])
    ):
        lines.append("its cache is not imitated; every request is answered anew")
    if "CanarySetting" in stage:
        lines.append("its canary is not imitated; every request goes to the deployment of the stage")
    return lines


def _of_api(api: Mapping[str, Any]) -> list[str]:
    is_private = "PRIVATE" in api.get("EndpointConfiguration", {}).get("Types", [])
    return ["that it is private is not imitated; everybody on this machine may call it"] if is_private else []


def _of_rule(rule: Mapping[str, Any]) -> list[str]:
    return [
        f"its target {target.get('Arn')} is not imitated; nothing is sent to it"
        for target in rule.get("Targets", [])
        if _service_of(target.get("Arn")) not in TARGETS
    ]


def _other_python(one: CreatedResource) -> str | None:
    version = python_version(str(one.properties.get("Runtime"))) if one.type == FUNCTION else None
    if version is None or find_python(version) is not None:
        return None
    return f"{one.logical_id}: this machine has no Python {version}; the function runs on that of the tests"


def _service_of(arn: Any) -> str:
    return (str(arn).split(":") + [""] * 3)[2]


TARGETS = ("lambda", "sqs", "sns", "events", "logs")
"""The services to which rules send events here."""

_NOTES: Mapping[str, Callable[[Mapping[str, Any]], list[str]]] = {
    "AWS::ApiGateway::RestApi": _of_api,
    _STAGE: _of_stage,
    "AWS::Events::Rule": _of_rule,
    FUNCTION: _of_function,
    ALIAS: _of_version,
    VERSION: _of_version,
}
