*** Settings ***
Documentation    The user pool begins to sign with another key, as Cognito may at any time.
...
...              A token of an unknown key makes the API look for new keys, at most twice a minute; a key that the pool
...              no longer publishes is not trusted for more than ten minutes.

Resource         ../../resources/failures.resource

Test Setup       Sign In And Be Served
Test Teardown    Restore Keys

Test Tags        auth    security    api-call    cwe-324    needs:aws-inspection    needs:time-control


*** Test Cases ***
New Key Of The Pool Is Accepted Along With The Old One
    [Documentation]    The pool may have any number of keys.
    ${before} =    Get Current User
    FOR    ${_}    IN RANGE    3
        Rotate Signing Keys
        Advance Time By    1 minute
        Sign In And Be Served
    END
    Switch To User    ${before}
    Usage Should Be    user_id=${before.user_id}

Key That The Pool Has Withdrawn Is Refused
    Rotate Signing Keys
    Withdraw Old Signing Keys
    Advance Time By    10 minutes
    Send Request    GET    /api/user/usage
    Error Should Be    401
    Sign In And Be Served

Unknown Key Is Refused While No Key Can Be Fetched
    [Documentation]    Known keys are trusted meanwhile: users who are signed in can continue.
    [Tags]    cwe-636    needs:fault-injection
    ${forged} =    Forge Token    kid-unknown
    Advance Time By    1 minute
    Activate Fault    http_error    service=cognito-idp    status=503
    Token Should Be Refused    ${forged}
    Get Usage

Known Key Is Trusted While No Key Can Be Fetched
    [Documentation]    It is trusted however long ago it was fetched, and however often fetching it has failed since.
    [Tags]    needs:fault-injection
    Activate Fault    http_error    service=cognito-idp    status=503
    FOR    ${pause}    IN    10 minutes    1 hour    1 day
        Advance Time By    ${pause}
        Get Usage
    END

Unknown Key Is Never Accepted
    [Documentation]    It is not accepted even when all keys are too old and no new ones can be fetched: the API cannot
    ...    verify it then, and says so.
    [Tags]    cwe-636    needs:fault-injection
    Skip If    $behind_api_gateway    an authorizer of API Gateway that has no keys answers 500, and not the backend
    ${forged} =    Forge Token    kid-unknown
    Advance Time By    10 minutes
    ${fault} =    Activate Fault    http_error    service=cognito-idp    status=503
    Send Request    GET    /api/user/usage    token=${forged}    status=503
    Response Header Should Be    Retry-After    5
    Deactivate Failure    ${fault}
    Advance Time By    5 seconds
    Token Should Be Refused    ${forged}
    Get Usage


*** Keywords ***
Sign In And Be Served
    [Documentation]    A new user's token is accepted.
    ${me} =    Sign In
    Usage Should Be    user_id=${me.user_id}

Restore Keys
    [Documentation]    The pool signs as before, and the API looks for keys again.
    Restore Signing Keys
    Advance Time By    10 minutes
