"""The listeners of all keyword libraries: known issues, quarantine, and failures that are reported already."""

from ManuelEnvironment.listeners.known_issue_tests import KnownIssueTests
from ManuelEnvironment.listeners.quarantined_tests import QuarantinedTests
from ManuelEnvironment.listeners.repeated_failures import RepeatedFailures

FAILURE_LISTENERS: tuple[object, ...] = (KnownIssueTests(), QuarantinedTests(), RepeatedFailures())
"""In the order in which they act."""
