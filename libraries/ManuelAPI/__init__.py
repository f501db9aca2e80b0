"""Manuel's API: one session, each response held against the contract."""

from robot.api.deco import library

from ManuelAPI.client import ApiClient
from ManuelAPI.created_manuals import CreatedManuals
from ManuelAPI.keywords.canary import CanaryKeywords
from ManuelAPI.keywords.clock import ClockKeywords
from ManuelAPI.keywords.concurrency import ConcurrencyKeywords
from ManuelAPI.keywords.contract import ContractKeywords
from ManuelAPI.keywords.disclosure import DisclosureKeywords
from ManuelAPI.keywords.ingestion import IngestionKeywords
from ManuelAPI.keywords.large_requests import LargeRequestKeywords
from ManuelAPI.keywords.limits import LimitKeywords
from ManuelAPI.keywords.links import LinkKeywords
from ManuelAPI.keywords.manuals import ManualKeywords
from ManuelAPI.keywords.payloads import PayloadKeywords
from ManuelAPI.keywords.questions import QuestionKeywords
from ManuelAPI.keywords.raw_requests import RequestKeywords
from ManuelAPI.keywords.refusals import RefusalKeywords
from ManuelAPI.keywords.service import ServiceKeywords
from ManuelAPI.keywords.usage import UsageKeywords
from ManuelAPI.keywords.values import ValueKeywords
from ManuelAPI.listener import ApiScopes
from ManuelEnvironment.keyword_arguments import KeywordLibrary
from ManuelEnvironment.version import VERSION


@library(scope="GLOBAL", version=VERSION, doc_format="MARKDOWN")
class ManuelAPI(KeywordLibrary):
    """Manuel's API as its users see it: questions, manuals, usage, health.

    %TOC%

    ## The session

    Requests are sent as whoever is signed in (library `ManuelAuth`), on the session `manuel` of
    [RequestsLibrary](https://github.com/MarketSquare/robotframework-requests). A suite that imports
    RequestsLibrary uses its keywords on the same session, with the token attached:

    ```robotframework
    *** Settings ***
    Library    ManuelAPI
    Library    ManuelAuth
    Library    RequestsLibrary

    *** Test Cases ***
    Usage Is Mine
        ${me} =    Sign In
        ${response} =    GET On Session    manuel    /api/user/usage
        Should Be Equal    ${response.json()}[user_id]    ${me.user_id}
    ```

    The token is printed nowhere: what is logged reads `Bearer <secret>`.

    ## The contract

    Each response on this session is held against `resources/contract/openapi.yaml`: its status is documented,
    its headers are there, its body is what the schema says, and nothing else. [Do Not Check Contract] turns
    that off for one test, with a reason.

    ## When something fails

    A message says what was expected, what came, where (method, URL, request id, trace id, and on a local
    stack the AWS calls that the backend made for this request), and what to look at next.

    ## The test files

    [Upload Manual], [Ask By Voice] and [Transcribe] take a file of `resources/data` by its name, or any file
    by its path.
    """

    def __init__(self) -> None:
        client = ApiClient()
        created = CreatedManuals(client)
        components = [
            QuestionKeywords(client),
            ManualKeywords(client, created),
            IngestionKeywords(client),
            UsageKeywords(client),
            ServiceKeywords(client),
            RequestKeywords(client),
            LimitKeywords(client),
            RefusalKeywords(client),
            LargeRequestKeywords(client, created),
            ConcurrencyKeywords(client),
            PayloadKeywords(),
            ValueKeywords(),
            LinkKeywords(),
            DisclosureKeywords(client),
            ClockKeywords(client),
            ContractKeywords(client),
            ApiScopes(client, created),
            CanaryKeywords(),
        ]
        super().__init__(components)
