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

Fails
    Fail    Expected status 201.\nGot 404 Not Found: {}
