*** Settings ***
Documentation    How a session continues, and how it ends.

Resource         ../../resources/api.resource

Test Tags        auth    asvs-7.4    owasp-api2


*** Test Cases ***
Refresh Token Continues The Session
    [Tags]    smoke    api-call
    ${before} =    Sign In
    ${first_token} =    Get Token Claims
    ${after} =    Refresh Tokens
    ${second_token} =    Get Token Claims
    Should Be Equal    ${after.user_id}    ${before.user_id}
    Should Not Be Equal    ${second_token.jti}    ${first_token.jti}
    Usage Should Be    user_id=${before.user_id}

Signing Out Ends The Session At Cognito
    [Documentation]    The API itself accepts the token until it expires, as a Cognito authorizer does.
    [Tags]    smoke    needs:destructive
    Sign In
    Get Own User Attributes
    Refresh Tokens
    Sign Out
    Refresh Should Be Refused
    Cognito Should Refuse The Access Token

Revoked Refresh Token Is Refused
    [Tags]    needs:destructive
    Sign In
    Refresh Tokens
    Revoke Refresh Token
    Refresh Should Be Refused
