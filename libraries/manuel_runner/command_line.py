"""The command `manuel-tests`."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from robot.errors import DataError

from manuel_runner.alerts import command as alert
from manuel_runner.code_mutation import command as code_mutation
from manuel_runner.detection import command as detection
from manuel_runner.file_names import OUTPUT
from manuel_runner.load import command as load
from manuel_runner.mutation import command as mutation
from manuel_runner.running import command as run
from manuel_runner.soak import command as soak
from manuel_runner.template_options import add_template_arguments, template_settings
from manuel_stack.errors import ResultsFolderError, StackError
from ManuelEnvironment.configuration import REPOSITORY
from ManuelEnvironment.errors import ConfigurationError, EnvironmentUnreachableError
from ManuelEnvironment.exit_status import ExitStatus, exit_status_of
from secret_masking.environment_variables import register_variables


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand.

    Returns:
        The exit status: 0 if all is well; of `run`, else the number of failed tests (250 at most), of other subcommands 1; or
        one of `ExitStatus`.
    """
    register_variables(os.environ)
    _open_closed_outputs()
    try:
        options = _parser().parse_args(arguments)
        status = int(options.command(options))
        sys.stdout.flush()
    except BrokenPipeError:
        return _output_was_closed()
    except (
        *(ConfigurationError, EnvironmentUnreachableError, ResultsFolderError, StackError),
        *(DataError, OSError, MemoryError),
    ) as error:
        print(f"manuel-tests: {error or 'out of memory'}", file=sys.stderr)
        return exit_status_of(error)
    except KeyboardInterrupt:
        print("manuel-tests: interrupted", file=sys.stderr)
        return ExitStatus.INTERRUPTED
    return status


def _open_closed_outputs() -> None:
    """Discard what cannot be printed because a shell has closed stdout or stderr (`manuel-tests … >&-`)."""
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")


def _output_was_closed() -> ExitStatus:
    """Stop, since the reader has gone (`manuel-tests … | head`), and let the interpreter flush into the null device."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitStatus.INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="manuel-tests", description="Integration tests of the Manuel backend.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run.add_arguments(commands.add_parser("run", help="run suites in parallel and write the reports"))
    _add_sandbox(commands.add_parser("sandbox", help="keep a local stack in the foreground"))
    detection.add_arguments(
        commands.add_parser("detect", help="break the backend on purpose and report which tests catch it")
    )
    mutation.add_arguments(
        commands.add_parser(
            "mutate", help="change the API's responses and report which changes no test detects"
        )
    )
    soak.add_arguments(
        commands.add_parser("soak", help="run all tests many times and report every test that ever fails")
    )
    code_mutation.add_arguments(
        commands.add_parser(
            "mutate-code", help="change the reference backend's code and report which changes no test detects"
        )
    )
    load.add_arguments(commands.add_parser("load", help="send a load mix, from one machine or several"))
    alert.add_arguments(
        commands.add_parser(
            "alert", help="notify the recipients in the settings of a run, or that there was none"
        )
    )
    _add_merge(commands.add_parser("merge", help="make one report of several runs"))
    _add_report(commands.add_parser("report", help="write the reports of a run, whatever has run it"))
    _add_annotate(commands.add_parser("annotate", help="print the failed tests as annotations for GitHub"))
    return parser


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise ConfigurationError(f"{message}; see `{self.prog} --help`")


def _add_sandbox(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=0, help="port of the API (a free one)")
    parser.add_argument("--aws-port", type=int, default=0, help="port of the AWS stand-in (a free one)")
    add_template_arguments(parser)
    parser.add_argument(
        "--watch", action="store_true", help="start a function of the template again when its code changes"
    )
    parser.set_defaults(command=_sandbox)


def _add_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "result",
        nargs="?",
        type=Path,
        metavar="OUTPUT",
        help="what robot, pabot or rebot has written, XML or JSON (output.xml in the folder)",
    )
    parser.add_argument(
        "-d", "--outputdir", type=Path, help="folder for the reports (that of OUTPUT, or results/)"
    )
    parser.set_defaults(command=_report)


def _add_annotate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-d", "--outputdir", type=Path, default=REPOSITORY / "results", help="folder of the run (results/)"
    )
    parser.set_defaults(command=_annotate)


def _add_merge(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "runs",
        nargs="*",
        type=Path,
        metavar="DIR",
        help="folders of runs (all in the folder for the reports)",
    )
    parser.add_argument(
        "-d",
        "--outputdir",
        type=Path,
        default=REPOSITORY / "results",
        help="folder for the reports (results/)",
    )
    parser.set_defaults(command=_merge)


def _sandbox(options: argparse.Namespace) -> int:
    from manuel_runner.sandbox import keep_sandbox

    return keep_sandbox(
        template_settings(options), api_port=options.port, aws_port=options.aws_port, watch=options.watch
    )


def _merge(options: argparse.Namespace) -> int:
    from manuel_runner.merge import merge_runs

    return merge_runs(options.runs, options.outputdir)


def _report(options: argparse.Namespace) -> int:
    from manuel_runner.report import rewrite_reports

    directory = options.outputdir or (options.result.parent if options.result else REPOSITORY / "results")
    return rewrite_reports(options.result or directory / OUTPUT, directory)


def _annotate(options: argparse.Namespace) -> int:
    from manuel_runner.annotations import print_annotations

    return print_annotations(options.outputdir / OUTPUT)


if __name__ == "__main__":
    sys.exit(main())
