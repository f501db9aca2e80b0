*** Settings ***
Documentation    Tests that fail, for the test of what accepts a failure. The library is that of the run.

Library          ${LIBRARY}

Suite Setup      Evaluate    ManuelEnvironment.current_environment()    modules=ManuelEnvironment


*** Variables ***
${ORDERS}    Expected status 200.\nGot 403 Forbidden: {}\nWhere: GET http://127.0.0.1:1/orders, request id r-1


*** Test Cases ***
Fails By A Known Issue
    Fail    Expected an order.\nGot none

Fails By An Issue That Is Over
    Fail    Expected a receipt.\nGot none

Fails In Quarantine
    [Tags]    quarantine:2999-01-31
    Fail    Expected 1.\nGot 2

Passes After Its Quarantine
    [Tags]    quarantine:2020-01-31
    No Operation

Is The First
    Fail    ${ORDERS}

Fails Alike
    Fail    ${ORDERS}
