*** Settings ***
Documentation    No answer gives away anything of the inside: no stack trace, exception, resource, account, host or
...              library.
...
...              CWE-209, CWE-497; OWASP ASVS 16.5.1, 13.4.6; WSTG-ERRH-01, WSTG-ERRH-02.

Resource         ../../resources/aws.resource
Resource         ../../resources/manuals.resource
Library          FailureSimulator
Library          ManuelResilience

Test Setup       Sign In

Test Tags        security    api-call    cwe-209    asvs-16.5.1


*** Test Cases ***
Public Routes Reveal Nothing
    [Documentation]    Health and versions are read by anybody (CWE-497).
    [Tags]    smoke    cwe-497    asvs-13.4.6
    FOR    ${path}    IN    /health    /health/deep    /version    /version/compatibility    /version/changelog
        Send Request    GET    ${path}    anonymous=True    status=200
        Response Should Reveal Nothing
    END

Good Answers Reveal Nothing
    FOR    ${path}    IN
    ...    /api/user/usage    /api/user/quota    /api/manuals    /api/ingestion/status    /api/ingestion/files
    ...    /health/circuit-breakers
        Send Request    GET    ${path}    status=200
        Response Should Reveal Nothing
    END

Answers About A Manual Reveal Nothing
    [Documentation]    Neither the lists that it is in nor its job tell where its file is.
    [Tags]    needs:destructive
    ${manual} =    Upload Manual    thermostat.pdf
    ${job_id} =    Wait Until Ingestion Begins    ${manual}
    FOR    ${path}    IN
    ...    /api/manuals    /api/ingestion/files    /api/ingestion/status    /api/ingestion/job/${job_id}
        ${response} =    Send Request    GET    ${path}    status=200
        Should Contain    ${response.text}    ${manual.manual_id}
        Response Should Reveal Nothing
    END

Error Of The Backend Reveals Nothing
    [Template]    Error Should Reveal Nothing
    POST    /api/query    400    {"question": 5}
    POST    /api/query    400    {"question": "How
    POST    /api/query    400    {"question": "a", "file_data": 7, "content_type": {}}
    POST    /api/transcribe    400    {"audio_data": "UklGRgAAAABXQVZF", "content_type": "audio/flac"}
    POST    /api/transcribe    415    {"audio_data": "UklGRgAAAABXQVZF", "content_type": "text/plain"}
    POST    /api/manuals/upload    400    {"file_name": "a", "file_data": "AAAA", "content_type": "application/pdf"}
    POST    /api/manuals/download    400    {"url": "http://127.0.0.1/"}
    POST    /health/circuit-breakers/bedrock/reset    403

Error Of A Path Or Parameter Reveals Nothing
    [Template]    Error Should Reveal Nothing
    GET    /api/manuals/${UNKNOWN_ID}    404
    DELETE    /api/manuals/${UNKNOWN_ID}    404
    GET    /api/manuals/%00    404
    GET    /api/manuals/${{ "9" * 2000 }}    404
    GET    /api/ingestion/job/..%2f..    404
    GET    /api/manuals?next_token\=%ff    400
    GET    /api/manuals?limit\=9e9    400
    GET    /version?version\=\${7*7}    400

Error Of The Gateway Reveals Nothing
    Get Usage
    Send Request    GET    /api/user/usage    anonymous=True    status=401
    Response Should Reveal Nothing
    Send Request    GET    /no/such/path    status=403
    Response Should Reveal Nothing
    Send Body Of    ${body_limit_mb + 0.01}    status=413
    Response Should Reveal Nothing
    Send Header Of    11000    status=431
    Response Should Reveal Nothing

Failure Of A Dependency Reveals Nothing
    [Documentation]    What AWS says, with names, numbers and keys in it, is not for the user.
    [Tags]    needs:fault-injection
    Activate Fault
    ...    error
    ...    service=dynamodb
    ...    code=ProvisionedThroughputExceededException
    ...    message=Table arn:aws:dynamodb:eu-west-1:123456789012:table/manuel-usage-prod, AKIAIOSFODNN7EXAMPLE, 10.0.0.8
    FOR    ${path}    IN    /api/user/usage    /api/user/quota    /api/manuals    /health/deep
        Send Request    GET    ${path}    status=503
        Response Should Reveal Nothing
        ${response} =    Get Last Response
        Should Not Match Regexp
        ...    ${response.text}
        ...    (?i)dynamodb(?!"\\s*:\\s*\\{\\s*"(status|latency_ms)")|throughput
    END

Failure Of The Model Reveals Nothing
    [Tags]    needs:fault-injection    needs:cost
    Activate Fault
    ...    error
    ...    service=bedrock-runtime
    ...    code=AccessDeniedException
    ...    message=User: arn:aws:sts::123456789012:assumed-role/manuel-query is not authorized on model anthropic.claude
    ${error} =    Ask    How do I descale it?    status=503
    Response Should Reveal Nothing
    Should Not Match Regexp    ${error.error}    (?i)bedrock|claude|anthropic|authori[sz]ed

Token Is Not Echoed
    [Documentation]    Neither a good one nor what stands in its place (CWE-532).
    [Tags]    cwe-532
    VAR    &{headers} =    Authorization=Bearer yellow-bird.yellow-bird.yellow-bird
    ${response} =    Send Request    GET    /api/user/usage    headers=${headers}    status=401
    Should Not Contain    ${response.text}${{ str(dict($response.headers)) }}    yellow-bird
    ${response} =    Send Request    GET    /api/user/usage    status=200
    Should Not Match Regexp    ${response.text}${{ str(dict($response.headers)) }}    eyJ[\\w-]{10,}

User's Address Is Not Told
    [Documentation]    Users are known by their ids: no answer names an e-mail address (CWE-359).
    [Tags]    cwe-359
    ${me} =    Get Current User
    FOR    ${path}    IN    /api/user/usage    /api/user/quota    /api/manuals    /api/ingestion/files
        ${response} =    Send Request    GET    ${path}    status=200
        Should Contain    ${response.text}    ${me.user_id}
        Should Not Contain    ${response.text}    ${me.email}
    END


*** Keywords ***
Error Should Reveal Nothing
    [Documentation]    Provoke an error and look at what it says.
    [Arguments]    ${method: str}    ${path: str}    ${status: int}    ${body: str}=${None}
    Send Request    ${method}    ${path}    body=${body}    status=${status}
    Response Should Reveal Nothing
