*** Settings ***
Documentation    Tests that fail, for the test of known issues.

Library          ManuelAPI
Library          ManuelEnvironment


*** Variables ***
${WHERE}    Where: POST http://127.0.0.1:1/api/manuals/upload, request id r-1, trace id t-1, 3 ms


*** Test Cases ***
Fails By A Known Issue
    Fail    Expected status 201.\nGot 404 Not Found: {}\n${WHERE}

Fails In Its Teardown As Well
    Fail    Expected status 201.\nGot 404 Not Found: {}\n${WHERE}
    [Teardown]    Fail    Expected 1.\nGot 2

Fails By An Issue That Is Over
    Fail    Expected status 403.\nGot 200 OK: {}\n${WHERE}

Fails By Something Else
    Fail    Expected status 201.\nGot 500 Internal Server Error: {}\n${WHERE}

Passes
    No Operation
