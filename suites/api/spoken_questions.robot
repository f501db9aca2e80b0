*** Settings ***
Documentation    Questions asked by voice.

Resource         ../../resources/aws.resource
Resource         ../../resources/manuals.resource
Resource         ../../resources/recordings.resource

Test Setup       Sign In

Test Tags        api    api-call    needs:cost


*** Test Cases ***
Spoken Question Is Understood And Answered
    [Tags]    needs:destructive
    Have Manual    coffee-machine.pdf
    ${answer} =    Ask By Voice    how-do-i-descale-it.wav
    Should Be Equal    ${answer.question}    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7

Question Is Understood In Every Accepted Encoding
    [Documentation]    Browsers record WebM and Ogg, telephones MPEG-4.
    FOR    ${format}    IN    flac    mp3    mp4    m4a    ogg    webm
        ${answer} =    Ask By Voice    how-do-i-descale-it.${format}
        Should Be Equal    ${answer.question}    How do I descale it?
    END

Spoken And Typed Questions Get The Same Answer
    [Tags]    needs:destructive
    Have Manual    washing-machine.pdf
    ${typed} =    Ask    How do I clean the drain filter?
    ${spoken} =    Ask By Voice    how-do-i-clean-the-drain-filter.wav
    Should Be Equal    ${spoken.answer}    ${typed.answer}
    Should Be Equal    ${spoken.sources}[0][pdf_id]    ${typed.sources}[0][pdf_id]

Recording Takes Precedence Over The Question
    [Documentation]    If both are sent, the recording is what is asked, so that its question is known from then on.
    ${recording} =    Read Recording    how-do-i-set-holiday-mode.wav
    VAR    &{body} =    question=How do I descale it?    file_data=${recording}    content_type=audio/wav
    Send Request    POST    /api/query    json=${body}    status=200
    Response Should Have    question=How do I set holiday mode?
    ${typed} =    Ask    How do I set holiday mode?
    Answer Should Come From The Cache    ${typed}

Spoken Question Is Counted Once And Costs More Than A Typed One
    [Documentation]    The transcription is a part of it: one question is counted, and both are paid for.
    Remember Usage
    ${typed} =    Ask    How do I clean the drain filter?
    ${spoken} =    Ask By Voice    how-do-i-descale-it.wav
    Daily Usage Should Have Grown By    2
    Number Should Be    ${spoken.cost_info.total_cost_eur}    more_than=${typed.cost_info.total_cost_eur}

Recording Without Speech Is Refused And Not Counted
    Remember Usage
    Ask By Voice    silence.wav    status=400
    Error Should Be    400    validation_error    mentions=file_data
    Daily Usage Should Have Grown By    0
    Ask By Voice    how-do-i-descale-it.wav
    Daily Usage Should Have Grown By    1

Spoken Question May Be As Long As A Typed One
    [Documentation]    Its length is counted in characters as well, and not in bytes.
    [Tags]    needs:aws-inspection
    ${longest} =    Text Of Length    ${question_length}    of=é🫖
    Script Transcript    *    ${longest}
    ${answer} =    Ask By Voice    how-do-i-descale-it.wav
    Should Be Equal    ${answer.question}    ${longest}
    Remember Usage
    Script Transcript    *    ${longest}q
    Ask By Voice    how-do-i-descale-it.wav    status=400
    Error Should Be    400    validation_error    mentions=file_data
    Daily Usage Should Have Grown By    0

Question With A Broken Recording Is Refused And Not Counted
    Remember Usage
    Ask By Voice    broken.wav    status=400
    Error Should Be    400    validation_error    mentions=file_data
    Daily Usage Should Have Grown By    0
    Ask By Voice    how-do-i-descale-it.wav
    Daily Usage Should Have Grown By    1

Question Whose Recording Does Not Match Its Media Type Is Refused
    Ask By Voice    how-do-i-descale-it.wav
    Ask By Voice    how-do-i-descale-it.wav    content_type=audio/flac    status=400
    Error Should Be    400    validation_error    mentions=file_data
    Ask By Voice    how-do-i-descale-it.wav    content_type=video/mp4    status=415
    Error Should Be    415    unsupported_media_type

Recording That Is Not Base64 Is Refused
    [Documentation]    Base64 is that of RFC 4648, section 4: another alphabet, a data URL, line breaks or another
    ...    length are refused.
    [Setup]    Sign In And Ask By Voice
    [Template]    Recording Should Be Refused
    %%%
    ${EMPTY}
    ${RECORDING}=
    ${URL_SAFE_RECORDING}
    data:audio/wav;base64,${RECORDING}
    ${RECORDING}[:8]\n${RECORDING}[8:]
    ${RECORDING}A

Recording Is Deleted After The Answer
    [Tags]    needs:aws-inspection
    Ask By Voice    how-do-i-descale-it.wav
    AWS Calls Should Be    transcribe.StartTranscriptionJob    calls=1
    AWS Calls Should Be    s3.ObjectCreated    calls=1
    S3 Object Should Not Exist    audio
    AWS Calls Should Be    transcribe.DeleteTranscriptionJob    calls=1

Recording Is Deleted If What Was Said Is Refused
    [Documentation]    It has no speech, or more than a question may have: both were stored and transcribed.
    [Tags]    needs:aws-inspection
    Ask By Voice    silence.wav    status=400
    AWS Calls Should Be    s3.ObjectCreated    calls=1
    S3 Object Should Not Exist    audio
    ${too_long} =    Text Of Length    ${question_length + 1}
    Script Transcript    *    ${too_long}
    Ask By Voice    how-do-i-descale-it.wav    status=400
    AWS Calls Should Be    s3.ObjectCreated    calls=2
    S3 Object Should Not Exist    audio


*** Keywords ***
Sign In And Ask By Voice
    [Documentation]    Positive control of a test of refusals: a valid recording is understood.
    Sign In
    Ask By Voice    how-do-i-descale-it.wav

Recording Should Be Refused
    [Documentation]    Ask with a recording that is not encoded in base64.
    [Arguments]    ${data: str}
    VAR    &{body} =    file_data=${data}    content_type=audio/wav
    Send Request    POST    /api/query    json=${body}
    Error Should Be    400    validation_error    mentions=file_data
