*** Settings ***
Documentation    No response reveals anything about the internals: no stack trace, exception, resource, account, host
...              or library.
...
...              CWE-209, CWE-497; OWASP ASVS 16.5.1, 13.4.6; WSTG-ERRH-01, WSTG-ERRH-02.

Resource         ../../resources/aws.resource
Resource         ../../resources/manuals.resource
Library          FailureSimulator
Library          ManuelResilience

Test Setup       Sign In

Test Tags        security    api-call    cwe-209    asvs-16.5.1    owasp-api8


*** Test Cases ***
Public Routes Reveal Nothing
    [Documentation]    Health and versions are public (CWE-497).
    [Tags]    smoke    cwe-497    asvs-13.4.6
    FOR    ${path}    IN    /health    /health/deep    /version    /version/compatibility    /version/changelog
        Send Request    GET    ${path}    anonymous=True    status=200
        Response Should Reveal Nothing
        Response Should Match The Contract
    END

Successful Responses Reveal Nothing
    FOR    ${path}    IN
    ...    /api/user/usage    /api/user/quota    /api/manuals    /api/ingestion/status    /api/ingestion/files
    ...    /health/circuit-breakers
        Send Request    GET    ${path}    status=200
        Response Should Reveal Nothing
        Response Should Match The Contract
    END

Responses About A Manual Reveal Nothing
    [Documentation]    Neither the lists that contain it nor its job reveal where its file is stored.
    [Tags]    needs:destructive
    ${manual} =    Provide Manual    thermostat.pdf
    ${job_id} =    Wait Until Ingestion Begins    ${manual}
    FOR    ${path}    IN
    ...    /api/manuals    /api/ingestion/files    /api/ingestion/status    /api/ingestion/job/${job_id}
        ${response} =    Send Request    GET    ${path}    status=200
        Should Contain    ${response.text}    ${manual.manual_id}
        Response Should Reveal Nothing
    END

Backend Error Reveals Nothing
    [Tags]    needs:cost    needs:destructive
    [Template]    Error Should Reveal Nothing
    POST    /api/query    400    {"question": 5}
    POST    /api/query    400    {"question": "How
    POST    /api/query    400    {"question": "a", "file_data": 7, "content_type": {}}
    POST    /api/transcribe    400    {"audio_data": "UklGRgAAAABXQVZF", "content_type": "audio/flac"}
    POST    /api/transcribe    415    {"audio_data": "UklGRgAAAABXQVZF", "content_type": "text/plain"}
    POST    /api/manuals/upload    400    {"file_name": "a", "file_data": "AAAA", "content_type": "application/pdf"}
    POST    /api/manuals/download    400    {"url": "http://127.0.0.1/"}
    POST    /health/circuit-breakers/bedrock/reset    403

Error About A Path Or Parameter Reveals Nothing
    [Tags]    needs:destructive
    [Template]    Error Should Reveal Nothing
    GET    /api/manuals/${UNKNOWN_ID}    404
    DELETE    /api/manuals/${UNKNOWN_ID}    404
    GET    /api/manuals/%00    404
    GET    /api/manuals/%ff    404
    DELETE    /api/manuals/%c3%28    404
    GET    /api/ingestion/job/..%2f..    404
    GET    /api/manuals?next_token\=%ff    400
    GET    /api/manuals?limit\=9e9    400
    GET    /version?version\=\${7*7}    400

Error About A Long Id Reveals Nothing
    [Documentation]    DynamoDB refuses keys of more than 1024 or 2048 bytes, which is not for the outside.
    [Tags]    needs:destructive
    ${id} =    Text Of Length    3000    of=9
    Error Should Reveal Nothing    GET    /api/manuals/${id}    404
    Error Should Reveal Nothing    DELETE    /api/manuals/${id}    404
    Error Should Reveal Nothing    GET    /api/ingestion/job/${id}    404

Gateway Error Reveals Nothing
    [Tags]    needs:destructive
    Get Usage
    Send Request    GET    /api/user/usage    anonymous=True    status=401
    Response Should Reveal Nothing
    Send Request    GET    /no/such/path    status=403
    Response Should Reveal Nothing
    Send Body Of    ${body_limit_mb + 0.01}    status=413
    Response Should Reveal Nothing
    Send Header Of    11000    status=431
    Response Should Reveal Nothing

Failure Of Any Other Dependency Reveals Nothing
    [Documentation]    It reveals neither what AWS said, nor which service and operation it was.
    [Tags]    needs:fault-injection    needs:cost    needs:destructive
    [Template]    Failure Should Reveal Nothing
    Upload Manual    thermostat.pdf    service=s3
    Transcribe    how-do-i-descale-it.wav    service=transcribe
    Ask    How do I descale it?    service=bedrock-agent-runtime

Dependency Failure Reveals Nothing
    [Documentation]    An AWS error message contains names, numbers and keys that are not meant for the user.
    [Tags]    needs:fault-injection    robot:continue-on-failure
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

Model Failure Reveals Nothing
    [Tags]    needs:fault-injection    needs:cost    robot:continue-on-failure
    Activate Fault
    ...    error
    ...    service=bedrock-runtime
    ...    code=AccessDeniedException
    ...    message=User: arn:aws:sts::123456789012:assumed-role/manuel-query is not authorized on model anthropic.claude
    Ask    How do I descale it?    status=503
    Response Should Reveal Nothing
    ${response} =    Get Last Response
    Should Not Match Regexp    ${response.text}    (?i)bedrock|claude|anthropic|authori[sz]ed

Token Is Not Echoed
    [Documentation]    Neither a valid token is echoed, nor anything sent in its place (CWE-532).
    [Tags]    cwe-532
    VAR    &{headers} =    Authorization=Bearer yellow-bird.yellow-bird.yellow-bird
    ${response} =    Send Request    GET    /api/user/usage    headers=${headers}    status=401
    Should Not Contain    ${response.text}${response.headers}    yellow-bird
    ${response} =    Send Request    GET    /api/user/usage    status=200
    Should Not Match Regexp    ${response.text}${response.headers}    eyJ[\\w-]{10,}

User's E-Mail Address Is Not Disclosed
    [Documentation]    Users are identified by their ids: no response contains an e-mail address (CWE-359).
    [Tags]    cwe-359
    ${me} =    Get Current User
    FOR    ${path}    IN    /api/user/usage    /api/user/quota    /api/manuals    /api/ingestion/files
        ${response} =    Send Request    GET    ${path}    status=200
        Should Contain    ${response.text}    ${me.user_id}
        Should Not Contain    ${response.text}    ${me.email}
    END


*** Keywords ***
Failure Should Reveal Nothing
    [Documentation]    Let a service fail in words that are not for users, and compare what the user is told.
    [Arguments]    ${keyword: str}    @{arguments: Any}    ${service: str}
    Sign In
    ${fault} =    Activate Fault
    ...    error
    ...    service=${service}
    ...    code=InternalServerError
    ...    message=arn:aws:s3:::manuel-manuals-prod-123456789012/manuals/secret.pdf, AKIAIOSFODNN7EXAMPLE
    Run Keyword    ${keyword}    @{arguments}    status=503
    Response Should Reveal Nothing
    ${response} =    Get Last Response
    Should Not Match Regexp
    ...    ${response.text}
    ...    (?i)\\bs3\\b|bedrock|PutObject|TranscriptionJob|InternalServer|manuals/
    Deactivate Failure    ${fault}
    Run Keyword    ${keyword}    @{arguments}

Error Should Reveal Nothing
    [Documentation]    Provoke an error and inspect it.
    [Arguments]    ${method: str}    ${path: str}    ${status: int}    ${body: str}=${None}
    Send Request    ${method}    ${path}    body=${body}    status=${status}
    Response Should Reveal Nothing
