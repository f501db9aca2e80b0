*** Settings ***
Documentation    Operators are told about what is serious, and about nothing else.

Resource         ../../resources/failures.resource

Test Tags        error_handling    api-call    needs:fault-injection    needs:aws-inspection    needs:cost


*** Test Cases ***
Failed Request Is Published
    ${me} =    Sign In
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException
    Ask    How do I descale it?    status=503
    ${error} =    Error Should Be    503    service_unavailable
    ${published} =    Topic Should Have Published
    ...    error
    ...    request_id=${error.request_id}
    ...    user_id=${me.user_id}
    ...    service=bedrock*
    ...    exception.type=AccessDeniedException
    Should Contain Any    ${published}[0][severity]    high    critical

Severity Decides What Is Published
    [Tags]    needs:destructive
    Sign In
    Get Usage
    ${low} =    Send Failure Of Severity    low
    ${medium} =    Send Failure Of Severity    medium
    ${high} =    Send Failure Of Severity    high
    ${critical} =    Send Failure Of Severity    critical
    Failures Should Be Written Down    ${low}    ${medium}    ${high}    ${critical}
    Topic Should Have Published    error    1    request_id=${high}    severity=high
    Topic Should Have Published    error    1    request_id=${critical}    severity=critical
    Topic Should Have Published    error    2

Failure Resolved By A Retry Is Not Published
    Sign In
    Activate Fault    error    service=bedrock-runtime    code=InternalServerException    times=1
    Ask    How do I descale it?
    Topic Should Have Published    error    0
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException    times=1
    Ask    How do I clean it?    status=503
    Topic Should Have Published    error    1

User Errors Are Not Published
    Sign In
    Ask    ${EMPTY}    status=400
    Get Manual    ${UNKNOWN_ID}    status=404
    Topic Should Have Published    error    0
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException    times=1
    Ask    How do I clean it?    status=503
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
    Topic Should Have Published    error    request_id=${error.request_id}    timeout=10 s


*** Keywords ***
Send Failure Of Severity
    [Documentation]    Put a failure into the error queue, as parts of the backend do.
    [Arguments]    ${severity: str}
    VAR    ${request_id} =    ${{ str(uuid.uuid4()) }}
    VAR    &{exception} =    type=Timeout    message=No answer came in time.
    VAR    &{failure} =
    ...    request_id=${request_id}
    ...    user_id=${None}
    ...    service=cloudwatch
    ...    operation=PutMetricData
    ...    exception=${exception}
    ...    timestamp=${{ int(time.time()) }}
    ...    severity=${severity}
    Send Message    error    ${failure}
    RETURN    ${request_id}

Failures Should Be Written Down
    [Documentation]    Wait until these failures are in the table, and none waits in the queue.
    [Arguments]    @{request_ids: str}
    FOR    ${request_id}    IN    @{request_ids}
        DynamoDB Item Should Exist    error-tracking    request_id=${request_id}
    END
    Queue Should Be Empty    error    timeout=5 s
