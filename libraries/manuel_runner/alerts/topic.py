"""Publish an alert to an SNS topic."""

from manuel_runner.alerts.alert import Alert
from manuel_runner.alerts.errors import DeliveryError
from ManuelEnvironment.alert_settings import TopicChannel
from ManuelEnvironment.settings import Settings

LONGEST_SUBJECT = 99
"""SNS takes fewer than 100 ASCII characters."""


def publish(alert: Alert, channel: TopicChannel, settings: Settings) -> None:
    """Publish an alert; its event and environment are attributes, so that subscriptions can filter.

    boto3 itself retries what may succeed the next time.

    Raises:
        DeliveryError: There are no credentials, or SNS could not be reached or refused the message.
    """
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError

    from ManuelEnvironment.environment import Environment

    of_the_topic = settings.model_copy(update={"region": channel.region})
    config = Config(connect_timeout=5, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 3})
    try:
        Environment(of_the_topic, None, None).aws_client("sns", config=config).publish(
            TopicArn=channel.topic_arn,
            Subject=_subject(alert.title),
            Message=f"{alert.title}\n{alert.text}",
            MessageAttributes={
                name: {"DataType": "String", "StringValue": value}
                for name, value in (("event", alert.event), ("environment", alert.environment))
            },
        )
    except ClientError as error:
        raise DeliveryError(f"SNS refused it: {error.response['Error']['Code']}") from None
    except BotoCoreError as error:
        raise DeliveryError(f"SNS could not be used ({type(error).__name__})") from None


def _subject(title: str) -> str:
    plain = title.encode("ascii", "replace").decode()
    return plain if len(plain) <= LONGEST_SUBJECT else f"{plain[: LONGEST_SUBJECT - 3]}..."
