"""Keywords for a stand-in that a test starts."""

import re

from robot.api.deco import keyword

from MockAWS.aws_connection import AwsConnection, OwnServer
from MockAWS.errors import MockAwsError

DEFAULT_ACCOUNT = "000000000001"


class ServerKeywords:
    """Keywords that start, stop and reset a stand-in, and point a backend at it."""

    def __init__(self, aws: AwsConnection) -> None:
        self._aws = aws

    @keyword(name="Start AWS", tags=["Server"])
    def start_aws(self, port: int = 0, *, account: str = DEFAULT_ACCOUNT, region: str = "eu-west-1") -> str:
        """Start an AWS stand-in in a separate process, and make the other keywords work on it.

        It ends with [Stop AWS], or at the end of the run. The environment's own AWS does not change.

        Args:
            port: The port to listen on; 0 for any free one.
            account: The account id that the keywords use, 12 digits.
            region: The region that the keywords use.

        Returns:
            The stand-in's URL.

        Raises:
            MockAwsError: A stand-in is running already, or could not start.

        Example:
        ```robotframework
        ${url} =    Start AWS
        Start Process    my-backend    env:AWS_ENDPOINT_URL=${url}    env:AWS_ACCESS_KEY_ID=000000000001
        [Teardown]    Stop AWS
        ```
        """
        _check_account(account)
        self._aws.start_own(port, account, region)
        return self._aws.endpoint_url

    @keyword(name="Stop AWS", tags=["Server"])
    def stop_aws(self) -> None:
        """Stop the stand-in that [Start AWS] started, if any; the keywords work on the environment's AWS again.

        Example:
        ```robotframework
        Start AWS
        [Teardown]    Stop AWS
        ```
        """
        self._aws.stop_own()

    @keyword(name="Use AWS Account", tags=["Server"])
    def use_aws_account(self, account: str) -> None:
        """Switch to another account of the stand-in that [Start AWS] started. Accounts share nothing.

        Args:
            account: The account id, 12 digits.

        Raises:
            MockAwsError: The id is malformed, or [Start AWS] has not been called.

        Example:
        ```robotframework
        Start AWS
        Use AWS Account    000000000002
        [Teardown]    Stop AWS
        ```
        """
        _check_account(account)
        server = self._own("Use AWS Account")
        self._aws.own = OwnServer(server.url, account, server.region)

    @keyword(name="Reset AWS", tags=["Server"])
    def reset_aws(self) -> None:
        """Delete everything in the current account: resources, scripts and journal. Other accounts do not change.

        This works only on a stand-in that [Start AWS] started: a local stack needs its resources.

        Raises:
            MockAwsError: [Start AWS] has not been called.

        Example:
        ```robotframework
        Start AWS
        Create Manuel Resources
        Reset AWS
        [Teardown]    Stop AWS
        ```
        """
        self._own("Reset AWS")
        self._aws.post("reset")

    @keyword(name="Get AWS Endpoint", tags=["Server", "Getter"])
    def get_aws_endpoint(self) -> str:
        """Return the URL of the stand-in.

        Raises:
            BlockedError: AWS is not a stand-in.

        Example:
        ```robotframework
        ${url} =    Get AWS Endpoint
        Start Process    my-backend    --aws    ${url}
        ```
        """
        return self._aws.endpoint_url

    @keyword(name="Get AWS Environment Variables", tags=["Server", "Getter"])
    def get_aws_environment_variables(self) -> dict[str, str]:
        """Return the environment variables, by name, that point any AWS SDK or the AWS CLI at the stand-in.

        Example:
        ```robotframework
        &{variables} =    Get AWS Environment Variables
        Set To Dictionary    ${variables}    PATH=%{PATH}
        Run Process    aws    s3    ls    env=${variables}
        ```
        """
        from aws_stand_in.exports import variables

        return variables(self._aws.endpoint_url, self._aws.account_id, self._aws.region)

    @keyword(name="Get AWS Export Lines", tags=["Server", "Getter"])
    def get_aws_export_lines(self) -> str:
        """Return shell lines, such as `export AWS_ENDPOINT_URL=…`, that point any AWS SDK or the AWS CLI at the stand-in.

        Example:
        ```robotframework
        ${lines} =    Get AWS Export Lines
        Create File    ${OUTPUT_DIR}/aws.sh    ${lines}
        ```
        """
        from aws_stand_in.exports import export_lines

        return "\n".join(export_lines(self.get_aws_environment_variables()))

    def _own(self, keyword_name: str) -> OwnServer:
        if self._aws.own is None:
            raise MockAwsError(
                f"{keyword_name} works only on a stand-in of your own: call `Start AWS` first."
            )
        return self._aws.own


def _check_account(account: str) -> None:
    if not re.fullmatch(r"[0-9]{12}", account):
        raise MockAwsError(
            f"Expected an account id of 12 digits, such as {DEFAULT_ACCOUNT}, got {account!r}."
        )
