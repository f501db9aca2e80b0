"""The manuals that tests created in a deployed environment, which are deleted when the test ends."""

from typing import NamedTuple

from robot.api import logger

from ManuelAPI.client import ApiClient, ApiRequest
from ManuelAuth.identity import Identity, current_identity, identity_store
from ManuelEnvironment import current_environment

NOT_FOUND = 404


class CreatedManual(NamedTuple):
    """A manual that a test has to delete, and how: as its owner by the API, or its objects in the bucket."""

    owner: Identity
    key: str | None


class CreatedManuals:
    """The manuals created in the running test or suite, and their owners."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client
        self._scopes: list[dict[str, CreatedManual]] = [{}]

    def remember(self, manual_id: str, key: str | None = None) -> None:
        """Record that the current user created a manual; on a local stack, which ends with its run, do nothing.

        Args:
            manual_id: Its id.
            key: Its key in the bucket, if it was put there; then the API may not know it.
        """
        identity = current_identity()
        if identity is not None and not current_environment().settings.is_local:
            self._scopes[-1][manual_id] = CreatedManual(identity, key)

    def forget(self, manual_id: str) -> None:
        """Record that a manual was deleted."""
        for scope in self._scopes:
            scope.pop(manual_id, None)

    def enter(self) -> None:
        """Begin a suite or test."""
        self._scopes.append({})

    def leave(self) -> None:
        """End the suite or test: delete its manuals, as the users who created them."""
        created = self._scopes.pop() if len(self._scopes) > 1 else {}
        for manual_id, manual in created.items():
            problem = (
                self._delete(manual_id, manual.owner) if manual.key is None else _delete_objects(manual.key)
            )
            if problem is not None:
                logger.warn(
                    f"Manual {manual_id} of {manual.owner} could not be deleted: {problem}. Delete it manually."
                )

    def _delete(self, manual_id: str, owner: Identity) -> str | None:
        identities = identity_store()
        identities.enter()
        identities.remember(owner)
        try:
            response = self._client.send(ApiRequest("DELETE", f"/api/manuals/{manual_id}"))
        except AssertionError as error:
            return str(error)
        finally:
            identities.leave()
        gone = response.ok or response.status_code == NOT_FOUND
        return None if gone else f"status {response.status_code}"


def _delete_objects(key: str) -> str | None:
    from botocore.exceptions import BotoCoreError, ClientError

    environment = current_environment()
    s3, bucket = environment.aws_client("s3"), environment.resource_name("manuals_bucket")
    try:
        for name in (key, f"{key}.metadata.json"):
            s3.delete_object(Bucket=bucket, Key=name)
    except (BotoCoreError, ClientError) as error:
        return str(error)
    return None
