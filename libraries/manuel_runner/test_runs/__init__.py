"""Run chosen tests against a backend that is out of the ordinary, and say which of them noticed."""

from manuel_runner.test_runs.suites import Suites, TestCase
from manuel_runner.test_runs.test_run import Failure, RunRequest, RunResult
from manuel_runner.test_runs.test_targets import DeployedEnvironment, FreshStack
from manuel_runner.test_runs.worker_pool import WorkerPool

__all__ = [
    "DeployedEnvironment",
    "Failure",
    "FreshStack",
    "RunRequest",
    "RunResult",
    "Suites",
    "TestCase",
    "WorkerPool",
]
