*** Settings ***
Documentation    Reuse of connections: opening one costs a round trip, and two more with TLS.

Resource         ../../resources/performance.resource

Test Setup       API Should Be Up

Test Tags        performance    api-call


*** Test Cases ***
Connections Are Reused
    [Tags]    smoke    needs:load
    Act Without Signing In
    Measure Connection Reuse    GET /health    requests=50
    Measurement Should Meet    reuse>0.9    error_rate==0

Connections Are Reused By Signed-In Users
    [Tags]    needs:load
    Sign In
    Measure Connection Reuse    GET /api/user/quota    requests=30
    Measurement Should Meet    reuse>0.9    error_rate==0

Connections Are Reused After A Body
    [Documentation]    A server that leaves part of a body unread has to close the connection.
    [Tags]    needs:cost
    Sign In
    VAR    &{question} =    question=How do I descale it?
    Measure Connection Reuse    POST /api/query    requests=15    body=${question}
    Measurement Should Meet    reuse>0.9    error_rate==0

Concurrent Users Need One Connection Each
    [Documentation]    They need hardly any more: an answered request leaves its connection to the next.
    [Tags]    needs:load
    Act Without Signing In
    Environment Should Allow Concurrent Requests    5
    Run Concurrent Requests    GET /health    users=5    requests=100
    Measurement Should Meet    connections<=10    error_rate==0
