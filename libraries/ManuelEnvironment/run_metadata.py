"""Which environment a run tests, and with which versions: metadata of its outermost suite, readable in log.html."""

import platform
from functools import cache

from robot import result, running
from robot.version import VERSION as ROBOT_VERSION

from ManuelEnvironment.process_state import running_environment
from ManuelEnvironment.version import VERSION

ENVIRONMENT_METADATA = "Environment"
VERSIONS_METADATA = "Versions"
API_VERSIONS_METADATA = "API versions"
"""What the API says of itself; `ManuelAPI` writes it."""
_SEPARATOR = "; "
_OF_LOCAL_STACK = ("moto", "boto3")


class RunMetadata:
    """A listener that describes the run at the end of each of its suites, so that a run that is cut short is described, too."""

    ROBOT_LISTENER_API_VERSION = 3

    def end_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002 - the listener interface
        """Describe the run."""
        if (environment := running_environment()) is not None:
            metadata = outermost(result).metadata
            metadata[ENVIRONMENT_METADATA] = environment.settings.environment
            metadata[VERSIONS_METADATA] = _versions(has_local_stack=environment.settings.is_local)


def outermost(suite: result.TestSuite) -> result.TestSuite:
    """Return the suite that is in no other one."""
    return suite if suite.parent is None else outermost(suite.parent)


def format_versions(versions: dict[str, str]) -> str:
    """Write versions by name in one line.

    Example:
        >>> format_versions({"tests": "1.0.0", "Robot Framework": "7.5"})
        'tests 1.0.0; Robot Framework 7.5'
    """
    return _SEPARATOR.join(f"{name} {number}" for name, number in versions.items())


def parse_versions(text: str) -> dict[str, str]:
    """Read what `format_versions` wrote.

    Example:
        >>> parse_versions("tests 1.0.0; Robot Framework 7.5")
        {'tests': '1.0.0', 'Robot Framework': '7.5'}
    """
    parts = (part.rpartition(" ") for part in text.split(_SEPARATOR) if part)
    return {name: number for name, _, number in parts}


@cache
def _versions(*, has_local_stack: bool) -> str:
    from importlib.metadata import version

    versions = {
        "tests": VERSION,
        "Robot Framework": ROBOT_VERSION,
        "Python": platform.python_version(),
        platform.system(): platform.release(),
    }
    if has_local_stack:
        versions |= {name: version(name) for name in _OF_LOCAL_STACK}
    return format_versions(versions)
