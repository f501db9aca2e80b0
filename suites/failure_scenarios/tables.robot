*** Settings ***
Documentation    The tables fail, are slow, lose replies or talk nonsense.

Resource         ../../resources/failures.resource

Test Setup       Sign In

Test Tags        chaos    api-call    needs:fault-injection    needs:cost


*** Test Cases ***
Question That Cannot Be Counted Is Not Sent To The Model
    Ask    How do I descale it?
    Activate Fault    error    service=dynamodb    operation=UpdateItem    code=InternalServerError    name=full table
    Forget AWS Calls
    Ask    How do I clean it?    status=503
    Error Should Be Uniform    503    service_unavailable
    AWS Should Not Be Called    bedrock*.*
    Deactivate Failure    full table
    Daily Usage Should Have Grown By    1

Lost Counter Replies Count Nothing Twice
    [Documentation]    Each first reply is lost although the count was written; each call is made again.
    Activate Fault
    ...    reset
    ...    service=dynamodb
    ...    operation=UpdateItem
    ...    phase=after
    ...    attempt=1
    ...    name=lost replies
    ${answer} =    Ask    How do I descale it?
    Should Be Equal As Integers    ${answer.usage.daily_used}    1
    Deactivate Failure    lost replies
    Daily Usage Should Have Grown By    1
    ${answer} =    Ask    How do I clean it?
    Should Be Equal As Integers    ${answer.usage.daily_used}    2

Lost Reply To A Refund Refunds Once
    Ask    How do I descale it?
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException    name=refusing model
    Activate Fault
    ...    reset
    ...    service=dynamodb
    ...    operation=UpdateItem
    ...    phase=after
    ...    attempt=1
    ...    name=lost replies
    Ask    How do I clean it?    status=503
    Deactivate Failure    refusing model
    Deactivate Failure    lost replies
    Daily Usage Should Have Grown By    1

Garbled DynamoDB Reply Is Not Mistaken For No Data
    [Documentation]    Zero used, no manuals: that would be believed.
    [Template]    Nothing Should Be Shown While The Tables Reply With
    html    Get Usage
    empty    Get Usage
    half    Get Quota
    html    List Manuals
    empty    Get Ingestion Status

Slow DynamoDB Is Waited For
    Activate Fault    latency    service=dynamodb    delay=150ms    jitter=50ms
    ${answer} =    Ask    How do I descale it?
    Should Not Be Empty    ${answer.answer}
    Should Be True    $answer.response_time_ms >= 200
    Daily Usage Should Have Grown By    1

Answer Is Given And Counted Even If Its Cost Cannot Be Recorded
    Ask    How do I descale it?
    Activate Fault    error    service=dynamodb    operation=PutItem    code=AccessDeniedException    name=full table
    ${answer} =    Ask    How do I clean it?
    Should Not Be Empty    ${answer.answer}
    Failure Should Have Happened    full table
    Deactivate Failure    full table
    Daily Usage Should Have Grown By    2


*** Keywords ***
Nothing Should Be Shown While The Tables Reply With
    [Documentation]    Queries are answered with nonsense: 503, and afterwards the truth.
    [Arguments]    ${content: str}    ${keyword: str}
    ${fault} =    Activate Fault    malformed    service=dynamodb    operation=Query    content=${content}
    Run Keyword    ${keyword}    status=503
    Error Should Be Uniform    503    service_unavailable
    Deactivate Failure    ${fault}
    Run Keyword    ${keyword}
