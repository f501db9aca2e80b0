"""The keyword library."""

from robot.api.deco import library

from ManuelEnvironment.keyword_arguments import KeywordLibrary
from ManuelEnvironment.version import VERSION
from MockAWS.aws_connection import AwsConnection
from MockAWS.keywords.calls import CallKeywords
from MockAWS.keywords.database import DatabaseKeywords
from MockAWS.keywords.indexes import IndexKeywords
from MockAWS.keywords.messages import MessageKeywords
from MockAWS.keywords.metrics import MetricKeywords
from MockAWS.keywords.objects import ObjectKeywords
from MockAWS.keywords.resources import ResourceKeywords
from MockAWS.keywords.scripts import ScriptKeywords
from MockAWS.keywords.sending import SendingKeywords
from MockAWS.keywords.server import ServerKeywords
from MockAWS.listener import TestScopes
from MockAWS.observation_window import ObservationWindow


@library(scope="GLOBAL", version=VERSION, doc_format="MARKDOWN")
class MockAWS(KeywordLibrary):
    """AWS without AWS: what a backend finds there, is told there, and did there.

    %TOC%

    ## Whose AWS

    Keywords work on the AWS of the environment that the suites run against: on a local stack that is the stand-in,
    elsewhere AWS itself with the credentials of boto3's own chain. [Start AWS] starts another stand-in for a backend
    of your own, and the keywords work on that one until [Stop AWS].

    ## Names

    Tables, buckets, queues and the topic can be called by what they are in Manuel: `usage`, `rate-limit`,
    `error-tracking`, `manuals`, `audio`, `error`, `dead-letter`. Any other name is taken as it is.

    ## Waiting

    A keyword that says what should be there waits for it, up to `timeout` (5 seconds unless said otherwise), and
    looks again every few hundredths of a second. A keyword that says what should not be there looks once, unless it
    is told to wait until it has gone.

    ## This test's doings

    Calls, messages, publications and metrics of earlier tests are not counted: what counts is what has happened since
    the test began, in a suite set-up since the suite began. Scripts end with the test or suite that gave them.

    ## What the stand-in imitates

    Moto keeps the state of most services. Bedrock, knowledge bases, Transcribe, sign-in with Cognito, expiry of
    DynamoDB items and of presigned URLs are imitated beyond that; `python -m MockAWS --imitates` prints what is and
    what is not. A call that nobody imitates is answered with status 501, never with an empty success.
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
                IndexKeywords(aws),
                ObjectKeywords(aws),
                MessageKeywords(aws, window),
                SendingKeywords(aws),
                MetricKeywords(aws, window),
                TestScopes(aws, window, scripts),
            ]
        )
