*** Settings ***
Documentation    Whole journeys of a user who asks by voice, from signing in to the answer.

Resource         ../../resources/manuals.resource

Test Tags        e2e    api-call    needs:destructive    needs:cost


*** Test Cases ***
Spoken Question Is Answered From The User's Own Manual
    [Tags]    smoke
    ${me} =    Sign In And Remember Usage
    ${manual} =    Provide Manual    coffee-machine.pdf
    Wait Until Manual Is Indexed    ${manual}
    ${answer} =    Ask By Voice    how-do-i-descale-it.wav
    Should Be Equal    ${answer.user_id}    ${me.user_id}
    Answer Should Cite    ${answer}    coffee-machine    page=7
    Daily Usage Should Have Grown By    1
    Delete Manual    ${manual}
    ${answer} =    Ask By Voice    how-do-i-descale-it.wav
    Answer Should Cite Nothing    ${answer}

Question Is Transcribed First And Then Asked
    [Documentation]    An app that shows what it has understood before it asks sends two requests, and both are counted.
    Sign In With Manual    coffee-machine.pdf
    Remember Usage
    ${heard} =    Transcribe    how-do-i-descale-it.mp3
    ${answer} =    Ask    ${heard.transcription}
    Answer Should Cite    ${answer}    coffee-machine    page=7
    Daily Usage Should Have Grown By    2

Spoken Question Is Answered In Whatever Format A Device Records
    [Documentation]    Phones and browsers record in different formats; the question is answered from the same page.
    Sign In With Manual    coffee-machine.pdf
    FOR    ${recording}    IN
    ...    how-do-i-descale-it.wav    how-do-i-descale-it.mp3    how-do-i-descale-it.m4a    how-do-i-descale-it.webm
    ...    how-do-i-descale-it.ogg
        ${answer} =    Ask By Voice    ${recording}
        Answer Should Cite    ${answer}    coffee-machine    page=7
    END

Several Questions Are Asked In A Row
    [Documentation]    They are about two appliances, and each is answered from its own manual and page.
    Sign In And Remember Usage
    Have Manual    washing-machine.pdf
    Have Manual    thermostat.pdf
    ${answer} =    Ask By Voice    how-do-i-clean-the-drain-filter.wav
    Answer Should Cite    ${answer}    washing-machine    page=6
    ${answer} =    Ask By Voice    how-do-i-set-holiday-mode.wav
    Answer Should Cite    ${answer}    thermostat    page=3
    ${answer} =    Ask    What does E20 mean?
    Answer Should Cite    ${answer}    washing-machine    page=7
    Daily Usage Should Have Grown By    3

Source Of An Answer Is Opened And Read
    [Documentation]    The link leads to exactly the file that was uploaded.
    ${manual} =    Sign In With Manual    coffee-machine.pdf
    ${answer} =    Ask By Voice    how-do-i-descale-it.wav
    Link Should Lead To File    ${answer.sources}[0][pdf_url]    coffee-machine.pdf
    Manual Should Be    ${manual}    query_count=1


*** Keywords ***
Sign In And Remember Usage
    [Documentation]    The usage of a permanent user of the environment continues from test to test.
    ${user} =    Sign In
    Remember Usage
    RETURN    ${user}
