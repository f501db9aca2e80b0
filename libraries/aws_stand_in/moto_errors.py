"""AWS's errors for requests on which moto crashes: missing resources, tokens that were never issued, malformed ARNs.

Sources: the pages of the operations in AWS's API references, which name the codes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from xml.parsers.expat import ExpatError

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsError, MotoFailedError


@dataclass(frozen=True, slots=True)
class _Refusal:
    """What AWS answers.

    Attributes:
        failures: What moto raises instead.
        code: The error's code.
        message: The message.
        status: The HTTP status.
    """

    failures: tuple[type[Exception], ...]
    code: str
    message: str
    status: int = HTTPStatus.BAD_REQUEST


_NO_GROUP = _Refusal(
    (KeyError,), "ResourceNotFoundException", "Schedule group does not exist.", HTTPStatus.NOT_FOUND
)
_NO_SECRET = _Refusal(
    (KeyError,), "ResourceNotFoundException", "Secrets Manager can't find the specified secret."
)
_WRONG_REGION = _Refusal(
    (KeyError,), "InvalidParameterException", "AddReplicaRegions must name regions of AWS."
)
_NO_VERSION = _Refusal(
    (IndexError, KeyError), "InvalidParameterException", "The secret has no version with this id and stage."
)
_ALIAS_ARN = _Refusal((IndexError,), "InvalidArn", "Invalid Arn: it is not that of an alias")
_NO_KEY = _Refusal((AttributeError, KeyError), "NotFoundException", "Invalid keyId: it is not that of a key.")
_NO_LAYER = _Refusal((ValueError,), "InvalidParameterValueException", "A layer's ARN is that of no layer.")
_REFUSALS: Mapping[str, _Refusal] = {
    "cloudwatch.PutDashboard": _Refusal(
        (RecursionError,), "InvalidParameterInput", "The field DashboardBody must be a valid JSON object."
    ),
    "events.PutPermission": _Refusal(
        (KeyError, TypeError), "ValidationException", "The policy is not an object with statements."
    ),
    "events.CreateConnection": _Refusal(
        (ValueError,), "ValidationException", "AuthParameters must hold what the AuthorizationType needs."
    ),
    "iam.CreateServiceLinkedRole": _Refusal(
        (IndexError,), "InvalidInput", "AWSServiceName must be a service principal: SERVICE.amazonaws.com"
    ),
    "iam.RemoveRoleFromInstanceProfile": _Refusal(
        (ValueError,), "NoSuchEntity", "The instance profile has no such role.", HTTPStatus.NOT_FOUND
    ),
    "kms.CreateGrant": _NO_KEY,
    "kms.GenerateRandom": _Refusal((TypeError,), "ValidationException", "NumberOfBytes must be given."),
    "kms.ListGrants": _NO_KEY,
    "kms.ListKeyRotations": _NO_KEY,
    "kms.RetireGrant": _NO_KEY,
    "kms.RevokeGrant": _NO_KEY,
    "kms.RotateKeyOnDemand": _NO_KEY,
    "lambda.CreateFunction": _NO_LAYER,
    "lambda.UpdateFunctionConfiguration": _NO_LAYER,
    "lambda.PublishLayerVersion": _Refusal(
        (KeyError, TypeError), "InvalidParameterValueException", "Please provide a source for the layer."
    ),
    "lambda.UpdateFunctionUrlConfig": _Refusal(
        (AttributeError,),
        "ResourceNotFoundException",
        "The resource you requested does not exist.",
        HTTPStatus.NOT_FOUND,
    ),
    "scheduler.CreateSchedule": _NO_GROUP,
    "scheduler.DeleteScheduleGroup": _NO_GROUP,
    "secretsmanager.CreateSecret": _WRONG_REGION,
    "secretsmanager.ListSecretVersionIds": _NO_SECRET,
    "secretsmanager.ReplicateSecretToRegions": _WRONG_REGION,
    "secretsmanager.UpdateSecretVersionStage": _NO_VERSION,
    "ssm.DeletePatchBaseline": _Refusal((KeyError,), "DoesNotExistException", "The baseline does not exist."),
    "ssm.GetPatchBaselineForPatchGroup": _Refusal(
        (KeyError,),
        "NotImplemented",
        "The AWS stand-in does not imitate ssm.GetPatchBaselineForPatchGroup for groups without a baseline.",
        HTTPStatus.NOT_IMPLEMENTED,
    ),
    "stepfunctions.DeleteStateMachineAlias": _ALIAS_ARN,
    "stepfunctions.DescribeStateMachineAlias": _ALIAS_ARN,
    "stepfunctions.UpdateStateMachineAlias": _ALIAS_ARN,
    "stepfunctions.ListExecutions": _Refusal(
        (TypeError,), "ValidationException", "Either stateMachineArn or mapRunArn must be given."
    ),
    "sts.AssumeRoleWithSAML": _Refusal(
        (ValueError, ExpatError), "InvalidIdentityToken", "Invalid base64 SAMLResponse."
    ),
    "logs.GetQueryResults": _Refusal((KeyError,), "ResourceNotFoundException", "The query does not exist."),
    "logs.PutDeliveryDestination": _Refusal(
        (TypeError, IndexError), "ValidationException", "A destination needs the ARN of a resource."
    ),
    "logs.PutSubscriptionFilter": _Refusal(
        (ValueError,), "InvalidParameterException", "destinationArn is not valid."
    ),
    "logs.PutDeliverySource": _Refusal((IndexError,), "ValidationException", "resourceArn is not valid."),
}
_NEEDED = ("Key", "Values", "key", "value")
"""Members of filters, targets and tags that the models call optional and every operation needs."""
_INCOMPLETE_CODES: Mapping[str, str] = {"secretsmanager": "InvalidParameterException"}
_TOKENS = ("NextToken", "nextToken", "Marker")
_TOKEN_CODES: Mapping[str, str] = {
    "iam": "ValidationError",
    "logs": "InvalidParameterException",
    "secretsmanager": "InvalidNextTokenException",
    "ssm": "InvalidNextToken",
}


def refusal_of(request: AwsRequest, error: MotoFailedError) -> AwsError | None:
    """Return how AWS refuses a request that moto has failed at; None if it is not known to be wrong.

    Args:
        request: The request, which matches its operation's model.
        error: How moto has failed.
    """
    cause = error.__cause__
    refusal = (
        _said_by_moto(cause)
        or _wrong_token(request, cause)
        or _incomplete(request, cause)
        or _REFUSALS.get(request.name)
    )
    if refusal is None or not isinstance(cause, refusal.failures):
        return None
    return AwsError(refusal.code, refusal.message, status=refusal.status)


def _said_by_moto(cause: BaseException | None) -> _Refusal | None:
    """Return the refusal that moto has raised as a ValueError with AWS's code and message, as it does in Lambda."""
    if not isinstance(cause, ValueError) or len(cause.args) != 2:  # noqa: PLR2004 - a code and a message
        return None
    code, message = cause.args
    return _Refusal((ValueError,), code, message) if str(code).endswith("Exception") else None


def _wrong_token(request: AwsRequest, cause: BaseException | None) -> _Refusal | None:
    code = _TOKEN_CODES.get(request.service)
    if code is None or not isinstance(cause, ValueError) or not any(map(request.parameters.get, _TOKENS)):
        return None
    return _Refusal((ValueError,), code, "The token is not valid.")


def _incomplete(request: AwsRequest, cause: BaseException | None) -> _Refusal | None:
    if not isinstance(cause, KeyError) or not cause.args or cause.args[0] not in _NEEDED:
        return None
    code = _INCOMPLETE_CODES.get(request.service, "ValidationException")
    return _Refusal((KeyError,), code, f"The member {cause.args[0]} is missing.")
