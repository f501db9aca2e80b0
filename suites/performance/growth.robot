*** Settings ***
Documentation    Requests do not slow down as a user's data grows.

Resource         ../../resources/failures.resource
Resource         ../../resources/performance.resource
Resource         ../../resources/users.resource

Test Setup       Sign In As A Fresh User

Test Tags        performance    api-call


*** Test Cases ***
List Makes As Many AWS Calls For Six Manuals As For One
    [Documentation]    One request makes one query, not one for each manual.
    [Tags]    needs:aws-inspection    needs:destructive
    Have Manuals    1
    ${calls_for_one_manual} =    Count AWS Calls For    /api/manuals
    ${calls_for_one_job} =    Count AWS Calls For    /api/ingestion/status    call=dynamodb
    Have Manuals    5
    ${calls_for_six_manuals} =    Count AWS Calls For    /api/manuals
    Should Be Equal    ${calls_for_six_manuals}    ${calls_for_one_manual}
    ${calls_for_six_files} =    Count AWS Calls For    /api/ingestion/files
    Should Be Equal    ${calls_for_six_files}    ${calls_for_one_manual}
    ${calls_for_six_jobs} =    Count AWS Calls For    /api/ingestion/status    call=dynamodb
    Should Be Equal    ${calls_for_six_jobs}    ${calls_for_one_job}

Manual Takes As Many Calls Of The Database Among Six As Alone
    [Documentation]    It is uploaded, looked at when it is the oldest, and deleted. No job is started, so that none is
    ...    in the way of another.
    [Tags]    needs:fault-injection    needs:aws-inspection    needs:destructive
    Activate Fault    error    service=bedrock-agent    operation=StartIngestionJob    code=AccessDeniedException
    ${oldest} =    Upload Manual    thermostat.pdf
    ${calls_for_one_manual} =    Count Database Calls To Look At    ${oldest}
    ${calls_for_a_second_manual} =    Count Database Calls To Upload And Delete A Manual
    Upload Manuals    5
    ${calls_for_the_oldest_of_six} =    Count Database Calls To Look At    ${oldest}
    ${calls_for_a_seventh_manual} =    Count Database Calls To Upload And Delete A Manual
    Should Be Equal    ${calls_for_the_oldest_of_six}    ${calls_for_one_manual}
    Lists Should Be Equal    ${calls_for_a_seventh_manual}    ${calls_for_a_second_manual}

List Of Six Manuals Is As Fast As A List Of One
    [Tags]    needs:destructive
    Environment Should Allow Requests Of A User    65
    Have Manuals    1
    ${one} =    Measure Response Time    GET /api/manuals    requests=10    name=GET /api/manuals with 1
    Have Manuals    5
    ${six} =    Measure Response Time    GET /api/manuals    requests=10    name=GET /api/manuals with 6
    Response Times Should Not Have Grown    ${one}    ${six}    factor=3    margin=50 ms

Usage Makes As Many AWS Calls After Twenty Questions As Before
    [Tags]    needs:aws-inspection    needs:cost
    Keep Clear Of Midnight
    Ask    How do I descale it?
    ${calls_after_one_question} =    Count AWS Calls For    /api/user/usage
    Use Quota    until=20
    ${calls_after_twenty_questions} =    Count AWS Calls For    /api/user/usage
    Should Be Equal    ${calls_after_twenty_questions}    ${calls_after_one_question}

Counters Of A User Take No More Room After Twenty Questions
    [Documentation]    DynamoDB charges by size, and refuses rows of more than 400 KB. The numbers have as many digits.
    [Tags]    needs:aws-inspection    needs:cost
    Keep Clear Of Midnight
    Use Quota    until=10
    ${size_after_ten_questions} =    Get Size Of Counters
    Use Quota    until=20
    ${size_after_twenty_questions} =    Get Size Of Counters
    Should Be Equal    ${size_after_twenty_questions}    ${size_after_ten_questions}

Lists Start As Many Jobs For Eight Waiting Manuals As For Seven
    [Documentation]    The client waits for each call, so a list starts the jobs of a few manuals at a time.
    [Tags]    needs:fault-injection    needs:aws-inspection    needs:destructive
    Activate Fault    error    service=bedrock-agent    operation=StartIngestionJob    code=ConflictException
    Upload Manuals    7
    ${calls_for_seven} =    Count AWS Calls For    /api/manuals    call=bedrock-agent.StartIngestionJob
    Number Should Be    ${calls_for_seven}    at_least=1
    Upload Manuals    1
    FOR    ${path}    IN    /api/manuals    /api/ingestion/files
        ${calls_for_eight} =    Count AWS Calls For    ${path}    call=bedrock-agent.StartIngestionJob
        Should Be Equal    ${calls_for_eight}    ${calls_for_seven}
    END

List Asks For As Many Running Jobs Of Eight As Of Seven
    [Documentation]    The client waits for each call, so a list asks for a few jobs at a time.
    [Tags]    needs:fault-injection    needs:aws-inspection    needs:destructive
    Activate Fault    stuck    service=bedrock-agent    operation=GetIngestionJob
    Start Jobs    7
    ${calls_for_seven} =    Count AWS Calls For    /api/ingestion/status    call=bedrock-agent.GetIngestionJob
    Number Should Be    ${calls_for_seven}    at_least=1
    Start Jobs    1
    ${calls_for_eight} =    Count AWS Calls For    /api/ingestion/status    call=bedrock-agent.GetIngestionJob
    Should Be Equal    ${calls_for_eight}    ${calls_for_seven}

Question Makes As Many AWS Calls With Three Manuals As With One
    [Documentation]    Each question is new and takes one search, however many manuals that covers.
    [Tags]    needs:aws-inspection    needs:cost    needs:destructive
    Have Manual    coffee-machine.pdf
    ${calls_with_one_manual} =    Count Search Calls For    How do I descale it?
    Have Manual    thermostat.pdf
    Have Manual    washing-machine.pdf
    ${calls_with_three_manuals} =    Count Search Calls For    How do I descale it now?
    Should Be Equal    ${calls_with_three_manuals}    ${calls_with_one_manual}

No Route Scans A Table
    [Documentation]    A scan reads the rows of all users, so that each of them waits longer the more there are.
    [Tags]    needs:aws-inspection    needs:admin-user    needs:cost    needs:destructive
    Sign In As Admin
    ${manual} =    Provide Manual    thermostat.pdf
    ${job_id} =    Wait Until Ingestion Begins    ${manual}
    Call Every Route    id=${manual.manual_id}    jobId=${job_id}
    AWS Should Be Called    dynamodb.Query
    AWS Should Not Be Called    dynamodb.Scan

Token Keys Are Fetched Once
    [Documentation]    The backend keeps the user pool's public keys, which rarely change and take a round trip to
    ...    fetch. A fault would hit every fetch. They may be renewed in the middle of the test.
    [Tags]    needs:fault-injection
    Get Usage
    Response Should Match The Contract
    ${fault} =    Activate Fault    latency    service=cognito-idp    delay=100ms    must_hit=False
    FOR    ${_}    IN RANGE    3
        Get Usage
    END
    Get Quota
    ${fetches} =    Get Failure Effects    ${fault}
    ${fetches_of_the_key_set} =    Get Length    ${fetches}
    Number Should Be    ${fetches_of_the_key_set}    at_most=1

Unknown Keys Are Not Looked For At Each Request
    [Documentation]    Otherwise made-up tokens could have the keys fetched all the time.
    [Tags]    needs:fault-injection
    Get Usage
    ${forged} =    Forge Token    kid-unknown
    ${fault} =    Activate Fault    latency    service=cognito-idp    delay=100ms    must_hit=False
    FOR    ${_}    IN RANGE    5
        Send Request    GET    /api/user/usage    token=${forged}    status=401
    END
    ${fetches} =    Get Failure Effects    ${fault}
    ${fetches_of_the_key_set} =    Get Length    ${fetches}
    Number Should Be    ${fetches_of_the_key_set}    at_most=2

Question Takes As Many Calls Of The Database With Six Manuals As With One
    [Documentation]    The other five have nothing to say about it.
    [Tags]    needs:aws-inspection    needs:cost    needs:destructive
    Have Manual    coffee-machine.pdf
    Ask    How often do I descale it?
    ${calls_with_one_manual} =    Count Database Calls For    How do I descale it?
    Have Manuals    5
    ${calls_with_six_manuals} =    Count Database Calls For    How do I descale it now?
    Should Be Equal    ${calls_with_six_manuals}    ${calls_with_one_manual}

Lists Of Manuals And Files Ask For As Many Running Jobs Of Eight As Of Seven
    [Documentation]    As above, for the lists that name jobs, or show what has become of them.
    [Tags]    needs:fault-injection    needs:aws-inspection    needs:destructive
    Activate Fault    stuck    service=bedrock-agent    operation=GetIngestionJob
    Start Jobs    7
    ${calls_for_seven} =    Count AWS Calls For    /api/manuals    call=bedrock-agent.GetIngestionJob
    Number Should Be    ${calls_for_seven}    at_least=1
    Start Jobs    1
    FOR    ${path}    IN    /api/manuals    /api/ingestion/files
        ${calls_for_eight} =    Count AWS Calls For    ${path}    call=bedrock-agent.GetIngestionJob
        Should Be Equal    ${calls_for_eight}    ${calls_for_seven}
    END


*** Keywords ***
Have Manuals
    [Documentation]    Upload this many more manuals and wait until all of them are indexed.
    [Arguments]    ${count: int}
    FOR    ${_}    IN RANGE    ${count}
        Provide Manual    thermostat.pdf
    END
    ${manuals} =    List All Manuals
    FOR    ${manual}    IN    @{manuals}
        Wait Until Manual Is Indexed    ${manual}
    END

Upload Manuals
    [Documentation]    Upload this many more manuals, whatever becomes of them.
    [Arguments]    ${count: int}
    FOR    ${_}    IN RANGE    ${count}
        Upload Manual    thermostat.pdf
    END

Start Jobs
    [Documentation]    Upload this many more manuals, and wait until each of them has a job.
    [Arguments]    ${count: int}
    FOR    ${_}    IN RANGE    ${count}
        ${manual} =    Upload Manual    thermostat.pdf
        Wait Until Ingestion Begins    ${manual}
    END

Count AWS Calls For
    [Documentation]    Return how often the backend makes this call, by default any call, for one GET of this path.
    [Arguments]    ${path: str}    ${call: str}=*
    Forget AWS Calls
    Send Request    GET    ${path}    status=200
    ${calls} =    Get AWS Calls    ${call}
    ${count} =    Get Length    ${calls}
    RETURN    ${count}

Count Database Calls To Look At
    [Documentation]    Return how many calls the backend makes for one GET of this manual.
    [Arguments]    ${manual: object}
    ${count} =    Count AWS Calls For    /api/manuals/${manual.manual_id}    call=dynamodb
    RETURN    ${count}

Count Database Calls To Upload And Delete A Manual
    [Documentation]    Return how many calls the backend makes for the one, and how many for the other.
    Forget AWS Calls
    ${manual} =    Upload Manual    thermostat.pdf
    ${calls_to_upload} =    Count Database Calls
    Forget AWS Calls
    Delete Manual    ${manual}
    ${calls_to_delete} =    Count Database Calls
    RETURN    ${calls_to_upload}    ${calls_to_delete}

Count Database Calls
    [Documentation]    Return how many calls of DynamoDB the backend has made since calls were forgotten.
    ${calls} =    Get AWS Calls    dynamodb
    ${count} =    Get Length    ${calls}
    RETURN    ${count}

Get Size Of Counters
    [Documentation]    Return how many characters the user's rows of the usage table take.
    ${me} =    Get Current User
    ${rows_of_user} =    Get DynamoDB Items    usage    user_id=${me.user_id}
    Should Not Be Empty    ${rows_of_user}
    ${text} =    Convert To String    ${rows_of_user}
    ${size} =    Get Length    ${text}
    RETURN    ${size}

Count Search Calls For
    [Documentation]    Return how many attempts the backend makes at the index and the model for one new question.
    [Arguments]    ${question: str}
    Forget AWS Calls
    Ask    ${question}
    ${calls} =    Get AWS Calls    bedrock-*.*
    ${count} =    Get Length    ${calls}
    RETURN    ${count}

Count Database Calls For
    [Documentation]    Return how many calls of DynamoDB the backend makes for one new question.
    [Arguments]    ${question: str}
    Forget AWS Calls
    Ask    ${question}
    ${count} =    Count Database Calls
    RETURN    ${count}
