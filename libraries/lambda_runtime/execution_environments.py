"""All execution environments: their processes, their Runtime API and their logs."""

import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from lambda_runtime.execution_environment import ExecutionEnvironment
from lambda_runtime.function import FunctionDefinition
from lambda_runtime.function_clock import FunctionClock
from lambda_runtime.log_stream import LoggedEvents, LogStream
from lambda_runtime.runtime_api import RuntimeApi
from lambda_runtime.runtime_packages import ProcessPackages, process_packages
from lambda_runtime.runtimes import Runtime, node_path, python_path
from lambda_runtime.supervisor import ProcessSetting, PythonFunction, Supervisor
from lambda_runtime.variables import process_variables
from loopback_server.server import LoopbackServer

ForwardLog = Callable[[str, LoggedEvents], None]
"""Takes a log group, and what has been logged into it."""
NODE_LOOP = Path(__file__).parent / "processes" / "node_function.mjs"


class StoppedError(Exception):
    """The execution environments have been stopped: there will be no further ones."""


class ExecutionEnvironments:
    """Creates execution environments, and ends them.

    Args:
        folder: A folder for logs and temporary files.
        variables: Environment variables that all functions get.
        region: The AWS region.
        forward_log: Gets what a function has logged when an invocation has ended.
    """

    def __init__(
        self, folder: Path, *, variables: Mapping[str, str], region: str, forward_log: ForwardLog
    ) -> None:
        self._folder = folder
        self._variables, self._region = variables, region
        self._forward_log = forward_log
        self._lock = threading.Lock()
        self._has_stopped = False
        self._environments: dict[str, ExecutionEnvironment] = {}
        self._streams: dict[str, list[LogStream]] = defaultdict(list)
        self._supervisors: dict[str, Supervisor] = {}
        self._packages: dict[str, ProcessPackages] = {}
        self._clock = FunctionClock(folder / "clock")
        self._runtime_api = LoopbackServer(RuntimeApi(self._environments.get, self._clock))

    def start(self) -> None:
        """Open the Runtime API."""
        self._runtime_api.start()

    def stop(self) -> None:
        """Kill all processes, and close the Runtime API."""
        with self._lock:
            self._has_stopped = True
            supervisors = list(self._supervisors.values())
            self._supervisors.clear()
        for supervisor in supervisors:
            supervisor.stop()
        self._runtime_api.stop()

    def prepare(self, definition: FunctionDefinition, runtime: Runtime) -> None:
        """Have everything that processes of a function need.

        Raises:
            PackagesUnavailableError: Packages can't be installed.
        """
        self._supervisor(runtime)
        if runtime.language == "python":
            python_path(definition, runtime)

    def create(self, definition: FunctionDefinition, runtime: Runtime) -> ExecutionEnvironment:
        """Start a process of a function.

        Raises:
            StoppedError: There are no processes any more.
        """
        supervisor = self._supervisor(runtime)
        name = secrets.token_hex(16)
        log = self._open_log(definition, runtime, name)
        environment = ExecutionEnvironment(
            name,
            timeout_seconds=definition.timeout_seconds,
            memory_megabytes=definition.memory_megabytes,
            log=log,
            kill=supervisor.kill,
        )
        self._environments[name] = environment
        self._start_process(supervisor, environment, definition, runtime)
        return environment

    def all(self) -> list[ExecutionEnvironment]:
        """Return those that there are now."""
        return list(self._environments.values())

    def end(self, environment: ExecutionEnvironment) -> None:
        """Kill the process of an environment, and wait until it has ended."""
        environment.end()
        self._environments.pop(environment.name, None)

    def set_clock_ahead(self, seconds: float) -> None:
        """Set the clock that all functions see ahead of the machine's."""
        self._clock.set_ahead(seconds)
        with self._lock:
            for supervisor in self._supervisors.values():
                supervisor.announce_time()

    def log_streams(self, function_name: str) -> list[LogStream]:
        """Return the logs of a function, one for each of its processes, the oldest first."""
        return list(self._streams[function_name])

    def _open_log(self, definition: FunctionDefinition, runtime: Runtime, name: str) -> LogStream:
        folder = self._folder / "logs" / definition.name
        folder.mkdir(parents=True, exist_ok=True)
        owner = definition.name if definition.chosen_log_group else ""
        stream = f"{time.strftime('%Y/%m/%d', time.gmtime())}/{owner}[$LATEST]{name}"
        forward = partial(self._forward_log, definition.log_group)
        log = LogStream(stream, folder / f"{name}.log", definition.memory_megabytes, forward)
        log.initialise(f"{runtime.language}:{runtime.version}")
        self._streams[definition.name].append(log)
        return log

    def _start_process(
        self,
        supervisor: Supervisor,
        environment: ExecutionEnvironment,
        definition: FunctionDefinition,
        runtime: Runtime,
    ) -> None:
        setting = ProcessSetting(
            directory=str(definition.code),
            variables=self._process_variables(environment, definition, runtime),
            log=str(environment.log.path),
        )
        if runtime.language == "nodejs":
            supervisor.start_program(
                environment, setting, [runtime.program, str(NODE_LOOP), str(self._clock.file)]
            )
        else:
            path, packages = python_path(definition, runtime), self._packages[runtime.program]
            function = PythonFunction(definition.handler, path, packages, self._clock.file)
            supervisor.start_python(environment, setting, function)

    def _process_variables(
        self, environment: ExecutionEnvironment, definition: FunctionDefinition, runtime: Runtime
    ) -> dict[str, str]:
        home = self._folder / "homes" / environment.name
        home.mkdir(parents=True)
        return process_variables(
            definition,
            node_path=node_path(definition.layers, runtime.version),
            common=self._variables,
            region=self._region,
            log_stream=environment.log.name,
            runtime_api=f"127.0.0.1:{self._runtime_api.port}/{environment.name}",
            home=home,
        )

    def _supervisor(self, runtime: Runtime) -> Supervisor:
        """Return the parent of the processes that a runtime's program runs, and start one if there is none."""
        with self._lock:
            if self._has_stopped:
                raise StoppedError
            known = self._supervisors.get(runtime.supervisor)
            if known is not None and not known.is_alive:
                known.stop()
            if known is None or not known.is_alive:
                packages = self._packages_of(runtime.supervisor)
                known = Supervisor(runtime.supervisor, packages, self._folder)
                self._supervisors[runtime.supervisor] = known
            return known

    def _packages_of(self, python: str) -> ProcessPackages:
        if python not in self._packages:
            folder = self._folder / f"packages-{len(self._packages)}"
            self._packages[python] = process_packages(python, folder)
        return self._packages[python]
