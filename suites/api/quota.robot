*** Settings ***
Documentation    How much of a user's quota is left, and what happens when it is exhausted.

Resource         ../../resources/users.resource

Test Setup       Sign In As A Fresh User Clear Of Midnight

Test Tags        api    api-call


*** Variables ***
${SECONDS_PER_DAY}    ${86400}


*** Test Cases ***
New User Has The Full Quota
    ${me} =    Get Current User
    Quota Should Be    user_id=${me.user_id}    status=OK    last_operation=${None}    last_updated=${None}
    ...    daily.remaining=${daily_quota}    daily.percent_used=0    monthly.remaining=${monthly_quota}

Quota And Usage Agree
    [Tags]    needs:cost
    Ask    How do I descale it?
    ${usage} =    Get Usage
    VAR    ${now} =    ${usage.current_usage}
    Quota Should Be    daily.used=${now.daily_queries}    daily.remaining=${now.daily_remaining}
    ...    monthly.used=${now.monthly_queries}    monthly.remaining=${now.monthly_remaining}

Quota Names The Last Operation
    [Tags]    needs:cost
    Ask    How do I descale it?
    Quota Should Be    last_operation=query
    ${before} =    Get Backend Time
    Transcribe    how-do-i-descale-it.wav
    ${after} =    Get Backend Time
    ${quota} =    Quota Should Be    last_operation=transcribe
    Time Should Be Between    ${quota.last_updated}    ${before}    ${after}

Quota Status Follows Usage
    [Documentation]    OK below 50 %, MODERATE from 50, WARNING from 75, CRITICAL from 90, EXCEEDED from 100.
    ...    It is checked one question before each threshold, and on it.
    [Tags]    needs:cost
    VAR    &{thresholds} =    MODERATE=${50}    WARNING=${75}    CRITICAL=${90}    EXCEEDED=${100}
    VAR    ${before} =    OK
    FOR    ${status}    ${percent}    IN    &{thresholds}
        ${used} =    Evaluate    math.ceil($daily_quota * $percent / 100)
        Use Quota    until=${used - 1}
        Daily Quota Should Be    ${before}    used=${used - 1}
        Use Quota    until=${used}
        Daily Quota Should Be    ${status}    used=${used}
        VAR    ${before} =    ${status}
    END

Quota Status Reflects The Most Used Quota
    [Documentation]    Nearly nothing of the daily quota is used, nearly everything of the monthly one.
    [Tags]    needs:cost    needs:aws-inspection
    Ask    How do I descale it?
    Daily Quota Should Be    OK    used=1
    Set Monthly Usage    ${monthly_quota * 9 // 10}
    Daily Quota Should Be    CRITICAL    used=1
    Quota Should Be    monthly.percent_used=90

Exhausted Daily Quota Is Named In The Refusal
    [Documentation]    The refusal says what is used, and when to try again: after midnight UTC. Clocks of
    ...    the backend's machines may be a second apart.
    [Tags]    needs:cost
    Use Quota    until=${daily_quota}
    ${seconds_left} =    Get Seconds Until Midnight
    Ask    How do I descale it?    status=429
    Quota Should Be Exceeded    daily    used=${daily_quota}    limit=${daily_quota}
    ${wait: int} =    Get Response Header    Retry-After
    Number Should Be    ${wait}    at_least=${seconds_left - 10}    at_most=${seconds_left + 1}
    Response Should Have    retry_after=${wait}

Exhausted Daily Quota Blocks Only Questions And Transcriptions
    [Documentation]    A refusal is not counted, and everything else still works.
    [Tags]    needs:cost
    Transcribe    how-do-i-descale-it.wav
    Use Quota    until=${daily_quota}
    Transcribe    how-do-i-descale-it.wav    status=429
    Error Should Be    429    quota_exceeded
    Ask    Another question?    status=429
    Daily Quota Should Be    EXCEEDED    used=${daily_quota}
    Usage Should Be    daily_remaining=0
    List Manuals

Invalid Question Is Invalid Even When The Quota Is Exhausted
    [Documentation]    A request is validated before the quota is checked.
    [Tags]    needs:cost
    Use Quota    until=${daily_quota}
    Ask    How do I descale it?    status=429
    Ask    ${EMPTY}    status=400
    Error Should Be    400    validation_error    mentions=question

Exhausted Monthly Quota Is Named In The Refusal
    [Documentation]    Waiting for the next day does not help, waiting for the next month does.
    [Tags]    needs:cost    needs:aws-inspection    needs:time-control
    Keep Clear Of Month End
    Use Up Monthly Quota
    Ask    How do I clean it?    status=429
    Quota Should Be Exceeded    monthly    used=${monthly_quota}    limit=${monthly_quota}
    ${wait: int} =    Get Response Header    Retry-After
    Number Should Be    ${wait}    more_than=${SECONDS_PER_DAY}    at_most=${SECONDS_PER_DAY * 31}
    Go To Next Day
    Ask    How do I clean it?    status=429
    Go To Next Month
    Ask    How do I clean it?

One User's Quota Is Not Another's
    [Tags]    needs:cost    needs:second-user
    Use Quota    until=${daily_quota}
    Ask    How do I descale it?    status=429
    Sign In As Second User
    Ask    How do I descale it?
    Daily Quota Should Be    OK    used=1


*** Keywords ***
Use Up Monthly Quota
    [Documentation]    Leave one question of the month, and ask it.
    Ask    How do I descale it?
    Set Monthly Usage    ${monthly_quota - 1}
    Ask    How do I fill it?

Quota Should Be Exceeded
    [Documentation]    The last response names this quota, for people and for programs, and says how much of it is used.
    [Arguments]    ${name: str}    ${used: int}    ${limit: int}
    Error Should Be    429    quota_exceeded    mentions=${name}
    Response Should Have
    ...    usage_info.quota=${name}
    ...    usage_info.${name}_used=${used}
    ...    usage_info.${name}_limit=${limit}

Daily Quota Should Be
    [Documentation]    The quota has this status, and so many questions of the day are used.
    [Arguments]    ${status: str}    ${used: int}
    ${quota} =    Quota Should Be    status=${status}    daily.used=${used}    daily.remaining=${daily_quota - ${used}}
    VAR    ${percent} =    ${used * 100 / ${daily_quota}}
    Number Should Be    ${quota.quotas.daily.percent_used}    at_least=${percent - 0.05}    at_most=${percent + 0.05}
