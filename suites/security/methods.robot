*** Settings ***
Documentation    Only what the contract documents exists: no other method, no other path, no debugging aid.
...
...              OWASP API9:2023 Improper Inventory Management; WSTG-CONF-06; ASVS 13.4.

Resource         ../../resources/api.resource

Test Setup       Sign In

Test Tags        security    api-call    cwe-650    owasp-api9    needs:destructive


*** Test Cases ***
Undocumented Methods Are Refused
    [Documentation]    They are refused as a REST API of API Gateway does it, or with 405, and nothing is executed.
    ${operations} =    Get Undocumented Operations
    FOR    ${operation}    IN    @{operations}
        Send Request    ${operation.method}    ${operation.example_path}
        Method Should Be Refused
    END
    Get Usage

Unusual Methods Are Refused And Not Echoed
    [Documentation]    TRACE would reveal the user's token to a page (WSTG-CONF-06, ASVS 13.4.4).
    [Tags]    asvs-13.4.4    cwe-693
    VAR    &{headers} =    X-Canary=yellow-bird
    FOR    ${method}    IN    TRACE    TRACK    DEBUG    PROPFIND    MOVE    JEFF
        ${response} =    Send Request    ${method}    /api/user/usage    headers=${headers}
        Response Should Be A Refusal
        Should Not Contain    ${response.text}    yellow-bird
    END
    Send Request    GET    /api/user/usage    headers=${headers}    status=200

Every Method Has Only One Spelling
    [Documentation]    Methods are case-sensitive (RFC 9110, section 9.1), so `get` is a method that no path has.
    [Tags]    needs:cost
    ${manual} =    Provide Manual    thermostat.pdf
    VAR    &{question} =    question=How do I descale it?
    Remember Usage
    FOR    ${method}    ${path}    IN
    ...    GET    /health
    ...    GET    /api/user/usage
    ...    POST    /api/query
    ...    DELETE    /api/manuals/${manual.manual_id}
        FOR    ${spelling}    IN    ${method.lower()}    ${method.title()}    ${method}S    X-${method}
            Send Request    ${spelling}    ${path}    json=${question}
            Method Should Be Refused
        END
    END
    Daily Usage Should Have Grown By    0
    Send Request    POST    /api/query    json=${question}    status=200
    Daily Usage Should Have Grown By    1
    Send Request    DELETE    /api/manuals/${manual.manual_id}    status=200

Preflight Has Only One Spelling
    [Documentation]    `options` is another method, and needs no token, so that it is refused as an unknown one.
    Skip If    not $allowed_origins    allowed_origins is empty: this test needs an origin that is allowed
    Send Preflight    /api/user/usage    origin=${allowed_origins}[0]
    Response Should Be Successful
    VAR    &{headers} =    Origin=${allowed_origins}[0]    Access-Control-Request-Method=GET
    FOR    ${method}    IN    options    Options    OPTION
        Send Request    ${method}    /api/user/usage    headers=${headers}    anonymous=True
        Method Should Be Refused
        Response Should Have No Header    Access-Control-Allow-Methods
    END

Method Can't Be Overridden
    [Documentation]    A GET stays a GET, whatever a header or a parameter says: the manual is still there.
    ${manual} =    Provide Manual    thermostat.pdf
    VAR    ${path} =    /api/manuals/${manual.manual_id}
    FOR    ${header}    IN    X-HTTP-Method-Override    X-HTTP-Method    X-Method-Override    X-Original-Method
        VAR    &{headers} =    ${header}=DELETE
        Send Request    GET    ${path}    headers=${headers}    status=200
        Send Request    POST    ${path}    headers=${headers}
        Method Should Be Refused
    END
    Send Request    GET    ${path}?_method=DELETE    status=200
    Send Request    POST    ${path}?_method=DELETE    body=_method=DELETE
    Method Should Be Refused
    Get Manual    ${manual}

Undocumented Paths Do Not Exist
    [Documentation]    They would be those of documentation, metrics, debugging aids, deployment files, other stages and
    ...    versions.
    [Tags]    cwe-1059
    FOR    ${path}    IN
    ...    /    /docs    /openapi.json    /openapi.yaml    /swagger    /swagger-ui.html    /redoc    /graphql
    ...    /metrics    /debug    /actuator    /actuator/env    /status    /console    /admin    /api/admin
    ...    /.env    /.git/config    /.aws/credentials    /config.json    /server-status    /favicon.ico    /robots.txt
    ...    /v1/api/manuals    /v2/api/manuals    /dev/api/manuals    /prod/api/manuals    /api/v1/manuals    /api
    ...    /api/admin/users    /api/users    /api/user    /api/user/usage/reset    /api/query/debug
    ...    /_stack/environment    /_faults/rules    /_mockaws/calls    /restapis
        Send Request    GET    ${path}
        Error Should Be    403    message=Missing Authentication Token
        Send Request    POST    ${path}    body={}
        Error Should Be    403    message=Missing Authentication Token
    END
    Get Usage

Every Path Has Only One Spelling
    [Documentation]    Other letter case, slashes, dots or encoded characters lead nowhere, and neither does the name of
    ...    a host.
    [Tags]    cwe-22
    Send Request    GET    /api/manuals    status=200
    FOR    ${path}    IN
    ...    /API/manuals    /api/Manuals    /api/manuals/    /api//manuals    //api/manuals    /api/./manuals
    ...    /api/x/../manuals    /api/%6danuals    /api%2fmanuals    /api/manuals;x\=1    /api/manuals%00
    ...    //example.com/api/manuals
        Send Request    GET    ${path}
        Response Should Be A Refusal
    END
