*** Settings ***
Documentation    DynamoDB fails, is slow, loses replies or replies with garbage.

Resource         ../../resources/failures.resource

Test Setup       Sign In

Test Tags        chaos    api-call    needs:fault-injection    needs:cost


*** Test Cases ***
Question That Cannot Be Counted Is Not Sent To The Model
    Ask    How do I descale it?
    Activate Fault    error    table=usage    access=write    code=InternalServerError    name=full table
    Forget AWS Calls
    Ask    How do I clean it?    status=503
    Error Should Be Uniform    503    service_unavailable
    AWS Should Not Be Called    bedrock*.*
    Deactivate Failure    full table
    Daily Usage Should Have Grown By    1

Lost Counter Replies Count Nothing Twice
    [Documentation]    The first reply to each call is lost although the count was written, so each call is retried.
    ...    Costs are counted as well.
    Keep Clear Of Midnight
    ${before} =    Get Usage
    Activate Fault    reset    table=usage    access=write    phase=after    attempt=1    name=lost responses
    ${answer} =    Ask    How do I descale it?
    Response Should Have    usage.daily_used=1
    Deactivate Failure    lost responses
    Usage Should Have Grown By    ${before}    daily_queries=1
    ...    daily_costs.query_cost_eur=${answer.cost_info.total_cost_eur}
    Ask    How do I clean it?
    Response Should Have    usage.daily_used=2

Citation Counts Once Although The Reply To Its Count Is Lost
    [Tags]    needs:destructive
    ${manual} =    Have Manual    coffee-machine.pdf
    Activate Fault    reset    table=usage    access=write    phase=after    attempt=1    name=lost responses
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine
    Deactivate Failure    lost responses
    Manual Should Be    ${manual}    query_count=1

Lost Response To A Refund Refunds Once
    Ask    How do I descale it?
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException    name=refusing model
    Activate Fault    reset    table=usage    access=write    phase=after    attempt=1    name=lost responses
    Ask    How do I clean it?    status=503
    Deactivate Failure    refusing model
    Deactivate Failure    lost responses
    Daily Usage Should Have Grown By    1

Garbled DynamoDB Reply Is Not Mistaken For No Data
    [Documentation]    Users would believe that nothing is used, or that they have no manuals.
    [Template]    Nothing Should Be Shown While DynamoDB Replies With
    html    Get Usage
    empty    Get Usage
    half    Get Quota
    html    List Manuals
    empty    Get Ingestion Status

Question Whose Manuals Cannot Be Looked Up Is Refused
    [Documentation]    An answer without sources would say that the user's manuals have none.
    [Tags]    needs:destructive
    Have Manual    coffee-machine.pdf
    Activate Fault    error    table=usage    operation=GetItem    code=AccessDeniedException    name=hidden manuals
    Ask    How do I descale it?    status=503
    Error Should Be Uniform    503    service_unavailable
    Deactivate Failure    hidden manuals
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine
    Daily Usage Should Have Grown By    1

Slow DynamoDB Is Waited For
    Activate Fault    latency    service=dynamodb    delay=150ms    jitter=50ms
    ${answer} =    Ask    How do I descale it?
    Should Not Be Empty    ${answer.answer}
    Number Should Be    ${answer.response_time_ms}    at_least=200
    Daily Usage Should Have Grown By    1

Cost That Takes Long To Be Recorded Is Counted With The Response
    [Documentation]    A function is frozen once it has responded: what it meant to write afterwards may never be
    ...    written.
    Keep Clear Of Midnight
    ${before} =    Get Usage
    Activate Fault    latency    table=usage    key=cost#*    access=write    delay=1s    name=slow costs
    ${answer} =    Ask    How do I descale it?
    Usage Should Have Grown By    ${before}    daily_queries=1
    ...    daily_costs.query_cost_eur=${answer.cost_info.total_cost_eur}

Answer Is Given And Counted Even If Its Cost Cannot Be Recorded
    Ask    How do I descale it?
    Activate Fault    error    table=usage    key=cost#*    access=write    code=AccessDeniedException    name=full
    ${answer} =    Ask    How do I clean it?
    Should Not Be Empty    ${answer.answer}
    Failure Should Have Happened    full
    Deactivate Failure    full
    Daily Usage Should Have Grown By    2

Administrator Can Close A Breaker While The Tables Fail
    [Documentation]    The administrator also sees which one to close: what mends the service needs no dependency.
    [Tags]    needs:admin-user    needs:destructive
    Activate Failure    circuit_breaker_open
    ${fault} =    Activate Fault    error    service=dynamodb    code=ProvisionedThroughputExceededException
    Get Usage    status=503
    Sign In As Admin
    Circuit Breaker Should Be    bedrock    open
    Reset Circuit Breaker    bedrock    status=200
    Circuit Breaker Should Be    bedrock    closed
    Deactivate Failure    ${fault}

Question Whose Count Is Written But Never Confirmed Is Not Charged
    [Documentation]    All replies to its count are lost, so it is refused, and what was counted is given back.
    ${me} =    Get Current User
    Ask    How do I descale it?
    VAR    &{of_user} =    table=usage    access=write    key=${me.user_id}
    Activate Fault    reset    phase=after    name=lost responses    &{of_user}
    Ask    How do I clean it?    status=503
    Deactivate Failure    lost responses
    Daily Usage Should Have Grown By    1


*** Keywords ***
Nothing Should Be Shown While DynamoDB Replies With
    [Documentation]    While reads get garbage in reply the request fails with 503; afterwards it is served.
    [Arguments]    ${content: str}    ${keyword: str}
    ${fault} =    Activate Fault    malformed    table=usage    access=read    content=${content}
    Run Keyword    ${keyword}    status=503
    Error Should Be Uniform    503    service_unavailable
    Deactivate Failure    ${fault}
    Run Keyword    ${keyword}
