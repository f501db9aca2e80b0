*** Settings ***
Documentation    The tables fail.

Resource         ../../resources/failures.resource

Test Tags        chaos    api-call    needs:fault-injection    needs:cost


*** Test Cases ***
Without Its Counter A Question Is Neither Answered Nor Called A Quota Problem
    [Documentation]    Fail closed: 503, never unlimited, never 429.
    Sign In
    Ask    How do I descale it?
    Activate Failure    dynamodb_throttling
    Ask    How do I descale it now?    status=503
    Error Should Be    503    service_unavailable
    Deactivate Failure    dynamodb_throttling
    Daily Usage Should Have Grown By    1
