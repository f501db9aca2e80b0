*** Settings ***
Documentation    Permanent failures are recorded in a table, and found there by their kind and severity.

Resource         ../../resources/failures.resource

Test Setup       Sign In

Test Tags        error_handling    api-call    needs:fault-injection    needs:aws-inspection    needs:cost


*** Test Cases ***
Failure Is Recorded
    ${me} =    Get Current User
    ${error} =    Let A Question Fail
    ${error_record} =    DynamoDB Item Should Exist
    ...    error-tracking
    ...    request_id=${error.request_id}
    ...    user_id=${me.user_id}
    ...    service=bedrock*
    ...    operation=InvokeModel
    ...    exception.type=AccessDeniedException
    Number Should Be
    ...    ${error_record}[timestamp]
    ...    at_least=${error.timestamp - 60}
    ...    at_most=${error.timestamp + 60}
    Should Not Be Empty    ${error_record}[error_hash]
    Should Not Be Empty    ${error_record}[exception][message]

Failures Of Every Dependency Are Recorded
    [Documentation]    Those of the database are recorded as well, in the database and therefore later than others.
    [Tags]    needs:destructive
    [Template]    Failure Should Be Recorded
    bedrock*    Ask    How do I descale it?    service=bedrock-agent-runtime
    dynamodb    Get Usage    table=rate-limit,usage
    s3    Upload Manual    thermostat.pdf    bucket=manuals    access=write
    transcribe    Transcribe    how-do-i-descale-it.wav    operation=StartTranscriptionJob

Failures Of One Kind Are Found Together
    ${first} =    Let A Question Fail
    ${second} =    Let A Question Fail
    ${other} =    Let A Question Fail    ResourceNotFoundException
    ${error_record} =    DynamoDB Item Should Exist    error-tracking    request_id=${first.request_id}
    DynamoDB Item Should Exist    error-tracking    request_id=${other.request_id}
    ${records_of_kind} =    Get DynamoDB Items By Index
    ...    error-tracking
    ...    ErrorHashIndex
    ...    error_hash=${error_record}[error_hash]
    ${request_ids_of_kind} =    Get Values    ${records_of_kind}    request_id
    List Should Contain Value    ${request_ids_of_kind}    ${first.request_id}
    List Should Contain Value    ${request_ids_of_kind}    ${second.request_id}
    List Should Not Contain Value    ${request_ids_of_kind}    ${other.request_id}

Failures Of One Kind Are Found Together For All Users
    [Tags]    needs:second-user
    ${first} =    Let A Question Fail
    Sign In As Second User
    ${second} =    Let A Question Fail
    FOR    ${error}    IN    ${first}    ${second}
        ${error_record} =    DynamoDB Item Should Exist    error-tracking    request_id=${error.request_id}
    END
    ${records_of_kind} =    Get DynamoDB Items By Index
    ...    error-tracking
    ...    ErrorHashIndex
    ...    error_hash=${error_record}[error_hash]
    ${request_ids_of_kind} =    Get Values    ${records_of_kind}    request_id
    List Should Contain Value    ${request_ids_of_kind}    ${first.request_id}
    List Should Contain Value    ${request_ids_of_kind}    ${second.request_id}

Failures Are Found By Severity
    ${error} =    Let A Question Fail
    ${error_record} =    DynamoDB Item Should Exist    error-tracking    request_id=${error.request_id}
    ${records_of_severity} =    Get DynamoDB Items By Index
    ...    error-tracking
    ...    SeverityIndex
    ...    severity=${error_record}[severity]
    ${request_ids_of_severity} =    Get Values    ${records_of_severity}    request_id
    List Should Contain Value    ${request_ids_of_severity}    ${error.request_id}
    ${times_newest_first} =    Get Values    ${records_of_severity}    timestamp
    Reverse List    ${times_newest_first}
    Values Should Descend    @{times_newest_first}

Record Of A Failure Expires
    ${error} =    Let A Question Fail
    ${error_record} =    DynamoDB Item Should Exist    error-tracking    request_id=${error.request_id}
    VAR    ${recorded_at} =    ${error_record}[timestamp]
    Number Should Be
    ...    ${error_record}[ttl]
    ...    more_than=${recorded_at + 86400}
    ...    less_than=${recorded_at + 86400 * 1100}

Failure Resolved By A Retry Is Not Recorded
    [Documentation]    A failure that comes after it is recorded first, so that there was time for a record.
    Activate Fault    error    service=bedrock-runtime    code=InternalServerException    times=1
    Ask    How do I descale it?
    ${request_id} =    Get Request ID
    ${error} =    Let A Question Fail
    DynamoDB Item Should Exist    error-tracking    request_id=${error.request_id}
    DynamoDB Item Should Not Exist    error-tracking    request_id=${request_id}

User Errors Are Not Recorded
    Ask    ${EMPTY}    status=400
    ${mistake} =    Error Should Be    400    validation_error
    DynamoDB Item Should Not Exist    error-tracking    request_id=${mistake.request_id}
    ${error} =    Let A Question Fail
    DynamoDB Item Should Exist    error-tracking    request_id=${error.request_id}

Timeout Is Recorded
    [Documentation]    It is recorded like any other failure of a dependency.
    ${me} =    Get Current User
    Activate Fault    error    service=bedrock-runtime    code=ModelTimeoutException
    Ask    How do I descale it?    status=504
    ${error} =    Error Should Be    504    dependency_timeout
    DynamoDB Item Should Exist
    ...    error-tracking
    ...    request_id=${error.request_id}
    ...    user_id=${me.user_id}
    ...    service=bedrock*


*** Keywords ***
Failure Should Be Recorded
    [Documentation]    A call fails, the request fails with it, and the table has the details.
    [Arguments]    ${dependency: str}    ${keyword: str}    @{arguments: Any}    &{which_call: Any}
    ${me} =    Get Current User
    ${fault} =    Activate Fault    error    code=InternalServerError    &{which_call}
    Run Keyword    ${keyword}    @{arguments}    status=503
    ${error} =    Error Should Be    503    service_unavailable
    Deactivate Failure    ${fault}
    DynamoDB Item Should Exist
    ...    error-tracking
    ...    request_id=${error.request_id}
    ...    user_id=${me.user_id}
    ...    service=${dependency}
    ...    exception.type=InternalServerError
    ...    timeout=10 s
