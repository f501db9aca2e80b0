"""The manuals that tests created in a deployed environment, which are deleted when the test ends."""

from robot.api import logger

from ManuelAPI.client import ApiClient, ApiRequest
from ManuelAuth.identity import Identity, current_identity, identity_store
from ManuelEnvironment import current_environment

GONE = (200, 404)


class CreatedManuals:
    """The manuals created in the running test or suite, and their owners."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client
        self._scopes: list[dict[str, Identity]] = [{}]

    def remember(self, manual_id: str) -> None:
        """Record that the current user created a manual; on a local stack, which ends with its run, do nothing."""
        identity = current_identity()
        if identity is not None and not current_environment().settings.is_local:
            self._scopes[-1][manual_id] = identity

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
        for manual_id, owner in created.items():
            if (problem := self._delete(manual_id, owner)) is not None:
                logger.warn(
                    f"Manual {manual_id} of {owner} could not be deleted: {problem}. Delete it manually."
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
        return None if response.status_code in GONE else f"status {response.status_code}"
