"""A load mix for the API under test: what the environment allows, and who sends it."""

import math
from pathlib import Path
from typing import TYPE_CHECKING

from PerfMetrics.api_requests import most_concurrent_requests, require_load
from PerfMetrics.load_users import LoadUsers, sign_in_users

if TYPE_CHECKING:
    from load_engine.mix.model import LoadMix
    from load_engine.mix.source import MixSource


def prepare_mix(path: Path) -> "tuple[MixSource, LoadUsers]":
    """Read a mix, ask the gate, and sign its users in.

    Returns:
        The requests of the mix, and the users that send them.

    Raises:
        LoadMixError: The file is wrong.
        PermissionError: The environment does not have the capability `load`.
        RequestRefusedError: The environment does not allow one of the requests; nothing was sent.
    """
    source = prepare_mix_for_others(path)
    users = sign_in_users(source.mix.signed_in_users)
    source.renew(users.tokens)
    return source, users


def prepare_mix_for_others(path: Path) -> "MixSource":
    """Read a mix and ask the gate, without signing anybody in, for a process that sends none of its requests.

    Raises:
        LoadMixError: The file is wrong.
        PermissionError: The environment does not have the capability `load`.
        RequestRefusedError: The environment does not allow one of the requests.
    """
    from load_engine.mix.reading import read_mix
    from load_engine.mix.source import MixSource
    from ManuelEnvironment import current_environment

    mix, rows = read_mix(path)
    require_load()
    _admit(mix)
    environment = current_environment()
    timeout = environment.settings.timeout_seconds
    return MixSource(mix, rows, base_url=environment.api_base_url, tokens=(), timeout=timeout)


def require_users(mix: "LoadMix") -> None:
    """Require that the environment allows as many users as Locust needs for a mix.

    Raises:
        ValueError: It does not.
    """
    from load_engine.distributed.schedule import stages_of_users

    stages = stages_of_users(mix)
    most = max(max(stage.from_users, stage.to_users) for stage in stages)
    allowed = most_concurrent_requests()
    if most > allowed:
        raise ValueError(
            f"{mix.name} needs {most} users of Locust. Expected at most {allowed}, the environment's max_concurrent_requests."
        )


def _admit(mix: "LoadMix") -> None:
    from ManuelEnvironment import current_environment, request_gate

    current_environment().require_api()
    base_url = current_environment().api_base_url
    for request in mix.requests:
        request_gate().admit(request.method, base_url + request.path, requests=math.inf)
