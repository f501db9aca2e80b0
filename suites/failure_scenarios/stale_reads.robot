*** Settings ***
Documentation    The replicas of a table lag behind, so a read that does not ask for consistency misses the latest
...              writes. Users notice nothing of it: each request sees what the responses before it have said.

Resource         ../../resources/failures.resource
Resource         ../../resources/users.resource

Test Setup       Sign In As A Fresh User Clear Of Midnight

Test Tags        chaos    api-call    needs:fault-injection


*** Test Cases ***
Uploaded Manual Is Known At Once
    [Tags]    needs:destructive
    Activate Failure    stale_reads
    ${manual} =    Upload Manual    thermostat.pdf
    Manual Should Be    ${manual}    name=thermostat.pdf

Uploaded Manual Is Listed At Once
    [Tags]    needs:destructive
    Activate Failure    stale_reads
    ${manual} =    Upload Manual    thermostat.pdf
    List Manuals
    Response Should Have    count=1    manuals.0.id=${manual.manual_id}
    Get Ingested Files
    Response Should Have    count=1    files.0.manual_id=${manual.manual_id}

Ingestion Job Is Known At Once
    [Documentation]    A backend may begin a job a little later, when it reads of the manual.
    [Tags]    needs:destructive
    Activate Failure    stale_reads
    ${manual} =    Upload Manual    thermostat.pdf
    ${job_id} =    Wait Until Ingestion Begins    ${manual}    timeout=90 s
    Ingestion Job Should Be    ${job_id}    manual_id=${manual.manual_id}
    Get Ingestion Status
    Response Should Have    jobs.0.job_id=${job_id}

Deleted Manual Is Gone At Once
    [Tags]    needs:destructive
    ${manual} =    Have Manual    thermostat.pdf
    Activate Failure    stale_reads
    Delete Manual    ${manual}
    Get Manual    ${manual}    status=404
    Delete Manual    ${manual}    status=404
    List Manuals
    Response Should Have    count=0

Deleted Manual Is Not Cited From The Cache
    [Tags]    needs:destructive    needs:cost
    ${manual} =    Have Manual    coffee-machine.pdf
    Ask    How do I descale it?
    ${cached_answer} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${cached_answer}
    Activate Failure    stale_reads
    Delete Manual    ${manual}
    ${answer} =    Ask    How do I descale it?
    Answer Should Be New    ${answer}
    Answer Should Cite Nothing    ${answer}

Repeated Submission Creates One Manual
    [Documentation]    Its idempotency key is known at once.
    [Tags]    needs:destructive
    Activate Failure    stale_reads
    ${first_upload} =    Upload Manual    thermostat.pdf    idempotency_key=submitted-once
    ${repeated_upload} =    Upload Manual    thermostat.pdf    idempotency_key=submitted-once
    Should Be Equal    ${repeated_upload.manual_id}    ${first_upload.manual_id}
    List Manuals
    Response Should Have    count=1

Requests Are Counted At Once
    [Documentation]    Each counter goes on from its latest value.
    [Tags]    needs:cost
    Activate Failure    stale_reads
    Transcribe    how-do-i-descale-it.wav
    Ask    How do I descale it?
    Ask    How do I clean it?
    Usage Should Be    daily_queries=3    monthly_queries=3    breakdown.total=3    historical.-1.queries=3
    Quota Should Be    daily.used=3    monthly.used=3    last_operation=query

Costs Are Known At Once
    [Tags]    needs:cost
    ${before} =    Get Usage
    Activate Failure    stale_reads
    ${answer} =    Ask    How do I descale it?
    Usage Should Have Grown By    ${before}    daily_costs.query_cost_eur=${answer.cost_info.total_cost_eur}
    Response Should Have    recent_queries.0.operation=query

Quota Holds Despite Stale Reads
    [Tags]    needs:cost
    Use Quota    until=${daily_quota - 1}
    Activate Failure    stale_reads
    Ask    How do I clean it?
    Ask    How do I clean it again?    status=429
    Error Should Be    429    quota_exceeded
    Quota Should Be    daily.used=${daily_quota}

Monthly Count Carries Over Despite Stale Reads
    [Tags]    needs:cost    needs:time-control
    Keep Clear Of Month End    days=1
    Activate Failure    stale_reads
    Ask    How do I descale it?
    Go To Next Day
    Ask    How do I descale it?
    Usage Should Be    daily_queries=1    monthly_queries=2
