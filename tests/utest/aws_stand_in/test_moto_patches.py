"""Each patch of moto is still needed: without it, moto itself shows the fault.

Plain moto runs in a process of its own. A test that fails here says that moto has been mended: delete the patch.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

WORKER = Path(__file__).with_name("plain_moto_worker.py")
PlainMoto = Callable[[str], str]


@pytest.fixture(scope="module")
def plain_moto() -> Iterator[PlainMoto]:
    """Run programs, each in a process that has imported moto and done nothing else, and return what they print."""
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", WORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdin
        assert worker.stdout
        requests, answers = worker.stdin, worker.stdout

        def run(program: str) -> str:
            print(json.dumps(program), file=requests, flush=True)
            status, output, errors = json.loads(answers.readline())
            assert status == 0, errors
            return str(output).strip()

        yield run


def test_a_program_that_fails_is_noticed_and_leaves_nothing_to_the_next(plain_moto: PlainMoto) -> None:
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        plain_moto("boto3.left = True; 1 / 0")
    assert plain_moto("print(hasattr(boto3, 'left'))") == "False"


def test_bucket_names_are_one_namespace_for_all_accounts(plain_moto: PlainMoto) -> None:
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


def test_every_model_instance_is_listed_forever(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.sqs.models import Message
for number in range(3):
    Message(str(number), "body")
print(len(Message.instances_tracked))
""")
        == "3"
    )


def test_every_caller_is_the_root_user_in_a_bus_policy(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.events.models import events_backends
backend = events_backends["000000000001"]["us-east-1"]
backend.put_permission("default", "events:PutEvents", "*", "s", None, None)
print("iam::*:root" in backend.event_buses["default"].policy)
""")
        == "True"
    )


def test_objects_are_kept_in_temporary_files(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.s3.models import FakeKey
key = FakeKey("name", b"x", "000000000001", "us-east-1")
print(type(key._value_buffer).__name__)
""")
        == "SpooledTemporaryFile"
    )


def test_response_classes_are_inspected_on_each_request(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.core.utils import method_names_from_class
print(hasattr(method_names_from_class, "cache_info"))
""")
        == "False"
    )


def test_other_services_deliver_to_queues_of_motos_own(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.sns import models
from moto.sqs.models import SQSBackend
print(isinstance(models.sqs_backends["000000000001"]["eu-west-1"], SQSBackend))
""")
        == "True"
    )


def test_other_services_publish_to_topics_of_motos_own(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.sns import models
print(type(models.sns_backends["000000000001"]["eu-west-1"]).__name__)
""")
        == "SNSBackend"
    )


def test_each_user_pool_reads_the_signing_key_again(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.cognitoidp.models import CognitoIdpUserPool
first, second = (CognitoIdpUserPool("000000000001", "eu-west-1", name, {}) for name in "ab")
print(first.json_web_key is second.json_web_key)
""")
        == "False"
    )


def test_each_service_model_gets_its_own_loader(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.core.utils import create_loader
print(create_loader() is create_loader())
""")
        == "False"
    )


def test_nobody_signs_up_where_administrators_reset_passwords(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.cognitoidp import models
backend = models.cognitoidp_backends["000000000001"]["eu-west-1"]
recovery = {"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]}
settings = {"AutoVerifiedAttributes": ["email"], "AccountRecoverySetting": recovery}
client = backend.create_user_pool_client(backend.create_user_pool("name", settings).id, False, {})
try:
    backend.sign_up(client.id, "ada", "Corr3ct-horse", [{"Name": "email", "Value": "ada@example.com"}])
except Exception as error:
    print(type(error).__name__)
""")
        == "NotAuthorizedError"
    )


def test_all_password_errors_have_one_message(plain_moto: PlainMoto) -> None:
    assert plain_moto("""
from moto.cognitoidp import models
backend = models.cognitoidp_backends["000000000001"]["eu-west-1"]
pool = backend.create_user_pool("name", {})
for password in ("x", "Corr3ct-" * 13):
    try:
        backend._validate_password(pool.id, password)
    except Exception as error:
        print(error.message)
""") == "\n".join(["The provided password does not confirm to the configured password policy"] * 2)


def test_mfa_codes_are_not_checked_by_default(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.settings import get_cognito_idp_user_pool_enable_totp
print(get_cognito_idp_user_pool_enable_totp())
""")
        == "False"
    )


def test_each_page_of_a_list_goes_through_all_objects(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.s3.models import s3_backends
backend = s3_backends["000000000001"]["aws"]
bucket = backend.create_bucket("name", "eu-west-1")
for number in range(9):
    backend.put_object("name", f"key-{number}", b"x")
class Counting(type(bucket.keys)):
    looks = 0
    def __getitem__(self, name):
        Counting.looks += 1
        return super().__getitem__(name)
    def getlist(self, name, default=None):
        Counting.looks += 1
        return super().getlist(name, default)
bucket.keys.__class__ = Counting
backend.list_objects_v2(bucket, "key-1", None, None, None, 1)
print(Counting.looks)
backend.list_object_versions("name", prefix="key-1", max_keys=1)
print(Counting.looks)
""")
        == "9\n18"
    )


POOL = """
from moto.cognitoidp import models
backend = models.cognitoidp_backends["000000000001"]["eu-west-1"]
pool = backend.create_user_pool("name", {"UsernameAttributes": ["email"]})
class Counting(dict):
    walks = 0
    def values(self):
        Counting.walks += 1
        return super().values()
pool.users = Counting()
"""


def test_objects_do_not_know_their_parts(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.s3.models import FakeBucket, FakeKey
print(hasattr(FakeKey("name", b"x", "000000000001", "us-east-1"), "parts"), hasattr(FakeBucket, "swept"))
""")
        == "False False"
    )


def test_users_are_looked_for_among_all_of_a_pool(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto(f"""{POOL}
pool._get_user("ada@example.com")
backend.list_users(pool.id, 'email = "ada@example.com"')
backend._verify_email_is_not_used(pool.id, "ada@example.com")
print(Counting.walks)
""")
        == "3"
    )


def test_members_of_a_group_are_looked_for_among_all_users(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto(f"""{POOL}
backend.create_group(pool.id, "group", "", "", None)
backend.list_users_in_group(pool.id, "group")
print(Counting.walks)
""")
        == "1"
    )


def test_the_account_of_an_app_client_is_looked_for_in_all_accounts(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto(f"""{POOL}
client = backend.create_user_pool_client(pool.id, False, {{}})
elsewhere = ("000000000002", "us-east-1")
print(*models.find_account_region_by_value("client_id", client.id, elsewhere))
print(models.RegionAgnosticBackend(*elsewhere)._find_backend_for_clientid(client.id) is backend)
""")
        == "000000000001 eu-west-1\nTrue"
    )


def test_rule_that_is_disabled_is_matched(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
import json
with mock_aws():
    events, sqs = (boto3.client(name, region_name="eu-west-1") for name in ("events", "sqs"))
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    events.put_rule(Name="r", EventPattern=json.dumps({"source": ["s"]}), State="DISABLED")
    events.put_targets(Rule="r", Targets=[{"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:123456789012:q"}])
    events.put_events(Entries=[{"Source": "s", "DetailType": "t", "Detail": "{}"}])
    print(len(sqs.receive_message(QueueUrl=url).get("Messages", [])))
""")
        == "1"
    )


def test_s3_tells_eventbridge_of_the_same_request_each_time(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
import inspect
from moto.s3 import notifications
print("N4N7GDK58NMKJ12R" in inspect.getsource(notifications._send_event_bridge_message))
""")
        == "True"
    )


def test_an_identity_pool_keeps_its_first_name(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.cognitoidentity.models import cognitoidentity_backends
backend = cognitoidentity_backends["000000000001"]["eu-west-1"]
backend.create_identity_pool("first", True, {}, "", [], [], [], {})
pool_id = next(iter(backend.identity_pools))
print("second" in backend.update_identity_pool(pool_id, "second", None, None, None, None, None, None, None))
""")
        == "False"
    )


def test_an_identity_of_an_unknown_pool_is_a_failure(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.cognitoidentity.models import cognitoidentity_backends
try:
    cognitoidentity_backends["000000000001"]["eu-west-1"].get_id("eu-west-1:none")
except Exception as error:
    print(type(error).__name__)
""")
        == "KeyError"
    )


def test_a_schema_with_custom_attributes_has_no_others(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.cognitoidp.models import CognitoIdpUserPool
schema = [{"Name": "level", "AttributeDataType": "Number"}]
print(list(CognitoIdpUserPool("000000000001", "eu-west-1", "a", {"Schema": schema}).schema_attributes))
""")
        == "['custom:level']"
    )


def test_a_missing_group_is_only_named(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.cognitoidp.models import cognitoidp_backends
backend = cognitoidp_backends["000000000001"]["eu-west-1"]
pool = backend.create_user_pool("a", {})
try:
    backend.get_group(pool.id, "readers")
except Exception as error:
    print("Group not found" in str(error))
""")
        == "False"
    )


def test_an_attribute_without_a_name_is_a_failure(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.cognitoidp.models import cognitoidp_backends
try:
    cognitoidp_backends["000000000001"]["eu-west-1"].create_user_pool("a", {"Schema": [{}]})
except Exception as error:
    print(type(error).__name__)
""")
        == "KeyError"
    )


def test_a_key_is_not_replicated_by_its_arn(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
with mock_aws():
    kms = boto3.client("kms", "eu-west-1")
    key = kms.create_key(MultiRegion=True)["KeyMetadata"]["Arn"]
    try:
        kms.replicate_key(KeyId=key, ReplicaRegion="eu-west-2")
    except Exception as error:
        print(type(error).__name__)
""")
        == "KeyError"
    )


def test_aws_managed_keys_are_reported_as_customer_managed(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
with mock_aws():
    key = boto3.client("kms", "eu-west-1").describe_key(KeyId="alias/aws/s3")["KeyMetadata"]
    print(key["KeyManager"])
""")
        == "CUSTOMER"
    )


def test_a_symmetric_key_has_a_private_key_of_rsa(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.kms.models import kms_backends
key = kms_backends["000000000001"]["eu-west-1"].create_key(None, "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "", None)
print(type(key.private_key).__name__)
""")
        == "RSAPrivateKey"
    )


def test_new_buckets_are_open_to_the_public(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.s3.models import s3_backends
bucket = s3_backends["000000000001"]["aws"].create_bucket("name", "eu-west-1")
print(bucket.public_access_block, bucket.ownership_rule)
""")
        == "None None"
    )


def test_a_subscription_filter_lets_everything_through(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.logs.models import logs_backends
backend = logs_backends["000000000001"]["eu-west-1"]
for name in ("from", "to"):
    backend.create_log_group(name, {})
    backend.create_log_stream(name, "stream")
target = backend.groups["to"].arn
backend.groups["from"].put_subscription_filter("f", "ERROR", target, "")
backend.put_log_events("from", "stream", [{"timestamp": int(time.time() * 1000), "message": "INFO"}])
print(len(backend.groups["to"].streams["stream"].events))
""")
        == "1"
    )


STACKS = """
import json
def created(template, **more):
    formation = boto3.client("cloudformation", "eu-west-1")
    text = json.dumps(template)
    formation.create_change_set(StackName="a", ChangeSetName="a", ChangeSetType="CREATE", TemplateBody=text)
    formation.execute_change_set(StackName="a", ChangeSetName="a")
    return formation, formation.describe_stacks(StackName="a")["Stacks"][0]
"""


def test_policies_of_aws_are_not_known(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.iam.models import iam_backends
backend = iam_backends["000000000001"]["aws"]
backend.create_role("worker", "{}", "/", "", "", [], "3600")
try:
    backend.attach_role_policy("arn:aws:iam::aws:policy/AmazonSQSFullAccess", "worker")
except Exception as error:
    print(type(error).__name__)
""")
        == "NotFoundException"
    )


def test_a_stack_lacks_what_moto_does_not_know(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto(f"""{STACKS}
with mock_aws():
    _, stack = created({{"Resources": {{"Fleet": {{"Type": "AWS::GameLift::Fleet"}}}}}})
    print(stack["StackStatus"])
""")
        == "CREATE_COMPLETE"
    )


def test_a_stack_lacks_properties_that_moto_does_not_read(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto(f"""{STACKS}
with mock_aws():
    properties = {{"Name": "n", "Type": "String", "Value": "v", "Undreamt": "of"}}
    _, stack = created({{"Resources": {{"It": {{"Type": "AWS::SSM::Parameter", "Properties": properties}}}}}})
    print(stack["StackStatus"])
""")
        == "CREATE_COMPLETE"
    )


def test_a_change_set_does_not_heed_dependencies(plain_moto: PlainMoto) -> None:
    assert plain_moto(f"""{STACKS}
from moto.cloudformation import parsing
create = parsing.parse_and_create_resource
def creating(name, *described, **where):
    print(name)
    return create(name, *described, **where)
parsing.parse_and_create_resource = creating
with mock_aws():
    topic = {{"Type": "AWS::SNS::Topic"}}
    created({{"Resources": {{"Later": {{**topic, "DependsOn": "Earlier"}}, "Earlier": topic}}}})
""").split()[:2] == ["Later", "Earlier"]


def test_a_stack_of_a_change_set_has_no_outputs(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto(f"""{STACKS}
with mock_aws():
    resources = {{"Things": {{"Type": "AWS::S3::Bucket"}}}}
    _, stack = created({{"Resources": resources, "Outputs": {{"Name": {{"Value": {{"Ref": "Things"}}}}}}}})
    print(stack.get("Outputs"))
""")
        == "None"
    )


def test_a_stack_that_is_deleted_creates_its_resources_again(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto(f"""{STACKS}
with mock_aws():
    formation, stack = created({{"Resources": {{"Things": {{"Type": "AWS::S3::Bucket"}}}}}})
    formation.delete_stack(StackName="a")
    formation.describe_stack_resources(StackName=stack["StackId"])
    print(len(boto3.client("s3").list_buckets()["Buckets"]))
""")
        == "1"
    )


def test_a_refused_label_makes_lists_of_parameters_fail(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
with mock_aws():
    ssm = boto3.client("ssm", "eu-west-1")
    try:
        ssm.label_parameter_version(Name="none", Labels=["a"])
    except ssm.exceptions.ParameterNotFound:
        pass
    try:
        ssm.describe_parameters()
    except Exception as error:
        print(type(error).__name__)
""")
        == "IndexError"
    )


def test_a_name_with_a_colon_makes_lists_of_parameters_fail(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
with mock_aws():
    ssm = boto3.client("ssm", "eu-west-1")
    ssm.put_parameter(Name="/a/b:1", Value="1", Type="String")
    try:
        ssm.get_parameters_by_path(Path="/a")
    except Exception as error:
        print(type(error).__name__)
""")
        == "AttributeError"
    )


def test_parameters_are_not_filtered_by_tier_nor_listed_by_pages(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
with mock_aws():
    ssm = boto3.client("ssm", "eu-west-1")
    for name in "ab":
        ssm.put_parameter(Name=name, Value="1", Type="String", Tier="Advanced")
    of_tier = ssm.describe_parameters(ParameterFilters=[{"Key": "Tier", "Values": ["Advanced"]}])
    print(len(of_tier["Parameters"]), len(ssm.describe_parameters(MaxResults=1)["Parameters"]))
""")
        == "0 2"
    )


def test_a_stack_that_fails_stays_half_made(plain_moto: PlainMoto) -> None:
    assert plain_moto("""
import json
bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "things"}}
wrong = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "x"}, "DependsOn": "Things"}
with mock_aws():
    formation = boto3.client("cloudformation", "us-east-1")
    resources = {"Things": bucket, "Wrong": wrong}
    try:
        formation.create_stack(StackName="a", TemplateBody=json.dumps({"Resources": resources}))
    except Exception as error:
        print(type(error).__name__)
    print(len(boto3.client("s3").list_buckets()["Buckets"]))
    print(formation.describe_stacks(StackName="a")["Stacks"][0]["StackStatus"])
""").splitlines()[1:] == ["1", "CREATE_IN_PROGRESS"]


def test_an_export_in_use_is_deleted(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
import json
bucket = {"Type": "AWS::S3::Bucket"}
outputs = {"A": {"Value": "other-things", "Export": {"Name": "shared"}}}
with mock_aws():
    formation = boto3.client("cloudformation", "us-east-1")
    formation.create_stack(StackName="a", TemplateBody=json.dumps({"Resources": {"B": bucket}, "Outputs": outputs}))
    named = {**bucket, "Properties": {"BucketName": {"Fn::ImportValue": "shared"}}}
    formation.create_stack(StackName="b", TemplateBody=json.dumps({"Resources": {"B": named}}))
    formation.delete_stack(StackName="a")
    print(formation.list_exports()["Exports"])
""")
        == "[]"
    )


def test_a_bucket_with_objects_outlives_its_stack_unnoticed(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
import json
with mock_aws():
    formation = boto3.client("cloudformation", "us-east-1")
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "things"}}
    stack = formation.create_stack(StackName="a", TemplateBody=json.dumps({"Resources": {"B": bucket}}))["StackId"]
    boto3.client("s3", "us-east-1").put_object(Bucket="things", Key="a", Body=b"a")
    formation.delete_stack(StackName="a")
    print(formation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"])
""")
        == "DELETE_COMPLETE"
    )


def test_a_parameter_in_a_substitution_changes_nothing(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
import json
with mock_aws():
    formation = boto3.client("cloudformation", "us-east-1")
    parameter = {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "a", "Type": "String", "Value": {"Fn::Sub": "${V}"}}}
    body = json.dumps({"Resources": {"P": parameter}, "Parameters": {"V": {"Type": "String"}}})
    for call, value in ((formation.create_stack, "1"), (formation.update_stack, "2")):
        call(StackName="a", TemplateBody=body, Parameters=[{"ParameterKey": "V", "ParameterValue": value}])
    print(boto3.client("ssm", "us-east-1").get_parameter(Name="a")["Parameter"]["Value"])
""")
        == "1"
    )


def test_events_have_no_token(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
import json
with mock_aws():
    formation = boto3.client("cloudformation", "us-east-1")
    body = json.dumps({"Resources": {"B": {"Type": "AWS::S3::Bucket"}}})
    formation.create_stack(StackName="a", TemplateBody=body, ClientRequestToken="first")
    print(formation.describe_stack_events(StackName="a")["StackEvents"][0].get("ClientRequestToken"))
""")
        == "None"
    )


def test_a_role_is_trusted_by_anything(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
with mock_aws():
    iam = boto3.client("iam", "eu-west-1")
    print(iam.create_role(RoleName="r", AssumeRolePolicyDocument="{}")["Role"]["RoleName"])
""")
        == "r"
    )


def test_batches_of_log_events_have_no_limits(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.logs.models import logs_backends
backend = logs_backends["000000000001"]["eu-west-1"]
backend.create_log_group("group", {})
backend.create_log_stream("group", "stream")
now = int(time.time() * 1000)
day = 24 * 3600 * 1000
large = [{"timestamp": now - day - 1, "message": "x" * 600_000}, {"timestamp": now, "message": "x" * 600_000}]
print(backend.put_log_events("group", "stream", large)[1])
old = [{"timestamp": now - 15 * day + number, "message": "a"} for number in range(2)]
print(backend.put_log_events("group", "stream", old)[1]["tooOldLogEventEndIndex"])
""")
        == "{}\n1"
    )


def test_filters_of_log_queries_are_ignored(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
from moto.logs.models import execute_query, logs_backends
backend = logs_backends["000000000001"]["eu-west-1"]
backend.create_log_group("group", {})
backend.create_log_stream("group", "stream")
now = int(time.time() * 1000)
backend.put_log_events("group", "stream", [{"timestamp": now, "message": "a"}])
query = "fields @timestamp | filter @message = 'b'"
print(execute_query([backend.groups["group"]], query, 0, now)[0]["@timestamp"] == now)
""")
        == "True"
    )


def test_values_of_parameters_have_no_limits(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
with mock_aws():
    ssm = boto3.client("ssm", "eu-west-1")
    value = ssm.put_parameter(Name="/a" * 16, Value="x" * 9000, Type="String", AllowedPattern="[0-9]+")
    print(value["Version"])
""")
        == "1"
    )


def test_a_parameter_that_stands_for_a_binary_secret_is_a_failure(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto("""
with mock_aws():
    boto3.client("secretsmanager", "eu-west-1").create_secret(Name="s", SecretBinary=b"a")
    try:
        boto3.client("ssm", "eu-west-1").get_parameter(
            Name="/aws/reference/secretsmanager/s", WithDecryption=True
        )
    except Exception as error:
        print(type(error).__name__)
""")
        == "TypeError"
    )


def test_users_are_listed_by_part_of_a_filter(plain_moto: PlainMoto) -> None:
    assert (
        plain_moto(f"""{POOL}
print(backend.list_users(pool.id, 'email = "a" and username = "b"')[0])
""")
        == "[]"
    )
