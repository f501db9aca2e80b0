"""The tests from Python: run the suites, make something fail, and add tests of your own.

Example:
    >>> from manuel_tests import IntegrationTestFramework, TestConfig
    >>> with IntegrationTestFramework(TestConfig(parallel_tests=2)) as framework:  # doctest: +SKIP
    ...     results = framework.run_all_tests()
    >>> results["summary"]["failed"]  # doctest: +SKIP
    0
"""

from manuel_tests.config import TestConfig
from manuel_tests.errors import RunFailedError
from manuel_tests.framework import IntegrationTestFramework

__all__ = ["IntegrationTestFramework", "RunFailedError", "TestConfig"]
