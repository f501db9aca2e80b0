"""E-mails, against a mail server on this machine, with and without encryption."""

import datetime
import ipaddress
import ssl
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from manuel_runner.alerts.alert import Alert
from manuel_runner.alerts.delivery import deliver
from ManuelEnvironment.settings import Settings, validate

PASSWORD = "correct-horse-battery"


class Mailbox:
    """Keeps messages, and refuses as often as it is told."""

    def __init__(self) -> None:
        self.messages: list[Any] = []
        self.refusals: list[str] = []
        self.refusals_of_recipients: list[str] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.refusals_of_recipients:
            return self.refusals_of_recipients.pop()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refusals:
            return self.refusals.pop()
        self.messages.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


class ServerOnAFreePort(Controller):
    """aiosmtpd's controller connects to its port once, and so has to know which one it is."""

    def _trigger_server(self) -> None:
        self.port = port_of(self)
        super()._trigger_server()


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def plain_server(mailbox: Mailbox) -> Iterator[Controller]:
    yield from running(ServerOnAFreePort(mailbox, hostname="127.0.0.1", port=0))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of this machine and its key, in one file, which nobody trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path_factory.mktemp("mail") / "server.pem"
    path.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + private)
    return path


@pytest.fixture
def secure_server(mailbox: Mailbox, certificate: Path) -> Iterator[Controller]:
    """A server that takes messages after STARTTLS and a sign-in only."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)

    def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        is_right = isinstance(given, LoginPassword) and given.password == PASSWORD.encode()
        return AuthResult(success=is_right, handled=False)

    yield from running(
        ServerOnAFreePort(
            mailbox,
            hostname="127.0.0.1",
            port=0,
            tls_context=context,
            require_starttls=True,
            auth_required=True,
            authenticator=authenticate,
        )
    )


def running(controller: Controller) -> Iterator[Controller]:
    controller.start()
    yield controller
    controller.stop()


def port_of(controller: Controller) -> int:
    assert controller.server is not None
    return int(controller.server.sockets[0].getsockname()[1])


def settings(port: int, **options: Any) -> Settings:
    channel = {
        "to": "email",
        "host": "127.0.0.1",
        "port": port,
        "sender": "ci@example.com",
        "recipients": ["team@example.com", "lead@example.com"],
        **options,
    }
    values = {"environment": "staging", "api_base_url": "https://api.example.com", "alerts": [channel]}
    return validate(values, source="mine.yaml")


def test_all_recipients_get_the_alert(mailbox: Mailbox, plain_server: Controller, alert: Alert) -> None:
    assert deliver([alert], settings(port_of(plain_server), security="none"))
    (message,) = mailbox.messages
    assert (message["Subject"], message["From"]) == (alert.title, "ci@example.com")
    assert message["To"] == "team@example.com, lead@example.com"
    assert message.get_content().splitlines() == [alert.title, "", *alert.lines, "https://ci.example.com/7/"]


def test_a_refusal_for_now_is_tried_again(mailbox: Mailbox, plain_server: Controller, alert: Alert) -> None:
    mailbox.refusals = ["451 Try again later"] * 2
    assert deliver([alert], settings(port_of(plain_server), security="none"))
    assert len(mailbox.messages) == 1


def test_recipients_that_are_refused_for_now_are_tried_again(
    mailbox: Mailbox, plain_server: Controller, alert: Alert
) -> None:
    """A server with greylisting refuses each first attempt (RFC 6647)."""
    mailbox.refusals_of_recipients = ["451 4.7.1 Greylisted, try again later"] * 2
    assert deliver([alert], settings(port_of(plain_server), security="none"))
    assert len(mailbox.messages) == 1


def test_recipients_that_are_refused_for_good_are_a_line(
    mailbox: Mailbox, plain_server: Controller, alert: Alert, capsys: pytest.CaptureFixture[str]
) -> None:
    mailbox.refusals_of_recipients = ["550 No such user", "451 Greylisted"]
    assert not deliver([alert], settings(port_of(plain_server), security="none"))
    assert (mailbox.messages, mailbox.refusals_of_recipients) == ([], [])
    assert "the mail server refused every recipient" in capsys.readouterr().err


def test_a_refusal_for_good_is_a_line(
    mailbox: Mailbox, plain_server: Controller, alert: Alert, capsys: pytest.CaptureFixture[str]
) -> None:
    mailbox.refusals = ["554 We don't like it"]
    assert not deliver([alert], settings(port_of(plain_server), security="none"))
    assert mailbox.messages == []
    assert capsys.readouterr().err == (
        "manuel-tests: no alert reached email: the mail server answered with status 554\n"
    )


def test_a_user_signs_in_over_an_encrypted_connection(
    mailbox: Mailbox,
    secure_server: Controller,
    certificate: Path,
    alert: Alert,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("MANUEL_SMTP_PASSWORD", PASSWORD)
    assert deliver([alert], settings(port_of(secure_server), user="ci"))
    assert len(mailbox.messages) == 1


class TestPassword:
    """It goes to a server that is trusted, and is never shown."""

    @pytest.fixture
    def problem(
        self,
        mailbox: Mailbox,
        secure_server: Controller,
        alert: Alert,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> Callable[[str], str]:
        """Return a function that tries to send an alert with a password, and returns the line that it prints."""

        def send(password: str) -> str:
            monkeypatch.setenv("MANUEL_SMTP_PASSWORD", password)
            assert not deliver([alert], settings(port_of(secure_server), user="ci"))
            assert mailbox.messages == []
            return capsys.readouterr().err

        return send

    @pytest.fixture
    def _trusted(self, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    def test_no_password_is_sent_to_a_server_that_is_not_trusted(self, problem: Callable[[str], str]) -> None:
        said = "the mail server cannot be trusted (CERTIFICATE_VERIFY_FAILED)"
        assert problem(PASSWORD) == f"manuel-tests: no alert reached email: {said}\n"

    @pytest.mark.usefixtures("_trusted")
    def test_a_wrong_password_is_refused_and_not_shown(self, problem: Callable[[str], str]) -> None:
        said = "the mail server answered with status 535"
        assert problem("another-horse-battery") == f"manuel-tests: no alert reached email: {said}\n"

    @pytest.mark.usefixtures("_trusted")
    def test_a_missing_password_is_named(self, problem: Callable[[str], str]) -> None:
        said = "the environment variable MANUEL_SMTP_PASSWORD is not set"
        assert problem("") == f"manuel-tests: no alert reached email: {said}\n"


def test_a_server_that_is_not_there_is_a_line(alert: Alert, capsys: pytest.CaptureFixture[str]) -> None:
    assert not deliver([alert], settings(1, security="none"))
    assert capsys.readouterr().err == (
        "manuel-tests: no alert reached email: the mail server could not be used (ConnectionRefusedError)\n"
    )
