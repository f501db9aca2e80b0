*** Settings ***
Documentation    What users change about themselves, and what proves that a new address is theirs.
...
...              "Verifying updates to email addresses and phone numbers" of the Amazon Cognito developer guide.

Resource         ../../resources/aws.resource
Resource         ../../resources/users.resource

Test Setup       Sign In As A Fresh User

Test Tags        auth    asvs-6.3    owasp-api2    needs:destructive


*** Test Cases ***
New Address Counts When It Is Verified
    [Documentation]    `AttributesRequireVerificationBeforeUpdate`: until then the old one stays.
    [Tags]    needs:email-codes
    ${me} =    Get Current User
    Change Own Attribute    email    new.${me.email}
    Own Attributes Should Be    email=${me.email}    email_verified=true
    ${code: Secret} =    Get Emailed Code    new.${me.email}
    Verify Own Address    ${code}
    Own Attributes Should Be    email=new.${me.email}    email_verified=true

Wrong Code Does Not Verify An Address
    [Tags]    needs:email-codes
    ${me} =    Get Current User
    ${code: Secret} =    Ask For Code To Change Address    new.${me.email}
    ${wrong: Secret} =    Get Wrong Code    ${code}
    Verify Own Address    ${wrong}    refusal=CodeMismatchException
    Own Attributes Should Be    email=${me.email}
    Verify Own Address    ${code}

Code Of Another User Does Not Verify An Address
    [Tags]    cwe-639    needs:email-codes
    ${me} =    Get Current User
    ${own: Secret} =    Ask For Code To Change Address    new.${me.email}
    ${other} =    Sign In
    ${of_other: Secret} =    Ask For Code To Change Address    new.${other.email}
    ${of_other: Secret} =    Get Code That Differs    ${of_other}    ${own}
    Switch To User    ${me}
    Verify Own Address    ${of_other}    refusal=CodeMismatchException
    Verify Own Address    ${own}

Code For One Address Does Not Verify Another
    [Documentation]    Changing the address after the code has come does not make it a verified one.
    [Tags]    cwe-345    needs:email-codes
    ${me} =    Get Current User
    ${first: Secret} =    Ask For Code To Change Address    first.${me.email}
    ${second: Secret} =    Ask For Code To Change Address    second.${me.email}
    ${first: Secret} =    Get Code That Differs    ${first}    ${second}
    Verify Own Address    ${first}    refusal=CodeMismatchException
    Own Attributes Should Be    email=${me.email}
    Verify Own Address    ${second}
    Own Attributes Should Be    email=second.${me.email}

Codes For A New Address Cannot Be Guessed For Long
    [Documentation]    "Quotas in Amazon Cognito": 15 attempts an hour.
    [Tags]    cwe-307    needs:email-codes    needs:time-control
    ${me} =    Get Current User
    ${code: Secret} =    Ask For Code To Change Address    new.${me.email}
    ${wrong: Secret} =    Get Wrong Code    ${code}
    FOR    ${_}    IN RANGE    15
        Verify Own Address    ${wrong}    refusal=CodeMismatchException
    END
    Verify Own Address    ${code}    refusal=LimitExceededException
    Sign In Again After    1 hour
    Verify Own Address    ${code}

Inbox Is Not Flooded With Codes For A New Address
    [Documentation]    "Quotas in Amazon Cognito": five codes an hour. The address may be that of somebody else.
    [Tags]    cwe-770    needs:email-codes
    ${me} =    Get Current User
    FOR    ${_}    IN RANGE    5
        Change Own Attribute    email    new.${me.email}
    END
    Change Own Attribute    email    new.${me.email}    refusal=LimitExceededException
    Codes Should Have Been Emailed    new.${me.email}    5

Code For A New Address Is Valid For A Day
    [Documentation]    "Quotas in Amazon Cognito": a code to verify an attribute is valid for 24 hours.
    [Tags]    cwe-613    needs:email-codes    needs:time-control
    ${me} =    Get Current User
    ${code: Secret} =    Ask For Code To Change Address    new.${me.email}
    Sign In Again After    24 hours
    Verify Own Address    ${code}    refusal=ExpiredCodeException
    Own Attributes Should Be    email=${me.email}
    ${fresh: Secret} =    Ask For Code To Change Address    new.${me.email}
    Sign In Again After    23 hours
    Verify Own Address    ${fresh}
    Own Attributes Should Be    email=new.${me.email}

Address Of Another User Cannot Be Taken
    [Tags]    needs:second-user
    ${other} =    Get Current User
    Sign In As Second User
    Change Own Attribute    name    Ada
    Change Own Attribute    email    ${other.email}    refusal=AliasExistsException

User Cannot Declare An Address Verified
    [Tags]    cwe-269
    Change Own Attribute    name    Ada
    Change Own Attribute    email_verified    true    refusal=NotAuthorizedException


*** Keywords ***
Ask For Code To Change Address
    [Documentation]    Change the current user's address, and return the code that is sent to the new one.
    [Arguments]    ${address: str}
    Change Own Attribute    email    ${address}
    ${code: Secret} =    Get Emailed Code    ${address}
    RETURN    ${code}

Own Attributes Should Be
    [Documentation]    Fail unless Cognito has these attributes of the current user.
    [Arguments]    &{expected: Any}
    ${attributes} =    Get Own User Attributes
    FOR    ${name}    ${value}    IN    &{expected}
        Should Be Equal    ${attributes}[${name}]    ${value}
    END

Sign In Again After
    [Documentation]    Sign in as the current user, whose access token has expired meanwhile.
    [Arguments]    ${duration: timedelta}
    ${me} =    Get Current User
    Advance User Pool Time By    ${duration}
    Sign In    ${me.email}
