"""Keywords for the AWS resources of a Manuel backend."""

import re

from robot.api.deco import keyword
from robot.utils import DotDict

from MockAWS.aws_connection import AwsConnection, own_session
from MockAWS.errors import MockAwsError


class ResourceKeywords:
    """Keywords that create Manuel's resources."""

    def __init__(self, aws: AwsConnection) -> None:
        self._aws = aws

    @keyword(tags=["Server"])
    def create_manuel_resources(self, stage: str = "local") -> DotDict:
        """Create what a Manuel backend needs in the stand-in that [Start AWS] started.

        That is three tables with their indexes, two buckets, two queues with redrive, the error topic, the user pool with its
        app client and admin group, a second pool, the knowledge base and its data source, with Manuel's names.

        Args:
            stage: The stage in every name, `manuel-usage-<stage>`; lower-case letters, digits and hyphens.

        Returns:
            Names, ids and addresses: `usage_table`, `manuals_bucket`, `dead_letter_queue_url`, `user_pool_id`, …

        Raises:
            MockAwsError: The stage is invalid, or [Start AWS] has not been called: a local stack has its resources already.

        Example:
        ```robotframework
        Start AWS
        ${aws} =    Create Manuel Resources
        Log    ${aws.usage_table}
        [Teardown]    Stop AWS
        ```
        """
        if self._aws.own is None:
            raise MockAwsError(
                "Create Manuel Resources works only on a stand-in of your own: call `Start AWS` first. "
                "The environment has its resources already."
            )
        if not re.fullmatch(r"[a-z0-9-]+", stage):
            raise MockAwsError(f"Expected a stage of lower-case letters, digits and hyphens, got {stage!r}.")
        from manuel_stack.resources import create_manuel_resources

        own = self._aws.own
        return DotDict(vars(create_manuel_resources(own_session(own), own.url, stage, own.account_id)))
