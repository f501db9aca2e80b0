*** Settings ***
Documentation    What a user has used: counters, costs, history.

Resource         ../../resources/aws.resource
Resource         ../../resources/users.resource

Test Setup       Sign In Clear Of Midnight

Test Tags        api    api-call


*** Test Cases ***
Used And Remaining Add Up To The Limit
    [Tags]    smoke
    ${usage} =    Usage Should Be    daily_limit=${daily_quota}    monthly_limit=${monthly_quota}
    VAR    ${now} =    ${usage.current_usage}
    Fields Should Be    ${now}    daily_remaining=${daily_quota - ${now.daily_queries}}
    ...    monthly_remaining=${monthly_quota - ${now.monthly_queries}}

Counters Are Integers
    [Documentation]    They are written as such: many clients can't read `5.0` where the contract has an integer.
    ${usage} =    Get Usage
    Values Should Be Integers    ${usage.current_usage}
    Values Should Be Integers    ${usage.breakdown}

New User Has Used Nothing
    ${me} =    Sign In As A Fresh User
    ${usage} =    Usage Should Be    user_id=${me.user_id}    daily_queries=0    daily_remaining=${daily_quota}
    ...    monthly_queries=0    monthly_remaining=${monthly_quota}    monthly_costs.total_cost_eur=0
    Should Be Empty    ${usage.recent_queries}
    FOR    ${day}    IN    @{usage.historical}
        Fields Should Be    ${day}    queries=0
    END

A Question Is Counted Once
    [Tags]    smoke    needs:cost
    Remember Usage
    Ask    How do I descale it?
    Daily Usage Should Have Grown By    1

Questions Are Counted Whatever Ids Their Clients Give Them
    [Documentation]    Two questions of one trace, or with an id that the client repeats, are two: what makes a request
    ...    unique is not for its sender to say (CWE-345).
    [Tags]    cwe-345    needs:cost
    ${id} =    Generate Random String    24    0123456789abcdef
    VAR    &{headers} =    X-Amzn-Trace-Id=Root=1-5759e988-${id}    X-Amzn-RequestId=${id}    X-Request-Id=${id}
    ...    X-Correlation-Id=${id}    Request-Id=${id}
    Remember Usage
    FOR    ${question}    IN    How do I descale it?    How do I clean it?
        VAR    &{body} =    question=${question}
        Send Request    POST    /api/query    json=${body}    headers=${headers}    status=200
    END
    Daily Usage Should Have Grown By    2

A Question Counts For The Day And For The Month
    [Tags]    needs:cost
    ${before} =    Get Usage
    Ask    How do I descale it?
    Usage Should Have Grown By    ${before}    daily_queries=1    daily_remaining=-1
    ...    monthly_queries=1    monthly_remaining=-1

A Transcription Counts For The Day And For The Month
    [Tags]    needs:cost
    ${before} =    Get Usage
    Transcribe    how-do-i-descale-it.wav
    Usage Should Have Grown By    ${before}    daily_queries=1    daily_remaining=-1
    ...    monthly_queries=1    monthly_remaining=-1

A Refused Question Is Not Counted
    [Tags]    needs:cost
    Remember Usage
    Ask    ${EMPTY}    status=400
    Daily Usage Should Have Grown By    0
    Ask    How do I descale it?
    Daily Usage Should Have Grown By    1

Reading Is Not Counted
    [Documentation]    Only questions and transcriptions are counted.
    [Tags]    needs:cost
    Ask    How do I descale it?
    Remember Usage
    List Manuals
    Get Quota
    Get Ingestion Status
    Daily Usage Should Have Grown By    0

Usage Is Broken Down By Operation
    [Documentation]    A spoken question is a question.
    [Tags]    needs:cost
    ${usage_before} =    Get Usage
    Ask    How do I descale it?
    Ask By Voice    how-do-i-set-holiday-mode.wav
    FOR    ${_}    IN RANGE    3
        Transcribe    how-do-i-descale-it.wav
    END
    ${usage_after} =    Usage Should Have Grown By
    ...    ${usage_before}
    ...    breakdown.query=2
    ...    breakdown.transcribe=3
    ...    breakdown.total=5
    Should Be Equal    ${usage_after.breakdown.total}    ${usage_after.current_usage.daily_queries}

Counters And Costs Contain Nothing Of A Question
    [Documentation]    They contain neither what was typed, nor what was said, nor what was answered.
    [Tags]    cwe-359    needs:cost    needs:aws-inspection
    ${me} =    Sign In
    ${answer} =    Ask    Why does my violet kettle whistle?
    Ask By Voice    how-do-i-descale-it.wav
    ${counter_rows} =    Get DynamoDB Items    usage    user_id=${me.user_id}
    ${cost_rows} =    Get DynamoDB Items    usage    user_id=cost#${me.user_id}
    FOR    ${rows_of_user}    IN    ${counter_rows}    ${cost_rows}
        Should Not Be Empty    ${rows_of_user}
        ${rows_as_text} =    Convert To String    ${rows_of_user}
        FOR    ${confidential}    IN    violet kettle    How do I descale it    ${answer.answer}
            Should Not Contain    ${rows_as_text}    ${confidential}
        END
    END

Costs Are Added Up
    [Documentation]    The costs of each operation are added up by themselves, and those of the day in those of the
    ...    month.
    [Tags]    needs:cost
    ${usage_before} =    Get Usage
    ${answer} =    Ask    How do I descale it?
    ${transcript} =    Transcribe    how-do-i-descale-it.wav
    ${usage_after} =    Usage Should Have Grown By    ${usage_before}
    ...    daily_costs.query_cost_eur=${answer.cost_info.total_cost_eur}
    ...    daily_costs.transcribe_cost_eur=${transcript.cost.total_cost_eur}
    ...    monthly_costs.query_cost_eur=${answer.cost_info.total_cost_eur}
    ...    monthly_costs.transcribe_cost_eur=${transcript.cost.total_cost_eur}
    VAR    ${costs_of_day} =    ${usage_after.daily_costs}
    Fields Should Be
    ...    ${costs_of_day}
    ...    total_cost_eur=${costs_of_day.query_cost_eur + ${costs_of_day.transcribe_cost_eur}}
    Number Should Be
    ...    ${costs_of_day.total_cost_eur}
    ...    more_than=0
    ...    at_most=${usage_after.monthly_costs.total_cost_eur}

Cached Answer Costs Nothing
    [Tags]    needs:cost
    Ask    How do I descale it?
    ${before} =    Get Usage
    ${repeated_answer} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${repeated_answer}
    Fields Should Be    ${repeated_answer}    cost_info.total_cost_eur=0    cost_info.input_tokens=0
    ...    cost_info.output_tokens=0
    Usage Should Have Grown By    ${before}    daily_costs.total_cost_eur=0

Recent Queries Are Listed Newest First
    [Tags]    needs:cost
    Ask    How do I descale it?
    ${before} =    Get Backend Time
    Transcribe    how-do-i-descale-it.wav
    ${after} =    Get Backend Time
    ${usage} =    Usage Should Be    recent_queries.0.operation=transcribe    recent_queries.1.operation=query
    VAR    ${newest_query} =    ${usage.recent_queries}[0]
    Time Should Be Between    ${newest_query.timestamp}    ${before}    ${after}
    Number Should Be    ${newest_query.cost_eur}    more_than=0

Each Recent Query Has Its Own Time
    [Tags]    needs:cost    needs:time-control
    Sign In As A Fresh User
    Keep Clear Of Midnight    margin=3 minutes
    VAR    @{answer_times} =    @{EMPTY}
    FOR    ${question}    IN    How do I descale it?    How do I clean it?
        ${answer} =    Ask    ${question}
        VAR    @{answer_times} =    ${answer.timestamp}    @{answer_times}
        Advance Time By    1 minute
    END
    ${usage} =    Get Usage
    ${listed_times} =    Get Values    ${usage.recent_queries}    timestamp
    FOR    ${listed_time}    ${answered}    IN ZIP    ${listed_times}    ${answer_times}    mode=STRICT
        Number Should Be    ${listed_time}    at_least=${answered - 30}    at_most=${answered + 30}
    END

Only The Last Ten Queries Are Listed As Recent
    [Tags]    needs:cost
    Sign In As A Fresh User
    Transcribe    how-do-i-descale-it.wav
    Transcribe    how-do-i-descale-it.wav
    Use Quota    until=12
    ${usage} =    Usage Should Be    breakdown.query=10    breakdown.transcribe=2
    ${recent_operations} =    Get Values    ${usage.recent_queries}    operation
    Length Should Be    ${recent_operations}    10
    Should Contain X Times    ${recent_operations}    query    10

History Ends With Today
    [Documentation]    It has seven days without a gap, the last of which is today.
    [Tags]    needs:cost
    Ask    How do I descale it?
    ${last_week} =    Get Last Days    7
    ${usage} =    Get Usage
    ${dates_of_history} =    Get Values    ${usage.historical}    date
    Lists Should Be Equal    ${dates_of_history}    ${last_week}
    Should Be Equal    ${usage.historical}[-1][queries]    ${usage.current_usage.daily_queries}

Yesterday Stays In The History
    [Documentation]    It has yesterday's transcriptions and questions, while today's counters start at zero.
    [Tags]    needs:cost    needs:time-control
    Sign In As A Fresh User
    Keep Clear Of Month End
    Transcribe    how-do-i-descale-it.wav
    Use Quota    until=3
    Go To Next Day
    Usage Should Be    daily_queries=0    historical.-1.queries=0    historical.-2.queries=3    breakdown.total=0
    ...    daily_costs.total_cost_eur=0

Day Begins And Ends At Midnight UTC
    [Documentation]    A day of another time zone differs near midnight only, so both ends of a day are tested:
    ...    counters, history and costs.
    [Tags]    needs:cost    needs:time-control
    Sign In As A Fresh User
    Go To Next Day
    ${first_second} =    Get Backend Time
    ${early} =    Ask    How do I descale it?
    VAR    ${cost} =    ${early.cost_info.total_cost_eur}
    Usage Of Today Should Be    ${first_second}    1    ${cost}
    ${left} =    Get Seconds Until Midnight
    Advance Time By    ${left - 300} seconds
    ${late} =    Ask    How do I descale it?
    Usage Of Today Should Be    ${first_second}    2    ${cost + ${late.cost_info.total_cost_eur}}

Monthly Count Carries Over From Day To Day
    [Tags]    needs:cost    needs:time-control
    Sign In As A Fresh User
    Keep Clear Of Month End    days=2
    Use Quota    until=3
    FOR    ${expected}    IN    4    5
        Go To Next Day
        Ask    How do I descale it?
        ${usage} =    Usage Should Be    daily_queries=1    monthly_queries=${expected}
    END
    Number Should Be    ${usage.monthly_costs.total_cost_eur}    more_than=${usage.daily_costs.total_cost_eur}

Monthly Count Carries Over A Pause Of Days
    [Documentation]    There are days in between on which nothing was asked.
    [Tags]    needs:cost    needs:time-control
    Sign In As A Fresh User
    Keep Clear Of Month End    days=4
    Use Quota    until=2
    Advance Time By    3 days
    Usage Should Be    daily_queries=0    monthly_queries=2    historical.-4.queries=2
    Quota Should Be    daily.used=0    monthly.used=2    monthly.remaining=${monthly_quota - 2}
    Ask    How do I clean it?
    ${usage} =    Usage Should Be
    ...    daily_queries=1
    ...    monthly_queries=3
    ...    historical.-1.queries=1
    ...    historical.-4.queries=2
    Number Should Be    ${usage.monthly_costs.total_cost_eur}    more_than=${usage.daily_costs.total_cost_eur}

Monthly Count Carries Over A Pause Of More Than A Week
    [Documentation]    The last question is no longer in the history then, and counts nevertheless.
    [Tags]    needs:cost    needs:time-control
    Sign In As A Fresh User
    Keep Clear Of Month End    days=11
    Use Quota    until=2
    Advance Time By    10 days
    Usage Should Be    daily_queries=0    monthly_queries=2    historical.0.queries=0
    Ask    How do I clean it?
    Usage Should Be    daily_queries=1    monthly_queries=3    historical.-1.queries=1

Last Days Of A Month Stay In The History Of The Next
    [Documentation]    They are neither in its count nor in its costs.
    [Tags]    needs:cost    needs:time-control
    Sign In As A Fresh User
    Go To Last Minutes Of Month
    Use Quota    until=2
    Go To Next Month
    Usage Should Be    daily_queries=0    monthly_queries=0    monthly_costs.total_cost_eur=0
    ...    historical.-1.queries=0    historical.-2.queries=2
    Ask    How do I clean it?
    ${usage} =    Usage Should Be    monthly_queries=1    historical.-1.queries=1    historical.-2.queries=2
    Fields Should Be    ${usage}    monthly_costs.total_cost_eur=${usage.daily_costs.total_cost_eur}

Oldest Day Of The History May Be Of The Month Before
    [Documentation]    On the sixth of a month it is the last day of the previous one.
    [Tags]    needs:cost    needs:time-control
    Sign In As A Fresh User
    Go To Last Minutes Of Month
    Use Quota    until=2
    Go To Next Month
    FOR    ${_}    IN RANGE    5
        Go To Next Day
    END
    Usage Should Be    monthly_queries=0    historical.0.queries=2    historical.-1.queries=0

Last Days Of A Year Stay In The History Of The Next
    [Tags]    needs:cost    needs:time-control
    Sign In As A Fresh User
    Go To Last Minutes Of Year
    Use Quota    until=2
    Go To Next Month
    Usage Should Be    daily_queries=0    historical.-1.queries=0    historical.-2.queries=2

Costs Of A Month End With It
    [Documentation]    They end at midnight UTC, neither an hour before nor an hour after, and so do recent queries.
    [Tags]    needs:cost    needs:time-control
    Sign In As A Fresh User
    Go To Last Minutes Of Month
    ${last} =    Ask    How do I descale it?
    Usage Should Be    monthly_costs.total_cost_eur=${last.cost_info.total_cost_eur}
    Go To Next Month
    ${usage} =    Usage Should Be    monthly_costs.total_cost_eur=0
    Should Be Empty    ${usage.recent_queries}
    ${first} =    Ask    How do I clean it?
    Usage Should Be    monthly_costs.total_cost_eur=${first.cost_info.total_cost_eur}

New Month Begins With Nothing Used
    [Tags]    needs:cost    needs:time-control
    Sign In As A Fresh User
    Use Quota    until=2
    Go To Next Month
    Usage Should Be    monthly_queries=0    monthly_costs.total_cost_eur=0
    Ask    How do I descale it?
    Usage Should Be    monthly_queries=1

Month Does Not Continue The Same Month Of Last Year
    [Tags]    needs:cost    needs:time-control
    Sign In As A Fresh User
    Use Quota    until=2
    FOR    ${_}    IN RANGE    12
        Go To Next Month
    END
    Usage Should Be    monthly_queries=0    monthly_costs.total_cost_eur=0
    Ask    How do I descale it?
    Usage Should Be    monthly_queries=1

Recent Queries Go On Over Midnight
    [Documentation]    They are the last ones of the month, and not of the day.
    [Tags]    needs:cost    needs:time-control
    Sign In As A Fresh User
    Keep Clear Of Month End
    Transcribe    how-do-i-descale-it.wav
    Go To Next Day
    Usage Should Be    daily_queries=0    recent_queries.0.operation=transcribe
    Ask    How do I descale it?
    Usage Should Be    daily_queries=1    recent_queries.0.operation=query    recent_queries.1.operation=transcribe


*** Keywords ***
Go To Last Minutes Of Month
    [Documentation]    Ten minutes before the month ends.
    Keep Clear Of Month End
    ${seconds_left} =    Get Seconds Until Next Month
    Advance Time By    ${seconds_left - 600} seconds

Go To Last Minutes Of Year
    [Documentation]    Ten minutes before December ends.
    WHILE    True    limit=13
        Go To Last Minutes Of Month
        ${now} =    Get Backend Time
        IF    $now.month == 12    BREAK
        Go To Next Month
    END

Usage Of Today Should Be
    [Documentation]    The last day of the history is the day of this moment; its questions have this number and cost.
    [Arguments]    ${moment: object}    ${queries: int}    ${cost: float}
    VAR    ${date} =    ${moment.date().isoformat()}
    Usage Should Be    daily_queries=${queries}    historical.-1.date=${date}    historical.-1.queries=${queries}
    ...    daily_costs.query_cost_eur=${cost}
