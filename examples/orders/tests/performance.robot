*** Settings ***
Documentation    Response times, and many customers at once.

Resource         orders.resource

Suite Setup      Start Application    ${CURDIR}/../template.yaml    Stage=test

Test Tags        needs:load


*** Test Cases ***
Orders Are Looked Up Quickly
    Sign In
    ${id} =    Place Order    tea    1
    Order Should Be Accepted    ${id}
    Measure Response Time    GET /orders/${id}    requests=60
    Measurement Should Meet    p(50)<250    error_rate==0

Orders Are Placed At The Same Time
    Sign In
    VAR    &{order} =    item=tea    amount=${1}
    Run Concurrent Requests    POST /orders    users=20    body=${order}
    Measurement Should Meet    error_rate==0
