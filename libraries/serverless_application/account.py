"""The AWS account in which an application's resources are created."""

import secrets
import string
from functools import cached_property
from typing import TYPE_CHECKING, Any

from application_template.application import TemplateResource
from application_template.parameters import StackIdentity
from application_template.physical_names import LONGEST, generated_name

if TYPE_CHECKING:
    import boto3

LOWER_CASE_AND_DIGITS = string.ascii_lowercase + string.digits


class Account:
    """Where resources are created, and how they are called.

    Args:
        session: A boto3 session with the account's region and credentials.
        endpoint_url: The URL of AWS, such as that of a stand-in.
        identity: The stack that the resources belong to.
    """

    def __init__(self, session: "boto3.Session", endpoint_url: str, identity: StackIdentity) -> None:
        self._session = session
        self.endpoint_url = endpoint_url
        self.identity = identity

    @property
    def region(self) -> str:
        """The region of the stack."""
        return self.identity.region

    @property
    def account_id(self) -> str:
        """The account, twelve digits."""
        return self.identity.account_id

    @cached_property
    def _clients(self) -> dict[str, Any]:
        return {}

    def client(self, service: str) -> Any:
        """Return a boto3 client of a service."""
        if service not in self._clients:
            self._clients[service] = self._session.client(service, endpoint_url=self.endpoint_url)  # type: ignore[call-overload]
        return self._clients[service]

    def name(self, resource: TemplateResource, given_by: str, *, longest: int = LONGEST) -> str:
        """Return the name that a property gives to a resource, otherwise one as CloudFormation generates it.

        Args:
            resource: The resource.
            given_by: The property, such as `TableName`.
            longest: How long names of its type may be.
        """
        given = resource.properties.get(given_by)
        return (
            str(given) if given else generated_name(self.identity.name, resource.logical_id, longest=longest)
        )

    def arn(self, service: str, path: str) -> str:
        """Return the ARN of something in this account, such as `arn("lambda", "function:orders")`."""
        return f"arn:aws:{service}:{self.region}:{self.account_id}:{path}"


def new_id(length: int = 10) -> str:
    """Return an id of lower-case letters and digits, as API Gateway makes them."""
    return "".join(secrets.choice(LOWER_CASE_AND_DIGITS) for _ in range(length))
