*** Settings ***
Documentation    The response cache fails: an unavailable cache is a miss, not an error.

Resource         ../../resources/failures.resource

Test Tags        chaos    api-call    needs:fault-injection    needs:cost    needs:destructive


*** Test Cases ***
Unavailable Cache Counts As A Miss
    [Documentation]    Without the state of the user's manuals it is unknown whether a cached answer still holds.
    Sign In With Manual    coffee-machine.pdf
    Ask    How do I descale it?
    ${answer} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${answer}
    Activate Fault    error    table=usage    key=*#*    access=read    code=AccessDeniedException    times=1
    ${answer} =    Ask    How do I descale it?
    Answer Should Be New    ${answer}
    Answer Should Cite    ${answer}    coffee-machine    page=7
    IF    ${cache_hits_charged}
        Daily Usage Should Have Grown By    3
    ELSE
        Daily Usage Should Have Grown By    2
    END

Unavailable Cache Costs No Time
    [Documentation]    The cache refuses at once, so there is nothing to wait for.
    Sign In
    Ask    How do I descale it?
    Activate Fault    error    table=usage    key=*#*    access=read    code=AccessDeniedException    times=1
    Ask    How do I descale it?
    Response Time Should Be    less_than=3 s

Cached Answer States Its Own Response Time
    [Documentation]    It does not repeat that of the first answer, for which the model took long.
    Sign In
    Activate Fault    latency    service=bedrock-runtime    delay=1500ms
    ${first_answer} =    Ask    How do I descale it?
    Number Should Be    ${first_answer.response_time_ms}    at_least=1500
    ${cached_answer} =    Ask    How do I descale it?
    ${took} =    Get Response Milliseconds
    Answer Should Come From The Cache    ${cached_answer}
    Number Should Be    ${cached_answer.response_time_ms}    at_most=${took + 1}
