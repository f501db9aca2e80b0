*** Settings ***
Documentation    A user's day and month, until the quota is exhausted, and afterwards.

Resource         ../../resources/manuals.resource
Resource         ../../resources/users.resource

Test Setup       Sign In As A Fresh User

Test Tags        e2e    api-call    owasp-api4    needs:cost


*** Test Cases ***
Daily Quota Is Restored At Midnight While The Monthly Count Continues
    [Tags]    needs:time-control
    Keep Clear Of Month End
    Use Quota    until=${daily_quota}
    Ask    How do I descale it?    status=429
    ${error} =    Error Should Be    429    quota_exceeded
    Response Should Have    usage_info.daily_used=${daily_quota}
    Advance Time By    ${error.retry_after} seconds
    Ask    How do I descale it?
    Response Should Have    usage.daily_used=1    usage.monthly_used=${daily_quota + 1}

Retrying Too Early Is Refused
    [Documentation]    A minute before midnight the quota is still exhausted, after midnight it is restored.
    [Tags]    needs:time-control
    Keep Clear Of Midnight
    Use Quota    until=${daily_quota}
    Ask    How do I descale it?    status=429
    ${error} =    Get Response Body
    Skip If    ${error.retry_after} < 180    midnight is too close to stop a minute before it
    Advance Time By    ${error.retry_after - 60} seconds
    Ask    How do I descale it?    status=429
    Advance Time By    61 seconds
    Ask    How do I descale it?

User Sees The Quota Run Out And Come Back
    [Documentation]    The status is OK in the morning, EXCEEDED in the evening, and OK the next morning.
    [Tags]    needs:time-control
    Keep Clear Of Month End
    Quota Should Be    status=OK
    Use Quota    until=${daily_quota}
    Quota Should Be    status=EXCEEDED
    Go To Next Day
    Quota Should Be    status=OK    daily.remaining=${daily_quota}    monthly.used=${daily_quota}

Manuals Remain Available While The Quota Is Exhausted
    [Documentation]    Manuals can be added, read and deleted; only questions and transcriptions are counted.
    [Tags]    needs:destructive
    Keep Clear Of Midnight
    Use Quota    until=${daily_quota}
    Ask    How do I descale it?    status=429
    Transcribe    how-do-i-descale-it.wav    status=429
    ${manual} =    Have Manual    thermostat.pdf
    List Manuals
    Response Should Have    count=1
    Delete Manual    ${manual}

Monthly Quota Is Restored In The Next Month
    [Tags]    needs:time-control    needs:aws-inspection
    Keep Clear Of Month End
    Ask    How do I descale it?
    Set Monthly Usage    ${monthly_quota}
    Ask    How do I descale it?    status=429
    Error Should Be    429    quota_exceeded    mentions=monthly
    Go To Next Day
    Ask    How do I descale it?    status=429
    Go To Next Month
    Ask    How do I descale it?
    Response Should Have    usage.monthly_used=1
