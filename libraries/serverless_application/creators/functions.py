"""Lambda: what belongs to functions. They need no call of AWS: `lambda_runtime` runs them."""

import re
import uuid

from application_template.application import TemplateResource
from application_template.errors import TemplateError
from serverless_application.account import Account, new_id
from serverless_application.created import Created, Creator

LONGEST_NAME = 64
NAME = re.compile(rf"[a-zA-Z0-9-_]{{1,{LONGEST_NAME}}}")
"""Source: AWS Lambda API reference, CreateFunction."""
FIRST_VERSION = "1"


def name_function(resource: TemplateResource, account: Account) -> Created:
    """Name a function; `Ref` gives its name."""
    name = account.name(resource, "FunctionName", longest=LONGEST_NAME)
    if not NAME.fullmatch(name):
        raise TemplateError(
            f"FunctionName has up to {LONGEST_NAME} letters, digits, hyphens and underscores, not {name!r}"
        )
    return Created(name, {"Arn": account.arn("lambda", f"function:{name}")})


def number_version(resource: TemplateResource, account: Account) -> Created:
    """Give a version of a function its number; `Ref` gives its ARN. It runs the function's code."""
    arn = f"{_arn_of(str(resource.properties['FunctionName']), account)}:{FIRST_VERSION}"
    return Created(arn, {"FunctionArn": arn, "Version": FIRST_VERSION})


def name_alias(resource: TemplateResource, account: Account) -> Created:
    """Name an alias of a function; `Ref` gives its ARN."""
    arn = f"{_arn_of(str(resource.properties['FunctionName']), account)}:{resource.properties['Name']}"
    return Created(arn, {"AliasArn": arn})


def name_layer(resource: TemplateResource, account: Account) -> Created:
    """Name a version of a layer; `Ref` gives its ARN."""
    arn = account.arn("lambda", f"layer:{account.name(resource, 'LayerName')}:{FIRST_VERSION}")
    return Created(arn, {"LayerVersionArn": arn})


def name_event_source(resource: TemplateResource, account: Account) -> Created:  # noqa: ARG001 - as all creators
    """Give an event source mapping its id, which `Ref` gives."""
    identity = str(uuid.uuid4())
    return Created(
        identity,
        {"EventSourceMappingArn": account.arn("lambda", f"event-source-mapping:{identity}"), "Id": identity},
    )


def name_url(resource: TemplateResource, account: Account) -> Created:
    """Give a function URL its address; `Ref` gives the function's ARN."""
    arn = _arn_of(str(resource.properties["TargetFunctionArn"]), account)
    url = f"https://{new_id(32)}.lambda-url.{account.region}.on.aws/"
    return Created(arn, {"FunctionArn": arn, "FunctionUrl": url})


def name_invoke_config(resource: TemplateResource, account: Account) -> Created:  # noqa: ARG001 - as all creators
    """Name what a function does with failed events."""
    return Created(f"{resource.properties['FunctionName']}|{resource.properties['Qualifier']}")


def _arn_of(function: str, account: Account) -> str:
    return function if function.startswith("arn:") else account.arn("lambda", f"function:{function}")


CREATORS: dict[str, Creator] = {
    "AWS::Lambda::Alias": name_alias,
    "AWS::Lambda::EventInvokeConfig": name_invoke_config,
    "AWS::Lambda::EventSourceMapping": name_event_source,
    "AWS::Lambda::Function": name_function,
    "AWS::Lambda::LayerVersion": name_layer,
    "AWS::Lambda::Url": name_url,
    "AWS::Lambda::Version": number_version,
}
