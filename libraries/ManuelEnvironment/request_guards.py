"""The guards of all requests of this process: the gate of the running environment, and no HTTP debugging of its hosts."""

from ManuelEnvironment.configuration import CONTRACT
from ManuelEnvironment.http_debugging import is_this_machine_or_aws, turn_off_http_debugging
from ManuelEnvironment.process_state import running_environment
from request_gate.effects import ApiEffects
from request_gate.gate import RequestGate
from request_gate.hooks import guard_botocore, guard_requests
from request_gate.rules import GateRules


def request_gate() -> RequestGate:
    """Return the gate of the running environment; without one it lets only reads pass to deployed hosts."""
    environment = running_environment()
    return environment.request_gate if environment else RequestGate(GateRules(), ApiEffects(CONTRACT))


def guard_all_requests() -> None:
    """Have every request of the library `requests` and of botocore in this process pass the gate."""
    guard_http_sessions()
    guard_botocore(request_gate)


def guard_http_sessions() -> None:
    """Have every request of the library `requests` in this process pass the gate, and none to our hosts be printed."""
    turn_off_http_debugging(is_our_host)
    guard_requests(request_gate)


def is_our_host(host: str) -> bool:
    """Return whether a host is this machine, AWS, or that of the tested API."""
    environment = running_environment()
    return environment.is_our_host(host) if environment else is_this_machine_or_aws(host)
