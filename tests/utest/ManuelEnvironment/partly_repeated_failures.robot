*** Settings ***
Documentation    Tests whose messages are about several failures, for the test of what is reported once.

Library          ManuelAPI
Library          ManuelEnvironment


*** Variables ***
${UPLOAD}    Expected status 201.\nGot 404 Not Found: {}\nWhere: POST http://127.0.0.1:1/api/manuals/upload, request id r-1
${HEALTH}    Expected status 200.\nGot 403 Forbidden: {}\nWhere: GET http://127.0.0.1:1/health, request id r-2
${VARY}      Expected header Vary to contain Origin.\nGot a response without Vary\nWhere: GET http://127.0.0.1:1/health, request id r-3
${AGE}       Expected header Age to be 1.\nGot a response without Age\nWhere: GET http://127.0.0.1:1/health, request id r-4
${DASH}      ${SPACE * 2}-
${ONE}       Expected each of 2 responses to have status 200.\nGot 1 that differ:\n${DASH} GET /health: 403 Forbidden
${ROUTES}    GET /version, GET /api/manuals, GET /health
${ALIKE}     Got 3 that differ in the same way, those to ${ROUTES}:\n${DASH} 403 Forbidden
${EVERY}     Expected each of 3 responses to have status 200.\n${ALIKE}\n${WHERE}
${BOTH}      ${ONE}\n${DASH} POST /api/manuals/upload: 500 Internal Server Error
${WHERE}     Where: GET http://127.0.0.1:1/health, request id r-5


*** Test Cases ***
Is The First
    Run Keyword And Continue On Failure    Fail    ${UPLOAD}
    Fail    ${HEALTH}

Fails Alike In A Message That Is Cut
    [Tags]    robot:continue-on-failure
    FOR    ${row}    IN RANGE    20
        Fail    ${{ $UPLOAD.replace("{}", "row %d" % $row) }}
        Fail    ${HEALTH}
    END

Fails By Something New Where A Message Is Cut
    FOR    ${row}    IN RANGE    20
        Run Keyword And Continue On Failure    Fail    ${{ $UPLOAD.replace("201", "201 in row %d" % $row) }}
    END

Fails By One Of What It Is Red For
    Fail    ${{ $UPLOAD.replace("201", "201 in row 10") }}

Fails In One Of Several Responses
    Fail    ${ONE}\n${WHERE}

Fails In Another One Of Several Responses
    Fail    ${BOTH}\n${WHERE}

Fails In Every Response As Another Test Does In One
    Fail    ${EVERY}

Fails In One That Was Blocked With The Others
    Fail    ${{ $HEALTH.replace("/health", "/api/manuals") }}

Fails In Nearly Every Response As Another Test Does In One
    Fail    ${{ $EVERY.replace("of 3", "of 4").replace("/version", "/api/query") }}

Fails In Every Response In Different Ways
    Fail    ${{ $ONE.replace("Got 1", "Got 2") }}\n${DASH} GET /api/user/usage: 404 Not Found\n${WHERE}

Fails By A Cause And Alike
    Meet A Cause
    Run Keyword And Continue On Failure    Fail    ${VARY}
    Fail    ${HEALTH}

Fails By A Cause And By Something New
    Meet A Cause
    Run Keyword And Continue On Failure    Fail    ${VARY}
    Fail    ${AGE}

Fails Like A Cause That It Has Not Met
    Fail    ${VARY}


*** Keywords ***
Meet A Cause
    [Documentation]    Note that a header is missing, as the check of a response does.
    VAR    &{vary} =    kind=deviation    reason=Any response: no Vary    title=Any response: no Vary
    ...    expected=Vary    got=none    place=header Vary    rule=required
    Evaluate    ManuelEnvironment.causes.cause_notes().note(cause_register.Cause(**$vary))
    ...    modules=ManuelEnvironment.causes,cause_register
