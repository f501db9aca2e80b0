*** Settings ***
Documentation    Answers that were given a short while ago.
...
...              That they are faster is a matter of performance/cache.

Resource         ../../resources/aws.resource
Resource         ../../resources/manuals.resource
Resource         ../../resources/users.resource

Test Setup       Sign In

Test Tags        api    api-call    needs:cost


*** Test Cases ***
Same Question Again Is Answered From The Cache
    ${first} =    Ask    How do I descale it?
    ${again} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${again}
    Should Be Equal    ${again.answer}    ${first.answer}
    Should Be Equal    ${again.question}    ${first.question}

First Question Is Answered Anew
    Sign In As A Fresh User
    ${answer} =    Ask    How do I descale it?
    Answer Should Be New    ${answer}

Another Question Is Answered Anew
    Ask    How do I descale it?
    ${other} =    Ask    How do I clean it?
    Answer Should Be New    ${other}
    ${again} =    Ask    How do I clean it?
    Answer Should Come From The Cache    ${again}

Same Question In Other Letters Is The Same
    [Documentation]    Case, blanks, and the sign at the end make no difference.
    ...    Each answer names the question as it was asked.
    [Template]    Question Should Be Known As
    HOW DO I DESCALE IT?
    ${SPACE * 2}How do${SPACE * 3}I descale it ?${SPACE}
    How do I descale it

Answer From The Cache Cites The Same Sources
    [Tags]    needs:destructive
    Have Manual    coffee-machine.pdf
    ${first} =    Ask    How do I descale it?
    ${again} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${again}
    Answer Should Cite    ${again}    coffee-machine    page=7
    ${cited} =    Evaluate    [(source.pdf_id, source.page_number) for source in $first.sources]
    ${cited_again} =    Evaluate    [(source.pdf_id, source.page_number) for source in $again.sources]
    Lists Should Be Equal    ${cited_again}    ${cited}

Answer From The Cache Asks Neither Index Nor Model
    [Tags]    needs:aws-inspection
    Ask    How do I descale it?
    AWS Calls Should Be    bedrock-agent-runtime.Retrieve    calls=1
    AWS Calls Should Be    bedrock-runtime.InvokeModel    calls=1
    Forget AWS Calls
    ${again} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${again}
    AWS Should Not Be Called    bedrock-*.*

Answer From The Cache Is Charged As The Environment Chose
    Ask    How do I descale it?
    Remember Usage
    ${again} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${again}
    Daily Usage Should Have Grown By    ${{ 1 if $cache_hits_charged else 0 }}

Another User Gets An Answer Of Their Own
    [Tags]    needs:second-user
    Ask    How do I descale it?
    Sign In As Second User
    ${answer} =    Ask    How do I descale it?
    Answer Should Be New    ${answer}
    ${again} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${again}

New Manual Is Heard Of At Once
    [Documentation]    What was answered before it was there is answered again.
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

Deleted Manual Takes Its Answers With It
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

One User's New Manual Leaves Another User's Answers Alone
    [Tags]    needs:second-user    needs:destructive
    ${first} =    Get Current User
    Ask    How do I descale it?
    Sign In As Second User
    Upload Manual    thermostat.pdf
    Switch To User    ${first}
    ${again} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${again}

Answer Is Kept For An Hour
    [Tags]    needs:time-control
    Ask    How do I descale it?
    Advance Time By    55 minutes
    ${within} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${within}
    Advance Time By    6 minutes
    ${after} =    Ask    How do I descale it?
    Answer Should Be New    ${after}


*** Keywords ***
Question Should Be Known As
    [Documentation]    The question, asked before, asked again in another spelling.
    [Arguments]    ${spelling: str}
    Sign In
    Ask    How do I descale it?
    ${again} =    Ask    ${spelling}
    Answer Should Come From The Cache    ${again}
    Should Be Equal    ${again.question}    ${spelling}
