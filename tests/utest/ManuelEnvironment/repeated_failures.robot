*** Settings ***
Documentation    Tests that fail alike, for the test of what is reported once.

Library          ManuelAPI
Library          ManuelEnvironment


*** Variables ***
${UPLOAD}     Expected status 201.\nGot 404 Not Found: {}\nWhere: POST http://127.0.0.1:1/api/manuals/upload, request id r-1
${AGAIN}      Expected status 201.\nGot 404 Not Found: {"a": 1}\nWhere: POST http://127.0.0.1:1/api/manuals/upload, request id r-2
${HEALTH}     Expected status 200.\nGot 403 Forbidden: {}\nWhere: GET http://127.0.0.1:1/health, request id r-3
${VERSION}    Expected status 200.\nGot 403 Forbidden: {}\nWhere: GET http://127.0.0.1:1/version, request id r-4
${QUOTA}      Expected status 200.\nGot 403 Forbidden: {}\nWhere: GET http://127.0.0.1:1/api/user/quota, request id r-5
${LONG}       ${{ "\\n".join(f"    {line}" for line in range(100)) }}


*** Test Cases ***
Is The First
    Fail    ${UPLOAD}

Fails Alike
    Fail    ${AGAIN}

Fails Alike In Its Setup
    [Setup]    Fail    ${AGAIN}
    No Operation

Fails Alike In Its Teardown
    No Operation
    [Teardown]    Fail    ${AGAIN}

Fails Alike With Another Status
    Fail    ${{ $UPLOAD.replace("404 Not Found", "500 Internal Server Error") }}

Fails Alike With Another Number
    Fail    ${{ $UPLOAD.replace("status 201", "status 201 after 3 attempts") }}

Fails Alike With Yet Another Number
    Fail    ${{ $UPLOAD.replace("status 201", "status 201 after 4 attempts") }}

Fails Alike And By Something New
    Run Keyword And Continue On Failure    Fail    ${UPLOAD}
    Fail    ${HEALTH}

Fails By What Both Fail By
    Run Keyword And Continue On Failure    Fail    ${HEALTH}
    Fail    ${AGAIN}

Fails Alike And Without A Request
    Run Keyword And Continue On Failure    Fail    ${AGAIN}
    Should Be Equal As Integers    1    4

Fails Without A Request
    Should Be Equal As Integers    1    4

Fails Alike In A Message That Is Cut
    Run Keyword And Continue On Failure    Fail    ${AGAIN}
    Run Keyword And Continue On Failure    Fail    ${LONG}
    Fail    ${HEALTH}

Is In Quarantine
    [Tags]    quarantine:2999-01-31
    Fail    ${VERSION}

Fails Like A Test In Quarantine
    Fail    ${VERSION}

Was In Quarantine
    [Tags]    quarantine:2020-01-31
    Fail    ${AGAIN}

Fails By A Known Issue
    Fail    ${QUOTA}

Fails By The Same Known Issue
    Fail    ${QUOTA}

Passes
    No Operation
