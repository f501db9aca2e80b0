"""Resources of each type, as the services then describe them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from application_template.errors import TemplateError

Create = Callable[[str], Any]


def test_a_table_has_its_keys_indexes_stream_and_time_to_live(create: Create) -> None:
    stack = create("""
        Resources:
          Table:
            Type: AWS::DynamoDB::Table
            Properties:
              TableName: orders
              BillingMode: PAY_PER_REQUEST
              AttributeDefinitions: [{AttributeName: id, AttributeType: S}, {AttributeName: day, AttributeType: N}]
              KeySchema: [{AttributeName: id, KeyType: HASH}, {AttributeName: day, KeyType: RANGE}]
              GlobalSecondaryIndexes:
                - {IndexName: ByDay, KeySchema: [{AttributeName: day, KeyType: HASH}], Projection: {ProjectionType: ALL}}
                - IndexName: ByBoth
                  KeySchema: [{AttributeName: day, KeyType: HASH}, {AttributeName: id, KeyType: HASH}]
                  Projection: {ProjectionType: ALL}
              StreamSpecification: {StreamViewType: NEW_AND_OLD_IMAGES}
              TimeToLiveSpecification: {AttributeName: ttl, Enabled: 'true'}
    """)
    table = stack.client("dynamodb").describe_table(TableName="orders")["Table"]
    assert [key["AttributeName"] for key in table["KeySchema"]] == ["id", "day"]
    indexes = {index["IndexName"]: index["KeySchema"] for index in table["GlobalSecondaryIndexes"]}
    assert list(indexes) == ["ByDay", "ByBoth"]
    assert [(key["AttributeName"], key["KeyType"]) for key in indexes["ByBoth"]] == [
        ("day", "HASH"),
        ("id", "HASH"),
    ]
    assert stack["Table"].attributes["Arn"] == table["TableArn"]
    assert stack["Table"].attributes["StreamArn"] == table["LatestStreamArn"]
    ttl = stack.client("dynamodb").describe_time_to_live(TableName="orders")["TimeToLiveDescription"]
    assert ttl == {"AttributeName": "ttl", "TimeToLiveStatus": "ENABLED"}


def test_a_resource_without_a_name_gets_one_of_cloudformations_form(create: Create) -> None:
    stack = create("Resources: {Topic: {Type: AWS::SNS::Topic}, Bucket: {Type: AWS::S3::Bucket}}")
    assert stack["Topic"].attributes["TopicName"] == "orders-Topic-GCIU5HRMNL2J"
    assert stack["Bucket"].physical_id == "orders-bucket-2gjbbqyh6vvk"
    assert stack.client("s3").list_objects_v2(Bucket="orders-bucket-2gjbbqyh6vvk")["KeyCount"] == 0


def test_a_queue_redrives_to_its_dead_letter_queue(create: Create) -> None:
    stack = create("""
        Resources:
          Queue:
            Type: AWS::SQS::Queue
            Properties:
              VisibilityTimeout: '90'
              RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3}
          Dead: {Type: AWS::SQS::Queue, Properties: {QueueName: dead}}
    """)
    answer = stack.client("sqs").get_queue_attributes(
        QueueUrl=stack["Queue"].physical_id, AttributeNames=["All"]
    )
    attributes = answer["Attributes"]
    assert attributes["VisibilityTimeout"] == "90"
    assert json.loads(attributes["RedrivePolicy"])["deadLetterTargetArn"].endswith(":dead")
    assert attributes["QueueArn"] == stack["Queue"].attributes["Arn"]


def test_a_fifo_queue_without_a_name_gets_the_ending(create: Create) -> None:
    stack = create("""
        Resources:
          Queue: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true, ContentBasedDeduplication: true}}
          Standard: {Type: AWS::SQS::Queue, Properties: {FifoQueue: false}}
    """)
    assert stack["Queue"].attributes["QueueName"].endswith(".fifo")
    assert not stack["Standard"].attributes["QueueName"].endswith(".fifo")


def test_a_topic_delivers_what_its_subscription_filters(create: Create) -> None:
    stack = create("""
        Resources:
          Topic: {Type: AWS::SNS::Topic}
          Queue: {Type: AWS::SQS::Queue}
          Subscription:
            Type: AWS::SNS::Subscription
            Properties:
              TopicArn: !Ref Topic
              Protocol: sqs
              Endpoint: !GetAtt Queue.Arn
              RawMessageDelivery: true
              FilterPolicy: {kind: [wanted]}
    """)
    for kind in ("unwanted", "wanted"):
        stack.client("sns").publish(
            TopicArn=stack["Topic"].physical_id,
            Message=kind,
            MessageAttributes={"kind": {"DataType": "String", "StringValue": kind}},
        )
    messages = stack.client("sqs").receive_message(
        QueueUrl=stack["Queue"].physical_id, MaxNumberOfMessages=10
    )["Messages"]
    assert [message["Body"] for message in messages] == ["wanted"]


def test_a_bucket_has_its_lifecycle_cors_versions_and_notifications(create: Create) -> None:
    stack = create("""
        Resources:
          Bucket:
            Type: AWS::S3::Bucket
            Properties:
              BucketName: the-archive
              VersioningConfiguration: {Status: Enabled}
              LifecycleConfiguration:
                Rules: [{Id: old, Status: Enabled, Prefix: tmp/, ExpirationInDays: 7}]
              CorsConfiguration:
                CorsRules: [{AllowedMethods: [GET], AllowedOrigins: ['https://example.com'], ExposedHeaders: [ETag], MaxAge: 60}]
              BucketEncryption:
                ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {SSEAlgorithm: AES256}}]
              Tags: [{Key: team, Value: orders}]
              NotificationConfiguration:
                QueueConfigurations:
                  - Event: s3:ObjectCreated:*
                    Queue: !GetAtt Queue.Arn
                    Filter: {S3Key: {Rules: [{Name: prefix, Value: in}]}}
          Queue: {Type: AWS::SQS::Queue}
    """)
    s3 = stack.client("s3")
    (rule,) = s3.get_bucket_lifecycle_configuration(Bucket="the-archive")["Rules"]
    assert (rule["ID"], rule["Filter"], rule["Expiration"]) == ("old", {"Prefix": "tmp/"}, {"Days": 7})
    (cors,) = s3.get_bucket_cors(Bucket="the-archive")["CORSRules"]
    assert (cors["ExposeHeaders"], cors["MaxAgeSeconds"]) == (["ETag"], 60)
    assert s3.get_bucket_versioning(Bucket="the-archive")["Status"] == "Enabled"
    assert s3.get_bucket_tagging(Bucket="the-archive")["TagSet"] == [{"Key": "team", "Value": "orders"}]
    for key in ("out-1", "in-1"):
        s3.put_object(Bucket="the-archive", Key=key, Body=b"x")
    received = stack.client("sqs").receive_message(
        QueueUrl=stack["Queue"].physical_id, MaxNumberOfMessages=10
    )
    bodies = [json.loads(message["Body"]) for message in received["Messages"]]
    assert [one["s3"]["object"]["key"] for body in bodies for one in body.get("Records", [])] == ["in-1"]


def test_no_part_of_a_lifecycle_rule_is_left_out(create: Create) -> None:
    """AWS CloudFormation template reference, AWS::S3::Bucket Rule: a rule without a part would remove too much."""
    stack = create("""
        Resources:
          Bucket:
            Type: AWS::S3::Bucket
            Properties:
              BucketName: the-archive
              LifecycleConfiguration:
                TransitionDefaultMinimumObjectSize: varies_by_storage_class
                Rules:
                  - Id: all
                    Status: Enabled
                    Prefix: tmp/
                    TagFilters: [{Key: kind, Value: old}]
                    ObjectSizeGreaterThan: '10'
                    ObjectSizeLessThan: 2000
                    ExpirationInDays: 90
                    Transition: {TransitionInDays: 30, StorageClass: STANDARD_IA}
                    NoncurrentVersionExpiration: {NoncurrentDays: 9, NewerNoncurrentVersions: 2}
                    NoncurrentVersionTransitions: [{TransitionInDays: 3, StorageClass: GLACIER, NewerNoncurrentVersions: 1}]
                  - {Id: tagged, Status: Enabled, TagFilters: [{Key: kind, Value: old}], ExpirationInDays: 1}
                  - {Id: large, Status: Enabled, ObjectSizeGreaterThan: 5, NoncurrentVersionExpirationInDays: 2}
                  - {Id: uploads, Status: Disabled, AbortIncompleteMultipartUpload: {DaysAfterInitiation: 1}}
    """)
    held = stack.client("s3").get_bucket_lifecycle_configuration(Bucket="the-archive")
    assert held["TransitionDefaultMinimumObjectSize"] == "varies_by_storage_class"
    old = {"Key": "kind", "Value": "old"}
    everything = {
        "Prefix": "tmp/",
        "Tags": [old],
        "ObjectSizeGreaterThan": 10,
        "ObjectSizeLessThan": 2000,
    }
    assert {rule.pop("ID"): rule for rule in held["Rules"]} == {
        "all": {
            "Status": "Enabled",
            "Filter": {"And": everything},
            "Expiration": {"Days": 90},
            "Transitions": [{"Days": 30, "StorageClass": "STANDARD_IA"}],
            "NoncurrentVersionExpiration": {"NoncurrentDays": 9, "NewerNoncurrentVersions": 2},
            "NoncurrentVersionTransitions": [
                {"NoncurrentDays": 3, "NewerNoncurrentVersions": 1, "StorageClass": "GLACIER"}
            ],
        },
        "tagged": {"Status": "Enabled", "Filter": {"Tag": old}, "Expiration": {"Days": 1}},
        "large": {
            "Status": "Enabled",
            "Filter": {"ObjectSizeGreaterThan": 5},
            "NoncurrentVersionExpiration": {"NoncurrentDays": 2},
        },
        "uploads": {
            "Status": "Disabled",
            "Filter": {"Prefix": ""},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
        },
    }


def test_a_user_pool_has_its_client_group_and_user(create: Create) -> None:
    stack = create("""
        Resources:
          Pool:
            Type: AWS::Cognito::UserPool
            Properties:
              UserPoolName: people
              UsernameAttributes: [email]
              Policies: {PasswordPolicy: {MinimumLength: '10'}}
              MfaConfiguration: OPTIONAL
              EnabledMfas: [SOFTWARE_TOKEN_MFA]
          Client:
            Type: AWS::Cognito::UserPoolClient
            Properties: {UserPoolId: !Ref Pool, GenerateSecret: true, ExplicitAuthFlows: [ALLOW_USER_SRP_AUTH]}
          Group: {Type: AWS::Cognito::UserPoolGroup, Properties: {UserPoolId: !Ref Pool, GroupName: admin}}
          Domain: {Type: AWS::Cognito::UserPoolDomain, Properties: {UserPoolId: !Ref Pool, Domain: orders-login}}
          User: {Type: AWS::Cognito::UserPoolUser, Properties: {UserPoolId: !Ref Pool, Username: ada@example.com}}
          Member:
            Type: AWS::Cognito::UserPoolUserToGroupAttachment
            Properties: {UserPoolId: !Ref Pool, GroupName: !Ref Group, Username: !Ref User}
    """)
    cognito, pool_id = stack.client("cognito-idp"), stack["Pool"].physical_id
    pool = cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"]
    assert (pool["Name"], pool["Policies"]["PasswordPolicy"]["MinimumLength"]) == ("people", 10)
    factors = cognito.get_user_pool_mfa_config(UserPoolId=pool_id)
    assert (factors["MfaConfiguration"], factors["SoftwareTokenMfaConfiguration"]) == (
        "OPTIONAL",
        {"Enabled": True},
    )
    described = cognito.describe_user_pool_client(UserPoolId=pool_id, ClientId=stack["Client"].physical_id)[
        "UserPoolClient"
    ]
    assert described["ClientSecret"] == stack["Client"].attributes["ClientSecret"]
    members = cognito.list_users_in_group(UserPoolId=pool_id, GroupName="admin")["Users"]
    assert len(members) == 1


def test_an_identity_pool_has_its_roles(create: Create) -> None:
    stack = create(
        """
        Resources:
          Signed: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}
          Pool: {Type: AWS::Cognito::IdentityPool, Properties: {AllowUnauthenticatedIdentities: true}}
          Roles:
            Type: AWS::Cognito::IdentityPoolRoleAttachment
            Properties:
              IdentityPoolId: !Ref Pool
              Roles: {authenticated: !GetAtt Signed.Arn}
              RoleMappings:
                users: {IdentityProvider: 'graph.facebook.com', Type: Token, AmbiguousRoleResolution: Deny}
        """
    )
    pool_id = stack["Pool"].physical_id
    found = stack.client("cognito-identity").get_identity_pool_roles(IdentityPoolId=pool_id)
    assert stack["Roles"].physical_id == pool_id
    assert list(found["Roles"]) == ["authenticated"]
    assert found["Roles"]["authenticated"].startswith(
        f"arn:aws:iam::{stack.account.account_id}:role/orders-Signed-"
    )
    assert found["RoleMappings"] == {
        "graph.facebook.com": {"Type": "Token", "AmbiguousRoleResolution": "Deny"}
    }


def test_parameters_and_secrets_can_be_referred_to_dynamically(create: Create) -> None:
    stack = create("""
        Resources:
          Parameter: {Type: AWS::SSM::Parameter, Properties: {Name: /orders/queue, Type: String, Value: from-ssm}}
          Secret:
            Type: AWS::SecretsManager::Secret
            Properties:
              Name: database
              GenerateSecretString: {SecretStringTemplate: '{"user": "ada"}', GenerateStringKey: password, PasswordLength: 20}
          First:
            Type: AWS::SQS::Queue
            DependsOn: Parameter
            Properties: {QueueName: '{{resolve:ssm:/orders/queue}}'}
          Second:
            Type: AWS::SQS::Queue
            Properties: {QueueName: !Sub 'of-{{resolve:secretsmanager:${Secret}:SecretString:user}}'}
    """)
    secret = stack.client("secretsmanager").get_secret_value(SecretId="database")["SecretString"]
    assert len(json.loads(secret)["password"]) == 20
    assert stack["First"].attributes["QueueName"] == "from-ssm"
    assert stack["Second"].attributes["QueueName"] == "of-ada"


def test_what_a_reference_names_and_nobody_creates_comes_from_imports(create: Create) -> None:
    text = """
        Resources:
          First: {Type: AWS::SQS::Queue, Properties: {QueueName: '{{resolve:ssm:/shops/queue}}'}}
          Second: {Type: AWS::SQS::Queue, Properties: {QueueName: '{{resolve:secretsmanager:db:SecretString:user}}'}}
    """
    imports = {"ssm:/shops/queue": "of-ssm", "secretsmanager:db:SecretString:user": "of-secret"}
    stack = create(text, imports)
    assert stack["First"].attributes["QueueName"] == "of-ssm"
    assert stack["Second"].attributes["QueueName"] == "of-secret"
    with pytest.raises(TemplateError) as error:
        create(text)
    assert str(error.value) == (
        "Resources/First: {{resolve:ssm:/shops/queue}} names what the template does not create: "
        "give its value as --import ssm:/shops/queue=…"
    )
    with pytest.raises(
        TemplateError, match="give its value as --import secretsmanager:db:SecretString:user=…"
    ):
        create(text, {"ssm:/shops/queue": "of-ssm"})


@pytest.mark.parametrize("secret", ["'not json'", "'[\"user\"]'"])
def test_a_secret_that_is_no_json_object_has_no_keys(create: Create, secret: str) -> None:
    with pytest.raises(TemplateError) as error:
        create(f"""
            Resources:
              Secret: {{Type: AWS::SecretsManager::Secret, Properties: {{Name: database, SecretString: {secret}}}}}
              Queue:
                Type: AWS::SQS::Queue
                DependsOn: Secret
                Properties: {{QueueName: '{{{{resolve:secretsmanager:database:SecretString:user}}}}'}}
        """)
    assert str(error.value) == (
        "Resources/Queue: the secret database is not a JSON object, so it has no key 'user'"
    )


def test_a_knowledge_base_has_a_data_source(create: Create) -> None:
    stack = create("""
        Resources:
          Bucket: {Type: AWS::S3::Bucket}
          Collection: {Type: AWS::OpenSearchServerless::Collection, Properties: {Name: vectors}}
          Base:
            Type: AWS::Bedrock::KnowledgeBase
            Properties:
              Name: manuals
              RoleArn: !Sub 'arn:aws:iam::${AWS::AccountId}:role/x'
              KnowledgeBaseConfiguration:
                Type: VECTOR
                VectorKnowledgeBaseConfiguration: {EmbeddingModelArn: 'arn:aws:bedrock:eu-west-1::foundation-model/amazon.titan'}
              StorageConfiguration:
                Type: OPENSEARCH_SERVERLESS
                OpensearchServerlessConfiguration:
                  CollectionArn: !GetAtt Collection.Arn
                  VectorIndexName: manuals
                  FieldMapping: {VectorField: v, TextField: t, MetadataField: m}
          Source:
            Type: AWS::Bedrock::DataSource
            Properties:
              KnowledgeBaseId: !Ref Base
              Name: source
              DataSourceConfiguration: {Type: S3, S3Configuration: {BucketArn: !GetAtt Bucket.Arn}}
    """)
    sources = stack.client("bedrock-agent").list_data_sources(knowledgeBaseId=stack["Base"].physical_id)
    ids = [source["dataSourceId"] for source in sources["dataSourceSummaries"]]
    assert ids == [stack["Source"].attributes["DataSourceId"]]
    assert stack["Source"].physical_id == f"{stack['Base'].physical_id}|{ids[0]}"


def test_a_bucket_is_encrypted_with_a_key_of_the_template(create: Create) -> None:
    stack = create("""
        Resources:
          Key: {Type: AWS::KMS::Key, Properties: {Description: orders, KeyPolicy: {}}}
          Unused: {Type: AWS::KMS::Key, Properties: {Enabled: 'false', KeyPolicy: {}}}
          Alias: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/orders, TargetKeyId: !Ref Key}}
          Bucket:
            Type: AWS::S3::Bucket
            Properties:
              BucketEncryption:
                ServerSideEncryptionConfiguration:
                  - {BucketKeyEnabled: 'true', ServerSideEncryptionByDefault: {SSEAlgorithm: aws:kms, KMSMasterKeyID: !Ref Alias}}
    """)
    made = stack.client("s3").put_object(Bucket=stack["Bucket"].physical_id, Key="k")
    assert (made["SSEKMSKeyId"], made["BucketKeyEnabled"]) == (stack["Key"].attributes["Arn"], True)
    states = {
        name: stack.client("kms").describe_key(KeyId=stack[name].physical_id)["KeyMetadata"]["KeyState"]
        for name in ("Key", "Unused")
    }
    assert states == {"Key": "Enabled", "Unused": "Disabled"}


def test_a_bucket_says_who_may_see_it(create: Create) -> None:
    stack = create("""
        Resources:
          Shut: {Type: AWS::S3::Bucket}
          Open:
            Type: AWS::S3::Bucket
            Properties:
              OwnershipControls: {Rules: [{ObjectOwnership: ObjectWriter}]}
              PublicAccessBlockConfiguration: {BlockPublicAcls: 'false', IgnorePublicAcls: false}
    """)
    s3 = stack.client("s3")
    s3.put_object(Bucket=stack["Open"].physical_id, Key="k", ACL="public-read")
    with pytest.raises(s3.exceptions.ClientError, match="AccessControlListNotSupported"):
        s3.put_object(Bucket=stack["Shut"].physical_id, Key="k", ACL="public-read")


def test_log_groups_and_rules_are_there(create: Create) -> None:
    stack = create("""
        Resources:
          Log: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /aws/lambda/x, RetentionInDays: '7'}}
          Bus: {Type: AWS::Events::EventBus, Properties: {Name: orders}}
          Queue: {Type: AWS::SQS::Queue}
          Rule:
            Type: AWS::Events::Rule
            Properties:
              EventBusName: !Ref Bus
              EventPattern: {source: [orders]}
              Targets: [{Arn: !GetAtt Queue.Arn, Id: queue}]
          Daily: {Type: AWS::Events::Rule, Properties: {Name: daily, ScheduleExpression: rate(1 day)}}
    """)
    (group,) = stack.client("logs").describe_log_groups()["logGroups"]
    assert (group["logGroupName"], group["retentionInDays"]) == ("/aws/lambda/x", 7)
    assert stack["Rule"].physical_id.startswith("orders|orders-Rule-")
    name = stack["Rule"].physical_id.partition("|")[2]
    (target,) = stack.client("events").list_targets_by_rule(Rule=name, EventBusName="orders")["Targets"]
    assert target["Arn"] == stack["Queue"].attributes["Arn"]
    assert stack.client("events").describe_rule(Name="daily")["ScheduleExpression"] == "rate(1 day)"


def test_an_api_key_without_a_value_can_be_asked_for_it(create: Create) -> None:
    stack = create(
        """
        Resources:
          Own: {Type: AWS::ApiGateway::ApiKey, Properties: {Enabled: true, Value: a-key-of-twenty-letters}}
          Made: {Type: AWS::ApiGateway::ApiKey, Properties: {Enabled: true}}
        """
    )
    client = stack.client("apigateway")
    made = client.get_api_key(apiKey=stack["Made"].physical_id, includeValue=True)
    own = client.get_api_key(apiKey=stack["Own"].physical_id, includeValue=True)
    assert own["value"] == "a-key-of-twenty-letters"
    assert (made["value"], made["enabled"]) == (stack["Made"].attributes["Value"], True)
    assert len(made["value"]) == 40


def test_functions_and_apis_have_names_ids_and_addresses(create: Create) -> None:
    stack = create("""
        Resources:
          Hello:
            Type: AWS::Lambda::Function
            Properties: {Code: {ZipFile: x}, Handler: index.handler, Runtime: python3.12}
          Version: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref Hello}}
          Live:
            Type: AWS::Lambda::Alias
            Properties: {FunctionName: !Ref Hello, Name: live, FunctionVersion: !GetAtt Version.Version}
          Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: api}}
          Part:
            Type: AWS::ApiGateway::Resource
            Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: a}
    """)
    arn = stack["Hello"].attributes["Arn"]
    assert arn == f"arn:aws:lambda:eu-west-1:{stack.account.account_id}:function:{stack['Hello'].physical_id}"
    assert stack["Live"].physical_id == f"{arn}:live"
    assert stack["Version"].physical_id == f"{arn}:1"
    assert stack["Part"].properties["ParentId"] == stack["Api"].attributes["RootResourceId"]


@pytest.mark.parametrize(
    ("resource", "problem"),
    [
        (
            "{Type: AWS::StepFunctions::StateMachine}",
            "cannot be imitated: Resources/A (AWS::StepFunctions::StateMachine); take them out by a condition",
        ),
        ("{Type: AWS::SNS::Subscription}", "Resources/A: the property 'TopicArn' is missing"),
        (
            "{Type: AWS::DynamoDB::Table, Properties: {BillingMode: PAY_PER_REQUEST, KeySchema: 5}}",
            "Resources/A: CreateTable/KeySchema must be a list, got 5",
        ),
        (
            "{Type: AWS::DynamoDB::Table, Properties: {KeySchema: [], ProvisionedThroughput: {ReadCapacityUnits: x}}}",
            "Resources/A: CreateTable/ProvisionedThroughput/ReadCapacityUnits must be a whole number, got 'x'",
        ),
        (
            "{Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 99999999}}",
            (
                "Resources/A: An error occurred (InvalidAttributeValue) when calling the CreateQueue operation: "
                "Invalid value for the parameter VisibilityTimeout."
            ),
        ),
    ],
)
def test_what_cannot_be_created_is_one_line(create: Create, resource: str, problem: str) -> None:
    with pytest.raises(TemplateError) as raised:
        create(f"Resources: {{A: {resource}}}")
    assert str(raised.value) == problem
