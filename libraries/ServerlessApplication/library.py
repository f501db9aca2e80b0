"""The keyword library."""

from robot.api.deco import library

from ManuelEnvironment.keyword_arguments import KeywordLibrary
from ManuelEnvironment.version import VERSION
from ServerlessApplication.keywords.application import ApplicationKeywords
from ServerlessApplication.keywords.functions import FunctionKeywords
from ServerlessApplication.keywords.logs import LogKeywords


@library(scope="GLOBAL", version=VERSION, doc_format="MARKDOWN")
class ServerlessApplication(KeywordLibrary):
    """Test any serverless application: start it from its template, invoke its functions, read their logs.

    %TOC%

    ## Usage

    The application is that of a SAM or CloudFormation template, with the code of its functions beside it. It is started with an
    AWS of its own, needs neither Docker nor an AWS account, and ends with the run. This suite is complete:

    ```robotframework
    *** Settings ***
    Library    ServerlessApplication
    Library    MockAWS
    Suite Setup    Start Application    ${CURDIR}/../template.yaml

    *** Test Cases ***
    Order In The Queue Becomes An Item
        Send Message    OrderQueue    {"id": "42", "item": "tea"}
        DynamoDB Item Should Exist    OrderTable    id=42    status=accepted
        Function Log Should Contain    AcceptFunction    accepted 42
    ```

    ## Names

    Functions, tables, queues, buckets and topics are called by their logical id in the template, as `OrderTable` above, also by
    the keywords of `MockAWS`. Deployed names work as well.

    ## Other libraries

    - `RequestsLibrary`: [Start Application] opens a session `application` to the first API of the template. It sends the token of
      the user who is signed in.
    - `ManuelAuth`: `Sign In` makes a user in the application's user pool, if it has one pool with one client; `names` of
      [Start Application] says which is meant where there are several.
    - `ManuelEnvironment`: `Advance Time By` sets the clock of the functions forward.
    - `MockAWS`: what the application holds and did in AWS, and messages that are sent to it.
    - `FailureSimulator`: faults of AWS, and of the application's API. They end with the test.
    - `PerfMetrics`: response times and load.

    ## What is imitated

    Functions run as on AWS Lambda, in processes of their own, with their timeout, layers and reserved concurrency. APIs,
    authorizers, queues, streams, buckets, topics and rules of the template invoke them. A function reaches AWS, the application's
    own APIs and the `sites` of [Start Application]; any other host is refused. What the template says and has no effect here is
    named in a warning at the start.
    """

    def __init__(self) -> None:
        super().__init__([ApplicationKeywords(), FunctionKeywords(), LogKeywords()])
