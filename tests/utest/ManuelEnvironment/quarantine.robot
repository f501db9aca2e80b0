*** Settings ***
Documentation    Tests in quarantine, for the test of it.

Library          ManuelAPI
Library          ManuelEnvironment


*** Test Cases ***
Fails In Quarantine
    [Tags]    quarantine:2999-01-31
    Fail    Expected status 201.\nGot 404 Not Found: {}

Fails Twice In Quarantine
    [Tags]    quarantine:2999-01-31
    Fail    Expected status 201.\nGot 404 Not Found: {}
    [Teardown]    Fail    Expected 1.\nGot 2

Passes In Quarantine
    [Tags]    quarantine:2999-01-31
    No Operation

Passes After Its Quarantine
    [Tags]    quarantine:2020-01-31
    No Operation

Fails After Its Quarantine
    [Tags]    quarantine:2020-01-31
    Fail    Expected 1.\nGot 2

Is Blocked After Its Quarantine
    [Tags]    quarantine:2020-01-31
    Skip    blocked by POST /api/query 500

Fails Without A Message In Quarantine
    [Tags]    quarantine:2999-01-31
    Fail    ${EMPTY}

Fails
    Fail    Expected status 201.\nGot 404 Not Found: {}
