"""How many requests a second the load engine sends from one process and from two, beside wrk and Locust.

All send the same request to the same nginx over 32 connections, each waiting for a response before the next request, in
turns. Only rates of the same round are compared, since a busy machine is not equally busy in all rounds. nginx and wrk are
Debian's, Locust is PyPI's; what is missing is left out, with a line that says so.

Run: `.venv/bin/python tests/bench/bench_load_engine.py [--rounds 5]`. Exit status 1 if a target is missed.
"""

import argparse
import functools
import json
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import requests

from load_engine import RequestTemplate, measure_users

CONNECTIONS = 32
SECONDS = 3
REQUESTS = 100_000
TARGETS = {"wrk": 0.4, "Locust": 3.5}
"""How many times as many requests a second as these one process of the load engine must send."""
NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log error;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 1000000000;
  client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
  uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
  server {{
    listen 127.0.0.1:{port};
    location / {{ default_type application/json; return 200 '{{"status": "healthy"}}'; }}
  }}
}}
"""
LOCUSTFILE = """
from locust import FastHttpUser, task

class Client(FastHttpUser):
    @task
    def ask(self):
        self.client.get("/health")
"""

Rates = dict[str, float]


def main() -> int:
    """Compare, print, and return the exit status."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    rounds = options.parse_args().rounds
    if shutil.which("nginx") is None:
        print("skipped: nginx is not installed (apt-get install nginx-light)")
        return 0
    with running_nginx() as url:
        measured = [one_round(senders(), url) for _ in range(rounds)]
    missed = report(measured)
    print(f"TARGET MISSED: {', '.join(missed)}" if missed else "targets reached, of what is installed")
    return int(bool(missed))


def senders() -> dict[str, Callable[[str], float]]:
    """Return what can send here, by name; print what can't."""
    found: dict[str, Callable[[str], float]] = {
        "load engine": functools.partial(rate_of_engine, workers=1),
        "load engine, two processes": functools.partial(rate_of_engine, workers=2),
    }
    if shutil.which("wrk"):
        found["wrk"] = rate_of_wrk
    if find_spec("locust"):
        found["Locust"] = rate_of_locust
    return found


def one_round(candidates: Mapping[str, Callable[[str], float]], url: str) -> Rates:
    return {name: measure(url) for name, measure in candidates.items()}


def report(measured: list[Rates]) -> list[str]:
    """Print the medians, and return the names beside which the engine is too slow."""
    for name in measured[0]:
        print(f"{name:26} {median(rates[name] for rates in measured):10.0f} requests/s")
    return [name for name, target in TARGETS.items() if not is_reached(name, target, measured)]


def is_reached(name: str, target: float, measured: list[Rates]) -> bool:
    """Print the engine's rate as a multiple of this sender's, and return whether it is enough or the sender is missing."""
    if name not in measured[0]:
        print(f"skipped: {name} is not installed, beside which the engine must be x{target} as fast")
        return True
    ratio = median(rates["load engine"] / rates[name] for rates in measured)
    print(f"load engine is x{ratio:.2f} as fast as {name}; at least x{target} is wanted")
    return ratio >= target


def rate_of_engine(url: str, *, workers: int) -> float:
    request = RequestTemplate("GET", url)
    measurement = measure_users(
        "bench", request, users=CONNECTIONS, requests=REQUESTS, workers=workers, warm_up=1
    )
    if measurement.failed:
        raise SystemExit(f"requests failed: {dict(measurement.errors)}")
    return measurement.value("throughput")


def rate_of_wrk(url: str) -> float:
    printed = run("wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}", url)
    match = re.search(r"Requests/sec:\s+([\d.]+)", printed)
    if match is None or "Non-2xx" in printed or "Socket errors" in printed:
        raise SystemExit(f"wrk has printed:\n{printed}")
    return float(match[1])


def rate_of_locust(url: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        locustfile = Path(folder, "locustfile.py")
        locustfile.write_text(LOCUSTFILE)
        options = [
            "--headless",
            "--users",
            str(CONNECTIONS),
            "--spawn-rate",
            "1000",
            "--run-time",
            f"{SECONDS}s",
        ]
        printed = run(
            *(sys.executable, "-m", "locust", "--locustfile", str(locustfile), "--host", url),
            *(*options, "--json", "--only-summary", "--skip-log"),
        )
    (figures,) = json.loads(printed)
    if figures["num_failures"]:
        raise SystemExit(f"requests failed: {figures['num_failures']}")
    return float(figures["num_requests"] / (figures["last_request_timestamp"] - figures["start_time"]))


def run(*command: str) -> str:
    """Return what a command prints. It has a session of its own, as the engine's worker has: Linux shares time by sessions."""
    done = subprocess.run(command, capture_output=True, text=True, check=True, start_new_session=True)
    return done.stdout


@contextmanager
def running_nginx() -> Iterator[str]:
    """Start nginx with one worker process, and end it."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        configuration = Path(folder, "nginx.conf")
        configuration.write_text(NGINX.format(folder=folder, port=port))
        command = ["nginx", "-p", folder, "-c", str(configuration), "-e", f"{folder}/error.log"]
        process = subprocess.Popen(command, start_new_session=True)
        url = f"http://127.0.0.1:{port}"
        try:
            await_ready(url, process)
            yield url
        finally:
            process.terminate()
            process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def await_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            requests.get(url, timeout=1).raise_for_status()
        except requests.ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit(f"nginx ended with status {process.returncode}")


if __name__ == "__main__":
    sys.exit(main())
