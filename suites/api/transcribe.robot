*** Settings ***
Documentation    Speech to text.

Resource         ../../resources/aws.resource
Resource         ../../resources/recordings.resource
Library          OperatingSystem

Test Setup       Sign In

Test Tags        api    api-call    needs:cost


*** Variables ***
${AUDIO}        ${CURDIR}/../../resources/data/audio
@{A_LIST}       UklGRg==
&{AN_OBJECT}    data=UklGRg==


*** Test Cases ***
Recording Is Transcribed
    [Tags]    smoke
    ${transcript} =    Transcribe    how-do-i-descale-it.wav
    Should Be Equal    ${transcript.transcription}    How do I descale it?

Transcription Is All That Was Said
    [Documentation]    It is complete in any language, and also if it is too long for a question.
    [Tags]    needs:aws-inspection
    ${long_speech} =    Text Of Length    ${question_length + 500}    of=Wie heiß ist 60 °C?${SPACE}
    VAR    ${said} =    ${long_speech} 取扱説明書 — Ende.
    Script Transcript    *    ${said}
    ${transcript} =    Transcribe    how-do-i-descale-it.wav
    Should Be Equal    ${transcript.transcription}    ${said}

Every Accepted Encoding Is Transcribed
    [Template]    Transcription Should Be
    how-do-i-descale-it.flac    How do I descale it?
    how-do-i-descale-it.mp3    How do I descale it?
    how-do-i-descale-it.mp4    How do I descale it?
    how-do-i-descale-it.m4a    How do I descale it?
    how-do-i-descale-it.ogg    How do I descale it?
    how-do-i-descale-it.webm    How do I descale it?
    how-do-i-set-holiday-mode.wav    How do I set holiday mode?

MP3 Recording Needs No Tags
    [Documentation]    It may begin with its first frame, whose first eleven bits are ones.
    ${tagged} =    Get Binary File    ${AUDIO}/how-do-i-descale-it.mp3
    ${untagged} =    Base64 Of    ${tagged}[20:]
    VAR    &{body} =    audio_data=${untagged}    content_type=audio/mpeg
    Send Request    POST    /api/transcribe    json=${body}    status=200
    ${no_frame} =    Base64 Of    \xff\x1b    ${tagged}[22:]
    VAR    &{body} =    audio_data=${no_frame}    content_type=audio/mpeg
    Send Request    POST    /api/transcribe    json=${body}
    Error Should Be    400    validation_error    mentions=audio_data

Silence Gives An Empty Transcription
    ${transcript} =    Transcribe    silence.wav
    Should Be Empty    ${transcript.transcription}
    ${transcript} =    Transcribe    how-do-i-descale-it.wav
    Should Not Be Empty    ${transcript.transcription}

Transcription States Its Cost
    [Documentation]    The cost depends on the length of the recording, and the user's costs grow by the same amount.
    ${before} =    Get Usage
    ${transcript} =    Transcribe    how-do-i-descale-it.wav
    Number Should Be    ${transcript.cost.audio_seconds}    more_than=0    less_than=30
    Number Should Be    ${transcript.cost.total_cost_eur}    more_than=0
    Usage Should Have Grown By    ${before}    daily_costs.transcribe_cost_eur=${transcript.cost.total_cost_eur}

Transcription Is Counted Once
    Remember Usage
    ${transcript} =    Transcribe    how-do-i-descale-it.wav
    Daily Usage Should Have Grown By    1
    VAR    ${usage} =    ${transcript.usage}
    Usage Should Be    daily_queries=${usage.daily_used}    daily_limit=${usage.daily_limit}
    ...    monthly_queries=${usage.monthly_used}    monthly_limit=${usage.monthly_limit}

File Name Is Optional
    ${recording} =    Read Recording    how-do-i-descale-it.wav
    VAR    &{body} =    audio_data=${recording}    content_type=audio/wav
    Send Request    POST    /api/transcribe    json=${body}    status=200
    Response Should Have    transcription=How do I descale it?

File Name Of A Recording Does Not Matter
    [Documentation]    What it is follows from its media type and content, whatever its name ends with.
    ${recording} =    Read Recording    how-do-i-descale-it.wav
    FOR    ${name}    IN    question.mp3    take 2.flac    Größe.webm    no extension    .wav.pdf
        VAR    &{body} =    audio_data=${recording}    content_type=audio/wav    filename=${name}
        Send Request    POST    /api/transcribe    json=${body}    status=200
        Response Should Have    transcription=How do I descale it?
    END

Recording Of Another Media Type Is Refused
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

File That Is Not A WAV Recording Costs Nothing
    [Documentation]    Neither a RIFF file such as a picture nor anything else that says `WAVE` is sent to Transcribe.
    [Tags]    needs:aws-inspection
    ${recording} =    Get Binary File    ${AUDIO}/how-do-i-descale-it.wav
    Transcribe    how-do-i-descale-it.wav
    ${picture} =    Base64 Of    ${recording}[:8]    WEBP    ${recording}[12:]
    ${no_riff} =    Base64 Of    LIST    ${recording}[4:]
    FOR    ${other}    IN    ${picture}    ${no_riff}
        VAR    &{body} =    audio_data=${other}    content_type=audio/wav
        Send Request    POST    /api/transcribe    json=${body}
        Error Should Be    400    validation_error    mentions=audio_data
    END
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
    audio_data    ${A_LIST}
    audio_data    ${AN_OBJECT}
    audio_data    ${EMPTY}
    audio_data    %%%
    audio_data    ${RECORDING}=
    audio_data    ${URL_SAFE_RECORDING}
    audio_data    ${RECORDING}A
    audio_data    data:audio/wav;base64,${RECORDING}

Audio Data In Several Lines Is Refused
    [Documentation]    RFC 4648, section 3.1: base64 has no line ends unless a specification says so; that of mail does.
    [Setup]    Sign In And Transcribe
    [Template]    Transcription Should Be Refused
    audio_data    ${RECORDING}[:8]\n${RECORDING}[8:]
    audio_data    ${RECORDING}[:8]\r\n${RECORDING}[8:]
    audio_data    ${RECORDING}\n

Invalid Fields Are Refused
    [Setup]    Sign In And Transcribe
    [Template]    Transcription Should Be Refused
    content_type    ${None}
    content_type    ${5}
    content_type    ${A_LIST}
    filename    ${None}
    filename    ${5}
    filename    ../../recording.wav
    filename    ${EMPTY}
    language    en

Missing Field Of A Transcription Is Named
    [Setup]    Sign In And Transcribe
    Send Request    POST    /api/transcribe    body={"content_type": "audio/wav"}
    Error Should Be    400    validation_error    mentions=audio_data
    Send Request    POST    /api/transcribe    body={"audio_data": "${RECORDING}"}
    Error Should Be    400    validation_error    mentions=content_type

Recording Is Deleted After Transcription
    [Documentation]    Its job is deleted as well, even if the recording could not be transcribed, or has no speech.
    [Tags]    needs:aws-inspection
    Transcribe    how-do-i-descale-it.wav
    AWS Calls Should Be    s3.ObjectCreated    calls=1
    S3 Object Should Not Exist    audio
    Transcribe    broken.wav    status=400
    AWS Calls Should Be    s3.ObjectCreated    calls=2
    S3 Object Should Not Exist    audio
    Transcribe    silence.wav
    AWS Calls Should Be    s3.ObjectCreated    calls=3
    S3 Object Should Not Exist    audio
    AWS Calls Should Be    transcribe.DeleteTranscriptionJob    calls=3

WAV Recording May Begin With Another Chunk
    [Documentation]    Chunks come in any order but that the format comes before the sound; some devices begin with
    ...    `JUNK`, which says nothing ("Multimedia Programming Interface and Data Specifications 1.0", 1991).
    ${wav} =    Get Binary File    ${AUDIO}/how-do-i-descale-it.wav
    VAR    ${size} =    ${{ (len($wav) + 28).to_bytes(4, "little") }}
    VAR    ${junk} =    ${{ (28).to_bytes(4, "little") + bytes(28) }}
    ${recording} =    Base64 Of    RIFF    ${size}    WAVEJUNK    ${junk}    ${wav}[12:]
    VAR    &{body} =    audio_data=${recording}    content_type=audio/wav
    Send Request    POST    /api/transcribe    json=${body}    status=200
    ${no_wave} =    Base64 Of    RIFF    ${size}    JUNKWAVE    ${junk}    ${wav}[12:]
    VAR    &{body} =    audio_data=${no_wave}    content_type=audio/wav
    Send Request    POST    /api/transcribe    json=${body}    status=400


*** Keywords ***
Sign In And Transcribe
    [Documentation]    Positive control of a test of refusals: a valid recording is transcribed.
    Sign In
    Transcribe    how-do-i-descale-it.wav

Transcription Should Be
    [Documentation]    Transcribe a recording and compare the text.
    [Arguments]    ${recording: str}    ${expected: str}
    ${transcript} =    Transcribe    ${recording}
    Should Be Equal    ${transcript.transcription}    ${expected}

Transcription Should Be Refused
    [Documentation]    Send a recording with one invalid field.
    [Arguments]    ${field: str}    ${value: object}
    VAR    &{body} =    audio_data=${RECORDING}    content_type=audio/wav
    Set To Dictionary    ${body}    ${field}    ${value}
    Send Request    POST    /api/transcribe    json=${body}
    Error Should Be    400    validation_error    mentions=${field}
