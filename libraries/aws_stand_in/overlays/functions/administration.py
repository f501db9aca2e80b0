"""`lambda`: policies, concurrency, tags, settings, versions and aliases of an application's functions.

Imitated for them: AddPermission, GetPolicy, RemovePermission (policies are kept, and not enforced), PutFunctionConcurrency,
DeleteFunctionConcurrency, TagResource, UntagResource, ListTags (of functions), and UpdateFunctionConfiguration of environment
variables, handler, memory, timeout and dead-letter target: the next invocation has them. PublishVersion, ListVersionsByFunction,
CreateAlias, GetAlias, ListAliases, UpdateAlias and DeleteAlias: all versions have the latest code and settings.

Not imitated for them: other changes by UpdateFunctionConfiguration, UpdateFunctionCode, weights of aliases, and tags of event
source mappings. The permissions of a template are not shown by GetPolicy. Of other functions all this is moto's.
"""

from collections.abc import Callable, Mapping
from typing import Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsResponse, NotImitatedError
from aws_stand_in.overlays.functions import permissions, settings, versions
from aws_stand_in.overlays.functions.account_functions import AccountFunctions
from aws_stand_in.overlays.functions.function_registry import FunctionRegistry
from aws_stand_in.overlays.functions.overlay import SERVICE, pass_on_whole

Response = AwsResponse | dict[str, Any]

_OPERATIONS: Mapping[str, Callable[[AwsRequest, AccountFunctions], Response]] = {
    "AddPermission": permissions.add_permission,
    "GetPolicy": permissions.get_policy,
    "RemovePermission": permissions.remove_permission,
    "PutFunctionConcurrency": settings.put_function_concurrency,
    "DeleteFunctionConcurrency": settings.delete_function_concurrency,
    "UpdateFunctionConfiguration": settings.update_function_configuration,
    "TagResource": settings.tag_resource,
    "UntagResource": settings.untag_resource,
    "ListTags": settings.list_tags,
    "PublishVersion": versions.publish_version,
    "ListVersionsByFunction": versions.list_versions_by_function,
    "CreateAlias": versions.create_alias,
    "GetAlias": versions.get_alias,
    "ListAliases": versions.list_aliases,
    "UpdateAlias": versions.update_alias,
    "DeleteAlias": versions.delete_alias,
}
_NOT_OF_REGISTERED = ("UpdateFunctionCode",)
"""What moto answers for functions that do not run; of those that do it knows nothing."""


class FunctionAdministrationOverlay(Overlay):
    """Answers for functions that run, and lets moto answer for others.

    Args:
        registry: The functions of all accounts.
    """

    def __init__(self, registry: FunctionRegistry) -> None:
        self._registry = registry

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {
            **{(SERVICE, name): self._handler(operation) for name, operation in _OPERATIONS.items()},
            **{(SERVICE, name): self._refuse_for_registered for name in _NOT_OF_REGISTERED},
        }

    def _handler(self, operation: Callable[[AwsRequest, AccountFunctions], Response]) -> Handler:
        def handle(request: AwsRequest) -> Response:
            functions = self._registry.find_registered(request.account_id, request.region)
            return _by_moto(request) if functions is None else operation(request, functions)

        return handle

    def _refuse_for_registered(self, request: AwsRequest) -> Response:
        if self._registry.find_registered(request.account_id, request.region) is not None:
            raise NotImitatedError(f"{request.name} for functions that run")
        return request.pass_on()


def _by_moto(request: AwsRequest) -> AwsResponse:
    if request.operation == "UpdateFunctionConfiguration":
        return pass_on_whole(request)
    return request.pass_on()
