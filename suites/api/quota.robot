*** Settings ***
Documentation    How much of a user's quota is left, and what happens when nothing is.

Resource         ../../resources/users.resource

Test Setup       Sign In As A Fresh User On A Quiet Day

Test Tags        api    api-call


*** Test Cases ***
New User Has The Full Quota
    ${me} =    Get Current User
    ${quota} =    Get Quota
    Should Be Equal    ${quota.user_id}    ${me.user_id}
    Should Be Equal    ${quota.status}    OK
    Should Be Equal    ${quota.last_operation}    ${None}
    Should Be Equal    ${quota.last_updated}    ${None}
    Should Be Equal As Integers    ${quota.quotas.daily.remaining}    ${daily_quota}
    Should Be Equal As Integers    ${quota.quotas.monthly.remaining}    ${monthly_quota}
    Should Be Equal As Numbers    ${quota.quotas.daily.percent_used}    0

Quota And Usage Agree
    [Tags]    needs:cost
    Ask    How do I descale it?
    ${usage} =    Get Usage
    ${quota} =    Get Quota
    Should Be Equal As Integers    ${quota.quotas.daily.used}    ${usage.current_usage.daily_queries}
    Should Be Equal As Integers    ${quota.quotas.monthly.used}    ${usage.current_usage.monthly_queries}
    Should Be Equal As Integers    ${quota.quotas.daily.remaining}    ${usage.current_usage.daily_remaining}
    Should Be Equal As Integers    ${quota.quotas.monthly.remaining}    ${usage.current_usage.monthly_remaining}

Quota Names The Last Operation
    [Tags]    needs:cost
    Ask    How do I descale it?
    ${asked} =    Get Quota
    Should Be Equal    ${asked.last_operation}    query
    Transcribe    how-do-i-descale-it.wav
    ${transcribed} =    Get Quota
    Should Be Equal    ${transcribed.last_operation}    transcribe
    ${now} =    Get Backend Time
    ${updated} =    Evaluate    datetime.datetime.fromisoformat($transcribed.last_updated)    modules=datetime
    Should Be True    0 <= ($now - $updated).total_seconds() < 10

Quota Status Follows Usage
    [Documentation]    OK below 50 %, MODERATE from 50, WARNING from 75, CRITICAL from 90, EXCEEDED from 100.
    ...    It is looked at one question before each step, and on it.
    [Tags]    needs:cost
    VAR    &{steps} =    MODERATE=${50}    WARNING=${75}    CRITICAL=${90}    EXCEEDED=${100}
    VAR    ${before} =    OK
    FOR    ${status}    ${percent}    IN    &{steps}
        ${used} =    Evaluate    math.ceil($daily_quota * $percent / 100)
        Use Quota    until=${used - 1}
        Quota Should Be    ${before}    used=${used - 1}
        Use Quota    until=${used}
        Quota Should Be    ${status}    used=${used}
        VAR    ${before} =    ${status}
    END

Quota Status Reflects The Most Used Quota
    [Documentation]    Nearly nothing used of the day, nearly everything of the month.
    [Tags]    needs:cost    needs:aws-inspection
    Ask    How do I descale it?
    Quota Should Be    OK    used=1
    Set Monthly Usage    ${{ int($monthly_quota * 0.9) }}
    Quota Should Be    CRITICAL    used=1
    ${quota} =    Get Quota
    Should Be Equal As Numbers    ${quota.quotas.monthly.percent_used}    90

Exhausted Daily Quota Is Named In The Refusal
    [Documentation]    With what is used, and when it is worth trying again: after midnight UTC.
    [Tags]    needs:cost
    Use Quota    until=${daily_quota}
    ${now} =    Get Backend Time
    Ask    How do I descale it?    status=429
    Quota Should Be Exceeded    daily    daily_used=${daily_quota}    daily_limit=${daily_quota}
    ${wait} =    Get Response Header    Retry-After
    ${seconds_left} =    Evaluate    86400 - $now.hour * 3600 - $now.minute * 60 - $now.second
    Should Be True    $seconds_left - 10 <= int($wait) <= $seconds_left
    ${error} =    Get Response Body
    Should Be Equal As Integers    ${error.retry_after}    ${wait}

Exhausted Daily Quota Blocks Only Questions And Transcriptions
    [Documentation]    A refusal is not counted, and what is no question still works.
    [Tags]    needs:cost
    Transcribe    how-do-i-descale-it.wav
    Use Quota    until=${daily_quota}
    Transcribe    how-do-i-descale-it.wav    status=429
    Error Should Be    429    quota_exceeded
    Ask    Another question?    status=429
    Quota Should Be    EXCEEDED    used=${daily_quota}
    ${usage} =    Get Usage
    Should Be Equal As Integers    ${usage.current_usage.daily_remaining}    0
    List Manuals

Invalid Question Is Invalid Even When The Quota Is Exhausted
    [Documentation]    What is wrong with a request is said before what is used up.
    [Tags]    needs:cost
    Use Quota    until=${daily_quota}
    Ask    How do I descale it?    status=429
    Ask    ${EMPTY}    status=400
    Error Should Be    400    validation_error    mentions=question

Exhausted Monthly Quota Is Named In The Refusal
    [Documentation]    The next day does not help, the next month does.
    [Tags]    needs:cost    needs:aws-inspection    needs:time-control
    Keep Clear Of Month End
    Use Up Month
    Ask    How do I clean it?    status=429
    Quota Should Be Exceeded    monthly    monthly_used=${monthly_quota}    monthly_limit=${monthly_quota}
    ${wait} =    Get Response Header    Retry-After
    Should Be True    86400 < int($wait) <= 31 * 86400
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
    Quota Should Be    OK    used=1


*** Keywords ***
Use Up Month
    [Documentation]    Leave one question of the month, and ask it.
    Ask    How do I descale it?
    Set Monthly Usage    ${monthly_quota - 1}
    Ask    How do I fill it?

Quota Should Be Exceeded
    [Documentation]    The error names the quota, in words and for programs, and tells what is used.
    [Arguments]    ${name: str}    &{expected: int}
    ${error} =    Error Should Be    429    quota_exceeded    mentions=${name}
    Should Be Equal    ${error.usage_info.quota}    ${name}
    FOR    ${counter}    ${value}    IN    &{expected}
        Should Be Equal As Integers    ${error.usage_info}[${counter}]    ${value}    ${counter} is wrong
    END

Quota Should Be
    [Documentation]    The status, and what is used of the day.
    [Arguments]    ${status: str}    ${used: int}
    ${quota} =    Get Quota
    VAR    ${daily} =    ${quota.quotas.daily}
    Should Be Equal    ${quota.status}    ${status}
    Should Be Equal As Integers    ${daily.used}    ${used}
    Should Be Equal As Integers    ${daily.remaining}    ${{ max(0, $daily_quota - $used) }}
    Should Be True    abs($daily.percent_used - 100 * $used / $daily_quota) <= 0.05
