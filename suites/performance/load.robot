*** Settings ***
Documentation    Requests at a given rate, whether or not earlier ones have been answered.
...
...              The load is small enough for a laptop: it shows that nothing breaks, queues up or stays slow.

Resource         ../../resources/performance.resource

Test Setup       API Should Allow Load

Test Tags        performance    load    api-call    needs:load


*** Test Cases ***
Steady Load Is Sustained
    Act Without Signing In
    Run Load    GET /health    rate=50/s    duration=2 s
    Measurement Should Meet    p(95)<500    error_rate==0    dropped==0

Steady Load Of Signed-In Users Is Sustained
    [Tags]    needs:second-user
    ${first} =    Sign In
    ${second} =    Sign In As Second User
    VAR    @{users} =    ${first}    ${second}
    Run Load    GET /api/user/quota    rate=20/s    duration=2 s    identities=${users}    warm_up=2
    Measurement Should Meet    max<4s    error_rate==0    dropped==0

Questions At A Steady Rate Are Answered
    [Tags]    needs:cost    needs:second-user
    ${first} =    Sign In
    ${second} =    Sign In As Second User
    VAR    @{users} =    ${first}    ${second}
    VAR    &{question} =    question=How do I descale machine {number}?
    Run Load    POST /api/query    rate=8/s    duration=2 s    identities=${users}    body=${question}    warm_up=2
    Measurement Should Meet    max<5s    error_rate==0    dropped==0

Response Times Recover After A Peak
    [Documentation]    After a peak of ten times the rate, answers are as quick as before it.
    Act Without Signing In
    ${before} =    Measure Response Time    GET /health    requests=20    name=before the peak
    Run Staged Load    GET /health    10/s for 1 s    10/s to 100/s in 1 s    100/s for 1 s    10/s for 1 s
    Measurement Should Meet    error_rate==0    dropped==0    max<4s
    ${after} =    Measure Response Time    GET /health    requests=20    name=after the peak
    Response Times Should Not Have Grown    ${before}    ${after}    factor=3    margin=20 ms


*** Keywords ***
API Should Allow Load
    [Documentation]    A few seconds of answers may be due at the same time, and none is to be dropped.
    Environment Should Allow Concurrent Requests    20
    API Should Be Up
