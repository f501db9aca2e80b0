"""Each patch of moto is still needed: without it, moto itself shows the fault.

Plain moto runs in a process of its own. A test that fails here says that moto has been mended: delete the patch.
"""

import subprocess
import sys

PRELUDE = """
import time, boto3
from moto import mock_aws
"""


def plain_moto(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PRELUDE + code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_bucket_names_are_one_namespace_for_all_accounts() -> None:
    assert (
        plain_moto("""
from moto.s3.models import s3_backends
s3_backends["000000000001"]["aws"].create_bucket("name", "eu-west-1")
try:
    s3_backends["000000000002"]["aws"].create_bucket("name", "eu-west-1")
except Exception as error:
    print(type(error).__name__)
""")
        == "BucketAlreadyExists"
    )


def test_every_model_instance_is_listed_forever() -> None:
    assert (
        plain_moto("""
from moto.sqs.models import Message
for number in range(3):
    Message(str(number), "body")
print(len(Message.instances_tracked))
""")
        == "3"
    )


def test_objects_are_kept_in_temporary_files() -> None:
    assert (
        plain_moto("""
from moto.s3.models import FakeKey
key = FakeKey("name", b"x", "000000000001", "us-east-1")
print(type(key._value_buffer).__name__)
""")
        == "SpooledTemporaryFile"
    )


def test_response_classes_are_inspected_on_each_request() -> None:
    assert (
        plain_moto("""
from moto.core.utils import method_names_from_class
print(hasattr(method_names_from_class, "cache_info"))
""")
        == "False"
    )


def test_other_services_deliver_to_queues_of_motos_own() -> None:
    assert (
        plain_moto("""
from moto.sns import models
from moto.sqs.models import SQSBackend
print(isinstance(models.sqs_backends["000000000001"]["eu-west-1"], SQSBackend))
""")
        == "True"
    )


def test_each_user_pool_reads_the_signing_key_again() -> None:
    assert (
        plain_moto("""
from moto.cognitoidp.models import CognitoIdpUserPool
first, second = (CognitoIdpUserPool("000000000001", "eu-west-1", name, {}) for name in "ab")
print(first.json_web_key is second.json_web_key)
""")
        == "False"
    )


def test_each_service_model_gets_its_own_loader() -> None:
    assert (
        plain_moto("""
from moto.core.utils import create_loader
print(create_loader() is create_loader())
""")
        == "False"
    )


def test_mfa_codes_are_not_checked_by_default() -> None:
    assert (
        plain_moto("""
from moto.settings import get_cognito_idp_user_pool_enable_totp
print(get_cognito_idp_user_pool_enable_totp())
""")
        == "False"
    )
