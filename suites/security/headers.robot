*** Settings ***
Documentation    Security headers on every kind of answer, of the backend and of the gateway, good or bad.
...
...              OWASP Secure Headers Project; OWASP ASVS 3.4, 14.3.2.

Resource         ../../resources/aws.resource
Library          FailureSimulator
Library          ManuelResilience

Test Tags        security    api-call


*** Variables ***
${ATTACKER}    attacker.example


*** Test Cases ***
Security Headers Are On Every Good Answer
    [Documentation]    Of every route that can be read.
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

Security Headers Are On What Is Made
    [Tags]    needs:destructive
    Sign In
    ${manual} =    Upload Manual    thermostat.pdf
    Security Headers Should Be Set
    Get Manual    ${manual}
    Security Headers Should Be Set
    Delete Manual    ${manual}
    Security Headers Should Be Set

Security Headers Are On A Preflight
    Send Preflight    /api/manuals    origin=${allowed_origins}[0]    status=204
    Security Headers Should Be Set

Security Headers Are On Errors Of The Backend
    [Setup]    Sign In
    [Template]    Security Headers Should Be On
    POST    /api/query    400    body={}
    POST    /api/query    400    body={"question":
    POST    /api/query    415    body={}    headers=${{ {"Content-Type": "text/plain"} }}
    GET    /api/manuals/${UNKNOWN_ID}    404
    DELETE    /api/manuals/${UNKNOWN_ID}    404
    POST    /health/circuit-breakers/bedrock/reset    403
    GET    /version?version\=99.9    400

Security Headers Are On Errors Of The Gateway
    [Documentation]    API Gateway makes them itself, so that they have to be configured there as well.
    [Setup]    Sign In
    [Template]    Security Headers Should Be On
    GET    /api/user/usage    401    anonymous=True
    POST    /api/query    401    body={}    anonymous=True
    GET    /no/such/path    403
    PATCH    /api/manuals    403
    POST    /api/query    431    body={}    params=${{ {"padding": "p" * 11000} }}

Security Headers Are On A Refused Body
    Sign In
    Send Body Of    ${body_limit_mb + 0.01}    status=413
    Security Headers Should Be Set

Security Headers Are On A Used Up Limit
    [Tags]    needs:load
    Sign In
    Use Up Rate Limit
    Security Headers Should Be On    GET    /api/user/usage    429

Security Headers Are On Failures
    [Tags]    needs:fault-injection
    Sign In
    Activate Failure    dynamodb_throttling
    Get Usage    status=503
    Security Headers Should Be Set

User Data Is Not Stored By Caches
    [Documentation]    Neither by a proxy's nor by the browser's (CWE-524).
    [Tags]    cwe-524    asvs-14.3.2
    Sign In
    Get Usage
    ${operations} =    Get Operations    needs_token=True
    FOR    ${operation}    IN    @{operations}
        IF    $operation.method != "GET"    CONTINUE
        Send Request    GET    ${operation.example_path}
        Response Header Should Be    Cache-Control    no-store
    END

Every Answer Says That It Is JSON
    [Documentation]    So that no browser takes it for a page (ASVS 4.1.1).
    [Tags]    asvs-4.1.1
    [Setup]    Sign In
    [Template]    Answer Should Be JSON
    GET    /health    200
    GET    /api/user/usage    200
    GET    /api/user/usage    401    anonymous=True
    POST    /api/query    400    body=<html></html>
    GET    /no/such/page.html    403
    GET    /api/manuals/${UNKNOWN_ID}    404

Headers Tell Nothing Of The Server
    [Documentation]    No product, no version, nothing of the inside in any header (CWE-497).
    [Tags]    cwe-497
    Sign In
    FOR    ${path}    IN    /health    /api/user/usage    /no/such/path    /api/manuals/${UNKNOWN_ID}
        Send Request    GET    ${path}
        Response Should Reveal Nothing
        Response Should Have No Header    X-Powered-By
        ${response} =    Get Last Response
        Should Not Match Regexp
        ...    ${{ str(dict($response.headers)) }}
        ...    (?i)arn:aws|s3://|\\.internal\\b|\\bmanuel-|python
    END

Host That The Client Claims Is Not Believed
    [Documentation]    No answer leads to it (WSTG-INPV-17).
    [Tags]    cwe-20
    [Setup]    Sign In
    [Template]    Claimed Host Should Not Be Believed
    X-Forwarded-Host    ${ATTACKER}
    X-Host    ${ATTACKER}
    X-Forwarded-Server    ${ATTACKER}
    Forwarded    host=${ATTACKER}

New Manual Is Not Located At A Claimed Host
    [Tags]    cwe-20    needs:destructive
    Sign In
    VAR    &{headers} =    X-Forwarded-Host=${ATTACKER}    Forwarded=host=${ATTACKER}
    ${data} =    Read Manual File    thermostat.pdf
    VAR    &{body} =    file_name=a.pdf    file_data=${data}    content_type=application/pdf
    ${response} =    Send Request    POST    /api/manuals/upload    json=${body}    headers=${headers}    status=201
    Should Not Contain    ${response.headers}[Location]    ${ATTACKER}
    ${uploaded} =    Get Response Body
    ${response} =    Send Request    GET    /api/manuals/${uploaded.manual_id}    headers=${headers}    status=200
    Should Not Contain    ${response.text}    ${ATTACKER}
    Delete Manual    ${uploaded}


*** Keywords ***
Security Headers Should Be On
    [Documentation]    On the answer to this request, whose status is known.
    [Arguments]    ${method: str}    ${path: str}    ${status: int}    &{options: object}
    Send Request    ${method}    ${path}    status=${status}    &{options}
    Security Headers Should Be Set

Security Headers Should Be Set
    [Documentation]    The values that the contract prescribes for every answer.
    Response Header Should Be    X-Content-Type-Options    nosniff
    Response Header Should Be    X-Frame-Options    DENY
    Response Header Should Be    Content-Security-Policy    default-src 'none'; frame-ancestors 'none'
    Response Header Should Be    Referrer-Policy    no-referrer
    ${hsts} =    Get Response Header    Strict-Transport-Security
    ${seconds} =    Evaluate    int(re.match(r"max-age=(\\d+)", $hsts)[1])    modules=re
    Should Be True    ${seconds} >= 31536000    HSTS lasts less than a year: ${hsts}
    Should Contain    ${hsts}    includeSubDomains

Answer Should Be JSON
    [Documentation]    By its header, and by what it holds.
    [Arguments]    ${method: str}    ${path: str}    ${status: int}    &{options: object}
    Send Request    ${method}    ${path}    status=${status}    &{options}
    ${media_type} =    Get Response Header    Content-Type
    Should Match Regexp    ${media_type}    (?i)^application/json(; *charset=utf-8)?$
    Get Response Body

Claimed Host Should Not Be Believed
    [Documentation]    Whatever header it comes in.
    [Arguments]    ${header: str}    ${value: str}
    VAR    &{headers} =    ${header}=${value}
    FOR    ${path}    IN    /api/user/usage    /api/manuals    /no/such/path    /version
        ${response} =    Send Request    GET    ${path}    headers=${headers}
        Should Not Contain    ${response.text}    ${ATTACKER}
        Should Not Contain    ${{ str(dict($response.headers)) }}    ${ATTACKER}
    END
