*** Settings ***
Documentation    One counter alone can't be read or written, while the other rows can.
...
...              Each fault is aimed at the rows of one user in one table: a fault that hits all tables stops a request
...              at its first call, and shows nothing about the later ones.

Resource         ../../resources/failures.resource
Resource         ../../resources/users.resource

Test Setup       Sign In As A Fresh User Clear Of Midnight

Test Tags        chaos    api-call    needs:fault-injection    needs:aws-inspection    needs:cost


*** Test Cases ***
Request That Cannot Be Counted Is Refused With 503
    [Documentation]    It is neither served without a count nor blamed on a limit, and nothing is paid for it. The
    ...    counter is that of the rate limit, or that of the quota.
    [Template]    Request Should Be Refused While This Counter Cannot Be Written
    rate-limit    Ask    How do I clean it?
    rate-limit    Transcribe    how-do-i-descale-it.wav
    usage    Ask    How do I clean it?
    usage    Ask By Voice    how-do-i-descale-it.wav
    usage    Transcribe    how-do-i-descale-it.wav

Counter That Cannot Be Read Is Not Shown As Zero
    [Documentation]    This holds for the counters of the user, and for the user's costs.
    Ask    How do I descale it?
    ${me} =    Get Current User
    FOR    ${key}    IN    ${me.user_id}    cost#${me.user_id}
        ${fault} =    Activate Fault    error    table=usage    access=read    key=${key}    code=AccessDeniedException
        Get Usage    status=503
        Error Should Be Uniform    503    service_unavailable
        Deactivate Failure    ${fault}
    END
    Usage Should Be    daily_queries=1

Quota That Cannot Be Read Is Not Shown As Unused
    Ask    How do I descale it?
    ${me} =    Get Current User
    Activate Fault
    ...    error
    ...    table=usage
    ...    access=read
    ...    key=${me.user_id}
    ...    code=AccessDeniedException
    ...    name=unreadable
    Get Quota    status=503
    Error Should Be Uniform    503    service_unavailable
    Deactivate Failure    unreadable
    Quota Should Be    daily.used=1

Answer Is Given Although Its Citations Cannot Be Counted
    [Documentation]    Neither the answer nor its count depends on statistics.
    [Tags]    needs:destructive
    ${manual} =    Have Manual    coffee-machine.pdf
    ${me} =    Get Current User
    ${fault} =    Activate Fault
    ...    error
    ...    table=usage
    ...    access=write
    ...    key=library#${me.user_id}
    ...    code=AccessDeniedException
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7
    Failure Should Have Happened    ${fault}    times=1
    Deactivate Failure    ${fault}
    Daily Usage Should Have Grown By    1
    Manual Should Be    ${manual}    query_count=0

Failed Request That Cannot Be Refunded Is Recorded
    [Documentation]    The user has been charged for nothing; the record can be found by the id of the request.
    ${me} =    Get Current User
    Ask    How do I descale it?
    ${error} =    Let A Question Fail That Cannot Be Refunded    ${me}
    DynamoDB Item Should Exist
    ...    error-tracking
    ...    request_id=${error.request_id}
    ...    user_id=${me.user_id}
    ...    service=dynamodb
    Usage Should Be    daily_queries=2

Cost That Cannot Be Recorded Is Reported
    [Documentation]    The answer is given, and the user's costs are too low: somebody has to correct them.
    ${me} =    Get Current User
    ${fault} =    Activate Fault    error    table=usage    access=write    key=cost#*    code=AccessDeniedException
    Ask    How do I descale it?
    ${request_id} =    Get Request ID
    Failure Should Have Happened    ${fault}
    Deactivate Failure    ${fault}
    Queue Should Hold    dead-letter    request_id=${request_id}    user_id=${me.user_id}    service=dynamodb

Refund Is Made Although The Table Is Busy
    [Documentation]    The first attempt to refund a failed question is throttled.
    ${me} =    Get Current User
    Ask    How do I descale it?
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException    times=1
    ${fault} =    Activate Fault
    ...    error
    ...    table=usage
    ...    access=write
    ...    key=${me.user_id}
    ...    code=ProvisionedThroughputExceededException
    ...    skip=1
    ...    times=1
    Ask    How do I clean it?    status=503
    Failure Should Have Happened    ${fault}    times=1
    Usage Should Be    daily_queries=1

Failed Requests Are Neither In The Breakdown Nor The Last Operation
    [Documentation]    What failed is refunded to each operation, to the day and to the month. It is not a recent query.
    Ask    How do I descale it?
    ${before} =    Quota Should Be    last_operation=query
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException
    Activate Fault    error    service=transcribe    operation=StartTranscriptionJob    code=AccessDeniedException
    Ask    How do I clean it?    status=503
    Transcribe    how-do-i-descale-it.wav    status=503
    ${usage} =    Usage Should Be    breakdown.query=1    breakdown.transcribe=0    breakdown.total=1
    ...    daily_queries=1    monthly_queries=1
    Length Should Be    ${usage.recent_queries}    1
    Quota Should Be    last_operation=query    last_updated=${before.last_updated}

Question That Fails After Midnight Is Refunded To Its Own Day
    [Documentation]    It is refunded to the day that it was counted on, and to the month, whether or not the next day
    ...    has begun to count by then.
    [Tags]    needs:time-control
    [Template]    Question Over Midnight Should Be Refunded
    begun_days=0
    begun_days=1

Question That Is Answered After Midnight Counts Once
    [Documentation]    On the day that it began on. The next day goes on with the count of the month, and with its own.
    [Tags]    needs:time-control
    Keep Clear Of Month End
    Activate Fault    hang    service=bedrock-runtime    times=1    name=slow model
    ${question} =    Begin A Question At    slow model
    Go To Next Day
    Deactivate Failure    slow model
    Finish Request    ${question}    status=200
    Usage Should Be    daily_queries=0    monthly_queries=1    historical.-2.queries=1
    Ask    How do I descale it?
    Usage Should Be    daily_queries=1    monthly_queries=2    historical.-2.queries=1

Month Is Empty When All Its Questions Have Failed
    [Documentation]    The next day counts already when the question of the day before fails, and counts nothing else.
    [Tags]    needs:time-control
    Keep Clear Of Month End
    ${question} =    Begin A Question That Hangs
    Go To Next Day
    Ask    How do I descale it?    status=503
    Usage Should Be    daily_queries=0    monthly_queries=1
    Deactivate Failure    slow model
    Finish Request    ${question}    status=503
    Failure Should Have Happened    broken model    times=2
    Usage Should Be    daily_queries=0    monthly_queries=0

Failed Question Leaves The Last One Of The Day
    [Documentation]    It would have used up the quota, and is given back, which leaves no trace.
    Use Quota    until=${daily_quota - 1}
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException    times=1
    Ask    How do I clean it?    status=503
    Quota Should Be    daily.used=${daily_quota - 1}    daily.remaining=1
    Ask    How do I clean it?    status=200
    Quota Should Be    status=EXCEEDED    daily.used=${daily_quota}
    Ask    How do I fill it?    status=429

Question That Fails In The Next Month Is Not Refunded To It
    [Documentation]    It is refunded to the month that it was counted in, and the next one keeps its own count.
    [Tags]    needs:time-control
    ${question} =    Begin A Question That Hangs
    Usage Should Be    daily_queries=1    monthly_queries=1
    Go To Next Month
    Transcribe    how-do-i-descale-it.wav
    Let It Fail    ${question}
    Usage Should Be    daily_queries=1    monthly_queries=1

Failed First Question Of A Day Leaves The Last Operation
    [Documentation]    It is that of the day before, the last one that succeeded.
    [Tags]    needs:time-control
    Keep Clear Of Month End
    Transcribe    how-do-i-descale-it.wav
    ${before} =    Quota Should Be    last_operation=transcribe
    Go To Next Day
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException    times=1
    Ask    How do I clean it?    status=503
    Quota Should Be    last_operation=transcribe    last_updated=${before.last_updated}
    Ask    How do I clean it?
    Quota Should Be    last_operation=query

Refund Of The Day Before Is Made Once Although Its Responses Are Lost
    [Documentation]    The month neither keeps the failed question nor gives it back twice.
    [Tags]    needs:time-control
    Keep Clear Of Month End
    ${question} =    Begin A Question That Hangs
    Go To Next Day
    Transcribe    how-do-i-descale-it.wav
    Activate Fault    reset    table=usage    access=write    phase=after    attempt=1    name=lost responses
    Let It Fail    ${question}
    Deactivate Failure    lost responses
    Usage Should Be    daily_queries=1    monthly_queries=1


*** Keywords ***
Question Over Midnight Should Be Refunded
    [Documentation]    A question hangs at the model until the day has ended, and then fails. So many requests were
    ...    counted on the new day by then.
    [Arguments]    ${begun_days: int}
    Sign In As A Fresh User
    Keep Clear Of Month End
    Transcribe    how-do-i-descale-it.wav
    ${question} =    Begin A Question That Hangs
    Usage Should Be    daily_queries=2    monthly_queries=2
    Go To Next Day
    FOR    ${_}    IN RANGE    ${begun_days}
        Transcribe    how-do-i-descale-it.wav
    END
    Let It Fail    ${question}
    Usage Should Be    daily_queries=${begun_days}    monthly_queries=${begun_days + 1}    historical.-2.queries=1

Begin A Question That Hangs
    [Documentation]    Return the request once it waits for the model, whose next answer will be a refusal.
    Activate Fault    hang    service=bedrock-runtime    times=1    name=slow model
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException    name=broken model
    ${question} =    Begin A Question At    slow model
    RETURN    ${question}

Begin A Question At
    [Documentation]    Return the request once this failure has hit it.
    [Arguments]    ${failure: str}
    VAR    &{body} =    question=How do I clean it?
    ${question} =    Begin Request    POST /api/query    json=${body}
    Wait Until Keyword Succeeds    10 s    50 ms    Failure Should Have Happened    ${failure}    times=1
    RETURN    ${question}

Let It Fail
    [Documentation]    The model no longer hangs, and refuses.
    [Arguments]    ${question: object}
    Deactivate Failure    slow model
    Finish Request    ${question}    status=503
    Failure Should Have Happened    broken model    times=1
    Deactivate Failure    broken model

Let A Question Fail That Cannot Be Refunded
    [Documentation]    The model fails, and then the second write to the user's counters. Return the error of the API.
    [Arguments]    ${user: object}
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException    times=1
    ${fault} =    Activate Fault
    ...    error
    ...    table=usage
    ...    access=write
    ...    key=${user.user_id}
    ...    code=AccessDeniedException
    ...    skip=1
    Ask    How do I clean it?    status=503
    ${error} =    Error Should Be Uniform    503    service_unavailable
    Failure Should Have Happened    ${fault}    times=1
    Deactivate Failure    ${fault}
    RETURN    ${error}

Request Should Be Refused While This Counter Cannot Be Written
    [Documentation]    The fault hits this counter and no other call. Afterwards the request is served and counted.
    [Arguments]    ${table: str}    ${keyword: str}    ${argument: str}
    ${me} =    Sign In As A Fresh User
    ${fault} =    Activate Fault
    ...    error
    ...    table=${table}
    ...    access=write
    ...    key=*${me.user_id}*
    ...    code=AccessDeniedException
    Run Keyword    ${keyword}    ${argument}    status=503
    Error Should Be Uniform    503    service_unavailable
    Failure Should Have Happened    ${fault}    times=1
    Nothing Should Be Paid For
    Deactivate Failure    ${fault}
    Run Keyword    ${keyword}    ${argument}
    Daily Usage Should Have Grown By    1
    Forget AWS Calls

Nothing Should Be Paid For
    [Documentation]    Neither the model nor the transcriber has been called.
    AWS Should Not Be Called    bedrock*.*
    AWS Should Not Be Called    transcribe.*
