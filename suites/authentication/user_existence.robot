*** Settings ***
Documentation    No call reveals whether an address has an account, except signing up with it.
...
...              "Managing user existence error responses" of the Amazon Cognito developer guide.

Resource         ../../resources/aws.resource
Resource         ../../resources/users.resource

Test Tags        auth    asvs-6.3    owasp-api2    cwe-204    needs:email-codes    needs:destructive


*** Test Cases ***
Forgotten Password Does Not Reveal Who Has An Account
    [Documentation]    Both responses say that a code is on its way; only the user gets one.
    ${me} =    Sign In As A Fresh User
    ${answer_for_user} =    Forget Password    ${me.email}
    ${answer_for_nobody} =    Forget Password    manuel-nobody.${me.email}
    Should Be Equal    ${answer_for_user.CodeDeliveryDetails}    ${answer_for_nobody.CodeDeliveryDetails}
    Codes Should Have Been Emailed    ${me.email}    1
    Codes Should Have Been Emailed    manuel-nobody.${me.email}    0

Code For A New Password Does Not Reveal Who Has An Account
    ${me} =    Sign In As A Fresh User
    Forget Password    ${me.email}
    ${code: Secret} =    Get Emailed Code    ${me.email}
    ${wrong: Secret} =    Get Wrong Code    ${code}
    ${refusal_of_user} =    Set Forgotten Password    ${me.email}    ${wrong}    refusal=CodeMismatchException
    ${refusal_of_nobody} =    Set Forgotten Password    nobody.${me.email}    ${wrong}    refusal=CodeMismatchException
    Should Be Equal    ${refusal_of_user}    ${refusal_of_nobody}

Confirmation Does Not Reveal Who Has An Account
    ${email} =    Sign Up
    ${code: Secret} =    Get Emailed Code    ${email}
    ${wrong: Secret} =    Get Wrong Code    ${code}
    ${refusal_of_user} =    Confirm Sign-Up    ${email}    ${wrong}    refusal=CodeMismatchException
    ${refusal_of_nobody} =    Confirm Sign-Up    nobody.${email}    ${wrong}    refusal=CodeMismatchException
    Should Be Equal    ${refusal_of_user}    ${refusal_of_nobody}

Another Confirmation Code Does Not Reveal Who Has An Account
    ${email} =    Sign Up
    ${answer_for_user} =    Send Confirmation Code Again    ${email}
    ${answer_for_nobody} =    Send Confirmation Code Again    manuel-nobody.${email}
    Should Be Equal    ${answer_for_user.CodeDeliveryDetails}    ${answer_for_nobody.CodeDeliveryDetails}
    Codes Should Have Been Emailed    ${email}    2
    Codes Should Have Been Emailed    manuel-nobody.${email}    0
