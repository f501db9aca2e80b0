*** Settings ***
Documentation    Speech recognition fails.

Resource         ../../resources/failures.resource

Test Tags        chaos    api-call    needs:fault-injection    needs:cost


*** Test Cases ***
Failed Transcription Is Said And Not Charged
    Sign In
    Activate Failure    transcribe_failure
    Transcribe    how-do-i-descale-it.wav    status=503
    Error Should Be    503    service_unavailable
    Deactivate Failure    transcribe_failure
    Daily Usage Should Have Grown By    0
    ${text} =    Transcribe    how-do-i-descale-it.wav
    Should Be Equal    ${text.transcription}    How do I descale it?
    Daily Usage Should Have Grown By    1
