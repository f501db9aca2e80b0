*** Settings ***
Documentation    Many requests at once.

Resource         ../../resources/failures.resource
Resource         ../../resources/performance.resource

Test Tags        performance    api-call    needs:load


*** Test Cases ***
Concurrent Requests Are All Served
    Sign In
    Run Concurrent Requests    GET /api/user/usage    users=10    requests=50
    Measurement Should Meet    error_rate==0    p(95)<2s

Concurrent Questions Do Not Wait For Each Other
    [Documentation]    The model takes half a second: one after the other, ten users would get two answers a second.
    [Tags]    needs:cost    needs:fault-injection
    Sign In
    Activate Fault    latency    service=bedrock-runtime    operation=InvokeModel    delay=500ms
    VAR    &{question} =    question=How do I descale machine {number}?
    Run Concurrent Requests    POST /api/query    body=${question}    users=10    requests=20
    Measurement Should Meet    error_rate==0    throughput>4

Steady Load Is Carried
    [Tags]    load
    Act Without Signing In
    Run Load    GET /health    rate=50/s    duration=3 s
    Measurement Should Meet    p(95)<500    error_rate==0    dropped==0
