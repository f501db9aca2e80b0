"""Send an alert by e-mail."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from manuel_runner.alerts.alert import Alert
from manuel_runner.alerts.errors import DeliveryError, TemporaryDeliveryError
from manuel_runner.alerts.secrets import secret_from
from ManuelEnvironment.alert_settings import EmailChannel

TIMEOUT_SECONDS = 10.0
_REFUSED_FOR_NOW = range(400, 500)


def send_email(alert: Alert, channel: EmailChannel) -> None:
    """Send an alert to all recipients.

    The messages never contain what the server answered, which may repeat what it was sent.

    Raises:
        DeliveryError: The password is missing, or the server refused the sign-in, a recipient or the message.
        TemporaryDeliveryError: The server could not be reached, or refused for now.
    """
    password = secret_from(channel.password_from) if channel.user else None
    try:
        with _connected(channel) as server:
            if channel.user and password:
                server.login(channel.user, password)
            refused = server.send_message(_message(alert, channel))
    except smtplib.SMTPResponseException as error:
        _refuse(error.smtp_code)
    except smtplib.SMTPRecipientsRefused as error:
        for_now = all(code in _REFUSED_FOR_NOW for code, _ in error.recipients.values())
        refusal = TemporaryDeliveryError if for_now else DeliveryError
        raise refusal("the mail server refused every recipient") from None
    except ssl.SSLError as error:
        raise DeliveryError(f"the mail server cannot be trusted ({error.reason})") from None
    except (smtplib.SMTPException, OSError) as error:
        raise TemporaryDeliveryError(f"the mail server could not be used ({type(error).__name__})") from None
    else:
        if refused:
            raise DeliveryError(f"the mail server refused {', '.join(refused)}")


def _connected(channel: EmailChannel) -> smtplib.SMTP:
    """Return a connection, encrypted as the settings say, to a server whose certificate is trusted."""
    trusted = ssl.create_default_context()
    if channel.security == "tls":
        return smtplib.SMTP_SSL(channel.host, channel.port, timeout=TIMEOUT_SECONDS, context=trusted)
    server = smtplib.SMTP(channel.host, channel.port, timeout=TIMEOUT_SECONDS)
    if channel.security == "starttls":
        try:
            server.starttls(context=trusted)
        except BaseException:
            server.close()
            raise
    return server


def _message(alert: Alert, channel: EmailChannel) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = alert.title
    message["From"] = channel.sender
    message["To"] = ", ".join(channel.recipients)
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=channel.sender.partition("@")[2])
    message.set_content(f"{alert.title}\n\n{alert.text}\n")
    return message


def _refuse(code: int) -> None:
    error = TemporaryDeliveryError if code in _REFUSED_FOR_NOW else DeliveryError
    raise error(f"the mail server answered with status {code}") from None
