*** Settings ***
Documentation    Eight named failures: what users are told, what it costs them, and that everything recovers.
...
...              The other two are tested elsewhere: `stale_reads` in failure_scenarios/stale_reads, and
...              `duplicate_delivery` in error_handling/error_processor.

Resource         ../../resources/failures.resource

Test Teardown    Manuel Should Have Recovered

Test Tags        chaos    api-call    needs:fault-injection    needs:aws-inspection    needs:cost


*** Test Cases ***
Throttled Model Is Reported As Unavailable And Not Charged
    [Documentation]    The model is throttled for longer than its calls are retried.
    [Tags]    needs:destructive
    Sign In With Manual    coffee-machine.pdf
    Activate Failure    bedrock_throttling
    Ask    How do I descale it?    status=503
    Error Should Be Uniform    503    service_unavailable
    Deactivate Failure    bedrock_throttling
    Daily Usage Should Have Grown By    0
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7

Question Is Refused And Not Charged While The Tables Are Throttled
    [Documentation]    A question that cannot be counted is refused with 503: it is neither answered nor blamed on the
    ...    quota.
    Sign In
    Ask    How do I descale it?
    Activate Failure    dynamodb_throttling
    Forget AWS Calls
    Ask    How do I clean it?    status=503
    Error Should Be Uniform    503    service_unavailable
    AWS Should Not Be Called    bedrock*.*
    Deactivate Failure    dynamodb_throttling
    Daily Usage Should Have Grown By    1

Failed Transcription Is Reported As Unavailable And Not Charged
    Sign In
    Activate Failure    transcribe_failure
    Transcribe    how-do-i-descale-it.wav    status=503
    Error Should Be Uniform    503    service_unavailable
    S3 Object Should Not Exist    audio
    Deactivate Failure    transcribe_failure
    Daily Usage Should Have Grown By    0
    ${transcript} =    Transcribe    how-do-i-descale-it.wav
    Should Be Equal    ${transcript.transcription}    How do I descale it?

Model That Never Responds Is Reported As A Timeout And Not Charged
    [Documentation]    The user is told so before the gateway times out.
    [Tags]    slow
    Sign In
    ${before} =    Circuit Breaker Should Be    bedrock    closed
    Activate Failure    network_timeout
    Send New Question
    Response Time Should Be    less_than=25 s
    ${error} =    Error Should Be Uniform    504    dependency_timeout
    Queue Should Hold    dead-letter    request_id=${error.request_id}    service=bedrock*
    Circuit Breaker Should Be    bedrock    closed    failures=${before.failure_count + 1}
    Deactivate Failure    network_timeout
    Daily Usage Should Have Grown By    0

Signed-In User Continues While Cognito Refuses Sign-Ins
    ${me} =    Sign In
    Activate Failure    authentication_failure
    Run Keyword And Expect Error    *NotAuthorizedException*    Sign In    ${me.email}
    Get Usage
    Deactivate Failure    authentication_failure
    ${signed_in_user} =    Sign In    ${me.email}
    Should Be Equal    ${signed_in_user.user_id}    ${me.user_id}

Open Circuit Breaker Refuses Questions And Charges Nothing
    [Tags]    needs:admin-user
    Sign In
    Activate Failure    circuit_breaker_open
    Forget AWS Calls
    Ask    How do I descale it?    status=503
    Error Should Be Uniform    503    service_unavailable
    AWS Should Not Be Called    bedrock*.*
    Deactivate Failure    circuit_breaker_open
    Daily Usage Should Have Grown By    0

User Over The Rate Limit Is Refused While Others Are Served
    [Tags]    needs:load    needs:second-user
    ${me} =    Sign In
    Activate Failure    rate_limit_exceeded
    Ask    How do I descale it?    status=429
    ${error} =    Error Should Be Uniform    429    rate_limit_exceeded
    Number Should Be    ${error.retry_after}    at_most=${rate_limit_window_seconds}
    Sign In As Second User
    Ask    How do I descale it?
    DynamoDB Item Should Not Exist    usage    user_id=${me.user_id}

User Over The Daily Quota Is Refused While Others Are Served
    [Tags]    needs:load    needs:second-user
    Sign In
    Activate Failure    quota_exceeded
    Ask    How do I clean it?    status=429
    ${error} =    Error Should Be Uniform    429    quota_exceeded
    Fields Should Be    ${error}    usage_info.quota=daily
    Daily Usage Should Have Grown By    ${daily_quota}
    Transcribe    how-do-i-descale-it.wav    status=429
    Sign In As Second User
    Ask    How do I descale it?


*** Keywords ***
Manuel Should Have Recovered
    [Documentation]    Nothing fails any more: a new user is served with the help of every dependency.
    Sign In
    Ask By Voice    how-do-i-descale-it.wav
    Response Should Have    question=How do I descale it?    answer=?*
