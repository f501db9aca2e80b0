*** Settings ***
Documentation    Usage counters and quotas.

Resource         ../../resources/api.resource

Test Setup       Sign In

Test Tags        api    api-call


*** Test Cases ***
Used And Remaining Make The Limit
    [Tags]    smoke
    ${usage} =    Get Usage
    VAR    ${now} =    ${usage.current_usage}
    Should Be Equal As Integers    ${now.daily_limit}    ${daily_quota}
    Should Be Equal As Integers    ${now.monthly_limit}    ${monthly_quota}
    Should Be Equal As Integers    ${{ $now.daily_queries + $now.daily_remaining }}    ${now.daily_limit}
    Should Be Equal As Integers    ${{ $now.monthly_queries + $now.monthly_remaining }}    ${now.monthly_limit}

A Question Is Counted Once
    [Tags]    smoke    needs:cost
    Remember Usage
    Ask    How do I descale it?
    Daily Usage Should Have Grown By    1

A Refused Question Is Not Counted
    [Tags]    needs:cost
    Remember Usage
    Ask    ${EMPTY}    status=400
    Daily Usage Should Have Grown By    0
    Ask    How do I descale it?
    Daily Usage Should Have Grown By    1

Usage Is Broken Down By Operation
    [Tags]    needs:cost
    ${before} =    Remember Usage
    Ask    How do I descale it?
    Transcribe    how-do-i-descale-it.wav
    Transcribe    how-do-i-descale-it.wav
    ${after} =    Get Usage
    Should Be Equal As Integers    ${{ $after.breakdown.query - $before.breakdown.query }}    1
    Should Be Equal As Integers    ${{ $after.breakdown.transcribe - $before.breakdown.transcribe }}    2
    Should Be Equal As Integers    ${{ $after.breakdown.total - $before.breakdown.total }}    3

Quota Tells The Same As Usage
    [Tags]    smoke    needs:cost
    Ask    How do I descale it?
    ${usage} =    Get Usage
    ${quota} =    Get Quota
    Should Be Equal As Integers    ${quota.quotas.daily.used}    ${usage.current_usage.daily_queries}
    Should Be Equal As Integers    ${quota.quotas.monthly.used}    ${usage.current_usage.monthly_queries}
    Should Be Equal As Integers    ${quota.quotas.daily.remaining}    ${usage.current_usage.daily_remaining}
    Should Be Equal    ${quota.last_operation}    query

History Ends With Today
    [Tags]    needs:cost
    Ask    How do I descale it?
    ${usage} =    Get Usage
    Length Should Be    ${usage.historical}    7
    Should Be Equal As Integers    ${usage.historical}[-1][queries]    ${usage.current_usage.daily_queries}
