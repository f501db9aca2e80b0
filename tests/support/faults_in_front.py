"""Faults in front of the AWS stand-in: by its own engine, and by a proxy that forwards to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import boto3
import pytest
import urllib3
from botocore.config import Config

from aws_stand_in import MockAwsServer
from fault_engine import FaultEngine
from fault_engine.proxy import FaultProxy
from support.stand_in import REGION, Aws


@dataclass
class Faulty:
    """AWS behind an engine; a call is sent once."""

    aws: Aws
    url: str
    engine: FaultEngine

    def fail(self, **rule: Any) -> None:
        """Activate a rule for this test's account."""
        self.engine.add({"name": "rule", "account": self.aws.account_id, **rule})

    def hits(self) -> int:
        """Return how many requests the rule has hit."""
        (report,) = self.engine.rules
        return int(report["hits"])

    def client(self, service: str, **config: Any) -> Any:
        """Return a client whose requests meet the faults, and whose parameters are not checked before."""
        settings = {"retries": {"total_max_attempts": 1}, "parameter_validation": False, **config}
        client = boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=self.aws.account_id,
            aws_secret_access_key="any",
            config=Config(**settings),
        )
        self.aws.clients.append(client)
        return client

    def send(self, service: str, body: str, path: str = "/", **headers: str) -> tuple[int, str]:
        """Send a request as no client would, and return status and body of the response."""
        signed = f"AWS4-HMAC-SHA256 Credential={self.aws.account_id}/20261130/{REGION}/{service}/aws4_request"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response = urllib3.request(
            "POST", f"{self.url}{path}", body=body, headers={"Authorization": signed, **named}, timeout=30
        )
        return response.status, response.data.decode()

    def send_form(self, service: str, **parameters: str) -> tuple[int, str]:
        """Send a request in the query protocol."""
        return self.send(service, urlencode(parameters), Content_Type="application/x-www-form-urlencoded")


@pytest.fixture(params=["stand-in", "proxy"])
def faulty(
    request: pytest.FixtureRequest, aws: Aws, server: MockAwsServer, engine: FaultEngine
) -> Iterator[Faulty]:
    """Return AWS behind the stand-in's engine, and behind a proxy's."""
    if request.param == "stand-in":
        yield Faulty(aws, server.url, engine)
        engine.clear()
        return
    own = FaultEngine()
    with FaultProxy(server.url, own) as proxy:
        yield Faulty(aws, proxy.url, own)
    own.shutdown()
