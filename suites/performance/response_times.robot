*** Settings ***
Documentation    How long one request takes, compared with the environment's service-level objectives.
...
...              An objective limits the 95th percentile and the share of failed requests. Sixty requests are enough to
...              say with 95 % confidence that the percentile is below the slowest of them.

Resource         ../../resources/failures.resource
Resource         ../../resources/performance.resource
Resource         ../../resources/users.resource

Test Setup       Sign In To The Running API

Test Tags        performance    api-call


*** Test Cases ***
Health Answers Within Its Objective
    [Tags]    smoke    needs:load
    Route Should Meet Its Objective    GET /health

Version Answers Within Its Objective
    [Tags]    needs:load
    Route Should Meet Its Objective    GET /version

Deep Health Check Answers Within Its Objective
    [Tags]    needs:load
    Route Should Meet Its Objective    GET /health/deep

Dependencies Are Checked At The Same Time
    [Documentation]    Each takes half a second: one after the other, four of them would take two.
    [Tags]    needs:fault-injection
    Activate Fault    latency    service=dynamodb,s3,bedrock-agent,transcribe    delay=500ms
    Measure Response Time    GET /health/deep    requests=2    warm_up=1
    Measurement Should Meet    max<1500    error_rate==0

Usage Answers Within Its Objective
    [Tags]    needs:load
    Environment Should Allow Requests Of A User    65
    Route Should Meet Its Objective    GET /api/user/usage

Quota Answers Within Its Objective
    [Tags]    needs:load
    Environment Should Allow Requests Of A User    65
    Route Should Meet Its Objective    GET /api/user/quota

List Of Manuals Answers Within Its Objective
    [Tags]    needs:load
    Environment Should Allow Requests Of A User    65
    Route Should Meet Its Objective    GET /api/manuals

Question Is Answered Within Its Objective
    [Documentation]    Each question is new, so the manuals are searched and the model is called. The quotas of two
    ...    users must have room for all of them.
    [Tags]    needs:cost    needs:second-user
    ${first} =    Sign In
    ${second} =    Sign In As Second User
    VAR    @{users} =    ${first}    ${second}
    VAR    &{question} =    question=How do I descale machine {number}?
    VAR    ${room} =    ${daily_quota * 2 - 10}
    ${questions} =    Set Variable If    ${room} < 60    ${room}    ${60}
    Route Should Meet Its Objective    POST /api/query    ${questions}    body=${question}    identities=${users}

Recording Is Transcribed Within Its Objective
    [Documentation]    Most of it is the transcriber's own time; it must be polled neither too often nor too rarely.
    [Tags]    needs:cost
    ${recording} =    Read Recording    how-do-i-descale-it.wav
    VAR    &{body} =    audio_data=${recording}    content_type=audio/wav
    Few Requests Should Meet The Objective    POST /api/transcribe    ${body}

Manual Is Uploaded Within Its Objective
    [Tags]    needs:destructive
    Sign In As A Fresh User
    ${body} =    Get Upload Body    thermostat.pdf    name=manual-{number}.pdf
    Few Requests Should Meet The Objective    POST /api/manuals/upload    ${body}

No Request Takes Much Longer Than The Others
    [Documentation]    One slow request in fifty does not show in the 95th percentile, but users remember it.
    [Tags]    needs:load
    Measure Response Time    GET /health    requests=300
    Measurement Should Meet    p(99)<500    error_rate==0

Long Body Is Read In Linear Time
    [Documentation]    Eight times the length takes about eight times as long, not sixty-four times. The question is too
    ...    long to be answered, so that it is only read.
    [Tags]    needs:cost
    ${seconds_for_a_short_body} =    Seconds To Refuse A Body Of    ${body_limit_mb / 9}
    ${seconds_for_a_long_body} =    Seconds To Refuse A Body Of    ${body_limit_mb * 8 / 9}
    Number Should Be    ${seconds_for_a_long_body}    less_than=${seconds_for_a_short_body * 16 + 0.5}

Response Times Do Not Grow With The Number Of Requests
    [Documentation]    The last thirty of many requests are as fast as the first: nothing piles up that has to be
    ...    searched.
    [Tags]    needs:load
    ${first} =    Measure Response Time    GET /health    requests=30    name=GET /health first
    Measure Response Time    GET /health    requests=300    name=GET /health many
    ${last} =    Measure Response Time    GET /health    requests=30    name=GET /health last
    Response Times Should Not Have Grown    ${first}    ${last}    factor=3    margin=20 ms


*** Keywords ***
Route Should Meet Its Objective
    [Documentation]    Measure one route, or skip the test if the environment has no objective for it.
    [Arguments]    ${route: str}    ${requests: int}=60    &{options: object}
    Need An Objective    ${route}
    Measure Response Time    ${route}    requests=${requests}    &{options}
    Service Level Should Be Met    ${route}

Few Requests Should Meet The Objective
    [Documentation]    On slow routes, each of a few requests must be as quick as the percentile allows.
    [Arguments]    ${route: str}    ${body: object}
    Need An Objective    ${route}
    Measure Response Time    ${route}    requests=4    warm_up=1    body=${body}
    Measurement Should Meet    max<=${service_level_objectives}[${route}][p95_ms]    error_rate==0

Seconds To Refuse A Body Of
    [Documentation]    Return the shortest of three times that it takes to refuse a question of this length.
    [Arguments]    ${megabytes: float}
    VAR    @{responses} =    @{EMPTY}
    FOR    ${_}    IN RANGE    3
        ${response} =    Send Body Of    ${megabytes}    status=400
        VAR    @{responses} =    @{responses}    ${response}
    END
    ${seconds} =    Get Response Times    ${responses}
    RETURN    ${seconds}[0]

Need An Objective
    [Documentation]    Skip the test if the environment has no objective for this route.
    [Arguments]    ${route: str}
    Skip If    $route not in $service_level_objectives    environment ${environment} has no objective for ${route}
