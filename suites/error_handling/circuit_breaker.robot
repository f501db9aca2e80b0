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

Open Breaker Sends Retry-After
    [Documentation]    It is at least the time that the breaker stays open, which gets shorter: an earlier request would
    ...    be refused. Each refusal has its own time.
    [Tags]    needs:time-control
    Activate Failure    circuit_breaker_open
    FOR    ${pause}    IN    0    ${breaker_reset_seconds // 3}
        Advance Time By    ${pause} seconds
        ${now} =    Get Backend Time
        Ask    How do I descale it?    status=503
        ${refusal} =    Error Should Be Uniform    503    service_unavailable
        Number Should Be    ${refusal.timestamp}    at_least=${now.timestamp()}
        ${breaker} =    Circuit Breaker Should Be    bedrock    open
        Number Should Be    ${breaker.retry_after}    at_most=${breaker_reset_seconds - ${pause}}
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

Reopened Breaker Is Open As Long As At First
    [Documentation]    However often it has opened, it tries again after the same time, and two successes close it.
    [Tags]    needs:time-control
    Activate Failure    circuit_breaker_open
    FOR    ${_}    IN RANGE    2
        Advance Time By    ${breaker_reset_seconds + 1} seconds
        Circuit Breaker Should Be    bedrock    half_open
        Let Questions Fail    1
        ${breaker} =    Circuit Breaker Should Be    bedrock    open
        Number Should Be    ${breaker.retry_after}    at_least=${breaker_reset_seconds / 2}
        ...    at_most=${breaker_reset_seconds}
    END
    Advance Time By    ${breaker_reset_seconds + 1} seconds
    Ask    How do I descale it?
    Ask    How do I clean it?
    Circuit Breaker Should Be    bedrock    closed

Refused Call Does Not Reopen A Half-Open Breaker
    [Documentation]    A dependency that refuses a call works, and is not the one to blame.
    [Tags]    needs:time-control
    Activate Failure    circuit_breaker_open
    Advance Time By    ${breaker_reset_seconds + 1} seconds
    Circuit Breaker Should Be    bedrock    half_open
    Let Questions Fail    1    code=AccessDeniedException
    Circuit Breaker Should Be    bedrock    half_open
    Ask    How do I descale it?
    Ask    How do I clean it?
    Circuit Breaker Should Be    bedrock    closed

Timeout Reopens A Half-Open Breaker
    [Documentation]    A dependency that does not answer in time has not recovered.
    [Tags]    needs:time-control
    Activate Failure    circuit_breaker_open
    Advance Time By    ${breaker_reset_seconds + 1} seconds
    Circuit Breaker Should Be    bedrock    half_open
    Activate Fault    error    service=bedrock-runtime    code=ModelTimeoutException
    Ask    How do I descale it?    status=504
    Circuit Breaker Should Be    bedrock    open

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

Requests Without A Call Change No Breaker
    [Documentation]    Neither an answer from the cache nor a refusal says whether the model works.
    [Tags]    needs:time-control
    Ask    How do I descale it?
    Let Questions Fail    ${breaker_failures - 1}
    Ask Without Calling The Model
    Circuit Breaker Should Be    bedrock    closed    failures=${breaker_failures - 1}
    Let Questions Fail    1
    Circuit Breaker Should Be    bedrock    open
    Advance Time By    ${breaker_reset_seconds + 1} seconds
    Ask Without Calling The Model
    Breaker Should Have Succeeded    half_open    0

Every Dependency Has A Breaker
    [Tags]    needs:destructive
    [Template]    Breaker Should Open
    s3    Upload Manual    thermostat.pdf
    transcribe    Transcribe    how-do-i-descale-it.wav
    dynamodb    Get Usage

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

Refused Reset Closes No Breaker
    [Documentation]    An administrator who asks for an unknown version gets an error and nothing else.
    Activate Failure    circuit_breaker_open
    Sign In As Admin
    VAR    &{headers} =    API-Version=9.9
    Send Request    POST    /health/circuit-breakers/bedrock/reset    headers=${headers}    status=400
    Error Should Be Uniform    400    unsupported_version
    Circuit Breaker Should Be    bedrock    open
    Reset Circuit Breaker    bedrock
    Circuit Breaker Should Be    bedrock    closed

Unknown Breaker Is Not Found
    Sign In As Admin
    Reset Circuit Breaker    bedrock
    Reset Circuit Breaker    weather    status=404
    Error Should Be Uniform    404    not_found

Success Of An Earlier Call Does Not Close An Open Breaker
    [Documentation]    It says nothing about the failures that came after its beginning.
    Activate Fault    hang    service=bedrock-runtime    times=1    name=slow model
    VAR    &{body} =    question=How do I clean it?
    ${question} =    Begin Request    POST /api/query    json=${body}
    Wait Until Keyword Succeeds    10 s    50 ms    Failure Should Have Happened    slow model    times=1
    Let Questions Fail    ${breaker_failures}
    Deactivate Failure    slow model
    Finish Request    ${question}    status=200
    Circuit Breaker Should Be    bedrock    open
    Ask    How do I descale it?    status=503


*** Keywords ***
Ask Without Calling The Model
    [Documentation]    A question whose answer is in the cache, and one that is not valid.
    ${repeated_answer} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${repeated_answer}
    Ask    ${EMPTY}    status=400

Breaker Should Have Succeeded
    [Documentation]    The breaker of the model is in this state, with this number of successes.
    [Arguments]    ${state: str}    ${successes: int}
    ${breaker} =    Circuit Breaker Should Be    bedrock    ${state}
    Fields Should Be    ${breaker}    success_count=${successes}

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
    Open Breaker Should Send Its End    ${service}
    Close Circuit Breakers
    Run Keyword    ${keyword}    @{arguments}
    Last Request Should Have Called    ${service}

Open Breaker Should Send Its End
    [Documentation]    It says so in seconds, within the time that breakers stay open.
    [Arguments]    ${service: str}
    ${breaker} =    Circuit Breaker Should Be    ${service}    open
    Should Not Be Equal    ${breaker.retry_after}    ${None}
    Number Should Be    ${breaker.retry_after}    at_least=1    at_most=${breaker_reset_seconds}

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
