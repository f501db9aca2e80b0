"""A local stack in the foreground, for writing test cases or trying the API by hand."""

import os
import signal
import sys

from manuel_stack.isolation import isolate
from ManuelEnvironment.configuration import LOCAL, read_environment
from ManuelEnvironment.environment import stack_options
from ManuelEnvironment.errors import ConfigurationError
from ManuelEnvironment.settings import validate


def keep_sandbox(*, api_port: int, aws_port: int) -> int:
    """Start a stack, print the lines to export, and keep it running until Ctrl-C or SIGTERM.

    Raises:
        ConfigurationError: A port is in use.
    """
    from loopback_server.listener import PortUnavailableError
    from manuel_stack.process import LocalStack

    isolate(os.environ)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    settings = validate(read_environment(LOCAL), source="variables/local.yaml")
    stack = LocalStack({**stack_options(settings, None), "log": None}, api_port=api_port, aws_port=aws_port)
    try:
        stack.start()
        _print_exports(stack.info.export_lines())
        while True:
            signal.pause()
    except PortUnavailableError as error:
        raise ConfigurationError(str(error)) from None
    except KeyboardInterrupt:
        return 0
    finally:
        stack.stop()


def _print_exports(export_lines: list[str]) -> None:
    print("# The local stack runs until Ctrl-C. To use it from another shell:")
    print("\n".join(export_lines))
    sys.stdout.flush()
