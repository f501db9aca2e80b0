*** Settings ***
Documentation    Cross-origin requests: allowed for listed origins only (Fetch standard, CORS protocol).

Resource         ../../resources/api.resource

Test Tags        security    api-call


*** Test Cases ***
Preflight Of An Allowed Origin Names The Methods
    [Tags]    smoke
    Send Preflight
    ...    /api/manuals/00000000-0000-4000-8000-000000000000
    ...    origin=${allowed_origins}[0]
    ...    method=DELETE
    Response Header Should Be    Access-Control-Allow-Origin    ${allowed_origins}[0]
    Response Header Should Contain    Access-Control-Allow-Methods    GET    DELETE
    Response Header Should Contain    Access-Control-Allow-Headers    authorization    content-type
    Response Header Should Contain    Vary    Origin

Other Origins Are Not Echoed
    [Documentation]    CWE-942: neither foreign origins nor those that only look like the allowed one.
    [Tags]    cwe-942
    [Template]    Origin Should Not Be Allowed
    https://evil.example
    null
    ${allowed_origins}[0].evil.example
    https://evil-${allowed_origins}[0]
    http://app.manuel.yourdomain.com

Errors Of The Gateway Carry CORS Headers
    [Documentation]    Without them a browser hides the error from the application.
    Act Without Signing In
    VAR    &{headers} =    Origin=${allowed_origins}[0]
    Send Request    GET    /api/user/usage    headers=${headers}    status=401
    Response Header Should Be    Access-Control-Allow-Origin    ${allowed_origins}[0]
    Response Header Should Contain    Vary    Origin


*** Keywords ***
Origin Should Not Be Allowed
    [Documentation]    The allowed origin is echoed, this one is not.
    [Arguments]    ${origin: str}
    Send Preflight    /api/manuals    origin=${allowed_origins}[0]
    Response Header Should Be    Access-Control-Allow-Origin    ${allowed_origins}[0]
    Send Preflight    /api/manuals    origin=${origin}
    Response Should Have No Header    Access-Control-Allow-Origin
