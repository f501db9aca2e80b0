*** Settings ***
Documentation    Failures in the error queue are recorded, or kept in the dead-letter queue: they are never lost.

Resource         ../../resources/failures.resource

Test Setup       Sign In And Get Usage

Test Tags    error_handling
...          api-call
...          needs:fault-injection
...          needs:aws-inspection
...          needs:cost
...          needs:destructive


*** Test Cases ***
Failure That Could Not Be Recorded Is Recorded Later
    ${me} =    Get Current User
    Ask    How do I descale it?
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException    times=1
    Activate Fault
    ...    error
    ...    table=error-tracking
    ...    access=write
    ...    code=AccessDeniedException
    ...    times=1
    ...    name=full
    Ask    How do I clean it?    status=503
    ${error} =    Error Should Be Uniform    503    service_unavailable
    Failure Should Have Happened    full
    Queue Should Hold    dead-letter    request_id=${error.request_id}
    DynamoDB Item Should Exist
    ...    error-tracking
    ...    request_id=${error.request_id}
    ...    user_id=${me.user_id}
    ...    timeout=10 s
    Queue Should Be Empty    error    timeout=5 s

Record That Is Written Later Is Like One That Is Written At Once
    [Documentation]    It is found with others of its kind, and has the time of the failure, a minute before.
    [Tags]    needs:time-control
    Set Visibility Timeout    error    1 s
    ${at_once} =    Let A Question Fail
    Activate Fault    error    table=error-tracking    access=write    code=AccessDeniedException    name=full
    ${later} =    Let A Question Fail
    Advance Time By    1 minute
    Deactivate Failure    full
    ${record} =    DynamoDB Item Should Exist    error-tracking    request_id=${at_once.request_id}
    ${record_written_later} =    DynamoDB Item Should Exist    error-tracking    request_id=${later.request_id}
    ...    error_hash=${record}[error_hash]    severity=${record}[severity]    timeout=15 s
    Number Should Be    ${record_written_later}[timestamp]    at_least=${later.timestamp - 30}
    ...    at_most=${later.timestamp + 30}

Message That Cannot Be Processed Goes To The Dead-Letter Queue
    [Documentation]    It goes there after `maxReceiveCount` attempts; until then it is not deleted, and afterwards it
    ...    is not lost.
    Set Visibility Timeout    error    0 s
    Send Message    error    this is not JSON
    Send Message    error    {"service": "bedrock", "operation": "InvokeModel"}
    Send Message    error    []
    Queue Should Hold    dead-letter    3    timeout=15 s
    Queue Should Be Empty    error    timeout=5 s
    ${request_id} =    Send Failure To Error Queue
    DynamoDB Item Should Exist    error-tracking    request_id=${request_id}

Valid Message Is Processed Despite Invalid Ones Around It
    [Documentation]    AWS Lambda Developer Guide, "Implementing partial batch responses".
    Set Visibility Timeout    error    0 s
    ${failure} =    Compose Failure Message    severity=medium
    Send Message Batch    error    this is not JSON    {"service": "bedrock"}    ${failure}    nor is this
    DynamoDB Item Should Exist    error-tracking    request_id=${failure.request_id}
    ${dead_letters} =    Queue Should Hold    dead-letter    3    timeout=15 s
    ${dead_letters_as_text} =    Convert To String    ${dead_letters}
    Should Not Contain    ${dead_letters_as_text}    ${failure.request_id}
    Queue Should Be Empty    error    timeout=5 s

Severity Of A Message Is That Of Its Failure
    [Documentation]    A message with a severity that does not exist cannot be processed.
    Set Visibility Timeout    error    0 s
    FOR    ${severity}    IN    low    medium    high    critical
        ${request_id} =    Send Failure To Error Queue    severity=${severity}
        DynamoDB Item Should Exist    error-tracking    request_id=${request_id}    severity=${severity}
    END
    ${failure} =    Compose Failure Message    severity=terrible
    Send Message    error    ${failure}
    Queue Should Hold    dead-letter    1    severity=terrible    timeout=15 s

Message Waits Until The Table Accepts It
    Set Visibility Timeout    error    1 s
    Activate Fault
    ...    error
    ...    table=error-tracking
    ...    access=write
    ...    code=AccessDeniedException
    ...    times=1
    ...    name=full
    ${request_id} =    Send Failure To Error Queue
    DynamoDB Item Should Exist    error-tracking    request_id=${request_id}    timeout=15 s
    Failure Should Have Happened    full
    Queue Should Be Empty    error    timeout=5 s
    Queue Should Be Empty    dead-letter

Message That The Table Never Accepts Is Kept
    Set Visibility Timeout    error    0 s
    Activate Fault    error    table=error-tracking    access=write    code=AccessDeniedException    name=full
    ${request_id} =    Send Failure To Error Queue
    Queue Should Hold    dead-letter    request_id=${request_id}    timeout=15 s
    DynamoDB Item Should Not Exist    error-tracking    request_id=${request_id}
    Deactivate Failure    full
    ${request_id} =    Send Failure To Error Queue
    DynamoDB Item Should Exist    error-tracking    request_id=${request_id}

Message That Is Delivered Twice Is Recorded Once
    [Documentation]    Its record is written, but its notice cannot be published, so the message comes again.
    Set Visibility Timeout    error    0 s
    Activate Fault
    ...    error
    ...    service=sns
    ...    operation=Publish
    ...    code=InvalidParameter
    ...    times=1
    ...    name=broken topic
    ${request_id} =    Send Failure To Error Queue    severity=high
    Topic Should Have Published    error    request_id=${request_id}    timeout=15 s
    Failure Should Have Happened    broken topic
    Queue Should Be Empty    error    timeout=5 s
    ${records_of_failure} =    Get DynamoDB Items    error-tracking    request_id=${request_id}
    Length Should Be    ${records_of_failure}    1

Message That Comes Again After It Was Handled Is Recorded Once
    Activate Failure    duplicate_delivery
    ${request_id} =    Send Failure To Error Queue
    Wait Until Keyword Succeeds    15 s    100 ms    Failure Should Have Happened    duplicate_delivery    times=1
    Queue Should Be Empty    error    timeout=15 s
    ${records_of_failure} =    Get DynamoDB Items    error-tracking    request_id=${request_id}
    Length Should Be    ${records_of_failure}    1

Record That Is Written Later Expires As Well
    [Documentation]    It expires after a day at least, and within three years.
    ${request_id} =    Send Failure To Error Queue
    ${record} =    DynamoDB Item Should Exist    error-tracking    request_id=${request_id}
    Dictionary Should Contain Key    ${record}    ttl
    ${now} =    Get Backend Time
    VAR    ${recorded_at} =    ${now.timestamp()}
    Number Should Be
    ...    ${record}[ttl]
    ...    more_than=${recorded_at + 86400}
    ...    less_than=${recorded_at + 86400 * 1100}

Valid Message Is Processed Despite Unreadable Ones Around It
    [Documentation]    Whatever makes them unreadable: an infinite number, half a character, or too many brackets.
    Set Visibility Timeout    error    0 s
    ${failure} =    Compose Failure Message    severity=medium
    ${brackets} =    Text Of Length    100000    of=[
    ${odd_time} =    Compose Failure Message
    Set To Dictionary    ${odd_time}    timestamp=${{ float("inf") }}
    ${odd_text} =    Compose Failure Message
    Set To Dictionary    ${odd_text}    operation=\ud800
    Send Message Batch    error    ${odd_time}    ${odd_text}    ${failure}    ${brackets}
    DynamoDB Item Should Exist    error-tracking    request_id=${failure.request_id}
    Queue Should Hold    dead-letter    3    timeout=15 s

Message That The Table Refuses Concerns No Other
    [Documentation]    It alone comes again: the others of its batch are neither lost nor published twice (AWS Lambda
    ...    Developer Guide, "Implementing partial batch responses").
    Set Visibility Timeout    error    0 s
    Activate Fault    error    table=error-tracking    access=write    code=AccessDeniedException    skip=1    times=1
    ${failures} =    Compose Serious Failures    3
    Send Message Batch    error    @{failures}
    FOR    ${failure}    IN    @{failures}
        DynamoDB Item Should Exist    error-tracking    request_id=${failure.request_id}    timeout=15 s
        Topic Should Have Published    error    1    request_id=${failure.request_id}    timeout=15 s
    END
    Queue Should Be Empty    error    timeout=5 s
    Topic Should Have Published    error    3


*** Keywords ***
Sign In And Get Usage
    [Documentation]    The API answers, so its error processor is running.
    ${me} =    Sign In
    Usage Should Be    user_id=${me.user_id}

Compose Serious Failures
    [Documentation]    Return as many messages, each of another failure of which operators are notified.
    [Arguments]    ${number: int}
    VAR    @{failures} =    @{EMPTY}
    FOR    ${_}    IN RANGE    ${number}
        ${failure} =    Compose Failure Message    severity=high
        Append To List    ${failures}    ${failure}
    END
    RETURN    ${failures}
