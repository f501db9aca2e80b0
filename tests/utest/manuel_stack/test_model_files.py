"""Service models read fast are the same models."""

import pytest
from botocore.loaders import JSONFileLoader, Loader

from manuel_stack.model_files import FastFileLoader, read_models_fast

SERVICES = ["dynamodb", "s3", "sqs", "sns", "cognito-idp", "transcribe", "bedrock-runtime", "cloudwatch"]


@pytest.mark.parametrize("service", SERVICES)
def test_the_fast_loader_gives_the_same_model(service: str) -> None:
    fast, own = Loader(file_loader=FastFileLoader()), Loader(file_loader=JSONFileLoader())
    assert fast.load_service_model(service, "service-2") == own.load_service_model(service, "service-2")


def test_a_missing_file_is_not_a_model() -> None:
    assert FastFileLoader().load_file("/no/such/model") is None


def test_later_loaders_are_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Loader, "FILE_LOADER_CLASS", JSONFileLoader)
    read_models_fast()
    assert isinstance(Loader().file_loader, FastFileLoader)
