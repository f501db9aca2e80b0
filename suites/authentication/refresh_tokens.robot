*** Settings ***
Documentation    What app clients can set about refresh tokens: that each use replaces them, and that they are revoked.
...
...              The tests create app clients of their own, whose tokens the API does not accept.

Resource         ../../resources/users.resource

Test Tags        auth    asvs-7.4    owasp-api2    needs:destructive


*** Test Cases ***
Replaced Refresh Token Is Refused
    [Documentation]    A theft is noticed: "Refresh token rotation" of the Amazon Cognito developer guide.
    [Tags]    cwe-294
    Use App Client That Replaces Refresh Tokens
    ${before} =    Sign In As A Fresh User
    ${after} =    Refresh Tokens
    Switch To User    ${before}
    Refresh Should Be Refused    refusal=RefreshTokenReuseException
    Switch To User    ${after}
    Refresh Tokens

Replaced Refresh Token Is Accepted For The Grace Period
    [Documentation]    An app that did not receive the response uses the old one again.
    [Tags]    needs:time-control
    Use App Client That Replaces Refresh Tokens    grace=60 seconds
    ${before} =    Sign In As A Fresh User
    Refresh Tokens
    Switch To User    ${before}
    Refresh Tokens
    Advance User Pool Time By    61 seconds
    Switch To User    ${before}
    Refresh Should Be Refused    refusal=RefreshTokenReuseException

Refresh Token Stays The Same If It Is Not To Be Replaced
    ${first_session} =    Sign In As A Fresh User
    ${refreshed_session} =    Refresh Tokens
    Should Be Equal    ${refreshed_session.refresh_token}    ${first_session.refresh_token}
    Refresh Tokens

Refresh Token Is Bound To Its App Client
    [Tags]    cwe-863
    Sign In As A Fresh User
    Refresh Tokens
    Use App Client Without Token Revocation
    Refresh Should Be Refused

Session Cannot Be Revoked Where The App Client Says So
    [Documentation]    Signing out everywhere ends it nevertheless.
    Use App Client Without Token Revocation
    Sign In As A Fresh User
    Revoke Refresh Token    refusal=UnsupportedOperationException
    Refresh Tokens
    Sign Out
    Refresh Should Be Refused
