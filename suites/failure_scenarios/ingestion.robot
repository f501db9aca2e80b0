*** Settings ***
Documentation    Ingestion jobs that hang, fail, or cannot be started.

Resource         ../../resources/failures.resource
Resource         ../../resources/users.resource

Test Setup       Sign In

Test Tags        chaos    api-call    needs:fault-injection    needs:cost    needs:destructive


*** Test Cases ***
Stuck Ingestion Leaves The Manual Processing
    Activate Fault    stuck    service=bedrock-agent    operation=GetIngestionJob    name=stuck job
    ${manual} =    Upload Manual    thermostat.pdf
    Wait Until Ingestion Begins    ${manual}
    Manual Should Be    ${manual}    status=${states}[processing]
    Listed Manual Should Be    ${manual}    status=${states}[processing]
    ${jobs} =    Get Ingestion Status
    Should Contain Any    ${jobs.jobs}[0][status]    ${states}[STARTING]    ${states}[IN_PROGRESS]
    Deactivate Failure    stuck job
    Wait Until Manual Is Indexed    ${manual}    timeout=10 s

Failed Ingestion Is Reported Without Internals
    [Tags]    cwe-209
    VAR    @{reasons} =    Could not read s3://manuel-manuals-prod-123456789012/manuals/secret.pdf
    VAR    &{job} =    status=FAILED    failureReasons=${reasons}
    VAR    &{patch} =    ingestionJob=${job}
    Activate Fault
    ...    stuck
    ...    service=bedrock-agent
    ...    operation=GetIngestionJob
    ...    patch=${patch}
    ${manual} =    Upload Manual    thermostat.pdf
    Run Keyword And Expect Error    *a failed ingestion*    Wait Until Manual Is Indexed    ${manual}    timeout=10 s
    ${status} =    Get Ingestion Status
    Response Should Reveal Nothing
    Response Should Have    jobs.0.status=${states}[FAILED]
    Should Not Be Empty    ${status.jobs}[0][failure_reasons]

Ingestion That Cannot Be Started Is Started Later
    [Template]    Manual Should Be Indexed After Its Start Failed With
    ConflictException
    ThrottlingException
    InternalServerException

Waiting Manual Is Indexed However Many Newer Ones Are Ready
    [Documentation]    A list asks about manuals that are not finished, and not about the first few of all.
    [Template]    Waiting Manual Should Be Indexed Behind
    thermostat.pdf    ready

Waiting Manual Is Indexed However Many Newer Ones Have Failed
    [Template]    Waiting Manual Should Be Indexed Behind
    scanned.pdf    failed

Job State That Cannot Be Read Is Read Again
    Activate Fault
    ...    error
    ...    service=bedrock-agent
    ...    operation=GetIngestionJob
    ...    code=AccessDeniedException
    ...    times=1
    ${manual} =    Upload Manual    coffee-machine.pdf
    Wait Until Manual Is Indexed    ${manual}    timeout=10 s
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7


*** Keywords ***
Waiting Manual Should Be Indexed Behind
    [Documentation]    A manual whose job could not be started becomes ready behind six newer ones in this state.
    [Arguments]    ${newer_file: str}    ${state: str}
    Sign In As A Fresh User
    Activate Fault
    ...    error
    ...    service=bedrock-agent
    ...    operation=StartIngestionJob
    ...    code=ConflictException
    ...    times=1
    Upload Manual    thermostat.pdf
    FOR    ${_}    IN RANGE    6
        ${newer} =    Upload Manual    ${newer_file}
        Manual Should Be    ${newer}    status=${states}[${state}]    timeout=10 s
    END
    Wait Until Keyword Succeeds    10 s    200 ms    Oldest Manual Should Be Ready

Oldest Manual Should Be Ready
    [Documentation]    The last one in the list of manuals, which no other request asks for.
    List Manuals
    Response Should Have    manuals.-1.status=${states}[ready]

Manual Should Be Indexed After Its Start Failed With
    [Documentation]    The job cannot be started on upload: the manual is accepted, and indexed a little later.
    [Arguments]    ${code: str}
    ${fault} =    Activate Fault    error    service=bedrock-agent    operation=StartIngestionJob    code=${code}
    ${manual} =    Upload Manual    thermostat.pdf
    Should Be Equal    ${manual.status}    ${states}[processing]
    Failure Should Have Happened    ${fault}
    Deactivate Failure    ${fault}
    Wait Until Manual Is Indexed    ${manual}    timeout=10 s
