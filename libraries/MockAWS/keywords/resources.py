"""Keywords for what a Manuel backend finds in its account."""

import re

from robot.api.deco import keyword
from robot.utils import DotDict

from MockAWS.aws_connection import AwsConnection, own_session
from MockAWS.errors import MockAwsError


class ResourceKeywords:
    """Make Manuel's resources."""

    def __init__(self, aws: AwsConnection) -> None:
        self._aws = aws

    @keyword(tags=["Server"])
    def create_manuel_resources(self, stage: str = "local") -> DotDict:
        """Make what a Manuel backend needs in the stand-in that [Start AWS] started.

        Three tables with their indexes, two buckets, two queues with redrive, the error topic, the user pool with its
        app client and admin group, a second pool, the knowledge base and its data source, named as Manuel names them.

        Args:
            stage: Part of every name: `manuel-usage-<stage>`; lower-case letters, digits and hyphens.

        Returns:
            Names, ids and addresses: `usage_table`, `manuals_bucket`, `dead_letter_queue_url`, `user_pool_id`, ….

        Raises:
            MockAwsError: The stage is none, or there is no stand-in of one's own: a local stack has its resources already.

        Example:
        ```robotframework
        Start AWS
        ${aws} =    Create Manuel Resources
        Log    ${aws.usage_table}
        ```
        """
        if self._aws.own is None:
            raise MockAwsError(
                "Create Manuel Resources is for a stand-in of your own: call `Start AWS` first. "
                "The environment has its resources."
            )
        if not re.fullmatch(r"[a-z0-9-]+", stage):
            raise MockAwsError(f"A stage has lower-case letters, digits and hyphens only, got {stage!r}.")
        from manuel_stack.resources import create_manuel_resources

        own = self._aws.own
        return DotDict(vars(create_manuel_resources(own_session(own), own.url, stage, own.account_id)))
