"""The command `manuel-sandbox`."""

import argparse
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: Those of the command line, by default.

    Returns:
        Exit status: 0, or 2 if the arguments or the environment are wrong.
    """
    options = _parser().parse_args(arguments)
    result: int = options.run(options)
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="manuel-sandbox", description="The reference backend of Manuel.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="serve the API until Ctrl-C or SIGTERM")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    serve.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    serve.add_argument(
        "--defect", type=Path, metavar="FILE", help="Python file whose apply() breaks the backend"
    )
    serve.set_defaults(run=_serve)
    routes = commands.add_parser("routes", help="print the routes of the API as a Markdown document")
    routes.set_defaults(run=_routes)
    return parser


def _serve(options: argparse.Namespace) -> int:
    from manuel_sandbox.application import create_application
    from manuel_sandbox.defects import DefectError, load_defect
    from manuel_sandbox.gateway.server import GatewayServer
    from manuel_sandbox.logs import configure_logging
    from manuel_sandbox.settings import Settings, SettingsError

    try:
        settings = Settings.from_environment(os.environ)
        configure_logging(settings.log_level)
        if options.defect is not None:
            load_defect(options.defect)
        server = GatewayServer(create_application(settings), options.host, options.port)
    except (SettingsError, DefectError, OSError) as error:
        print(f"manuel-sandbox: {error}", file=sys.stderr)
        return 2
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with server:
        print(server.url, flush=True)
        ended.wait()
    return 0


def _routes(_options: argparse.Namespace) -> int:
    from manuel_sandbox.route_document import route_document

    print(route_document(), end="")
    return 0
