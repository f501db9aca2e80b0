*** Settings ***
Documentation    Ingestion jobs that hang, fail, or cannot be started.

Resource         ../../resources/failures.resource
Resource         ../../resources/users.resource

Test Setup       Sign In

Test Tags        chaos    api-call    needs:fault-injection    needs:cost    needs:destructive


*** Test Cases ***
Stuck Ingestion Leaves The Manual Processing
    [Documentation]    Looking at it starts no other job: AWS allows few (Bedrock User Guide, "Quotas").
    [Tags]    needs:aws-inspection
    Activate Fault    stuck    service=bedrock-agent    operation=GetIngestionJob    name=stuck job
    ${manual} =    Upload Manual    thermostat.pdf
    Wait Until Ingestion Begins    ${manual}
    Forget AWS Calls
    Manual Should Be Shown As Processing    ${manual}
    AWS Should Not Be Called    bedrock-agent.StartIngestionJob
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

Stopped Ingestion Has Failed
    [Documentation]    Amazon Bedrock API Reference, "IngestionJob": a job that was stopped does not go on. Nothing of
    ...    its manual can be searched.
    ${manual} =    Upload Manual Whose Job Ends As    STOPPED
    Run Keyword And Expect Error    *a failed ingestion*    Wait Until Manual Is Indexed    ${manual}    timeout=10 s
    Get Ingestion Status
    Response Should Have    jobs.0.status=${states}[FAILED]
    Manual Should Be    ${manual}    status=${states}[failed]    chunks=0

Manual Is Ready Although Its Job Could Not Index Another Manual
    [Documentation]    A job indexes the documents of all users, and says of each which has failed.
    ${manual} =    Upload Manual Whose Job Ends As
    ...    COMPLETE
    ...    Could not read s3://manuals/manuals/another/${UNKNOWN_ID}.pdf
    Wait Until Manual Is Indexed    ${manual}    timeout=10 s
    ${status} =    Get Ingestion Status
    Response Should Have    jobs.0.status=${states}[COMPLETE]    jobs.0.statistics.documents_failed=0
    Should Be Empty    ${status.jobs}[0][failure_reasons]

Manual That Is Deleted While Its Job Runs Stays Deleted
    Activate Fault    stuck    service=bedrock-agent    operation=GetIngestionJob    name=stuck job
    ${manual} =    Upload Manual    thermostat.pdf
    ${job_id} =    Wait Until Ingestion Begins    ${manual}
    Ingestion Job Should Be    ${job_id}    status=${states}[IN_PROGRESS]
    Delete Manual    ${manual}
    Deactivate Failure    stuck job
    Wait Until Keyword Succeeds    10 s    200 ms    No Job Should Be Running
    Get Manual    ${manual}    status=404
    Manuals Should Be Listed As

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

Answer From Before A Manual Was Indexed Is Not Repeated
    [Documentation]    What was not found while the manual waited for its job is found as soon as it is ready.
    ${fault} =    Activate Fault
    ...    error
    ...    service=bedrock-agent
    ...    operation=StartIngestionJob
    ...    code=ConflictException
    ${manual} =    Upload Manual    coffee-machine.pdf
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite Nothing    ${answer}
    Deactivate Failure    ${fault}
    Wait Until Manual Is Indexed    ${manual}    timeout=10 s
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7

Job Has The Times Of Its Beginning And Its End
    [Documentation]    A minute separates the two here.
    [Tags]    needs:time-control
    ${before} =    Get Backend Time
    ${job_id} =    Begin A Job That Is Stuck
    ${begun} =    Get Backend Time
    Advance Time By    1 minute
    ${advanced} =    Get Backend Time
    Deactivate Failure    stuck job
    ${job} =    Wait Until Keyword Succeeds    10 s    200 ms    Ingestion Job Should Be    ${job_id}
    ...    status=${states}[COMPLETE]
    ${ended} =    Get Backend Time
    Time Should Be Between    ${job.created_at}    ${before}    ${begun}
    Time Should Be Between    ${job.updated_at}    ${advanced}    ${ended}

Lists Need No Job State That Can Be Read
    [Documentation]    While Bedrock does not say how far a job is, its manual is in processing.
    VAR    &{every_look} =    service=bedrock-agent    operation=GetIngestionJob    code=AccessDeniedException
    Activate Fault    error    name=silent Bedrock    &{every_look}
    ${manual} =    Upload Manual    thermostat.pdf
    Wait Until Ingestion Begins    ${manual}
    Newest Entry Should Be    List Manuals    manuals    id=${manual.manual_id}    status=${states}[processing]
    Newest Entry Should Be
    ...    Get Ingested Files
    ...    files
    ...    manual_id=${manual.manual_id}
    ...    status=${states}[processing]
    Newest Entry Should Be    Get Ingestion Status    jobs    manual_id=${manual.manual_id}
    Deactivate Failure    silent Bedrock
    Wait Until Manual Is Indexed    ${manual}    timeout=10 s

Manual Whose New State Could Not Be Written Becomes Ready
    [Documentation]    Its job is known to be complete by then, so nothing else would change the manual any more.
    ${manual} =    Upload Manual    thermostat.pdf
    Activate Fault    error    table=usage    operation=TransactWriteItems    code=AccessDeniedException    name=full
    Wait Until Keyword Succeeds    30 s    500 ms    Newest Job Should Be Complete
    Failure Should Have Happened    full
    Deactivate Failure    full
    Wait Until Manual Is Indexed    ${manual}    timeout=10 s

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

Job Of A Deleted Manual Keeps Its Times
    [Documentation]    It may be gone with its manual; if not, it ends once, and nothing is updated by looking at it.
    [Tags]    needs:time-control
    Begin A Job That Is Stuck
    ${jobs} =    Get Ingestion Status
    Delete Manual    ${jobs.jobs}[0][manual_id]
    Deactivate Failure    stuck job
    Wait Until Keyword Succeeds    10 s    200 ms    No Job Should Be Running
    ${before} =    Get Ingestion Status
    Advance Time By    1 minute
    ${after} =    Get Ingestion Status
    Lists Should Be Equal    ${after.jobs}    ${before.jobs}

Throttled Calls About A Job Are Repeated
    [Documentation]    A job is started with the upload, and its end is known at the first look.
    [Tags]    needs:aws-inspection
    VAR    &{throttling} =    service=bedrock-agent    code=ThrottlingException    times=1
    ${of_start} =    Activate Fault    error    operation=StartIngestionJob    &{throttling}
    ${manual} =    Upload Manual    thermostat.pdf
    Failure Should Have Happened    ${of_start}    times=1
    AWS Calls Should Be    bedrock-agent.StartIngestionJob    calls=1    attempts=2    errors=1
    ${of_look} =    Activate Fault    error    operation=GetIngestionJob    &{throttling}
    Get Manual    ${manual}
    Failure Should Have Happened    ${of_look}    times=1
    AWS Calls Should Be    bedrock-agent.GetIngestionJob    calls=1    attempts=2    errors=1


*** Keywords ***
Newest Job Should Be Complete
    [Documentation]    It is the first one in the list.
    Get Ingestion Status
    Response Should Have    jobs.0.status=COMPLETE

Manual Should Be Shown As Processing
    [Documentation]    It is processing by itself, in the list, and by its job, which is the newest one.
    [Arguments]    ${manual: object}
    Manual Should Be    ${manual}    status=${states}[processing]
    Listed Manual Should Be    ${manual}    status=${states}[processing]
    ${jobs} =    Get Ingestion Status
    Should Contain Any    ${jobs.jobs}[0][status]    ${states}[STARTING]    ${states}[IN_PROGRESS]

Begin A Job That Is Stuck
    [Documentation]    Upload a manual, look at its job, which goes on once the failure `stuck job` has ended, and
    ...    return its id.
    Activate Fault    stuck    service=bedrock-agent    operation=GetIngestionJob    name=stuck job
    ${manual} =    Upload Manual    thermostat.pdf
    ${job_id} =    Wait Until Ingestion Begins    ${manual}
    Get Ingestion Job    ${job_id}
    RETURN    ${job_id}

Newest Entry Should Be
    [Documentation]    Get a list, and compare the first of its entries.
    [Arguments]    ${list: str}    ${member: str}    &{fields: str}
    ${page} =    Run Keyword    ${list}    status=200
    Should Not Be Empty    ${page}[${member}]
    Fields Should Be    ${page}[${member}][0]    &{fields}

Upload Manual Whose Job Ends As
    [Documentation]    Return the manual; Bedrock says that its job has this state, and fails for these reasons.
    [Arguments]    ${state: str}    @{reasons: str}
    VAR    &{job} =    status=${state}    failureReasons=${reasons}
    VAR    &{patch} =    ingestionJob=${job}
    Activate Fault    stuck    service=bedrock-agent    operation=GetIngestionJob    patch=${patch}
    ${manual} =    Upload Manual    thermostat.pdf
    RETURN    ${manual}

No Job Should Be Running
    [Documentation]    None of the user's jobs is starting or in progress. A job may be gone with its manual.
    ${status} =    Get Ingestion Status
    ${states_of_jobs} =    Get Values    ${status.jobs}    status
    Should Not Contain Any    ${states_of_jobs}    ${states}[STARTING]    ${states}[IN_PROGRESS]

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
    Skip If
    ...    $breaker_failures < 3
    ...    the breaker opens after ${breaker_failures} failures; the start fails twice here
    ${fault} =    Activate Fault    error    service=bedrock-agent    operation=StartIngestionJob    code=${code}
    ${manual} =    Upload Manual    thermostat.pdf
    Should Be Equal    ${manual.status}    ${states}[processing]
    Failure Should Have Happened    ${fault}
    Get Ingested Files
    Response Should Have    files.0.manual_id=${manual.manual_id}    files.0.job_id=${None}
    Deactivate Failure    ${fault}
    Wait Until Manual Is Indexed    ${manual}    timeout=10 s
