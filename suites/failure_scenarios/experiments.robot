*** Settings ***
Documentation    Chaos experiments: steady state, failures, probes while they are active, rollback, steady state again.

Resource         ../../resources/failures.resource

Test Tags        chaos    api-call    needs:fault-injection    needs:cost    needs:destructive


*** Test Cases ***
Throttled Model Delays But Does Not Lose Answers
    Sign In With Manual    coffee-machine.pdf
    ${journal} =    Run Experiment
    ...    A throttled model delays but does not lose answers
    ...    steady_state=Question Should Be Answered${SPACE * 4}How do I descale it?
    ...    failures=bedrock_throttling${SPACE * 4}times=2
    ...    probes=Question Should Be Answered${SPACE * 4}How do I clean it?
    Should Be True    ${journal}[passed]
    Length Should Be    ${journal}[effects]    2

Experiment Finds A Weak Spot
    [Documentation]    An experiment that cannot fail shows nothing: while the search is down no question is answered.
    Sign In With Manual    coffee-machine.pdf
    Run Keyword And Expect Error
    ...    *expected the system to do what it should while the failures were active*
    ...    Run Experiment From File    ${CURDIR}/search_down.yaml
    Question Should Be Answered    How do I descale it?


*** Keywords ***
Question Should Be Answered
    [Documentation]    Ask something new in the manual's words, and get an answer that cites it.
    [Arguments]    ${question: str}
    ${answer} =    Ask    ${question}
    Answer Should Cite    ${answer}    coffee-machine
