"""The tests of a run, from its options."""

import argparse

from manuel_runner.selection import Selection
from ManuelEnvironment.errors import ConfigurationError


def chosen_tests(options: argparse.Namespace) -> Selection:
    """Return what the options select.

    Raises:
        ConfigurationError: A file or folder does not exist, or a file is not a suite by its name.
    """
    missing = [str(path) for path in options.suites if not path.exists()]
    if missing:
        raise ConfigurationError(f"no such suite: {', '.join(missing)}")
    for path in options.suites:
        if path.is_file() and not path.suffix:
            raise ConfigurationError(
                f"{path} is not a suite: expected a folder, or a file such as usage.robot"
            )
    return Selection(
        paths=tuple(path.resolve() for path in options.suites),
        categories=tuple(options.category),
        suites=tuple(options.suite),
        tests=tuple(options.test),
        include=tuple(options.include),
        exclude=tuple(options.exclude),
        shard=options.shard,
    )
