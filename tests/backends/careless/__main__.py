"""`python -m careless`: serve the backend on a free port of this machine, and print its URL."""

import logging

from careless.app import create_app
from careless.config import Config
from loopback_server.ended_by_signals import ended_by_signals, wait_for_signal
from loopback_server.server import LoopbackServer


def main() -> None:
    """Serve until a signal ends the process."""
    logging.basicConfig(level=logging.CRITICAL)
    with ended_by_signals(), LoopbackServer(create_app(Config.from_environment())) as server:
        print(server.url, flush=True)
        wait_for_signal()


if __name__ == "__main__":
    main()
