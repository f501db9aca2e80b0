*** Settings ***
Documentation    Who may sign in, and what they get.

Resource         ../../resources/users.resource

Test Tags        auth    asvs-6.3    owasp-api2


*** Test Cases ***
User Signs In And Is Known To The API
    [Tags]    smoke    api-call
    ${me} =    Sign In
    Usage Should Be    user_id=${me.user_id}

Tokens Are Issued For This Pool And Client
    [Tags]    smoke
    Sign In
    Token Should Be Valid    kind=id
    Token Should Be Valid    kind=access
    Token Lifetime Should Be    1 hour    kind=id
    Token Lifetime Should Be    1 hour    kind=access

Two Users Have Separate Identities
    [Tags]    api-call    needs:second-user
    ${first_user} =    Sign In
    ${second_user} =    Sign In As Second User
    Should Not Be Equal    ${first_user.user_id}    ${second_user.user_id}
    Usage Should Be    user_id=${second_user.user_id}
    Switch To User    ${first_user}
    Usage Should Be    user_id=${first_user.user_id}

Wrong Password Is Refused Exactly Like An Unknown User
    ${me} =    Sign In
    ${refusal_of_wrong_password} =    Sign In Should Be Refused    ${me.email}
    ${refusal_of_unknown_user} =    Sign In Should Be Refused    nobody.${me.email}
    Should Be Equal    ${refusal_of_wrong_password}    ${refusal_of_unknown_user}

Passwords Are Never Sent
    [Documentation]    The app client accepts a proof of the password (SRP), not the password itself.
    Sign In
    Password Flow Should Be Disabled

Weak Passwords Are Refused
    [Tags]    asvs-6.2    needs:destructive
    Sign In As A Fresh User
    Password Should Be Refused    Short1!
    Password Should Be Refused    no-upper-case-1
    Password Should Be Refused    NO-LOWER-CASE-1
    Password Should Be Refused    No-Digit-At-All
    Password Should Be Refused    NoSymbolAtAll1
    Change Password

Shortest Password Is Accepted
    [Documentation]    Eight characters are enough if there is a capital, a small letter, a digit and a symbol.
    [Tags]    asvs-6.2    needs:destructive
    ${me} =    Sign In As A Fresh User
    ${password: Secret} =    New Password    length=8
    Change Password    ${password}
    Sign In    ${me.email}
