*** Settings ***
Documentation    Security headers on every kind of response, from the backend and from the gateway, success or error.
...
...              OWASP Secure Headers Project; OWASP ASVS 3.4, 14.3.2.

Resource         ../../resources/aws.resource
Resource         ../../resources/manuals.resource
Library          FailureSimulator
Library          ManuelResilience

Test Tags        security    api-call    owasp-api8


*** Variables ***
${ATTACKER}        attacker.example
&{PLAIN_TEXT}      Content-Type=text/plain
&{AS_A_BROWSER}    Accept=text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8


*** Test Cases ***
Successful Responses Have Security Headers
    [Documentation]    They have them on every route that can be read.
    [Tags]    smoke    asvs-3.4.1    asvs-3.4.4    asvs-3.4.5    asvs-3.4.6
    [Setup]    Sign In
    [Template]    Security Headers Should Be On
    GET    /health    200
    GET    /version    200
    GET    /version/changelog    200
    GET    /health/circuit-breakers    200
    GET    /api/user/usage    200
    GET    /api/user/quota    200
    GET    /api/manuals    200
    GET    /api/ingestion/status    200
    GET    /api/ingestion/files    200

Responses About A New Manual Have Security Headers
    [Tags]    needs:destructive
    Sign In
    ${manual} =    Upload Manual    thermostat.pdf
    Security Headers Should Be Set
    Get Manual    ${manual}
    Security Headers Should Be Set
    Delete Manual    ${manual}
    Security Headers Should Be Set

Preflight Has Security Headers
    [Documentation]    It has them on every path.
    Skip If    not $allowed_origins    allowed_origins is empty: this test needs an origin that is allowed
    ${operations} =    Get Operations
    FOR    ${operation}    IN    @{operations}
        Send Preflight    ${operation.example_path}    origin=${allowed_origins}[0]    method=${operation.method}
        Response Should Be Successful
        Response Header Should Contain    Access-Control-Allow-Methods    ${operation.method}
        Security Headers Should Be Set
    END

Backend Errors Have Security Headers
    [Tags]    needs:cost    needs:destructive
    [Setup]    Sign In
    [Template]    Security Headers Should Be On
    POST    /api/query    400    body={}
    POST    /api/query    400    body={"question":
    POST    /api/query    415    body={}    headers=${PLAIN_TEXT}
    GET    /api/manuals/${UNKNOWN_ID}    404
    DELETE    /api/manuals/${UNKNOWN_ID}    404
    POST    /health/circuit-breakers/bedrock/reset    403
    GET    /version?version\=99.9    400

Gateway Errors Have Security Headers
    [Documentation]    API Gateway sends these errors itself, so the headers have to be configured there as well.
    [Tags]    needs:cost    needs:destructive
    [Setup]    Sign In
    [Template]    Security Headers Should Be On
    GET    /api/user/usage    401    anonymous=True
    POST    /api/query    401    body={}    anonymous=True
    GET    /no/such/path    403

Oversized Request Is Refused With Security Headers
    [Tags]    needs:cost
    Sign In
    ${padding} =    Text Of Length    11000
    Security Headers Should Be On    POST    /api/query?padding\=${padding}    431    body={}
    Send Body Of    ${body_limit_mb + 0.01}    status=413
    Security Headers Should Be Set

Rate Limit Error Has Security Headers
    [Tags]    needs:load
    Sign In
    Use Up Rate Limit
    Security Headers Should Be On    GET    /api/user/usage    429

Dependency Failure Has Security Headers
    [Tags]    needs:fault-injection
    Sign In
    Activate Failure    dynamodb_throttling
    Get Usage    status=503
    Security Headers Should Be Set

User Data Is Not Cached
    [Documentation]    Neither a proxy nor the browser caches it (CWE-524).
    [Tags]    cwe-524    asvs-14.3.2
    Sign In
    Get Usage
    Response Should Match The Contract
    ${operations} =    Get Operations    needs_token=True
    FOR    ${operation}    IN    @{operations}
        IF    $operation.method != "GET" or "{" in $operation.path    CONTINUE
        Send Request    GET    ${operation.path}    status=200
        Response Header Should Contain    Cache-Control    no-store
    END

Every Response Declares That It Is JSON
    [Documentation]    No browser then takes it for a page (ASVS 4.1.1).
    [Tags]    asvs-4.1.1    needs:cost    needs:destructive
    [Setup]    Sign In
    [Template]    Response Should Be JSON
    GET    /health    200
    GET    /api/user/usage    200
    GET    /api/user/usage    401    anonymous=True
    POST    /api/query    400    body=<html></html>
    GET    /no/such/page.html    403
    GET    /api/manuals/${UNKNOWN_ID}    404

Browsers Get JSON As Well
    [Documentation]    They prefer pages, which the API does not have, not even for errors (ASVS 4.1.1).
    [Tags]    asvs-4.1.1    needs:destructive
    [Setup]    Sign In
    [Template]    Response Should Be JSON
    GET    /health    200    headers=${AS_A_BROWSER}
    GET    /api/user/usage    200    headers=${AS_A_BROWSER}
    GET    /api/user/usage    401    anonymous=True    headers=${AS_A_BROWSER}
    GET    /no/such/page.html    403    headers=${AS_A_BROWSER}
    GET    /api/manuals/${UNKNOWN_ID}    404    headers=${AS_A_BROWSER}

Headers Reveal Nothing About The Server
    [Documentation]    No header contains a product, a version or anything about the internals (CWE-497).
    [Tags]    cwe-497    needs:destructive
    Sign In
    Get Usage
    FOR    ${path}    IN    /health    /api/user/usage    /no/such/path    /api/manuals/${UNKNOWN_ID}
        Send Request    GET    ${path}
        Response Should Reveal Nothing
        Response Should Have No Header    X-Powered-By
        ${response} =    Get Last Response
        Should Not Match Regexp
        ...    ${response.headers}
        ...    (?i)arn:aws|s3://|\\.internal\\b|\\bmanuel-|python
        Response Should Match The Contract
    END

Host Claimed By The Client Is Ignored
    [Documentation]    No response leads to it (WSTG-INPV-17).
    [Tags]    cwe-20    needs:destructive
    [Setup]    Sign In
    [Template]    Claimed Host Should Be Ignored
    X-Forwarded-Host    ${ATTACKER}
    X-Host    ${ATTACKER}
    X-Forwarded-Server    ${ATTACKER}
    Forwarded    host=${ATTACKER}

New Manual Is Not Located At A Host Claimed By The Client
    [Tags]    cwe-20    needs:destructive
    Sign In
    VAR    &{headers} =    X-Forwarded-Host=${ATTACKER}    Forwarded=host=${ATTACKER}
    ${body} =    Get Upload Body    thermostat.pdf
    ${response} =    Send Request    POST    /api/manuals/upload    json=${body}    headers=${headers}
    Should Not Contain    ${response.headers}[Location]    ${ATTACKER}
    ${uploaded} =    Get Response Body
    ${response} =    Send Request    GET    /api/manuals/${uploaded.manual_id}    headers=${headers}    status=200
    Should Not Contain    ${response.text}    ${ATTACKER}
    Delete Manual    ${uploaded}


*** Keywords ***
Security Headers Should Be On
    [Documentation]    Send a request whose status is known, and check the headers of the response.
    [Arguments]    ${method: str}    ${path: str}    ${status: int}    &{options: object}
    Send Request    ${method}    ${path}    status=${status}    &{options}
    Security Headers Should Be Set
    Response Should Match The Contract

Response Should Be JSON
    [Documentation]    It must be JSON by its header and by its content.
    [Arguments]    ${method: str}    ${path: str}    ${status: int}    &{options: object}
    Send Request    ${method}    ${path}    status=${status}    &{options}
    ${media_type} =    Get Response Header    Content-Type
    Should Match Regexp    ${media_type}    (?i)^application/json(; *charset=utf-8)?$
    Get Response Body

Claimed Host Should Be Ignored
    [Documentation]    Name the attacker's host in one header of several requests.
    [Arguments]    ${header: str}    ${value: str}
    Get Usage
    VAR    &{headers} =    ${header}=${value}
    FOR    ${path}    IN    /api/user/usage    /api/manuals    /no/such/path    /version
        ${response} =    Send Request    GET    ${path}    headers=${headers}
        Should Not Contain    ${response.text}${response.headers}    ${ATTACKER}
        Response Should Match The Contract
    END
