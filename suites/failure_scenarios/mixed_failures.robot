*** Settings ***
Documentation    Intermittent failures in several places: which requests are hit, and what is charged afterwards.

Resource         ../../resources/failures.resource

Test Setup       Sign In

Test Tags        chaos    api-call    needs:fault-injection    needs:cost


*** Test Cases ***
Usage Is Exact Despite Intermittent Failures
    [Documentation]    Each question is either answered and charged, or refused and not charged.
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException    probability=0.3    seed=4
    Activate Fault    error    service=bedrock-agent-runtime    code=InternalServerException    skip=7    times=2
    Activate Fault    latency    service=dynamodb    delay=20ms    jitter=20ms    probability=0.5
    Activate Fault    reset    service=dynamodb    phase=after    attempt=1    probability=0.2    seed=4
    ${answered} =    Ask Numbered Questions    20
    ${answered_questions} =    Get Length    ${answered}
    Number Should Be    ${answered_questions}    more_than=0    less_than=20
    Daily Usage Should Have Grown By    ${answered_questions}

Same Seed Hits The Same Questions
    [Tags]    needs:second-user
    ${answered_with_seed_1} =    Ask While The Model Fails Now And Then    seed=1
    ${answered_questions} =    Get Length    ${answered_with_seed_1}
    Number Should Be    ${answered_questions}    more_than=0    less_than=12
    Sign In As Second User
    ${answered_again_with_seed_1} =    Ask While The Model Fails Now And Then    seed=1
    Should Be Equal    ${answered_again_with_seed_1}    ${answered_with_seed_1}
    Sign In
    ${answered_with_seed_2} =    Ask While The Model Fails Now And Then    seed=2
    Should Not Be Equal    ${answered_with_seed_2}    ${answered_with_seed_1}

Failures End After Their Duration
    [Tags]    slow
    Activate Fault    error    1 second    service=bedrock-runtime    code=AccessDeniedException
    Ask    How do I descale it?    status=503
    Wait Until Keyword Succeeds    5 s    200 ms    Ask    How do I descale it?

Request Ends In Time Although Every Call Is Slow
    [Documentation]    No call is so slow that it times out, and yet all of them together must not outlast the gateway.
    ...    The time may be over before a model is called.
    [Tags]    slow    needs:destructive
    Have Manual    coffee-machine.pdf
    Activate Fault    latency    service=dynamodb    delay=2900ms    name=slow tables
    Activate Fault    latency    service=bedrock*    delay=2900ms    name=slow models    must_hit=False
    Send New Question
    Response Time Should Be    at_least=2900 ms    less_than=27 s
    Deactivate Failure    slow tables
    Deactivate Failure    slow models
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7


*** Keywords ***
Ask While The Model Fails Now And Then
    [Documentation]    Ask twelve questions while the model refuses four in ten, and return which ones were answered.
    [Arguments]    ${seed: int}
    ${fault} =    Activate Fault
    ...    error
    ...    name=refusing model
    ...    service=bedrock-runtime
    ...    code=AccessDeniedException
    ...    probability=0.4
    ...    seed=${seed}
    ${answered} =    Ask Numbered Questions    12
    Deactivate Failure    ${fault}
    RETURN    ${answered}
