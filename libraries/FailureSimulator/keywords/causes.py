"""Keywords for failures with real causes."""

from robot.api.deco import keyword

from FailureSimulator.simulator import Simulator


class CauseProviderKeywords:
    """Provide the actions that failures with real causes need."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    @keyword(tags=["Failures"])
    def provide_cause(self, action: str, name: str, *arguments: object) -> None:
        """Provide the keyword that performs an action for failures with real causes.

        The failures that come with the library need these actions:

        | action | does | returns | needed by |
        |---|---|---|---|
        | `send_query` | asks one question that reaches the model | the HTTP status | `circuit_breaker_open`, `quota_exceeded` |
        | `close_circuit_breaker` | closes the breaker again | nothing | `circuit_breaker_open`; optional |
        | `use_up_rate_limit` | sends requests as the user until the limit refuses one | nothing | `rate_limit_exceeded` |
        | `send_request` | sends any cheap request as the user | the HTTP status | `rate_limit_exceeded` |
        | `use_up_quota` | raises the user's count to the limit | nothing | `quota_exceeded` |

        A status may be returned as a number or as a response of the requests library. `ManuelResilience` provides all of these
        for Manuel.

        Args:
            action: The name that the files of failures use.
            name: The keyword that performs the action.
            arguments: The keyword's arguments.

        Example:
        ```robotframework
        Provide Cause    send_query    Send Request    POST    /api/query    body={"question": "How do I descale it?"}
        Activate Failure    quota_exceeded
        ```
        """
        self._simulator.causes[action] = lambda: _run(name, arguments)


def _run(name: str, arguments: tuple[object, ...]) -> object:
    from robot.libraries.BuiltIn import BuiltIn

    return BuiltIn().run_keyword(name, *arguments)
