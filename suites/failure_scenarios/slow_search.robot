*** Settings ***
Documentation    The search in the manuals is slow.

Resource         ../../resources/failures.resource

Test Tags        chaos    api-call    needs:fault-injection    needs:cost    needs:destructive


*** Test Cases ***
Slow Search Is Waited For
    Sign In With Manual    coffee-machine.pdf
    Activate Failure    slow search
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7
    Number Should Be    ${answer.response_time_ms}    at_least=800
