*** Settings ***
Documentation    The response cache fails: a dead cache is a miss, not an error.

Resource         ../../resources/failures.resource

Test Tags        chaos    api-call    needs:fault-injection    needs:cost    needs:destructive


*** Test Cases ***
Unavailable Cache Counts As A Miss
    [Documentation]    Without the state of the user's library nobody knows whether a cached answer still holds.
    Sign In With Manual    coffee-machine.pdf
    Ask    How do I descale it?
    ${answer} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${answer}
    Activate Fault    error    service=dynamodb    operation=GetItem    code=AccessDeniedException    times=1
    ${answer} =    Ask    How do I descale it?
    Answer Should Be New    ${answer}
    Answer Should Cite    ${answer}    coffee-machine    page=7
    Daily Usage Should Have Grown By    ${{ 3 if $cache_hits_charged else 2 }}
