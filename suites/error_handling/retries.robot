*** Settings ***
Documentation    What passes is tried again, what does not is not.

Resource         ../../resources/failures.resource

Test Tags        error_handling    chaos    api-call    needs:fault-injection    needs:cost    needs:destructive


*** Test Cases ***
Model Throttled Twice Is Asked A Third Time
    [Tags]    smoke
    Sign In With Manual    coffee-machine.pdf
    Activate Failure    bedrock_throttling    times=2    operation=InvokeModel
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7
    AWS Calls Should Be    bedrock-runtime.InvokeModel    calls=1    attempts=3

Refused Access Is Not Tried Again
    Sign In With Manual    coffee-machine.pdf
    Activate Fault
    ...    error
    ...    service=bedrock-runtime
    ...    operation=InvokeModel
    ...    code=AccessDeniedException
    ...    times=1
    Ask    How do I descale it?    status=503
    AWS Calls Should Be    bedrock-runtime.InvokeModel    calls=1    attempts=1
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7
