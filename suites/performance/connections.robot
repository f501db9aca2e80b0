*** Settings ***
Documentation    How connections are used.

Resource         ../../resources/performance.resource

Test Tags        performance    api-call


*** Test Cases ***
Connections Are Kept For The Next Request
    [Tags]    smoke
    Act Without Signing In
    Measure Connection Reuse    GET /health    requests=50
    Measurement Should Meet    reuse>0.9    error_rate==0

Connections Are Kept For Signed In Users
    Sign In
    Measure Connection Reuse    GET /api/user/quota    requests=30
    Measurement Should Meet    reuse>0.9    error_rate==0
