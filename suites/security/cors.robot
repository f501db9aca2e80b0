*** Settings ***
Documentation    Cross-origin requests: pages of the listed origins may use the API, all others may not.
...
...              Fetch standard, CORS protocol; OWASP ASVS 3.4.2, 3.5.2; WSTG-CLNT-07.

Resource         ../../resources/failures.resource
Resource         ../../resources/users.resource

Suite Setup      An Origin Should Be Allowed

Test Tags        security    api-call    asvs-3.4.2    owasp-api8


*** Variables ***
${ATTACKER}    https://attacker.example


*** Test Cases ***
Preflight From An Allowed Origin Lists The Methods
    [Documentation]    It does so on every path and without a token, which browsers do not send. `DELETE` is forgotten
    ...    most often.
    [Tags]    smoke
    ${operations} =    Get Operations
    FOR    ${operation}    IN    @{operations}
        Send Preflight
        ...    ${operation.example_path}
        ...    origin=${allowed_origins}[0]
        ...    method=${operation.method}
        Response Should Be Successful
        Response Header Should Be    Access-Control-Allow-Origin    ${allowed_origins}[0]
        Response Header Should Contain    Access-Control-Allow-Methods    ${operation.method}
        Response Header Should Contain    Access-Control-Allow-Headers    authorization    content-type
        Response Header Should Contain    Vary    Origin
    END

Preflight Lists Only The Methods Of The Path
    [Documentation]    This holds on every path.
    ${operations} =    Get Operations
    FOR    ${operation}    IN    @{operations}
        Send Preflight    ${operation.example_path}    origin=${allowed_origins}[0]    method=${operation.method}
        Response Header Should Contain Only    Access-Control-Allow-Methods    @{operation.methods}
    END

Preflight Allows The Headers That The Path Understands
    [Documentation]    Without that, a page can neither name a version of the API nor repeat an upload safely.
    ${operations} =    Get Operations
    FOR    ${operation}    IN    @{operations}
        VAR    @{headers} =    authorization    content-type    @{operation.request_headers}
        Send Preflight
        ...    ${operation.example_path}
        ...    origin=${allowed_origins}[0]
        ...    method=${operation.method}
        ...    headers=${headers}
        Response Header Should Contain    Access-Control-Allow-Headers    @{headers}
    END

Every Allowed Origin Is Allowed
    Sign In
    FOR    ${origin}    IN    @{allowed_origins}
        Send Preflight    /api/user/usage    origin=${origin}
        Response Header Should Be    Access-Control-Allow-Origin    ${origin}
        Send From    ${origin}    GET    /api/user/usage    status=200
        Response Header Should Be    Access-Control-Allow-Origin    ${origin}
        Response Should Match The Contract
    END

Preflight Of An Unknown Path Is Refused
    [Documentation]    Every other request to such a path is refused as well.
    [Tags]    needs:destructive
    Send Preflight    /api/manuals    origin=${allowed_origins}[0]
    Response Should Be Successful
    FOR    ${path}    IN    /no/such/path    /api    /api/manuals/a/b
        Send Preflight    ${path}    origin=${allowed_origins}[0]
        Error Should Be    403    message=Missing Authentication Token
    END

Pages May Read When To Try Again And Where A Manual Is
    [Documentation]    A browser hides every header that is not exposed, but for a few.
    Sign In
    Send From    ${allowed_origins}[0]    GET    /api/user/usage    status=200
    Response Header Should Contain    Access-Control-Expose-Headers    Retry-After    Location    API-Version

Preflight From Another Origin Allows Nothing
    [Documentation]    It allows nothing to foreign origins, nor to those that merely look like an allowed one
    ...    (CWE-942).
    [Tags]    cwe-942
    ${origins} =    Get Forbidden Origins
    Send Preflight    /api/manuals    origin=${allowed_origins}[0]
    Response Header Should Be    Access-Control-Allow-Origin    ${allowed_origins}[0]
    FOR    ${origin}    IN    @{origins}
        Send Preflight    /api/manuals    origin=${origin}
        Response Should Have No Header    Access-Control-Allow-Origin
    END

Other Origins Can't Read A User's Answers
    [Documentation]    The request is answered, since the token is valid, but the browser is not told to hand the
    ...    answer over (CWE-942).
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

Wildcard Origin Is Never Allowed
    [Documentation]    `*` must not be sent where answers belong to one user, least of all together with credentials
    ...    (CWE-942).
    [Tags]    cwe-942
    Sign In
    Get Usage
    Response Should Have No Header    Access-Control-Allow-Origin
    Send From    ${allowed_origins}[0]    GET    /api/manuals    status=200
    Response Header Should Be    Access-Control-Allow-Origin    ${allowed_origins}[0]
    Response Should Have No Header    Access-Control-Allow-Credentials
    Response Should Match The Contract

Responses Vary By Origin
    [Documentation]    Caches keep them apart by `Origin`, even if the request has none (RFC 9110, section 12.5.5).
    Get Health
    Response Header Should Contain    Vary    Origin
    Send From    ${allowed_origins}[0]    GET    /health    status=200
    Response Header Should Contain    Vary    Origin
    Send From    ${ATTACKER}    GET    /health    status=200
    Response Header Should Contain    Vary    Origin
    Response Should Match The Contract

Errors Carry CORS Headers
    [Documentation]    Without them a browser hides the error from the application, wherever it comes from.
    [Tags]    needs:destructive
    [Setup]    Sign In
    [Template]    Error Should Carry CORS Headers
    GET    /api/manuals?limit\=0    400
    GET    /api/user/usage    401    anonymous=True
    GET    /no/such/path    403
    POST    /health/circuit-breakers/bedrock/reset    403
    GET    /api/manuals/${UNKNOWN_ID}    404

Errors About A Question Carry CORS Headers
    [Tags]    needs:cost
    Sign In
    Error Should Carry CORS Headers    POST    /api/query    400    body={}
    Error Should Carry CORS Headers    POST    /api/query    400    body={"question":
    ${padding} =    Text Of Length    11000
    Error Should Carry CORS Headers    POST    /api/query?padding\=${padding}    431    body={}

Timeout Of A Dependency Carries CORS Headers
    [Tags]    needs:cost    needs:fault-injection
    Sign In
    Ask    How do I descale it?
    Activate Fault    error    service=bedrock-runtime    code=ModelTimeoutException
    Send From    ${allowed_origins}[0]    POST    /api/query    body={"question": "How do I clean it?"}    status=504
    Response Header Should Be    Access-Control-Allow-Origin    ${allowed_origins}[0]
    Response Header Should Contain    Vary    Origin

Oversized Body Is Refused With CORS Headers
    [Tags]    needs:cost
    Sign In
    VAR    &{headers} =    Origin=${allowed_origins}[0]
    Send Body Of    ${body_limit_mb + 0.01}    headers=${headers}    status=413
    Response Header Should Be    Access-Control-Allow-Origin    ${allowed_origins}[0]

Rate Limit Error Carries CORS Headers
    [Documentation]    A page may also read when to try again.
    [Tags]    needs:load
    Sign In
    Use Up Rate Limit
    Error Should Carry CORS Headers    GET    /api/user/usage    429
    Send From    ${allowed_origins}[0]    GET    /api/user/usage    status=429
    Response Header Should Contain    Access-Control-Expose-Headers    Retry-After

Cross-Origin Request Without A Preflight Is Not Executed
    [Documentation]    A form on any page can send plain text across origins without a preflight (CWE-352).
    [Tags]    cwe-352    asvs-3.5.2    needs:cost
    Sign In
    Remember Usage
    VAR    &{headers} =    Origin=${ATTACKER}    Content-Type=text/plain
    Send Request    POST    /api/query    body={"question": "How do I descale it?"}    headers=${headers}    status=415
    Daily Usage Should Have Grown By    0
    VAR    &{headers} =    Origin=${allowed_origins}[0]    Content-Type=application/json
    Send Request    POST    /api/query    body={"question": "How do I descale it?"}    headers=${headers}    status=200
    Daily Usage Should Have Grown By    1

Name Of The Origin Header Is Case-Insensitive
    [Documentation]    RFC 9110, section 5.1; browsers that speak HTTP/2 send all names in lower case.
    ${me} =    Sign In
    FOR    ${name}    IN    Origin    origin    ORIGIN
        VAR    &{headers} =    ${name}=${allowed_origins}[0]
        Send Request    GET    /api/user/usage    headers=${headers}    status=200
        Response Should Have    user_id=${me.user_id}
        Response Header Should Be    Access-Control-Allow-Origin    ${allowed_origins}[0]
        VAR    &{headers} =    ${name}=${allowed_origins}[0]    Access-Control-Request-Method=GET
        Send Request    OPTIONS    /api/user/usage    headers=${headers}    anonymous=True
        Response Header Should Be    Access-Control-Allow-Origin    ${allowed_origins}[0]
    END

Page May Read Where Its New Manual Is
    [Documentation]    Only responses with status 201 have a `Location`, and a browser hides it unless it is exposed.
    [Tags]    needs:destructive
    Sign In
    ${body} =    Get Upload Body    thermostat.pdf
    Send From    ${allowed_origins}[0]    POST    /api/manuals/upload    json=${body}    status=201
    Response Header Should Be    Access-Control-Allow-Origin    ${allowed_origins}[0]
    Response Header Should Contain    Access-Control-Expose-Headers    Location

Used-Up Quota Carries CORS Headers
    [Documentation]    A page may also read when to ask again.
    [Tags]    needs:cost
    Sign In As A Fresh User Clear Of Midnight
    Use Quota    until=${daily_quota}
    Error Should Carry CORS Headers    POST    /api/query    429    body={"question": "How do I descale it?"}
    Send From    ${allowed_origins}[0]    POST    /api/query    body={"question": "How do I clean it?"}    status=429
    Error Should Be    429    quota_exceeded
    Response Header Should Contain    Access-Control-Expose-Headers    Retry-After


*** Keywords ***
An Origin Should Be Allowed
    [Documentation]    Each test here compares an allowed origin with others; without one, `every_route` tests the rest.
    Skip If    not $allowed_origins    allowed_origins is empty: these tests need an origin that is allowed

Send From
    [Documentation]    Send a request as a page of this origin would.
    [Arguments]    ${origin: str}    ${method: str}    ${path: str}    &{options: object}
    VAR    &{headers} =    Origin=${origin}
    ${response} =    Send Request    ${method}    ${path}    headers=${headers}    &{options}
    RETURN    ${response}

Error Should Carry CORS Headers
    [Documentation]    A page of an allowed origin may read the error, another may not.
    [Arguments]    ${method: str}    ${path: str}    ${status: int}    &{options: object}
    Send From    ${allowed_origins}[0]    ${method}    ${path}    status=${status}    &{options}
    Response Header Should Be    Access-Control-Allow-Origin    ${allowed_origins}[0]
    Response Header Should Contain    Vary    Origin
    ${response} =    Send From    ${ATTACKER}    ${method}    ${path}    status=${status}    &{options}
    VAR    @{responses} =    ${response}
    Each Response Should Follow CORS    ${responses}
