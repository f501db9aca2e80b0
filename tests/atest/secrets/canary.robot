*** Settings ***
Documentation     What testers naturally do with secrets. `tests/atest/test_secrets.py` searches what is written.

Library           OperatingSystem
Library           ManuelAPI
Library           ManuelAuth
Library           ManuelEnvironment
Library           PerfMetrics
Library           RequestsLibrary
Library           TesterCode.py

Suite Setup       Make Secrets
Suite Teardown    Write And Fail


*** Test Cases ***
Secrets Are Sent
    [Documentation]    Sending is no reason to print.
    VAR    ${secret: Secret} =    %{TESTERS_API_KEY}
    VAR    &{secrets: Secret} =    key=%{TESTERS_API_KEY}    X-Key=%{TESTERS_API_KEY}
    Send Request    GET    /api/user/usage    params=${secrets}
    Send Request    GET    /api/user/usage    headers=${secrets}
    Send Request    POST    /api/query    json=${{ {'question': $secret.value, 'x': [$secret.value * 60]} }}
    Send Request    GET    /api/user/usage    token=${secret}    status=401
    POST On Session    manuel    /api/query    json=${{ {'question': $secret.value} }}    expected_status=any
    Run Keyword And Expect Error    *    Send Request    GET    /api/user/usage    params=${secrets}    status=418
    Measure Response Time    GET /api/user/usage    requests=5

Debugging Of HTTP Prints No Request
    ${response} =    Send Request    GET    /health
    Create Session    other    ${{ $response.url.removesuffix('/health') }}    debug=1
    ${token} =    Get Token
    VAR    &{headers} =    Authorization=Bearer ${token.value}
    GET On Session    other    /api/user/usage    headers=${headers}
    Sign In
    Refresh Tokens
    Send Request    GET    /api/user/usage

Variables Are Logged
    Log Environment Variables
    Log Variables

Secrets Are Written
    Write Everything
    ${some} =    Spell Some
    Write About The Test    ${some}

A Failure Contains Secrets
    ${some} =    Spell Some
    Fail    ${some}

A Comparison Contains Secrets
    ${some} =    Spell Some
    Should Be Equal    ${some}    something else

An Error Contains Secrets
    ${some} =    Spell Some
    Raise Error    ${some}

A Skipped Test Contains Secrets
    ${some} =    Spell Some
    Skip    ${some}


*** Keywords ***
Make Secrets
    [Documentation]    Have a secret of each kind, and write all of them in the suite's setup.
    FOR    ${name}    IN    MANUEL_TEST_PASSWORD    TESTERS_API_KEY    TESTERS_SECRET_ACCESS_KEY
        Note Variable    ${name}
    END
    Make Tokens
    Make Presigned URL
    Stack Should Not Have The Password
    Write Everything

Make Tokens
    [Documentation]    Sign in, with a new password, and forge and mint tokens.
    Record Calls Of Cognito
    Sign In
    ${password} =    Change Password
    Note    new password    ${password}
    Refresh Tokens
    ${forged} =    Forge Token    alg-none
    Note    forged token    ${forged}
    ${minted} =    Mint Token    cognito:groups=admin
    Note    minted token    ${minted}

Make Presigned URL
    [Documentation]    Read the URL of a manual.
    ${uploaded} =    Upload Manual    coffee-machine.pdf
    ${manual} =    Get Manual    ${uploaded}
    Note Signature Of    ${manual.pdf_url}
    Log    ${manual.pdf_url}

Write And Fail
    [Documentation]    Write all secrets in the suite's teardown, which fails with them.
    Write Everything
    ${some} =    Spell Some
    Fail    ${some}

Write Everything
    [Documentation]    Write each secret in all encodings, and some of them in every way.
    ${names} =    Get Noted Secrets
    FOR    ${name}    IN    @{names}
        ${spelled} =    Spell Secret    ${name}
        Log    ${spelled}
        ${value} =    Get Value Of    ${name}
        Log To Console    ${value}
    END
    ${some} =    Spell Some
    Write    ${some}

Write
    [Documentation]    Write a text in every way that is possible everywhere.
    [Arguments]    ${text: str}
    Write To Log    ${text}
    Print Everywhere    ${text}
    Run Keyword And Ignore Error    Should Be Equal    ${text}    something else
    Run Keyword And Ignore Error    Raise Error    ${text}
    Run Keyword And Ignore Error    Run Keyword    ${text}
    Set Suite Metadata    canary    ${text}    append=True
    Set Suite Metadata    canary    ${text}    append=True    top=True
    Set Suite Documentation    ${text}    append=True    top=True

Write To Log
    [Documentation]    Write a text to the log and to the console, at each level, and by the language's own constructs.
    [Arguments]    ${text: str}
    FOR    ${level}    IN    TRACE    DEBUG    INFO    WARN    ERROR
        Log    ${text}    ${level}
    END
    FOR    ${each}    IN    ${text}
        VAR    ${message} =    <b>${each}</b>
        Log    ${message}    html=True
    END
    GROUP    ${text}
        Log    ${text}    console=True
        Log Many    ${text}    key=${text}
    END
    Log To Console    ${text}

Write About The Test
    [Documentation]    Write a text into what describes the test.
    [Arguments]    ${text: str}
    Set Tags    ${text}
    Set Test Documentation    ${text}    append=True
    Set Test Message    ${text}    append=True
