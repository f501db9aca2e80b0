"""A local stack in the foreground, for writing test cases or trying the API by hand."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from application_template.errors import TemplateError
from loopback_server.ended_by_signals import ended_by_signals, wait_for_signal
from manuel_runner.stack_summary import template_lines
from manuel_runner.template_options import require_template
from manuel_stack.isolation import isolate
from ManuelEnvironment.configuration import LOCAL, read_environment
from ManuelEnvironment.errors import ConfigurationError
from ManuelEnvironment.settings import validate
from ManuelEnvironment.stack_options import stack_options

if TYPE_CHECKING:
    from manuel_stack.process import LocalStack


@ended_by_signals()
def keep_sandbox(
    template: Mapping[str, Any], *, api_port: int, aws_port: int, watch: bool = False
) -> NoReturn:
    """Start a stack, print the lines to export, and keep it running until Ctrl-C or SIGTERM.

    Args:
        template: The settings that begin with `template`; without them, the reference backend is started.
        api_port: The port of the API; 0 takes a free one.
        aws_port: The port of the AWS stand-in; 0 takes a free one.
        watch: Whether a function of the template starts again when its code changes.

    Raises:
        ConfigurationError: A port is in use, or the template cannot be started.
        SystemExit: A signal has ended it; the status is 0.
    """
    from loopback_server.listener import PortUnavailableError
    from manuel_stack.process import LocalStack

    isolate(os.environ)
    settings = validate({**read_environment(LOCAL), **template}, source="variables/local.yaml")
    require_template(settings)
    options = {**stack_options(settings, None), "log": None}
    if "template" in options:
        options["template"] |= {"watch": watch, "shows_logs": True}
    stack = LocalStack(options, api_port=api_port, aws_port=aws_port)
    try:
        stack.start()
        _print(stack)
        if watch and settings.template is not None:
            _say_when_it_changes(settings.template)
        while True:
            wait_for_signal()
    except (PortUnavailableError, TemplateError) as error:
        raise ConfigurationError(str(error)) from None
    finally:
        stack.stop()


def _say_when_it_changes(template: str) -> None:
    """Say that a change of the template has no effect: its resources are there already."""
    from serverless_application.source_watch import SourceWatch

    def say(name: str) -> None:
        print(
            f"# {name} has changed: end this sandbox and start it again for the change to have an effect",
            flush=True,
        )

    SourceWatch({template: [Path(template)]}, say).start()


def _print(stack: "LocalStack") -> None:
    print("# The local stack runs until Ctrl-C. To use it from another shell:")
    print("\n".join([*stack.info.export_lines(), *template_lines(stack)]))
    sys.stdout.flush()
