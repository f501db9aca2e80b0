*** Settings ***
Documentation    Operators are notified of serious failures, and of nothing else.

Resource         ../../resources/failures.resource

Test Tags        error_handling    api-call    needs:fault-injection    needs:aws-inspection    needs:cost


*** Test Cases ***
Failed Request Is Published
    ${me} =    Sign In
    ${error} =    Let A Question Fail
    ${published} =    Topic Should Have Published
    ...    error
    ...    request_id=${error.request_id}
    ...    user_id=${me.user_id}
    ...    service=bedrock*
    ...    exception.type=AccessDeniedException
    Should Contain Any    ${published}[0][severity]    high    critical

Failures Of Every Dependency Are Published
    [Tags]    needs:destructive
    [Template]    Failure Should Be Published
    bedrock*    Ask    How do I descale it?    service=bedrock-agent-runtime
    dynamodb    Get Usage    table=rate-limit,usage
    s3    Upload Manual    thermostat.pdf    bucket=manuals    access=write
    transcribe    Transcribe    how-do-i-descale-it.wav    operation=StartTranscriptionJob

Failed Request Is Published Once
    [Documentation]    It is published once even if its record cannot be saved at once, and the error processor saves it
    ...    later.
    Sign In
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException
    Ask    How do I descale it?    status=503
    ${saved} =    Get Response Body
    Activate Fault    error    table=error-tracking    access=write    code=AccessDeniedException    times=1
    Ask    How do I clean it?    status=503
    ${saved_later} =    Get Response Body
    Failures Should Be Recorded    ${saved.request_id}    ${saved_later.request_id}
    Topic Should Have Published    error    1    request_id=${saved.request_id}
    Topic Should Have Published    error    1    request_id=${saved_later.request_id}

Severity Decides What Is Published
    [Tags]    needs:destructive
    ${me} =    Sign In
    Usage Should Be    user_id=${me.user_id}
    ${low} =    Send Failure To Error Queue    severity=low
    ${medium} =    Send Failure To Error Queue    severity=medium
    ${high} =    Send Failure To Error Queue    severity=high
    ${critical} =    Send Failure To Error Queue    severity=critical
    Failures Should Be Recorded    ${low}    ${medium}    ${high}    ${critical}
    Topic Should Have Published    error    1    request_id=${high}    severity=high
    Topic Should Have Published    error    1    request_id=${critical}    severity=critical
    Topic Should Have Published    error    2

Failure Resolved By A Retry Is Not Published
    Sign In
    Activate Fault    error    service=bedrock-runtime    code=InternalServerException    times=1
    Ask    How do I descale it?
    Topic Should Have Published    error    0
    Let A Question Fail
    Topic Should Have Published    error    1

User Errors Are Not Published
    Sign In
    Ask    ${EMPTY}    status=400
    Get Manual    ${UNKNOWN_ID}    status=404
    Topic Should Have Published    error    0
    Let A Question Fail
    Topic Should Have Published    error    1

Broken Topic Does Not Affect Responses And Is Retried Later
    Sign In
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException    times=1
    Activate Fault
    ...    error
    ...    service=sns
    ...    operation=Publish
    ...    code=InvalidParameter
    ...    times=1
    ...    name=broken topic
    Ask    How do I descale it?    status=503
    ${error} =    Error Should Be Uniform    503    service_unavailable
    Failure Should Have Happened    broken topic
    Queue Should Hold    dead-letter    request_id=${error.request_id}
    Topic Should Have Published    error    request_id=${error.request_id}    timeout=10 s

Operators Are Notified Although The Failure Cannot Be Recorded
    [Documentation]    The notice does not wait for the record, which is written when the table accepts it.
    Sign In
    Set Visibility Timeout    error    5 s
    Activate Fault    error    table=error-tracking    access=write    code=AccessDeniedException    name=full table
    ${error} =    Let A Question Fail
    Topic Should Have Published    error    1    request_id=${error.request_id}
    DynamoDB Item Should Not Exist    error-tracking    request_id=${error.request_id}
    Deactivate Failure    full table
    DynamoDB Item Should Exist    error-tracking    request_id=${error.request_id}    timeout=30 s

Failure Is Recorded Although Operators Cannot Be Notified
    [Documentation]    The record does not wait for the notice, which is published when the topic works.
    Sign In
    Set Visibility Timeout    error    5 s
    Activate Fault    error    service=sns    operation=Publish    code=InvalidParameter    name=broken topic
    ${error} =    Let A Question Fail
    DynamoDB Item Should Exist    error-tracking    request_id=${error.request_id}
    Topic Should Have Published    error    0    request_id=${error.request_id}
    Deactivate Failure    broken topic
    Topic Should Have Published    error    request_id=${error.request_id}    timeout=30 s


*** Keywords ***
Failure Should Be Published
    [Documentation]    A call fails, the request fails with it, and the operators learn which dependency it was.
    [Arguments]    ${dependency: str}    ${keyword: str}    @{arguments: Any}    &{which_call: Any}
    ${me} =    Sign In
    ${fault} =    Activate Fault    error    code=InternalServerError    &{which_call}
    Run Keyword    ${keyword}    @{arguments}    status=503
    ${error} =    Error Should Be    503    service_unavailable
    Deactivate Failure    ${fault}
    Topic Should Have Published
    ...    error
    ...    1
    ...    request_id=${error.request_id}
    ...    user_id=${me.user_id}
    ...    service=${dependency}

Failures Should Be Recorded
    [Documentation]    Wait until these failures are in the table, and the queue is empty.
    [Arguments]    @{request_ids: str}
    FOR    ${request_id}    IN    @{request_ids}
        DynamoDB Item Should Exist    error-tracking    request_id=${request_id}
    END
    Queue Should Be Empty    error    timeout=5 s
