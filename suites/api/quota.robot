*** Settings ***
Documentation    How much of a user's quota is left, and what happens when it is exhausted.

Resource         ../../resources/aws.resource
Resource         ../../resources/users.resource

Test Setup       Sign In As A Fresh User Clear Of Midnight

Test Tags        api    api-call


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
    [Documentation]    A spoken question is a question.
    [Tags]    needs:cost
    Ask    How do I descale it?
    Quota Should Be    last_operation=query
    ${before} =    Get Backend Time
    Transcribe    how-do-i-descale-it.wav
    ${after} =    Get Backend Time
    ${quota} =    Quota Should Be    last_operation=transcribe
    Time Should Be Between    ${quota.last_updated}    ${before}    ${after}
    Ask By Voice    how-do-i-set-holiday-mode.wav
    Quota Should Be    last_operation=query

Answer From The Cache Is The Last Operation If It Is Charged
    [Tags]    needs:cost
    Skip If    not $cache_hits_charged    answers from the cache are free here
    Ask    How do I descale it?
    Transcribe    how-do-i-descale-it.wav
    Quota Should Be    last_operation=transcribe
    ${repeated_answer} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${repeated_answer}
    Quota Should Be    last_operation=query

Quota Says When The Last Operation Was
    [Documentation]    It names the time of the last one, not that of the first one of the day.
    [Tags]    needs:cost    needs:time-control
    Keep Clear Of Midnight    margin=5 minutes
    FOR    ${question}    IN    How do I descale it?    How do I clean it?    How do I fill it?
        Advance Time By    1 minute
        ${before} =    Get Backend Time
        Ask    ${question}
        ${after} =    Get Backend Time
        ${quota} =    Quota Should Be    last_operation=query
        Time Should Be Between    ${quota.last_updated}    ${before}    ${after}
    END

Quota Names The Last Operation Of The Latest Day
    [Tags]    needs:cost    needs:time-control
    Transcribe    how-do-i-descale-it.wav
    Go To Next Day
    Quota Should Be    last_operation=transcribe
    ${before} =    Get Backend Time
    Ask    How do I descale it?
    ${after} =    Get Backend Time
    ${quota} =    Quota Should Be    last_operation=query
    Time Should Be Between    ${quota.last_updated}    ${before}    ${after}

Quota Status Follows Usage
    [Documentation]    It is OK below 50 %, MODERATE from 50, WARNING from 75, CRITICAL from 90 and EXCEEDED from 100.
    ...    It is checked one question before each threshold, and on it.
    [Tags]    needs:cost
    Environment Should Allow Requests Of A User    ${daily_quota + 20}
    VAR    &{thresholds} =    MODERATE=${50}    WARNING=${75}    CRITICAL=${90}    EXCEEDED=${100}
    VAR    ${before} =    OK
    FOR    ${status}    ${percent}    IN    &{thresholds}
        ${used} =    Get Questions At Percentage    ${percent}    of=${daily_quota}
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
    ${of_month} =    Get Questions At Percentage    90    of=${monthly_quota}
    Set Monthly Usage    ${of_month}
    Daily Quota Should Be    CRITICAL    used=1
    ${quota} =    Get Quota
    Percentage Should Be    ${quota.quotas.monthly}    ${of_month}    ${monthly_quota}

What Is Left Of The Day Does Not Depend On The Month
    [Documentation]    What is used and what is left add up to the limit of the day, also if the month allows less.
    [Tags]    needs:cost    needs:aws-inspection
    Ask    How do I descale it?
    Set Monthly Usage    ${monthly_quota - 1}
    Quota Should Be    daily.used=1    daily.remaining=${daily_quota - 1}    monthly.remaining=1
    Usage Should Be    daily_queries=1    daily_remaining=${daily_quota - 1}    monthly_remaining=1

Quota Status Changes Exactly At Its Thresholds
    [Documentation]    The month is tested, which has more steps than the day: 74.9 % is below 75 %.
    [Tags]    needs:cost    needs:aws-inspection
    Ask    How do I descale it?
    VAR    &{thresholds} =    MODERATE=${50}    WARNING=${75}    CRITICAL=${90}    EXCEEDED=${100}
    VAR    ${before} =    OK
    FOR    ${status}    ${percent}    IN    &{thresholds}
        ${used} =    Get Questions At Percentage    ${percent}    of=${monthly_quota}
        Set Monthly Usage    ${used - 1}
        Quota Should Be    status=${before}    monthly.used=${used - 1}
        Set Monthly Usage    ${used}
        Quota Should Be    status=${status}    monthly.used=${used}
        VAR    ${before} =    ${status}
    END

Exhausted Daily Quota Is Named In The Refusal
    [Documentation]    The refusal says what is used, and when to try again: after midnight UTC. Clocks of
    ...    the backend's machines may be a second apart.
    [Tags]    needs:cost
    Use Quota    until=${daily_quota}
    ${seconds_left} =    Get Seconds Until Midnight
    Ask    How do I descale it?    status=429
    Quota Should Be Exceeded    daily    used=${daily_quota}    limit=${daily_quota}
    ${retry_after: int} =    Get Response Header    Retry-After
    Number Should Be    ${retry_after}    at_least=${seconds_left - 10}    at_most=${seconds_left + 1}
    Response Should Have    retry_after=${retry_after}

Exhausted Daily Quota Blocks Only Questions And Transcriptions
    [Documentation]    A refusal is not counted, and everything else still works.
    [Tags]    needs:cost
    Transcribe    how-do-i-descale-it.wav
    Use Quota    until=${daily_quota}
    Transcribe    how-do-i-descale-it.wav    status=429
    Error Should Be    429    quota_exceeded
    Ask    Another question?    status=429
    Daily Quota Should Be    EXCEEDED    used=${daily_quota}
    Usage Should Be    daily_remaining=0    monthly_queries=${daily_quota}    breakdown.total=${daily_quota}
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
    ...    How long that is, is tested for every refusal below. What is refused counts for no day.
    [Tags]    needs:cost    needs:aws-inspection    needs:time-control
    Keep Clear Of Month End
    Ask Until The Month Is Used Up
    Ask    How do I clean it?    status=429
    Quota Should Be Exceeded    monthly    used=${monthly_quota}    limit=${monthly_quota}
    Usage Should Be    daily_queries=2    breakdown.total=2
    Go To Next Day
    Ask    How do I clean it?    status=429
    Go To Next Month
    Ask    How do I clean it?

Monthly Wait Is Named When Both Quotas Are Exhausted
    [Documentation]    A user who returns on the next day would be refused again.
    [Tags]    needs:cost    needs:aws-inspection    needs:time-control
    Keep Clear Of Month End
    Ask    How do I descale it?
    Set Daily Usage    ${daily_quota}
    Set Monthly Usage    ${monthly_quota}
    ${seconds_left} =    Get Seconds Until Next Month
    Ask    How do I clean it?    status=429
    Quota Should Be Exceeded    monthly    used=${monthly_quota}    limit=${monthly_quota}
    ${retry_after: int} =    Get Response Header    Retry-After
    Number Should Be    ${retry_after}    at_least=${seconds_left - 10}    at_most=${seconds_left + 1}

Every Refusal For Lack Of Quota Says What Is Used
    [Documentation]    It does so whatever was asked, and whichever quota is exhausted.
    [Tags]    needs:cost    needs:aws-inspection
    [Template]    Refusal Should Name The Exhausted Quota
    daily    Ask    How do I clean it?
    daily    Ask By Voice    how-do-i-descale-it.wav
    daily    Transcribe    how-do-i-descale-it.wav
    monthly    Ask    How do I clean it?
    monthly    Ask By Voice    how-do-i-descale-it.wav
    monthly    Transcribe    how-do-i-descale-it.wav

Refusal For The Monthly Quota Ends At The Start Of The Next Month
    [Documentation]    This holds whether the month has 28, 30 or 31 days, or is the last one of its year.
    [Tags]    needs:cost    needs:aws-inspection    needs:time-control
    FOR    ${_}    IN RANGE    12
        Go To Next Month
        Refusal Should Name The Exhausted Quota    monthly    Ask    How do I clean it?
    END

Refusal On The Last Day Of A Month Ends At The Start Of The Next Month
    [Documentation]    The month after that of the 31st of January is February.
    [Tags]    needs:cost    needs:aws-inspection    needs:time-control
    FOR    ${_}    IN RANGE    12
        Go To Last Day Of Month
        Refusal Should Name The Exhausted Quota    monthly    Ask    How do I clean it?
        Go To Next Month
    END

Refusal In February Of A Leap Year Ends At The Start Of March
    [Tags]    needs:cost    needs:aws-inspection    needs:time-control
    Go To February Of A Leap Year
    Refusal Should Name The Exhausted Quota    monthly    Ask    How do I clean it?

Nothing Is Paid For A User Whose Quota Is Exhausted
    [Documentation]    Neither the model nor the transcriber is asked, and no recording is stored.
    [Tags]    needs:cost    needs:aws-inspection
    Ask By Voice    how-do-i-descale-it.wav
    AWS Should Be Called    bedrock-runtime.InvokeModel
    AWS Should Be Called    transcribe.StartTranscriptionJob
    Set Daily Usage    ${daily_quota}
    Forget AWS Calls
    Ask    How do I clean it?    status=429
    Ask By Voice    how-do-i-set-holiday-mode.wav    status=429
    Transcribe    how-do-i-set-holiday-mode.wav    status=429
    FOR    ${calls}    IN    bedrock*.*    transcribe.*    s3.*
        AWS Should Not Be Called    ${calls}
    END

Answer From The Cache Needs Quota As Any Other Does
    [Documentation]    It needs quota if it is charged; a free one is given without any quota left.
    [Tags]    needs:cost    needs:aws-inspection
    Ask    How do I descale it?
    ${repeated_answer} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${repeated_answer}
    Skip If    not $cache_hits_charged    answers from the cache are free here
    Set Daily Usage    ${daily_quota}
    Ask    How do I descale it?    status=429
    Quota Should Be Exceeded    daily    used=${daily_quota}    limit=${daily_quota}

Usage Above The Limit Leaves Nothing
    [Documentation]    A limit may be lowered during the day: what remains is 0, never negative, and more than
    ...    100 % are used.
    [Tags]    needs:cost    needs:aws-inspection
    Ask    How do I descale it?
    Set Daily Usage    ${daily_quota * 2}
    Ask    How do I clean it?    status=429
    Quota Should Be Exceeded    daily    used=${daily_quota * 2}    limit=${daily_quota}
    Set Monthly Usage    ${monthly_quota * 3}
    Quota Should Be    status=EXCEEDED
    ...    daily.used=${daily_quota * 2}    daily.remaining=0    daily.percent_used=200
    ...    monthly.used=${monthly_quota * 3}    monthly.remaining=0    monthly.percent_used=300
    Usage Should Be    daily_queries=${daily_quota * 2}    daily_remaining=0
    ...    monthly_queries=${monthly_quota * 3}    monthly_remaining=0
    Set Daily Usage    1
    Ask    How do I clean it?    status=429
    Quota Should Be Exceeded    monthly    used=${monthly_quota * 3}    limit=${monthly_quota}

Percentages Are Exact To One Decimal
    [Documentation]    Those of the day and of the month are exact, each by its own limit.
    [Tags]    needs:cost    needs:aws-inspection
    Ask    How do I descale it?
    FOR    ${divisor}    IN    3    7    9    11
        VAR    ${of_day: int} =    ${daily_quota // ${divisor}}
        VAR    ${of_month: int} =    ${monthly_quota // ${divisor}}
        Set Daily Usage    ${of_day}
        Set Monthly Usage    ${of_month}
        ${quota} =    Quota Should Be    daily.used=${of_day}    monthly.used=${of_month}
        Percentage Should Be    ${quota.quotas.daily}    ${of_day}    ${daily_quota}
        Percentage Should Be    ${quota.quotas.monthly}    ${of_month}    ${monthly_quota}
    END

One User's Quota Is Not Another's
    [Tags]    needs:cost    needs:second-user
    Use Quota    until=${daily_quota}
    Ask    How do I descale it?    status=429
    Sign In As Second User
    Ask    How do I descale it?
    Daily Quota Should Be    OK    used=1


*** Keywords ***
Get Questions At Percentage
    [Documentation]    Return the smallest number of questions that is at least this percentage of a quota.
    [Arguments]    ${percent: int}    ${of: int}
    VAR    ${hundredths} =    ${of * ${percent} + 99}
    VAR    ${questions: int} =    ${hundredths // 100}
    RETURN    ${questions}

Ask Until The Month Is Used Up
    [Documentation]    Leave one question of the month, and ask it.
    Ask    How do I descale it?
    Set Monthly Usage    ${monthly_quota - 1}
    Ask    How do I fill it?

Quota Should Be Exceeded
    [Documentation]    The last response names this quota, for people and for programs, and says how much of it is used.
    [Arguments]    ${name: str}    ${used: int}    ${limit: int}
    ${refusal} =    Error Should Be    429    quota_exceeded    mentions=${name}
    Response Should Have
    ...    usage_info.quota=${name}
    ...    usage_info.${name}_used=${used}
    ...    usage_info.${name}_limit=${limit}
    RETURN    ${refusal}

Daily Quota Should Be
    [Documentation]    The quota has this status, and this number of questions of the day is used.
    [Arguments]    ${status: str}    ${used: int}
    ${quota} =    Quota Should Be    status=${status}    daily.used=${used}    daily.remaining=${daily_quota - ${used}}
    Percentage Should Be    ${quota.quotas.daily}    ${used}    ${daily_quota}

Percentage Should Be
    [Documentation]    The percentage of a quota is right, rounded to one decimal or more.
    [Arguments]    ${quota: object}    ${used: int}    ${limit: int}
    VAR    ${percent} =    ${used * 100 / ${limit}}
    Number Should Be    ${quota.percent_used}    at_least=${percent - 0.0501}    at_most=${percent + 0.0501}

Refusal Should Name The Exhausted Quota
    [Documentation]    A user who has used up this quota, and little of the other, learns so, and until when to wait.
    [Arguments]    ${name: str}    ${keyword: str}    ${argument: str}
    Sign In As A Fresh User Clear Of Midnight
    Ask    How do I descale it?
    ${limit}    ${seconds_left} =    Run Keyword    Use Up ${name} Quota
    Run Keyword    ${keyword}    ${argument}    status=429
    ${refusal} =    Quota Should Be Exceeded    ${name}    used=${limit}    limit=${limit}
    ${retry_after: int} =    Get Response Header    Retry-After
    Number Should Be    ${retry_after}    at_least=${seconds_left - 10}    at_most=${seconds_left + 1}
    VAR    ${usage_info} =    ${refusal.usage_info}
    Usage Should Be    daily_queries=${usage_info.daily_used}    daily_limit=${usage_info.daily_limit}
    ...    monthly_queries=${usage_info.monthly_used}    monthly_limit=${usage_info.monthly_limit}

Go To Last Day Of Month
    [Documentation]    Some hours before the month ends.
    ${seconds_left} =    Get Seconds Until Next Month
    IF    $seconds_left > 12 * 3600
        Advance Time By    ${seconds_left - 12 * 3600} seconds
    END

Go To February Of A Leap Year
    [Documentation]    Go to the first day of the next one, four years from now at most.
    WHILE    True    limit=48
        Go To Next Month
        ${now} =    Get Backend Time
        IF    $now.month == 2 and $now.year % 4 == 0    BREAK
    END

Use Up Daily Quota
    [Documentation]    Return the quota and how many seconds the day still lasts.
    Set Daily Usage    ${daily_quota}
    ${seconds_left} =    Get Seconds Until Midnight
    RETURN    ${daily_quota}    ${seconds_left}

Use Up Monthly Quota
    [Documentation]    Return the quota and how many seconds the month still lasts.
    Set Monthly Usage    ${monthly_quota}
    ${seconds_left} =    Get Seconds Until Next Month
    RETURN    ${monthly_quota}    ${seconds_left}
