*** Settings ***
Documentation    How a session continues, and how it ends.

Resource         ../../resources/users.resource

Test Tags        auth    asvs-7.4    owasp-api2


*** Test Cases ***
Refresh Token Continues The Session
    [Tags]    smoke    api-call
    ${user_before} =    Sign In
    ${first_token} =    Get Token Claims
    ${user_after_refresh} =    Refresh Tokens
    ${refreshed_token} =    Get Token Claims
    Should Be Equal    ${user_after_refresh.user_id}    ${user_before.user_id}
    Should Not Be Equal    ${refreshed_token.jti}    ${first_token.jti}
    Usage Should Be    user_id=${user_before.user_id}

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

Revoked Session Has Ended At Cognito And No Other
    [Documentation]    The app client has `EnableTokenRevocation`: one device is lost, and another is not.
    [Tags]    cwe-613    needs:destructive
    ${phone} =    Sign In
    Sign In    ${phone.email}
    Revoke Refresh Token
    Cognito Should Refuse The Access Token
    Refresh Should Be Refused
    Switch To User    ${phone}
    Get Own User Attributes
    Refresh Tokens

Signing Out Ends The Sessions On All Devices
    [Tags]    cwe-613    needs:destructive
    ${phone} =    Sign In
    Sign In    ${phone.email}
    Refresh Tokens
    Sign Out
    Refresh Should Be Refused
    Switch To User    ${phone}
    Refresh Should Be Refused
    Cognito Should Refuse The Access Token

Tokens Tell Which Session They Belong To
    [Documentation]    `origin_jti` stays when tokens are refreshed, and differs between devices.
    ${me} =    Sign In
    ${first_token} =    Get Token Claims    kind=access
    Refresh Tokens
    ${refreshed_token} =    Get Token Claims    kind=access
    Should Be Equal    ${refreshed_token.origin_jti}    ${first_token.origin_jti}
    Sign In    ${me.email}
    ${token_of_other_device} =    Get Token Claims    kind=access
    Should Not Be Equal    ${token_of_other_device.origin_jti}    ${first_token.origin_jti}

Changed Password Replaces The Old One And Leaves Sessions
    [Documentation]    ChangePassword revokes no tokens: an app that wants that signs out everywhere.
    [Tags]    asvs-6.2    needs:destructive
    ${phone} =    Sign In As A Fresh User
    ${old: Secret} =    Change Password
    ${tablet} =    Sign In    ${phone.email}
    Change Password
    Sign In Should Be Refused    ${phone.email}    ${old}
    Switch To User    ${phone}
    Refresh Tokens
    Sign Out
    Switch To User    ${tablet}
    Refresh Should Be Refused

Password Is Changed Only By Those Who Know It
    [Documentation]    An unlocked device gives access to the session, and not to the account.
    [Tags]    asvs-6.2    cwe-620    needs:destructive
    ${me} =    Sign In As A Fresh User
    ${wrong: Secret} =    New Password
    Change Password    old=${wrong}    refusal=NotAuthorizedException
    Sign In    ${me.email}
    Change Password

Signing Out Leaves Other Users Signed In
    [Tags]    needs:destructive    needs:second-user
    ${other} =    Sign In
    Sign In As Second User
    Sign Out
    Refresh Should Be Refused
    Switch To User    ${other}
    Refresh Tokens
    Get Own User Attributes

Refreshed Tokens Tell When The User Signed In
    [Documentation]    `auth_time` stays, so that an app can ask for the password before something that matters.
    [Tags]    needs:destructive    needs:time-control
    Sign In As A Fresh User
    ${first_token} =    Get Token Claims    kind=access
    Advance User Pool Time By    10 minutes
    Refresh Tokens
    ${refreshed_token} =    Get Token Claims    kind=access
    Should Be Equal    ${refreshed_token.auth_time}    ${first_token.auth_time}
    Number Should Be    ${refreshed_token.iat}    at_least=${first_token.iat + 600}

Refresh Token Expires After A Month
    [Documentation]    The app client's `RefreshTokenValidity` says how long it is valid.
    [Tags]    cwe-613    needs:destructive    needs:time-control
    Sign In As A Fresh User
    Advance User Pool Time By    29 days
    Refresh Tokens
    Advance User Pool Time By    1 day
    Refresh Should Be Refused

Access Token Expires At Cognito After An Hour
    [Documentation]    The session continues with the refresh token.
    [Tags]    cwe-613    needs:destructive    needs:time-control
    Sign In As A Fresh User
    Advance User Pool Time By    59 minutes
    Get Own User Attributes
    Advance User Pool Time By    1 minute
    Cognito Should Refuse The Access Token
    Refresh Tokens
    Get Own User Attributes
