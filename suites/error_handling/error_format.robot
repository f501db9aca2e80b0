*** Settings ***
Documentation    Errors are uniform, say what is wrong, and give nothing away.

Resource         ../../resources/api.resource

Test Tags        error_handling    api-call


*** Test Cases ***
Errors Of The Backend Have One Form
    [Tags]    smoke
    Sign In
    Ask    ${EMPTY}    status=400
    ${error} =    Error Should Be    400    validation_error    mentions=question
    ${request_id} =    Get Response Header    x-amzn-RequestId
    Should Be Equal    ${error.request_id}    ${request_id}
    Get Manual    00000000-0000-4000-8000-000000000000    status=404
    Error Should Be    404    not_found

Errors Of The Gateway Have Their Own Form
    [Tags]    smoke
    Sign In
    Send Request    GET    /no/such/path    status=403
    Error Should Be    403    message=Missing Authentication Token
    Send Request    PATCH    /api/manuals    status=403
    Error Should Be    403    message=Missing Authentication Token
    Send Request    GET    /api/manuals    anonymous=True    status=401
    Error Should Be    401    message=Unauthorized

Errors Reveal Nothing Of The Inside
    [Documentation]    CWE-209: no stack trace, exception, ARN, bucket, table, account or library (OWASP ASVS 16.5.1).
    [Tags]    cwe-209
    [Template]    Error Should Reveal Nothing
    {"question": 5}
    {"question": "How
    {"file_data": "AAAA", "content_type": "audio/wav"}
    {"question": "a", "file_data": 7, "content_type": {}}


*** Keywords ***
Error Should Reveal Nothing
    [Documentation]    Provoke an error with this body and search its text.
    [Arguments]    ${body: str}
    Sign In
    ${response} =    Send Request    POST    /api/query    body=${body}    status=400
    Should Not Match Regexp
    ...    ${response.text}
    ...    (?i)traceback|arn:aws|manuel-|boto|pydantic|exception|s3://|\\b\\d{12}\\b|line \\d+
