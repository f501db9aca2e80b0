*** Settings ***
Documentation    The answer cache pays off.

Resource         ../../resources/failures.resource
Resource         ../../resources/performance.resource

Test Tags        performance    api-call    needs:cost


*** Test Cases ***
Repeated Question Is Answered Faster
    [Documentation]    The model takes as long as a real one; an answer from the cache does not wait for it.
    [Tags]    needs:fault-injection
    Skip If
    ...    $cache_hits_charged and $daily_quota < 27
    ...    the daily quota is ${daily_quota}; 27 questions of this test are charged
    Sign In
    Activate Fault    latency    service=bedrock-runtime    operation=InvokeModel    delay=500ms
    VAR    &{question} =    question=How do I descale machine {number}?
    Measure Cache Speedup    POST /api/query    body=${question}    pairs=12    warm_up=1
    Measurement Should Meet    speedup>=1.5    hit_rate==1

Repeated Question Is Searched For Once
    [Documentation]    A question asked twenty times calls the index and the model once.
    [Tags]    needs:aws-inspection
    Sign In
    Repeat Keyword    20 times    Ask    How do I descale it?
    AWS Calls Should Be    bedrock-agent-runtime.Retrieve    calls=1    attempts=1
    AWS Calls Should Be    bedrock-runtime.InvokeModel    calls=1    attempts=1

Spoken Question Is Found In The Cache As Well
    [Documentation]    The recording is transcribed, and its text found in the cache.
    [Tags]    needs:aws-inspection
    Sign In
    Ask    How do I descale it?
    ${answer} =    Ask By Voice    how-do-i-descale-it.wav
    Answer Should Come From The Cache    ${answer}
    AWS Calls Should Be    bedrock-runtime.InvokeModel    calls=1    attempts=1
