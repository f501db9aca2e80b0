*** Settings ***
Documentation    Speech to text.

Resource         ../../resources/aws.resource
Resource         ../../resources/recordings.resource

Test Setup       Sign In

Test Tags        api    api-call    needs:cost


*** Test Cases ***
Recording Is Transcribed
    [Tags]    smoke
    ${text} =    Transcribe    how-do-i-descale-it.wav
    Should Be Equal    ${text.transcription}    How do I descale it?

Every Accepted Encoding Is Transcribed
    [Template]    Transcription Should Be
    how-do-i-descale-it.flac    How do I descale it?
    how-do-i-descale-it.mp3    How do I descale it?
    how-do-i-descale-it.mp4    How do I descale it?
    how-do-i-descale-it.m4a    How do I descale it?
    how-do-i-descale-it.ogg    How do I descale it?
    how-do-i-descale-it.webm    How do I descale it?
    how-do-i-set-holiday-mode.wav    How do I set holiday mode?

Silence Gives An Empty Transcription
    ${text} =    Transcribe    silence.wav
    Should Be Empty    ${text.transcription}
    ${text} =    Transcribe    how-do-i-descale-it.wav
    Should Not Be Empty    ${text.transcription}

Transcription States Its Cost
    [Documentation]    By the length of what was said; the same sum is in the user's costs.
    ${before} =    Get Usage
    ${text} =    Transcribe    how-do-i-descale-it.wav
    Should Be True    0 < $text.cost.audio_seconds < 30
    Should Be True    $text.cost.total_cost_eur > 0
    ${after} =    Get Usage
    ${spent} =    Evaluate    $after.daily_costs.transcribe_cost_eur - $before.daily_costs.transcribe_cost_eur
    Should Be True    abs($spent - $text.cost.total_cost_eur) < 1e-9

Transcription Is Counted Once
    Remember Usage
    ${text} =    Transcribe    how-do-i-descale-it.wav
    Daily Usage Should Have Grown By    1
    ${usage} =    Get Usage
    Should Be Equal As Integers    ${text.usage.daily_used}    ${usage.current_usage.daily_queries}
    Should Be Equal As Integers    ${text.usage.monthly_used}    ${usage.current_usage.monthly_queries}

File Name Is Optional
    ${recording} =    Read Recording    how-do-i-descale-it.wav
    VAR    &{body} =    audio_data=${recording}    content_type=audio/wav
    Send Request    POST    /api/transcribe    json=${body}    status=200
    ${text} =    Get Response Body
    Should Be Equal    ${text.transcription}    How do I descale it?

Other Media Types Are Refused
    Transcribe    how-do-i-descale-it.wav
    FOR    ${content_type}    IN    text/html    video/mp4    audio/midi    application/octet-stream    ../../audio/wav
        Transcribe    how-do-i-descale-it.wav    content_type=${content_type}    status=415
        Error Should Be    415    unsupported_media_type
    END

Recording That Does Not Match Its Media Type Is Refused
    Transcribe    how-do-i-descale-it.mp3
    FOR    ${content_type}    IN    audio/wav    audio/flac    audio/ogg    audio/webm    audio/mp4
        Transcribe    how-do-i-descale-it.mp3    content_type=${content_type}    status=400
        Error Should Be    400    validation_error    mentions=audio_data
    END

Recording That Does Not Match Its Media Type Costs Nothing
    [Tags]    needs:aws-inspection
    Transcribe    how-do-i-descale-it.mp3    content_type=audio/wav    status=400
    AWS Calls Should Be    transcribe.StartTranscriptionJob    calls=0
    Transcribe    how-do-i-descale-it.mp3
    AWS Calls Should Be    transcribe.StartTranscriptionJob    calls=1

Broken Recording Is Refused And Not Counted
    Remember Usage
    Transcribe    broken.wav    status=400
    Error Should Be    400    validation_error    mentions=audio_data
    Daily Usage Should Have Grown By    0
    Transcribe    how-do-i-descale-it.wav
    Daily Usage Should Have Grown By    1

Invalid Audio Data Is Refused
    [Setup]    Sign In And Transcribe
    [Template]    Transcription Should Be Refused
    audio_data    ${None}
    audio_data    ${5}
    audio_data    ${{ ["UklGRg=="] }}
    audio_data    ${{ {} }}
    audio_data    ${EMPTY}
    audio_data    %%%
    audio_data    ${RECORDING}=
    audio_data    ${RECORDING.replace("+", "-").replace("/", "_")}
    audio_data    ${RECORDING}A
    audio_data    data:audio/wav;base64,${RECORDING}

Invalid Fields Are Refused
    [Setup]    Sign In And Transcribe
    [Template]    Transcription Should Be Refused
    content_type    ${None}
    content_type    ${5}
    content_type    ${{ ["audio/wav"] }}
    filename    ${None}
    filename    ${5}
    filename    ../../recording.wav
    filename    ${EMPTY}
    language    en

Missing Field Is Named
    [Setup]    Sign In And Transcribe
    Send Request    POST    /api/transcribe    body={"content_type": "audio/wav"}
    Error Should Be    400    validation_error    mentions=audio_data
    Send Request    POST    /api/transcribe    body={"audio_data": "${RECORDING}"}
    Error Should Be    400    validation_error    mentions=content_type

Recording Is Deleted After Transcription
    [Documentation]    Also when it could not be transcribed.
    [Tags]    needs:aws-inspection
    Transcribe    how-do-i-descale-it.wav
    AWS Calls Should Be    s3.PutObject    calls=1
    S3 Object Should Not Exist    audio
    Transcribe    broken.wav    status=400
    AWS Calls Should Be    s3.PutObject    calls=2
    S3 Object Should Not Exist    audio


*** Keywords ***
Sign In And Transcribe
    [Documentation]    The control of a test of refusals: a good recording is transcribed.
    Sign In
    Transcribe    how-do-i-descale-it.wav

Transcription Should Be
    [Documentation]    Transcribe a recording and compare the text.
    [Arguments]    ${recording: str}    ${expected: str}
    ${text} =    Transcribe    ${recording}
    Should Be Equal    ${text.transcription}    ${expected}

Transcription Should Be Refused
    [Documentation]    Send a recording with one field that is wrong.
    [Arguments]    ${field: str}    ${value: object}
    VAR    &{body} =    audio_data=${RECORDING}    content_type=audio/wav
    Set To Dictionary    ${body}    ${field}    ${value}
    Send Request    POST    /api/transcribe    json=${body}
    Error Should Be    400    validation_error    mentions=${field}
