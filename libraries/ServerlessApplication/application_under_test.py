"""The application that a run tests."""

import functools
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from field_comparison.suggestions import did_you_mean
from manuel_stack.info import StackInfo
from ManuelEnvironment import Environment, current_environment, running_environment
from ManuelEnvironment.imitation_notes import tell_what_is_not_imitated
from ManuelEnvironment.local_addresses import require_loopback
from ManuelEnvironment.suite_run import begin_run
from ServerlessApplication.errors import ApplicationError

CONTROL_TIMEOUT = 30.0
_NOT_STARTED = (
    "No application is tested: call `Start Application` with its template, or run with `--template`."
)


def start(template: Path | None, chosen: Mapping[str, dict[str, str]]) -> StackInfo:
    """Start the application of a template, unless it has been started, and wait until it is ready.

    Args:
        template: The template; None for the one that the settings of the run name.
        chosen: `parameters`, values of its parameters; `sites`, hosts of the internet that it may ask, with the folder of their
            pages; `imports`, values of what other stacks export; `names`, what settings mean in it.

    Raises:
        ApplicationError: The run tests something else, or the settings name no template.
    """
    if running_environment() is None and template is not None:
        _set_template(template, chosen)
    environment = _started_environment()
    _require(environment, template)
    for what, wanted in chosen.items():
        _require_choices(what, wanted, getattr(environment.settings, f"template_{what}"))
    return stack()


def stack() -> StackInfo:
    """Return what is known about the running application.

    Raises:
        ApplicationError: None has been started.
    """
    environment = running_environment()
    if environment is None or environment.settings.template is None or environment.stack is None:
        raise ApplicationError(_NOT_STARTED)
    return environment.stack


def reset_usage() -> None:
    """Let the usage plans of the application count anew.

    Raises:
        ApplicationError: None has been started.
    """
    url = f"{require_loopback(stack().aws_endpoint_url)}/_stack/usage/reset"
    urllib.request.urlopen(urllib.request.Request(url, method="POST"), timeout=CONTROL_TIMEOUT).close()  # noqa: S310 - loopback


def client(service: str) -> Any:
    """Return a boto3 client for the AWS of the application."""
    stack()
    return current_environment().aws_client(service)


def physical_name(name: str) -> str:
    """Return the deployed name of a resource that is given by its logical id, or by that name itself.

    Raises:
        ApplicationError: There is no such resource.
    """
    resources = stack().resources
    if name in resources:
        return resources[name]
    if name in resources.values():
        return name
    hint = did_you_mean(name, resources) or f" It has: {', '.join(sorted(resources))}."
    raise ApplicationError(f"The template has no resource {name}.{hint}")


def function_name(name: str) -> str:
    """Return the deployed name of a function, or the ARN of one of its versions or aliases, by its logical id or by that name.

    Raises:
        ApplicationError: There is no such function.
    """
    resources = stack().resources
    deployed = resources.get(name, name)
    functions = _functions(current_environment())
    if deployed in functions or (deployed in resources.values() and deployed.startswith("arn:aws:lambda:")):
        return deployed
    of_template = sorted(one for one, physical in resources.items() if physical in functions)
    hint = did_you_mean(name, of_template) or f" Its functions are: {', '.join(of_template) or 'none'}."
    what = "is no function of the template" if name in resources else "is not in the template"
    raise ApplicationError(f"{name} {what}.{hint}")


def functions() -> dict[str, str]:
    """Return the logical ids of the application's functions by their deployed names.

    Raises:
        ApplicationError: None has been started.
    """
    resources = stack().resources
    deployed = _functions(current_environment())
    return {physical: name for name, physical in resources.items() if physical in deployed}


@functools.cache
def _functions(environment: Environment) -> frozenset[str]:
    pages = environment.aws_client("lambda").get_paginator("list_functions").paginate()
    return frozenset(one["FunctionName"] for page in pages for one in page["Functions"])


def _started_environment() -> Environment:
    """Return the environment with a stack that is ready; without one, the command that runs the suites ends.

    Raises:
        Exception: It did not start, in a program that is no such command.
    """
    try:
        environment = current_environment()
        tell_what_is_not_imitated(environment)
    except Exception as error:
        begin_run().refuse(error)
        raise
    return environment


def _set_template(template: Path, chosen: Mapping[str, dict[str, str]]) -> None:
    from robot.libraries.BuiltIn import BuiltIn

    if not template.is_file():
        raise ApplicationError(f"There is no template {template}.")
    BuiltIn().set_global_variable("${template}", str(template.resolve()))
    for what, values in chosen.items():
        BuiltIn().set_global_variable(f"${{template_{what}}}", values)


def _require(environment: Environment, template: Path | None) -> None:
    tested = environment.settings.template
    if tested is None:
        raise ApplicationError(
            f"This run tests environment {environment.settings.environment} and no template: {_NOT_STARTED}"
            if template is None
            else f"This run tests environment {environment.settings.environment} already, so {template} can't be started. "
            "Start the application before anything else, or name it with `--template`."
        )
    if template is not None and template.resolve() != Path(tested).resolve():
        raise ApplicationError(f"This run tests {tested} already: a run has one application.")


def _require_choices(what: str, wanted: Mapping[str, str], chosen: Mapping[str, str]) -> None:
    """Require that what is chosen for the running application is what is wanted of it."""
    for name, value in wanted.items():
        if chosen.get(name) != value:
            raise ApplicationError(
                f"This run started the application with other {what}: {name} is {chosen.get(name)!r}, not {value!r}. "
                "Name the same in every suite, and on the command line."
            )
