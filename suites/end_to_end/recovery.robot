*** Settings ***
Documentation    Journeys on which something fails, and that still reach their goal.

Resource         ../../resources/failures.resource
Resource         ../../resources/users.resource

Test Tags        e2e    api-call    needs:destructive    needs:cost


*** Test Cases ***
Question Is Answered After The Model Recovers
    [Documentation]    The question is refused with a time to wait, not charged, and answered when it is asked again.
    [Tags]    chaos    needs:fault-injection
    Sign In With Manual    coffee-machine.pdf
    Activate Failure    bedrock_throttling
    Ask    How do I descale it?    status=503
    ${error} =    Error Should Be    503    service_unavailable
    Number Should Be    ${error.retry_after}    at_least=1
    Deactivate Failure    bedrock_throttling
    Daily Usage Should Have Grown By    0
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7
    Daily Usage Should Have Grown By    1

Spoken Question Is Answered After Transcription Recovers
    [Tags]    chaos    needs:fault-injection    needs:aws-inspection
    Sign In With Manual    coffee-machine.pdf
    Activate Failure    transcribe_failure
    Ask By Voice    how-do-i-descale-it.wav    status=503
    S3 Object Should Not Exist    audio
    Deactivate Failure    transcribe_failure
    ${answer} =    Ask By Voice    how-do-i-descale-it.wav
    Answer Should Cite    ${answer}    coffee-machine    page=7
    Daily Usage Should Have Grown By    1

Upload That Failed Halfway Is Completed By Resubmitting It
    [Documentation]    The file could not be stored; the client sends it again under the same key, and has one manual.
    [Tags]    chaos    needs:fault-injection
    Sign In As A Fresh User
    Activate Fault    error    bucket=manuals    access=write    code=InternalError    name=full bucket
    Upload Manual    coffee-machine.pdf    idempotency_key=my-coffee-machine    status=503
    Deactivate Failure    full bucket
    ${page} =    List Manuals
    Should Be Empty    ${page.manuals}
    ${manual} =    Upload Manual    coffee-machine.pdf    idempotency_key=my-coffee-machine
    Wait Until Manual Is Indexed    ${manual}
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7

Open Breaker Closes By Itself
    [Documentation]    After too many failures the model is not called for a while; then it is, and answers.
    [Tags]    chaos    needs:fault-injection    needs:time-control
    Sign In With Manual    coffee-machine.pdf
    Activate Failure    bedrock_throttling
    FOR    ${number}    IN RANGE    ${breaker_failures}
        Ask    How do I descale it, number ${number}?    status=503
    END
    Deactivate Failure    bedrock_throttling
    Ask    How do I descale it?    status=503
    Advance Time By    ${breaker_reset_seconds + 1} seconds
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7

Invalid Request Is Corrected
    [Documentation]    Each error says what is wrong, so that the next attempt succeeds.
    Sign In As A Fresh User
    Upload Manual    not-a-pdf.pdf    status=400
    Error Should Be    400    validation_error    mentions=file_data
    Have Manual    coffee-machine.pdf
    Ask By Voice    silence.wav    status=400
    Error Should Be    400    validation_error    mentions=file_data
    ${answer} =    Ask By Voice    how-do-i-descale-it.wav
    Answer Should Cite    ${answer}    coffee-machine    page=7
    Daily Usage Should Have Grown By    1

Unreadable Manual Does Not Affect The Others
    [Documentation]    The ingestion of a scan fails; it is deleted, and the other manual is used as before.
    Sign In With Manual    coffee-machine.pdf
    ${scan} =    Upload Manual    scanned.pdf
    ${job_id} =    Wait Until Ingestion Begins    ${scan}
    ${job_history} =    Follow Ingestion Job    ${job_id}
    Should Not Be Empty    ${job_history}[-1][failure_reasons]
    Delete Manual    ${scan}
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7

Session Is Refreshed In The Middle Of A Journey
    [Documentation]    The same user goes on with new tokens and the same manual.
    Sign In With Manual    coffee-machine.pdf
    Remember Usage
    Refresh Tokens
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7
    Daily Usage Should Have Grown By    1

Impatient User Is Served After A Pause
    [Documentation]    The pause comes after too many requests, and is as long as the response asks for.
    [Tags]    needs:load    needs:time-control
    Sign In As A Fresh User
    Use Up Rate Limit
    Ask    How do I descale it?    status=429
    ${wait} =    Get Response Header    Retry-After
    Advance Time By    ${wait} seconds
    Ask    How do I descale it?
    Daily Usage Should Have Grown By    1
