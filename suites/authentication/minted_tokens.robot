*** Settings ***
Documentation    Tokens signed with the user pool's own key, with claims that the API must not accept (ASVS 9.2).
...
...              Each row sends the user's own token first, which must be accepted, and then the minted one.

Resource         ../../resources/api.resource

Test Setup       Sign In

Test Tags        auth    security    api-call    asvs-9.2    owasp-api2    needs:signing-key


*** Test Cases ***
Valid Minted Token Is Accepted
    [Documentation]    The control of this suite: a token minted here is as good as one from Cognito.
    ${token: Secret} =    Mint Token    name=Somebody
    Token Should Be Accepted    ${token}

Token With URL-Safe Characters Belongs To Its User
    [Documentation]    Base64url has `-` and `_`, which this name produces, where base64 has `+` and `/` (CWE-345).
    ${token: Secret} =    Mint Token    name=>>>>>?????
    Token Should Be Accepted    ${token}

Expired Token Is Refused
    [Tags]    smoke    cwe-613
    [Template]    Token Should Be Refused
    expired    by=1 day
    expired    by=1 hour
    expired    by=2 minutes
    expiry-missing
    expiry-text
    expiry-null
    expiry-list
    expiry-negative
    expiry-twice

Token Is Accepted Until Its Last Minute
    [Documentation]    Clocks may differ, so the token that must be refused expired half a minute ago.
    [Tags]    cwe-613
    ${now: int} =    Get Time    epoch
    ${token: Secret} =    Mint Token    exp=${now + 60}
    Token Should Be Accepted    ${token}
    ${token: Secret} =    Mint Token    exp=${now - 30}
    Token Should Be Refused    ${token}

Accepted Token Is Refused Once It Has Expired
    [Documentation]    That it was good before does not matter: nothing remembers tokens for longer than they live.
    [Tags]    cwe-613    slow
    ${now: int} =    Get Time    epoch
    ${token: Secret} =    Mint Token    exp=${now + 10}
    Token Should Be Accepted    ${token}
    Wait Until Keyword Succeeds    60 s    1 s    Token Should Be Refused    ${token}

Token From The Future Is Refused
    [Tags]    cwe-613
    [Template]    Token Should Be Refused
    not-yet-valid    by=1 hour
    issued-in-the-future    by=1 hour

Token Of Another Issuer Is Refused
    [Tags]    cwe-346
    [Template]    Token Should Be Refused
    issuer-of-another-pool
    issuer-with-a-suffix
    issuer-with-another-host
    issuer-in-another-letter-case
    issuer-missing
    issuer-list

Token For Another App Is Refused
    [Tags]    cwe-863
    [Template]    Token Should Be Refused
    client-of-another-app
    client-with-a-suffix
    client-inside-the-genuine-one
    client-in-another-letter-case
    client-in-the-other-claim
    client-missing

Token For Another Use Is Refused
    [Tags]    cwe-863
    [Template]    Token Should Be Refused
    token-use-changed
    token-use-upper-case
    token-use-missing

Token Without A Valid Subject Is Refused
    [Documentation]    It must not become some default user, and two subjects are as bad as none (RFC 7519 section 4).
    [Tags]    cwe-20
    [Template]    Token Should Be Refused
    subject-missing
    subject-empty
    subject-object
    subject-twice
    payload-list
    payload-text

Right Key With Another Algorithm Is Refused
    [Documentation]    The API accepts RS256 and nothing else (RFC 8725 section 3.1).
    [Tags]    cwe-757
    [Template]    Token Should Be Refused
    ps256-signed-with-the-right-key
    rs512-signed-with-the-right-key

Unknown Critical Extension Is Refused
    [Documentation]    RFC 7515 section 4.1.11.
    Token Should Be Refused    critical-extension-unknown

Only The Group Named Admin Makes An Administrator
    [Documentation]    The claim holds names, which are compared as a whole, with their letter case; they may have any
    ...    character but blanks, such as a comma.
    [Tags]    cwe-285
    [Template]    Groups Should Not Make An Administrator
    Admin
    ADMIN
    administrators
    nonadmin
    admin2
    other,admin
    admin,other
    \[admin]
    ${EMPTY}

Administrator May Be In Other Groups As Well
    [Documentation]    It does not matter which of them the token names first.
    [Tags]    cwe-285
    Breaker Reset Should Be Answered    admin    other    status=200
    Breaker Reset Should Be Answered    other    admin    status=200
    Breaker Reset Should Be Answered    other    another    status=403

Administrator May Be In Many Groups
    [Documentation]    A user may be in a hundred groups ("Quotas in Amazon Cognito", Developer Guide), which make
    ...    a long token. It does not matter how many of them the token names before `admin`.
    [Tags]    cwe-285
    @{many_groups} =    Evaluate    [f"editors-of-product-{number}" for number in range(99)]
    Breaker Reset Should Be Answered    @{many_groups}    admin    status=200
    Breaker Reset Should Be Answered    @{many_groups}    status=403


*** Keywords ***
Groups Should Not Make An Administrator
    [Documentation]    A token with the group `admin` may reset a circuit breaker, one with this group may not.
    [Arguments]    ${group: str}
    Breaker Reset Should Be Answered    admin    status=200
    Breaker Reset Should Be Answered    ${group}    status=403

Breaker Reset Should Be Answered
    [Documentation]    Reset a circuit breaker as a member of these groups.
    [Arguments]    @{groups: str}    ${status: int}
    VAR    &{claims} =    cognito:groups=${groups}
    ${token: Secret} =    Mint Token    &{claims}
    Send Request    POST    /health/circuit-breakers/bedrock/reset    token=${token}    status=${status}
