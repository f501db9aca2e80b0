"""Keeps the machine's own AWS and proxy settings away from a local stack and from those who use it."""

from collections.abc import MutableMapping

from lambda_runtime.machine_settings import WITHOUT_MACHINE_SETTINGS

ENDPOINT = "AWS_ENDPOINT_URL"
"""Where a stack is attached to; the one AWS setting that is meant for it."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def isolate(environment: MutableMapping[str, str]) -> None:
    """Let a process use local stacks whatever the machine is set up for: profiles, credentials, regions, proxies.

    Proxies stay in force for all hosts but this machine.

    Args:
        environment: The process's environment variables, which are changed.

    Example:
        >>> variables = {"AWS_PROFILE": "production", "HTTP_PROXY": "http://proxy:3128"}
        >>> isolate(variables)
        >>> "AWS_PROFILE" in variables, variables["NO_PROXY"]
        (False, '127.0.0.1,localhost,::1')
    """
    for name in [name for name in environment if name.upper().startswith("AWS_") and name != ENDPOINT]:
        del environment[name]
    environment.update(WITHOUT_MACHINE_SETTINGS)
    exempt = [
        host for name in ("NO_PROXY", "no_proxy") for host in environment.get(name, "").split(",") if host
    ]
    exempt_and_loopback = ",".join(dict.fromkeys([*exempt, *LOOPBACK]))
    environment.update({"NO_PROXY": exempt_and_loopback, "no_proxy": exempt_and_loopback})
