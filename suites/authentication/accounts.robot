*** Settings ***
Documentation    Users who are disabled or deleted, and what their tokens are still good for at Cognito.
...
...              The API itself accepts a token until it expires, as a Cognito authorizer does.

Resource         ../../resources/aws.resource
Resource         ../../resources/manuals.resource
Resource         ../../resources/users.resource

Test Setup       Sign In As A Fresh User

Test Tags        auth    asvs-7.4    owasp-api2    cwe-613    needs:destructive


*** Test Cases ***
Disabled User Can Neither Sign In Nor Refresh Tokens
    ${me} =    Get Current User
    Refresh Tokens
    Disable User    ${me.email}
    Sign In Of Account Should Be Refused    ${me.email}    NotAuthorizedException
    Refresh Should Be Refused
    Cognito Should Refuse The Access Token

Disabled User Cannot Set A Password With A Code
    [Documentation]    The code was sent before the user was disabled.
    [Tags]    needs:email-codes
    ${me} =    Get Current User
    Forget Password    ${me.email}
    ${code: Secret} =    Get Emailed Code    ${me.email}
    Disable User    ${me.email}
    Set Forgotten Password    ${me.email}    ${code}    refusal=CodeMismatchException
    Sign In Of Account Should Be Refused    ${me.email}    NotAuthorizedException
    Enable User    ${me.email}
    Set Forgotten Password    ${me.email}    ${code}
    Sign In    ${me.email}

User Who Is Enabled Again Signs In
    [Documentation]    The access token from before stays revoked, see AdminDisableUser.
    ${me} =    Get Current User
    Disable User    ${me.email}
    Enable User    ${me.email}
    Cognito Should Refuse The Access Token
    Sign In    ${me.email}
    Get Own User Attributes

Deleted User Can Neither Sign In Nor Refresh Tokens
    ${me} =    Get Current User
    Refresh Tokens
    Delete User    ${me.email}
    ${refusal_of_deleted_user} =    Sign In Of Account Should Be Refused    ${me.email}    NotAuthorizedException
    ${refusal_of_unknown_user} =    Sign In Should Be Refused    nobody.${me.email}
    Should Be Equal    ${refusal_of_deleted_user}    ${refusal_of_unknown_user}
    Refresh Should Be Refused
    Cognito Should Refuse The Access Token

Account That Is Created Again Is Another User
    [Documentation]    Usage and quota of the one before are not the new user's.
    [Tags]    api-call    cwe-639    needs:cost
    ${first_user} =    Get Current User
    Ask    How do I descale it?
    Usage Should Be    daily_queries=1
    Delete User    ${first_user.email}
    Create User Again    ${first_user.email}
    ${new_user} =    Sign In    ${first_user.email}
    Should Not Be Equal    ${new_user.user_id}    ${first_user.user_id}
    Usage Should Be    user_id=${new_user.user_id}    daily_queries=0

Account That Is Created Again Has No Manuals
    [Documentation]    The manuals of the account before are not the new user's.
    [Tags]    api-call    cwe-639
    ${first_user} =    Get Current User
    ${manual} =    Upload Manual    thermostat.pdf
    Manuals Should Be Listed As    thermostat.pdf
    Delete User    ${first_user.email}
    Create User Again    ${first_user.email}
    Sign In    ${first_user.email}
    Get Manual    ${manual}    status=404
    Manuals Should Be Listed As
