"""The boto3 session of a stack, which reads no service model that the backend, or an earlier session, has read already."""

import functools
from typing import TYPE_CHECKING, Any

from manuel_stack.info import REGION, SECRET_ACCESS_KEY

if TYPE_CHECKING:
    import boto3
    import botocore.session


def stack_session(account_id: str) -> "boto3.Session":
    """Return a session of a stack's account and region."""
    import boto3

    return boto3.Session(account_id, SECRET_ACCESS_KEY, region_name=REGION, botocore_session=_core_session())


@functools.cache
def endpoint_resolver() -> Any:
    """Return what knows the endpoints of all services; to read it takes long."""
    import botocore.session

    from manuel_sandbox.aws.clients import model_loader

    session = botocore.session.Session()
    session.register_component("data_loader", model_loader())
    return session.get_component("endpoint_resolver")


def _core_session() -> "botocore.session.Session":
    import botocore.session

    from manuel_sandbox.aws.clients import model_loader

    session = botocore.session.Session()
    session.register_component("data_loader", model_loader())
    session.register_component("endpoint_resolver", endpoint_resolver())
    return session
