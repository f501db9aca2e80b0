"""Templates of requests: read, and described as `GetTemplateSummary` and `ValidateTemplate` do.

Source: AWS CloudFormation API reference, "GetTemplateSummary", "ValidateTemplate" and "CreateStack" (Capabilities).
"""

import json
from collections.abc import Collection, Iterator, Mapping
from http import HTTPStatus
from typing import Any

import yaml
from moto.cloudformation import models
from moto.cloudformation.responses import CloudFormationResponse
from moto.utilities.utils import get_partition

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.cloudformation.moto_stacks import invalid

Template = Mapping[str, Any]

LARGEST_BODY = 51_200
"""In bytes. Source: AWS CloudFormation User Guide, "Understand CloudFormation quotas"."""
_LONGEST_SHOWN = 100
IAM, NAMED_IAM, AUTO_EXPAND = "CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"
_NAME_OF: Mapping[str, str] = {
    "AWS::IAM::AccessKey": "", "AWS::IAM::Group": "GroupName", "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName", "AWS::IAM::Policy": "", "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName", "AWS::IAM::UserToGroupAddition": "",
}  # fmt: skip
"""The types of resources that need a capability, with the property that names one."""


def text_of(request: AwsRequest, stack: Any = None) -> str:
    """Return the template that a request has, points to, or takes over from a stack.

    Raises:
        AwsError: It has none, or two, or one that is too large.
    """
    given = request.parameters
    body, url = given.get("TemplateBody"), given.get("TemplateURL")
    uses_previous = bool(given.get("UsePreviousTemplate"))
    if uses_previous and (body or url):
        raise invalid("You cannot specify both usePreviousTemplate and Template Body/Template URL.")
    if uses_previous and stack is not None:
        return str(stack.template)
    if bool(body) == bool(url):
        raise invalid("Either Template URL or Template Body must be specified.")
    if body:
        _require_small(body)
        return str(body)
    return stored(request, str(url))


def read(text: str) -> dict[str, Any]:
    """Return a template as objects.

    Raises:
        AwsError: It is not JSON and not YAML, or not a mapping.
    """
    if text.lstrip().startswith("{"):
        _require_json(text)
    try:
        parsed: Any = models.Stack.parse_template(text)
    except (yaml.YAMLError, ValueError) as error:
        raise invalid(f"Template format error: YAML not well-formed. {_place_of(error)}".rstrip()) from error
    if not isinstance(parsed, dict):
        raise invalid("Template format error: unsupported structure.")
    resources = parsed.get("Resources")
    if not isinstance(resources, dict) or not resources:
        raise invalid("Template format error: At least one Resources member must be defined.")
    for name, one in resources.items():
        if not name.startswith("Fn::") and not (isinstance(one, dict) and "Type" in one):
            raise invalid(
                f"Template format error: [/Resources/{name}] Every Resources object must contain a Type member."
            )
    return parsed


def types_of(template: Template) -> list[str]:
    """Return the types of a template's resources, each once, in its order."""
    return list(dict.fromkeys(str(one["Type"]) for one in _resources(template)))


def transforms_of(template: Template) -> list[str]:
    """Return the macros that a template declares."""
    named = template.get("Transform") or []
    return [
        str(one["Name"] if isinstance(one, dict) else one)
        for one in (named if isinstance(named, list) else [named])
    ]


def described_capabilities(template: Template) -> dict[str, Any]:
    """Return the capabilities that a template needs, and why, as descriptions have them."""
    needed = [IAM] if _iam_types(template) else []
    if _has_names(template):
        needed = [NAMED_IAM]
    reasons = [f"The following resource(s) require capabilities: [{', '.join(_iam_types(template))}]"]
    if transforms_of(template):
        needed.append(AUTO_EXPAND)
        reasons.append(
            f"The following resource(s) require capabilities: [{', '.join(transforms_of(template))}]"
        )
    if not needed:
        return {}
    return {"Capabilities": needed, "CapabilitiesReason": reasons[0] if _iam_types(template) else reasons[1]}


def require_capabilities(template: Template, given: Collection[str], *, expanded: bool) -> None:
    """Require that a request allows what a template does.

    Args:
        template: The template.
        given: The capabilities that the request acknowledges.
        expanded: Whether macros need none: a change set shows what they make.

    Raises:
        AwsError: `InsufficientCapabilitiesException`.
    """
    needed = []
    if _has_names(template) and NAMED_IAM not in given:
        needed.append(NAMED_IAM)
    elif _iam_types(template) and not {IAM, NAMED_IAM} & set(given):
        needed.append(IAM)
    if not expanded and transforms_of(template) and AUTO_EXPAND not in given:
        needed.append(AUTO_EXPAND)
    if needed:
        raise AwsError(
            "InsufficientCapabilitiesException",
            f"Requires capabilities : [{', '.join(needed)}]",
            status=HTTPStatus.BAD_REQUEST,
        )


def _resources(template: Template) -> Iterator[Mapping[str, Any]]:
    for name, one in template["Resources"].items():
        if not name.startswith("Fn::"):
            yield one


def _iam_types(template: Template) -> list[str]:
    return [kind for kind in types_of(template) if kind in _NAME_OF]


def _has_names(template: Template) -> bool:
    return any(
        _NAME_OF.get(one["Type"]) in (one.get("Properties") or {})
        for one in _resources(template)
        if _NAME_OF.get(one["Type"])
    )


def stored(request: AwsRequest, url: str) -> str:
    """Return what is in a bucket, by its URL."""
    response: Any = CloudFormationResponse()
    response.current_account, response.region = request.account_id, request.region
    response.partition = get_partition(request.region)
    return str(response._get_stack_from_s3_url(url))


def _require_small(body: str) -> None:
    if len(body.encode()) > LARGEST_BODY:
        shown = f"{body[:_LONGEST_SHOWN]}..."
        raise invalid(
            f"1 validation error detected: Value '{shown}' at 'templateBody' failed to satisfy constraint: "
            f"Member must have length less than or equal to {LARGEST_BODY}"
        )


def _require_json(text: str) -> None:
    """Refuse what begins as JSON and is none."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        place = f"(line {error.lineno}, column {error.colno})"
        raise invalid(f"Template format error: JSON not well-formed. {place}") from error


def _place_of(error: BaseException | None) -> str:
    """Return where a template is no YAML; moto tries it as JSON then."""
    while error is not None:
        if mark := getattr(error, "problem_mark", None):
            return f"(line {mark.line + 1}, column {mark.column + 1})"
        error = error.__context__
    return ""
