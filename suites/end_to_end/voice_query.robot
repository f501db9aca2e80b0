*** Settings ***
Documentation    Whole journeys of a user, from signing in to the answer.

Resource         ../../resources/api.resource

Test Tags        e2e    api-call    needs:destructive    needs:cost


*** Test Cases ***
Spoken Question Is Answered From The User's Own Manual
    [Tags]    smoke
    ${me} =    Sign In
    ${manual} =    Upload Manual    coffee-machine.pdf
    Wait Until Manual Is Indexed    ${manual}
    ${answer} =    Ask By Voice    how-do-i-descale-it.wav
    Should Be Equal    ${answer.user_id}    ${me.user_id}
    Answer Should Cite    ${answer}    coffee-machine    page=7
    Daily Usage Should Have Grown By    1
    Delete Manual    ${manual}
    ${answer} =    Ask By Voice    how-do-i-descale-it.wav
    Answer Should Cite Nothing    ${answer}
