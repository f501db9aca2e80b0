*** Settings ***
Documentation    Which files may be uploaded, under which names, and how often.

Resource         ../../resources/aws.resource
Resource         ../../resources/manuals.resource
Resource         ../../resources/users.resource

Test Setup       Sign In

Test Tags        api    api-call    needs:destructive


*** Variables ***
${A_PDF}          JVBERi0xLjcK
@{A_LIST}         JVBERi0xLjcK
&{AN_OBJECT}      data=JVBERi0xLjcK
${LETTER}         n
${WIDE_LETTER}    書
${EMOJI}          📗


*** Test Cases ***
File That Is Not A Readable PDF Is Refused
    [Documentation]    What counts is its content, not its name or the media type it claims.
    [Setup]    Sign In And Upload
    [Template]    File Should Be Refused
    not-a-pdf.pdf
    damaged.pdf
    password-protected.pdf

Upload Of Another Media Type Is Refused
    Upload Manual    thermostat.pdf
    FOR    ${content_type}    IN    text/html    application/octet-stream    application/pdfx    ${EMPTY}
        Upload Manual    thermostat.pdf    content_type=${content_type}    status=415
        Error Should Be    415    unsupported_media_type
    END

File Name Is Kept
    [Documentation]    It is kept in any language, up to 255 characters, with its blanks, and with its accents as they
    ...    were sent. It may end as it likes, since the content says what a file is.
    [Template]    File Name Should Be Kept
    Kettle
    KETTLE.PDF
    Bedienungsanleitung Größe 2.pdf
    Bedienungsanleitung fu\u0308r Gro\u0308ße 2.pdf
    ${SPACE}manual with blanks.pdf${SPACE}
    取扱説明書.pdf
    📘 manual.pdf
    Maker's manual 1..5 (2) [final]; 100 % & more -- #1.pdf
    ${LETTER * 251}.pdf
    ${WIDE_LETTER * 125}${EMOJI * 126}.pdf

File Name Is The Same Everywhere
    [Documentation]    It is the same in the lists of manuals and files, in the job, and in the sources of answers,
    ...    whose links work.
    [Tags]    needs:cost
    VAR    ${name} =    Größe 2 – 取扱説明書 (neu) & mehr.pdf
    ${manual} =    Upload Manual    coffee-machine.pdf    file_name=${name}
    Wait Until Manual Is Indexed    ${manual}
    Listed Manual Should Be    ${manual}    name=${name}
    ${files} =    Get Ingested Files
    Fields Should Be    ${files}    files.0.file_name=${name}
    Ingestion Job Should Be    ${files.files}[0][job_id]    file_name=${name}
    ${answer} =    Ask    How do I descale it?
    Fields Should Be    ${answer}    sources.0.manual_name=${name}
    Link Should Lead To File    ${answer.sources}[0][pdf_url]    coffee-machine.pdf

Path Is Refused As A File Name
    [Setup]    Sign In And Upload
    [Template]    File Name Should Be Refused
    ../../etc/passwd
    folder/manual.pdf
    folder\\manual.pdf
    ..

Misleading File Name Is Refused
    [Documentation]    Such a name has control characters, a reversed reading direction or nothing visible, or is too
    ...    long.
    [Setup]    Sign In And Upload
    [Template]    File Name Should Be Refused
    man\nual.pdf
    manual\x00.pdf
    fdp.\u202egpj.pdf
    a"b.pdf
    ${SPACE}
    ${EMPTY}
    ${LETTER * 252}.pdf

Invalid File Name Of An Upload Is Refused
    [Setup]    Sign In And Upload
    [Template]    Upload Should Be Refused
    file_name    ${None}
    file_name    ${7}
    file_name    ${A_LIST}
    file_name    ${AN_OBJECT}
    file_name    ${True}

Invalid File Data Is Refused
    [Documentation]    Only base64 of RFC 4648, section 4, is accepted.
    [Setup]    Sign In And Upload
    [Template]    Upload Should Be Refused
    file_data    ${None}
    file_data    ${7}
    file_data    ${A_LIST}
    file_data    ${AN_OBJECT}
    file_data    ${EMPTY}
    file_data    %%%
    file_data    JVBERi0xLjcK=
    file_data    data:application/pdf;base64,JVBERi0xLjcK

File Data That Is Not Exactly Base64 Is Refused
    [Documentation]    A lenient reader would find a manual in it, despite line breaks, blanks, wrong padding or a
    ...    prefix.
    ${body} =    Get Upload Body    thermostat.pdf
    VAR    ${data} =    ${body.file_data}
    FOR    ${variant}    IN
    ...    ${data}[:76]\n${data}[76:]    ${data}[:76]\r\n${data}[76:]    ${data}[:76]${SPACE}${data}[76:]    ${data}\n
    ...    ${data}=    data:application/pdf;base64,${data}
        Set To Dictionary    ${body}    file_data=${variant}
        Send Request    POST    /api/manuals/upload    json=${body}
        Error Should Be    400    validation_error    mentions=file_data
    END
    Set To Dictionary    ${body}    file_data=${data}
    Send Request    POST    /api/manuals/upload    json=${body}    status=201

Invalid Content Type Is Refused
    [Setup]    Sign In And Upload
    [Template]    Upload Should Be Refused
    content_type    ${None}
    content_type    ${7}
    content_type    ${A_LIST}

Missing Field Of An Upload Is Named
    [Setup]    Sign In And Upload
    [Template]    Upload Without A Field Should Be Refused
    file_name
    file_data
    content_type

Repeated Submission With The Same Key Creates One Manual
    [Documentation]    This also holds if the client has refreshed its tokens meanwhile, because they had expired.
    Sign In As A Fresh User
    ${first_upload} =    Upload Manual    thermostat.pdf    idempotency_key=submitted-once
    ${repeated_upload} =    Upload Manual    thermostat.pdf    idempotency_key=submitted-once
    Should Be Equal    ${repeated_upload.manual_id}    ${first_upload.manual_id}
    Refresh Tokens
    ${upload_with_new_token} =    Upload Manual    thermostat.pdf    idempotency_key=submitted-once
    Should Be Equal    ${upload_with_new_token.manual_id}    ${first_upload.manual_id}
    ${manuals} =    List All Manuals
    Length Should Be    ${manuals}    1

Submission That Is Repeated When Its Manual Is Ready Creates No Other
    [Documentation]    The response describes the manual as the first one did.
    Sign In As A Fresh User
    ${first_upload} =    Upload Manual    thermostat.pdf    idempotency_key=submitted-late
    Wait Until Manual Is Indexed    ${first_upload}
    ${repeated_upload} =    Upload Manual    thermostat.pdf    idempotency_key=submitted-late
    Fields Should Be    ${repeated_upload}    manual_id=${first_upload.manual_id}    file_name=thermostat.pdf
    ...    size=${first_upload.size}
    Manuals Should Be Listed As    thermostat.pdf

Repeated And Refused Submissions Leave No Files
    [Documentation]    Whatever was sent with the key, or is not a manual, one manual is stored, and nothing remains
    ...    when it is deleted.
    [Tags]    needs:aws-inspection
    ${me} =    Sign In As A Fresh User
    ${manual} =    Upload Manual    thermostat.pdf    idempotency_key=stored-once
    Upload Manual    thermostat.pdf    idempotency_key=stored-once
    Upload Manual    coffee-machine.pdf    idempotency_key=stored-once    status=400
    FOR    ${file}    IN    not-a-pdf.pdf    damaged.pdf    password-protected.pdf
        Upload Manual    ${file}    status=400
    END
    S3 Object Should Exist    manuals    manuals/${me.user_id}/${manual.manual_id}.pdf
    Delete Manual    ${manual}
    S3 Object Should Not Exist    manuals    manuals/${me.user_id}/*

Idempotency Keys Are Case-Sensitive
    [Documentation]    A key is an opaque string (draft-ietf-httpapi-idempotency-key-header, section 2.1). The name of
    ...    its header is not case-sensitive (RFC 9110, section 5.1); HTTP/2 sends it in lower case.
    Sign In As A Fresh User
    ${body} =    Get Upload Body    thermostat.pdf
    FOR    ${header}    ${key}    IN
    ...    Idempotency-Key    Autumn    Idempotency-Key    autumn    idempotency-key    Autumn
        VAR    &{headers} =    ${header}=${key}
        Send Request    POST    /api/manuals/upload    json=${body}    headers=${headers}
        Response Should Be Successful
    END
    ${manuals} =    List All Manuals
    Length Should Be    ${manuals}    2

Separate Submissions Create Separate Manuals
    [Documentation]    They have different keys, or none, and create two manuals even if the file is the same.
    Sign In As A Fresh User
    Upload Manual    thermostat.pdf    idempotency_key=first
    Upload Manual    thermostat.pdf    idempotency_key=second
    Upload Manual    thermostat.pdf
    Upload Manual    thermostat.pdf
    ${manuals} =    List All Manuals
    Length Should Be    ${manuals}    4

Idempotency Key Of Another File Is Refused
    [Documentation]    It is refused whatever the name of the file is.
    Sign In As A Fresh User
    Upload Manual    thermostat.pdf    idempotency_key=one-file-only
    FOR    ${name}    IN    coffee-machine.pdf    thermostat.pdf
        Upload Manual    coffee-machine.pdf    file_name=${name}    idempotency_key=one-file-only    status=400
        Error Should Be    400    idempotency_key_reused
    END
    ${manuals} =    List All Manuals
    Length Should Be    ${manuals}    1

Idempotency Key Belongs To One User
    [Tags]    needs:second-user
    ${upload_of_first_user} =    Upload Manual    thermostat.pdf    idempotency_key=shared-words
    Sign In As Second User
    ${upload_of_second_user} =    Upload Manual    thermostat.pdf    idempotency_key=shared-words
    Should Not Be Equal    ${upload_of_second_user.manual_id}    ${upload_of_first_user.manual_id}
    Get Manual    ${upload_of_second_user}

Idempotency Key Is Remembered For A Day
    [Documentation]    Shortly before the day ends, the same submission makes no second manual.
    [Tags]    needs:time-control
    Sign In As A Fresh User
    ${first_upload} =    Upload Manual    thermostat.pdf    idempotency_key=daily
    FOR    ${pause}    IN    1 hour    22 hours
        Advance Time By    ${pause}
        ${repeated_upload} =    Upload Manual    thermostat.pdf    idempotency_key=daily
        Should Be Equal    ${repeated_upload.manual_id}    ${first_upload.manual_id}
    END
    Manuals Should Be Listed As    thermostat.pdf

Idempotency Key May Be Reused After A Day
    [Documentation]    The day begins with the first submission, not with the last one.
    [Tags]    needs:time-control
    Sign In As A Fresh User
    ${first_upload} =    Upload Manual    thermostat.pdf    idempotency_key=daily
    Advance Time By    15 hours
    Upload Manual    thermostat.pdf    idempotency_key=daily
    Advance Time By    10 hours
    ${upload_after_a_day} =    Upload Manual    thermostat.pdf    idempotency_key=daily
    Should Not Be Equal    ${upload_after_a_day.manual_id}    ${first_upload.manual_id}

Key Of A Refused Submission Is Still Free
    [Documentation]    The user corrects the mistake, and the client sends the same key.
    FOR    ${file}    IN    not-a-pdf.pdf    damaged.pdf
        Upload Manual    ${file}    idempotency_key=corrected    status=400
        Error Should Be    400    validation_error    mentions=file_data
    END
    ${manual} =    Upload Manual    thermostat.pdf    idempotency_key=corrected
    Get Manual    ${manual}

Malformed Idempotency Key Is Refused
    [Documentation]    A refused submission stores nothing.
    Sign In As A Fresh User
    Upload Manual    thermostat.pdf    idempotency_key=${LETTER * 128}
    FOR    ${key}    IN    two words    key;1    ${LETTER * 129}    ../key
        Upload Manual    thermostat.pdf    idempotency_key=${key}    status=400
        Error Should Be    400    validation_error    mentions=Idempotency-Key
    END
    ${body} =    Get Upload Body    thermostat.pdf
    VAR    &{headers} =    Idempotency-Key=${EMPTY}
    Send Request    POST    /api/manuals/upload    json=${body}    headers=${headers}
    Error Should Be    400    validation_error    mentions=Idempotency-Key
    Manuals Should Be Listed As    thermostat.pdf

Manual That Was Deleted Is Not Said To Be Stored
    [Documentation]    A repeated submission stores it again, or is refused: what a response says is stored is found.
    Sign In As A Fresh User
    ${manual} =    Upload Manual    thermostat.pdf    idempotency_key=sent-again
    Delete Manual    ${manual}
    ${body} =    Get Upload Body    thermostat.pdf
    VAR    &{headers} =    Idempotency-Key=sent-again
    ${response} =    Send Request    POST    /api/manuals/upload    json=${body}    headers=${headers}
    IF    $response.ok
        ${repeated_upload} =    Get Response Body
        Get Manual    ${repeated_upload}    status=200
    ELSE
        Response Should Be A Refusal
    END


*** Keywords ***
Sign In And Upload
    [Documentation]    Positive control of a test of refusals: a valid upload is accepted.
    Sign In
    Upload Manual    thermostat.pdf

File Should Be Refused
    [Documentation]    Upload a file that is not a manual.
    [Arguments]    ${file: str}
    Upload Manual    ${file}    status=400
    Error Should Be    400    validation_error    mentions=file_data

File Name Should Be Kept
    [Documentation]    The name is read in the response to the upload, and when the manual is read afterwards.
    [Arguments]    ${name: str}
    ${uploaded} =    Upload Manual    thermostat.pdf    file_name=${name}
    Should Be Equal    ${uploaded.file_name}    ${name}
    Manual Should Be    ${uploaded}    name=${name}
    Listed Manual Should Be    ${uploaded}    name=${name}

File Name Should Be Refused
    [Documentation]    Upload under a name that no file should have.
    [Arguments]    ${name: str}
    VAR    &{body} =    file_name=${name}    file_data=${A_PDF}    content_type=application/pdf
    Send Request    POST    /api/manuals/upload    json=${body}
    Error Should Be    400    validation_error    mentions=file_name

Upload Should Be Refused
    [Documentation]    Upload with one invalid field.
    [Arguments]    ${field: str}    ${value: object}
    VAR    &{body} =    file_name=a.pdf    file_data=${A_PDF}    content_type=application/pdf
    Set To Dictionary    ${body}    ${field}    ${value}
    Send Request    POST    /api/manuals/upload    json=${body}
    Error Should Be    400    validation_error    mentions=${field}

Upload Without A Field Should Be Refused
    [Documentation]    Upload with one field missing.
    [Arguments]    ${field: str}
    VAR    &{body} =    file_name=a.pdf    file_data=${A_PDF}    content_type=application/pdf
    Remove From Dictionary    ${body}    ${field}
    Send Request    POST    /api/manuals/upload    json=${body}
    Error Should Be    400    validation_error    mentions=${field}
