"""An AWS stand-in for all tests of a module, and a stack in it for each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from types import MappingProxyType
from typing import Any

import boto3
import pytest

from application_template.application import CreatedResource, ResolvedTemplate
from application_template.errors import TemplateError
from application_template.parameters import StackIdentity
from application_template.reading import read_application
from aws_stand_in import MockAwsServer
from aws_stand_in.exports import variables
from serverless_application.account import Account
from serverless_application.creation import create_resources, require_imitated
from serverless_application.preparation import TemplateSource
from serverless_application.running_application import RunningApplication, Surroundings
from support.accounts import new_account_id
from support.stand_in import Clock

REGION = "eu-west-1"
TEMPLATES = Path(__file__).parents[2] / "templates"


@dataclass(frozen=True)
class CreatedStack:
    """The resources of a template, and the account that they are in."""

    application: ResolvedTemplate
    created: dict[str, CreatedResource]
    account: Account

    def __getitem__(self, logical_id: str) -> CreatedResource:
        return self.created[logical_id]

    def client(self, service: str) -> Any:
        """Return a boto3 client of the account."""
        return self.account.client(service)


@pytest.fixture(scope="session")
def clock() -> Clock:
    """Return the clock of all tests, which a test may only advance."""
    return Clock()


@pytest.fixture(scope="session")
def aws(clock: Clock) -> Iterator[MockAwsServer]:
    with MockAwsServer(clock=clock) as server:
        yield server


@pytest.fixture(scope="session")
def start_application(aws: MockAwsServer, clock: Clock) -> Callable[[str], RunningApplication]:
    """Start the application of one of the templates in an account of its own; who starts it stops it."""

    def start(name: str) -> RunningApplication:
        (path,) = (TEMPLATES / name).glob("template.*")
        return _started(path, aws, clock)

    return start


@pytest.fixture
def start_template(
    aws: MockAwsServer, clock: Clock, tmp_path: Path
) -> Iterator[Callable[..., RunningApplication]]:
    """Start the application of a template's text, which ends with the test: `start_template(text, ahead=0)`.

    Its clock is so many seconds ahead of that of the stand-in.
    """
    started = []

    def start(text: str, *, ahead: float = 0) -> RunningApplication:
        path = tmp_path / "template.yaml"
        path.write_text(dedent(text), encoding="utf-8")
        started.append(_started(path, aws, lambda: clock() + ahead))
        return started[-1]

    yield start
    for running in started:
        running.stop()


def _started(path: Path, aws: MockAwsServer, clock: Callable[[], float]) -> RunningApplication:
    account_id = new_account_id()
    application, identity = TemplateSource(path).read(account_id, REGION)
    session = boto3.Session(account_id, "any", region_name=REGION)
    surroundings = Surroundings(
        stand_in=aws.stand_in,
        account=Account(session, aws.url, identity),
        variables=variables(aws.url, account_id, REGION),
        wrap_api=lambda api, _base_path: api,
        clock=clock,
    )
    running = RunningApplication(application, surroundings)
    try:
        running.start()
    except TemplateError:
        running.stop()
        raise
    return running


@pytest.fixture
def new_account() -> Callable[[], str]:
    """Return account ids that no other test uses."""
    return new_account_id


@pytest.fixture
def create(aws: MockAwsServer, new_account: Callable[[], str], tmp_path: Path) -> Callable[..., CreatedStack]:
    """Create the resources of a template in an account of its own: `create(text, imports)`."""

    def created(text: str, imports: Mapping[str, str] = MappingProxyType({})) -> CreatedStack:
        path = tmp_path / "template.yaml"
        path.write_text(dedent(text), encoding="utf-8")
        identity = StackIdentity("orders", REGION, new_account())
        application = read_application(path, identity, imports=imports)
        require_imitated(application)
        session = boto3.Session(identity.account_id, "any", region_name=REGION)
        account = Account(session, aws.url, identity)
        return CreatedStack(application, create_resources(application, account), account)

    return created
