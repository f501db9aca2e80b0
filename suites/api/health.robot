*** Settings ***
Documentation    Whether the service and what it depends on work.

Resource         ../../resources/aws.resource
Library          FailureSimulator
Library          ManuelResilience

Test Tags        api    api-call


*** Variables ***
@{DEPENDENCIES}    dynamodb    s3    cognito    bedrock    transcribe    cache
@{BREAKERS}        bedrock    dynamodb    s3    transcribe


*** Test Cases ***
Service Is Healthy
    [Tags]    smoke
    ${health} =    Get Health
    Should Be Equal    ${health.status}    healthy
    Should Be Equal    ${health.checks.configuration}    healthy
    Should Be Equal    ${health.checks.circuit_breakers}    healthy
    Should Be Equal    ${health.environment}    ${{ $stage or $environment }}

Health Reports The Uptime
    [Tags]    needs:time-control
    ${before} =    Get Health
    Advance Time By    1 minute
    ${after} =    Get Health
    Should Be True    60 <= $after.uptime_seconds - $before.uptime_seconds < 90
    Should Be True    60 <= $after.timestamp - $before.timestamp < 90

Health Check Calls No Dependency
    [Documentation]    Load balancers ask for it every few seconds, also while a dependency is down.
    [Tags]    needs:aws-inspection
    Get Health
    AWS Should Not Be Called
    Get Deep Health
    ${calls} =    Get AWS Calls
    Should Not Be Empty    ${calls}

Every Dependency Is Healthy
    [Tags]    smoke
    ${health} =    Get Deep Health
    Should Be Equal    ${health.status}    healthy
    FOR    ${name}    IN    @{DEPENDENCIES}
        Should Be Equal    ${health.services}[${name}][status]    healthy    ${name} is not healthy
    END

Deep Health Check Calls The Dependencies
    [Documentation]    Each AWS service gets a call of its own, and how long that took is told.
    [Tags]    needs:aws-inspection    needs:fault-injection
    Activate Fault    latency    service=s3    delay=80ms
    ${health} =    Get Deep Health
    Should Be True    80 <= $health.services.s3.latency_ms < 1000
    ${calls} =    Get AWS Calls
    ${services} =    Evaluate    {call["service"] for call in $calls}
    Should Contain    ${services}    dynamodb
    Should Contain    ${services}    s3
    Should Contain    ${services}    bedrock-agent
    Should Contain    ${services}    transcribe

Deep Health Shows Which Dependency Is Down
    [Documentation]    The service still answers 200: it can do most of its work.
    [Tags]    needs:fault-injection
    Activate Failure    transcribe_failure
    ${health} =    Get Deep Health
    Should Be Equal    ${health.status}    degraded
    Should Be Equal    ${health.services.transcribe.status}    unhealthy
    Should Be Equal    ${health.services.s3.status}    healthy
    Deactivate Failure    transcribe_failure
    ${health} =    Get Deep Health
    Should Be Equal    ${health.services.transcribe.status}    healthy

Service Is Unhealthy Without Its Database
    [Tags]    needs:fault-injection
    Activate Failure    dynamodb_throttling
    ${health} =    Get Deep Health    status=503
    Should Be Equal    ${health.status}    unhealthy
    Should Be Equal    ${health.services.dynamodb.status}    unhealthy
    Deactivate Failure    dynamodb_throttling
    ${health} =    Get Deep Health
    Should Be Equal    ${health.services.dynamodb.status}    healthy

Every Circuit Breaker Is Listed With Its Limits
    Sign In
    ${answer} =    Get Circuit Breakers
    FOR    ${name}    IN    @{BREAKERS}
        VAR    ${breaker} =    ${answer.circuit_breakers}[${name}]
        Should Be Equal As Integers    ${breaker.failure_threshold}    ${breaker_failures}
        Should Be Equal As Numbers    ${breaker.reset_timeout_seconds}    ${breaker_reset_seconds}
        Should Be Equal As Integers    ${breaker.success_threshold}    2
    END

Breaker Counts Failures Until It Is Reset
    [Tags]    needs:fault-injection    needs:admin-user    needs:cost
    Sign In As Admin
    Reset Circuit Breaker    bedrock
    Activate Failure    bedrock_throttling
    Ask    How do I descale it?    status=503
    Deactivate Failure    bedrock_throttling
    Breaker Should Be Closed With    bedrock    failures=1
    ${reset} =    Reset Circuit Breaker    bedrock
    Should Be Equal    ${reset.service}    bedrock
    Breaker Should Be Closed With    bedrock    failures=0

Breaker Of An Unknown Dependency Is Not Found
    [Tags]    needs:admin-user
    Sign In As Admin
    Reset Circuit Breaker    transcribe
    Reset Circuit Breaker    payments    status=404
    Error Should Be    404    not_found


*** Keywords ***
Breaker Should Be Closed With
    [Documentation]    A closed breaker that has counted this many failures.
    [Arguments]    ${service: str}    ${failures: int}
    ${answer} =    Get Circuit Breakers
    Should Be Equal    ${answer.circuit_breakers}[${service}][state]    closed
    Should Be Equal As Integers    ${answer.circuit_breakers}[${service}][failure_count]    ${failures}
