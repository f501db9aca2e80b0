*** Settings ***
Documentation    What a body may be written in: JSON in UTF-8, and nothing else (OWASP ASVS 4.1.1).

Resource         ../../resources/manuals.resource
Resource         ../../resources/users.resource

Test Setup       Sign In

Test Tags        security    api-call    asvs-4.1.1    owasp-api8


*** Test Cases ***
Body Of Another Media Type Is Refused
    [Documentation]    It is refused even if its content is JSON.
    [Tags]    cwe-436    needs:cost
    FOR    ${content_type}    IN
    ...    text/plain    text/html    application/xml    application/x-www-form-urlencoded
    ...    multipart/form-data; boundary=x
    ...    application/jsonx    text/json    application/octet-stream    ${EMPTY}
        Question Should Be Refused As    ${content_type}
    END
    Question Should Be Answered As    application/json

Other Character Sets Are Refused
    [Documentation]    A filter that reads UTF-8 would not recognize an attack in UTF-16 or UTF-7 (CWE-176).
    [Tags]    cwe-176    needs:cost
    FOR    ${charset}    IN    utf-16    utf-7    utf-32    iso-8859-1    ibm500
        Question Should Be Refused As    application/json; charset=${charset}
    END
    Question Should Be Answered As    application/json; charset=utf-8
    Question Should Be Answered As    application/json;charset="UTF-8"
    Question Should Be Answered As    Application/JSON
    VAR    &{headers} =    content-type=application/json
    Send Request    POST    /api/query    body={"question": "How do I clean it?"}    headers=${headers}    status=200

Refused Upload Is Not Executed
    [Tags]    cwe-352    needs:destructive
    Sign In As A Fresh User
    ${body} =    Get Upload Body    thermostat.pdf
    VAR    &{headers} =    Content-Type=text/plain
    Send Request    POST    /api/manuals/upload    json=${body}    headers=${headers}    status=415
    ${manuals} =    List All Manuals
    Should Be Empty    ${manuals}
    Send Request    POST    /api/manuals/upload    json=${body}
    ${manuals} =    List All Manuals
    Length Should Be    ${manuals}    1


*** Keywords ***
Question Should Be Refused As
    [Documentation]    Send a good question under a header that declares another content type.
    [Arguments]    ${content_type: str}
    VAR    &{headers} =    Content-Type=${content_type}
    Send Request    POST    /api/query    body={"question": "How do I descale it?"}    headers=${headers}
    Error Should Be    415    unsupported_media_type

Question Should Be Answered As
    [Documentation]    Send a good question under a header that declares its content type.
    [Arguments]    ${content_type: str}
    VAR    &{headers} =    Content-Type=${content_type}
    Send Request    POST    /api/query    body={"question": "How do I descale it?"}    headers=${headers}    status=200
