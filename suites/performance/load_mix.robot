*** Settings ***
Documentation    Several kinds of requests at a time, by users who think between them.

Resource         ../../resources/performance.resource

Test Tags        performance    load    api-call    needs:load


*** Test Cases ***
Mixed Load Of Eight Users Meets Its Thresholds
    [Documentation]    The requests and the thresholds are those of `afternoon.yaml`, with eight users at most.
    [Tags]    needs:cost    needs:second-user
    Environment Should Allow Concurrent Requests    8
    Environment Should Allow Requests Of A User    60
    API Should Be Up
    Run Load Mix    ${CURDIR}/afternoon.yaml
