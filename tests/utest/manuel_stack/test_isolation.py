"""The machine's own settings are kept away from a local stack."""

import os

from manuel_stack.isolation import isolate


def test_only_the_endpoint_of_a_stack_is_left_of_aws_settings() -> None:
    variables = {
        "AWS_PROFILE": "production",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "aws_profile": "p",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        "HOME": "/home",
    }
    isolate(variables)
    assert {name: value for name, value in variables.items() if name.upper().startswith("AWS_")} == {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    assert variables["HOME"] == "/home"


def test_proxies_stay_for_all_but_this_machine() -> None:
    variables = {"HTTPS_PROXY": "http://proxy:3128", "no_proxy": "example.com,localhost"}
    isolate(variables)
    assert variables["HTTPS_PROXY"] == "http://proxy:3128"
    assert variables["NO_PROXY"] == variables["no_proxy"] == "example.com,localhost,127.0.0.1,::1"
