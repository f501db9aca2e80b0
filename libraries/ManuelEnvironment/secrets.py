"""Every secret that this process makes or reads is registered, so that the mask knows it."""

import functools
import os
from typing import Any

from robot.api.types import Secret

from secret_masking import register
from secret_masking.environment_variables import register_variables


@functools.cache
def register_every_secret() -> None:
    """Register the secrets of the environment variables, and from now on each `Secret`."""
    register_variables(os.environ)
    _register_each_new_secret()


def register_secret_variables() -> None:
    """Register the `Secret`s among Robot Framework's variables, which may be older than this library."""
    from robot.libraries.BuiltIn import BuiltIn

    for value in BuiltIn().get_variables(no_decoration=True).values():
        if isinstance(value, Secret):
            register(str(value.value))


def _register_each_new_secret() -> None:
    create = Secret.__init__

    @functools.wraps(create)
    def create_registered(self: Secret, value: str, *args: Any, **options: Any) -> None:
        create(self, value, *args, **options)
        register(str(value))

    Secret.__init__ = create_registered
