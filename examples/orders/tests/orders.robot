*** Settings ***
Documentation    Orders from the API to the table.

Resource         orders.resource

Suite Setup      Start Application    ${CURDIR}/../template.yaml    Stage=test


*** Test Cases ***
Placed Order Is Accepted
    Sign In
    ${id} =    Place Order    tea    2
    ${order} =    Order Should Be Accepted    ${id}
    Should Be Equal As Integers    ${order}[amount]    2
    Function Log Should Contain    AcceptFunction    accepted ${id}
    ${seen} =    Get Order    ${id}
    Should Be Equal    ${seen}[status]    accepted

Order Needs A Signed-In Customer
    VAR    &{order} =    item=tea    amount=${1}
    POST On Session    application    /orders    json=${order}    expected_status=401
    Sign In
    POST On Session    application    /orders    json=${order}    expected_status=202

Order Belongs To Its Customer
    Sign In
    ${id} =    Place Order    tea    1
    Order Should Be Accepted    ${id}
    Get Order    ${id}
    Sign In
    Get Order    ${id}    status=404

Order Of Nothing Is Refused
    Sign In
    VAR    &{order} =    item=tea    amount=${0}
    ${response} =    POST On Session    application    /orders    json=${order}    expected_status=400
    Should Be Equal    ${response.json()}[error]    amount must be 1 or more
    Place Order    tea    1

Receipt Is Noted In Its Order
    VAR    &{order} =    id=receipted    item=tea    amount=${1}    customer=nobody
    Send Message    OrderQueue    ${order}
    Order Should Be Accepted    receipted
    Put S3 Object    ReceiptBucket    receipted.pdf    a receipt
    DynamoDB Item Should Exist    OrderTable    id=receipted    receipt=receipted.pdf

Function Is Invoked With An Event
    VAR    ${record} =    {"body": "{\\"id\\": \\"direct\\", \\"item\\": \\"tea\\"}"}
    Invoke Function    AcceptFunction    {"Records": [${record}]}
    DynamoDB Item Should Exist    OrderTable    id=direct    status=accepted
