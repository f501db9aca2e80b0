"""Every kind of trigger and every kind of authorizer of a template, with real events and requests."""

import base64
import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jwt
import pytest
import requests

from serverless_application.running_application import RunningApplication
from support.stand_in import Clock
from support.waiting import wait_until

PASSWORD = "Correct-horse-7"
PATIENCE_SECONDS = 30.0


@dataclass(frozen=True)
class Triggers:
    """The application, its outputs, and what it has kept."""

    application: RunningApplication
    outputs: Mapping[str, str]

    def kept(self, source: str) -> Any:
        """Return the last event of a source, as soon as there is one."""
        table, found = self.application.client("dynamodb"), []

        def look() -> bool:
            item = table.get_item(TableName=self.outputs["Events"], Key={"source": {"S": source}}).get("Item")
            found.extend([json.loads(item["event"]["S"])] if item else [])
            return bool(found)

        wait_until(look, PATIENCE_SECONDS)
        return found[0]

    def get(self, api: str, path: str, **headers: str) -> requests.Response:
        """Send a request to one of the APIs."""
        return requests.get(f"{self.outputs[api]}{path}", headers=headers, timeout=PATIENCE_SECONDS)

    def id_token(self, name: str, pool_output: str = "Users", client_output: str = "Client") -> str:
        """Return the ID token of a new user of one of the pools."""
        cognito = self.application.client("cognito-idp")
        pool = {"UserPoolId": self.outputs[pool_output]}
        cognito.admin_create_user(**pool, Username=name)
        cognito.admin_set_user_password(**pool, Username=name, Password=PASSWORD, Permanent=True)
        answer = cognito.admin_initiate_auth(
            **pool,
            ClientId=self.outputs[client_output],
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": PASSWORD},
        )
        return str(answer["AuthenticationResult"]["IdToken"])


@pytest.fixture(scope="module")
def triggers(start_application: Any) -> Iterator[Triggers]:
    application = start_application("every_trigger")
    yield Triggers(application, application.outputs())
    application.stop()


def test_change_of_a_table(triggers: Triggers) -> None:
    item = {"id": {"S": "1"}, "total": {"N": "7"}}
    triggers.application.client("dynamodb").put_item(TableName=triggers.outputs["Orders"], Item=item)

    (record,) = triggers.kept("aws:dynamodb")["Records"]

    assert (record["eventName"], record["dynamodb"]["NewImage"]) == ("INSERT", item)


def test_logs_of_another_function(triggers: Triggers) -> None:
    name = triggers.outputs["Who"]
    event = json.dumps({"requestContext": {}})
    triggers.application.client("lambda").invoke(FunctionName=name, Payload=event)

    data = json.loads(gzip.decompress(base64.b64decode(triggers.kept("awslogs")["awslogs"]["data"])))

    assert (data["logGroup"], len(data["logEvents"])) == (f"/aws/lambda/{name}", 1)
    assert data["logEvents"][0]["message"].startswith("START RequestId: ")


def test_mapping_of_a_stream_is_known_to_the_lambda_api(triggers: Triggers) -> None:
    (mapping,) = triggers.application.client("lambda").list_event_source_mappings()["EventSourceMappings"]

    assert (mapping["StartingPosition"], mapping["State"], mapping["BatchSize"]) == (
        "TRIM_HORIZON",
        "Enabled",
        100,
    )
    assert ":table/" in mapping["EventSourceArn"]


def test_user_of_a_user_pool(triggers: Triggers) -> None:
    token = triggers.id_token("ada", "Members", "MembersClient")

    assert jwt.decode(token, options={"verify_signature": False})["tier"] == "gold"
    assert triggers.kept("PreSignUp_AdminCreateUser")["userName"] == "ada"
    assert triggers.kept("TokenGeneration_Authentication")["userPoolId"] == triggers.outputs["Members"]


def test_message_of_a_topic(triggers: Triggers) -> None:
    sns = triggers.application.client("sns")
    for kind in ("boring", "important"):
        attributes = {"kind": {"DataType": "String", "StringValue": kind}}
        sns.publish(TopicArn=triggers.outputs["News"], Message=kind, MessageAttributes=attributes)

    assert triggers.kept("aws:sns")["Records"][0]["Sns"]["Message"] == "important"


def test_event_that_a_rule_matches(triggers: Triggers) -> None:
    entries = [
        {"Source": "orders", "DetailType": "Paid", "Detail": json.dumps({"total": total})}
        for total in (5, 50)
    ]
    triggers.application.client("events").put_events(Entries=entries)

    assert triggers.kept("orders")["detail"] == {"total": 50}


def test_a_schedule_triggers_its_function(triggers: Triggers, clock: Clock) -> None:
    clock.advance(24 * 3600)

    assert triggers.kept("aws.events")["detail-type"] == "Scheduled Event"


@pytest.mark.parametrize(("api", "claims"), [("Rest", ("claims",)), ("Http", ("jwt", "claims"))])
def test_token_of_the_user_pool(triggers: Triggers, api: str, claims: tuple[str, ...]) -> None:
    token = triggers.id_token(f"ada-{api}")
    known = triggers.get(api, "/pool", Authorization=f"Bearer {token}").json()
    for name in claims:
        known = known[name]

    assert known["cognito:username"] == f"ada-{api}"
    assert triggers.get(api, "/pool").status_code == 401
    assert triggers.get(api, "/pool", Authorization=f"Bearer {token[:-8]}AAAAAAAA").status_code == 401


def test_function_with_a_policy(triggers: Triggers) -> None:
    known = triggers.get("Rest", "/token", **{"X-Token": "let-me-in"}).json()
    refused = triggers.get("Rest", "/token", **{"X-Token": "other"})

    assert (known["principalId"], known["level"]) == ("friend", "7")
    assert (refused.status_code, refused.headers["x-amzn-ErrorType"]) == (403, "AccessDeniedException")
    assert triggers.get("Rest", "/token").status_code == 401


def test_function_with_a_simple_response(triggers: Triggers) -> None:
    assert triggers.get("Http", "/token", **{"X-Token": "let-me-in"}).json() == {"lambda": {"level": 7}}
    assert triggers.get("Http", "/token", **{"X-Token": "other"}).status_code == 403


def test_preflight_request_needs_no_token(triggers: Triggers) -> None:
    response = requests.options(f"{triggers.outputs['Rest']}/pool", timeout=PATIENCE_SECONDS)

    assert (response.status_code, response.text) == (200, "{}\n")
    assert response.headers["Access-Control-Allow-Origin"] == "https://app.example.com"


def test_body_is_validated(triggers: Triggers) -> None:
    url = f"{triggers.outputs['Rest']}/open/a/b"

    assert requests.post(url, json={"text": "hello"}, timeout=PATIENCE_SECONDS).json() == {}
    refused = requests.post(url, json={}, timeout=PATIENCE_SECONDS)
    assert (refused.status_code, refused.json()) == (400, {"message": "Invalid request body"})


def test_url_of_a_function(triggers: Triggers) -> None:
    assert triggers.get("Url", "any/path").json() == {}
