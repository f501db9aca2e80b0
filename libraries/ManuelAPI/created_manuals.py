"""Manuals that tests made on a deployed environment are deleted when the test ends."""

from robot.api import logger

from ManuelAPI.client import ApiClient, ApiRequest
from ManuelAuth.identity import Identity, current_identity, identity_store
from ManuelEnvironment import current_environment

GONE = (200, 404)


class CreatedManuals:
    """Which manuals were made, by whom, in the running test or suite."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client
        self._scopes: list[dict[str, Identity]] = [{}]

    def remember(self, manual_id: str) -> None:
        """The current user has made this manual. A local stack is gone with its run: nothing to do there."""
        identity = current_identity()
        if identity is not None and current_environment().stack is None:
            self._scopes[-1][manual_id] = identity

    def forget(self, manual_id: str) -> None:
        """The manual is deleted."""
        for scope in self._scopes:
            scope.pop(manual_id, None)

    def enter(self) -> None:
        """A suite or test begins."""
        self._scopes.append({})

    def leave(self) -> None:
        """The suite or test ends: delete its manuals, as the user who made them."""
        created = self._scopes.pop() if len(self._scopes) > 1 else {}
        for manual_id, owner in created.items():
            if (problem := self._delete(manual_id, owner)) is not None:
                logger.warn(
                    f"Manual {manual_id} of {owner} could not be deleted: {problem}. Delete it by hand."
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
