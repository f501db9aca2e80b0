*** Settings ***
Documentation    Bodies that are nearly JSON, or JSON that two parsers read differently.
...
...              RFC 8259; RFC 7493 (I-JSON); OWASP ASVS 1.5.3, 2.2.1; CWE-20.

Resource         ../../resources/api.resource

Test Setup       Sign In And Ask

Test Tags        security    api-call    cwe-20    needs:cost


*** Test Cases ***
What Is No JSON Is Refused
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

What Is No Object Is Refused
    [Template]    Body Should Be Refused
    null
    true
    1
    "How do I descale it?"
    \[]
    \[{"question": "How do I descale it?"}]

Numbers That Are None Are Refused
    [Documentation]    RFC 8259, section 6: JSON has no such numbers.
    [Template]    Body Should Be Refused
    {"question": NaN}
    {"question": Infinity}
    {"question": -Infinity}
    {"question": 0x10}
    {"question": 01}

Member That Is There Twice Is Refused
    [Documentation]    One parser takes the first, another the last: what was checked would not be what is used (ASVS
    ...    1.5.3).
    [Tags]    asvs-1.5.3    cwe-436
    [Template]    Body Should Be Refused
    {"question": "How do I descale it?", "question": "How do I clean it?"}
    {"question": "How do I descale it?", "\\u0071uestion": "How do I clean it?"}

Comments And Control Characters Are Refused
    [Template]    Body Should Be Refused
    {"question": "How?" /* comment */}
    {"question": "How?"} // comment
    ${{ '{"question": "How\ndo I?"}' }}
    ${{ '{"question": "How\x00?"}' }}
    ${{ '{"question": "How\t?"}' }}

Other Encodings Are Refused
    [Documentation]    JSON that is exchanged is UTF-8 without a byte order mark (RFC 8259, section 8.1).
    [Tags]    cwe-176
    [Template]    Body Should Be Refused
    ${{ b'\xef\xbb\xbf{"question": "How?"}' }}
    ${{ '{"question": "How?"}'.encode("utf-16") }}
    ${{ '{"question": "How?"}'.encode("utf-16-be") }}
    ${{ '{"question": "How?"}'.encode("utf-32") }}
    ${{ b'{"question": "How \xff\xfe?"}' }}
    ${{ b'{"question": "How \xc0\xaf?"}' }}
    ${{ b'{"question": "How \xed\xa0\x80?"}' }}

Half A Character Is Refused
    [Documentation]    A surrogate without the other stands for nothing (RFC 7493, section 2.1).
    FOR    ${question}    IN    \\ud800    How \\udfff?    \\ude00\\ud83d
        Send Request    POST    /api/query    body={"question": "${question}"}
        Error Should Be    400
    END

Deep Nesting Is Refused
    [Documentation]    It must not use up the parser's stack (CWE-674).
    [Tags]    cwe-674
    FOR    ${depth}    IN    100    1000    100000
        Send Request    POST    /api/query    body=${{ '{"question":' + "[" * int($depth) + "]" * int($depth) + "}" }}
        Error Should Be    400
        Send Request    POST    /api/query    body=${{ '{"a":' * int($depth) + "1" + "}" * int($depth) }}
        Error Should Be    400
    END
    Ask    How do I descale it?

Huge Numbers Are Refused
    [Documentation]    Neither a crash nor a long calculation (CWE-1284).
    [Tags]    cwe-1284
    FOR    ${number}    IN    1e400    -1e400    ${{ "9" * 5000 }}    1e-99999    0.${{ "1" * 5000 }}
        Send Request    POST    /api/query    body={"question": ${number}}
        Error Should Be    400
    END

Parameter That Is There Twice Is Refused
    [Documentation]    One component takes the first, another the last (HTTP parameter pollution, WSTG-INPV-04).
    [Tags]    cwe-235
    List Manuals    limit=1
    Send Request    GET    /api/manuals?limit=1&limit=100
    Error Should Be    400    validation_error    mentions=limit
    Send Request    GET    /api/manuals?next_token=00&next_token=01
    Error Should Be    400    validation_error    mentions=next_token

Number Where A Text Must Be Is Never A Server's Error
    [Documentation]    Nor any other type: a mistake of the client, on every route with a body.
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


*** Keywords ***
Sign In And Ask
    [Documentation]    The control of every test of this suite: proper JSON is answered.
    Sign In
    Send Request    POST    /api/query    body={"question": "How do I descale it?"}    status=200

Body Should Be Refused
    [Documentation]    As a mistake of the client that is said, not as a crash.
    [Arguments]    ${body: bytes|str}
    Send Request    POST    /api/query    body=${body}
    Error Should Be    400    invalid_json
