*** Settings ***
Documentation    Speech to text.

Resource         ../../resources/api.resource

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

Other Media Types Are Refused
    Transcribe    how-do-i-descale-it.wav
    Transcribe    how-do-i-descale-it.wav    content_type=text/html    status=415
    Error Should Be    415    unsupported_media_type

Audio That Is Not Base64 Is Refused
    Transcribe    how-do-i-descale-it.wav
    Send Request    POST    /api/transcribe    body={"audio_data": "%%%", "content_type": "audio/wav"}
    Error Should Be    400    validation_error    mentions=audio_data


*** Keywords ***
Transcription Should Be
    [Documentation]    Transcribe a recording and compare the text.
    [Arguments]    ${recording: str}    ${expected: str}
    ${text} =    Transcribe    ${recording}
    Should Be Equal    ${text.transcription}    ${expected}
