"""What the parent of a process with Locust says."""

import json
import sys

from gevent.fileobject import FileObjectThread

from load_engine.mix.source import MixSource


def follow_parent(source: MixSource) -> None:
    """Send the tokens that come over standard input, and end with the parent."""
    for line in FileObjectThread(sys.stdin.buffer):
        source.renew(json.loads(line))
    sys.exit(1)
