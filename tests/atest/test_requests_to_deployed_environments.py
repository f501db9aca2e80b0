"""What a run of all suites sends to deployed environments, as `docs/requests-to-deployed-environments.md` says."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest
import yaml
from robot.api import ExecutionResult

from conftest import SUITES, run
from fault_engine.proxy import ForwardingApplication
from loopback_server.server import LoopbackServer
from manuel_stack.lease import StackLease, WarmParent
from ManuelEnvironment.configuration import CONTRACT, LOCAL, VARIABLES, read_environment
from ManuelEnvironment.settings import validate
from ManuelEnvironment.stack_options import stack_options
from request_gate.effects import ApiEffects, effect_on_a_site, effect_on_aws

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

WITHOUT_WAITING = Path(__file__).with_name("WithoutWaiting.py")
RESOLVER = Path(__file__).parents[1] / "utest" / "request_gate" / "resolver"
AWS_HOST = "aws.example.test"
DOCUMENT = Path(__file__).parents[2] / "docs" / "requests-to-deployed-environments.md"
EMAIL = "tester@example.com"
PASSWORD = "Correct-Horse-Battery-1"
DAILY_QUOTA = 500
"""Enough for one user who runs all tests."""


EFFECTS = ("reads", "writes", "costs")
EFFECTS_ON_COGNITO = ("reads", "changes-account")

ON_DEMAND = pytest.mark.skipif(
    "DEPLOYED_ENVIRONMENTS" not in os.environ, reason="takes 75 minutes: set DEPLOYED_ENVIRONMENTS=1"
)


def documented(environment: str) -> list[int]:
    """Return the figures of the table in the documents: effects on the API, effects on Cognito, tests that run."""
    (row,) = re.findall(rf"^\| {environment} \| (.+) \|$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    return [int(figure.partition(" ")[0]) for figure in row.split(" | ")]


@dataclass
class LoggingProxy:
    """Forwards requests, and counts them by what they do."""

    upstream: str
    is_api: bool
    counts: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._forward = ForwardingApplication(self.upstream)
        self._effects = ApiEffects(CONTRACT)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        target = environ.get("HTTP_X_AMZ_TARGET", "")
        method, path = environ["REQUEST_METHOD"], environ["REQUEST_URI"].partition("?")[0]
        for effect in self._effects.of(method, path) if self.is_api else [_aws_effect(method, target)]:
            self.counts[effect] += 1

        def count_status(status: str, headers: Any, *rest: Any) -> Any:
            self.statuses[status.split(maxsplit=1)[0]] += 1
            return start_response(status, headers, *rest)

        return self._forward(environ, count_status)


def _aws_effect(method: str, target: str) -> str:
    if not target:
        return effect_on_a_site(method)
    service = "cognito-identity-provider" if "Cognito" in target else target.partition("_")[0].lower()
    return effect_on_aws(service, target.rpartition(".")[2])


@dataclass(frozen=True)
class Sent:
    """What a run has sent: to the API and to AWS, and how its tests ended."""

    environment: str
    api: LoggingProxy
    aws: LoggingProxy
    tests: list[Any]

    @property
    def refused(self) -> list[str]:
        """The tests that sent something that their environment does not allow."""
        return [test.full_name for test in self.tests if "was not sent to" in test.message]

    @property
    def figures(self) -> list[int]:
        """The figures of the run, in the order of the table in the documents."""
        to_api = [self.api.counts[effect] for effect in EFFECTS]
        to_cognito = [self.aws.counts[effect] for effect in EFFECTS_ON_COGNITO]
        return [*to_api, *to_cognito, sum(not test.skipped for test in self.tests)]


def run_against(environment: str, folder: Path, *, paced: bool = False) -> Sent:
    """Run all suites with the settings of a deployed environment, whose API and AWS are proxies for a local stack."""
    settings = yaml.safe_load((VARIABLES / f"{environment}.yaml").read_text())
    limit = {} if paced else {"rate_limit_requests": 100_000}
    with stack(folder, daily_quota=DAILY_QUOTA, **limit) as info:
        create_tester(info)
        api, aws = LoggingProxy(info.api_base_url, True), LoggingProxy(info.aws_endpoint_url, False)
        own = {
            "test_user_email": EMAIL,
            "user_pool_id": info.user_pool_id,
            "user_pool_client_id": info.user_pool_client_id,
            "stage": info.stage,
            "daily_quota": DAILY_QUOTA,
            "allowed_hosts": [*settings.get("allowed_hosts", []), AWS_HOST],
        }
        (folder / "settings.yaml").write_text(yaml.safe_dump({**settings, **own}))
        with LoopbackServer(api) as api_proxy, LoopbackServer(aws) as aws_proxy:
            run(
                "robot",
                *("--variablefile", folder / "settings.yaml"),
                *(() if paced else ("--listener", WITHOUT_WAITING)),
                SUITES,
                cwd=folder,
                timeout=7200,
                PYTHONPATH=str(RESOLVER),
                MANUEL_API_PROXY=api_proxy.url,
                AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=f"http://{AWS_HOST}:{aws_proxy.port}",
                AWS_ACCESS_KEY_ID=info.account_id,
                AWS_SECRET_ACCESS_KEY="local",
                MANUEL_TEST_PASSWORD=PASSWORD,
            )
    return Sent(environment, api, aws, list(ExecutionResult(str(folder / "output.xml")).suite.all_tests))


@contextmanager
def stack(folder: Path, **choices: Any) -> Iterator[Any]:
    """Lease a local stack that plays the deployed system."""
    parent = WarmParent(os.getpid())
    parent.start()
    settings = validate({**read_environment(LOCAL), **choices}, source=LOCAL)
    try:
        with StackLease(parent, stack_options(settings, folder)) as lease:
            yield lease.info
    finally:
        parent.stop()


def create_tester(info: Any) -> None:
    """Create the user that a deployed environment keeps for its tests."""
    cognito = boto3.client(
        "cognito-idp",
        region_name=info.region,
        endpoint_url=info.aws_endpoint_url,
        aws_access_key_id=info.account_id,
        aws_secret_access_key="local",
    )
    attributes = {"email": EMAIL, "email_verified": "true", "name": "Tester"}
    cognito.admin_create_user(
        UserPoolId=info.user_pool_id,
        Username=EMAIL,
        MessageAction="SUPPRESS",
        UserAttributes=[{"Name": name, "Value": value} for name, value in attributes.items()],
    )
    cognito.admin_set_user_password(
        UserPoolId=info.user_pool_id, Username=EMAIL, Password=PASSWORD, Permanent=True
    )


@pytest.mark.timeout(1800)
def test_a_run_as_prod_sends_nothing_but_reads(tmp_path: Path) -> None:
    sent = run_against("prod", tmp_path)
    assert sent.refused == [], "these tests need a tag needs:<capability>"
    assert set(sent.api.counts) == set(sent.aws.counts) == {"reads"}
    assert sent.api.statuses["429"] == sent.aws.statuses["429"] == 0
    assert sent.figures == pytest.approx(documented("prod"), rel=0.1)


@pytest.fixture(scope="module")
def whole_run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sent:
    """Run all suites as a deployed environment, and print the figures for the table in the documents."""
    sent = run_against(request.param, tmp_path_factory.mktemp(request.param), paced=True)
    print(f"{request.param}: {' | '.join(map(str, sent.figures))}")
    return sent


@ON_DEMAND
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("whole_run", ["dev", "staging"], indirect=True)
def test_a_run_sends_nothing_that_its_environment_refuses(whole_run: Sent) -> None:
    assert whole_run.refused == [], "these tests need a tag needs:<capability>"
    assert {*whole_run.api.counts} <= {*EFFECTS}
    assert {*whole_run.aws.counts} <= {*EFFECTS_ON_COGNITO}


@ON_DEMAND
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("whole_run", ["dev", "staging"], indirect=True)
def test_a_run_sends_what_the_documents_say(whole_run: Sent) -> None:
    assert whole_run.figures == pytest.approx(documented(whole_run.environment), rel=0.1)


@ON_DEMAND
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("whole_run", ["dev", "staging"], indirect=True)
def test_no_test_fails_for_want_of_rate(whole_run: Sent) -> None:
    assert "\n".join(f"{test.full_name}: {test.message}" for test in whole_run.tests if test.failed) == ""
