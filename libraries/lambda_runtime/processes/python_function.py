"""The process of a Python function: AWS's own runtime client calls the handler.

It is forked from an interpreter that has imported already what nearly every function imports, or run by a fresh one
(`python -I -S python_function.py ARGUMENTS`) if the function has a module of its own by one of these names.
"""

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

PRELOADED = (
    "boto3",
    "botocore.session",
    "botocore.client",
    "simplejson",
    "logging",
    "http.client",
    "uuid",
    "concurrent.futures.thread",
)
"""What nearly every function imports. The runtime client reads the environment when it is imported, so it is not among them."""

CLIENT_PACKAGES = ("simplejson", "snapshot_restore_py", "runtime_client")
"""What the runtime client needs for itself; a function may have another version of it."""


def preload(runtime_packages: str, clock_packages: str) -> None:
    """Import what functions need, without starting a thread."""
    add_builtins()
    process_clock.time_machine_of(clock_packages)
    sys.path.append(runtime_packages)
    for module in PRELOADED:
        importlib.import_module(module)


def add_builtins() -> None:
    """Add `exit` and the other names that `site`, which is not run, would have added."""
    import site

    site.setquit()
    site.setcopyright()
    site.sethelper()


def is_shadowed(_handler: str, path: list[str], *_others: str) -> bool:
    """Return whether a folder of a function has a module or package of a name that is imported already."""
    return any(name in sys.modules for folder in path for name in module_names(Path(folder)))


def module_names(folder: Path) -> set[str]:
    """Return the names of the modules and packages in a folder."""
    if not folder.is_dir():
        return set()
    return {
        entry.name.partition(".")[0]
        for entry in folder.iterdir()
        if entry.is_dir() or ".py" in entry.suffixes or entry.suffix == ".so"
    }


def run(handler: str, path: list[str], runtime_packages: str, *clock: str) -> None:
    """Serve invocations until the process is killed.

    Args:
        handler: The method, such as `app.handler`.
        path: The folders of the function and its layers.
        runtime_packages: The folder with the runtime client.
        clock: The arguments of its clock.
    """
    status = 1
    try:
        egress.use_proxy_of_environment()
        read_only.make_read_only(path, but=os.environ["HOME"])
        serve(handler, path, runtime_packages, process_clock.ProcessClock(*clock))
    except SystemExit as end:
        status = exit_status(end.code)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def serve(handler: str, path: list[str], runtime_packages: str, clock: Any) -> None:
    """Import the runtime client, then let it import the function, whose own packages come first."""
    if runtime_packages not in sys.path:
        sys.path.append(runtime_packages)
    from awslambdaric import bootstrap
    from awslambdaric.lambda_config import LambdaConfigProvider
    from awslambdaric.lambda_runtime_client import LambdaRuntimeClient

    class PrefixedRuntimeClient(LambdaRuntimeClient):  # type: ignore[misc]
        """A client of a Runtime API whose address has a path, which tells the processes apart."""

        def call_rapid(self, http_method: str, endpoint: str, *arguments: Any, **options: Any) -> None:
            super().call_rapid(http_method, f"/{prefix}{endpoint}", *arguments, **options)

        def wait_next_invocation(self) -> Any:
            invocation = super().wait_next_invocation()
            clock.catch_up()
            return invocation

    config = LambdaConfigProvider(["", handler])
    address, _, prefix = config.api_address.partition("/")
    client = PrefixedRuntimeClient(address, config.use_thread_polling)
    for name in [name for name in sys.modules if name.partition(".")[0] in CLIENT_PACKAGES]:
        del sys.modules[name]
    sys.path[:0] = [*path, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    clock.follow()
    bootstrap.run(handler, client)


def exit_status(code: object) -> int:
    """Return the status of a process that ends by `SystemExit` with this code."""
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    sys.stderr.write(f"{code}\n")
    return 1


sys.path.insert(0, str(Path(__file__).parent))
import egress  # type: ignore[import-not-found]  # noqa: E402 - is next to this script, which is isolated
import process_clock  # type: ignore[import-not-found]  # noqa: E402 - likewise
import read_only  # type: ignore[import-not-found]  # noqa: E402 - likewise

del sys.path[0]
for own in ("egress", "process_clock", "read_only"):
    del sys.modules[own]  # a function may have modules of these names


if __name__ == "__main__":
    add_builtins()
    run(*json.loads(sys.argv[1]))
