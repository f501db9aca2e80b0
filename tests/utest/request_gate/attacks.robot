*** Settings ***
Documentation    What a test could send to a deployed environment without a tag that protects it.

Library          ${CURDIR}/Attacker.py
Library          ManuelAPI
Library          ManuelAuth
Library          ManuelEnvironment
Library          ManuelResilience
Library          PerfMetrics
Library          RequestsLibrary


*** Variables ***
&{QUESTION}    question=How do I descale it?


*** Test Cases ***
Upload Manual
    Upload Manual    coffee-machine.pdf

Ask
    Ask    How do I descale it?

Transcribe
    Transcribe    how-do-i-descale-it.wav

Fetch Manual From URL
    Fetch Manual From URL    https://example.com/manual.pdf

Delete Manual
    Delete Manual    00000000-0000-4000-8000-000000000000

Send Request
    Send Request    POST    /api/query    json=${QUESTION}

Unknown Route
    Send Request    PATCH    /api/anything    json=${QUESTION}

Unknown Method
    Send Request    PUT    /health    json=${QUESTION}

Path With Dots
    Send Request    POST    /health/../api/query    json=${QUESTION}

Large Body
    Send Body Of    0.1    status=200

Session Of The Library
    POST On Session    manuel    /api/query    json=${QUESTION}

Session Of The Tester
    Create Session    own    ${api_base_url}
    POST On Session    own    /api/query    json=${QUESTION}

Session Without Alias
    POST    ${api_base_url}/api/query    json=${QUESTION}

Requests Without A Session
    Post With Requests    ${api_base_url}/api/query

Adapter Without A Session
    Post With An Adapter    ${api_base_url}/api/query

Host With A Dot
    Post With Requests    ${{$api_base_url.replace('.test', '.test.')}}/api/query

Host In Capitals
    Post With Requests    ${{$api_base_url.replace('api.', 'API.')}}/api/query

Host Before A Backslash
    Post With Requests    ${api_base_url}\\@127.0.0.1/api/query

Another Host
    Post With Requests    ${{$api_base_url.replace('api.', 'other.')}}/api/query

Setup Uploads
    [Setup]    Upload Manual    coffee-machine.pdf
    No Operation

Teardown Uploads
    No Operation
    [Teardown]    Upload Manual    coffee-machine.pdf

Removed Tag
    [Tags]    -needs:destructive
    Upload Manual    coffee-machine.pdf

Eighty At Once
    Send Requests At Once    GET /health    times=80

Rate Limit Of Address
    [Timeout]    3 seconds
    Do Not Check Contract    the server only counts
    Use Up Rate Limit Of Address

Two Thousand Requests
    Measure Response Time    GET /health    requests=2000

Costly Measurement
    Measure Response Time    POST /api/query    requests=2    warm_up=0    body=${QUESTION}

Cache Speedup
    VAR    &{numbered} =    question=Question {number}
    Measure Cache Speedup    POST /api/query    body=${numbered}    pairs=2    warm_up=0

Quota
    Do Not Check Contract    the server only counts
    Use Quota    until=3

Reset Of A Breaker
    Send Request    POST    /health/circuit-breakers/bedrock/reset

Sign-Out
    Sign Out Everywhere

New User
    Create User

Database Item
    Put Item

Costly Model
    Invoke Model

Client Of The Tester
    Put Item With Own Client

Six Wrong Passwords
    Try Wrong Passwords    6
