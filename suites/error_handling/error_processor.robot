*** Settings ***
Documentation    What waits in the error queue is written down, or kept in the dead-letter queue: it is never lost.

Resource         ../../resources/failures.resource

Test Setup       Sign In And Be Served

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
    ...    service=dynamodb
    ...    operation=PutItem
    ...    code=AccessDeniedException
    ...    times=1
    ...    name=full
    Ask    How do I clean it?    status=503
    ${error} =    Error Should Be Uniform    503    service_unavailable
    Failure Should Have Happened    full
    DynamoDB Item Should Exist
    ...    error-tracking
    ...    request_id=${error.request_id}
    ...    user_id=${me.user_id}
    ...    timeout=10 s
    Queue Should Be Empty    error    timeout=5 s

Message That Cannot Be Processed Goes To The Dead-Letter Queue
    [Documentation]    After maxReceiveCount tries; in the meantime it is not deleted, and afterwards it is not lost.
    Let Queue Deliver Again After    error    0 s
    Send Message    error    this is no JSON
    Send Message    error    {"service": "bedrock", "operation": "InvokeModel"}
    Send Message    error    []
    Queue Should Hold    dead-letter    3    timeout=15 s
    Queue Should Be Empty    error    timeout=5 s
    ${request_id} =    Send Failure To The Error Queue
    DynamoDB Item Should Exist    error-tracking    request_id=${request_id}

Valid Message Is Processed Despite Invalid Ones Around It
    [Documentation]    AWS Lambda Developer Guide, "Implementing partial batch responses".
    Let Queue Deliver Again After    error    0 s
    Send Message    error    this is no JSON
    ${request_id} =    Send Failure To The Error Queue
    Send Message    error    this is none either
    DynamoDB Item Should Exist    error-tracking    request_id=${request_id}
    ${letters} =    Queue Should Hold    dead-letter    2    timeout=15 s
    Should Not Contain    ${{ str($letters) }}    ${request_id}
    Queue Should Be Empty    error    timeout=5 s

Message Waits Until The Table Accepts It
    Let Queue Deliver Again After    error    1 s
    Activate Fault
    ...    error
    ...    service=dynamodb
    ...    operation=PutItem
    ...    code=AccessDeniedException
    ...    times=1
    ...    name=full
    ${request_id} =    Send Failure To The Error Queue
    DynamoDB Item Should Exist    error-tracking    request_id=${request_id}    timeout=15 s
    Failure Should Have Happened    full
    Queue Should Be Empty    error    timeout=5 s
    Queue Should Be Empty    dead-letter

Message That The Table Never Accepts Is Kept
    Let Queue Deliver Again After    error    0 s
    Activate Fault    error    service=dynamodb    operation=PutItem    code=AccessDeniedException    name=full
    ${request_id} =    Send Failure To The Error Queue
    Queue Should Hold    dead-letter    request_id=${request_id}    timeout=15 s
    DynamoDB Item Should Not Exist    error-tracking    request_id=${request_id}
    Deactivate Failure    full
    ${request_id} =    Send Failure To The Error Queue
    DynamoDB Item Should Exist    error-tracking    request_id=${request_id}


*** Keywords ***
Sign In And Be Served
    [Documentation]    The API answers, so that its error processor is there.
    Sign In
    Get Usage

Send Failure To The Error Queue
    [Documentation]    Put a failure into the error queue, as parts of the backend do that can't write it down.
    VAR    ${request_id} =    ${{ str(uuid.uuid4()) }}
    VAR    &{exception} =    type=ReadTimeoutError    message=No answer came in time.
    VAR    &{failure} =
    ...    request_id=${request_id}
    ...    user_id=${None}
    ...    service=bedrock
    ...    operation=InvokeModel
    ...    exception=${exception}
    ...    timestamp=${{ int(time.time()) }}
    ...    severity=medium
    Send Message    error    ${failure}
    RETURN    ${request_id}
