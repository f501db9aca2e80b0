*** Settings ***
Documentation    What a user has used up: counters, costs, history.

Resource         ../../resources/users.resource

Test Setup       Sign In On A Quiet Day

Test Tags        api    api-call


*** Test Cases ***
Used And Remaining Add Up To The Limit
    [Tags]    smoke
    ${usage} =    Get Usage
    VAR    ${now} =    ${usage.current_usage}
    Should Be Equal As Integers    ${now.daily_limit}    ${daily_quota}
    Should Be Equal As Integers    ${now.monthly_limit}    ${monthly_quota}
    Should Be Equal As Integers    ${{ $now.daily_queries + $now.daily_remaining }}    ${now.daily_limit}
    Should Be Equal As Integers    ${{ $now.monthly_queries + $now.monthly_remaining }}    ${now.monthly_limit}

New User Has Used Nothing
    ${me} =    Sign In As A Fresh User
    ${usage} =    Get Usage
    Should Be Equal    ${usage.user_id}    ${me.user_id}
    Should Be Equal As Integers    ${usage.current_usage.daily_queries}    0
    Should Be Equal As Integers    ${usage.current_usage.monthly_queries}    0
    Should Be Equal As Integers    ${usage.current_usage.daily_remaining}    ${daily_quota}
    Should Be Equal As Integers    ${usage.current_usage.monthly_remaining}    ${monthly_quota}
    Should Be Equal As Numbers    ${usage.monthly_costs.total_cost_eur}    0
    Should Be Empty    ${usage.recent_queries}
    Should Be Equal As Integers    ${{ sum(day.queries for day in $usage.historical) }}    0

A Question Is Counted Once
    [Tags]    smoke    needs:cost
    Remember Usage
    Ask    How do I descale it?
    Daily Usage Should Have Grown By    1

A Question Counts For The Day And For The Month
    [Tags]    needs:cost
    ${before} =    Get Usage
    Ask    How do I descale it?
    ${after} =    Get Usage
    VAR    ${was} =    ${before.current_usage}
    VAR    ${is} =    ${after.current_usage}
    Should Be Equal As Integers    ${{ $is.daily_queries - $was.daily_queries }}    1
    Should Be Equal As Integers    ${{ $is.monthly_queries - $was.monthly_queries }}    1
    Should Be Equal As Integers    ${{ $was.daily_remaining - $is.daily_remaining }}    1
    Should Be Equal As Integers    ${{ $was.monthly_remaining - $is.monthly_remaining }}    1

A Refused Question Is Not Counted
    [Tags]    needs:cost
    Remember Usage
    Ask    ${EMPTY}    status=400
    Daily Usage Should Have Grown By    0
    Ask    How do I descale it?
    Daily Usage Should Have Grown By    1

Reading Is Not Counted
    [Documentation]    Only questions and transcriptions are.
    [Tags]    needs:cost
    Ask    How do I descale it?
    Remember Usage
    List Manuals
    Get Quota
    Get Ingestion Status
    Daily Usage Should Have Grown By    0

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
    Should Be Equal As Integers    ${after.breakdown.total}    ${after.current_usage.daily_queries}

Costs Are Added Up
    [Documentation]    Each operation by itself, the day in the month.
    [Tags]    needs:cost
    ${before} =    Get Usage
    ${answer} =    Ask    How do I descale it?
    ${text} =    Transcribe    how-do-i-descale-it.wav
    ${after} =    Get Usage
    VAR    ${was} =    ${before.daily_costs}
    VAR    ${day} =    ${after.daily_costs}
    Should Be True    abs($day.query_cost_eur - $was.query_cost_eur - $answer.cost_info.total_cost_eur) < 1e-9
    Should Be True    abs($day.transcribe_cost_eur - $was.transcribe_cost_eur - $text.cost.total_cost_eur) < 1e-9
    Should Be True    abs($day.query_cost_eur + $day.transcribe_cost_eur - $day.total_cost_eur) < 1e-9
    Should Be True    $after.monthly_costs.total_cost_eur >= $day.total_cost_eur > 0

Cached Answer Costs Nothing
    [Tags]    needs:cost
    Ask    How do I descale it?
    ${before} =    Get Usage
    ${again} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${again}
    Should Be Equal As Numbers    ${again.cost_info.total_cost_eur}    0
    ${after} =    Get Usage
    Should Be Equal As Numbers    ${after.daily_costs.total_cost_eur}    ${before.daily_costs.total_cost_eur}

Recent Queries Are Listed Newest First
    [Tags]    needs:cost
    Ask    How do I descale it?
    Transcribe    how-do-i-descale-it.wav
    ${now} =    Get Backend Time
    ${usage} =    Get Usage
    ${recent} =    Evaluate    [entry.operation for entry in $usage.recent_queries[:2]]
    Lists Should Be Equal    ${recent}    ${{ ["transcribe", "query"] }}
    Should Be True    0 <= $now.timestamp() - $usage.recent_queries[0].timestamp < 10
    Should Be True    $usage.recent_queries[0].cost_eur > 0

Only The Last Ten Queries Are Listed As Recent
    [Tags]    needs:cost
    Sign In As A Fresh User
    Use Quota    until=12
    ${usage} =    Get Usage
    Length Should Be    ${usage.recent_queries}    10
    Should Be Equal As Integers    ${usage.breakdown.query}    12

History Ends With Today
    [Documentation]    Seven days without a gap, the last of them today.
    [Tags]    needs:cost
    Ask    How do I descale it?
    ${now} =    Get Backend Time
    ${usage} =    Get Usage
    ${dates} =    Evaluate    [datetime.date.fromisoformat(day.date) for day in $usage.historical]    modules=datetime
    Should Be Equal    ${dates}[-1]    ${now.date()}
    ${steps} =    Evaluate    {(later - day).days for day, later in zip($dates, $dates[1:])}
    Should Be Equal    ${steps}    ${{ {1} }}
    Length Should Be    ${usage.historical}    7
    Should Be Equal As Integers    ${usage.historical}[-1][queries]    ${usage.current_usage.daily_queries}

Yesterday Stays In The History
    [Documentation]    And today's counters begin with nothing.
    [Tags]    needs:cost    needs:time-control
    Sign In As A Fresh User
    Use Quota    until=3
    Go To Next Day
    ${usage} =    Get Usage
    Should Be Equal As Integers    ${usage.current_usage.daily_queries}    0
    Should Be Equal As Integers    ${usage.historical}[-1][queries]    0
    Should Be Equal As Integers    ${usage.historical}[-2][queries]    3
    Should Be Equal As Integers    ${usage.breakdown.total}    0
    Should Be Equal As Numbers    ${usage.daily_costs.total_cost_eur}    0

Monthly Count Carries Over From Day To Day
    [Tags]    needs:cost    needs:time-control
    Sign In As A Fresh User
    Keep Clear Of Month End    days=2
    Use Quota    until=3
    FOR    ${expected}    IN    4    5
        Go To Next Day
        Ask    How do I descale it?
        ${usage} =    Get Usage
        Should Be Equal As Integers    ${usage.current_usage.daily_queries}    1
        Should Be Equal As Integers    ${usage.current_usage.monthly_queries}    ${expected}
    END
    Should Be True    $usage.monthly_costs.total_cost_eur > $usage.daily_costs.total_cost_eur

New Month Begins With Nothing Used
    [Tags]    needs:cost    needs:time-control
    Sign In As A Fresh User
    Use Quota    until=2
    Go To Next Month
    ${usage} =    Get Usage
    Should Be Equal As Integers    ${usage.current_usage.monthly_queries}    0
    Should Be Equal As Numbers    ${usage.monthly_costs.total_cost_eur}    0
    Ask    How do I descale it?
    ${usage} =    Get Usage
    Should Be Equal As Integers    ${usage.current_usage.monthly_queries}    1
