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
    [Documentation]    The one that opened first lets a call through first.
    [Tags]    needs:time-control
    Let Transcriptions Fail    ${breaker_failures}
    Circuit Breaker Should Be    transcribe    open
    Advance Time By    ${breaker_reset_seconds * 0.6} seconds
    Activate Failure    circuit_breaker_open
    Advance Time By    ${breaker_reset_seconds * 0.4} seconds
    Circuit Breaker Should Be    transcribe    half_open
    Circuit Breaker Should Be    bedrock    open
    Ask    How do I descale it?    status=503
    Transcribe    how-do-i-descale-it.wav


*** Keywords ***
Let Transcriptions Fail
    [Documentation]    Send so many recordings while Transcribe fails.
    [Arguments]    ${count: int}
    ${fault} =    Activate Fault    error    service=transcribe    code=InternalFailureException
    FOR    ${_}    IN RANGE    ${count}
        Transcribe    how-do-i-descale-it.wav    status=503
    END
    Deactivate Failure    ${fault}
