"""Where the backend runs, and with what: read from environment variables, as a container would."""

import os
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Config:
    """The resources and limits of one deployment."""

    stage: str
    region: str
    endpoint: str
    pool_id: str
    client_id: str
    usage_table: str
    error_table: str
    manuals_bucket: str
    audio_bucket: str
    dead_letter_queue: str
    error_queue: str
    error_topic: str
    knowledge_base: str
    data_source: str
    daily_limit: int = 50
    monthly_limit: int = 1000

    @classmethod
    def from_environment(cls) -> Self:
        """Read the variables that the deployment sets."""
        env = os.environ
        return cls(
            stage=env["STAGE"],
            region=env["AWS_REGION"],
            endpoint=env["AWS_ENDPOINT_URL"],
            pool_id=env["USER_POOL_ID"],
            client_id=env["USER_POOL_CLIENT_ID"],
            usage_table=env["USAGE_TABLE"],
            error_table=env["ERROR_TRACKING_TABLE"],
            manuals_bucket=env["MANUALS_BUCKET"],
            audio_bucket=env["AUDIO_BUCKET"],
            dead_letter_queue=env["DEAD_LETTER_QUEUE_URL"],
            error_queue=env["ERROR_QUEUE_URL"],
            error_topic=env["ERROR_TOPIC_ARN"],
            knowledge_base=env["KNOWLEDGE_BASE_ID"],
            data_source=env["DATA_SOURCE_ID"],
        )

    @property
    def issuer(self) -> str:
        """Who issues the tokens of the user pool."""
        return f"https://cognito-idp.{self.region}.amazonaws.com/{self.pool_id}"

    @property
    def key_set(self) -> str:
        """Where the public keys of the user pool are."""
        return f"{self.endpoint}/{self.pool_id}/.well-known/jwks.json"
