"""A load mix for the API under test: what the environment allows, and who sends it."""

import math
from pathlib import Path
from typing import TYPE_CHECKING

from PerfMetrics.api_requests import require_load
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
    from load_engine.mix.reading import read_mix
    from load_engine.mix.source import MixSource
    from ManuelEnvironment import current_environment

    mix, rows = read_mix(path)
    require_load()
    _admit(mix)
    environment = current_environment()
    users = sign_in_users(mix.signed_in_users)
    source = MixSource(
        mix,
        rows,
        base_url=environment.api_base_url,
        tokens=users.tokens,
        timeout=environment.settings.timeout_seconds,
    )
    return source, users


def _admit(mix: "LoadMix") -> None:
    from ManuelEnvironment import current_environment, request_gate

    base_url = current_environment().api_base_url
    for request in mix.requests:
        request_gate().admit(request.method, base_url + request.path, requests=math.inf)
