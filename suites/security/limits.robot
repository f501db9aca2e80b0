*** Settings ***
Documentation    Requests that are too big or too many.

Resource         ../../resources/api.resource

Test Tags        security    api-call


*** Test Cases ***
Body Over The Limit Is Refused
    [Documentation]    API Gateway takes 10 MB at most (its quotas page); the answer is JSON all the same.
    [Tags]    cwe-770
    Sign In
    Get Usage
    ${oversized} =    Evaluate    '{"question": "' + "q" * int(${body_limit_mb} * 1024 * 1024) + '"}'
    Send Request    POST    /api/query    body=${oversized}    status=413
    Response Header Should Be    Content-Type    application/json

Body That Is Not JSON Is Refused
    Sign In
    Get Usage
    VAR    &{headers} =    Content-Type=text/plain
    Send Request    POST    /api/query    body={"question": "How do I descale it?"}    headers=${headers}    status=415
    Error Should Be    415    unsupported_media_type

Too Many Requests Are Slowed Down For This User Alone
    [Documentation]    CWE-770; the window is an environment's choice, and X-Forwarded-For does not open another.
    [Tags]    cwe-770    needs:load    needs:second-user
    Sign In
    Use Up Rate Limit
    ${wait} =    Get Response Header    Retry-After
    Should Be True    1 <= int($wait) <= $rate_limit_window_seconds
    VAR    &{headers} =    X-Forwarded-For=203.0.113.7
    Send Request    GET    /api/user/quota    headers=${headers}    status=429
    Sign In As Second User
    Get Quota
