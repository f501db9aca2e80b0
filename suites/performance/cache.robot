*** Settings ***
Documentation    The cache of answers is worth having.

Resource         ../../resources/failures.resource
Resource         ../../resources/performance.resource

Test Tags        performance    api-call    needs:cost


*** Test Cases ***
Known Question Is Answered Faster
    [Documentation]    The model is given the time that a real one takes; an answer from the cache does not wait for it.
    [Tags]    needs:fault-injection
    Sign In
    Activate Fault    latency    service=bedrock-runtime    operation=InvokeModel    delay=500ms
    VAR    &{question} =    question=How do I descale machine {number}?
    Measure Cache Speedup    POST /api/query    body=${question}    pairs=6    warm_up=1
    Measurement Should Meet    speedup>=1.5    hit_rate==1

Question That Is Asked Often Is Searched For Once
    [Documentation]    Twenty times asked: the index and the model are called once.
    [Tags]    needs:aws-inspection
    Sign In
    Repeat Keyword    20 times    Ask    How do I descale it?
    AWS Calls Should Be    bedrock-agent-runtime.Retrieve    calls=1    attempts=1
    AWS Calls Should Be    bedrock-runtime.InvokeModel    calls=1    attempts=1

Spoken Question Is Found In The Cache As Well
    [Documentation]    What is said is transcribed, and then known.
    [Tags]    needs:aws-inspection
    Sign In
    Ask    How do I descale it?
    ${answer} =    Ask By Voice    how-do-i-descale-it.wav
    Answer Should Come From The Cache    ${answer}
    AWS Calls Should Be    bedrock-runtime.InvokeModel    calls=1    attempts=1
