*** Settings ***
Documentation    When the rows of the tables expire: DynamoDB deletes them by `ttl`, in epoch seconds.
...
...              In other units a row is kept for ever, or is deleted at once. Records of failures are tested in
...              error_handling/error_tracking.

Resource         ../../resources/aws.resource
Resource         ../../resources/users.resource

Test Setup       Sign In As A Fresh User Clear Of Midnight

Test Tags        api    api-call    needs:cost    needs:aws-inspection


*** Test Cases ***
Every Row Expires In Time
    [Documentation]    Usage and costs outlive their month and the history; the counts of a rate limit outlive their
    ...    window, and not the next day.
    ${me} =    Get Current User
    Ask    How do I descale it?
    Row Should Expire    usage    at_least=38 days    at_most=1100 days    user_id=${me.user_id}
    Row Should Expire    usage    at_least=38 days    at_most=1100 days    user_id=cost#${me.user_id}
    Row Should Expire    rate-limit    at_least=0 seconds    at_most=1 day    limit_key=*${me.user_id}*

Usage Of Each Day Expires In Time
    [Documentation]    So does the usage of a day that goes on with the count of its month.
    [Tags]    needs:time-control
    ${me} =    Get Current User
    Keep Clear Of Month End
    FOR    ${question}    IN    How do I descale it?    How do I clean it?
        Ask    ${question}
        ${now} =    Get Backend Time
        VAR    ${today} =    ${now.date().isoformat()}
        Row Should Expire    usage    at_least=38 days    at_most=1100 days    user_id=${me.user_id}    date=${today}
        Go To Next Day
    END

Manual Never Expires
    [Documentation]    It is the user's until the user deletes it.
    [Tags]    needs:destructive
    ${me} =    Get Current User
    ${manual} =    Upload Manual    thermostat.pdf
    VAR    ${key} =    manuals/${me.user_id}/${manual.manual_id}.pdf
    ${row} =    DynamoDB Item Should Exist    usage    user_id=file_tracker#${key}
    Dictionary Should Not Contain Key    ${row}    ttl    The row is that of file_tracker#${key}.
    @{rows} =    Get DynamoDB Items    usage    user_id=library#${me.user_id}
    FOR    ${row}    IN    @{rows}
        Dictionary Should Not Contain Key    ${row}    ttl    The row is one of library#${me.user_id}.
    END

Idempotency Key May Be Reused After A Day Although The Row Is Still There
    [Documentation]    DynamoDB deletes rows within days of their `ttl` (Developer Guide, "Using time to live (TTL) in
    ...    DynamoDB").
    [Tags]    needs:destructive    needs:time-control
    Disable Time To Live    usage
    ${first_upload} =    Upload Manual    thermostat.pdf    idempotency_key=daily
    Advance Time By    15 hours
    ${repeated_upload} =    Upload Manual    thermostat.pdf    idempotency_key=daily
    Should Be Equal    ${repeated_upload.manual_id}    ${first_upload.manual_id}
    Advance Time By    10 hours
    ${upload_after_a_day} =    Upload Manual    thermostat.pdf    idempotency_key=daily
    Should Not Be Equal    ${upload_after_a_day.manual_id}    ${first_upload.manual_id}

Rate Limit Ends With Its Window Although The Row Remains
    [Tags]    needs:load    needs:time-control
    Disable Time To Live    rate-limit
    Use Up Rate Limit
    ${retry_after: int} =    Get Response Header    Retry-After
    Advance Time By    ${retry_after} seconds
    Get Usage    status=200

Used-Up Rate Limit Does Not Return An Hour Or A Day Later
    [Documentation]    The same minute of another hour, and the same hour of another day, are windows of their own.
    [Tags]    needs:load    needs:time-control
    Disable Time To Live    rate-limit
    Use Up Rate Limit
    FOR    ${pause}    IN    1 hour    23 hours
        Advance Time By    ${pause}
        Get Usage    status=200
    END


*** Keywords ***
Row Should Expire
    [Documentation]    A row with this key has a `ttl` so long from now.
    [Arguments]    ${table: str}    ${at_least: timedelta}    ${at_most: timedelta}    &{key: str}
    ${now} =    Get Backend Time
    ${row} =    DynamoDB Item Should Exist    ${table}    &{key}
    Dictionary Should Contain Key    ${row}    ttl    The row is one of table ${table}.
    ${expires_at} =    Convert To Number    ${row}[ttl]
    VAR    ${seconds_until_row_expires} =    ${expires_at - ${now.timestamp()}}
    Number Should Be    ${seconds_until_row_expires}    at_least=${at_least.total_seconds()}
    ...    at_most=${at_most.total_seconds()}
