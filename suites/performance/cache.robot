*** Settings ***
Documentation    The cache of answers is worth having.

Resource         ../../resources/failures.resource
Resource         ../../resources/performance.resource

Test Tags        performance    api-call    needs:cost    needs:fault-injection


*** Test Cases ***
Known Question Is Answered Faster
    [Documentation]    The model is given the time that a real one takes; an answer from the cache does not wait for it.
    Sign In
    Activate Fault    latency    service=bedrock-runtime    operation=InvokeModel    delay=400ms
    VAR    &{question} =    question=How do I descale machine {number}?
    Measure Cache Speedup    POST /api/query    body=${question}    pairs=8    warm_up=1
    Measurement Should Meet    speedup>=1.5    hit_rate==1
