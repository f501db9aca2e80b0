*** Settings ***
Documentation    A dependency that keeps failing is not called for a while, then tried with care.

Resource         ../../resources/failures.resource

Test Setup       Sign In

Test Tags        error_handling    api-call    needs:fault-injection    needs:cost    needs:admin-user


*** Test Cases ***
Breaker Opens At The Failure Threshold And Not Before
    Let Questions Fail    ${breaker_failures - 1}
    Circuit Breaker Should Be    bedrock    closed    failures=${breaker_failures - 1}
    Let Questions Fail    1
    Circuit Breaker Should Be    bedrock    open

Open Breaker Refuses At Once Without Calling The Dependency
    Activate Failure    circuit_breaker_open
    Forget AWS Calls
    Ask    How do I descale it?    status=503
    ${error} =    Error Should Be Uniform    503    service_unavailable
    Number Should Be    ${error.retry_after}    at_most=${breaker_reset_seconds}
    AWS Should Not Be Called    bedrock*.*
    Daily Usage Should Have Grown By    0
    Deactivate Failure    circuit_breaker_open
    Ask    How do I descale it?

Invalid Question Is Invalid Even While The Breaker Is Open
    [Documentation]    A client that is told to try again later would never learn what is wrong.
    Activate Failure    circuit_breaker_open
    Ask    ${EMPTY}    status=400
    Error Should Be    400    validation_error    mentions=question
    Ask    How do I descale it?    status=503

Refusal Of An Open Breaker Says How Long To Wait
    [Documentation]    That is not less than the breaker is open then: whoever comes back earlier is refused again.
    [Tags]    needs:time-control
    Activate Failure    circuit_breaker_open
    FOR    ${pause}    IN    0    ${breaker_reset_seconds // 3}
        Advance Time By    ${pause} seconds
        Ask    How do I descale it?    status=503
        ${refusal} =    Error Should Be Uniform    503    service_unavailable
        ${breaker} =    Circuit Breaker Should Be    bedrock    open
        Number Should Be    ${refusal.retry_after}    at_least=${breaker.retry_after}
    END

Open Breaker Stays Open Until Its Reset Timeout
    [Documentation]    Undecided if the machine is so busy that the breaker need not be open any more.
    [Tags]    needs:time-control
    ${before} =    Get Backend Time
    Activate Failure    circuit_breaker_open
    Forget AWS Calls
    Advance Time By    ${breaker_reset_seconds * 0.8} seconds
    ${refused} =    Send New Question
    Skip If The Breaker May Have Tried Again    ${before}
    Should Be Equal    ${refused.status_code}    ${503}
    AWS Should Not Be Called    bedrock*.*
    Advance Time By    ${breaker_reset_seconds * 0.2} seconds
    Ask    How do I descale it?

Two Successes Close A Half-Open Breaker
    [Tags]    needs:time-control
    Activate Failure    circuit_breaker_open
    Advance Time By    ${breaker_reset_seconds + 1} seconds
    Circuit Breaker Should Be    bedrock    half_open
    Ask    How do I descale it?
    ${breaker} =    Circuit Breaker Should Be    bedrock    half_open
    Fields Should Be    ${breaker}    success_count=1    retry_after=${None}
    Ask    How do I clean it?
    ${breaker} =    Circuit Breaker Should Be    bedrock    closed    failures=0
    Fields Should Be    ${breaker}    retry_after=${None}

One Failure Reopens A Half-Open Breaker
    [Tags]    needs:time-control
    Activate Failure    circuit_breaker_open
    Advance Time By    ${breaker_reset_seconds + 1} seconds
    Circuit Breaker Should Be    bedrock    half_open
    Let Questions Fail    1
    Circuit Breaker Should Be    bedrock    open
    Forget AWS Calls
    Ask    How do I descale it?    status=503
    AWS Should Not Be Called    bedrock*.*

Failure After One Success Reopens A Half-Open Breaker
    [Tags]    needs:time-control
    Activate Failure    circuit_breaker_open
    Advance Time By    ${breaker_reset_seconds + 1} seconds
    Ask    How do I descale it?
    Let Questions Fail    1
    Circuit Breaker Should Be    bedrock    open

Successes Before A Half-Open Breaker Reopened Do Not Count
    [Documentation]    It takes two successes again.
    [Tags]    needs:time-control
    Activate Failure    circuit_breaker_open
    Advance Time By    ${breaker_reset_seconds + 1} seconds
    Ask    How do I descale it?
    Let Questions Fail    1
    Advance Time By    ${breaker_reset_seconds + 1} seconds
    Ask Something New
    Breaker Should Have Succeeded    half_open    1
    Ask Something New
    Circuit Breaker Should Be    bedrock    closed

Success Resets The Failure Count
    Let Questions Fail    ${breaker_failures - 1}
    Ask    How do I descale it?
    Let Questions Fail    ${breaker_failures - 1}
    Circuit Breaker Should Be    bedrock    closed
    Let Questions Fail    1
    Circuit Breaker Should Be    bedrock    open

Failures Open A Breaker However Long Ago They Were
    [Documentation]    They do so as long as none of the calls between them succeeds. The breaker is open from the last
    ...    one on.
    [Tags]    needs:time-control
    Let Questions Fail    1
    FOR    ${_}    IN RANGE    ${breaker_failures - 1}
        Advance Time By    ${breaker_reset_seconds + 60} seconds
        Let Questions Fail    1
    END
    Circuit Breaker Should Be    bedrock    open

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
    [Documentation]    A recording that nobody can read says nothing about the transcriber, which others go on using.
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

Requests Without A Call Change No Breaker
    [Documentation]    Neither an answer from the cache nor a refusal says whether the model works.
    [Tags]    needs:time-control
    Ask    How do I descale it?
    Let Questions Fail    ${breaker_failures - 1}
    Ask What The Model Is Not Asked
    Circuit Breaker Should Be    bedrock    closed    failures=${breaker_failures - 1}
    Let Questions Fail    1
    Circuit Breaker Should Be    bedrock    open
    Advance Time By    ${breaker_reset_seconds + 1} seconds
    Ask What The Model Is Not Asked
    Breaker Should Have Succeeded    half_open    0

Every Dependency Has A Breaker
    [Tags]    needs:destructive
    [Template]    Breaker Should Open
    s3    Upload Manual    thermostat.pdf
    transcribe    Transcribe    how-do-i-descale-it.wav
    dynamodb    Get Usage

Failed Request Is One Failure Of Its Dependency
    [Documentation]    It is one however many calls the request makes and tries again. The breaker of the model is
    ...    tested above; that of the database counts what is recorded meanwhile as well.
    [Tags]    needs:destructive
    [Template]    Breaker Should Count Requests
    s3    Upload Manual    thermostat.pdf
    transcribe    Transcribe    how-do-i-descale-it.wav

Breaker Of One Dependency Does Not Affect The Others
    Activate Failure    circuit_breaker_open
    ${transcript} =    Transcribe    how-do-i-descale-it.wav
    Should Be Equal    ${transcript.transcription}    How do I descale it?
    Circuit Breaker Should Be    transcribe    closed    failures=0
    Ask    How do I descale it?    status=503

Health Is Degraded While A Breaker Is Open
    Activate Failure    circuit_breaker_open
    Get Health
    Response Should Have    status=degraded
    Deactivate Failure    circuit_breaker_open
    Get Health
    Response Should Have    status=healthy

Health Depends On Whose Breaker Is Open
    [Documentation]    Nothing works without the database; without any other dependency, something does.
    [Tags]    needs:destructive
    [Template]    Health Should Be
    degraded    200    s3    Upload Manual    thermostat.pdf
    degraded    200    transcribe    Transcribe    how-do-i-descale-it.wav
    unhealthy    503    dynamodb    Get Usage

Health Is Degraded Until A Half-Open Breaker Closes
    [Tags]    needs:time-control
    Activate Failure    circuit_breaker_open
    Advance Time By    ${breaker_reset_seconds + 1} seconds
    Circuit Breaker Should Be    bedrock    half_open
    Get Health
    Response Should Have    status=degraded
    Ask    How do I descale it?
    Ask    How do I clean it?
    Get Health
    Response Should Have    status=healthy

Administrator Can Close A Breaker
    ${me} =    Get Current User
    Activate Failure    circuit_breaker_open
    Ask    How do I descale it?    status=503
    Sign In As Admin
    ${reset_breaker} =    Reset Circuit Breaker    bedrock
    Should Be Equal    ${reset_breaker.previous_state}    open
    Circuit Breaker Should Be    bedrock    closed    failures=0
    Switch To User    ${me}
    Ask    How do I descale it?

Administrator Can Close A Half-Open Breaker
    [Tags]    needs:time-control
    Activate Failure    circuit_breaker_open
    Advance Time By    ${breaker_reset_seconds + 1} seconds
    Ask    How do I descale it?
    Breaker Should Have Succeeded    half_open    1
    Sign In As Admin
    ${reset_breaker} =    Reset Circuit Breaker    bedrock
    Should Be Equal    ${reset_breaker.previous_state}    half_open
    Should Be Equal    ${reset_breaker.state}    closed
    Circuit Breaker Should Be    bedrock    closed    failures=0
    Breaker Should Have Succeeded    closed    0

Administrator Closes One Breaker And No Other
    [Tags]    needs:destructive
    Activate Failure    circuit_breaker_open
    ${fault} =    Activate Fault    error    service=s3    code=InternalError
    FOR    ${_}    IN RANGE    ${breaker_failures}
        Upload Manual    thermostat.pdf    status=503
    END
    Deactivate Failure    ${fault}
    Sign In As Admin
    Reset Circuit Breaker    bedrock
    Circuit Breaker Should Be    bedrock    closed
    Circuit Breaker Should Be    s3    open

Ordinary User Cannot Close A Breaker
    Activate Failure    circuit_breaker_open
    Reset Circuit Breaker    bedrock    status=403
    Error Should Be Uniform    403    forbidden
    Circuit Breaker Should Be    bedrock    open
    Close Circuit Breakers
    Circuit Breaker Should Be    bedrock    closed

Unknown Breaker Is Not Found
    Sign In As Admin
    Reset Circuit Breaker    bedrock
    Reset Circuit Breaker    weather    status=404
    Error Should Be Uniform    404    not_found


*** Keywords ***
Let Questions Fail
    [Documentation]    Ask this many questions while the model fails with this error.
    [Arguments]    ${count: int}    ${code: str}=InternalServerException
    ${fault} =    Activate Fault    error    service=bedrock-runtime    code=${code}
    FOR    ${_}    IN RANGE    ${count}
        Send New Question
        Response Status Should Be    503
    END
    Deactivate Failure    ${fault}

Skip If The Breaker May Have Tried Again
    [Documentation]    Nothing is decided once a breaker that opened after this moment may be half-open.
    [Arguments]    ${before: object}
    ${passed} =    Get Seconds Since    ${before}
    Skip If    $passed >= $breaker_reset_seconds    the reset timeout has passed: ${passed} s since before it opened

Ask What The Model Is Not Asked
    [Documentation]    A question whose answer is in the cache, and one that is not valid.
    ${repeated_answer} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${repeated_answer}
    Ask    ${EMPTY}    status=400

Breaker Should Have Succeeded
    [Documentation]    The breaker of the model is in this state, with so many successes.
    [Arguments]    ${state: str}    ${successes: int}
    ${breaker} =    Circuit Breaker Should Be    bedrock    ${state}
    Fields Should Be    ${breaker}    success_count=${successes}

Refused Calls Should Not Count
    [Documentation]    A request that fails because this service refuses a call is no failure for its breaker.
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

Health Should Be
    [Documentation]    What the service says of itself while the breaker of a dependency is open, and afterwards.
    [Arguments]    ${health: str}    ${status: int}    ${service: str}    ${keyword: str}    @{arguments: Any}
    Let Dependency Fail    ${service}    ${keyword}    @{arguments}
    Get Health    status=${status}
    Response Should Have    status=${health}
    Close Circuit Breakers
    Get Health
    Response Should Have    status=healthy

Breaker Should Open
    [Documentation]    After enough failures this service is not called until an administrator closes its breaker, which
    ...    says when it lets a call through again.
    [Arguments]    ${service: str}    ${keyword: str}    @{arguments: Any}
    Let Dependency Fail    ${service}    ${keyword}    @{arguments}
    Run Keyword    ${keyword}    @{arguments}    status=503
    Last Request Should Not Have Called    ${service}
    Open Breaker Should Say When It Ends    ${service}
    Close Circuit Breakers
    Run Keyword    ${keyword}    @{arguments}
    Last Request Should Have Called    ${service}

Breaker Should Count Requests
    [Documentation]    One failed request less than the threshold leaves the breaker closed.
    [Arguments]    ${service: str}    ${keyword: str}    @{arguments: Any}
    VAR    ${times: int} =    ${breaker_failures - 1}
    Let Dependency Fail    ${service}    ${keyword}    @{arguments}    times=${times}
    Circuit Breaker Should Be    ${service}    closed    failures=${times}

Open Breaker Should Say When It Ends
    [Documentation]    It says so in seconds, within the time that breakers stay open.
    [Arguments]    ${service: str}
    ${breaker} =    Circuit Breaker Should Be    ${service}    open
    Should Not Be Equal    ${breaker.retry_after}    ${None}
    Number Should Be    ${breaker.retry_after}    at_least=1    at_most=${breaker_reset_seconds}

Let Dependency Fail
    [Documentation]    Call this keyword, which needs the service, until its breaker has to open, or this often.
    [Arguments]    ${service: str}    ${keyword: str}    @{arguments: Any}    ${times: int}=${breaker_failures}
    ${fault} =    Activate Fault    error    service=${service}    code=InternalServerError
    FOR    ${_}    IN RANGE    ${times}
        Run Keyword    ${keyword}    @{arguments}    status=503
    END
    Deactivate Failure    ${fault}

Last Request Should Have Called
    [Documentation]    Calls of this service carry the trace id of the last request.
    [Arguments]    ${service: str}
    ${trace_id} =    Get Trace ID
    ${trace_ids_of_calls} =    Get Trace IDs Of Calls    ${service}
    Should Contain    ${trace_ids_of_calls}    ${trace_id}

Last Request Should Not Have Called
    [Documentation]    No call of this service carries the trace id of the last request.
    [Arguments]    ${service: str}
    ${trace_id} =    Get Trace ID
    ${trace_ids_of_calls} =    Get Trace IDs Of Calls    ${service}
    Should Not Contain    ${trace_ids_of_calls}    ${trace_id}
