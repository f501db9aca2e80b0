"""`python -m careless`: serve the backend on a free port of this machine, and print its URL."""

import logging
import signal
import sys

from careless.app import create_app
from careless.config import Config
from loopback_server.server import LoopbackServer


def main() -> None:
    """Serve until a signal ends the process."""
    logging.basicConfig(level=logging.CRITICAL)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with LoopbackServer(create_app(Config.from_environment())) as server:
        print(server.url, flush=True)
        signal.pause()


if __name__ == "__main__":
    main()
