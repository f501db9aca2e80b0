*** Settings ***
Documentation    Orders while AWS fails.

Resource         orders.resource

Suite Setup      Start Application    ${CURDIR}/../template.yaml    Stage=test

Test Tags        needs:fault-injection


*** Test Cases ***
Throttled Table Is Asked Again
    Sign In
    Activate Failure    dynamodb_throttling    times=2    operation=PutItem
    ${id} =    Place Order    tea    1
    Order Should Be Accepted    ${id}
    AWS Calls Should Be    dynamodb.PutItem    calls=1    attempts=3

Order That Cannot Be Accepted Is Kept
    Set Visibility Timeout    OrderQueue    0 s
    VAR    &{order} =    id=unsold    item=sand
    Send Message    OrderQueue    ${order}
    Queue Should Hold    RejectedOrders    timeout=30 s
    Function Log Should Contain    AcceptFunction    order unsold: sand is not sold
    DynamoDB Item Should Not Exist    OrderTable    id=unsold

Request Fails While The Queue Does
    Sign In
    Activate Fault
    ...    error
    ...    name=no queue
    ...    service=sqs
    ...    operation=SendMessage
    ...    code=InternalFailure
    ...    status=500
    VAR    &{order} =    item=tea    amount=${1}
    POST On Session    application    /orders    json=${order}    expected_status=502
    Function Log Should Contain    PlaceFunction    InternalFailure
    Deactivate Failure    no queue
    Place Order    tea    1

Request Fails When The Time Of Its Function Is Over
    Sign In
    Activate Fault    latency    service=dynamodb    operation=GetItem    delay=15s
    GET On Session    application    /orders/any    expected_status=502
    Function Log Should Contain    PlaceFunction    Task timed out after 3.00 seconds
