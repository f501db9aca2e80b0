*** Settings ***
Documentation    Permanent failures are kept in the dead-letter queue, with everything needed to investigate them.

Resource         ../../resources/failures.resource
Resource         ../../resources/manual_site.resource

Test Tags        error_handling    api-call    needs:fault-injection    needs:aws-inspection    needs:cost


*** Test Cases ***
Failed Request Is Kept In The Dead-Letter Queue
    [Tags]    smoke
    ${me} =    Sign In
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException    message=No access to it.
    Ask    How do I descale it?    status=503
    ${error} =    Error Should Be    503    service_unavailable
    ${dead_letters} =    Queue Should Hold
    ...    dead-letter
    ...    request_id=${error.request_id}
    ...    user_id=${me.user_id}
    ...    service=bedrock*
    ...    operation=InvokeModel
    ...    exception.type=AccessDeniedException
    ...    exception.message=*No access to it.*
    Number Should Be
    ...    ${dead_letters}[0][timestamp]
    ...    at_least=${error.timestamp - 60}
    ...    at_most=${error.timestamp + 60}

Each Failure Is Kept With Its Own Time
    [Documentation]    It is the same in dead letter, record and notice, however long the backend has been running.
    [Tags]    needs:time-control
    Sign In
    Let A Question Fail
    Advance Time By    10 minutes
    ${error} =    Let A Question Fail
    ${dead_letters} =    Queue Should Hold    dead-letter    request_id=${error.request_id}
    ${error_record} =    DynamoDB Item Should Exist    error-tracking    request_id=${error.request_id}
    ${notices} =    Topic Should Have Published    error    request_id=${error.request_id}
    FOR    ${kept}    IN    ${dead_letters}[0]    ${error_record}    ${notices}[0]
        Number Should Be    ${kept}[timestamp]    at_least=${error.timestamp - 60}    at_most=${error.timestamp + 60}
    END

Failures Of Every Dependency Are Kept In The Dead-Letter Queue
    [Tags]    needs:destructive
    [Template]    Failure Should Be Kept In The Dead-Letter Queue
    bedrock*    Ask    How do I descale it?    service=bedrock-agent-runtime
    dynamodb    Get Usage    table=rate-limit,usage
    s3    Upload Manual    thermostat.pdf    bucket=manuals    access=write
    transcribe    Transcribe    how-do-i-descale-it.wav    operation=StartTranscriptionJob

Requests That Fail To Read Their Data Are Kept In The Dead-Letter Queue
    Skip If    $breaker_failures < 3    the breaker opens after ${breaker_failures} failures; three requests fail here
    Sign In
    Activate Fault    error    table=usage    code=InternalServerError
    FOR    ${keyword}    IN    List Manuals    Get Ingestion Status    Get Quota
        Run Keyword    ${keyword}    status=503
        ${error} =    Error Should Be    503    service_unavailable
        Queue Should Hold    dead-letter    request_id=${error.request_id}    service=dynamodb
    END

Failures Without An Error Of AWS Are Kept In The Dead-Letter Queue
    [Documentation]    The responses cannot be read, while AWS itself says that all is well.
    [Template]    Failure Should Leave A Dead Letter
    bedrock*    Ask    How do I descale it?    service=bedrock-runtime    content=html
    bedrock*    Ask    How do I descale it?    service=bedrock-agent-runtime    content=empty
    transcribe    Transcribe    how-do-i-descale-it.wav    operation=GetTranscriptionJob    content=html

Failed Transcription Job Leaves A Dead Letter
    ${me} =    Sign In
    Script Transcript    *    failure_reason=Internal error.
    Transcribe    how-do-i-descale-it.wav    status=503
    ${error} =    Error Should Be    503    service_unavailable
    Queue Should Hold    dead-letter    request_id=${error.request_id}    user_id=${me.user_id}    service=transcribe

Sites That Do Not Answer Leave No Dead Letter
    [Documentation]    The user gave their address, and may correct it. A bucket that does not store what was fetched
    ...    leaves one.
    [Tags]    needs:destructive
    Sign In
    Require A Manual Site
    Fetch Manual From URL    ${manual_site_url}/missing.pdf    status=400
    Fetch Manual From URL    http://nobody.example.com/thermostat.pdf    status=400
    Queue Should Be Empty    dead-letter
    Activate Fault    error    bucket=manuals    access=write    code=AccessDenied
    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf    status=503
    ${error} =    Error Should Be    503    service_unavailable
    Queue Should Hold    dead-letter    1    request_id=${error.request_id}    service=s3

Site That Is Too Slow Does Not Concern Operators
    [Documentation]    Any user can name one: it is not a failure of the service.
    [Tags]    slow    needs:destructive
    Sign In
    Require A Manual Site
    Fetch Manual From URL    ${manual_site_url}/slow.pdf    status=504
    Queue Should Be Empty    dead-letter
    Topic Should Have Published    error    0
    Let A Question Fail
    Queue Should Hold    dead-letter    1
    Topic Should Have Published    error    1

Dead Letter Is Written Once
    Sign In
    ${error} =    Let A Question Fail    InternalServerException
    DynamoDB Item Should Exist    error-tracking    request_id=${error.request_id}
    Queue Should Hold    dead-letter    1

Failure With A Very Long Message Leaves A Dead Letter
    [Documentation]    A queue takes no message of more than a mebibyte (Amazon SQS Developer Guide, "Message quotas").
    ${me} =    Sign In
    ${long_message} =    Text Of Length    1200000
    Activate Fault
    ...    error
    ...    service=bedrock-runtime
    ...    code=AccessDeniedException
    ...    message=${long_message}
    ...    times=1
    Ask    How do I descale it?    status=503
    ${error} =    Error Should Be    503    service_unavailable
    Queue Should Hold    dead-letter    request_id=${error.request_id}    user_id=${me.user_id}
    DynamoDB Item Should Exist    error-tracking    request_id=${error.request_id}
    Topic Should Have Published    error    1    request_id=${error.request_id}

Dead Letter Is Sent Again If The Queue Is Busy
    [Documentation]    A queue that is throttled for a moment loses nothing.
    Sign In
    Activate Fault
    ...    error
    ...    service=sqs
    ...    operation=SendMessage
    ...    code=ThrottlingException
    ...    attempt=1
    ...    name=busy queue
    ${error} =    Let A Question Fail
    Failure Should Have Happened    busy queue
    Queue Should Hold    dead-letter    1    request_id=${error.request_id}

Failure Resolved By A Retry Leaves No Dead Letter
    Sign In
    Activate Fault    error    service=bedrock-runtime    code=InternalServerException    times=1    name=one failure
    Ask    How do I descale it?
    Failure Should Have Happened    one failure
    Queue Should Be Empty    dead-letter
    Let A Question Fail
    Queue Should Hold    dead-letter

User Errors Leave No Dead Letter
    Sign In
    Ask    ${EMPTY}    status=400
    Get Manual    ${UNKNOWN_ID}    status=404
    Reset Circuit Breaker    bedrock    status=403
    Transcribe    broken.wav    status=400
    Queue Should Be Empty    dead-letter
    Let A Question Fail
    Queue Should Hold    dead-letter

Dead Letter Contains No Token
    Sign In
    ${error} =    Let A Question Fail
    ${dead_letters} =    Queue Should Hold    dead-letter    request_id=${error.request_id}
    ${dead_letters_as_text} =    Convert To String    ${dead_letters}
    Should Contain    ${dead_letters_as_text}    ${error.request_id}
    Should Not Match Regexp    ${dead_letters_as_text}    (?i)eyJ[\\w-]{10}|bearer

No Record Of A Failure Contains The Question
    [Documentation]    It is neither in the dead letter, nor in the table, nor in what is published: more people read
    ...    those than may read what users ask.
    [Tags]    cwe-532
    Sign In
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException    times=1
    Ask    Why does my violet kettle whistle?    status=503
    ${error} =    Error Should Be    503    service_unavailable
    ${dead_letters} =    Queue Should Hold    dead-letter    request_id=${error.request_id}
    ${record} =    DynamoDB Item Should Exist    error-tracking    request_id=${error.request_id}
    ${notices} =    Topic Should Have Published    error    request_id=${error.request_id}
    FOR    ${kept}    IN    ${dead_letters}    ${record}    ${notices}
        ${record_as_text} =    Convert To String    ${kept}
        Should Contain    ${record_as_text}    ${error.request_id}
        Should Not Contain    ${record_as_text}    violet kettle
    END

Broken Queue Does Not Affect Responses
    Sign In
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException    name=refusing model
    Activate Fault    error    service=sqs    operation=SendMessage    code=InternalError    name=broken queue
    Ask    How do I descale it?    status=503
    ${error} =    Error Should Be Uniform    503    service_unavailable
    DynamoDB Item Should Exist    error-tracking    request_id=${error.request_id}
    Topic Should Have Published    error    request_id=${error.request_id}
    Deactivate Failure    refusing model
    Ask    How do I descale it?

Dead Letter, Notice And Record Exist When The Response Arrives
    [Documentation]    Dead letter, notice and record have been written, however long that takes: a function is frozen
    ...    once it has responded, and what it meant to send afterwards may be lost.
    [Template]    Evidence Of The Failure Should Exist When The Response Arrives
    Queue Should Hold    dead-letter    service=sqs    operation=SendMessage
    Topic Should Have Published    error    service=sns    operation=Publish
    DynamoDB Item Should Exist    error-tracking    table=error-tracking    access=write


*** Keywords ***
Failure Should Leave A Dead Letter
    [Documentation]    Responses of a dependency are garbage, the request fails with them, and leaves a dead letter.
    [Arguments]    ${dependency: str}    ${keyword: str}    @{arguments: Any}    &{fault: Any}
    ${me} =    Sign In
    ${garbage} =    Activate Fault    malformed    &{fault}
    Run Keyword    ${keyword}    @{arguments}    status=503
    ${error} =    Error Should Be    503    service_unavailable
    Deactivate Failure    ${garbage}
    Queue Should Hold
    ...    dead-letter
    ...    request_id=${error.request_id}
    ...    user_id=${me.user_id}
    ...    service=${dependency}

Failure Should Be Kept In The Dead-Letter Queue
    [Documentation]    A call fails, the request fails with it, and the dead-letter queue has the details.
    [Arguments]    ${dependency: str}    ${keyword: str}    @{arguments: Any}    &{which_call: Any}
    ${me} =    Sign In
    ${fault} =    Activate Fault    error    code=InternalServerError    &{which_call}
    Run Keyword    ${keyword}    @{arguments}    status=503
    ${error} =    Error Should Be    503    service_unavailable
    ${failed_calls} =    Get Failure Effects    ${fault}
    Queue Should Hold
    ...    dead-letter
    ...    request_id=${error.request_id}
    ...    user_id=${me.user_id}
    ...    service=${dependency}
    ...    operation=${failed_calls}[0][operation]
    ...    exception.type=InternalServerError
    Deactivate Failure    ${fault}
    Run Keyword    ${keyword}    @{arguments}

Evidence Of The Failure Should Exist When The Response Arrives
    [Documentation]    The call that leaves the trace takes two seconds, and the response does not come before.
    [Arguments]    ${keyword: str}    ${where: str}    &{call: str}
    Sign In
    ${fault} =    Activate Fault    latency    delay=2s    &{call}
    ${error} =    Let A Question Fail
    Run Keyword    ${keyword}    ${where}    timeout=0 s    request_id=${error.request_id}
    Deactivate Failure    ${fault}
