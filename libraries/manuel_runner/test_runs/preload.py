"""Import before the first fork what every worker would otherwise have to import."""

import importlib

MODULES = (
    "boto3",
    "cryptography.x509",
    "FailureSimulator",
    "jsonschema_rs",
    "jwt",
    "ManuelAPI",
    "ManuelAuth",
    "MockAWS",
    "PerfMetrics",
    "pycognito",
    "requests",
    "RequestsLibrary",
)
AWS_SERVICES = ("cognito-idp", "dynamodb", "s3", "sns", "sqs")
NOWHERE = "http://127.0.0.1:1"


def preload() -> None:
    """Import what the suites use, and read the contract and the AWS service models. Start no thread."""
    for module in MODULES:
        importlib.import_module(module)
    importlib.import_module("ManuelAPI.contract_check").manuel_contract()
    for service in AWS_SERVICES:
        importlib.import_module("boto3").client(
            service,
            region_name="eu-west-1",
            endpoint_url=NOWHERE,
            aws_access_key_id="none",
            aws_secret_access_key="none",
        )
