*** Settings ***
Documentation    A call that hangs is given up in time and retried; if no response comes at all, the request times out.

Resource         ../../resources/failures.resource

Test Setup       Sign In

Test Tags        error_handling    api-call    needs:fault-injection    needs:cost    slow


*** Test Cases ***
Call Without An Answer Times Out And Is Retried
    Activate Fault    hang    service=bedrock-agent-runtime    operation=Retrieve    attempt=1
    ${answer} =    Ask    How do I descale it?
    Should Not Be Empty    ${answer.answer}
    AWS Calls Should Be    bedrock-agent-runtime.Retrieve    calls=1    attempts=2    errors=1

Hanging Call Of Every Dependency Is Retried
    [Documentation]    A timeout that is longer than the gateway's would end the request.
    [Tags]    needs:destructive
    [Template]    Hanging Call Should Be Retried
    Get Usage    table=usage    access=read
    Upload Manual    thermostat.pdf    bucket=manuals    access=write
    Transcribe    how-do-i-descale-it.wav    operation=StartTranscriptionJob
    Transcribe    how-do-i-descale-it.wav    service=s3    access=read

Dependency That Never Responds Is A Timeout
    [Documentation]    Whichever it is: 504 says that trying again may help, long before the gateway gives up.
    [Tags]    needs:destructive
    [Template]    Request Should Time Out
    Get Usage    table=usage    access=read
    Upload Manual    thermostat.pdf    bucket=manuals    access=write
    Ask    How do I descale it?    service=bedrock-agent-runtime

Transcription That Is Never Answered Is A Timeout
    [Documentation]    It is one also where the transcript cannot be read, for which AWS has no client of its own.
    [Template]    Request Should Time Out
    Transcribe    how-do-i-descale-it.wav    operation=StartTranscriptionJob
    Transcribe    how-do-i-descale-it.wav    service=s3    access=read


*** Keywords ***
Hanging Call Should Be Retried
    [Documentation]    A call gets no answer once, and the request is still served.
    [Arguments]    ${keyword: str}    @{arguments: Any}    &{which_call: Any}
    ${fault} =    Activate Fault    hang    times=1    &{which_call}
    Run Keyword    ${keyword}    @{arguments}
    Failure Should Have Happened    ${fault}    times=1
    Deactivate Failure    ${fault}

Request Should Time Out
    [Documentation]    While these calls hang the request fails with 504, and is served afterwards.
    [Arguments]    ${keyword: str}    @{arguments: Any}    &{which_call: Any}
    ${fault} =    Activate Fault    hang    &{which_call}
    Run Keyword    ${keyword}    @{arguments}    status=504
    Error Should Be Uniform    504    dependency_timeout
    Response Time Should Be    less_than=27 s
    Deactivate Failure    ${fault}
    Run Keyword    ${keyword}    @{arguments}
