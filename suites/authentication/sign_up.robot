*** Settings ***
Documentation    How somebody becomes a user: the account, and the code that confirms the address.
...
...              "Signing up and confirming user accounts" of the Amazon Cognito developer guide.

Resource         ../../resources/aws.resource
Resource         ../../resources/users.resource

Test Tags        auth    asvs-6.3    owasp-api2    needs:email-codes    needs:destructive


*** Test Cases ***
New User Confirms The Address And Is Known To The API
    [Tags]    smoke    api-call
    ${email} =    Sign Up
    Confirm Address    ${email}
    ${me} =    Sign In    ${email}
    Usage Should Be    user_id=${me.user_id}
    ${attributes} =    Get Own User Attributes
    Should Be Equal    ${attributes.email_verified}    true

User Who Has Not Confirmed Cannot Sign In
    ${email} =    Sign Up
    Sign In Of Account Should Be Refused    ${email}    UserNotConfirmedException
    Confirm Address    ${email}
    Sign In    ${email}

Wrong Confirmation Code Is Refused
    ${email} =    Sign Up
    ${code: Secret} =    Get Emailed Code    ${email}
    ${wrong: Secret} =    Get Wrong Code    ${code}
    Confirm Sign-Up    ${email}    ${wrong}    refusal=CodeMismatchException
    Confirm Sign-Up    ${email}    ${code}

Confirmation Code Of Another User Is Refused
    [Tags]    cwe-639
    ${first} =    Sign Up
    ${second} =    Sign Up
    ${codes} =    Get Different Codes    ${first}    ${second}
    Confirm Sign-Up    ${first}    ${codes}[1]    refusal=CodeMismatchException
    Confirm Sign-Up    ${first}    ${codes}[0]

Confirmation Code Is Valid For A Day
    [Documentation]    "Quotas in Amazon Cognito": a sign-up code is valid for 24 hours.
    [Tags]    cwe-613    needs:time-control
    ${punctual} =    Sign Up
    ${late} =    Sign Up
    Advance User Pool Time By    23 hours 59 minutes
    Confirm Address    ${punctual}
    Advance User Pool Time By    1 minute
    ${expired: Secret} =    Get Emailed Code    ${late}
    Confirm Sign-Up    ${late}    ${expired}    refusal=ExpiredCodeException
    Send Confirmation Code Again    ${late}
    Confirm Address    ${late}

Confirmation Code That Is Sent Again Replaces The First
    ${email} =    Sign Up
    ${first: Secret} =    Get Emailed Code    ${email}
    ${second: Secret} =    Get Another Confirmation Code    ${email}    ${first}
    Confirm Sign-Up    ${email}    ${first}    refusal=CodeMismatchException
    Confirm Sign-Up    ${email}    ${second}

Confirmation Codes Cannot Be Guessed For Long
    [Documentation]    "Quotas in Amazon Cognito": 15 attempts an hour.
    [Tags]    cwe-307    needs:time-control
    ${email} =    Sign Up
    ${code: Secret} =    Get Emailed Code    ${email}
    ${wrong: Secret} =    Get Wrong Code    ${code}
    FOR    ${_}    IN RANGE    15
        Confirm Sign-Up    ${email}    ${wrong}    refusal=CodeMismatchException
    END
    Confirm Sign-Up    ${email}    ${code}    refusal=LimitExceededException
    Advance User Pool Time By    1 hour
    Confirm Sign-Up    ${email}    ${code}

Inbox Is Not Flooded With Codes For A Sign-Up
    [Documentation]    "Quotas in Amazon Cognito": five codes an hour. The address may be that of somebody else.
    [Tags]    cwe-770
    ${email} =    Sign Up
    FOR    ${_}    IN RANGE    4
        Send Confirmation Code Again    ${email}
    END
    Send Confirmation Code Again    ${email}    refusal=LimitExceededException
    Codes Should Have Been Emailed    ${email}    5

Address Has One Account
    [Documentation]    It has one in whatever case it is written; the first account stays as it was.
    [Tags]    cwe-178
    ${email} =    Sign Up
    Confirm Address    ${email}
    Sign Up    ${email.upper()}    refusal=UsernameExistsException
    Sign In    ${email}

Sign-Up With A Weak Password Is Refused
    [Tags]    asvs-6.2    cwe-521
    [Template]    Sign-Up Should Be Refused With
    Short1!
    no-upper-case-1
    NO-LOWER-CASE-1
    No-Digit-At-All
    NoSymbolAtAll1


*** Keywords ***
Confirm Address
    [Documentation]    Confirm a sign-up with the code that was sent.
    [Arguments]    ${email: str}
    ${code: Secret} =    Get Emailed Code    ${email}
    Confirm Sign-Up    ${email}    ${code}

Get Another Confirmation Code
    [Documentation]    Ask for codes until one differs from the given one: two random codes may be the same.
    [Arguments]    ${email: str}    ${code: Secret}
    Send Confirmation Code Again    ${email}
    ${other: Secret} =    Get Emailed Code    ${email}
    IF    $other.value == $code.value
        Send Confirmation Code Again    ${email}
        ${other: Secret} =    Get Emailed Code    ${email}
    END
    RETURN    ${other}

Get Different Codes
    [Documentation]    Return the codes of two users who have signed up, which differ.
    [Arguments]    ${first: str}    ${second: str}
    ${own: Secret} =    Get Emailed Code    ${first}
    ${other: Secret} =    Get Emailed Code    ${second}
    IF    $own.value == $other.value
        ${other: Secret} =    Get Another Confirmation Code    ${second}    ${own}
    END
    VAR    @{codes} =    ${own}    ${other}
    RETURN    ${codes}

Sign-Up Should Be Refused With
    [Documentation]    The address is free, as the same sign-up with a good password shows.
    [Arguments]    ${password: str}
    ${email} =    Sign Up    password=${password}    refusal=InvalidPasswordException
    Sign Up    ${email}
