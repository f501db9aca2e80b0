"""Other app clients of the user pool, which a test creates for itself."""

import uuid
from dataclasses import replace
from typing import Any

from robot.api.types import Secret

from ManuelAuth.cognito import Cognito
from ManuelAuth.deletion import problem_with_deletion


class OwnAppClients:
    """The app clients that the running test has created."""

    def __init__(self) -> None:
        self._created: list[Cognito] = []

    @property
    def latest(self) -> Cognito | None:
        """The pool as the users of the latest one see it; None if there is none."""
        return self._created[-1] if self._created else None

    def create(self, cognito: Cognito, *, rotates_refresh_tokens: bool = False, **settings: Any) -> None:
        """Create an app client that is used from now on.

        Args:
            cognito: The pool as the users of another app client see it.
            rotates_refresh_tokens: Whether the settings say that refresh tokens are replaced.
            settings: What differs from the default, as CreateUserPoolClient takes it.
        """
        made = cognito.client.create_user_pool_client(
            UserPoolId=cognito.pool.pool_id,
            ClientName=f"manuel-test-{uuid.uuid4().hex[:16]}",
            PreventUserExistenceErrors="ENABLED",
            **settings,
        )["UserPoolClient"]
        secret = made.get("ClientSecret")
        pool = replace(
            cognito.pool,
            client_id=made["ClientId"],
            client_secret=Secret(secret) if secret else None,
            rotates_refresh_tokens=rotates_refresh_tokens,
        )
        self._created.append(Cognito(cognito.client, pool))

    def delete(self) -> list[str]:
        """Delete them; the environment's app client is used again.

        Returns:
            A sentence for each app client that could not be deleted.
        """
        created, self._created = self._created, []
        return [problem for cognito in reversed(created) if (problem := _delete(cognito)) is not None]


def _delete(cognito: Cognito) -> str | None:
    pool = cognito.pool
    return problem_with_deletion(
        f"App client {pool.client_id} of pool {pool.pool_id}",
        lambda: cognito.client.delete_user_pool_client(UserPoolId=pool.pool_id, ClientId=pool.client_id),
    )
