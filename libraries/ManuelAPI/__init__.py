"""Manuel's API: one session, each response validated against the contract."""

from robot.api.deco import library

from ManuelAPI.client import ApiClient
from ManuelAPI.contract_check import find_path_in_contract
from ManuelAPI.created_manuals import CreatedManuals
from ManuelAPI.debug_files import DebugFiles
from ManuelAPI.keywords.backend_log import BackendLogKeywords
from ManuelAPI.keywords.canary import CanaryKeywords
from ManuelAPI.keywords.clock import ClockKeywords
from ManuelAPI.keywords.concurrency import ConcurrencyKeywords
from ManuelAPI.keywords.connections import ConnectionKeywords
from ManuelAPI.keywords.contract import ContractKeywords
from ManuelAPI.keywords.costs import CostKeywords
from ManuelAPI.keywords.disclosure import DisclosureKeywords
from ManuelAPI.keywords.each_response import EachResponseKeywords
from ManuelAPI.keywords.every_route import EveryRouteKeywords
from ManuelAPI.keywords.ingestion import IngestionKeywords
from ManuelAPI.keywords.large_requests import LargeRequestKeywords
from ManuelAPI.keywords.limits import LimitKeywords
from ManuelAPI.keywords.links import LinkKeywords
from ManuelAPI.keywords.manual_provision import ManualProvisionKeywords
from ManuelAPI.keywords.manuals import ManualKeywords
from ManuelAPI.keywords.payloads import PayloadKeywords
from ManuelAPI.keywords.questions import QuestionKeywords
from ManuelAPI.keywords.raw_requests import RequestKeywords
from ManuelAPI.keywords.refusals import RefusalKeywords
from ManuelAPI.keywords.response_fields import ResponseFieldKeywords
from ManuelAPI.keywords.service import ServiceKeywords
from ManuelAPI.keywords.sources import SourceKeywords
from ManuelAPI.keywords.usage import UsageKeywords
from ManuelAPI.keywords.values import ValueKeywords
from ManuelAPI.listener import ApiScopes, ProbesBeforeTheTests
from ManuelAPI.value_origins import ValueOrigins
from ManuelEnvironment.keyword_arguments import KeywordLibrary
from ManuelEnvironment.listeners.contract_paths import use_contract
from ManuelEnvironment.version import VERSION


@library(scope="GLOBAL", version=VERSION, doc_format="MARKDOWN")
class ManuelAPI(KeywordLibrary):
    """Use Manuel's API as its users do: ask questions, manage manuals, read usage and quota, check the service's health.

    %TOC%

    ## Usage

    Import the library through `resources/api.resource`, or by its name. This suite is complete:

    ```robotframework
    *** Settings ***
    Library    ManuelAPI
    Library    ManuelAuth
    Library    ManuelEnvironment

    *** Test Cases ***
    Question Is Answered From The User's Own Manual
        Sign In
        ${manual} =    Upload Manual    coffee-machine.pdf
        Wait Until Manual Is Indexed    ${manual}
        ${answer} =    Ask    How do I descale it?
        Answer Should Cite    ${answer}    coffee-machine    page=7
        Daily Usage Should Have Grown By    1
    ```

    Keywords that take a file, such as [Upload Manual] and [Ask By Voice], take the name of a file in `resources/data`, or a path.

    ## The session

    Requests are sent as the signed-in user (see the library `ManuelAuth`) on the session `manuel` of
    [RequestsLibrary](https://github.com/MarketSquare/robotframework-requests). In a suite that imports RequestsLibrary, its
    keywords use the same session, with the token attached:

    ```robotframework
    ${me} =    Sign In
    ${response} =    GET On Session    manuel    /api/user/usage
    Should Be Equal    ${response.json()}[user_id]    ${me.user_id}
    ```

    The token never appears in a log: the header is logged as `Bearer <secret>`.

    ## The contract

    Every response on this session is checked against `resources/contract/openapi.yaml`: its status must be documented, its
    headers must be present, and its body must match the schema, with nothing else in it. [Do Not Check Contract] turns the check
    off for one test, for a stated reason.

    ## Failure messages

    A failure message says what was expected, what the API returned, where (method, URL, request id, trace id and, on a local
    stack, the AWS calls that the backend made for the request), and what to look at next.
    """

    def __init__(self) -> None:
        client = ApiClient()
        created = CreatedManuals(client)
        manuals = ManualKeywords(client, created)
        usage = UsageKeywords(client)
        links = LinkKeywords()
        components = [
            QuestionKeywords(client),
            manuals,
            ManualProvisionKeywords(client, created, manuals),
            IngestionKeywords(client),
            usage,
            CostKeywords(),
            ServiceKeywords(client),
            RequestKeywords(client),
            ResponseFieldKeywords(client),
            LimitKeywords(client),
            RefusalKeywords(client),
            LargeRequestKeywords(client, created),
            ConcurrencyKeywords(client),
            PayloadKeywords(),
            ValueKeywords(),
            links,
            SourceKeywords(links),
            DisclosureKeywords(client),
            ClockKeywords(client),
            ContractKeywords(client),
            BackendLogKeywords(client),
            EveryRouteKeywords(client, created),
            EachResponseKeywords(client),
            ApiScopes(client, created, usage),
            DebugFiles(client),
            ValueOrigins(client),
            ProbesBeforeTheTests(),
            CanaryKeywords(),
            ConnectionKeywords(),
        ]
        use_contract(find_path_in_contract)
        super().__init__(components)
