"""The settings of alerts: whom to tell, and about what. Secrets are named, never given: each is in an environment variable."""

from collections.abc import Callable
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from ManuelEnvironment.errors import shown
from request_gate.hosts import is_loopback
from secret_masking.environment_variables import is_secret

AlertEvent = Literal["failed", "recovered", "slower", "no-run"]
"""What an alert is about: a run that failed; the first that passed after that; figures that have become worse; no run at all."""

_EVENTS: tuple[AlertEvent, ...] = get_args(AlertEvent)
CHANNELS = ("slack", "teams", "webhook", "sns", "email")


def _secret_variable(example: str) -> Callable[[object], object]:
    """Return a check that a value names an environment variable whose value is masked. It never shows the value."""

    def check(name: object) -> object:
        if not isinstance(name, str) or not name.isidentifier() or not is_secret(name):
            raise ValueError(
                f"alerts: a secret is given by the name of the environment variable that has it, such as {example}"
            )
        return name

    return check


def _channel(value: object) -> object:
    """Return what may be a channel; other values are not shown, because they may be secret.

    Raises:
        ValueError: It does not say what it is.
    """
    kind = value.get("to") if isinstance(value, dict) else None
    if kind not in CHANNELS:
        raise ValueError(
            f"alerts: each has a key `to`, which is {', '.join(CHANNELS[:-1])} or {CHANNELS[-1]}, not {shown(kind)}"
        )
    return value


EmailAddress = Annotated[str, Field(pattern=r"^[^@\s<>,;]+@[^@\s<>,;]+$")]


class _Channel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    when: Annotated[list[AlertEvent], Field(min_length=1)] = [*_EVENTS]
    """What it is told about; by default everything."""


class WebhookChannel(_Channel):
    """A URL that alerts are posted to, in the form of Slack, of Teams, or as plain JSON."""

    to: Literal["slack", "teams", "webhook"]
    url_from: Annotated[str, BeforeValidator(_secret_variable("MANUEL_ALERT_WEBHOOK"))] = (
        "MANUEL_ALERT_WEBHOOK"
    )
    """The environment variable that has the URL, which is a secret: it is enough to post there."""


class TopicChannel(_Channel):
    """An SNS topic, with the AWS credentials of the run."""

    to: Literal["sns"]
    topic_arn: Annotated[str, Field(pattern=r"^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+$")]

    @property
    def region(self) -> str:
        """The topic's region."""
        return self.topic_arn.split(":")[3]


class EmailChannel(_Channel):
    """Addresses that get an e-mail by SMTP."""

    to: Literal["email"]
    recipients: Annotated[list[EmailAddress], Field(min_length=1)]
    sender: EmailAddress
    host: Annotated[str, Field(pattern=r"^[\w.:-]+$")]
    port: Annotated[int, Field(ge=1, le=65_535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection is encrypted; `none` is for a server on this machine."""
    user: Annotated[str, Field(min_length=1)] | None = None
    password_from: Annotated[str, BeforeValidator(_secret_variable("MANUEL_SMTP_PASSWORD"))] = (
        "MANUEL_SMTP_PASSWORD"
    )
    """The environment variable that has the user's password; read only if there is a user."""

    @model_validator(mode="after")
    def _only_this_machine_gets_plain_text(self) -> "EmailChannel":
        if self.security == "none" and not is_loopback(self.host):
            raise ValueError(
                f"alerts: security is 'none', but {self.host!r} is another machine: use starttls or tls"
            )
        return self


Channel = Annotated[
    WebhookChannel | TopicChannel | EmailChannel, Field(discriminator="to"), BeforeValidator(_channel)
]


def require_no_topic(alerts: list[Any]) -> None:
    """Require that no alert goes to SNS, for `local`, which never connects to AWS.

    Raises:
        ValueError: One does.
    """
    if any(isinstance(channel, TopicChannel) for channel in alerts):
        raise ValueError("alerts: `local` never connects to AWS, so none of its alerts can go to sns")
