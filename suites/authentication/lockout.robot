*** Settings ***
Documentation    An account whose password is guessed at is locked out, for longer and longer, but not for ever.
...
...              "Lockout behavior for failed sign-in attempts" of the Amazon Cognito developer guide: after five
...              failures in a row for a second, then twice as long with each failure, up to 15 minutes.

Resource         ../../resources/users.resource

Test Setup       Sign In As A Fresh User

Test Tags        auth    asvs-6.3    owasp-api2    cwe-307    needs:destructive    needs:time-control


*** Test Cases ***
User Is Locked Out After Failed Sign-Ins And Not For Ever
    ${me} =    Get Current User
    Fail To Sign In Until Locked Out For A Minute    ${me.email}
    Sign In Of Account Should Be Refused
    ...    ${me.email}
    ...    NotAuthorizedException
    ...    Password attempts exceeded
    Advance User Pool Time By    64 seconds
    Sign In    ${me.email}

Four Failures Do Not Lock A User Out
    ${me} =    Get Current User
    FOR    ${_}    IN RANGE    4
        Sign In Should Be Refused    ${me.email}
    END
    Sign In    ${me.email}

Success Ends The Count Of Failures
    ${me} =    Get Current User
    FOR    ${_}    IN RANGE    2
        Fail To Sign In    ${me.email}    4
        Sign In    ${me.email}
    END

Lockout Of One User Does Not Affect Another
    [Tags]    cwe-645    needs:second-user
    ${me} =    Get Current User
    ${other} =    Sign In As Second User
    Fail To Sign In Until Locked Out For A Minute    ${me.email}
    Sign In Of Account Should Be Refused    ${me.email}    NotAuthorizedException
    Sign In    ${other.email}

Locked Out User Stays Signed In
    [Documentation]    Somebody else's attempts must not end the user's own session.
    [Tags]    cwe-645
    ${me} =    Get Current User
    Fail To Sign In Until Locked Out For A Minute    ${me.email}
    Refresh Tokens
    Get Own User Attributes


*** Keywords ***
Fail To Sign In
    [Documentation]    Try some wrong passwords.
    [Arguments]    ${email: str}    ${times: int}
    FOR    ${_}    IN RANGE    ${times}
        Sign In Should Be Refused    ${email}
    END

Fail To Sign In Until Locked Out For A Minute
    [Documentation]    Eleven failures, each after the lockout of the one before: the last one locks for 64 seconds.
    [Arguments]    ${email: str}
    Fail To Sign In    ${email}    5
    FOR    ${seconds}    IN    1    2    4    8    16    32
        Advance User Pool Time By    ${seconds} seconds
        Sign In Should Be Refused    ${email}
    END
