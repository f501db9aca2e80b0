*** Settings ***
Documentation    What counts for the circuit breaker of a dependency, and what does not.

Resource         ../../resources/failures.resource

Test Setup       Sign In

Test Tags        error_handling    api-call    needs:fault-injection    needs:cost    needs:admin-user


*** Test Cases ***
Invalid AWS Calls Do Not Count As Failures
    Let Questions Fail    ${breaker_failures + 1}    code=ValidationException
    Circuit Breaker Should Be    bedrock    closed    failures=0
    Ask    How do I descale it?
    Let Questions Fail    ${breaker_failures}
    Circuit Breaker Should Be    bedrock    open

Calls That Any Dependency Refuses Do Not Count As Failures
    [Documentation]    A dependency that refuses a call is working. The breaker of the database counts what is recorded
    ...    meanwhile as well.
    [Tags]    needs:destructive
    [Template]    Refused Calls Should Not Count
    s3    Upload Manual    thermostat.pdf    bucket=manuals    access=write
    transcribe    Transcribe    how-do-i-descale-it.wav    operation=StartTranscriptionJob

Every Transient Failure Counts Towards Opening The Breaker
    [Documentation]    It counts whether the dependency is broken, busy or late.
    [Template]    Failure Should Count
    InternalServerException    503
    ThrottlingException    503
    ServiceUnavailableException    503
    ModelTimeoutException    504

Unreadable Responses Count Towards Opening The Breaker
    [Documentation]    A dependency that responds with garbage, or breaks connections, has failed as well.
    [Template]    Fault Should Count
    malformed    content=html
    malformed    content=half
    reset

User Errors Do Not Count As Failures
    [Documentation]    An unreadable recording says nothing about the transcriber, which others go on using.
    FOR    ${_}    IN RANGE    ${breaker_failures + 1}
        Ask    ${EMPTY}    status=400
        Get Manual    ${UNKNOWN_ID}    status=404
        Transcribe    broken.wav    status=400
    END
    Circuit Breaker Should Be    bedrock    closed    failures=0
    Circuit Breaker Should Be    dynamodb    closed    failures=0
    Circuit Breaker Should Be    transcribe    closed    failures=0
    Let Questions Fail    1
    Circuit Breaker Should Be    bedrock    closed    failures=1

Failed Request Is One Failure Of Its Dependency
    [Documentation]    It is one however many calls the request makes and tries again. The breaker of the model is
    ...    tested above; that of the database counts what is recorded meanwhile as well.
    [Tags]    needs:destructive
    [Template]    Breaker Should Count Requests
    s3    Upload Manual    thermostat.pdf
    transcribe    Transcribe    how-do-i-descale-it.wav

Failures Of The Search Open The Breaker As Those Of The Model Do
    [Documentation]    Both are calls of Bedrock, and no question is answered without either.
    ${fault} =    Activate Fault    error    service=bedrock-agent-runtime    code=InternalServerException
    FOR    ${_}    IN RANGE    ${breaker_failures}
        Send New Question
        Response Status Should Be    503
    END
    Deactivate Failure    ${fault}
    Circuit Breaker Should Be    bedrock    open
    Forget AWS Calls
    Ask    How do I descale it?    status=503
    AWS Should Not Be Called    bedrock*.*
    Close Circuit Breakers
    Ask    How do I descale it?

Throttling Of Every Dependency Counts
    [Documentation]    Also where AWS reports it with status 400, as DynamoDB and Transcribe do.
    [Tags]    needs:destructive
    [Template]    Throttling Should Count
    s3    SlowDown    Upload Manual    thermostat.pdf
    transcribe    LimitExceededException    Transcribe    how-do-i-descale-it.wav
    dynamodb    ProvisionedThroughputExceededException    Get Usage

Success Resets The Failure Count
    Let Questions Fail    ${breaker_failures - 1}
    Ask    How do I descale it?
    Let Questions Fail    ${breaker_failures - 1}
    Circuit Breaker Should Be    bedrock    closed
    Let Questions Fail    1
    Circuit Breaker Should Be    bedrock    open


*** Keywords ***
Refused Calls Should Not Count
    [Documentation]    A request that fails because this service refuses a call is not a failure for its breaker.
    [Arguments]    ${service: str}    ${keyword: str}    @{arguments: Any}    &{which_call: Any}
    ${fault} =    Activate Fault    error    code=AccessDeniedException    &{which_call}
    Run Keyword    ${keyword}    @{arguments}    status=503
    Circuit Breaker Should Be    ${service}    closed    failures=0
    Deactivate Failure    ${fault}
    Let Dependency Fail    ${service}    ${keyword}    @{arguments}    times=1
    Circuit Breaker Should Be    ${service}    closed    failures=1
    Run Keyword    ${keyword}    @{arguments}

Failure Should Count
    [Documentation]    A question that fails with this error of the model is a failure for the breaker.
    [Arguments]    ${code: str}    ${status: int}
    ${fault} =    Activate Fault    error    service=bedrock-runtime    code=${code}
    Send New Question
    Response Status Should Be    ${status}
    Circuit Breaker Should Be    bedrock    closed    failures=1
    Deactivate Failure    ${fault}
    Close Circuit Breakers

Fault Should Count
    [Documentation]    A question that fails with this fault of the model is a failure for the breaker.
    [Arguments]    ${kind: str}    &{options: Any}
    ${fault} =    Activate Fault    ${kind}    service=bedrock-runtime    &{options}
    Send New Question
    Response Status Should Be    503
    Circuit Breaker Should Be    bedrock    closed    failures=1
    Deactivate Failure    ${fault}
    Close Circuit Breakers

Throttling Should Count
    [Documentation]    A request that this service throttles at each attempt is a failure for its breaker.
    [Arguments]    ${service: str}    ${code: str}    ${keyword: str}    @{arguments: Any}
    Circuit Breaker Should Be    ${service}    closed    failures=0
    ${fault} =    Activate Fault    error    service=${service}    code=${code}
    Run Keyword    ${keyword}    @{arguments}    status=503
    ${breaker} =    Circuit Breaker Should Be    ${service}    closed
    Number Should Be    ${breaker.failure_count}    at_least=1
    Deactivate Failure    ${fault}
    Run Keyword    ${keyword}    @{arguments}

Breaker Should Count Requests
    [Documentation]    One failed request less than the threshold leaves the breaker closed.
    [Arguments]    ${service: str}    ${keyword: str}    @{arguments: Any}
    VAR    ${times: int} =    ${breaker_failures - 1}
    Let Dependency Fail    ${service}    ${keyword}    @{arguments}    times=${times}
    Circuit Breaker Should Be    ${service}    closed    failures=${times}
