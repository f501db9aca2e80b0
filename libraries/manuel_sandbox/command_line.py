"""The command `manuel-sandbox`."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from manuel_sandbox.garbage import no_garbage

if TYPE_CHECKING:
    from loopback_server.server import LoopbackServer
    from manuel_sandbox.application import Application

EPILOG = (
    "AWS, the names of its resources and all other settings come from the environment, as with a Lambda function; "
    "docs/sandbox.md lists them, and explains how to do without an AWS account."
)
HIGHEST_PORT = 65535
ENDINGS = (signal.SIGINT, signal.SIGTERM)


class CannotServeError(Exception):
    """The backend can't be served; the message is one line with the reason."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the API until Ctrl-C or SIGTERM.

    Args:
        arguments: The arguments, by default those of the command line.

    Returns:
        The exit status: 0, or 2 if the arguments or the environment are not valid.
    """
    options = _parser().parse_args(arguments)
    try:
        with no_garbage():
            application, server = _backend(options.host, options.port, options.defect)
    except CannotServeError as error:
        print(f"manuel-sandbox: {error}", file=sys.stderr)
        return 2
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)  # a signal that comes early waits for sigwait
    with application, server:
        print(server.url, flush=True)
        signal.sigwait(ENDINGS)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manuel-sandbox",
        description="Serve the API of Manuel's reference backend until Ctrl-C or SIGTERM, and print its URL.",
        epilog=EPILOG,
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=_port, default=0, help="port to listen on (default: a free one)")
    parser.add_argument(
        "--defect", type=Path, metavar="FILE", help="Python file whose apply() breaks the backend"
    )
    return parser


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= HIGHEST_PORT):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to {HIGHEST_PORT}")
    return int(text)


def _backend(host: str, port: int, defect: Path | None) -> "tuple[Application, LoopbackServer]":
    from loopback_server.listener import PortUnavailableError
    from loopback_server.server import LoopbackServer
    from manuel_sandbox.application import create_application
    from manuel_sandbox.defects import DefectError, load_defect
    from manuel_sandbox.logs import configure_logging
    from manuel_sandbox.settings import DeploymentSettings, SettingsError

    try:
        settings = DeploymentSettings.from_environment(os.environ)
        configure_logging(settings.log_level)
        if defect is not None:
            load_defect(defect)
        application = create_application(settings)
        server = LoopbackServer(application, host=host, port=port, error_response=application.error_response)
    except SettingsError as error:
        raise CannotServeError(f"{error} (docs/sandbox.md lists all settings)") from error
    except (DefectError, PortUnavailableError) as error:
        raise CannotServeError(str(error)) from error
    return application, server
