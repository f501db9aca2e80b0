"""What requests do to a deployed system."""

import functools
import re
from enum import StrEnum
from pathlib import Path
from typing import Any

from request_gate.path_patterns import path_pattern

CONTRACT_KEY = "x-effect"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_READING = re.compile(
    r"(Get|List|Describe|Head|BatchGet|Query|Scan|Search|Lookup|AdminGet|AdminList)(?![a-z])"
)
_SIGN_IN = ("InitiateAuth", "RespondToAuthChallenge")
_WRITING_DESPITE_THEIR_NAMES = (
    ("cognito-identity-provider", "GetUserAttributeVerificationCode"),  # sends a code
    ("cognito-identity", "GetId"),  # creates an identity
    ("cognito-identity", "GetOpenIdTokenForDeveloperIdentity"),  # creates an identity
    ("redshift", "GetClusterCredentials"),  # creates a user, with AutoCreate
)
_COSTLY = ("bedrock-runtime", "bedrock-agent-runtime", "transcribe", "polly")


class RequestEffect(StrEnum):
    """What a request does; the contract has the effects of each operation under `x-effect`."""

    READS = "reads"
    WRITES = "writes"
    COSTS = "costs"
    CHANGES_ACCOUNT = "changes-account"
    INJECTS_FAULTS = "injects-faults"

    @property
    def capability(self) -> str | None:
        """The capability that an environment must offer for it; None for a read."""
        return _CAPABILITIES.get(self)

    @property
    def description(self) -> str:
        """What it says of the request in a message."""
        return _DESCRIPTIONS[self]


_CAPABILITIES = {
    RequestEffect.WRITES: "destructive",
    RequestEffect.COSTS: "cost",
    RequestEffect.CHANGES_ACCOUNT: "destructive",
    RequestEffect.INJECTS_FAULTS: "fault-injection",
}
_DESCRIPTIONS = {
    RequestEffect.READS: "it reads",
    RequestEffect.WRITES: "it may write",
    RequestEffect.COSTS: "it costs money",
    RequestEffect.CHANGES_ACCOUNT: "it changes an account",
    RequestEffect.INJECTS_FAULTS: "it injects faults",
}


class ApiEffects:
    """The effects of an API's operations.

    Args:
        contract: An OpenAPI document in YAML, with `x-effect` in each operation.
    """

    def __init__(self, contract: Path) -> None:
        self._contract = contract

    def of(self, method: str, path: str) -> list[RequestEffect]:
        """Return the effects of a request; one that the contract does not have counts as a write."""
        documented = "GET" if method.upper() == "HEAD" else method.upper()
        effects = next((effects for pattern, effects in self._routes if pattern.fullmatch(path)), {})
        return effects.get(documented) or [RequestEffect.WRITES]

    @functools.cached_property
    def _routes(self) -> list[tuple[re.Pattern[str], dict[str, list[RequestEffect]]]]:
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        paths = yaml.load(self._contract.read_bytes(), Loader=loader)["paths"]  # noqa: S506 - one of the two safe loaders
        by_parameters = sorted(paths, key=lambda path: path.count("{"))
        return [(path_pattern(path), _effects_by_method(paths[path])) for path in by_parameters]


def effect_on_a_site(method: str) -> RequestEffect:
    """Return the effect of a request to a host whose contract is unknown."""
    return RequestEffect.READS if method.upper() in SAFE_METHODS else RequestEffect.WRITES


def effect_on_aws(service: str, operation: str) -> RequestEffect:
    """Return the effect of an AWS operation, by its names in botocore, such as `dynamodb` and `PutItem`."""
    if _READING.match(operation) and (service, operation) not in _WRITING_DESPITE_THEIR_NAMES:
        return RequestEffect.READS
    if service == "cognito-identity-provider":
        return RequestEffect.READS if operation in _SIGN_IN else RequestEffect.CHANGES_ACCOUNT
    if service == "fis":
        return RequestEffect.INJECTS_FAULTS
    return RequestEffect.COSTS if service in _COSTLY else RequestEffect.WRITES


def _effects_by_method(item: dict[str, Any]) -> dict[str, list[RequestEffect]]:
    return {
        method.upper(): [RequestEffect(name) for name in operation.get(CONTRACT_KEY, [])]
        for method, operation in item.items()
        if isinstance(operation, dict)
    }
