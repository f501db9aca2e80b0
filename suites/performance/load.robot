*** Settings ***
Documentation    Requests at a rate, whether or not the ones before have been answered.
...
...              A small load, that a laptop can send: what it shows is that nothing breaks, queues up or stays slow.

Resource         ../../resources/performance.resource

Test Setup       API Should Be Well

Test Tags        performance    load    api-call    needs:load


*** Test Cases ***
Steady Load Is Carried
    Act Without Signing In
    Run Load    GET /health    rate=50/s    duration=2 s
    Measurement Should Meet    p(95)<500    error_rate==0    dropped==0

Steady Load Of Signed In Users Is Carried
    [Tags]    needs:second-user
    ${first} =    Sign In
    ${second} =    Sign In As Second User
    VAR    @{users} =    ${first}    ${second}
    Run Load    GET /api/user/quota    rate=20/s    duration=2 s    identities=${users}    warm_up=2
    Measurement Should Meet    max<4s    error_rate==0    dropped==0

Questions At A Rate Are Answered
    [Tags]    needs:cost    needs:second-user
    ${first} =    Sign In
    ${second} =    Sign In As Second User
    VAR    @{users} =    ${first}    ${second}
    VAR    &{question} =    question=How do I descale machine {number}?
    Run Load    POST /api/query    rate=8/s    duration=2 s    identities=${users}    body=${question}    warm_up=2
    Measurement Should Meet    max<5s    error_rate==0    dropped==0

Peak Is Survived And Forgotten
    [Documentation]    After a peak of ten times the rate, answers come as quickly as before it.
    Act Without Signing In
    ${before} =    Measure Response Time    GET /health    requests=20    name=before the peak
    Run Staged Load    GET /health    10/s for 1 s    10/s to 100/s in 1 s    100/s for 1 s    10/s for 1 s
    Measurement Should Meet    error_rate==0    dropped==0    max<4s
    ${after} =    Measure Response Time    GET /health    requests=20    name=after the peak
    Should Be True    $after.value("p(50)") < 3 * $before.value("p(50)") + 20
