*** Settings ***
Documentation    Two users at the same time, each with manuals of their own.

Resource         ../../resources/manuals.resource
Resource         ../../resources/users.resource

Test Tags        e2e    api-call    owasp-api1    needs:second-user    needs:destructive    needs:cost


*** Test Cases ***
Two Users Ask At The Same Time
    [Documentation]    Both ask the same question, several times: each answer is for the user who asked, from that
    ...    user's manual.
    ${first} =    Sign In
    Have Manual    coffee-machine.pdf
    ${second} =    Sign In As Second User
    Have Manual    washing-machine.pdf
    VAR    @{users} =    ${first}    ${second}
    VAR    &{question} =    question=How do I clean the filter?
    ${responses} =    Send Requests At Once    POST /api/query    json=${question}    users=${users}    times=4
    Answers Should Be For    ${first}    coffee-machine.pdf    ${responses[:4]}
    Answers Should Be For    ${second}    washing-machine.pdf    ${responses[4:]}

Two Users Upload At The Same Time
    [Documentation]    Each finds their own manual, and not the other's.
    ${first} =    Sign In As A Fresh User
    ${second} =    Sign In As Second User
    VAR    @{users} =    ${first}    ${second}
    ${body} =    Get Upload Body    thermostat.pdf
    ${responses} =    Send Requests At Once    POST /api/manuals/upload    json=${body}    users=${users}
    FOR    ${user}    ${response}    IN ZIP    ${users}    ${responses}
        Switch To User    ${user}
        ${manuals} =    List All Manuals
        Length Should Be    ${manuals}    1
        Should Be Equal    ${manuals}[0][id]    ${response.json()}[manual_id]
    END

Deletion By One User Does Not Affect The Other
    [Documentation]    Both have the same manual.
    ${first} =    Sign In
    ${deleted} =    Have Manual    coffee-machine.pdf
    ${second} =    Sign In As Second User
    Have Manual    coffee-machine.pdf
    Switch To User    ${first}
    Delete Manual    ${deleted}
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite Nothing    ${answer}
    Manual Of User Should Answer    ${second}    coffee-machine    How do I descale it?

Exhausted Quota Of One User Does Not Affect The Other
    [Documentation]    One has exhausted the daily quota; the other has not used any of it.
    ${first} =    Sign In As A Fresh User
    Keep Clear Of Midnight
    Use Quota    until=${daily_quota}
    Sign In As Second User
    Ask    How do I descale it?
    Response Should Have    usage.daily_used=1
    Switch To User    ${first}
    Ask    How do I descale it?    status=429

Questions Of Two Users Are Counted Separately
    [Documentation]    This holds for those asked one after the other, and for those asked at the same time.
    ${first} =    Sign In As A Fresh User
    ${second} =    Sign In As Second User
    VAR    @{users} =    ${first}    ${second}
    VAR    &{question} =    question=How do I descale machine {number}?
    Send Requests At Once    POST /api/query    json=${question}    users=${users}    times=3
    Ask    How do I clean it?
    Daily Usage Should Have Grown By    4
    Switch To User    ${first}
    Daily Usage Should Have Grown By    3


*** Keywords ***
Manual Of User Should Answer
    [Documentation]    Ask as this user, and open the manual that the answer cites.
    [Arguments]    ${user: object}    ${manual: str}    ${question: str}
    Switch To User    ${user}
    ${answer} =    Ask    ${question}
    Answer Should Cite    ${answer}    ${manual}
    Link Should Lead To File    ${answer.sources}[0][pdf_url]    ${manual}.pdf

Answers Should Be For
    [Documentation]    Each names this user, and cites only this manual.
    [Arguments]    ${user: object}    ${manual: str}    ${responses: list}
    FOR    ${response}    IN    @{responses}
        VAR    ${answer} =    ${response.json()}
        Should Be Equal    ${answer}[user_id]    ${user.user_id}
        Should Not Be Empty    ${answer}[sources]
        FOR    ${source}    IN    @{answer}[sources]
            Should Be Equal    ${source}[manual_name]    ${manual}
        END
    END
