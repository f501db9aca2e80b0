*** Settings ***
Documentation    A new password for a user who has forgotten the old one, by a code that is sent to the user's address.
...
...              "Recovering user accounts" of the Amazon Cognito developer guide.

Resource         ../../resources/aws.resource
Resource         ../../resources/users.resource

Test Setup       Sign In As A Fresh User

Test Tags        auth    asvs-6.4    owasp-api2    cwe-640    needs:email-codes    needs:destructive


*** Test Cases ***
Forgotten Password Is Replaced With A Code
    [Tags]    smoke
    ${me} =    Get Current User
    ${old: Secret} =    Change Password
    ${code: Secret} =    Get Code For New Password    ${me.email}
    Set Forgotten Password    ${me.email}    ${code}
    Sign In    ${me.email}
    Sign In Should Be Refused    ${me.email}    ${old}

Wrong Code Does Not Set A Password
    ${me} =    Get Current User
    ${code: Secret} =    Get Code For New Password    ${me.email}
    ${wrong: Secret} =    Get Wrong Code    ${code}
    Set Forgotten Password    ${me.email}    ${wrong}    refusal=CodeMismatchException
    Sign In    ${me.email}
    Set Forgotten Password    ${me.email}    ${code}

Code Sets A Password Only Once
    ${me} =    Get Current User
    ${code: Secret} =    Get Code For New Password    ${me.email}
    Set Forgotten Password    ${me.email}    ${code}
    Set Forgotten Password    ${me.email}    ${code}    refusal=ExpiredCodeException
    Sign In    ${me.email}

Code For A New Password Is Valid For An Hour
    [Documentation]    "Quotas in Amazon Cognito": a code to reset a password is valid for an hour.
    [Tags]    cwe-613    needs:time-control
    ${me} =    Get Current User
    ${code: Secret} =    Get Code For New Password    ${me.email}
    Advance User Pool Time By    1 hour
    Set Forgotten Password    ${me.email}    ${code}    refusal=ExpiredCodeException
    ${fresh: Secret} =    Get Code For New Password    ${me.email}
    Advance User Pool Time By    59 minutes
    Set Forgotten Password    ${me.email}    ${fresh}

Code Of Another User Does Not Set A Password
    [Tags]    cwe-639
    ${me} =    Get Current User
    ${other} =    Sign In
    ${own: Secret} =    Get Code For New Password    ${me.email}
    ${of_other: Secret} =    Get Code For New Password    ${other.email}
    ${of_other: Secret} =    Get Code That Differs    ${of_other}    ${own}
    Set Forgotten Password    ${me.email}    ${of_other}    refusal=CodeMismatchException
    Set Forgotten Password    ${me.email}    ${own}

Weak Password Is Refused With The Right Code
    [Documentation]    The code still counts afterwards.
    [Tags]    asvs-6.2    cwe-521
    ${me} =    Get Current User
    ${code: Secret} =    Get Code For New Password    ${me.email}
    Set Forgotten Password    ${me.email}    ${code}    password=NoSymbolAtAll1    refusal=InvalidPasswordException
    Set Forgotten Password    ${me.email}    ${code}

Codes For A New Password Cannot Be Guessed For Long
    [Documentation]    "Quotas in Amazon Cognito": 15 attempts an hour.
    [Tags]    cwe-307    needs:time-control
    ${me} =    Get Current User
    ${code: Secret} =    Get Code For New Password    ${me.email}
    ${wrong: Secret} =    Get Wrong Code    ${code}
    FOR    ${_}    IN RANGE    15
        Set Forgotten Password    ${me.email}    ${wrong}    refusal=CodeMismatchException
    END
    Set Forgotten Password    ${me.email}    ${code}    refusal=LimitExceededException
    Advance User Pool Time By    1 hour
    ${fresh: Secret} =    Get Code For New Password    ${me.email}
    Set Forgotten Password    ${me.email}    ${fresh}

Inbox Is Not Flooded With Codes
    [Documentation]    "Quotas in Amazon Cognito": five codes an hour.
    [Tags]    cwe-770
    ${me} =    Get Current User
    FOR    ${_}    IN RANGE    5
        Forget Password    ${me.email}
    END
    Forget Password    ${me.email}    refusal=LimitExceededException
    Codes Should Have Been Emailed    ${me.email}    5


*** Keywords ***
Get Code For New Password
    [Documentation]    Return the code that is sent to a user who has forgotten the password.
    [Arguments]    ${email: str}
    Forget Password    ${email}
    ${code: Secret} =    Get Emailed Code    ${email}
    RETURN    ${code}
