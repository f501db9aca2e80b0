*** Settings ***
Documentation    Tests with a template, for the test of what they say of their iterations.

Library          Causes.py
Library          ManuelEnvironment


*** Test Cases ***
Is Blocked In One Iteration
    [Template]    Run Keyword
    No Operation
    Be Blocked By    GET /health 404

Is Blocked In A Loop
    [Template]    Run Keyword
    FOR    ${cause}    IN    GET /health 404    GET /version 404
        Be Blocked By    ${cause}
    END
    No Operation

Is Blocked In Every Iteration
    [Template]    Be Blocked By
    GET /health 404
    GET /version 404

Lacks A Capability In One Iteration
    [Template]    Run Keyword
    Lack    aws-inspection
    No Operation

Is Blocked And Skipped
    [Template]    Run Keyword
    Skip    There is no website.
    Be Blocked By    GET /health 404

Fails And Is Blocked
    [Template]    Run Keyword
    Fail    Expected 1.\nGot 2
    Be Blocked By    GET /health 404

Is Skipped In Every Iteration
    [Template]    Skip
    There is no website.
    There is no website.

Is Skipped In One Iteration
    [Template]    Run Keyword
    Skip    There is no website.
    No Operation
