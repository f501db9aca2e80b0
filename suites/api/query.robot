*** Settings ***
Documentation    Questions and their answers.

Resource         ../../resources/manuals.resource

Test Tags        api    api-call    needs:cost


*** Test Cases ***
Question Is Answered From The User's Manual
    [Tags]    smoke    needs:destructive
    Sign In With Manual    coffee-machine.pdf
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7
    Answer Should Mention    ${answer}    descal

Spoken Question Is Understood And Answered
    [Tags]    smoke    needs:destructive
    Sign In With Manual    coffee-machine.pdf
    ${answer} =    Ask By Voice    how-do-i-descale-it.wav
    Should Be Equal    ${answer.question}    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7

The Manual That Speaks Of It Is Cited
    [Tags]    needs:destructive
    Sign In
    Have Manual    coffee-machine.pdf
    Have Manual    washing-machine.pdf
    ${answer} =    Ask    How do I clean the drain filter?
    Answer Should Cite    ${answer}    washing-machine    page=6

Without A Manual Nothing Is Cited
    Sign In
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite Nothing    ${answer}

Longest Question Is Taken And One Character More Is Refused
    Sign In
    ${longest} =    Evaluate    "q" * ${question_length}
    Ask    ${longest}
    Ask    ${longest}q    status=400
    Error Should Be    400    validation_error    mentions=question

Wrong Requests Are Refused With The Field's Name
    [Documentation]    Malformed or not an object, missing, empty or of the wrong type: 400, never 500.
    [Template]    Query Should Be Refused
    {}    validation_error    question
    {"question": ""}    validation_error    question
    {"question": null}    validation_error    question
    {"question": 5}    validation_error    question
    {"question": ["a"]}    validation_error    question
    {"file_data": "AAAA"}    validation_error    content_type
    {"question": "How    invalid_json
    null    invalid_json
    \[]    invalid_json


*** Keywords ***
Query Should Be Refused
    [Documentation]    The same user is answered when the body is right.
    [Arguments]    ${body: str}    ${error_type: str}    ${field: str}=${EMPTY}
    Sign In
    Ask    How do I descale it?
    Send Request    POST    /api/query    body=${body}
    Error Should Be    400    ${error_type}    mentions=${field}
