*** Settings ***
Documentation    Assertions of Robot Framework that fail, for the test of their messages.

Library          Collections
Library          ManuelAPI
Library          ManuelEnvironment


*** Variables ***
&{ANSWER}     question=How do I dance?    manual_id=7
@{NUMBERS}    ${1}    ${2}


*** Test Cases ***
Equal
    Should Be Equal    ${ANSWER.question}    How do I descale it?

Equal Of Another Type
    Should Be Equal    ${NUMBERS}[0]    1

Equal With A Note
    Should Be Equal    ${ANSWER.question}    How?    msg=questions are repeated

Equal Without Values
    Should Be Equal    ${ANSWER.question}    How?    the file differs    values=False

True
    Should Be True    ${{ len($NUMBERS) == 3 }}

Empty
    Should Be Empty    ${NUMBERS}

Length
    Length Should Be    ${NUMBERS}    3

Contains
    Should Contain    ${ANSWER.question}    descale    ignore_case=True

Contains Any
    Should Contain Any    ${ANSWER.question}    descale    clean

Contains Times
    Should Contain X Times    ${NUMBERS}    ${1}    2

Lists
    Lists Should Be Equal    ${NUMBERS}    ${{ [2, 1] }}

Bounds
    Number Should Be    ${NUMBERS}[0]    at_least=5

Inside A Waiting Keyword
    Wait Until Keyword Succeeds    2x    0 s    Should Be Empty    ${NUMBERS}

Unknown Variable
    Should Be Equal    ${ABSENT}    1

Unknown Attribute
    Log    ${ANSWER.sources}

Unknown Key
    Log    ${ANSWER}[sources]

Unknown Item
    Log    ${NUMBERS}[2]

Ours
    Fail    Expected this.\nGot that
