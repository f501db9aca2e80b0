*** Settings ***
Documentation    A user's manuals.

Resource         ../../resources/manuals.resource

Test Setup       Sign In

Test Tags        api    api-call    needs:destructive


*** Variables ***
${UNKNOWN_ID}    00000000-0000-4000-8000-000000000000


*** Test Cases ***
Uploaded Manual Is Listed
    [Tags]    smoke
    ${manual} =    Upload Manual    thermostat.pdf
    ${page} =    List Manuals
    ${ids} =    Evaluate    [manual.id for manual in $page.manuals]
    List Should Contain Value    ${ids}    ${manual.manual_id}

Indexed Manual Tells Its Pages
    ${uploaded} =    Upload Manual    coffee-machine.pdf
    ${manual} =    Wait Until Manual Is Indexed    ${uploaded}
    Should Be Equal As Integers    ${manual.pages}    10
    Should Be True    ${manual.chunks} >= 10

Deleted Manual Is Gone
    [Tags]    smoke
    ${manual} =    Have Manual    thermostat.pdf
    Get Manual    ${manual}
    Delete Manual    ${manual}
    Get Manual    ${manual}    status=404
    Delete Manual    ${manual}    status=404
    ${page} =    List Manuals
    Should Be Equal As Integers    ${page.count}    0

Unknown Manual Is Not Found
    ${manual} =    Upload Manual    thermostat.pdf
    Get Manual    ${manual}
    Get Manual    ${UNKNOWN_ID}    status=404
    Error Should Be    404    not_found

Manuals Are Listed Page By Page
    Upload Manual    thermostat.pdf    file_name=one.pdf
    Upload Manual    thermostat.pdf    file_name=two.pdf
    Upload Manual    thermostat.pdf    file_name=three.pdf
    ${first} =    List Manuals    limit=2
    Should Be Equal As Integers    ${first.count}    2
    ${second} =    List Manuals    limit=2    next_token=${first.next_token}
    Should Be Equal As Integers    ${second.count}    1
    Should Be Equal    ${second.next_token}    ${None}
    ${names} =    Evaluate    sorted(manual.name for manual in [*$first.manuals, *$second.manuals])
    Should Be Equal    ${names}    ${{ ["one.pdf", "three.pdf", "two.pdf"] }}

What Is No PDF Is Refused
    Upload Manual    thermostat.pdf
    Upload Manual    not-a-pdf.pdf    status=400
    Error Should Be    400    validation_error    mentions=file_data

The Same Submission Twice Makes One Manual
    ${first} =    Upload Manual    thermostat.pdf    idempotency_key=submitted-once
    ${again} =    Upload Manual    thermostat.pdf    idempotency_key=submitted-once
    Should Be Equal    ${again.manual_id}    ${first.manual_id}
    ${page} =    List Manuals
    Should Be Equal As Integers    ${page.count}    1
