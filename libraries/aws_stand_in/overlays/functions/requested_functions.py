"""Functions that requests to the Lambda API have created, running as moto keeps them."""

import functools
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aws_stand_in.exports import variables
from aws_stand_in.overlays.functions.account_functions import AccountFunctions
from lambda_runtime.log_stream import LoggedEvents

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from aws_stand_in.overlays.functions.function_host import FunctionHost
    from egress_proxy.proxy import EgressProxy

Key = tuple[str, str]
"""An account and a region."""
ForwardLogs = Callable[[str, str, str, LoggedEvents], None]
"""Takes an account, a region, a log group, and what a function has logged into it."""


class RequestedFunctions:
    """Runs the functions that requests have created.

    Moto keeps them. What it keeps is looked at whenever functions are asked for, so that they run as the last request has left
    them, whatever that was: a call of the Lambda API, or a stack.

    Args:
        aws: What answers functions that send requests to AWS, wherever they send them.
        endpoint_url: Returns the URL of it.
        forward_logs: Gets what functions have logged.
    """

    def __init__(
        self, aws: "WSGIApplication", endpoint_url: Callable[[], str], forward_logs: ForwardLogs
    ) -> None:
        self._aws = aws
        self._endpoint_url = endpoint_url
        self._forward_logs = forward_logs
        self._lock = threading.Lock()
        self._hosts: dict[Key, FunctionHost] = {}
        self._undo: dict[Key, ExitStack] = {}
        self._egress: EgressProxy | None = None
        self._is_closed = False

    def find(self, key: Key) -> AccountFunctions | None:
        """Return the functions of an account in a region; None if none has been created, and after `close`."""
        kept = _kept_functions(*key)
        with self._lock:
            if key not in self._hosts:
                if self._is_closed or not kept:
                    return None
                self._hosts[key] = self._start(*key)
            self._hosts[key].follow(kept)
            return self._hosts[key].registered

    def forget(self, account_id: str) -> None:
        """End the functions of an account."""
        with self._lock:
            ended = [self._take(key) for key in list(self._hosts) if key[0] == account_id]
        for one in ended:
            one.close()

    def close(self) -> None:
        """End all functions, for good."""
        with self._lock:
            self._is_closed = True
            ended = [self._take(key) for key in list(self._hosts)]
        for one in ended:
            one.close()
        if self._egress is not None:
            self._egress.stop()

    def _start(self, account_id: str, region: str) -> "FunctionHost":
        from aws_stand_in.overlays.functions.function_host import FunctionHost
        from lambda_runtime.functions import LambdaFunctions, temporary_folder

        undo = self._undo[account_id, region] = ExitStack()
        folder = Path(undo.enter_context(temporary_folder()))
        functions = LambdaFunctions(
            (),
            variables={**self._egress_variables(), **variables(self._endpoint_url(), account_id, region)},
            region=region,
            account_id=account_id,
            folder=folder,
            forward_log=functools.partial(self._forward_logs, account_id, region),
        )
        undo.enter_context(functions)
        return FunctionHost(functions, folder / "code")

    def _take(self, key: Key) -> ExitStack:
        """Return what ends the functions of an account in a region; without the lock, since their last lines may go to others."""
        del self._hosts[key]
        return self._undo.pop(key)

    def _egress_variables(self) -> dict[str, str]:
        """Return what keeps functions from sending requests to AWS itself, or to any other host."""
        from egress_proxy.proxy import EgressProxy

        if self._egress is None:
            self._egress = EgressProxy(self._aws)
            self._egress.start()
        return self._egress.variables


def _kept_functions(account_id: str, region: str) -> dict[str, Any]:
    """Return the functions that moto keeps for an account in a region, by name."""
    moto = sys.modules.get("moto.awslambda.models")
    if moto is None or account_id not in moto.lambda_backends:
        return {}
    backends = moto.lambda_backends[account_id]
    return {one.function_name: one for one in backends[region].list_functions()} if region in backends else {}
