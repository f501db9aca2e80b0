"""The mask of results that Robot Framework keeps in memory until it makes statistics and reports of them."""

from robot import result, running

from ManuelEnvironment.secrets import register_secret_variables
from secret_masking import mask


class ResultMasking:
    """Listener: messages, metadata, tags and documentation of tests and suites are masked.

    Its priority is the lowest, so that it also masks what other listeners have added.
    """

    ROBOT_LISTENER_API_VERSION = 3
    ROBOT_LISTENER_PRIORITY = -1000

    def start_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002 - the listener interface
        """Register secrets that are older than the library."""
        register_secret_variables()

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """Mask a test."""
        _mask_test(result)

    def end_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002
        """Mask a suite, those around it, and its tests, which its teardown may have failed."""
        for test in result.all_tests:
            _mask_test(test)
        suite: result.TestSuite | None = result
        while suite is not None:
            _mask_suite(suite)
            suite = suite.parent


def _mask_test(test: result.TestCase) -> None:
    test.message = mask(test.message)
    test.doc = mask(test.doc)
    test.tags = [mask(tag) for tag in test.tags]
    _mask_metadata(test)


def _mask_suite(suite: result.TestSuite) -> None:
    suite.message = mask(suite.message)
    suite.doc = mask(suite.doc)
    _mask_metadata(suite)


def _mask_metadata(item: result.TestCase | result.TestSuite) -> None:
    item.metadata = {name: mask(value) for name, value in item.metadata.items()}
