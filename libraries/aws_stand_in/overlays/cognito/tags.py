"""The tags of user pools: TagResource, UntagResource, ListTagsForResource."""

from typing import Any

from aws_stand_in.aws_request import AwsRequest, Handler
from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.cognito.errors import invalid_parameter
from aws_stand_in.overlays.cognito.pools import location_of_pool

MOST_TAGS = 50
_TAGS = "UserPoolTags"


class TagsOverlay:
    """Answers the operations on tags, which moto keeps with the settings of a pool."""

    def handlers(self) -> dict[str, Handler]:
        """Return the handlers by operation."""
        return {"TagResource": self.tag, "UntagResource": self.untag, "ListTagsForResource": self.list_tags}

    def tag(self, request: AwsRequest) -> dict[str, Any]:
        """Add tags to a pool."""
        settings = _settings(request)
        tags = {**settings.get(_TAGS, {}), **request.parameters["Tags"]}
        if len(tags) > MOST_TAGS:
            raise invalid_parameter(f"A user pool can have as many as {MOST_TAGS} tags.")
        settings[_TAGS] = tags
        return {}

    def untag(self, request: AwsRequest) -> dict[str, Any]:
        """Remove tags from a pool."""
        settings = _settings(request)
        removed = request.parameters["TagKeys"]
        tags = settings.get(_TAGS, {})
        settings[_TAGS] = {name: value for name, value in tags.items() if name not in removed}
        return {}

    def list_tags(self, request: AwsRequest) -> dict[str, Any]:
        """Return the tags of a pool."""
        return {"Tags": _settings(request).get(_TAGS, {})}


def _settings(request: AwsRequest) -> dict[str, Any]:
    arn = request.parameters["ResourceArn"]
    location = location_of_pool(arn.rpartition("/")[2])
    if location is None or location.pool.arn != arn or location.account_id != request.account_id:
        raise AwsError("ResourceNotFoundException", f"Resource {arn} does not exist.")
    settings: dict[str, Any] = location.pool.extended_config
    return settings
