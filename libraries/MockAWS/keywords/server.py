"""Keywords for a stand-in of one's own."""

import re

from robot.api.deco import keyword

from MockAWS.aws_connection import AwsConnection, OwnServer
from MockAWS.errors import MockAwsError

DEFAULT_ACCOUNT = "000000000001"


class ServerKeywords:
    """Start, stop and reset a stand-in, and point a backend at it."""

    def __init__(self, aws: AwsConnection) -> None:
        self._aws = aws

    @keyword(name="Start AWS", tags=["Server"])
    def start_aws(self, port: int = 0, *, account: str = DEFAULT_ACCOUNT, region: str = "eu-west-1") -> str:
        """Start an AWS stand-in in a process of its own, and let the other keywords work on it.

        It ends with [Stop AWS], or with the run, however that ends. The environment's own AWS is not touched.

        Args:
            port: Port to listen on; 0 takes a free one.
            account: The account the keywords work in: 12 digits.
            region: The region the keywords work in.

        Returns:
            The stand-in's URL.

        Raises:
            MockAwsError: It runs already, or could not start.

        Example:
        ```robotframework
        ${url} =    Start AWS
        Start Process    my-backend    env:AWS_ENDPOINT_URL=${url}    env:AWS_ACCESS_KEY_ID=000000000001
        ```
        """
        _check_account(account)
        self._aws.start_own(port, account, region)
        return self._aws.endpoint_url

    @keyword(name="Stop AWS", tags=["Server"])
    def stop_aws(self) -> None:
        """End the stand-in that [Start AWS] started; the keywords work on the environment's AWS again.

        Does nothing if there is none.

        Example:
        ```robotframework
        Start AWS
        [Teardown]    Stop AWS
        ```
        """
        self._aws.stop_own()

    @keyword(name="Use AWS Account", tags=["Server"])
    def use_aws_account(self, account: str) -> None:
        """Work in another account of the stand-in that [Start AWS] started. Accounts share nothing.

        Args:
            account: 12 digits.

        Example:
        ```robotframework
        Start AWS
        Use AWS Account    000000000002
        ```
        """
        _check_account(account)
        server = self._own("Use AWS Account")
        self._aws.own = OwnServer(server.url, account, server.region)

    @keyword(name="Reset AWS", tags=["Server"])
    def reset_aws(self) -> None:
        """Forget everything in the current account: resources, scripts, journal. Other accounts stay as they are.

        Only for a stand-in that [Start AWS] started: a local stack without its tables would be no stack.

        Example:
        ```robotframework
        Start AWS
        Create Manuel Resources
        Reset AWS
        ```
        """
        self._own("Reset AWS")
        self._aws.post("reset")

    @keyword(name="Get AWS Endpoint", tags=["Server", "Getter"])
    def get_aws_endpoint(self) -> str:
        """Return the stand-in's URL.

        Raises:
            MockAwsError: The environment has AWS itself.

        Example:
        ```robotframework
        ${url} =    Get AWS Endpoint
        Start Process    my-backend    --aws    ${url}
        ```
        """
        return self._aws.endpoint_url

    @keyword(name="Get AWS Environment Variables", tags=["Server", "Getter"])
    def get_aws_environment_variables(self) -> dict[str, str]:
        """Return the environment variables that point any AWS SDK or the AWS CLI at the stand-in, by name.

        Example:
        ```robotframework
        &{variables} =    Get AWS Environment Variables
        Run Process    aws    s3    ls    env=${variables}
        ```
        """
        from aws_stand_in.exports import variables

        return variables(self._aws.endpoint_url, self._aws.account_id, self._aws.region)

    @keyword(name="Get AWS Export Lines", tags=["Server", "Getter"])
    def get_aws_export_lines(self) -> str:
        """Return the same as shell lines, `export AWS_ENDPOINT_URL=…` and so on, to paste into a terminal.

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
            raise MockAwsError(f"{keyword_name} is for a stand-in of your own: call `Start AWS` first.")
        return self._aws.own


def _check_account(account: str) -> None:
    if not re.fullmatch(r"[0-9]{12}", account):
        raise MockAwsError(f"An account is 12 digits, such as {DEFAULT_ACCOUNT}; got {account!r}.")
