*** Settings ***
Documentation    Requests that are too large or too many.
...
...              OWASP API4:2023 Unrestricted Resource Consumption; CWE-770.

Resource         ../../resources/manuals.resource
Resource         ../../resources/users.resource

Test Setup       Sign In

Test Tags        security    api-call    cwe-770    owasp-api4


*** Variables ***
${ONE_BYTE_IN_MB}    ${1 / 1024 / 1024}


*** Test Cases ***
Body Over The Limit Is Refused
    [Documentation]    API Gateway accepts 10 MB at most (see its quotas); the error is JSON nevertheless.
    [Tags]    asvs-5.2.1    needs:cost
    Send Body Of    ${body_limit_mb - 0.01}    status=400
    Error Should Be    400    validation_error    mentions=question
    Send Body Of    ${body_limit_mb + 0.01}    status=413
    Get Usage

Body May Be As Long As The Limit And No Byte Longer
    [Tags]    asvs-5.2.1    needs:cost
    Send Body Of    ${body_limit_mb}    status=400
    Error Should Be    400    validation_error    mentions=question
    Send Body Of    ${body_limit_mb + ${ONE_BYTE_IN_MB}}    status=413

Body Over The Limit Is Refused Without Its Length
    [Documentation]    A client need not say before how long a body is (RFC 9112, section 7.1).
    [Tags]    asvs-5.2.1    needs:cost
    Send Body In Pieces Of    ${body_limit_mb - 0.01}    status=400
    Error Should Be    400    validation_error    mentions=question
    Send Body In Pieces Of    ${body_limit_mb + 0.01}    status=413
    Get Usage

Manual Just Below The Limit Is Accepted And One Above It Is Refused
    [Tags]    asvs-5.2.1    needs:destructive
    Upload Manual In Body Of    ${body_limit_mb - 0.01}
    Upload Manual In Body Of    ${body_limit_mb + 0.01}    status=413

Headers Over The Limit Are Refused
    [Documentation]    API Gateway accepts 10,240 bytes of request line and headers (see its quotas), of which the
    ...    token takes about a thousand.
    Send Header Of    4000    status=200
    Send Header Of    11000    status=431
    Send Header Of    60000    status=431
    Get Usage

Too Many Requests Are Refused Until The Window Ends
    [Documentation]    `Retry-After` says when that is, and requests are served again from then on, also if some were
    ...    sent meanwhile.
    [Tags]    needs:load    needs:time-control
    Use Up Rate Limit    lasting=10 s
    Error Should Be    429    rate_limit_exceeded
    ${retry_after: int} =    Get Response Header    Retry-After
    Response Should Have    retry_after=${retry_after}
    Number Should Be    ${retry_after}    at_least=1    at_most=${rate_limit_window_seconds}
    VAR    ${half: int} =    ${retry_after // 2}
    Advance Time By    ${half} seconds
    Send Request    GET    /api/user/quota    status=429
    Advance Time By    ${retry_after - ${half}} seconds
    Get Usage    status=200

Exactly As Many Requests Are Served As The Rate Limit Allows
    [Tags]    needs:load    needs:time-control
    Sign In As A Fresh User
    Go To Next Window Of The Rate Limit
    ${served_requests} =    Use Up Rate Limit
    Should Be Equal    ${served_requests}    ${rate_limit_requests}

Requests That Are Refused Use Up The Rate Limit
    [Documentation]    Otherwise it would not stop a client that tries out what is refused. Undecided if the
    ...    machine is so busy that the window ends meanwhile.
    [Tags]    needs:load    needs:time-control    needs:cost
    Sign In As A Fresh User
    Go To Next Window Of The Rate Limit
    ${before} =    Get Backend Time
    FOR    ${_}    IN RANGE    ${rate_limit_requests // 2}
        Send Request    POST    /api/query    body={"question": ""}    status=400
        Send Request    POST    /api/query?version\=99.9    body={"question": ""}    status=400
    END
    Send Request    POST    /api/query    body={"question": ""}
    ${one_more} =    Send Request    GET    /api/user/quota
    Skip If The Window Has Ended    ${before}
    Should Be Equal    ${one_more.status_code}    ${429}

Rate Limit Cannot Be Evaded By Headers
    [Documentation]    What a client claims about its address does not matter (CWE-348).
    [Tags]    cwe-348    asvs-15.3.4    needs:load
    Use Up Rate Limit
    FOR    ${header}    IN
    ...    X-Forwarded-For    X-Real-IP    True-Client-IP    CF-Connecting-IP    X-Client-IP    Forwarded
        VAR    &{headers} =    ${header}=203.0.113.7
        Send Request    GET    /api/user/quota    headers=${headers}    status=429
    END

Rate Limit Cannot Be Evaded By A New Token
    [Documentation]    The limit belongs to the user, not to the session.
    [Tags]    needs:load
    Use Up Rate Limit
    Refresh Tokens
    Get Quota    status=429

Forged Tokens Do Not Use Up The Limit Of The User They Name
    [Documentation]    Otherwise the id of a user would be enough to lock that user out.
    [Tags]    cwe-347    needs:load
    Get Usage
    ${forged} =    Forge Token    admin-group-added
    FOR    ${_}    IN RANGE    ${rate_limit_requests}
        Send Request    GET    /api/user/quota    token=${forged}    status=401
    END
    Get Usage    status=200

Requests Without A Token Are Limited By Address
    [Documentation]    Nothing else is known about their sender. What they claim about the address does not matter, nor
    ...    does an invalid token.
    [Tags]    cwe-348    asvs-15.3.4    slow    needs:load    needs:time-control
    Advance Time By    ${rate_limit_window_seconds} seconds
    Use Up Rate Limit Of Address
    ${retry_after: int} =    Get Response Header    Retry-After
    Number Should Be    ${retry_after}    at_least=1    at_most=${rate_limit_window_seconds}
    FOR    ${header}    ${value}    IN    X-Forwarded-For    203.0.113.7    Authorization    Bearer a.b.c
        VAR    &{headers} =    ${header}=${value}
        Send Request    GET    /version    anonymous=True    headers=${headers}    status=429
    END
    Get Usage
    Advance Time By    ${retry_after} seconds
    Get Version

Exactly As Many Requests Are Served As The Limit Of An Address Allows
    [Documentation]    Undecided if the machine is so busy that the window ends before the limit is used up.
    [Tags]    slow    needs:load    needs:time-control
    Advance Time By    ${rate_limit_window_seconds} seconds
    Use Up Rate Limit Of Address
    ${wait: int} =    Get Response Header    Retry-After
    Advance Time By    ${wait + ${rate_limit_window_seconds}} seconds
    ${before} =    Get Backend Time
    ${served_requests} =    Use Up Rate Limit Of Address
    Skip If The Window Has Ended    ${before}
    Should Be Equal    ${served_requests}    ${address_rate_limit_requests}
    [Teardown]    Advance Time By    ${rate_limit_window_seconds} seconds

Addresses Have Separate Rate Limits
    [Documentation]    To use up the limit of one address locks no user out at another. A backend that takes the
    ...    address of a proxy for that of the client has one limit for all.
    [Tags]    slow    needs:load    needs:time-control
    Advance Time By    ${rate_limit_window_seconds} seconds
    Use Up Rate Limit Of Address
    Address Should Be Served    127.0.0.2
    Get Version    status=429
    [Teardown]    Advance Time By    ${rate_limit_window_seconds} seconds

Users Have Separate Rate Limits
    [Tags]    needs:load    needs:second-user
    Use Up Rate Limit
    Sign In As Second User
    Get Quota

Refused Request Is Not Charged
    [Tags]    needs:load    needs:time-control    needs:cost
    Sign In As A Fresh User
    Use Up Rate Limit
    Ask    How do I descale it?    status=429
    Advance Time By    ${rate_limit_window_seconds} seconds
    Daily Usage Should Have Grown By    0
    Ask    How do I descale it?
    Daily Usage Should Have Grown By    1

Refused Request Has No Effect
    [Documentation]    What exceeds the rate limit is neither stored nor deleted.
    [Tags]    needs:load    needs:time-control    needs:destructive
    Sign In As A Fresh User
    ${manual} =    Upload Manual    thermostat.pdf
    Advance Time By    ${rate_limit_window_seconds} seconds
    Use Up Rate Limit
    Delete Manual    ${manual}    status=429
    Upload Manual    coffee-machine.pdf    status=429
    Advance Time By    ${rate_limit_window_seconds} seconds
    Manuals Should Be Listed As    thermostat.pdf
    Get Manual    ${manual}    status=200


*** Keywords ***
Go To Next Window Of The Rate Limit
    [Documentation]    When a window begins is known once one has ended; the whole limit lies in the one after that.
    Use Up Rate Limit
    ${wait: int} =    Get Response Header    Retry-After
    Advance Time By    ${wait + ${rate_limit_window_seconds}} seconds

Skip If The Window Has Ended
    [Documentation]    Nothing is decided by requests that may have fallen into two windows since then.
    [Arguments]    ${began: object}
    ${took} =    Get Seconds Since    ${began}
    Skip If    $took >= $rate_limit_window_seconds - 2    the window ended meanwhile: the requests took ${took} s
