*** Settings ***
Documentation    A suite's setup fails with secrets in its message, which the messages of its tests repeat.

Library          ManuelAuth
Library          TesterCode.py

Suite Setup      Fail With Secrets


*** Test Cases ***
Setup Has Failed
    Fail    The setup of the suite should have failed.


*** Keywords ***
Fail With Secrets
    [Documentation]    Sign in, and fail with all tokens.
    Record Calls Of Cognito
    Sign In
    Note Variable    MANUEL_TEST_PASSWORD
    Get Noted Secrets
    ${some} =    Spell Some
    Fail    ${some}
