*** Settings ***
Documentation    What only administrators may do.
...
...              OWASP API5:2023 Broken Function Level Authorization; WSTG-ATHZ-02; CWE-285.

Resource         ../../resources/manuals.resource

Test Setup       Sign In

Test Tags        security    api-call    cwe-285    asvs-8.2.1    owasp-api5


*** Variables ***
@{BREAKERS}    bedrock    dynamodb    s3    transcribe
${RESET}       /health/circuit-breakers/bedrock/reset


*** Test Cases ***
Only An Administrator Can Reset A Circuit Breaker
    [Tags]    needs:admin-user
    FOR    ${breaker}    IN    @{BREAKERS}
        Reset Circuit Breaker    ${breaker}    status=403
        Error Should Be    403    forbidden
    END
    Send Request    POST    ${RESET}    anonymous=True
    Error Should Be    401
    Sign In As Admin
    FOR    ${breaker}    IN    @{BREAKERS}
        Reset Circuit Breaker    ${breaker}
    END

Reset Of A Circuit Breaker Is Logged
    [Documentation]    The log says who has done it, and who has tried to (ASVS 16.3.2).
    [Tags]    asvs-16.3.2    needs:admin-user    needs:backend-log
    ${me} =    Get Current User
    Reset Circuit Breaker    bedrock    status=403
    Request Should Be Logged    user_id=${me.user_id}    status=403
    ${admin} =    Sign In As Admin
    Reset Circuit Breaker    bedrock
    Request Should Be Logged    user_id=${admin.user_id}    status=200

Ordinary User Does Not Learn Which Circuit Breakers Exist
    [Documentation]    A circuit breaker that does not exist is refused like one that does.
    [Tags]    needs:destructive
    ${refusal_of_known_breaker} =    Reset Circuit Breaker    bedrock    status=403
    ${refusal_of_unknown_breaker} =    Reset Circuit Breaker    payments    status=403
    Errors Should Be Alike    ${refusal_of_unknown_breaker}    ${refusal_of_known_breaker}

Administrator Has No Access To Another User's Manual
    [Documentation]    A manual is its owner's alone: to an administrator it is missing, as is its job.
    [Tags]    cwe-639    asvs-8.2.2    owasp-api1    needs:admin-user    needs:destructive
    ${owner} =    Sign In
    ${manual} =    Provide Manual    thermostat.pdf
    ${job_id} =    Wait Until Ingestion Begins    ${manual}
    Sign In As Admin
    Reset Circuit Breaker    bedrock
    Manual Should Seem To Be Missing    ${manual}
    Get Ingestion Job    ${job_id}    status=404
    Switch To User    ${owner}
    Get Manual    ${manual}

Administrator Has The Rate Limit Of Every User
    [Documentation]    A stolen administrator's token does not allow more requests than others.
    [Tags]    cwe-770    owasp-api4    needs:admin-user    needs:load
    Sign In As Admin
    Use Up Rate Limit
    Error Should Be    429    rate_limit_exceeded

Administrator Has The Quota Of Every User
    [Tags]    cwe-770    owasp-api4    needs:admin-user    needs:cost    needs:aws-inspection
    Sign In As Admin
    Keep Clear Of Midnight
    Ask    How do I descale it?
    Set Daily Usage    ${daily_quota}
    Ask    How do I clean it?    status=429
    Error Should Be    429    quota_exceeded

Header Does Not Make An Administrator
    [Tags]    cwe-290    needs:admin-user    needs:destructive
    FOR    ${header}    IN    X-Admin    X-Role    X-Groups    X-User-Groups    Cognito-Groups    X-Amzn-Oidc-Data
        VAR    &{headers} =    ${header}=admin
        Send Request    POST    ${RESET}    headers=${headers}
        Error Should Be    403    forbidden
    END
    Sign In As Admin
    Send Request    POST    ${RESET}    headers=${headers}    status=200

Body Or Parameter Does Not Make An Administrator
    [Tags]    cwe-915    needs:admin-user    needs:destructive
    VAR    &{claims} =    role=admin    is_admin=${True}    groups=admin    cognito:groups=admin
    Send Request    POST    ${RESET}    json=${claims}
    Error Should Be    403    forbidden
    Send Request    POST    ${RESET}    params=${claims}
    Error Should Be    403    forbidden
    Sign In As Admin
    Send Request    POST    ${RESET}    status=200

Reset Route Has Only One Spelling
    [Documentation]    A path that one server reads differently from the next can slip past a check.
    [Tags]    cwe-22    needs:admin-user
    FOR    ${path}    IN
    ...    /health/circuit-breakers/bedrock/reset/
    ...    /health//circuit-breakers/bedrock/reset
    ...    //health/circuit-breakers/bedrock/reset
    ...    /health/./circuit-breakers/bedrock/reset
    ...    /health/x/../circuit-breakers/bedrock/reset
    ...    /HEALTH/circuit-breakers/bedrock/reset
    ...    /health/circuit-breakers/bedrock/Reset
    ...    /health/circuit-breakers/bedrock/reset%2f
    ...    /health/circuit-breakers/bedrock/reset;x\=1
    ...    /health/circuit-breakers%2fbedrock%2freset
    ...    /health/circuit-breakers/bedrock/%72eset%00
    ...    /prod/health/circuit-breakers/bedrock/reset
        Send Request    POST    ${path}
        Response Should Be A Refusal
    END
    Sign In As Admin
    Send Request    POST    ${RESET}    status=200

Path In A Header Is Ignored
    [Documentation]    Some servers let `X-Original-URL` or `X-Rewrite-URL` replace the path after the check.
    [Tags]    cwe-441    needs:destructive
    FOR    ${header}    IN    X-Original-URL    X-Rewrite-URL    X-Forwarded-Path    X-Override-URL
        VAR    &{headers} =    ${header}=${RESET}
        Send Request    POST    /health    headers=${headers}
        Method Should Be Refused
        VAR    &{headers} =    ${header}=/health/circuit-breakers
        Send Request    GET    /health    headers=${headers}    anonymous=True    status=200
        ${health} =    Get Response Body
        Should Not Contain    ${health}    circuit_breakers
    END


*** Keywords ***
Manual Should Seem To Be Missing
    [Documentation]    The manual can neither be read nor deleted; the refusals are those of one that does not exist.
    [Arguments]    ${manual: object}
    FOR    ${keyword}    IN    Get Manual    Delete Manual
        ${foreign} =    Run Keyword    ${keyword}    ${manual}    status=404
        ${unknown} =    Run Keyword    ${keyword}    ${UNKNOWN_ID}    status=404
        Errors Should Be Alike    ${foreign}    ${unknown}
    END
