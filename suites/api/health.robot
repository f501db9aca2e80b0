*** Settings ***
Documentation    Whether the service and its dependencies work.

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
    ${stage_or_environment} =    Set Variable If    $stage    ${stage}    ${environment}
    Get Health
    Response Should Have    status=healthy
    ...    environment=${stage_or_environment}

Health Reports The Uptime
    [Tags]    needs:time-control
    ${health_before} =    Get Health
    Advance Time By    1 minute
    ${health_a_minute_later} =    Get Health
    FOR    ${field}    IN    uptime_seconds    timestamp
        VAR    ${start: float} =    ${health_before}[${field}]
        Number Should Be    ${health_a_minute_later}[${field}]    at_least=${start + 60}    less_than=${start + 90}
    END

Health Check Calls No Dependency
    [Documentation]    Load balancers ask for it every few seconds, even while a dependency is down.
    [Tags]    needs:aws-inspection
    Get Health
    AWS Should Not Be Called
    Get Deep Health
    AWS Should Be Called    *

Every Dependency Is Healthy
    [Documentation]    A dependency that responds slowly is degraded, as any may be when it is called for the first
    ...    time.
    [Tags]    smoke
    Wait Until Keyword Succeeds    10 s    200 ms    Every Dependency Should Be Healthy

Deep Health Check Calls The Dependencies
    [Documentation]    Each AWS service is called, and the response says how long that took.
    [Tags]    needs:aws-inspection    needs:fault-injection
    Activate Fault    latency    service=s3    delay=80ms
    ${health} =    Get Deep Health
    Number Should Be    ${health.services.s3.latency_ms}    at_least=80    less_than=1000
    FOR    ${service}    IN    dynamodb    s3    bedrock-agent    transcribe
        AWS Should Be Called    ${service}.*
    END

Slow Dependency Is Degraded
    [Documentation]    A dependency is slow if it takes more than a second. The response says how many milliseconds it
    ...    took.
    [Tags]    needs:fault-injection
    Wait Until Keyword Succeeds    10 s    200 ms    Every Dependency Should Be Healthy
    FOR    ${service}    IN    dynamodb    s3    bedrock-agent    transcribe
        Activate Fault    latency    service=${service}    delay=1100ms
    END
    ${health} =    Get Deep Health
    Response Should Have    status=degraded
    FOR    ${name}    IN    dynamodb    s3    bedrock    transcribe
        Fields Should Be    ${health.services}[${name}]    status=degraded
        Number Should Be    ${health.services}[${name}][latency_ms]    at_least=1100    less_than=10000
    END

Slow Dependency Does Not Make Others Look Slow
    [Tags]    needs:fault-injection
    [Template]    Only This Dependency Should Be Slow
    dynamodb    dynamodb
    s3    s3

Deep Health Shows Which Dependency Is Down
    [Documentation]    The service still answers 200: it can do most of its work.
    [Tags]    needs:fault-injection
    Activate Failure    transcribe_failure
    Get Deep Health
    Response Should Have    status=degraded    services.transcribe.status=unhealthy    services.s3.status=healthy
    Deactivate Failure    transcribe_failure
    Get Deep Health
    Response Should Have    services.transcribe.status=healthy

Dependency That Hangs Is Unhealthy
    [Documentation]    It is not waited for until the gateway gives up.
    [Tags]    slow    needs:fault-injection
    Activate Fault    hang    service=transcribe
    Get Deep Health
    Response Should Have    status=degraded    services.transcribe.status=unhealthy    services.s3.status=healthy

Health Of Every Dependency Is Its Own
    [Documentation]    A dependency that refuses every call is unhealthy, and the others are not.
    [Tags]    needs:fault-injection
    [Template]    Only This Dependency Should Be Unhealthy
    bedrock    bedrock-agent
    cognito    cognito-idp
    s3    s3
    transcribe    transcribe

Service Is Unhealthy Without Its Database
    [Tags]    needs:fault-injection
    Activate Failure    dynamodb_throttling
    Get Deep Health    status=503
    Response Should Have    status=unhealthy    services.dynamodb.status=unhealthy
    Deactivate Failure    dynamodb_throttling
    Get Deep Health
    Response Should Have    services.dynamodb.status=healthy

Every Circuit Breaker Is Listed With Its Limits
    Sign In
    ${states} =    Get Circuit Breakers
    FOR    ${name}    IN    @{BREAKERS}
        Fields Should Be    ${states.circuit_breakers}[${name}]    failure_threshold=${breaker_failures}
        ...    reset_timeout_seconds=${breaker_reset_seconds}    success_threshold=2
    END

Breaker Counts Failures Until It Is Reset
    [Tags]    needs:fault-injection    needs:admin-user    needs:cost
    Sign In As Admin
    Reset Circuit Breaker    bedrock
    Activate Failure    bedrock_throttling
    Ask    How do I descale it?    status=503
    Deactivate Failure    bedrock_throttling
    Circuit Breaker Should Be    bedrock    closed    failures=1
    ${reset_breaker} =    Reset Circuit Breaker    bedrock
    Should Be Equal    ${reset_breaker.service}    bedrock
    Circuit Breaker Should Be    bedrock    closed    failures=0

Breaker Of An Unknown Dependency Is Not Found
    [Tags]    needs:admin-user
    Sign In As Admin
    Reset Circuit Breaker    transcribe
    Reset Circuit Breaker    payments    status=404
    Error Should Be    404    not_found


*** Keywords ***
Only This Dependency Should Be Unhealthy
    [Documentation]    While this AWS service fails, the dependency is unhealthy; before and afterwards it is not.
    [Arguments]    ${dependency: str}    ${service: str}
    Wait Until Keyword Succeeds    10 s    200 ms    Every Dependency Should Be Healthy
    ${fault} =    Activate Fault    http_error    service=${service}    status=503
    ${health} =    Get Deep Health
    Response Should Have    status=degraded    services.${dependency}.status=unhealthy
    FOR    ${other}    IN    @{DEPENDENCIES}
        IF    $other != $dependency
            Should Not Be Equal    ${health.services}[${other}][status]    unhealthy
        END
    END
    Deactivate Failure    ${fault}

Only This Dependency Should Be Slow
    [Documentation]    While this AWS service is slow, the dependency is degraded, and the others are healthy. They may
    ...    not be so at once on a machine that is busy itself. The first request is not repeated: a backend without
    ...    the route fails at once.
    [Arguments]    ${dependency: str}    ${service: str}
    ${fault} =    Activate Fault    latency    service=${service}    delay=1100ms
    Get Deep Health
    Wait Until Keyword Succeeds    30 s    200 ms    Only This Dependency Is Degraded    ${dependency}
    Deactivate Failure    ${fault}

Only This Dependency Is Degraded
    [Documentation]    Fail unless this one is degraded, and each other one is healthy.
    [Arguments]    ${dependency: str}
    ${health} =    Get Deep Health
    FOR    ${name}    IN    @{DEPENDENCIES}
        ${expected} =    Set Variable If    $name == $dependency    degraded    healthy
        Should Be Equal    ${health.services}[${name}][status]    ${expected}    status of ${name}
    END

Every Dependency Should Be Healthy
    [Documentation]    Fail unless the service and each of its dependencies are healthy.
    Get Deep Health
    Response Should Have    status=healthy
    FOR    ${name}    IN    @{DEPENDENCIES}
        Response Should Have    services.${name}.status=healthy
    END
