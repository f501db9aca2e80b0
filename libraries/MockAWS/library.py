"""The keyword library."""

from robot.api.deco import library

from ManuelEnvironment.keyword_arguments import KeywordLibrary
from ManuelEnvironment.version import VERSION
from MockAWS.aws_connection import AwsConnection
from MockAWS.keywords.calls import CallKeywords
from MockAWS.keywords.database import DatabaseKeywords
from MockAWS.keywords.expiry import ExpiryKeywords
from MockAWS.keywords.indexes import IndexKeywords
from MockAWS.keywords.messages import MessageKeywords
from MockAWS.keywords.metrics import MetricKeywords
from MockAWS.keywords.objects import ObjectKeywords
from MockAWS.keywords.resources import ResourceKeywords
from MockAWS.keywords.scripts import ScriptKeywords
from MockAWS.keywords.sending import SendingKeywords
from MockAWS.keywords.server import ServerKeywords
from MockAWS.keywords.user_pools import UserPoolKeywords
from MockAWS.listener import ScopeListener
from MockAWS.observation_window import ObservationWindow


@library(scope="GLOBAL", version=VERSION, doc_format="MARKDOWN")
class MockAWS(KeywordLibrary):
    """Inspect what a backend did in AWS, script what AWS tells it, and run an AWS stand-in.

    %TOC%

    ## Usage

    Import the library through `resources/aws.resource`, or by its name. This suite is complete:

    ```robotframework
    *** Settings ***
    Resource    ../../resources/aws.resource
    Test Tags    api-call    needs:aws-inspection    needs:cost

    *** Test Cases ***
    Question Is Counted Once
        ${me} =    Sign In
        ${before} =    Get CloudWatch Metric    Requests    default=0    Stage=local    Operation=query
        Ask    How do I descale it?
        DynamoDB Item Should Exist    usage    user_id=${me.user_id}    daily_count=1
        AWS Calls Should Be    bedrock-runtime.InvokeModel    calls=1
        CloudWatch Metric Should Be    Requests    ${before + 1}    Stage=local    Operation=query
    ```

    ## Which AWS

    Keywords work on the AWS of the environment that the suites run against: on a local stack that is the stand-in; in any other
    environment it is AWS itself, with the credentials of boto3's default chain. [Start AWS] starts another stand-in, for a
    backend of your own, and the keywords work on that one until [Stop AWS].

    ## Names

    Tables, buckets, queues and the topic can be given by their role in Manuel: `usage`, `rate-limit`, `error-tracking`,
    `manuals`, `audio`, `error`, `dead-letter`; where a template is tested, by their logical id in it. Any other name is taken
    literally.

    ## Waiting

    A keyword that says what should exist waits for it, for up to `timeout` (10 seconds by default), and looks again every few
    hundredths of a second. A keyword that says what should not exist looks once, unless it is given a `timeout`.

    ## What counts

    Calls, messages, publications and metrics count from the beginning of the test, or, in a suite setup, from the beginning of
    the suite: those of earlier tests are ignored. Scripts end with the test or suite that gave them.

    ## What the stand-in imitates

    Moto keeps the state of most services. DynamoDB, SQS, SNS, Bedrock, Transcribe, sign-in with Cognito, objects of S3,
    metrics and Lambda functions are imitated by engines of this project; `docs/mock-aws.md` lists every operation, and
    `python -m aws_stand_in --imitates` prints what is imitated and what is not. A call to anything else is answered with status
    501, never with an empty success.
    """

    def __init__(self) -> None:
        aws = AwsConnection()
        window = ObservationWindow(aws)
        scripts = ScriptKeywords(aws)
        super().__init__(
            [
                ServerKeywords(aws),
                ResourceKeywords(aws),
                scripts,
                CallKeywords(aws, window),
                DatabaseKeywords(aws),
                ExpiryKeywords(aws),
                IndexKeywords(aws),
                ObjectKeywords(aws),
                MessageKeywords(aws, window),
                SendingKeywords(aws),
                MetricKeywords(aws, window),
                UserPoolKeywords(aws),
                ScopeListener(aws, window, scripts),
            ]
        )
