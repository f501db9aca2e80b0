*** Settings ***
Documentation    Tests that fail by values of responses, for the test of what their messages say.

Library          OperatingSystem
Library          ManuelAPI
Library          ManuelEnvironment

Test Setup       Do Not Check Contract    the API of these tests has nothing


*** Test Cases ***
Of The Keyword's Response
    ${health} =    Send Request    GET    /health
    Send Request    GET    /version
    Should Be Equal As Integers    ${health.status_code}    200

Of What Is Made Of It
    ${health} =    Send Request    GET    /health
    Send Request    GET    /version
    ${status: str} =    Convert To String    ${health.status_code}
    VAR    ${same} =    ${status}
    Should Be Equal As Integers    ${same}    201

Of A User Keyword
    ${version} =    Get Health And Version
    Should Be Equal As Integers    ${version.status_code}    200

Of An Argument
    ${health} =    Send Request    GET    /health
    Send Request    GET    /version
    Should Be A Success    ${health}    202

Of A Loop
    ${health} =    Send Request    GET    /health
    Send Request    GET    /version
    FOR    ${one}    IN    ${health}
        Should Be Equal As Integers    ${one.status_code}    203
    END

Of What The Last Response Is Asked For
    Send Request    GET    /health
    ${length} =    Get Response Header    Content-Length
    Should Be Equal    ${length}    7

Of What Is Looked For In Vain
    ${health} =    Send Request    GET    /health
    Should Be Equal    1    ${health.absent}

Of Our Own Assertion
    ${health} =    Send Request    GET    /health
    Number Should Be    ${health.status_code}    at_least=500

Of What Another Library Returns
    ${health} =    Send Request    GET    /health
    ${path} =    Join Path    a    ${health.status_code}
    Should Be Equal    ${path}    b

Of Nothing That A Response Has
    ${health} =    Send Request    GET    /health
    ${number} =    Evaluate    7
    Should Be Equal As Integers    ${number}    8
    Log    ${health}

Of Another Variable Of The Same Name
    ${number} =    Evaluate    7
    Get Health And Version
    Should Be Equal As Integers    ${number}    8

Of A Variable That Has Another Value By Now
    ${health} =    Send Request    GET    /health
    Log    ${health}
    ${health} =    Evaluate    7
    Should Be Equal As Integers    ${health}    8

Of A Response That The Message Names
    ${health} =    Send Request    GET    /health
    Response Should Have    page=${health.status_code}

Fails Alike By Another Variable
    ${again} =    Send Request    GET    /health
    Should Be Equal As Integers    ${again.status_code}    200

Fails Alike By Another Member
    ${again} =    Send Request    GET    /health
    Should Be Equal    ${again.reason}    200

Fails Alike By Another Response
    ${version} =    Send Request    GET    /api/user/usage
    Should Be Equal As Integers    ${version.status_code}    200


*** Keywords ***
Get Health And Version
    [Documentation]    Send two requests, and return the response to the second one.
    ${number} =    Send Request    GET    /health
    ${version} =    Send Request    GET    /version
    Log    ${number}
    RETURN    ${version}

Should Be A Success
    [Documentation]    Fail unless a response has a status.
    [Arguments]    ${response: object}    ${status: int}
    Should Be Equal As Integers    ${response.status_code}    ${status}
