*** Settings ***
Documentation    Requests, errors and durations are measured in CloudWatch.

Resource         ../../resources/failures.resource
Resource         ../../resources/manual_site.resource

Test Setup       Sign In

Test Tags        error_handling    api-call    needs:fault-injection    needs:aws-inspection    needs:cost


*** Test Cases ***
Requests Are Counted By Outcome
    ${requests} =    Get Count    Requests
    ${client_errors} =    Get Count    ClientErrors
    ${server_errors} =    Get Count    ServerErrors
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException    times=1
    Ask    How do I descale it?    status=503
    Ask    ${EMPTY}    status=400
    Ask    How do I descale it?
    Count Should Be    Requests    ${requests + 3}
    Count Should Be    ClientErrors    ${client_errors + 1}
    Count Should Be    ServerErrors    ${server_errors + 1}

Refusals And Timeouts Are Counted By Outcome
    [Documentation]    A used-up quota is the client's business, a timeout of the model the server's.
    ${client_errors} =    Get Count    ClientErrors
    ${server_errors} =    Get Count    ServerErrors
    Let A Question Time Out
    Count Should Be    ServerErrors    ${server_errors + 1}
    Count Should Be    ClientErrors    ${client_errors}
    Ask    How do I descale it?
    Set Daily Usage    ${daily_quota}
    Ask    How do I clean it?    status=429
    Count Should Be    ClientErrors    ${client_errors + 1}
    Count Should Be    ServerErrors    ${server_errors + 1}

Requests That An Open Breaker Refuses Are Server Errors
    [Documentation]    They fail as well, although no dependency has been called.
    [Tags]    needs:admin-user
    Activate Failure    circuit_breaker_open
    ${requests} =    Get Count    Requests
    ${server_errors} =    Get Count    ServerErrors
    Ask    How do I descale it?    status=503
    Count Should Be    ServerErrors    ${server_errors + 1}
    Count Should Be    Requests    ${requests + 1}

Refusals Of Other Kinds Are Client Errors As Well
    [Tags]    needs:destructive
    [Template]    Refusal Should Be A Client Error
    getManual    Get Manual    ${UNKNOWN_ID}    status=404
    deleteManual    Delete Manual    ${UNKNOWN_ID}    status=404
    uploadManual    Upload Manual    thermostat.pdf    content_type=text/plain    status=415
    getQuota    Send Request    GET    /api/user/quota?version\=9.9    status=400
    listManuals    List Manuals    limit=0    status=400

Requests Over The Rate Limit Are Counted
    [Documentation]    Otherwise it would go unnoticed that a client sends too many.
    [Tags]    needs:load
    ${client_errors} =    Get Count    ClientErrors
    ${requests} =    Get Count    Requests
    Use Up Rate Limit
    Ask    How do I descale it?    status=429
    Count Should Be    ClientErrors    ${client_errors + 1}
    Count Should Be    Requests    ${requests + 1}

Every Operation Is Measured By Itself
    [Tags]    needs:destructive
    [Template]    Request Should Be Counted As
    query    Ask    How do I descale it?
    transcribe    Transcribe    how-do-i-descale-it.wav
    uploadManual    Upload Manual    thermostat.pdf
    listManuals    List Manuals
    getUsage    Get Usage
    getIngestionStatus    Get Ingestion Status
    getQuota    Get Quota
    listIngestionFiles    Get Ingested Files

Operations On One Manual Are Measured By Themselves
    [Tags]    needs:destructive
    ${manual} =    Have Manual    thermostat.pdf
    ${files} =    Get Ingested Files
    Request Should Be Counted As    getManual    Get Manual    ${manual}
    Request Should Be Counted As    getIngestionJob    Get Ingestion Job    ${files.files}[0][job_id]
    Request Should Be Counted As    deleteManual    Delete Manual    ${manual}

Fetch Is Measured By Itself
    [Tags]    needs:destructive
    Require A Manual Site
    Request Should Be Counted As    downloadManual    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf

Duration Is Measured
    Activate Fault    latency    service=bedrock-runtime    delay=600ms
    Ask    How do I descale it?
    ${health} =    Get Health
    ${longest_ms} =    Get CloudWatch Metric    Duration    Maximum    Stage=${health.environment}    Operation=query
    Number Should Be    ${longest_ms}    at_least=600    at_most=30000

Broken Metrics Do Not Affect Responses
    Activate Fault    error    service=cloudwatch    operation=PutMetricData    code=InternalServiceFault
    ${answer} =    Ask    How do I descale it?
    Should Not Be Empty    ${answer.answer}

Monitoring That Hangs Holds No Response Up
    [Documentation]    Neither an answer waits for its figures until the gateway gives up, nor a failure for its dead
    ...    letter.
    [Tags]    slow
    Activate Fault    hang    service=cloudwatch    operation=PutMetricData    name=silent metrics
    Ask    How do I descale it?    status=200
    Deactivate Failure    silent metrics
    Activate Fault    hang    service=sqs    operation=SendMessage    name=silent queue
    Let A Question Fail
    Response Time Should Be    less_than=27 s
    Deactivate Failure    silent queue


*** Keywords ***
Let A Question Time Out
    [Documentation]    The model says that it does not answer in time.
    ${fault} =    Activate Fault    error    service=bedrock-runtime    code=ModelTimeoutException
    Ask    How do I descale it?    status=504
    Deactivate Failure    ${fault}

Request Should Be Counted As
    [Documentation]    A request is counted under the name that its operation has in the contract.
    [Arguments]    ${operation: str}    ${keyword: str}    @{arguments: Any}
    ${requests} =    Get Count    Requests    ${operation}
    Run Keyword    ${keyword}    @{arguments}
    Count Should Be    Requests    ${requests + 1}    ${operation}

Refusal Should Be A Client Error
    [Documentation]    A refused request of an operation is counted as an error of the client, and not of the server.
    [Arguments]    ${operation: str}    ${keyword: str}    @{arguments: Any}    &{options: Any}
    ${client_errors} =    Get Count    ClientErrors    ${operation}
    ${server_errors} =    Get Count    ServerErrors    ${operation}
    Run Keyword    ${keyword}    @{arguments}    &{options}
    Count Should Be    ClientErrors    ${client_errors + 1}    ${operation}
    Count Should Be    ServerErrors    ${server_errors}    ${operation}

Get Count
    [Documentation]    Return the sum of a metric of an operation so far.
    [Arguments]    ${name: str}    ${operation: str}=query
    ${health} =    Get Health
    ${value} =    Get CloudWatch Metric
    ...    ${name}
    ...    default=0
    ...    Stage=${health.environment}
    ...    Operation=${operation}
    RETURN    ${value}

Count Should Be
    [Documentation]    Wait until the sum of a metric of an operation is this.
    [Arguments]    ${name: str}    ${value: float}    ${operation: str}=query
    ${health} =    Get Health
    CloudWatch Metric Should Be    ${name}    ${value}    Stage=${health.environment}    Operation=${operation}
