*** Settings ***
Documentation    Transient errors are retried, with pauses and a limit; permanent errors are not.

Resource         ../../resources/failures.resource

Test Setup       Sign In

Test Tags        error_handling    api-call    needs:fault-injection    needs:cost


*** Test Cases ***
Model Throttled Twice Is Asked A Third Time
    [Tags]    needs:destructive
    Have Manual    coffee-machine.pdf
    Activate Failure    bedrock_throttling    times=2    operation=InvokeModel
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7
    AWS Calls Should Be    bedrock-runtime.InvokeModel    calls=1    attempts=3    errors=2
    Daily Usage Should Have Grown By    1

Transient Errors Of The Model Are Retried
    [Template]    Model Should Be Called Again After
    ThrottlingException
    ServiceUnavailableException
    InternalServerException
    ModelTimeoutException

Transient Errors Of Every Dependency Are Retried
    [Tags]    needs:destructive
    [Template]    Failed Call Should Be Retried
    ThrottlingException    Ask    How do I descale it?    service=bedrock-agent-runtime
    ProvisionedThroughputExceededException    Get Usage    table=usage    access=read
    InternalServerError    Get Quota    table=usage    access=read
    InternalServerError    Ask    How do I clean it?    table=usage    operation=UpdateItem
    ThrottlingException    List Manuals    table=rate-limit    access=write
    SlowDown    Upload Manual    thermostat.pdf    bucket=manuals    access=write
    InternalError    Upload Manual    coffee-machine.pdf    bucket=manuals    access=write
    InternalFailureException    Transcribe    how-do-i-descale-it.wav    operation=StartTranscriptionJob
    LimitExceededException    Transcribe    how-do-i-descale-it.wav    operation=GetTranscriptionJob
    SlowDown    Transcribe    how-do-i-descale-it.wav    service=s3    access=read

Throttled Calls Of A Deletion Are Retried
    [Tags]    needs:destructive
    ${manual} =    Upload Manual    thermostat.pdf
    VAR    ${throttled} =    ProvisionedThroughputExceededException
    ${of_look} =    Activate Fault    error    times=1    table=usage    operation=GetItem    code=${throttled}
    ${of_table} =    Activate Fault    error    times=1    table=usage    access=write    code=${throttled}
    ${of_bucket} =    Activate Fault    error    times=1    bucket=manuals    access=write    code=SlowDown
    Delete Manual    ${manual}
    Failure Should Have Happened    ${of_look}    times=1
    Failure Should Have Happened    ${of_table}    times=1
    Failure Should Have Happened    ${of_bucket}    times=1
    Get Manual    ${manual}    status=404

Conflicting Transaction Is Repeated
    [Documentation]    DynamoDB cancels one that conflicts with another, as it does when a condition fails (API
    ...    Reference, "TransactWriteItems").
    [Tags]    needs:aws-inspection    needs:destructive
    Skip Unless Uploads Are Transactions
    ${conflict_of_upload} =    Let Next Transaction Conflict
    ${manual} =    Upload Manual    thermostat.pdf
    Failure Should Have Happened    ${conflict_of_upload}    times=1
    Get Manual    ${manual}
    ${conflict_of_deletion} =    Let Next Transaction Conflict
    Delete Manual    ${manual}
    Failure Should Have Happened    ${conflict_of_deletion}    times=1
    Get Manual    ${manual}    status=404

Transaction That Is Throttled Is Repeated
    [Documentation]    A table that is busy cancels a transaction as well, with other reasons than a conflict.
    [Tags]    needs:aws-inspection    needs:destructive
    Skip Unless Uploads Are Transactions
    FOR    ${reason}    IN    ProvisionedThroughputExceeded    ThrottlingError
        ${throttling} =    Let Next Transaction Be Cancelled    ${reason}
        ${manual} =    Upload Manual    thermostat.pdf
        Failure Should Have Happened    ${throttling}    times=1
        Get Manual    ${manual}
    END

Retried Upload Sends The File From Its Beginning
    [Documentation]    A file of which the first attempt has read something is sent from its beginning again.
    [Tags]    needs:destructive
    VAR    &{busy} =    operation=PutObject    code=SlowDown    times=1
    ${busy_with_manual} =    Activate Fault    error    bucket=manuals    key=*.pdf    &{busy}
    ${uploaded} =    Upload Manual    thermostat.pdf
    Failure Should Have Happened    ${busy_with_manual}    times=1
    ${manual} =    Get Manual    ${uploaded}
    Link Should Lead To File    ${manual.pdf_url}    thermostat.pdf
    ${busy_with_recording} =    Activate Fault    error    bucket=audio    &{busy}
    ${transcript} =    Transcribe    how-do-i-descale-it.wav
    Failure Should Have Happened    ${busy_with_recording}    times=1
    Should Be Equal    ${transcript.transcription}    How do I descale it?

Permanent Errors Are Not Retried
    [Documentation]    A retry would be refused as well: not valid, not allowed, not found.
    [Template]    Model Should Be Called Only Once After
    ValidationException
    AccessDeniedException
    ResourceNotFoundException

Permanent Errors Of Every Dependency Are Not Retried
    [Tags]    needs:destructive
    [Template]    Failed Call Should Be Final
    Ask    How do I descale it?    service=bedrock-agent-runtime
    Get Usage    table=usage    access=read
    Upload Manual    thermostat.pdf    bucket=manuals    access=write
    Transcribe    how-do-i-descale-it.wav    operation=StartTranscriptionJob

Broken Connection Is Retried
    Activate Fault    reset    service=bedrock-runtime    times=1
    ${answer} =    Ask    How do I descale it?
    Should Not Be Empty    ${answer.answer}
    AWS Calls Should Be    bedrock-runtime.InvokeModel    calls=1    attempts=2    errors=1

Throttling That Lasts Is Not Blamed On The User
    [Documentation]    A dependency has limits of its own; the user has sent one request. The status is 503, not 429.
    [Tags]    needs:destructive
    [Template]    Throttled Request Should Be Refused With 503
    ThrottlingException    Ask    How do I descale it?    service=bedrock-agent-runtime
    SlowDown    Upload Manual    thermostat.pdf    bucket=manuals    access=write
    LimitExceededException    Transcribe    how-do-i-descale-it.wav    operation=StartTranscriptionJob
    ProvisionedThroughputExceededException    Get Usage    table=usage    access=read

Retries Back Off With Jitter
    [Documentation]    "Exponential Backoff And Jitter", AWS Architecture Blog. Answers keep the circuit breaker closed.
    FOR    ${_}    IN RANGE    6
        Let A Question Fail    ThrottlingException
        Ask Something New
    END
    Retries Should Back Off    bedrock-runtime.InvokeModel

Retries Are Limited
    Activate Fault    error    service=bedrock-runtime    code=InternalServerException    name=broken model
    Ask    How do I descale it?    status=503
    ${attempts} =    Get AWS Calls    bedrock-runtime.InvokeModel
    ${attempts_of_the_model} =    Get Length    ${attempts}
    Number Should Be    ${attempts_of_the_model}    at_least=2    at_most=6
    Deactivate Failure    broken model
    Ask    How do I descale it?

Each Attempt Carries The Trace ID Of Its Request
    Activate Failure    bedrock_throttling    times=1
    Ask    How do I descale it?
    ${trace_id} =    Get Trace ID
    ${trace_ids_of_attempts} =    Get Trace IDs Of Calls    bedrock-runtime
    VAR    @{expected} =    ${trace_id}    ${trace_id}
    Lists Should Be Equal    ${trace_ids_of_attempts}    ${expected}

Calls Of Every Dependency Carry The Trace ID Of Their Request
    [Tags]    needs:destructive
    [Template]    Calls Should Carry The Trace ID
    Upload Manual    thermostat.pdf    dependencies=dynamodb,s3,bedrock-agent
    Ask By Voice    how-do-i-descale-it.wav    dependencies=dynamodb,s3,transcribe,bedrock-agent-runtime


*** Keywords ***
Skip Unless Uploads Are Transactions
    [Documentation]    Nothing else conflicts.
    Upload Manual    thermostat.pdf
    @{transactions} =    Get AWS Calls    dynamodb.TransactWriteItems
    Skip If    not $transactions    manuals are uploaded without transactions here

Let Next Transaction Conflict
    [Documentation]    Return the failure.
    ${conflict} =    Let Next Transaction Be Cancelled    TransactionConflict
    RETURN    ${conflict}

Let Next Transaction Be Cancelled
    [Documentation]    Let it be cancelled for this reason, and return the failure.
    [Arguments]    ${code: str}
    VAR    &{reason} =    Code=${code}    Message=The transaction was cancelled
    VAR    @{reasons} =    ${reason}
    VAR    &{members} =    CancellationReasons=${reasons}
    ${cancellation} =    Activate Fault
    ...    error
    ...    table=usage
    ...    operation=TransactWriteItems
    ...    code=TransactionCanceledException
    ...    members=${members}
    ...    times=1
    RETURN    ${cancellation}

Model Should Be Called Again After
    [Documentation]    The model fails once with this code, and the question is still answered.
    [Arguments]    ${code: str}
    Forget AWS Calls
    ${fault} =    Activate Fault    error    service=bedrock-runtime    code=${code}    times=1
    ${answer} =    Ask    What does ${code} mean?
    Should Not Be Empty    ${answer.answer}
    AWS Calls Should Be    bedrock-runtime.InvokeModel    attempts=2    errors=1
    Deactivate Failure    ${fault}

Failed Call Should Be Retried
    [Documentation]    A call fails once with this code, and the request is still served.
    [Arguments]    ${code: str}    ${keyword: str}    @{arguments: Any}    &{which_call: Any}
    ${fault} =    Activate Fault    error    code=${code}    times=1    &{which_call}
    Run Keyword    ${keyword}    @{arguments}
    Failure Should Have Happened    ${fault}    times=1
    Deactivate Failure    ${fault}

Throttled Request Should Be Refused With 503
    [Documentation]    A call is throttled at each attempt, the request fails with it, and is served afterwards.
    [Arguments]    ${code: str}    ${keyword: str}    @{arguments: Any}    &{which_call: Any}
    ${fault} =    Activate Fault    error    code=${code}    &{which_call}
    Run Keyword    ${keyword}    @{arguments}    status=503
    Error Should Be Uniform    503    service_unavailable
    Deactivate Failure    ${fault}
    Run Keyword    ${keyword}    @{arguments}

Failed Call Should Be Final
    [Documentation]    AWS refuses a call, the request fails with it, and the call was made once.
    [Arguments]    ${keyword: str}    @{arguments: Any}    &{which_call: Any}
    ${fault} =    Activate Fault    error    code=AccessDeniedException    &{which_call}
    Run Keyword    ${keyword}    @{arguments}    status=503
    Failure Should Have Happened    ${fault}    times=1
    Deactivate Failure    ${fault}
    Run Keyword    ${keyword}    @{arguments}

Calls Should Carry The Trace ID
    [Documentation]    The calls that a request makes of these dependencies have its trace id.
    [Arguments]    ${keyword: str}    @{arguments: Any}    ${dependencies: str}
    Forget AWS Calls
    Run Keyword    ${keyword}    @{arguments}
    ${trace_id} =    Get Trace ID
    VAR    @{expected} =    ${trace_id}
    FOR    ${dependency}    IN    @{dependencies.split(",")}
        ${trace_ids} =    Get Trace IDs Of Calls    ${dependency}
        ${trace_ids_of_calls} =    Remove Duplicates    ${trace_ids}
        Lists Should Be Equal    ${trace_ids_of_calls}    ${expected}
    END

Model Should Be Called Only Once After
    [Documentation]    The model fails with this code, and is not called again until the next question.
    [Arguments]    ${code: str}
    Forget AWS Calls
    ${fault} =    Activate Fault    error    service=bedrock-runtime    code=${code}
    Ask    What does ${code} mean?    status=503
    AWS Calls Should Be    bedrock-runtime.InvokeModel    calls=1    attempts=1
    Deactivate Failure    ${fault}
    Ask    What does ${code} mean?
