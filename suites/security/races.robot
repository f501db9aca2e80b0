*** Settings ***
Documentation    Requests of the same moment, which must not get past a check between them.
...
...              OWASP ASVS 15.4.2; CWE-362, CWE-367.

Resource         ../../resources/manuals.resource
Resource         ../../resources/users.resource

Test Setup       Sign In As A Fresh User On A Quiet Day

Test Tags        security    api-call    cwe-362    asvs-15.4.2    needs:load


*** Test Cases ***
Last Questions Of A Day Are Not Asked Twice
    [Documentation]    Twelve at once with three left: three are answered, nine refused, and the count is exact.
    [Tags]    needs:cost
    Use Quota    until=${daily_quota - 3}
    VAR    &{question} =    question=How do I descale machine {number}?
    ${responses} =    Send Requests At Once    POST /api/query    json=${question}    times=12
    Lists Should Be Equal    ${{ sorted(each.status_code for each in $responses) }}    ${{ [200] * 3 + [429] * 9 }}
    ${quota} =    Get Quota
    Should Be Equal As Integers    ${quota.quotas.daily.used}    ${daily_quota}
    Should Be Equal    ${quota.status}    EXCEEDED

Every Question Of The Same Moment Is Counted
    [Documentation]    Also those of a user's first moment, when there is nothing to count in yet.
    [Tags]    needs:cost
    VAR    &{question} =    question=How do I descale machine {number}?
    ${responses} =    Send Requests At Once    POST /api/query    json=${question}    times=10
    Lists Should Be Equal    ${{ [each.status_code for each in $responses] }}    ${{ [200] * 10 }}
    Daily Usage Should Have Grown By    10
    ${counts} =    Evaluate    sorted(each.json()["usage"]["daily_used"] for each in $responses)
    Lists Should Be Equal    ${counts}    ${{ list(range(1, 11)) }}

Manual Is Deleted Once
    [Documentation]    Of several deletions at once one works; the others, and whoever reads, find it or find it gone.
    [Tags]    needs:destructive
    ${manual} =    Have Manual    thermostat.pdf
    VAR    ${path} =    /api/manuals/${manual.manual_id}
    ${responses} =    Send Requests At Once    DELETE ${path}    GET ${path}    times=5
    ${deletions} =    Evaluate    sorted(each.status_code for each in $responses[::2])
    Lists Should Be Equal    ${deletions}    ${{ [200] + [404] * 4 }}
    ${reads} =    Evaluate    {each.status_code for each in $responses[1::2]}
    Should Be True    $reads <= {200, 404}
    Get Manual    ${manual}    status=404

One Key At The Same Moment Makes One Manual
    [Documentation]    The same submission five times at once, as a client does that is impatient.
    [Tags]    needs:destructive
    ${data} =    Read Manual File    thermostat.pdf
    VAR    &{body} =    file_name=a.pdf    file_data=${data}    content_type=application/pdf
    VAR    &{headers} =    Idempotency-Key=impatient
    ${responses} =    Send Requests At Once
    ...    POST /api/manuals/upload
    ...    json=${body}
    ...    headers=${headers}
    ...    times=5
    ${made} =    Evaluate    {each.json().get("manual_id") for each in $responses}
    Length Should Be    ${made}    1
    ${manuals} =    List All Manuals
    Length Should Be    ${manuals}    1

Rate Limit Holds For Requests Of The Same Moment
    [Documentation]    Never more are served than the limit allows within one window, or two where one ends just then.
    ${bursts} =    Evaluate    math.ceil((2 * $rate_limit_requests + 1) / 40)
    VAR    @{statuses} =    @{EMPTY}
    FOR    ${_}    IN RANGE    ${bursts}
        ${responses} =    Send Requests At Once    GET /api/user/quota    times=40
        ${statuses} =    Evaluate    $statuses + [each.status_code for each in $responses]
    END
    VAR    ${answers} =    Answers by status: ${{ dict(collections.Counter($statuses)) }}.
    Should Be True    $rate_limit_requests <= $statuses.count(200) <= 2 * $rate_limit_requests    ${answers}
    Response Status Should Be    429
