*** Settings ***
Documentation    Security headers on every response, of the backend and of the gateway, good or bad.

Resource         ../../resources/api.resource

Test Tags        security    api-call


*** Test Cases ***
Security Headers Are On Good Answers
    [Documentation]    OWASP Secure Headers Project; ASVS 3.4.
    [Tags]    smoke
    Sign In
    Get Usage
    Security Headers Should Be Set
    Get Health
    Security Headers Should Be Set

Security Headers Are On Errors Of The Backend
    Sign In
    Ask    ${EMPTY}    status=400
    Security Headers Should Be Set
    Get Manual    00000000-0000-4000-8000-000000000000    status=404
    Security Headers Should Be Set

Security Headers Are On Errors Of The Gateway
    Act Without Signing In
    Send Request    GET    /api/user/usage    status=401
    Security Headers Should Be Set
    Send Request    GET    /no/such/path    status=403
    Error Should Be    403    message=Missing Authentication Token
    Security Headers Should Be Set

User Data Is Not Stored By Caches
    [Documentation]    CWE-524; ASVS 14.3.2.
    [Tags]    cwe-524
    Sign In
    Get Usage
    Response Header Should Be    Cache-Control    no-store
    Get Quota
    Response Header Should Be    Cache-Control    no-store
    List Manuals
    Response Header Should Be    Cache-Control    no-store


*** Keywords ***
Security Headers Should Be Set
    [Documentation]    The values that the contract prescribes for every response.
    Response Header Should Be    X-Content-Type-Options    nosniff
    Response Header Should Be    X-Frame-Options    DENY
    Response Header Should Be    Content-Security-Policy    default-src 'none'; frame-ancestors 'none'
    Response Header Should Be    Referrer-Policy    no-referrer
    ${hsts} =    Get Response Header    Strict-Transport-Security
    Should Match Regexp    ${hsts}    ^max-age=\\d{8,}
