"""`Create Session    debug=1` makes every connection of the process print its requests, but not those to our hosts."""

import http.client
import inspect

import pytest
import requests
from urllib3.connection import HTTPConnection

from loopback_server.recording_site import RecordingSite
from ManuelEnvironment.http_debugging import turn_off_http_debugging


@pytest.mark.parametrize(("host", "printed"), [("127.0.0.1", False), ("localhost", True)])
def test_requests_to_our_hosts_are_not_printed(
    host: str, printed: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(HTTPConnection, "__init__", inspect.unwrap(HTTPConnection.__init__))
    turn_off_http_debugging(lambda each: each == "127.0.0.1")
    site = RecordingSite("page", b"text", "text/plain")
    monkeypatch.setattr(http.client.HTTPConnection, "debuglevel", 1)
    try:
        requests.get(site.url.replace("127.0.0.1", host), headers={"X-Key": "canary"}, timeout=30)
    finally:
        site.stop()
    assert ("canary" in capsys.readouterr().out) is printed
