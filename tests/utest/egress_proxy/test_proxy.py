"""Clients that use the proxy."""

import shutil
import socket
import ssl
import subprocess

import pytest
import requests
import urllib3

EVERY_AWS_HOST = [
    ("https://s3.eu-west-1.amazonaws.com/bucket/a%20key?x=1", "/bucket/a key"),
    ("https://s3-eu-west-1.amazonaws.com/bucket/key", "/bucket/key"),
    ("https://dynamodb.us-east-1.amazonaws.com/", "/"),
    ("https://lambda.eu-west-1.api.aws/2015-03-31/functions", "/2015-03-31/functions"),
    ("http://sqs.eu-west-1.amazonaws.com/", "/"),
]


@pytest.fixture
def session(proxy):
    session = requests.Session()
    session.trust_env = False
    session.proxies = {"https": proxy.url, "http": proxy.url}
    session.verify = proxy.variables["REQUESTS_CA_BUNDLE"]
    return session


@pytest.mark.parametrize(("url", "path"), EVERY_AWS_HOST)
def test_aws_is_led_to_the_stand_in(session, url, path):
    asked = session.get(url).json()
    assert (asked["application"], asked["path"], asked["url"]) == ("aws", path, url)


@pytest.mark.parametrize("host", ["s3.eu-west-1", "s3-us-west-2", "s3", "s3.dualstack.eu-west-1"])
def test_a_bucket_in_the_host_is_moved_to_the_path(proxy, host):
    with urllib3.ProxyManager(proxy.url, ca_certs=proxy.variables["REQUESTS_CA_BUNDLE"]) as pool:
        url = f"https://my.bucket.{host}.amazonaws.com/a%2Fb?X-Amz-Expires=60"
        asked = pool.request("PUT", url, body=b"x").json()
    assert asked["url"] == f"https://{host}.amazonaws.com/my.bucket/a%2Fb?X-Amz-Expires=60"
    assert (asked["path"], asked["method"], asked["body"]) == ("/my.bucket/a/b", "PUT", "x")


@pytest.mark.parametrize(
    "url", ["https://manuals.example.com/a.pdf", "http://manuals.example.com/a.pdf", "https://any.test/a.pdf"]
)
def test_a_site_is_led_to_its_application(session, url):
    asked = session.get(url).json()
    assert (asked["application"], asked["url"]) == ("site", url)


@pytest.mark.parametrize(
    "url", ["https://www.example.com/page", "http://www.example.com/page", "https://93.184.216.34/page"]
)
def test_everything_else_is_refused(session, proxy, url):
    refused = session.get(url)
    assert refused.status_code == 502
    assert refused.text == (
        f"GET {url} was refused: nothing here reaches the internet. "
        "Only AWS and these sites can be reached: manuals.example.com, *.test.\n"
    )
    assert proxy.refusals == (f"GET {url}",)
    assert session.get("https://any.test/").status_code == 200


def test_a_connection_is_kept_for_several_requests(session, proxy):
    with urllib3.ProxyManager(proxy.url, ca_certs=session.verify, maxsize=1) as pool:
        for number in range(3):
            assert pool.request("GET", f"https://manuals.example.com/{number}").status == 200
        assert pool.connection_from_url("https://manuals.example.com/").num_connections == 1


def test_nobody_else_trusts_the_proxy(session):
    session.verify = True
    with pytest.raises(requests.exceptions.SSLError):
        session.get("https://manuals.example.com/")


@pytest.mark.parametrize(
    ("host", "problem"),
    [
        ("untrusted.test", "unable to get local issuer certificate"),
        ("Untrusted.test", "unable to get local issuer certificate"),
        ("misnamed.test", "certificate is not valid for 'misnamed.test'"),
        ("expired.test", "certificate has expired"),
    ],
)
def test_a_site_can_have_a_certificate_that_nobody_should_accept(session, host, problem):
    with pytest.raises(requests.exceptions.SSLError, match=problem):
        session.get(f"https://{host}/page")
    assert session.get("https://any.test/page").status_code == 200
    assert session.get(f"http://{host}/page").status_code == 200


def test_a_client_that_was_led_here_needs_no_tunnel(proxy):
    context = ssl.create_default_context(cafile=proxy.variables["SSL_CERT_FILE"])
    port = int(proxy.url.rpartition(":")[2])
    with (
        socket.create_connection(("127.0.0.1", port)) as plain,
        context.wrap_socket(plain, server_hostname="any.test") as connection,
    ):
        connection.sendall(b"GET /page HTTP/1.1\r\nHost: any.test\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"https://any.test/page" in answer


@pytest.mark.parametrize(
    "nonsense", [b"CONNECT \r\n", b"SSH-2.0-OpenSSH_9.0\r\n", b"\x16\x03garbage, and more of it"]
)
def test_what_is_neither_http_nor_tls_ends_its_connection_alone(proxy, session, nonsense):
    port = int(proxy.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(nonsense)
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(10)
        while connection.recv(4096):
            pass
    assert session.get("https://any.test/").status_code == 200


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_a_program_uses_it_by_its_variables(proxy):
    done = subprocess.run(
        ["curl", "--silent", "--show-error", "https://any.test/page"],
        check=False,
        env={"PATH": "/usr/bin:/bin", **proxy.variables},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert '"url": "https://any.test/page"' in done.stdout


def test_a_stop_ends_open_connections(proxy):
    port = int(proxy.url.rpartition(":")[2])
    context = ssl.create_default_context(cafile=proxy.variables["SSL_CERT_FILE"])
    with (
        socket.create_connection(("127.0.0.1", port)) as plain,
        context.wrap_socket(plain, server_hostname="any.test") as connection,
    ):
        connection.settimeout(10)
        proxy.stop()
        assert connection.recv(1) == b""
