*** Settings ***
Documentation    Attack patterns have no effect, and ordinary questions are no attack.

Resource         ../../resources/api.resource

Test Tags        security    api-call    needs:cost


*** Test Cases ***
SQL Injection Is Refused
    [Documentation]    CWE-89; where the policy is to neutralise, attacks are answered without effect instead.
    [Tags]    smoke    cwe-89
    [Template]    Attack Should Be Refused
    '; DROP TABLE users; --
    1' OR '1'='1
    x' UNION SELECT password FROM users --

Script Injection Is Refused
    [Documentation]    CWE-79.
    [Tags]    cwe-79
    [Template]    Attack Should Be Refused
    <script>alert(1)</script>
    "><img src=x onerror=alert(1)>
    <svg onload=alert(1)>

Ordinary Questions Are Not Taken For Attacks
    [Documentation]    Words such as update, set, insert, drop and select belong into questions about appliances.
    [Template]    Question Should Be Answered
    How do I update the firmware and set the clock?
    insert the battery into the remote
    drop it on the table
    select all from the menu


*** Keywords ***
Attack Should Be Refused
    [Documentation]    The same user is answered when the question is an ordinary one.
    [Arguments]    ${attack: str}
    Skip If    $injection_policy != "reject"    this environment neutralises attacks instead of refusing them
    Sign In
    Ask    How do I descale it?
    Ask    ${attack}    status=400
    Error Should Be    400    malicious_input

Question Should Be Answered
    [Documentation]    Ask as a user without manuals: the answer cites nothing, but there is one.
    [Arguments]    ${question: str}
    Sign In
    ${answer} =    Ask    ${question}
    Should Be Equal    ${answer.question}    ${question}
