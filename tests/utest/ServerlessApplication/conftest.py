"""An application that runs, for all tests of the library."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from manuel_stack.lease import StackLease, WarmParent
from ManuelEnvironment import Environment
from ManuelEnvironment.configuration import LOCAL, read_environment
from ManuelEnvironment.process_state import ProcessState
from ManuelEnvironment.settings import validate

CODE = """
import time, urllib.error, urllib.request
def fetch(event, context):
    try:
        return urllib.request.urlopen(event).read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()
def now(event, context):
    return time.time()
def wait(event, context):
    time.sleep(event)
    return "waited"
def price(event, context):
    print("asked for", event["item"])
    return {"total": {"tea": 3.9}[event["item"]] * event.get("amount", 1)}
"""
TEMPLATE = """
Resources:
  PriceFunction:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.11
      Handler: app.price
      Code: code
      Role: 'arn:aws:iam::123456789012:role/any'
      LoggingConfig: {LogGroup: shared}
  FetchFunction:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.11
      Handler: app.fetch
      Code: code
      Role: 'arn:aws:iam::123456789012:role/any'
      LoggingConfig: {LogGroup: shared}
  ClockFunction:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.11
      Handler: app.now
      Code: code
      Role: 'arn:aws:iam::123456789012:role/any'
  SlowFunction:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.11
      Handler: app.wait
      Code: code
      Role: 'arn:aws:iam::123456789012:role/any'
  OrderTable:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
Outputs:
  Table: {Value: !Ref OrderTable}
  Subnet: {Value: !ImportValue network}
"""
IMPORTS = {"network": "subnet-1"}


@pytest.fixture(scope="package")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a template with a few functions."""
    folder = tmp_path_factory.mktemp("application")
    (folder / "code").mkdir()
    (folder / "code" / "app.py").write_text(CODE)
    (folder / "pages").mkdir()
    (folder / "pages" / "index.html").write_text("a page")
    (folder / "template.yaml").write_text(TEMPLATE)
    return folder / "template.yaml"


@pytest.fixture(scope="package")
def _stack(template: Path) -> Iterator[StackLease]:
    parent = WarmParent(os.getpid())
    sites = {"www.example.com": str(template.parent / "pages")}
    described = {"path": str(template), "sites": sites, "imports": IMPORTS}
    options = {"template": described, "log": str(template.parent / "stack.log")}
    lease = StackLease(parent, options)
    yield lease
    lease.close()
    parent.stop()


@pytest.fixture
def application(_stack: StackLease, template: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the application that of the environment, and return its template."""
    chosen = {"template": str(template), "template_imports": IMPORTS}
    settings = validate({**read_environment(LOCAL), **chosen}, source="a test")
    monkeypatch.setattr(ProcessState, "environment", Environment(settings, _stack, None))
    return template


@pytest.fixture
def reference_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the environment be one without a template."""
    settings = validate(read_environment(LOCAL), source="a test")
    monkeypatch.setattr(ProcessState, "environment", Environment(settings, None, None))
