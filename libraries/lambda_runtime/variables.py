"""The environment variables of a function's process.

They are those that the AWS Lambda Developer Guide lists under "Working with Lambda environment variables"; nothing of the
tests' own environment is among them.
"""

from collections.abc import Mapping
from pathlib import Path

from lambda_runtime.function import FunctionDefinition
from lambda_runtime.machine_settings import WITHOUT_MACHINE_SETTINGS
from lambda_runtime.runtimes import in_layers

SYSTEM = {"LANG": "en_US.UTF-8", "TZ": ":UTC"}
SYSTEM_PATH = ("/usr/local/bin", "/usr/bin", "/bin")
XRAY = {"AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR"}

SESSION_TOKEN = "local"
"""A function has the temporary credentials of its role."""

RESERVED_VARIABLES = frozenset(
    (
        *("_HANDLER", "_X_AMZN_TRACE_ID", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID"),
        *("AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV", "AWS_REGION", "AWS_SECRET_ACCESS_KEY"),
        *("AWS_SESSION_TOKEN", "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT"),
        *("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION"),
        *("AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME"),
        "AWS_LAMBDA_RUNTIME_API",
    )
)
"""Those that a function cannot be given: AWS Lambda Developer Guide, "Defined runtime environment variables"."""


def process_variables(  # noqa: PLR0913 - what they are made of
    definition: FunctionDefinition,
    *,
    common: Mapping[str, str],
    node_path: str,
    region: str,
    log_stream: str,
    runtime_api: str,
    home: Path,
) -> dict[str, str]:
    """Return the environment variables of a process of a function.

    Args:
        definition: The function.
        common: The variables of all functions, such as `AWS_ENDPOINT_URL` and the credentials; a function can't override them.
        node_path: Where Node.js looks for modules.
        region: The AWS region.
        log_stream: The name of the log stream.
        runtime_api: The address of the Runtime API.
        home: The folder for its temporary files, and its home.
    """
    return {
        **SYSTEM,
        **WITHOUT_MACHINE_SETTINGS,
        **XRAY,
        "HOME": str(home),
        "TMPDIR": str(home),
        "PATH": ":".join([*SYSTEM_PATH, *map(str, in_layers(definition.layers, ["bin"]))]),
        "LD_LIBRARY_PATH": ":".join(map(str, _library_folders(definition))),
        "NODE_PATH": node_path,
        **definition.environment,
        **common,
        "AWS_SESSION_TOKEN": SESSION_TOKEN,
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{definition.runtime}",
        "AWS_LAMBDA_FUNCTION_NAME": definition.name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(definition.memory_megabytes),
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": definition.log_group,
        "AWS_LAMBDA_LOG_STREAM_NAME": log_stream,
        "AWS_LAMBDA_RUNTIME_API": runtime_api,
        "LAMBDA_TASK_ROOT": str(definition.code),
        "_HANDLER": definition.handler,
    }


def _library_folders(definition: FunctionDefinition) -> list[Path]:
    """Return where programs that a function starts look for shared libraries."""
    return [definition.code, definition.code / "lib", *in_layers(definition.layers, ["lib"])]
