"""Run chosen tests against a backend that is out of the ordinary, and say which of them noticed."""

from manuel_runner.judging.court import Court
from manuel_runner.judging.grounds import DeployedEnvironment, FreshStack
from manuel_runner.judging.judge import Assignment, Failure, Judgement
from manuel_runner.judging.suites import Suites, TestCase

__all__ = [
    "Assignment",
    "Court",
    "DeployedEnvironment",
    "Failure",
    "FreshStack",
    "Judgement",
    "Suites",
    "TestCase",
]
