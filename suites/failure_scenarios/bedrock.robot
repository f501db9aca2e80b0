*** Settings ***
Documentation    The model's service fails.

Resource         ../../resources/failures.resource

Test Tags        chaos    api-call    needs:fault-injection    needs:cost    needs:destructive


*** Test Cases ***
Throttled Model Means Try Later And Costs Nothing
    Sign In With Manual    coffee-machine.pdf
    Activate Failure    bedrock_throttling
    Ask    How do I descale it?    status=503
    Error Should Be    503    service_unavailable
    ${wait} =    Get Response Header    Retry-After
    Should Be True    int($wait) >= 1
    Deactivate Failure    bedrock_throttling
    Daily Usage Should Have Grown By    0
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7
