"""The command line of the stand-in: serve on a port until Ctrl-C, or print what is imitated."""

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Mapping, Sequence

from aws_stand_in.accounts import is_account_id
from aws_stand_in.exports import export_lines, variables
from loopback_server.ended_by_signals import ended_by_signals, wait_for_signal

DEFAULT_PORT = 4566
_OVERLAYS = (
    "bedrock.control_plane",
    "bedrock.runtime",
    "bedrock.standin_model",
    "bedrock.agent",
    "bedrock.agent_runtime",
    "transcribe.overlay",
    "cognito.overlay",
    "identity_pools.overlay",
    "dynamodb",
    "s3.overlay",
    "sns.overlay",
    "sqs",
    "cloudformation.overlay",
    "cloudwatch.overlay",
    "cloudwatch.alarm_overlay",
    "events",
    "functions.overlay",
    "functions.administration",
    "functions.source_mapping_overlay",
    "logs.function_logs",
    "logs.subscription_filters",
    "without_effect",
)


def main(arguments: Sequence[str] | None = None, *, program: str = "python -m aws_stand_in") -> int:
    """Run the stand-in until Ctrl-C or SIGTERM.

    Args:
        arguments: Command-line arguments; those of the process if None.
        program: What it is called in the help.

    Returns:
        Exit status: 0 when the list was printed, 1 when it could not start.

    Raises:
        SystemExit: It was ended (status 0), an option is wrong (status 2), or the help was asked for.
    """
    options = _parser(program).parse_args(arguments)
    if options.imitates:
        return _print_what_is_imitated()
    with ended_by_signals():
        return _serve(options)


def _serve(options: argparse.Namespace) -> int:
    from aws_stand_in import MockAwsServer, warm_up
    from fault_engine import FaultEngine
    from loopback_server.listener import PortUnavailableError

    try:
        server = MockAwsServer(host=options.host, port=options.port, engine=FaultEngine())
    except PortUnavailableError as error:
        print(error, file=sys.stderr)
        return 1
    if options.until_input_closes:
        threading.Thread(target=_end_with_the_input, daemon=True).start()
    _announce(variables(server.url, options.account, options.region), as_json=options.json)
    with server:
        warm_up()
        wait_for_signal()
    return 0


def _parser(program: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=program,
        description="An AWS stand-in for tests. Any 12-digit access key id is an account of its own.",
        epilog="Control API: GET /_mockaws/health, POST /_mockaws/reset, GET /_mockaws/calls, "
        "PUT /_mockaws/scripts/answers, PUT /_mockaws/scripts/transcripts; faults: /_faults/rules.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port",
        type=int,
        default=DEFAULT_PORT,
        help="port to listen on, 0 for a free one (default: %(default)s)",
    )
    parser.add_argument(
        "--account",
        type=_account,
        default="000000000001",
        help="account in the printed lines, 12 digits (default: %(default)s)",
    )
    parser.add_argument(
        "--region", default="eu-west-1", help="region in the printed lines (default: %(default)s)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of export lines")
    parser.add_argument(
        "--until-input-closes", action="store_true", help="also end when standard input is closed"
    )
    parser.add_argument(
        "--imitates", action="store_true", help="print what is imitated and what is not, then exit"
    )
    return parser


def _account(text: str) -> str:
    if not is_account_id(text):
        raise argparse.ArgumentTypeError(f"must be 12 digits, got {text!r}")
    return text


def _announce(exported: Mapping[str, str], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(exported), flush=True)
        return
    print(f"# AWS stand-in at {exported['AWS_ENDPOINT_URL']}; Ctrl-C ends it.")
    print("\n".join(export_lines(exported)), flush=True)


def _end_with_the_input() -> None:
    sys.stdin.buffer.read()
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)


def _print_what_is_imitated() -> int:
    """Print it, or stop when the reader has gone (`| head`), and let the interpreter flush into the null device."""
    try:
        print(_what_is_imitated(), flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


def _what_is_imitated() -> str:
    import importlib

    overlays = [importlib.import_module(f"aws_stand_in.overlays.{name}").__doc__ or "" for name in _OVERLAYS]
    others = "Every other service is moto's: https://docs.getmoto.org/en/latest/docs/services/index.html"
    return "\n\n".join([*map(str.strip, overlays), _operations(), others])


def _operations() -> str:
    from aws_stand_in import operations
    from aws_stand_in.stand_in import AwsStandIn

    stand_in = AwsStandIn()
    stand_in.load()
    return "\n".join(operations.lines(stand_in.overlays))
