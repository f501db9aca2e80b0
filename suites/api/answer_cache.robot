*** Settings ***
Documentation    Answers that were given a short while ago.
...
...              That they are faster is tested in performance/cache.

Resource         ../../resources/aws.resource
Resource         ../../resources/manuals.resource
Resource         ../../resources/users.resource

Test Setup       Sign In

Test Tags        api    api-call    needs:cost


*** Variables ***
${SENTENCE}        The lamp blinks, and the pump hums.${SPACE}
${LONG_SETTING}    ${SENTENCE * 8}


*** Test Cases ***
Repeated Question Is Answered From The Cache
    ${first_answer} =    Ask    How do I descale it?
    ${repeated_answer} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${repeated_answer}
    Should Be Equal    ${repeated_answer.answer}    ${first_answer.answer}
    Should Be Equal    ${repeated_answer.question}    ${first_answer.question}

First Question Is Not Answered From The Cache
    Sign In As A Fresh User
    ${answer} =    Ask    How do I descale it?
    Answer Should Be New    ${answer}

Different Question Is Not Answered From The Cache
    Ask    How do I descale it?
    ${other} =    Ask    How do I clean it?
    Answer Should Be New    ${other}
    ${again} =    Ask    How do I clean it?
    Answer Should Come From The Cache    ${again}

Questions That Differ In One Detail Are Different Questions
    [Documentation]    A number, a word, a negation or the order of words changes what is asked.
    [Template]    Question Should Not Be In The Cache As
    What does error E10 mean?    What does error E20 mean?
    How do I use program 2?    How do I use program 12?
    How do I turn it on?    How do I turn it off?
    Can I use vinegar?    Can't I use vinegar?
    Is the tank above the tray?    Is the tray above the tank?
    How do I heat it to 5.5 °C?    How do I heat it to 55 °C?
    How do I heat it to -5 °C?    How do I heat it to 5 °C?
    Does it fit a pipe of 5'?    Does it fit a pipe of 5"?

Questions That Differ In One Character Are Different Questions
    [Documentation]    A letter or a digit that only looks like another is another, in any language, and also at
    ...    the end of a long question.
    [Template]    Question Should Not Be In The Cache As
    How do I reach step 2²?    How do I reach step 22?
    Wie drucke ich?    Wie drücke ich?
    Welche Maße hat es?    Welche Masse hat es?
    ${LONG_SETTING}電源を入れるには?    ${LONG_SETTING}電源を切るには?

Spelling Variants Of A Question Are The Same Question
    [Documentation]    Case, white space and the final punctuation mark make no difference.
    ...    Each answer repeats the question as it was asked.
    [Template]    Question Should Be In The Cache As
    HOW DO I DESCALE IT?
    ${SPACE * 2}How do${SPACE * 3}I descale it ?${SPACE}
    How do I descale it
    How\tdo I\ndescale\r\nit?

Cached Answer Cites The Same Sources
    [Tags]    needs:destructive
    Have Manual    coffee-machine.pdf
    ${first_answer} =    Ask    How do I descale it?
    ${repeated_answer} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${repeated_answer}
    Answer Should Cite    ${repeated_answer}    coffee-machine    page=7
    FOR    ${field}    IN    pdf_id    manual_name    page_number    chunk_text    score
        ${cited_first} =    Get Values    ${first_answer.sources}    ${field}
        ${cited_again} =    Get Values    ${repeated_answer.sources}    ${field}
        Lists Should Be Equal    ${cited_again}    ${cited_first}    the sources differ in their ${field}
    END

Cached Answer Needs Neither Index Nor Model
    [Tags]    needs:aws-inspection
    Ask    How do I descale it?
    AWS Calls Should Be    bedrock-agent-runtime.Retrieve    calls=1
    AWS Calls Should Be    bedrock-runtime.InvokeModel    calls=1
    Forget AWS Calls
    ${again} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${again}
    AWS Should Not Be Called    bedrock-*.*

Cached Answer Is Charged As Configured
    Ask    How do I descale it?
    Remember Usage
    ${again} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${again}
    IF    ${cache_hits_charged}
        Daily Usage Should Have Grown By    1
    ELSE
        Daily Usage Should Have Grown By    0
    END

Cached Answer Includes The Updated Usage
    [Documentation]    The usage is that of this request, not that of the first answer.
    ${first_answer} =    Ask    How do I descale it?
    Ask    How do I clean it?
    ${repeated_answer} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${repeated_answer}
    VAR    ${usage} =    ${repeated_answer.usage}
    Number Should Be    ${usage.daily_used}    more_than=${first_answer.usage.daily_used}
    Usage Should Be    daily_queries=${usage.daily_used}    monthly_queries=${usage.monthly_used}

Links Of A Cached Answer Are New
    [Documentation]    Older links may have expired: an answer is kept for an hour, and no link is valid for longer.
    [Tags]    needs:destructive
    Have Manual    coffee-machine.pdf
    ${first_answer} =    Ask    How do I descale it?
    Answer Should Cite    ${first_answer}    coffee-machine
    Wait Until Keyword Succeeds    10 s    300 ms    Cached Answer Should Have A Later Link Than    ${first_answer}

Another User Gets A New Answer
    [Tags]    needs:second-user
    Ask    How do I descale it?
    Sign In As Second User
    ${answer} =    Ask    How do I descale it?
    Answer Should Be New    ${answer}
    ${again} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${again}

New Manual Is Used At Once
    [Documentation]    A question that was answered before the upload is answered again.
    [Tags]    needs:destructive
    Sign In As A Fresh User
    Ask    How do I descale it?
    ${before} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${before}
    Answer Should Cite Nothing    ${before}
    Have Manual    coffee-machine.pdf
    ${after} =    Ask    How do I descale it?
    Answer Should Be New    ${after}
    Answer Should Cite    ${after}    coffee-machine    page=7

New Manual Is Used For Questions That Another Manual Has Answered
    [Documentation]    The user may mean the new one.
    [Tags]    needs:destructive
    Sign In As A Fresh User
    Have Manual    coffee-machine.pdf
    ${before} =    Ask    How do I clean the filter?
    Answer Should Cite    ${before}    coffee-machine
    ${again} =    Ask    How do I clean the filter?
    Answer Should Come From The Cache    ${again}
    Have Manual    washing-machine.pdf
    ${after} =    Ask    How do I clean the filter?
    Answer Should Be New    ${after}
    Answer Should Cite    ${after}    washing-machine

Deleting A Manual Removes Its Cached Answers
    [Tags]    needs:destructive
    Sign In As A Fresh User
    ${manual} =    Have Manual    coffee-machine.pdf
    Ask    How do I descale it?
    ${before} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${before}
    Delete Manual    ${manual}
    ${after} =    Ask    How do I descale it?
    Answer Should Be New    ${after}
    Answer Should Cite Nothing    ${after}

Answer From Before An Exchange Of Manuals Is Not Repeated
    [Documentation]    The library has as many manuals as it had before, but not the same ones.
    [Tags]    needs:destructive
    Sign In As A Fresh User
    ${replaced} =    Have Manual    coffee-machine.pdf
    ${before} =    Ask    How do I descale it?
    Answer Should Cite    ${before}    coffee-machine
    Have Manual    thermostat.pdf
    Delete Manual    ${replaced}
    ${after} =    Ask    How do I descale it?
    Answer Should Be New    ${after}

Manual That Another Session Uploads Is Noticed
    [Documentation]    A user who is signed in on two devices asks on the one, and uploads on the other.
    [Tags]    needs:destructive
    ${first} =    Sign In As A Fresh User
    Ask    How do I descale it?
    Sign In    ${first.email}
    Have Manual    coffee-machine.pdf
    Switch To User    ${first}
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7

Manual That Another Session Deletes Is Noticed
    [Tags]    needs:destructive
    ${first} =    Sign In As A Fresh User
    ${manual} =    Have Manual    coffee-machine.pdf
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7
    Sign In    ${first.email}
    Delete Manual    ${manual}
    Switch To User    ${first}
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite Nothing    ${answer}

New Manual Does Not Affect Another User's Cached Answers
    [Tags]    needs:second-user    needs:destructive
    ${first} =    Get Current User
    Ask    How do I descale it?
    Sign In As Second User
    Provide Manual    thermostat.pdf
    Switch To User    ${first}
    ${again} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${again}

Answer Is Cached For An Hour
    [Tags]    needs:time-control
    Ask    How do I descale it?
    Advance Time By    55 minutes
    ${before} =    Get Backend Time
    ${cached_answer} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${cached_answer}
    ${now} =    Get Backend Time
    Time Should Be Between    ${cached_answer.timestamp}    ${before}    ${now}
    Advance Time By    6 minutes
    ${answer_after_an_hour} =    Ask    How do I descale it?
    Answer Should Be New    ${answer_after_an_hour}

Cached Answer Goes With Any Manual That It Cites
    [Documentation]    An answer that cites two manuals goes with either, and not only with the one that it cites first.
    [Tags]    needs:destructive
    [Template]    Cached Answer Should Go With
    coffee-machine    washing-machine
    washing-machine    coffee-machine

Answers To Many Questions Are Kept
    [Documentation]    Each answer is kept for an hour, however many questions a user asks meanwhile.
    ${first_answer} =    Ask    How do I descale it?
    FOR    ${number}    IN RANGE    12
        Ask    How do I descale machine ${number}?
    END
    ${repeated_answer} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${repeated_answer}
    Should Be Equal    ${repeated_answer.answer}    ${first_answer.answer}


*** Keywords ***
Cached Answer Should Have A Later Link Than
    [Documentation]    Ask the same question again: the link of the first source is valid for longer.
    [Arguments]    ${first_answer: object}
    ${cached_answer} =    Ask    ${first_answer.question}
    Answer Should Come From The Cache    ${cached_answer}
    Link Should Outlast    ${cached_answer.sources}[0][pdf_url]    ${first_answer.sources}[0][pdf_url]

Question Should Be In The Cache As
    [Documentation]    Ask a question, then ask it again in this spelling.
    [Arguments]    ${spelling: str}
    Sign In
    Ask    How do I descale it?
    ${repeated_answer} =    Ask    ${spelling}
    Answer Should Come From The Cache    ${repeated_answer}
    Should Be Equal    ${repeated_answer.question}    ${spelling}

Question Should Not Be In The Cache As
    [Documentation]    Ask a question, then one that is nearly the same.
    [Arguments]    ${question: str}    ${other: str}
    Sign In
    Ask    ${question}
    ${answer} =    Ask    ${other}
    Answer Should Be New    ${answer}

Cached Answer Should Go With
    [Documentation]    An answer that cites two manuals is given anew when the one of them that was uploaded first is
    ...    deleted.
    [Arguments]    ${deleted: str}    ${kept: str}
    Sign In As A Fresh User
    ${deleted_manual} =    Have Manual    ${deleted}.pdf
    ${kept_manual} =    Have Manual    ${kept}.pdf
    ${answer} =    Ask    How do I clean the filter?
    Answer Should Cite    ${answer}    ${deleted}
    ${repeated_answer} =    Ask    How do I clean the filter?
    Answer Should Come From The Cache    ${repeated_answer}
    Delete Manual    ${deleted_manual}
    ${answer} =    Ask    How do I clean the filter?
    Answer Should Cite Only    ${answer}    ${kept_manual}
