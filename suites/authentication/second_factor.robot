*** Settings ***
Documentation    Signing in with a password and a one-time password of an authenticator app (RFC 6238).
...
...              "TOTP software token MFA" of the Amazon Cognito developer guide.

Resource         ../../resources/aws.resource
Resource         ../../resources/users.resource

Test Setup       Sign In As A Fresh User

Test Tags        auth    asvs-6.5    owasp-api2    needs:second-factor    needs:destructive


*** Test Cases ***
User With A Second Factor Signs In With Both
    [Documentation]    The password alone yields no tokens.
    [Tags]    smoke    cwe-308
    ${me} =    Get Current User
    ${authenticator} =    Set Up Authenticator
    ${pending} =    Begin Sign-In    ${me.email}
    ${code: Secret} =    Get One-Time Password    ${authenticator}
    ${signed_in_user} =    Finish Sign-In    ${pending}    ${code}
    Should Be Equal    ${signed_in_user.user_id}    ${me.user_id}
    Token Should Be Valid

Wrong One-Time Password Is Refused
    ${me} =    Get Current User
    ${authenticator} =    Set Up Authenticator
    ${pending} =    Begin Sign-In    ${me.email}
    ${code: Secret} =    Get One-Time Password    ${authenticator}
    ${old: Secret} =    Get One-Time Password    ${authenticator}    ago=10 minutes
    Finish Sign-In    ${pending}    ${old}    refusal=CodeMismatchException
    Finish Sign-In    ${pending}    ${code}

Used One-Time Password Is Refused
    [Documentation]    Somebody who has seen it cannot use it again (RFC 6238, section 5.2).
    [Tags]    cwe-294
    ${me} =    Get Current User
    ${authenticator} =    Set Up Authenticator
    ${first} =    Begin Sign-In    ${me.email}
    ${code: Secret} =    Get One-Time Password    ${authenticator}
    Finish Sign-In    ${first}    ${code}
    ${second} =    Begin Sign-In    ${me.email}
    Finish Sign-In    ${second}    ${code}    refusal=ExpiredCodeException

One-Time Password Of Another User Is Refused
    [Tags]    cwe-639
    ${other} =    Set Up Authenticator
    ${me} =    Sign In
    ${own} =    Set Up Authenticator
    ${pending} =    Begin Sign-In    ${me.email}
    ${code: Secret} =    Get One-Time Password    ${other}
    Finish Sign-In    ${pending}    ${code}    refusal=CodeMismatchException
    ${code: Secret} =    Get One-Time Password    ${own}
    Finish Sign-In    ${pending}    ${code}

Challenge Is Answered Once
    [Tags]    cwe-294
    ${me} =    Get Current User
    ${authenticator} =    Set Up Authenticator
    ${pending} =    Begin Sign-In    ${me.email}
    ${code: Secret} =    Get One-Time Password    ${authenticator}
    Finish Sign-In    ${pending}    ${code}
    ${code: Secret} =    Get One-Time Password    ${authenticator}
    Finish Sign-In    ${pending}    ${code}    refusal=NotAuthorizedException

Challenge Expires After Three Minutes
    [Documentation]    The app client's `AuthSessionValidity` is 3 minutes by default.
    [Tags]    cwe-613    needs:time-control
    ${authenticator} =    Set Up Authenticator
    Sign In And Answer After    2 minutes    ${authenticator}
    Sign In And Answer After    3 minutes    ${authenticator}    refusal=NotAuthorizedException
    Sign In And Answer After    2 minutes    ${authenticator}

Authenticator Is Asked For Only When It Has Been Verified
    [Documentation]    A user who scans a code and gives up, or mistypes, is not locked out.
    ${me} =    Get Current User
    ${authenticator} =    Add Authenticator
    ${old: Secret} =    Get One-Time Password    ${authenticator}    ago=10 minutes
    Turn On Second Factor    ${old}    refusal=EnableSoftwareTokenMFAException
    Sign In    ${me.email}
    ${code: Secret} =    Get One-Time Password    ${authenticator}
    Turn On Second Factor    ${code}
    Begin Sign-In    ${me.email}

Forgotten Password Leaves The Second Factor
    [Documentation]    Access to the user's mail is one factor, and not both.
    [Tags]    cwe-308    needs:email-codes
    ${me} =    Get Current User
    ${authenticator} =    Set Up Authenticator
    Forget Password    ${me.email}
    ${code: Secret} =    Get Emailed Code    ${me.email}
    Set Forgotten Password    ${me.email}    ${code}
    ${pending} =    Begin Sign-In    ${me.email}
    ${code: Secret} =    Get One-Time Password    ${authenticator}
    Finish Sign-In    ${pending}    ${code}

Lost Authenticator Is Replaced By An Administrator
    [Documentation]    The lost one shows nothing that is accepted any more.
    [Tags]    asvs-6.4
    ${me} =    Get Current User
    ${lost} =    Set Up Authenticator
    Turn Off Second Factor    ${me.email}
    Sign In    ${me.email}
    ${new} =    Set Up Authenticator
    ${pending} =    Begin Sign-In    ${me.email}
    ${code: Secret} =    Get One-Time Password    ${lost}
    Finish Sign-In    ${pending}    ${code}    refusal=CodeMismatchException
    ${code: Secret} =    Get One-Time Password    ${new}
    Finish Sign-In    ${pending}    ${code}


*** Keywords ***
Set Up Authenticator
    [Documentation]    Give the current user a second factor, and return the authenticator.
    ${authenticator} =    Add Authenticator
    ${code: Secret} =    Get One-Time Password    ${authenticator}
    Turn On Second Factor    ${code}
    RETURN    ${authenticator}

Sign In And Answer After
    [Documentation]    Sign in with the password, and wait before sending the one-time password.
    [Arguments]    ${duration: timedelta}    ${authenticator: object}    ${refusal: str | None}=${None}
    ${pending} =    Begin Sign-In    ${authenticator.email}
    Advance User Pool Time By    ${duration}
    ${code: Secret} =    Get One-Time Password    ${authenticator}
    Finish Sign-In    ${pending}    ${code}    refusal=${refusal}
