"""Run selected tests against modified backends, each run in a process of its own."""

from manuel_runner.test_runs.suites import Suites, SuiteTest
from manuel_runner.test_runs.test_run import ApiReplacement, BlockedTest, FailedTest, RunRequest, RunResult
from manuel_runner.test_runs.test_targets import DeployedEnvironment, FreshStack
from manuel_runner.test_runs.worker_pool import WorkerPool

__all__ = [
    "ApiReplacement",
    "BlockedTest",
    "DeployedEnvironment",
    "FailedTest",
    "FreshStack",
    "RunRequest",
    "RunResult",
    "SuiteTest",
    "Suites",
    "WorkerPool",
]
