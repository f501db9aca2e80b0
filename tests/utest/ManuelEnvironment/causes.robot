*** Settings ***
Library             ManuelEnvironment
Library             Causes.py

Suite Setup         Meet    in the suite's setup
Suite Teardown      Meet    in the suite's teardown
Test Tags           own-tag


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
    VAR    &{answer}    question=x
    Meet    usage is missing
    Log    ${answer.usage}

Is Blocked
    Be Blocked By    POST /api/manuals/upload 404

Is Blocked In Its Setup
    [Setup]    Be Blocked By    POST /api/manuals/upload 404
    Log    not reached

Passes
    No Operation
