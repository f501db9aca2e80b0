*** Settings ***
Documentation    Speech recognition fails: nothing is charged, and no recording is left behind.

Resource         ../../resources/failures.resource
Resource         ../../resources/recordings.resource

Test Setup       Sign In

Test Tags        chaos    api-call    needs:fault-injection    needs:aws-inspection    needs:cost


*** Test Cases ***
Recording Is Deleted Whatever Fails
    [Template]    Failed Transcription Should Leave Nothing Behind
    error    service=transcribe    operation=StartTranscriptionJob    code=BadRequestException
    error    service=transcribe    operation=StartTranscriptionJob    code=InternalFailureException
    error    service=transcribe    operation=GetTranscriptionJob    code=InternalFailureException
    malformed    service=transcribe    operation=GetTranscriptionJob    content=html
    malformed    service=s3    access=read    content=half
    error    bucket=audio    operation=PutObject    phase=after    code=InternalError

Recording Is Deleted After A Successful Transcription
    [Documentation]    It is not deleted before: a job that waits for its turn reads its recording later.
    Activate Fault    stuck    service=transcribe    operation=GetTranscriptionJob    name=waiting job
    VAR    &{body} =    audio_data=${RECORDING}    content_type=audio/wav
    ${transcription} =    Begin Request    POST /api/transcribe    json=${body}
    AWS Should Be Called    transcribe.GetTranscriptionJob    timeout=10 s
    S3 Object Should Exist    audio    *
    Deactivate Failure    waiting job
    Finish Request    ${transcription}    status=200
    AWS Calls Should Be    s3.ObjectCreated    calls=1
    S3 Object Should Not Exist    audio
    AWS Calls Should Be    transcribe.DeleteTranscriptionJob    calls=1

Transcription That Never Ends Times Out
    [Documentation]    It counts for the circuit breaker, as any call that ends too late does.
    [Tags]    slow
    ${before} =    Circuit Breaker Should Be    transcribe    closed
    Activate Fault    stuck    service=transcribe    operation=GetTranscriptionJob    name=stuck job
    Transcribe    how-do-i-descale-it.wav    status=504
    ${error} =    Error Should Be Uniform    504    dependency_timeout
    S3 Object Should Not Exist    audio
    Queue Should Hold    dead-letter    request_id=${error.request_id}    service=transcribe
    Circuit Breaker Should Be    transcribe    closed    failures=${before.failure_count + 1}
    Deactivate Failure    stuck job
    Daily Usage Should Have Grown By    0
    Transcribe    how-do-i-descale-it.wav

Failed Transcription Job Fails The Request
    Script Transcript    *    failure_reason=Internal error in eu-west-1.
    Transcribe    how-do-i-descale-it.wav    status=503
    Error Should Be Uniform    503    service_unavailable
    S3 Object Should Not Exist    audio
    Remove Scripts
    Daily Usage Should Have Grown By    0
    Transcribe    how-do-i-descale-it.wav

Slow Transcription Is Asked For Now And Then
    [Documentation]    AWS limits the requests of an account ("Amazon Transcribe endpoints and quotas").
    Transcribe    how-do-i-descale-it.wav
    Forget AWS Calls
    Activate Fault    stuck    1 second    service=transcribe    operation=GetTranscriptionJob
    Transcribe    how-do-i-descale-it.wav
    ${attempts} =    Get AWS Calls    transcribe.GetTranscriptionJob
    ${number_of_attempts} =    Get Length    ${attempts}
    Number Should Be    ${number_of_attempts}    at_least=1    at_most=20

Slow Transcription Is Part Of The Response Time
    [Documentation]    The time that an answer states is the user's: from the recording on.
    Activate Fault    latency    service=transcribe    operation=StartTranscriptionJob    delay=800ms
    ${answer} =    Ask By Voice    how-do-i-descale-it.wav
    Number Should Be    ${answer.response_time_ms}    at_least=800

Lost Response To A Job Start Creates One Job
    Activate Fault    reset    service=transcribe    operation=StartTranscriptionJob    phase=after    times=1
    ${transcript} =    Transcribe    how-do-i-descale-it.wav
    Should Be Equal    ${transcript.transcription}    How do I descale it?
    AWS Calls Should Be    transcribe.DeleteTranscriptionJob    calls=1
    Daily Usage Should Have Grown By    1

Job That Cannot Be Deleted Does Not Affect The Answer
    [Documentation]    It does not affect a refusal either. The same holds if S3 does not say whether it has deleted the
    ...    recording.
    Activate Fault    error    service=transcribe    operation=DeleteTranscriptionJob    code=BadRequestException
    Activate Fault    error    bucket=audio    operation=DeleteObject*    phase=after    code=AccessDenied
    ${transcript} =    Transcribe    how-do-i-descale-it.wav
    Should Be Equal    ${transcript.transcription}    How do I descale it?
    Transcribe    broken.wav    status=400
    Error Should Be    400    validation_error    mentions=audio_data
    S3 Object Should Not Exist    audio

Spoken Question That Was Not Transcribed Is Not Sent To The Model
    Activate Failure    transcribe_failure
    Ask By Voice    how-do-i-descale-it.wav    status=503
    Error Should Be Uniform    503    service_unavailable
    AWS Should Not Be Called    bedrock*.*
    S3 Object Should Not Exist    audio
    Deactivate Failure    transcribe_failure
    Daily Usage Should Have Grown By    0
    Ask By Voice    how-do-i-descale-it.wav

Spoken Question That The Model Does Not Answer Is Not Charged
    [Documentation]    It is not charged although it has been transcribed, which was paid for. Its recording is deleted
    ...    nevertheless.
    Keep Clear Of Midnight
    ${before} =    Get Usage
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException    name=refusing model
    Ask By Voice    how-do-i-descale-it.wav    status=503
    Error Should Be Uniform    503    service_unavailable
    AWS Calls Should Be    transcribe.StartTranscriptionJob    calls=1
    S3 Object Should Not Exist    audio
    Deactivate Failure    refusing model
    Usage Should Have Grown By    ${before}    daily_queries=0    daily_costs.total_cost_eur=0
    Ask By Voice    how-do-i-descale-it.wav

Recordings That Transcribe Cannot Use Are The User's Mistake
    [Documentation]    For each of the reasons that Amazon Transcribe has for it (API Reference, "TranscriptionJob"). It
    ...    is not a failure of the service: no notice is sent, and others go on using it.
    [Template]    Recording Should Be Refused Because
    Unsupported media format.
    The media format provided does not match the detected media format.
    Invalid sample rate for audio file.
    The sample rate provided does not match the detected sample rate.
    Invalid file size: file size too large.
    Invalid number of channels: number of channels too large.

Recording Is Gone With The Response However Long Its Deletion Takes
    [Documentation]    A function is frozen once it has responded: what it meant to delete afterwards may stay.
    Activate Fault    latency    bucket=audio    operation=DeleteObject*    delay=2s
    Transcribe    how-do-i-descale-it.wav
    AWS Calls Should Be    s3.ObjectCreated    calls=1
    S3 Object Should Not Exist    audio

Recording Is Deleted Although Its Deletion Is Throttled At First
    [Documentation]    The deletion is repeated, and so is that of the job.
    VAR    &{throttling} =    code=ThrottlingException    times=1
    ${of_recording} =    Activate Fault    error    bucket=audio    operation=DeleteObject*    &{throttling}
    ${of_job} =    Activate Fault    error    service=transcribe    operation=DeleteTranscriptionJob    &{throttling}
    Transcribe    how-do-i-descale-it.wav
    Failure Should Have Happened    ${of_recording}    times=1
    Failure Should Have Happened    ${of_job}    times=1
    S3 Object Should Not Exist    audio
    AWS Calls Should Be    transcribe.DeleteTranscriptionJob    calls=1    attempts=2    errors=1


*** Keywords ***
Failed Transcription Should Leave Nothing Behind
    [Documentation]    While this fails, a transcription is refused, nothing is charged, and the recording is gone.
    [Arguments]    ${fault: str}    &{options: Any}
    Remember Usage
    ${name} =    Activate Fault    ${fault}    &{options}
    Transcribe    how-do-i-descale-it.wav    status=503
    Error Should Be Uniform    503    service_unavailable
    Deactivate Failure    ${name}
    S3 Object Should Not Exist    audio
    Daily Usage Should Have Grown By    0
    Transcribe    how-do-i-descale-it.wav

Recording Should Be Refused Because
    [Documentation]    The job fails for this reason, and the request with 400. It leaves no dead letter and counts for
    ...    no breaker. Afterwards the recording is transcribed.
    [Arguments]    ${reason: str}
    ${before} =    Circuit Breaker Should Be    transcribe    closed
    Script Transcript    *    failure_reason=${reason}
    Transcribe    how-do-i-descale-it.wav    status=400
    Error Should Be    400    validation_error    mentions=audio_data
    Queue Should Be Empty    dead-letter
    Circuit Breaker Should Be    transcribe    closed    failures=${before.failure_count}
    Remove Scripts
    Transcribe    how-do-i-descale-it.wav
