*** Settings ***
Documentation    The model, or the search that it answers from, is slow, broken, or responds with garbage.

Resource         ../../resources/failures.resource

Test Setup       Sign In

Test Tags        chaos    api-call    needs:fault-injection    needs:cost


*** Test Cases ***
Broken Model Response Is Retried
    [Tags]    owasp-api10
    [Template]    Question Should Be Answered Despite One Response
    malformed    content=html
    malformed    content=half
    malformed    content=noise
    malformed    content=empty
    truncated    keep=0.5
    truncated    keep=0.5    ending=reset
    wrong_length    by=-20
    http_error    status=502    body=Bad Gateway

Invalid Model Response Is Not Passed On
    [Documentation]    A response with status 200 but without an answer is a failure, never an empty answer.
    [Tags]    owasp-api10
    [Template]    Question Should Be Refused While The Model Responds With
    malformed    content=html
    malformed    content=half
    malformed    content=empty
    truncated    keep=0.5

Empty Model Response Is A Failure
    Script Bedrock Answer    ${EMPTY}    prompt=clean
    Ask    How do I clean it?    status=503
    Error Should Be Uniform    503    service_unavailable
    ${answer} =    Ask    How do I descale it?
    Should Not Be Empty    ${answer.answer}
    Daily Usage Should Have Grown By    1

Broken Search Is Not Mistaken For No Results
    [Documentation]    To say that the manuals contain nothing about it would be wrong.
    [Tags]    owasp-api10    needs:destructive
    [Setup]    Sign In With Manual    coffee-machine.pdf
    [Template]    Question Should Be Refused While The Search Responds With
    malformed    content=html
    malformed    content=empty
    error    code=InternalServerException
    error    code=AccessDeniedException

Passage Without A Page Is Cited Without One
    [Documentation]    The knowledge base does not know the page of every passage.
    [Tags]    needs:destructive
    ${manual} =    Sign In With Manual    coffee-machine.pdf
    Let The Search Name No Page
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite Only    ${answer}    ${manual}
    FOR    ${source}    IN    @{answer.sources}
        Fields Should Be    ${source}    page_number=${None}
    END

Passage With Little Metadata Is Accepted
    [Documentation]    Its score and its location may be missing (Amazon Bedrock API Reference,
    ...    "KnowledgeBaseRetrievalResult"). Without a location its owner is unknown, so it is not cited.
    [Tags]    needs:destructive
    ${manual} =    Sign In With Manual    coffee-machine.pdf
    ${answer} =    Ask While The Search Leaves Out    score
    Answer Should Cite Only    ${answer}    ${manual}
    ${answer} =    Ask While The Search Leaves Out    location
    Answer Should Cite Nothing    ${answer}

Lost Model Response Is Charged Once
    Activate Fault    reset    service=bedrock-runtime    phase=after    times=1
    ${answer} =    Ask    How do I descale it?
    Should Not Be Empty    ${answer.answer}
    AWS Calls Should Be    bedrock-runtime.InvokeModel    calls=1    attempts=2
    Daily Usage Should Have Grown By    1

Slow Model Is Waited For
    Activate Fault    latency    service=bedrock-runtime    delay=1200ms
    ${answer} =    Ask    How do I descale it?
    Should Not Be Empty    ${answer.answer}
    Number Should Be    ${answer.response_time_ms}    at_least=1200

Model That Hangs Once Is Asked Again
    [Tags]    slow
    Activate Fault    hang    service=bedrock-runtime    times=1
    ${answer} =    Ask    How do I descale it?
    Should Not Be Empty    ${answer.answer}
    AWS Calls Should Be    bedrock-runtime.InvokeModel    calls=1    attempts=2    errors=1
    Daily Usage Should Have Grown By    1

Cached Answer Is Served While The Model Is Down
    Ask    How do I descale it?
    Activate Fault    error    service=bedrock*    code=InternalServerException
    ${answer} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${answer}
    Ask    How do I clean it?    status=503

Failure Is Not Cached
    Activate Fault    error    service=bedrock-runtime    code=InternalServerException    name=broken model
    Ask    How do I descale it?    status=503
    Deactivate Failure    broken model
    ${answer} =    Ask    How do I descale it?
    Answer Should Be New    ${answer}
    Should Not Be Empty    ${answer.answer}

Failed Question Cites No Manual
    [Documentation]    Its passages were found, and there is no answer that cites them.
    [Tags]    needs:destructive
    ${manual} =    Sign In With Manual    coffee-machine.pdf
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException    times=1
    Ask    How do I descale it?    status=503
    Manual Should Be    ${manual}    query_count=0    last_queried=${None}
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine
    Manual Should Be    ${manual}    query_count=1

Answer Has The Time At Which It Is Given
    [Documentation]    Not that of the question, from which a slow model separates it.
    [Tags]    needs:time-control
    ${question} =    Begin A Question That Hangs
    Advance Time By    1 minute
    ${before} =    Get Backend Time
    Deactivate Failure    slow model
    ${response} =    Finish Request    ${question}    status=200
    ${after} =    Get Backend Time
    Time Should Be Between    ${response.json()}[timestamp]    ${before}    ${after}


*** Keywords ***
Let The Search Name No Page
    [Documentation]    The knowledge base finds what it finds, and does not say on which page it is.
    VAR    &{metadata} =    x-amz-bedrock-kb-document-page-number=${None}
    VAR    &{passage} =    metadata=${metadata}
    VAR    &{patch} =    retrievalResults=${passage}
    Activate Fault    stuck    service=bedrock-agent-runtime    operation=Retrieve    patch=${patch}

Ask While The Search Leaves Out
    [Documentation]    No passage has this member, and the question is answered nevertheless.
    [Arguments]    ${member: str}
    VAR    &{passage} =    ${member}=${None}
    VAR    &{patch} =    retrievalResults=${passage}
    ${fault} =    Activate Fault    stuck    service=bedrock-agent-runtime    operation=Retrieve    patch=${patch}
    ${answer} =    Ask    How do I descale it without a ${member}?    status=200
    Deactivate Failure    ${fault}
    RETURN    ${answer}

Question Should Be Answered Despite One Response
    [Documentation]    The model's first response is broken like this, and the question is answered and charged once.
    [Arguments]    ${fault: str}    &{options: Any}
    Remember Usage
    ${name} =    Activate Fault    ${fault}    service=bedrock-runtime    times=1    &{options}
    Send New Question
    Response Status Should Be    200
    ${answer} =    Get Response Body
    Should Not Be Empty    ${answer.answer}
    Deactivate Failure    ${name}
    Daily Usage Should Have Grown By    1

Question Should Be Refused While The Model Responds With
    [Documentation]    All responses of the model are broken like this: no answer, no charge.
    [Arguments]    ${fault: str}    &{options: Any}
    Remember Usage
    ${name} =    Activate Fault    ${fault}    service=bedrock-runtime    &{options}
    Send New Question
    Error Should Be Uniform    503    service_unavailable
    Deactivate Failure    ${name}
    Daily Usage Should Have Grown By    0
    Send New Question
    Response Status Should Be    200

Question Should Be Refused While The Search Responds With
    [Documentation]    The knowledge base responds like this: no answer, no charge, and the model is not asked.
    ...    A question that no cache knows is then answered, so that the circuit breaker counts one failure at most.
    [Arguments]    ${fault: str}    &{options: Any}
    Forget AWS Calls
    ${name} =    Activate Fault    ${fault}    service=bedrock-agent-runtime    name=broken search    &{options}
    TRY
        Send New Question
        Error Should Be Uniform    503    service_unavailable
        AWS Should Not Be Called    bedrock-runtime.InvokeModel
    FINALLY
        Deactivate Failure    ${name}
    END
    Daily Usage Should Have Grown By    0
    ${answer} =    Ask Something New
    Answer Should Cite    ${answer}    coffee-machine
    Remember Usage

Begin A Question That Hangs
    [Documentation]    Return the request once it waits for the model.
    Activate Fault    hang    service=bedrock-runtime    times=1    name=slow model
    VAR    &{body} =    question=How do I clean it?
    ${question} =    Begin Request    POST /api/query    json=${body}
    Wait Until Keyword Succeeds    10 s    50 ms    Failure Should Have Happened    slow model    times=1
    RETURN    ${question}
