*** Settings ***
Documentation    Errors are uniform, say what is wrong, and reveal no internals.

Resource         ../../resources/failures.resource

Test Tags        error_handling    api-call    needs:cost


*** Test Cases ***
Backend Errors Have A Uniform Format
    [Tags]    needs:destructive
    [Template]    Refusal Should Be Uniform
    400    validation_error    Ask    ${EMPTY}
    400    invalid_json    Send Request    POST    /api/query    body={"question":
    400    unsupported_version    Get Version    version=99.9
    403    forbidden    Reset Circuit Breaker    bedrock
    404    not_found    Get Manual    ${UNKNOWN_ID}
    415    unsupported_media_type    Upload Manual    coffee-machine.pdf    content_type=text/plain

Gateway Errors Have Their Own Format
    [Tags]    smoke    needs:destructive
    [Template]    Gateway Refusal Should Be Uniform
    401    Unauthorized    Send Request    GET    /api/manuals    anonymous=True
    403    Missing Authentication Token    Send Request    GET    /no/such/path
    413    Request Too Long    Send Body Of    ${body_limit_mb + 0.01}

Errors Of Failing Dependencies Have The Same Format
    [Tags]    needs:fault-injection    needs:destructive
    [Template]    Failing Dependency Should Cause A Uniform Error
    bedrock-runtime    Ask    How do I descale it?
    transcribe    Transcribe    how-do-i-descale-it.wav
    s3    Upload Manual    thermostat.pdf
    dynamodb    Get Usage    table=usage

Invalid Field Is Named
    Sign In
    Ask    How do I descale it?
    Send Request    POST    /api/query    body={"question": 5}    status=400
    Error Should Be    400    validation_error
    Response Should Have    details.0.field=question

Each Invalid Field Is Named
    [Documentation]    All of them are named, not the first alone, on any route that reads a body.
    [Tags]    needs:destructive
    [Template]    Invalid Fields Should Be Named
    /api/query    question    file_data    content_type
    /api/transcribe    audio_data    content_type
    /api/manuals/upload    file_name    file_data    content_type
    /api/manuals/download    url    filename

Each Error Has Its Own Request ID
    Sign In
    Get Usage
    Ask    ${EMPTY}    status=400
    ${first_error} =    Error Should Be Uniform    400    validation_error
    Ask    ${EMPTY}    status=400
    ${second_error} =    Error Should Be Uniform    400    validation_error
    Should Not Be Equal    ${first_error.request_id}    ${second_error.request_id}

Errors Reveal No Internals
    [Documentation]    CWE-209: no stack trace, exception, ARN, bucket, table, account or library (OWASP ASVS 16.5.1).
    [Tags]    cwe-209
    [Template]    Bad Body Should Be Refused Without Revealing Anything
    {"question": 5}
    {"question": "How
    {"file_data": "AAAA", "content_type": "audio/wav"}
    {"question": "a", "file_data": 7, "content_type": {}}
    \["question"]

AWS Error Messages Are Not Passed On
    [Documentation]    The message of an AWS error names roles, resources and accounts.
    [Tags]    cwe-209    needs:fault-injection
    Sign In
    ${aws_says} =    Catenate
    ...    User: arn:aws:sts::123456789012:assumed-role/manuel-query-role is not authorized to perform:
    ...    bedrock:InvokeModel on resource: arn:aws:bedrock:eu-west-1::foundation-model/some-model
    Activate Fault
    ...    error
    ...    service=bedrock-runtime
    ...    code=AccessDeniedException
    ...    message=${aws_says}
    ...    times=1
    Ask    How do I descale it?    status=503
    Error Should Be Uniform    503    service_unavailable
    Ask    How do I descale it?

Status Depends On The Kind Of Failure And Not On Its Message
    [Documentation]    Whatever a dependency says, its failure is not an error of the user.
    [Tags]    needs:fault-injection
    [Template]    Failure Of The Model Should Be Answered With 503
    AccessDeniedException    Rate limit exceeded: too many requests, throttling.
    ResourceNotFoundException    Quota exceeded for this user.
    ValidationException    The question was not found; unauthorized; forbidden.
    InternalServerException    Validation failed: invalid input, 400 Bad Request.
    ServiceQuotaExceededException    Request timed out. The token has expired.

Error Words In A Question Cause No Error
    Sign In
    ${answer} =    Ask    What does "unauthorized: quota exceeded, not found, timeout, throttling" mean?
    Should Not Be Empty    ${answer.answer}

Details Name Each Invalid Field
    [Documentation]    Programs read `details`, also about parameters, headers and what fields contain.
    [Tags]    needs:destructive
    [Template]    Details Should Name
    limit    List Manuals    limit=0
    next_token    Get Ingested Files    next_token=made-up
    version    Get Version    version=99.9
    Idempotency-Key    Upload Manual    thermostat.pdf    idempotency_key=two words
    file_data    Upload Manual    damaged.pdf
    file_data    Ask By Voice    silence.wav
    audio_data    Transcribe    broken.wav
    url    Fetch Manual From URL    http://127.0.0.1/


*** Keywords ***
Details Should Name
    [Documentation]    A request that is refused with 400 says in its details, and not only to people, what is wrong.
    [Arguments]    ${field: str}    ${keyword: str}    @{arguments: Any}    &{options: Any}
    Sign In
    ${error} =    Run Keyword    ${keyword}    @{arguments}    &{options}    status=400
    Fields Should Be    ${error}    details.0.field=${field}

Invalid Fields Should Be Named
    [Documentation]    Send numbers in place of strings in all of these fields.
    [Arguments]    ${path: str}    @{fields: str}
    Sign In
    VAR    &{body} =    &{EMPTY}
    FOR    ${field}    IN    @{fields}
        Set To Dictionary    ${body}    ${field}    ${5}
    END
    Send Request    POST    ${path}    json=${body}
    ${error} =    Error Should Be    400    validation_error
    ${named_fields} =    Get Values    ${error.details}    field
    Lists Should Be Equal    ${named_fields}    ${fields}    ignore_order=True

Refusal Should Be Uniform
    [Documentation]    A user whose other requests are served is refused this one, in the format of all errors.
    [Arguments]    ${status: int}    ${error_type: str}    ${keyword: str}    @{arguments: Any}    &{options: Any}
    Sign In
    Get Usage
    Run Keyword    ${keyword}    @{arguments}    &{options}    status=${status}
    Error Should Be Uniform    ${status}    ${error_type}
    Response Should Name Its Version

Response Should Name Its Version
    [Documentation]    The last response says which version it has, and that it is one of those that there are.
    ${version} =    Get Response Header    API-Version
    Response Header Should Contain    Supported-Versions    ${version}

Gateway Refusal Should Be Uniform
    [Documentation]    A user whose other requests are served is refused this one by the gateway, in its own format.
    [Arguments]    ${status: int}    ${message: str}    ${keyword: str}    @{arguments: Any}    &{options: Any}
    Sign In
    Get Usage
    Run Keyword    ${keyword}    @{arguments}    &{options}    status=${status}
    ${gateway_error} =    Error Should Be    ${status}    message=${message}
    Response Should Reveal Nothing
    Length Should Be    ${gateway_error}    1

Failing Dependency Should Cause A Uniform Error
    [Documentation]    While this service fails, the request fails with 503; afterwards it is served.
    ...    A request to other tables could fail as well, and two failures may open a breaker.
    [Arguments]    ${service: str}    ${keyword: str}    @{arguments: Any}    &{calls: str}
    Sign In
    ${fault} =    Activate Fault    error    service=${service}    code=InternalServerError    &{calls}
    Run Keyword    ${keyword}    @{arguments}    status=503
    Error Should Be Uniform    503    service_unavailable
    Deactivate Failure    ${fault}
    Run Keyword    ${keyword}    @{arguments}

Bad Body Should Be Refused Without Revealing Anything
    [Documentation]    A user whose question is answered gets 400 for this body.
    [Arguments]    ${body: str}
    Sign In
    Get Usage
    Send Request    POST    /api/query    body=${body}    status=400
    Response Should Reveal Nothing

Failure Of The Model Should Be Answered With 503
    [Documentation]    The model fails with this code and message; afterwards the question is answered.
    [Arguments]    ${code: str}    ${words: str}
    Sign In
    ${fault} =    Activate Fault    error    service=bedrock-runtime    code=${code}    message=${words}
    Ask    How do I descale it?    status=503
    Error Should Be Uniform    503    service_unavailable
    Deactivate Failure    ${fault}
    Ask    How do I descale it?
