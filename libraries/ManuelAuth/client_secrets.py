"""App clients that have a secret: each request for one has to prove that its sender knows it."""

import os
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

from robot.api.types import Secret

from ManuelAuth.logged_bodies import keep_bodies_out_of_the_log

if TYPE_CHECKING:
    from botocore.model import OperationModel
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

    from ManuelEnvironment import Environment

CLIENT_SECRET_VARIABLE: Final = "MANUEL_CLIENT_SECRET"
SECOND_POOL_CLIENT_SECRET_VARIABLE: Final = "MANUEL_SECOND_POOL_CLIENT_SECRET"
ANSWERS: Final = ("AuthParameters", "ChallengeResponses")


def read_client_secret(
    environment: "Environment", pool_id: str, client_id: str, variable: str
) -> Secret | None:
    """Return the secret of an app client; None if it has none.

    That of an application that is run from its template is known to its user pool, and any other to an environment variable.

    Args:
        environment: Where the pool is.
        pool_id: The user pool.
        client_id: The app client.
        variable: The environment variable that has the secret.
    """
    if environment.stack is None:
        secret = os.environ.get(variable)
    elif environment.stack.resources:
        keep_bodies_out_of_the_log()
        cognito: CognitoIdentityProviderClient = environment.aws_client("cognito-idp")
        client = cognito.describe_user_pool_client(UserPoolId=pool_id, ClientId=client_id)["UserPoolClient"]
        secret = client.get("ClientSecret")
    else:
        secret = None
    return Secret(secret) if secret else None


def secret_hash(secret: Secret, client_id: str, username: str) -> str:
    """Return the proof that the sender of a request knows the secret.

    Source: Amazon Cognito Developer Guide, "Computing secret hash values".

    Example:
        >>> secret_hash(Secret("hush"), "client", "ada@example.com")
        'bWOfk+Fgm6xKudleekqTdvgRgN+ALFEobu8LH1MbN40='
    """
    from pycognito.aws_srp import AWSSRP

    return str(AWSSRP.get_secret_hash(username, client_id, secret.value))


def prove_secret(client: "CognitoIdentityProviderClient", client_id: str, secret: Secret) -> None:
    """Let each request of a boto3 client that is for this app client prove its secret.

    The exception is InitiateAuth with a refresh token, which names no user: who sends it adds the `SECRET_HASH`.
    """

    def add_proof(params: Mapping[str, Any], model: "OperationModel", **_: Any) -> dict[str, Any] | None:
        if params.get("ClientId") != client_id:
            return None
        return {**params, **_proofs(params, model, client_id, secret)}

    events: Any = client.meta.events  # its type hints allow no handlers that return something
    events.register(
        "provide-client-params.cognito-identity-provider", add_proof, unique_id=f"secret of {client_id}"
    )


def _proofs(
    params: Mapping[str, Any], model: "OperationModel", client_id: str, secret: Secret
) -> dict[str, Any]:
    """Return the parameters that prove the secret, as the operation calls them."""
    members: Collection[str] = model.input_shape.members if model.input_shape else ()
    if "ClientSecret" in members:
        return {"ClientSecret": secret.value}
    if "SecretHash" in members:
        return {"SecretHash": secret_hash(secret, client_id, params["Username"])}
    return {
        name: {**answers, "SECRET_HASH": secret_hash(secret, client_id, answers["USERNAME"])}
        for name in ANSWERS
        if "USERNAME" in (answers := params.get(name, {}))
    }
