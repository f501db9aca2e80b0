*** Settings ***
Documentation     Tests that meet causes, for the test of their listener.

Library           Causes.py
Library           ManuelEnvironment

Suite Setup       Meet    in the suite's setup
Suite Teardown    Meet    in the suite's teardown

Test Tags         own-tag


*** Test Cases ***
Meets A Deviation Twice
    Meet    deviation ${{ "$" }}{x} = 1
    Meet    deviation ${{ "$" }}{x} = 1

Meets The Same Deviation
    Meet    deviation ${{ "$" }}{x} = 1

Fails For Another Reason
    Meet    deviation ${{ "$" }}{x} = 1
    Fail    Expected 1.\nGot 2

Looks For What Is Missing
    Meet    usage is missing
    Log    ${{ {}["usage"] }}

Is Blocked
    Be Blocked By    POST /api/manuals/upload 404

Is Blocked In Its Setup
    [Setup]    Be Blocked By    POST /api/manuals/upload 404
    Log    not reached

Lacks A Capability
    Lack    aws-inspection

Passes
    No Operation
