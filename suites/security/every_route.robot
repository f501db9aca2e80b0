*** Settings ***
Documentation    What must hold on every route: the routes are those of the contract, so a new one is covered at once.
...
...              A check that is right on most routes is easily forgotten on one (OWASP API5:2023, API8:2023).

Resource         ../../resources/failures.resource
Resource         ../../resources/users.resource

Test Setup       Sign In

Test Tags        security    api-call    needs:cost    needs:destructive


*** Variables ***
${ATTACKER}    https://attacker.example


*** Test Cases ***
Request Without A Token Is Refused On Every Route
    [Documentation]    Every route except health and version requires a token (OWASP ASVS 8.3.1).
    [Tags]    smoke    cwe-306    asvs-8.3.1    owasp-api2    owasp-api5
    [Template]    Every Route Should Answer As The Gateway
    no token    401    Unauthorized
    malformed token    401    Unauthorized

Forged Token Is Refused On Every Route
    [Documentation]    One token of each class is sent; `authentication/forged_tokens` sends all of them to one route.
    [Tags]    cwe-347    asvs-9.1.1    owasp-api2    needs:load
    [Template]    Token Should Be Refused On Every Route
    subject-changed
    admin-group-added
    embedded-jwk
    jku-of-the-attacker
    kid-sql-injection
    kid-unknown
    four-segments
    other-kind-of-token

Token Signed With Another Algorithm Is Refused On Every Route
    [Documentation]    One token of each class is sent.
    [Tags]    cwe-757
    [Template]    Token Should Be Refused On Every Route
    alg-none
    hs256-weak-secret
    es256-psychic-signature

Token Signed With What Is Public Is Refused On Every Route
    [Documentation]    The forms of the user pool's public key are taken for the secret of another algorithm.
    [Tags]    cwe-757
    [Template]    Token Should Be Refused On Every Route
    hs256-signed-with-the-public-key
    hs256-signed-with-a-certificate
    hs256-signed-with-the-jwk

Token Minted With Wrong Claims Is Refused On Every Route
    [Documentation]    One token of each class is sent; `authentication/minted_tokens` sends all of them to one route.
    [Tags]    cwe-613    cwe-346    needs:signing-key
    [Template]    Token Should Be Refused On Every Route
    expired    by=1 hour
    not-yet-valid    by=1 hour
    issuer-of-another-pool
    client-of-another-app
    token-use-changed
    subject-missing
    rs512-signed-with-the-right-key
    critical-extension-unknown

Token Of Another User Pool Is Refused On Every Route
    [Tags]    cwe-346    needs:second-pool
    ${token} =    Get Token Of Second Pool
    Token Should Be Refused On Every Route    ${token}

Oversized Request Is Refused On Every Route
    [Documentation]    For `431` and `413` see the quotas of API Gateway.
    [Tags]    asvs-5.2.1    cwe-770
    [Template]    Every Route Should Answer As The Gateway
    too long header    431    Request Header Fields Too Large
    too long body    413    Request Too Long

Bad Request Is Refused Alike On Every Route
    [Documentation]    It has a body that is not JSON, or not the right JSON, or an id that does not exist.
    [Tags]    asvs-4.1.1    cwe-436
    [Template]    Every Route Should Answer
    other media type    415    unsupported_media_type
    broken JSON    400    invalid_json
    empty object    400    validation_error
    unknown id    404    not_found

Method That A Route Does Not Have Is Refused On Every Route
    [Documentation]    `HEAD` is not `GET`: no path of the contract has it (RFC 9110, section 9.3.2, permits that).
    [Tags]    cwe-650
    Get Usage
    FOR    ${mistake}    IN    unknown method    HEAD
        ${errors} =    Make Mistake On Every Route    ${mistake}
        Each Method Should Be Refused    ${errors}
        Each Response Should Have Security Headers    ${errors}
    END

Unknown Version Is Refused On Every Route
    [Documentation]    It is refused whichever way the client names it.
    [Tags]    needs:admin-user
    ${ids} =    Sign In As Admin With Manual
    FOR    ${mistake}    IN    unknown version    unknown version in Accept    unknown version in the query
        ${errors} =    Make Mistake On Every Route    ${mistake}    &{ids}
        Each Error Should Be    ${errors}    400    unsupported_version
        Each Response Should Have Security Headers    ${errors}
    END

Version Is Negotiated On Every Route
    [Tags]    needs:admin-user
    ${ids} =    Sign In As Admin With Manual
    ${responses} =    Call Every Route    version=1.0    &{ids}
    Each Response Should Have Header    ${responses}    API-Version    1.0

Deprecated Version Is Marked On Every Route
    [Documentation]    The date is the same as on `GET /version` (RFC 9745).
    [Tags]    needs:admin-user
    ${ids} =    Sign In As Admin With Manual
    ${deprecated} =    Get Deprecated Version
    Get Version    version=${deprecated}
    ${since} =    Get Response Header    Deprecation
    ${responses} =    Call Every Route    version=${deprecated}    &{ids}
    Each Response Should Have Header    ${responses}    Deprecation    ${since}

Every Response Names Its Own Time On Every Route
    [Documentation]    The time is in epoch seconds, whenever the process started; errors have it as well.
    [Tags]    needs:admin-user    needs:time-control
    ${ids} =    Sign In As Admin With Manual
    Advance Time By    10 minutes
    ${before} =    Get Backend Time
    ${errors} =    Make Mistake On Every Route    unknown version    &{ids}
    ${responses} =    Call Every Route    &{ids}
    ${after} =    Get Backend Time
    Each Timestamp Should Be Between    ${errors}    ${before}    ${after}
    Each Timestamp Should Be Between    ${responses}    ${before}    ${after}

Requests To Every Route Of A User Are Logged
    [Documentation]    Each request has one line, which names it and its own operation (ASVS 16.2.1).
    [Tags]    asvs-16.2.1    needs:admin-user    needs:backend-log
    ${ids} =    Sign In As Admin With Manual
    ${responses} =    Call Every Route    limited_by=user    &{ids}
    ${lines} =    Each Request Should Be Logged    ${responses}
    ${logged_operations} =    Get Values    ${lines}    operation
    List Should Not Contain Duplicates    ${logged_operations}

Every Route Is Served With Security And CORS Headers
    [Documentation]    OWASP Secure Headers Project.
    [Tags]    asvs-3.4.1    asvs-3.4.4    asvs-3.4.5    asvs-3.4.6    owasp-api8    needs:admin-user
    ${ids} =    Sign In As Admin With Manual
    ${origin} =    Get Origin Of A Page
    ${responses} =    Call Every Route    origin=${origin}    &{ids}
    Each Response Should Have Security Headers    ${responses}
    Each Response Should Follow CORS    ${responses}

Every Route Is Hidden From Other Origins
    [Documentation]    Each request is served, but no page of another origin may read the response.
    [Tags]    asvs-3.4.2    cwe-942    needs:admin-user
    ${ids} =    Sign In As Admin With Manual
    ${responses} =    Call Every Route    origin=${ATTACKER}    &{ids}
    Each Response Should Follow CORS    ${responses}

Every Error Has Security And CORS Headers On Every Route
    [Documentation]    Without CORS headers a browser hides the error from the application.
    [Tags]    asvs-3.4.1    asvs-3.4.2    needs:load
    [Template]    Error Should Have Security And CORS Headers On Every Route
    no token
    unknown method
    unknown version
    too long header
    too long body
    other media type
    broken JSON
    empty object
    unknown id

Used-Up Rate Limit Is Enforced On Every Route
    [Documentation]    It is enforced on every route whose requests are limited by user; health and circuit breakers are
    ...    shown nevertheless.
    [Tags]    cwe-770    needs:load
    Use Up Rate Limit
    ${origin} =    Get Origin Of A Page
    ${errors} =    Call Every Route    limited_by=user    origin=${origin}    status=429
    Each Error Should Be    ${errors}    429    rate_limit_exceeded
    Each Response Should Have Security Headers    ${errors}
    Each Response Should Follow CORS    ${errors}
    Get Health    status=200
    Get Circuit Breakers    status=200

Used-Up Rate Limit Of An Address Is Enforced On Every Route
    [Documentation]    It is enforced on every route that needs no token. Load balancers still learn whether the
    ...    process is up, and browsers what a page may ask for.
    [Tags]    cwe-770    needs:load    needs:time-control
    Advance Time By    ${rate_limit_window_seconds} seconds
    Use Up Rate Limit Of Address
    ${origin} =    Get Origin Of A Page
    ${errors} =    Call Every Route    limited_by=address    origin=${origin}    status=429
    Each Response Should Have Security Headers    ${errors}
    Each Response Should Follow CORS    ${errors}
    Get Health    status=200
    Send Preflight    /api/user/usage    origin=${origin}
    Response Should Be Successful
    Get Usage
    [Teardown]    Advance Time By    ${rate_limit_window_seconds} seconds

Failure Of The Tables Is Answered Alike On Every Route
    [Documentation]    These are the routes that count their requests, which they can't do without the tables.
    [Tags]    needs:fault-injection
    Activate Failure    dynamodb_throttling
    ${origin} =    Get Origin Of A Page
    ${errors} =    Call Every Route    limited_by=user    origin=${origin}    status=503
    Each Error Should Be    ${errors}    503    service_unavailable
    Each Response Should Have Security Headers    ${errors}
    Each Response Should Follow CORS    ${errors}

Failure Names Its Own Time On Every Route
    [Tags]    needs:fault-injection    needs:admin-user
    ${before} =    Get Backend Time
    Activate Failure    dynamodb_throttling
    ${errors} =    Call Every Route    limited_by=user    status=503
    Deactivate Failure    dynamodb_throttling
    Close Circuit Breakers
    ${after} =    Get Backend Time
    Each Timestamp Should Be Between    ${errors}    ${before}    ${after}

Another User's Objects Are Indistinguishable From Missing Ones On Every Route
    [Documentation]    The routes are those that take the id of something that belongs to a user (OWASP API1:2023).
    [Tags]    cwe-639    owasp-api1    needs:second-user
    ${owner} =    Sign In
    ${ids} =    Upload A Manual With Its Job
    Sign In As Second User
    ${foreign} =    Ask Every Route For    &{ids}
    Each Error Should Be    ${foreign}    404    not_found
    ${unknown} =    Make Mistake On Every Route    unknown id
    Messages Should Be Equal    ${foreign}    ${unknown}
    Switch To User    ${owner}
    Ask Every Route For    &{ids}

Refused Requests Have No Effect On Any Route
    [Documentation]    Nothing is uploaded, deleted or counted.
    [Setup]    Sign In As A Fresh User Clear Of Midnight
    ${ids} =    Upload A Manual With Its Job
    ${forged} =    Forge Token    alg-none
    Token Should Be Refused On Every Route    ${forged}
    FOR    ${mistake}    IN    no token    malformed token    unknown version    other media type    too long header
        Make Mistake On Every Route    ${mistake}    &{ids}
    END
    Daily Usage Should Have Grown By    0
    ${manuals} =    List All Manuals
    ${listed_ids} =    Get Values    ${manuals}    id
    VAR    @{own_ids} =    ${ids.id}
    Lists Should Be Equal    ${listed_ids}    ${own_ids}


*** Keywords ***
Get Origin Of A Page
    [Documentation]    Return an allowed origin, or any origin where none is allowed.
    VAR    @{origins} =    @{allowed_origins}    ${ATTACKER}
    RETURN    ${origins}[0]

Upload A Manual With Its Job
    [Documentation]    Return the ids of a manual and of its ingestion job by the names that the contract gives them.
    ${manual} =    Provide Manual    thermostat.pdf
    ${job_id} =    Wait Until Ingestion Begins    ${manual}
    VAR    &{ids} =    id=${manual.manual_id}    jobId=${job_id}
    RETURN    ${ids}

Sign In As Admin With Manual
    [Documentation]    Sign in as a user who may use every route, and return the ids of a manual and its ingestion job.
    Sign In As Admin
    ${ids} =    Upload A Manual With Its Job
    RETURN    ${ids}

Messages Should Be Equal
    [Documentation]    Each error says the same as its counterpart.
    [Arguments]    ${errors: object}    ${others: object}
    ${error_messages} =    Get Values    ${errors}    error
    ${other_messages} =    Get Values    ${others}    error
    Lists Should Be Equal    ${error_messages}    ${other_messages}

Every Route Should Answer As The Gateway
    [Documentation]    A user whose other requests are served makes this mistake on every route.
    [Arguments]    ${mistake: str}    ${status: int}    ${message: str}
    Get Usage
    ${errors} =    Make Mistake On Every Route    ${mistake}
    Each Error Should Be    ${errors}    ${status}    message=${message}

Every Route Should Answer
    [Documentation]    A user whose other requests are served makes this mistake on every route.
    [Arguments]    ${mistake: str}    ${status: int}    ${error_type: str}
    Get Usage
    ${errors} =    Make Mistake On Every Route    ${mistake}
    Each Error Should Be    ${errors}    ${status}    ${error_type}

Error Should Have Security And CORS Headers On Every Route
    [Documentation]    A page of an allowed origin may read the error after this mistake; a page of another may not.
    [Arguments]    ${mistake: str}
    ${page} =    Get Origin Of A Page
    FOR    ${origin}    IN    ${page}    ${ATTACKER}
        ${errors} =    Make Mistake On Every Route    ${mistake}    origin=${origin}
        Each Response Should Have Security Headers    ${errors}
        Each Response Should Follow CORS    ${errors}
    END
