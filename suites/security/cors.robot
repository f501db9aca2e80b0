*** Settings ***
Documentation    Cross-origin requests: pages of the listed origins may use the API, all others may not.
...
...              Fetch standard, CORS protocol; OWASP ASVS 3.4.2, 3.5.2; WSTG-CLNT-07.

Resource         ../../resources/api.resource

Test Tags        security    api-call    asvs-3.4.2


*** Variables ***
${ATTACKER}    https://attacker.example


*** Test Cases ***
Preflight Of An Allowed Origin Names The Methods
    [Documentation]    Of every path, without a token: browsers send none. `DELETE` is what is forgotten most.
    [Tags]    smoke
    ${operations} =    Get Operations
    FOR    ${operation}    IN    @{operations}
        Send Preflight
        ...    ${operation.example_path}
        ...    origin=${allowed_origins}[0]
        ...    method=${operation.method}
        ...    status=204
        Response Header Should Be    Access-Control-Allow-Origin    ${allowed_origins}[0]
        Response Header Should Contain    Access-Control-Allow-Methods    ${operation.method}
        Response Header Should Contain    Access-Control-Allow-Headers    authorization    content-type
        Response Header Should Contain    Vary    Origin
    END

Preflight Names Only What The Path Has
    Send Preflight    /api/manuals    origin=${allowed_origins}[0]
    Response Header Should Contain    Access-Control-Allow-Methods    GET
    ${methods} =    Get Response Header    Access-Control-Allow-Methods
    Should Not Contain    ${methods}    DELETE
    Should Not Contain    ${methods}    *

Every Allowed Origin Is Allowed
    Sign In
    FOR    ${origin}    IN    @{allowed_origins}
        Send From    ${origin}    GET    /api/user/usage    status=200
        Response Header Should Be    Access-Control-Allow-Origin    ${origin}
    END

Preflight Of Other Origins Allows Nothing
    [Documentation]    Neither foreign origins nor those that only look like an allowed one (CWE-942).
    [Tags]    cwe-942
    ${origins} =    Get Forbidden Origins
    Send Preflight    /api/manuals    origin=${allowed_origins}[0]
    Response Header Should Be    Access-Control-Allow-Origin    ${allowed_origins}[0]
    FOR    ${origin}    IN    @{origins}
        Send Preflight    /api/manuals    origin=${origin}
        Response Should Have No Header    Access-Control-Allow-Origin
        Response Should Have No Header    Access-Control-Allow-Methods
    END

Other Origins Can't Read A User's Answers
    [Documentation]    The request is answered, since the token is good; the browser is not told to hand it over
    ...    (CWE-942).
    [Tags]    cwe-942
    Sign In
    Send From    ${allowed_origins}[0]    GET    /api/user/usage    status=200
    Response Header Should Be    Access-Control-Allow-Origin    ${allowed_origins}[0]
    ${origins} =    Get Forbidden Origins
    FOR    ${origin}    IN    @{origins}
        Send From    ${origin}    GET    /api/user/usage    status=200
        Response Should Have No Header    Access-Control-Allow-Origin
        Response Should Have No Header    Access-Control-Allow-Credentials
    END

Any Origin Is Never Allowed
    [Documentation]    `*` is no answer where answers belong to one user, least of all together with credentials
    ...    (CWE-942).
    [Tags]    cwe-942
    Sign In
    Get Usage
    Response Should Have No Header    Access-Control-Allow-Origin
    Send From    ${allowed_origins}[0]    GET    /api/manuals    status=200
    Response Header Should Be    Access-Control-Allow-Origin    ${allowed_origins}[0]
    Response Should Have No Header    Access-Control-Allow-Credentials

Caches Keep The Origins Apart
    [Documentation]    RFC 9110, section 12.5.5: the answer differs by `Origin`, also where none was sent.
    Get Health
    Response Header Should Contain    Vary    Origin
    Send From    ${allowed_origins}[0]    GET    /health    status=200
    Response Header Should Contain    Vary    Origin
    Send From    ${ATTACKER}    GET    /health    status=200
    Response Header Should Contain    Vary    Origin

Errors Carry CORS Headers
    [Documentation]    Without them a browser hides the error from the application, whoever made it.
    [Setup]    Sign In
    [Template]    Error Should Carry CORS Headers
    GET    /api/manuals?limit\=0    400
    GET    /api/user/usage    401    anonymous=True
    GET    /no/such/path    403
    PATCH    /api/manuals    403
    POST    /health/circuit-breakers/bedrock/reset    403
    GET    /api/manuals/${UNKNOWN_ID}    404

Errors Of The Body Carry CORS Headers
    [Setup]    Sign In
    [Template]    Error Should Carry CORS Headers
    POST    /api/query    400    body={}
    POST    /api/query    400    body={"question":
    POST    /api/query    431    body={}    params=${{ {"padding": "p" * 11000} }}

Refused Body Carries CORS Headers
    Sign In
    VAR    &{headers} =    Origin=${allowed_origins}[0]
    Send Body Of    ${body_limit_mb + 0.01}    headers=${headers}    status=413
    Response Header Should Be    Access-Control-Allow-Origin    ${allowed_origins}[0]

Used Up Rate Limit Carries CORS Headers
    [Tags]    needs:load
    Sign In
    Use Up Rate Limit
    Error Should Carry CORS Headers    GET    /api/user/usage    429

Request That Needs No Preflight Is Not Executed
    [Documentation]    A form of any page can send plain text across origins without asking before (CWE-352).
    [Tags]    cwe-352    asvs-3.5.2    needs:cost
    Sign In
    Remember Usage
    VAR    &{headers} =    Origin=${ATTACKER}    Content-Type=text/plain
    Send Request    POST    /api/query    body={"question": "How do I descale it?"}    headers=${headers}    status=415
    Daily Usage Should Have Grown By    0
    VAR    &{headers} =    Origin=${allowed_origins}[0]    Content-Type=application/json
    Send Request    POST    /api/query    body={"question": "How do I descale it?"}    headers=${headers}    status=200
    Daily Usage Should Have Grown By    1


*** Keywords ***
Send From
    [Documentation]    Send a request as a page of this origin does.
    [Arguments]    ${origin: str}    ${method: str}    ${path: str}    &{options: object}
    VAR    &{headers} =    Origin=${origin}
    Send Request    ${method}    ${path}    headers=${headers}    &{options}

Error Should Carry CORS Headers
    [Documentation]    A page of an allowed origin is told, another is not.
    [Arguments]    ${method: str}    ${path: str}    ${status: int}    &{options: object}
    Send From    ${allowed_origins}[0]    ${method}    ${path}    status=${status}    &{options}
    Response Header Should Be    Access-Control-Allow-Origin    ${allowed_origins}[0]
    Response Header Should Contain    Vary    Origin
    Send From    ${ATTACKER}    ${method}    ${path}    status=${status}    &{options}
    Response Should Have No Header    Access-Control-Allow-Origin
