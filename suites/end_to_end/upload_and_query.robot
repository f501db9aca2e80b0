*** Settings ***
Documentation    Whole journeys of a manual, from its upload until it is no longer needed.

Resource         ../../resources/manual_site.resource
Resource         ../../resources/manuals.resource
Resource         ../../resources/users.resource

Test Setup       Sign In As A Fresh User

Test Tags        e2e    api-call    needs:destructive    needs:cost


*** Test Cases ***
New User Takes The First Steps
    [Documentation]    At first there are no manuals and nothing is used; then there are a manual, a question and an
    ...    answer.
    ${page} =    List Manuals
    Should Be Empty    ${page.manuals}
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite Nothing    ${answer}
    ${manual} =    Upload Manual    coffee-machine.pdf
    Wait Until Manual Is Indexed    ${manual}
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7
    Daily Usage Should Have Grown By    2

Manual Goes Through Its Whole Life Cycle
    [Documentation]    It is uploaded, indexed, listed, cited, counted, deleted, and forgotten.
    ${manual} =    Upload Manual    thermostat.pdf
    Should Be Equal    ${manual.status}    ${states}[processing]
    ${job_id} =    Wait Until Ingestion Begins    ${manual}
    Follow Ingestion Job    ${job_id}
    ${answer} =    Ask    How do I set holiday mode?
    Answer Should Cite    ${answer}    thermostat    page=3
    Manual Should Be    ${manual}    query_count=1
    Delete Manual    ${manual}
    Nothing Should Be Left Of    ${manual}    How do I set holiday mode?

New Edition Replaces The Old One
    [Documentation]    After the old one is deleted, answers cite only the new one.
    ${old} =    Have Manual    coffee-machine.pdf
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine
    ${new} =    Upload Manual    coffee-machine.pdf    file_name=coffee-machine-2027.pdf
    Wait Until Manual Is Indexed    ${new}
    Delete Manual    ${old}
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine-2027    page=7
    Answer Should Cite Only    ${answer}    ${new}
    Link Should Lead To File    ${answer.sources}[0][pdf_url]    coffee-machine.pdf

Deleted Manual Comes Back When It Is Uploaded Again
    ${first_manual} =    Have Manual    coffee-machine.pdf
    Ask    How do I descale it?
    Delete Manual    ${first_manual}
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite Nothing    ${answer}
    ${new_manual} =    Have Manual    coffee-machine.pdf
    Should Not Be Equal    ${new_manual.manual_id}    ${first_manual.manual_id}
    Manual Should Be    ${new_manual}    query_count=0    last_queried=${None}
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7

Manual Fetched From Its Manufacturer Answers Questions
    Require A Manual Site
    ${manual} =    Fetch Manual From URL    ${manual_site_url}/washing-machine.pdf
    Wait Until Manual Is Indexed    ${manual}
    ${answer} =    Ask    How do I clean the drain filter?
    Answer Should Cite    ${answer}    washing-machine    page=6
    Delete Manual    ${manual}

Each Manual Is Found As The Library Grows
    [Documentation]    Each of three questions is answered from a manual of its own.
    FOR    ${manual}    ${question}    ${page}    IN
    ...    coffee-machine    How do I descale it?    7
    ...    washing-machine    How do I clean the drain filter?    6
    ...    thermostat    How do I update the firmware?    4
        Have Manual    ${manual}.pdf
        ${answer} =    Ask    ${question}
        Answer Should Cite    ${answer}    ${manual}    page=${page}
    END
    ${manuals} =    List All Manuals    limit=2
    Length Should Be    ${manuals}    3
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7


*** Keywords ***
Nothing Should Be Left Of
    [Documentation]    It is not found, it is not listed, and no answer cites it.
    [Arguments]    ${manual: object}    ${question: str}
    Get Manual    ${manual}    status=404
    ${page} =    List Manuals
    Should Be Empty    ${page.manuals}
    ${files} =    Get Ingested Files
    Should Be Empty    ${files.files}
    ${answer} =    Ask    ${question}
    Answer Should Cite Nothing    ${answer}
