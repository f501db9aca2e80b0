*** Settings ***
Documentation    What goes on while a circuit breaker is open, and while several are.

Resource         ../../resources/failures.resource

Test Setup       Sign In

Test Tags        error_handling    api-call    needs:fault-injection    needs:cost    needs:admin-user


*** Test Cases ***
Cached Answer Is Served While The Breaker Is Open
    [Documentation]    It needs nothing that the breaker protects.
    ${first_answer} =    Ask    How do I descale it?
    Activate Failure    circuit_breaker_open
    Ask    How do I clean it?    status=503
    ${cached_answer} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${cached_answer}
    Should Be Equal    ${cached_answer.answer}    ${first_answer.answer}
    Circuit Breaker Should Be    bedrock    open

Each Breaker Is Open For Its Own Time
    [Documentation]    The one that opened first lets a call through first. Nothing is decided if the machine is so busy
    ...    that the other need not be open any more.
    [Tags]    needs:time-control
    Let Dependency Fail    transcribe    Transcribe    how-do-i-descale-it.wav
    Circuit Breaker Should Be    transcribe    open
    Advance Time By    ${breaker_reset_seconds * 0.6} seconds
    ${before} =    Get Backend Time
    Activate Failure    circuit_breaker_open
    Advance Time By    ${breaker_reset_seconds * 0.4} seconds
    ${refused} =    Send New Question
    Skip If The Breaker May Have Tried Again    ${before}
    Should Be Equal    ${refused.status_code}    ${503}
    Transcribe    how-do-i-descale-it.wav

Recording Is Deleted While The Breaker Of The Transcriber Is Open
    [Documentation]    It may have been stored before the breaker was looked at. Nothing is charged.
    [Tags]    needs:aws-inspection
    Let Dependency Fail    transcribe    Transcribe    how-do-i-descale-it.wav
    Forget AWS Calls
    Transcribe    how-do-i-descale-it.wav    status=503
    Ask By Voice    how-do-i-descale-it.wav    status=503
    AWS Should Not Be Called    transcribe.*
    S3 Object Should Not Exist    audio
    Daily Usage Should Have Grown By    0
    Close Circuit Breakers
    Transcribe    how-do-i-descale-it.wav
