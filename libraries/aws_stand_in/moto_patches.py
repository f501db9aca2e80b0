"""The few places where moto 5.2.5 itself is changed, because neither the front nor an overlay could do the same.

Each patch says why; `tests/utest/aws_stand_in/test_moto_patches.py` fails for each one that is no longer needed.
"""

import functools
import importlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any

from aws_stand_in.accounts import DEFAULT_ACCOUNT_ID
from aws_stand_in.moto_queues import queues_of

current_account: ContextVar[str] = ContextVar("current_account", default=DEFAULT_ACCOUNT_ID)
"""The account whose request the current thread is serving."""


@contextmanager
def serving(account_id: str) -> Iterator[None]:
    """Tell the patches which account the current thread is serving."""
    token = current_account.set(account_id)
    try:
        yield
    finally:
        current_account.reset(token)


class BucketOwners(dict[str, tuple[str, str]]):
    """Moto's register of bucket names, separate for each account.

    In AWS a bucket name is taken for everybody. Tests that run at the same time on one server, each in its own
    account, need the same names. This maps a name to its (partition, account) as moto's register does, but knows
    only the buckets of the account that asks.
    """

    def __init__(self) -> None:
        super().__init__()
        self._owned: dict[tuple[str, str], tuple[str, str]] = {}

    def __setitem__(self, name: str, owner: tuple[str, str]) -> None:
        self._owned[owner[1], name] = owner

    def __getitem__(self, name: str) -> tuple[str, str]:
        return self._owned[current_account.get(), name]

    def __contains__(self, name: object) -> bool:
        return (current_account.get(), name) in self._owned

    def __iter__(self) -> Iterator[str]:
        return (name for account_id, name in list(self._owned) if account_id == current_account.get())

    def keys(self) -> Any:
        """Return the register itself: moto only asks whether a name is in it."""
        return self

    def pop(self, name: str, default: Any = None) -> Any:
        """Release a name of the account that asks."""
        return self._owned.pop((current_account.get(), name), default)


def _keep_bucket_names_apart() -> None:
    """Separate bucket names by account: moto has one namespace for all (`S3BackendDict.bucket_accounts`)."""
    _module("moto.s3.models").s3_backends.bucket_accounts = BucketOwners()


def _keep_no_list_of_instances() -> None:
    """Keep moto from listing every model instance for its dashboard, which makes memory grow with each request."""

    def new(cls: type, *_args: Any, **_kwargs: Any) -> Any:
        return object.__new__(cls)

    _module("moto.core.common_models").BaseModel.__new__ = new


def _look_up_methods_once() -> None:
    """Cache the methods of response classes, which moto looks up on every request."""
    responses = _module("moto.core.responses")
    responses.method_names_from_class = functools.cache(responses.method_names_from_class)


def _deliver_to_our_queues() -> None:
    """SNS, EventBridge and S3 of moto deliver to moto's queues; here queues are another engine's.

    The register changes its class, since moto's modules have imported it by name already.
    """
    backends = _module("moto.sqs.models").sqs_backends
    motos_own: Any = type(backends)

    class QueueBackends(motos_own):  # type: ignore[misc]
        def __getitem__(self, account_id: str) -> Any:
            ours = queues_of(account_id)
            return super().__getitem__(account_id) if ours is None else ours

    backends.__class__ = QueueBackends


@functools.cache
def signing_key() -> Any:
    """Return the key pair that signs the tokens of every user pool; reading it takes 0.15 s."""
    from joserfc import jwk
    from moto.utilities.utils import load_resource

    return jwk.RSAKey.import_key(load_resource("cognitoidp/resources/jwks-private.json"))


def _read_signing_key_once() -> None:
    """Read the packaged key pair once: each user pool reads it again and recovers its primes, which takes 0.15 s."""
    one_key = SimpleNamespace(import_key=lambda _packaged: signing_key())
    _module("moto.cognitoidp.models").jwk = SimpleNamespace(RSAKey=one_key)


def _find_models_once() -> None:
    """Cache the model loader: moto makes one for each service model, and each lists botocore's whole data folder."""
    utils = _module("moto.core.utils")
    utils.create_loader = functools.cache(utils.create_loader)


class ObjectContent(io.BytesIO):
    """The content of an object, in memory whatever its size.

    Args:
        max_size: The size from which moto would use a file.
    """

    def __init__(self, max_size: int = 0) -> None:  # noqa: ARG002 - moto's argument
        super().__init__()


def _keep_objects_in_memory() -> None:
    """Keep objects in memory: moto puts those of 5 MB into temporary files that only a reset of all accounts closes."""
    _module("moto.s3.models").tempfile = SimpleNamespace(SpooledTemporaryFile=ObjectContent)


def _check_one_time_passwords() -> None:
    """Check MFA codes: moto accepts any, unless an environment variable of the whole process says otherwise."""
    _module("moto.cognitoidp.models").get_cognito_idp_user_pool_enable_totp = lambda: True


def _module(name: str) -> Any:
    """Return a module of moto as something that may be changed."""
    return importlib.import_module(name)


@functools.cache
def apply() -> None:
    """Change moto, once per process."""
    _keep_bucket_names_apart()
    _keep_no_list_of_instances()
    _look_up_methods_once()
    _deliver_to_our_queues()
    _read_signing_key_once()
    _find_models_once()
    _keep_objects_in_memory()
    _check_one_time_passwords()
