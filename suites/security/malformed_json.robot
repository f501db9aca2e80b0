*** Settings ***
Documentation    Bodies that are almost JSON, or JSON that two parsers read differently.
...
...              RFC 8259; RFC 7493 (I-JSON); OWASP ASVS 1.5.3, 2.2.1; CWE-20.

Resource         ../../resources/api.resource

Test Setup       Sign In And Ask

Test Tags        security    api-call    cwe-20    asvs-2.2.1    needs:cost


*** Test Cases ***
Malformed JSON Is Refused
    [Template]    Body Should Be Refused
    ${EMPTY}
    {
    {"question": "How
    {"question": "How?",}
    {'question': 'How?'}
    {question: "How?"}
    {"question": "How?"} {}
    {"question": "How?"}\x00
    question=How?

JSON That Is Not An Object Is Refused
    [Template]    Body Should Be Refused
    null
    true
    1
    "How do I descale it?"
    \[]
    \[{"question": "How do I descale it?"}]

Invalid Numbers Are Refused
    [Documentation]    JSON has no such numbers (RFC 8259, section 6).
    [Template]    Body Should Be Refused
    {"question": NaN}
    {"question": Infinity}
    {"question": -Infinity}
    {"question": 0x10}
    {"question": 01}

Duplicate Member Is Refused
    [Documentation]    One parser takes the first, another the last: what was checked might not be what is used (ASVS
    ...    1.5.3).
    [Tags]    asvs-1.5.3    cwe-436
    [Template]    Body Should Be Refused
    {"question": "How do I descale it?", "question": "How do I clean it?"}
    {"question": "How do I descale it?", "\\u0071uestion": "How do I clean it?"}

Comments And Control Characters Are Refused
    [Template]    Body Should Be Refused
    {"question": "How?" /* comment */}
    {"question": "How?"} // comment
    {"question": "How\ndo I?"}
    {"question": "How\x00?"}
    {"question": "How\t?"}

Encodings Other Than UTF-8 Are Refused
    [Documentation]    JSON that is exchanged is UTF-8 without a byte order mark (RFC 8259, section 8.1).
    [Tags]    cwe-176
    [Template]    Encoded Body Should Be Refused
    utf-16    {"question": "How?"}
    utf-16-be    {"question": "How?"}
    utf-32    {"question": "How?"}
    utf-8-sig    {"question": "How?"}

Malformed UTF-8 Is Refused
    [Documentation]    It has bytes that never occur in UTF-8, an overlong form or an encoded surrogate (RFC 3629,
    ...    section 10).
    [Tags]    cwe-176
    [Setup]    Sign In And Ask Where Malformed UTF-8 Arrives
    [Template]    Bytes Should Be Refused
    {"question": "How \xff\xfe?"}
    {"question": "How \xc0\xaf?"}
    {"question": "How \xed\xa0\x80?"}

Lone Surrogate Is Refused
    [Documentation]    A surrogate without its other half stands for no character (RFC 7493, section 2.1).
    FOR    ${question}    IN    \\ud800    How \\udfff?    \\ude00\\ud83d
        Send Request    POST    /api/query    body={"question": "${question}"}
        Error Should Be    400
    END

Deep Nesting Is Refused
    [Documentation]    It must not exhaust the parser's stack (CWE-674).
    [Tags]    cwe-674
    FOR    ${depth}    IN    100    1000    100000
        ${lists} =    JSON Nested    depth=${depth}    of=lists
        Send Request    POST    /api/query    body={"question":${lists}}
        Error Should Be    400
        ${objects} =    JSON Nested    depth=${depth}    of=objects
        Send Request    POST    /api/query    body=${objects}
        Error Should Be    400
    END
    Ask    How do I descale it?

Huge Numbers Are Refused
    [Documentation]    They cause neither a crash nor a long calculation (CWE-1284).
    [Tags]    cwe-1284
    ${digits} =    Text Of Length    5000    of=9
    FOR    ${number}    IN    1e400    -1e400    ${digits}    1e-99999    0.${digits}
        Send Request    POST    /api/query    body={"question": ${number}}
        Error Should Be    400
    END

Duplicate Parameter Is Refused
    [Documentation]    One component takes the first, another the last (HTTP parameter pollution, WSTG-INPV-04).
    [Tags]    cwe-235
    List Manuals    limit=1
    Send Request    GET    /api/manuals?limit=1&limit=100
    Error Should Be    400    validation_error    mentions=limit
    Send Request    GET    /api/manuals?next_token=00&next_token=01
    Error Should Be    400    validation_error    mentions=next_token

Value Of The Wrong Type Is A Client Error
    [Documentation]    It is one on every route with a body.
    FOR    ${path}    ${field}    IN
    ...    /api/query    question
    ...    /api/transcribe    audio_data
    ...    /api/manuals/upload    file_name
    ...    /api/manuals/download    url
        FOR    ${value}    IN    5    -0.5    true    null    []    {}    [[]]    {"$ne": null}
            Send Request    POST    ${path}    body={"${field}": ${value}}
            Error Should Be    400    validation_error    mentions=${field}
        END
    END

Body That Is Not An Object Is Refused On Every Route
    [Documentation]    No route that reads a body crashes on one that is missing, or is another kind of JSON.
    [Tags]    needs:destructive
    FOR    ${path}    IN    /api/query    /api/transcribe    /api/manuals/upload    /api/manuals/download
        FOR    ${body}    IN    ${EMPTY}    null    true    5    "text"    []    [{}]
            Send Request    POST    ${path}    body=${body}
            Error Should Be    400    invalid_json
        END
    END


*** Keywords ***
Sign In And Ask
    [Documentation]    The control of every test of this suite: valid JSON is answered.
    Sign In
    Send Request    POST    /api/query    body={"question": "How do I descale it?"}    status=200

Body Should Be Refused
    [Documentation]    The body is refused as invalid JSON, without a crash.
    [Arguments]    ${body: bytes|str}
    Send Request    POST    /api/query    body=${body}
    Error Should Be    400    invalid_json

Encoded Body Should Be Refused
    [Documentation]    The body is refused in this encoding.
    [Arguments]    ${encoding: str}    ${body: str}
    ${encoded} =    Encode String To Bytes    ${body}    ${encoding}
    Body Should Be Refused    ${encoded}

Sign In And Ask Where Malformed UTF-8 Arrives
    [Documentation]    Skip the test where something before the backend makes valid UTF-8 of it.
    Skip If    $behind_api_gateway    API Gateway replaces malformed bytes before the backend gets them
    Sign In And Ask

Bytes Should Be Refused
    [Documentation]    A body of these bytes, each written as a character, is refused.
    [Arguments]    ${body: bytes}
    Body Should Be Refused    ${body}
