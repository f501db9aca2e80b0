*** Settings ***
Documentation    No call tells whether an address has an account, but signing up with it.
...
...              "Managing user existence error responses" of the Amazon Cognito developer guide.

Resource         ../../resources/aws.resource
Resource         ../../resources/users.resource

Test Tags        auth    asvs-6.3    owasp-api2    cwe-204    needs:email-codes    needs:destructive


*** Test Cases ***
Forgotten Password Does Not Tell Who Exists
    [Documentation]    Both are told that a code is on its way; only the user gets one.
    ${me} =    Sign In As A Fresh User
    ${known} =    Forget Password    ${me.email}
    ${unknown} =    Forget Password    manuel-nobody.${me.email}
    Should Be Equal    ${known.CodeDeliveryDetails}    ${unknown.CodeDeliveryDetails}
    Codes Should Have Been Emailed    ${me.email}    1
    Codes Should Have Been Emailed    manuel-nobody.${me.email}    0

Code For A New Password Does Not Tell Who Exists
    ${me} =    Sign In As A Fresh User
    Forget Password    ${me.email}
    ${code: Secret} =    Get Emailed Code    ${me.email}
    ${wrong: Secret} =    Get Other Code    ${code}
    ${known} =    Set Forgotten Password    ${me.email}    ${wrong}    refusal=CodeMismatchException
    ${unknown} =    Set Forgotten Password    nobody.${me.email}    ${wrong}    refusal=CodeMismatchException
    Should Be Equal    ${known}    ${unknown}

Confirmation Does Not Tell Who Exists
    ${email} =    Sign Up
    ${code: Secret} =    Get Emailed Code    ${email}
    ${wrong: Secret} =    Get Other Code    ${code}
    ${known} =    Confirm Sign-Up    ${email}    ${wrong}    refusal=CodeMismatchException
    ${unknown} =    Confirm Sign-Up    nobody.${email}    ${wrong}    refusal=CodeMismatchException
    Should Be Equal    ${known}    ${unknown}

Another Confirmation Code Does Not Tell Who Exists
    ${email} =    Sign Up
    ${known} =    Send Confirmation Code Again    ${email}
    ${unknown} =    Send Confirmation Code Again    manuel-nobody.${email}
    Should Be Equal    ${known.CodeDeliveryDetails}    ${unknown.CodeDeliveryDetails}
    Codes Should Have Been Emailed    ${email}    2
    Codes Should Have Been Emailed    manuel-nobody.${email}    0
