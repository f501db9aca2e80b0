"""The operations on guardrails: create, get, list, update, delete, create a version.

Source: Amazon Bedrock API Reference, "CreateGuardrail" and its neighbours.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsError, NotImitatedError
from aws_stand_in.overlays.bedrock.guardrail_store import DRAFT, Guardrail, GuardrailStore
from aws_stand_in.overlays.paging import page
from aws_stand_in.overlays.timestamps import timestamp

_NOT_IMITATED = ("automatedReasoningPolicyConfig", "crossRegionConfig")
_POLICIES = (
    "topicPolicy",
    "contentPolicy",
    "wordPolicy",
    "sensitiveInformationPolicy",
    "contextualGroundingPolicy",
)
_KEPT = ("name", "description", "blockedInputMessaging", "blockedOutputsMessaging")
_LISTS = {
    "topicsConfig": "topics",
    "filtersConfig": "filters",
    "wordsConfig": "words",
    "managedWordListsConfig": "managedWordLists",
    "piiEntitiesConfig": "piiEntities",
    "regexesConfig": "regexes",
    "tierConfig": "tier",
}
"""What the members of a policy are called when it is read, by what they are called when it is written."""
_SUMMARY = ("status", "name", "description", "version", "createdAt", "updatedAt")


class GuardrailOperations:
    """Answers the operations on guardrails.

    Args:
        store: Keeps them.
        clock: Epoch seconds.
    """

    def __init__(self, store: GuardrailStore, clock: Callable[[], float]) -> None:
        self._store = store
        self._clock = clock

    def create(self, request: AwsRequest) -> dict[str, Any]:
        """Create a guardrail, whose draft is READY at once."""
        given = request.parameters
        policies = _policies(given)
        self._check_name(request, given["name"], but="")
        guardrail = self._store.create(request.account_id, request.region)
        now = timestamp(self._clock())
        guardrail.versions[DRAFT] = {
            **_only(given, _KEPT),
            **policies,
            "guardrailId": guardrail.id,
            "guardrailArn": guardrail.arn,
            "version": DRAFT,
            "status": "READY",
            "createdAt": now,
            "updatedAt": now,
        }
        return _identified(guardrail, createdAt=now)

    def get(self, request: AwsRequest) -> dict[str, Any]:
        """Describe a version of a guardrail."""
        guardrail = self._guardrail(request)
        return self._version(guardrail, request.parameters.get("guardrailVersion", DRAFT))

    def list(self, request: AwsRequest) -> dict[str, Any]:
        """List the drafts of all guardrails, or the versions of one."""
        given = request.parameters
        if given.get("guardrailIdentifier"):
            found: Iterator[dict[str, Any]] = iter(self._guardrail(request).versions.values())
        else:
            kept = self._store.in_region(request.account_id, request.region)
            found = (guardrail.draft for guardrail in kept.values())
        summaries = (
            {"id": one["guardrailId"], "arn": one["guardrailArn"], **_only(one, _SUMMARY)} for one in found
        )
        return page(summaries, given, "guardrails")

    def update(self, request: AwsRequest) -> dict[str, Any]:
        """Replace the draft; numbered versions stay as they are."""
        given, guardrail = request.parameters, self._guardrail(request)
        policies = _policies(given)
        self._check_name(request, given["name"], but=guardrail.id)
        now = timestamp(self._clock())
        kept = {
            name: value for name, value in guardrail.draft.items() if name not in (*_POLICIES, "description")
        }
        guardrail.versions[DRAFT] = {**kept, **_only(given, _KEPT), **policies, "updatedAt": now}
        return _identified(guardrail, updatedAt=now)

    def create_version(self, request: AwsRequest) -> dict[str, Any]:
        """Keep the draft under the next number."""
        given, guardrail = request.parameters, self._guardrail(request)
        token = given.get("clientRequestToken", "")
        version = guardrail.tokens.get(token) or guardrail.next_version()
        if version not in guardrail.versions:
            now = timestamp(self._clock())
            changed = {"version": version, "createdAt": now, "updatedAt": now}
            guardrail.versions[version] = {**guardrail.draft, **_only(given, ("description",)), **changed}
        if token:
            guardrail.tokens[token] = version
        return {"guardrailId": guardrail.id, "version": version}

    def delete(self, request: AwsRequest) -> dict[str, Any]:
        """Remove a guardrail, or one numbered version of it."""
        guardrail = self._guardrail(request)
        version = request.parameters.get("guardrailVersion")
        if version is None:
            del self._store.in_region(request.account_id, request.region)[guardrail.id]
        else:
            self._version(guardrail, version)
            del guardrail.versions[version]
        return {}

    def _guardrail(self, request: AwsRequest) -> Guardrail:
        identifier = request.parameters["guardrailIdentifier"]
        found = self._store.find(request.account_id, request.region, identifier)
        if found is None:
            raise AwsError(
                "ResourceNotFoundException", f"Guardrail {identifier} could not be found.", status=404
            )
        return found

    def _check_name(self, request: AwsRequest, name: str, *, but: str) -> None:
        kept = self._store.in_region(request.account_id, request.region).values()
        if any(other.draft["name"] == name and other.id != but for other in kept):
            raise AwsError(
                "ConflictException", "Another guardrail in your account already has this name.", status=400
            )

    @staticmethod
    def _version(guardrail: Guardrail, version: str) -> dict[str, Any]:
        if version not in guardrail.versions:
            raise AwsError(
                "ResourceNotFoundException",
                f"Guardrail {guardrail.id} with version {version} could not be found.",
                status=404,
            )
        return guardrail.versions[version]


def _policies(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the policies of a request as GetGuardrail returns them."""
    for name in _NOT_IMITATED:
        if given.get(name):
            raise NotImitatedError(f"{name} of a guardrail")
    policies = {
        policy: {_LISTS[name]: value for name, value in given[f"{policy}Config"].items() if name in _LISTS}
        for policy in _POLICIES
        if given.get(f"{policy}Config")
    }
    if not any(policies.values()):
        raise AwsError("ValidationException", "A guardrail must have at least one policy.", status=400)
    for expression in policies.get("sensitiveInformationPolicy", {}).get("regexes", ()):
        _check_expression(expression["pattern"])
    return policies


def _check_expression(pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise AwsError(
            "ValidationException", f"The regex pattern {pattern} is not valid: {error}.", status=400
        ) from error


def _identified(guardrail: Guardrail, **times: Any) -> dict[str, Any]:
    return {"guardrailId": guardrail.id, "guardrailArn": guardrail.arn, "version": DRAFT, **times}


def _only(given: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: given[name] for name in names if name in given}
