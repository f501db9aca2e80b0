*** Settings ***
Documentation    Many requests at once. Functions that have to start first are given time to do so.

Resource         ../../resources/failures.resource
Resource         ../../resources/performance.resource

Test Setup       API Should Be Up

Test Tags        performance    api-call    needs:load


*** Test Cases ***
Concurrent Requests Are All Served
    Environment Should Allow Concurrent Requests    10
    Sign In
    Send Requests At Once    GET /api/user/usage    times=10
    Run Concurrent Requests    GET /api/user/usage    users=10    requests=60
    Measurement Should Meet    error_rate==0    p(95)<2s

Maximum Number Of Concurrent Users Is Served
    Act Without Signing In
    Run Concurrent Requests
    ...    GET /health
    ...    users=${max_concurrent_requests}
    ...    requests=${max_concurrent_requests * 2}
    Measurement Should Meet    error_rate==0    p(95)<3s

Concurrent Questions Do Not Wait For Each Other
    [Documentation]    The model takes half a second: questions that wait for each other get two answers a second.
    [Tags]    needs:cost    needs:fault-injection
    Environment Should Allow Concurrent Requests    10
    Sign In
    Activate Fault    latency    service=bedrock-runtime    operation=InvokeModel    delay=500ms
    VAR    &{question} =    question=How do I descale machine {number}?
    Run Concurrent Requests    POST /api/query    body=${question}    users=10    requests=10
    Measurement Should Meet    error_rate==0    throughput>3

Slow Questions Do Not Hold Up Other Requests
    [Documentation]    While the model takes three seconds for each question, most requests for usage do not wait.
    [Tags]    needs:cost    needs:fault-injection
    Sign In
    Send Requests At Once    GET /api/user/usage    times=10
    Activate Fault    latency    service=bedrock-runtime    operation=InvokeModel    delay=3s
    VAR    &{question} =    question=How do I descale it?
    ${responses} =    Send Requests At Once
    ...    POST /api/query
    ...    GET /api/user/usage
    ...    json=${question}
    ...    times=5
    ${seconds_of_questions} =    Get Response Times    ${responses}[::2]
    ${seconds_of_others} =    Get Response Times    ${responses}[1::2]
    Number Should Be    ${seconds_of_questions}[0]    at_least=3
    Number Should Be    ${seconds_of_others}[2]    less_than=2
