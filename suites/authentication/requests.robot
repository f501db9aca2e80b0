*** Settings ***
Documentation    Which requests the API accepts, and with which tokens.

Resource         ../../resources/api.resource

Test Tags        auth    security    api-call    asvs-8.3.1    owasp-api2


*** Test Cases ***
Request Without A Token Is Refused
    [Documentation]    These routes only read; `security/every_route` covers all (OWASP ASVS 8.3.1).
    [Tags]    smoke    cwe-306
    [Template]    Anonymous Request Should Be Refused
    GET    /api/user/usage
    GET    /api/user/quota
    GET    /api/manuals
    GET    /api/ingestion/status
    GET    /health/circuit-breakers

Malformed Authorization Is Refused
    [Documentation]    The token must come as `Authorization: Bearer <token>` (RFC 6750 section 2.1).
    [Template]    Authorization Should Be Refused
    ${EMPTY}
    Bearer
    Basic dTpw
    Bearer not.a.token
    Bearer ..

Valid Token Needs The Bearer Scheme
    [Documentation]    `Digest` has as many letters.
    [Template]    Valid Token Should Be Refused After
    ${EMPTY}
    Basic${SPACE}
    Digest${SPACE}
    Token${SPACE}
    Bearer:${SPACE}
    Bearer${SPACE}Bearer${SPACE}

Nothing May Follow The Token
    [Documentation]    What one reader ignores, the next may take for the token (RFC 6750, section 2.1).
    [Tags]    cwe-436
    [Template]    Valid Token Should Be Refused Before
    ${SPACE}x
    ${SPACE}a.b.c
    ,a.b.c
    ,${SPACE}Bearer a.b.c
    ;q=1

Name Of The Scheme Is Case-Insensitive
    [Documentation]    RFC 9110, section 11.1.
    [Template]    Valid Token Should Be Accepted After
    Bearer
    bearer
    BEARER

Name Of The Authorization Header Is Case-Insensitive
    [Documentation]    RFC 9110, section 5.1; HTTP/2 sends all names in lower case.
    [Template]    Valid Token Should Be Accepted In
    authorization
    AUTHORIZATION
    aUTHORIZATION

Token In The Query String Is Not Accepted
    [Documentation]    Every log on the way would store it (RFC 6750 section 5.3, RFC 9700 section 4.3.2).
    [Tags]    cwe-598
    [Template]    Token In The Query String Should Be Refused
    access_token
    token
    id_token
    Authorization

Token In A Cookie Is Not Accepted
    [Documentation]    A browser sends cookies with the requests of any page (CWE-352).
    [Tags]    cwe-352
    [Template]    Token In A Cookie Should Be Refused
    token
    access_token
    id_token
    Authorization

Health And Version Need No Token
    [Documentation]    An invalid token does not matter there either: clients send what they have.
    [Tags]    smoke
    Act Without Signing In
    Get Health
    Response Should Match The Contract
    Get Version
    Response Should Match The Contract
    VAR    &{headers} =    Authorization=Bearer not.a.token
    FOR    ${path}    IN    /health    /version
        Send Request    GET    ${path}    headers=${headers}    status=200
    END


*** Keywords ***
Anonymous Request Should Be Refused
    [Documentation]    The same user is served with a token, so it is the missing token that is refused.
    [Arguments]    ${method: str}    ${path: str}
    Sign In
    Get Usage
    Send Request    ${method}    ${path}    anonymous=True
    Error Should Be    401

Authorization Should Be Refused
    [Documentation]    The same user is served with a valid token.
    [Arguments]    ${authorization: str}
    Sign In
    Get Usage
    VAR    &{headers} =    Authorization=${authorization}
    Send Request    GET    /api/user/usage    headers=${headers}
    Error Should Be    401

Valid Token Should Be Refused After
    [Documentation]    The same user is served with the same token after `Bearer`.
    [Arguments]    ${scheme: str}
    ${me} =    Sign In
    Get Usage
    VAR    ${authorization: Secret} =    ${scheme}${me.${token_kind}_token}
    VAR    &{headers} =    Authorization=${authorization}
    Send Request    GET    /api/user/usage    headers=${headers}
    Error Should Be    401

Valid Token Should Be Refused Before
    [Documentation]    The same user is served with the same token alone.
    [Arguments]    ${rest: str}
    ${me} =    Sign In
    Get Usage
    VAR    ${authorization: Secret} =    Bearer ${me.${token_kind}_token}${rest}
    VAR    &{headers} =    Authorization=${authorization}
    Send Request    GET    /api/user/usage    headers=${headers}
    Error Should Be    401

Valid Token Should Be Accepted After
    [Documentation]    The user is served with a token after this name of the scheme.
    [Arguments]    ${scheme: str}
    ${me} =    Sign In
    VAR    ${authorization: Secret} =    ${scheme} ${me.${token_kind}_token}
    VAR    &{headers} =    Authorization=${authorization}
    Send Request    GET    /api/user/usage    headers=${headers}    anonymous=True    status=200
    Response Should Have    user_id=${me.user_id}

Valid Token Should Be Accepted In
    [Documentation]    The user is served with a token in a header of this name.
    [Arguments]    ${name: str}
    ${me} =    Sign In
    VAR    ${authorization: Secret} =    Bearer ${me.${token_kind}_token}
    VAR    &{headers} =    ${name}=${authorization}
    Send Request    GET    /api/user/usage    headers=${headers}    anonymous=True    status=200
    Response Should Have    user_id=${me.user_id}

Token In A Cookie Should Be Refused
    [Documentation]    The same user is served with the same token in the header.
    [Arguments]    ${name: str}
    ${me} =    Sign In
    Get Usage
    VAR    ${cookie: Secret} =    ${name}=${me.${token_kind}_token}
    VAR    &{headers} =    Cookie=${cookie}
    Send Request    GET    /api/user/usage    headers=${headers}    anonymous=True
    Error Should Be    401

Token In The Query String Should Be Refused
    [Documentation]    The same user is served with the same token in the header.
    [Arguments]    ${parameter: str}
    ${me} =    Sign In
    Get Usage
    VAR    &{params} =    ${parameter}=${me.${token_kind}_token}
    Send Request    GET    /api/user/usage    params=${params}    anonymous=True
    Error Should Be    401
