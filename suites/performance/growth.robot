*** Settings ***
Documentation    What a user keeps does not make requests slower.

Resource         ../../resources/failures.resource
Resource         ../../resources/performance.resource
Resource         ../../resources/users.resource

Test Setup       Sign In As A Fresh User

Test Tags        performance    api-call


*** Test Cases ***
List Asks AWS As Often For Six Manuals As For One
    [Documentation]    One request, one query: not one more for each manual.
    [Tags]    needs:aws-inspection    needs:destructive
    Have Manuals    1
    ${for_one} =    Count AWS Calls Of    /api/manuals
    Have Manuals    5
    ${for_six} =    Count AWS Calls Of    /api/manuals
    Should Be Equal As Integers    ${for_six}    ${for_one}
    ${files} =    Count AWS Calls Of    /api/ingestion/files
    Should Be Equal As Integers    ${files}    ${for_one}

List Of Six Manuals Comes As Quickly As That Of One
    [Tags]    needs:destructive
    Have Manuals    1
    ${one} =    Measure Response Time    GET /api/manuals    requests=10    name=GET /api/manuals with 1
    Have Manuals    5
    ${six} =    Measure Response Time    GET /api/manuals    requests=10    name=GET /api/manuals with 6
    Should Be True    $six.value("p(50)") < 3 * $one.value("p(50)") + 50

Usage Asks AWS As Often After Twenty Questions As Before
    [Tags]    needs:aws-inspection    needs:cost
    Keep Clear Of Midnight
    Ask    How do I descale it?
    ${before} =    Count AWS Calls Of    /api/user/usage
    Use Quota    until=20
    ${after} =    Count AWS Calls Of    /api/user/usage
    Should Be Equal As Integers    ${after}    ${before}

Question Asks AWS As Often With Three Manuals As With One
    [Documentation]    Each question is a new one; the search is one, however many manuals it goes through.
    [Tags]    needs:aws-inspection    needs:cost    needs:destructive
    Have Manual    coffee-machine.pdf
    ${with_one} =    Count Calls Of The Search    How do I descale it?
    Have Manual    thermostat.pdf
    Have Manual    washing-machine.pdf
    ${with_three} =    Count Calls Of The Search    How do I descale it now?
    Should Be Equal As Integers    ${with_three}    ${with_one}

Request Asks For The Keys Of Tokens Once
    [Documentation]    The user pool's public keys are kept: they change rarely, and asking for them costs a round trip.
    ...    A fault lies in wait for whoever asks.
    [Tags]    needs:fault-injection
    Get Usage
    ${fault} =    Activate Fault    latency    service=cognito-idp    delay=100ms    must_hit=False
    Get Usage
    Get Quota
    ${asked} =    Get Failure Effects    ${fault}
    Should Be Empty    ${asked}


*** Keywords ***
Have Manuals
    [Documentation]    So many more, all of them indexed.
    [Arguments]    ${count: int}
    FOR    ${_}    IN RANGE    ${count}
        Upload Manual    thermostat.pdf
    END
    ${manuals} =    List All Manuals
    FOR    ${manual}    IN    @{manuals}
        Wait Until Manual Is Indexed    ${manual}
    END

Count AWS Calls Of
    [Documentation]    How many attempts the backend makes for one GET of this path.
    [Arguments]    ${path: str}
    Forget AWS Calls
    Send Request    GET    ${path}    status=200
    ${calls} =    Get AWS Calls
    RETURN    ${{ len($calls) }}

Count Calls Of The Search
    [Documentation]    How many attempts the backend makes at the index and the model for one new question.
    [Arguments]    ${question: str}
    Forget AWS Calls
    Ask    ${question}
    ${calls} =    Get AWS Calls    bedrock-*.*
    RETURN    ${{ len($calls) }}
