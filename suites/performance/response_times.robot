*** Settings ***
Documentation    How long one request takes, against the environment's service-level objectives.

Resource         ../../resources/performance.resource

Test Setup       Sign In

Test Tags        performance    api-call


*** Test Cases ***
Health Answers Within Its Objective
    [Tags]    smoke
    Measure Response Time    GET /health    requests=60
    Service Level Should Be Met    GET /health

Usage Answers Within Its Objective
    Measure Response Time    GET /api/user/usage    requests=60
    Service Level Should Be Met    GET /api/user/usage

List Of Manuals Answers Within Its Objective
    Measure Response Time    GET /api/manuals    requests=60
    Service Level Should Be Met    GET /api/manuals

Question Is Answered Within Its Objective
    [Tags]    needs:cost
    VAR    &{question} =    question=How do I descale machine {number}?
    Measure Response Time    POST /api/query    body=${question}    requests=20
    Service Level Should Be Met    POST /api/query
