*** Settings ***
Documentation    A user's manuals: uploaded, listed, read, deleted.

Resource         ../../resources/aws.resource
Resource         ../../resources/manuals.resource
Resource         ../../resources/users.resource
Library          OperatingSystem

Test Setup       Sign In

Test Tags        api    api-call    needs:destructive


*** Variables ***
${MANUALS}       ${CURDIR}/../../resources/data/manuals
${THERMOSTAT}    ${MANUALS}/thermostat.pdf


*** Test Cases ***
Uploaded Manual Is Listed
    [Tags]    smoke
    ${size} =    Get File Size    ${THERMOSTAT}
    ${manual} =    Upload Manual    thermostat.pdf
    Should Be Equal    ${manual.file_name}    thermostat.pdf
    Should Be Equal As Integers    ${manual.size}    ${size}
    ${listed} =    List Manuals
    ${entry} =    Evaluate    {each.id: each for each in $listed.manuals}["${manual.manual_id}"]
    Should Be Equal    ${entry.name}    thermostat.pdf
    Should Be Equal As Integers    ${entry.size}    ${size}
    Should Be Equal As Integers    ${entry.pages}    4

Location Header Leads To The Uploaded Manual
    [Documentation]    RFC 9110, section 10.2.2: `Location` of a 201 is the new resource.
    ${manual} =    Upload Manual    thermostat.pdf
    ${location} =    Get Response Header    Location
    Should End With    ${location}    /api/manuals/${manual.manual_id}
    ${path} =    Evaluate    "/api/manuals/" + $location.rpartition("/")[2]
    Send Request    GET    ${path}    status=200

Manual Is Processing Until It Is Ready
    ${uploaded} =    Upload Manual    coffee-machine.pdf
    Should Be Equal    ${uploaded.status}    processing
    ${manual} =    Wait Until Manual Is Indexed    ${uploaded}
    Should Be Equal    ${manual.status}    ready
    Should Be Equal As Integers    ${manual.pages}    10
    Should Be True    ${manual.chunks} >= 10
    ${listed} =    List Manuals
    Should Be Equal    ${listed.manuals}[0][status]    ready

Manual Without Text Is Marked As Failed
    [Documentation]    A scan has nothing that could be searched; a manual with text beside it is not touched by that.
    ${scan} =    Upload Manual    scanned.pdf
    Wait Until Keyword Succeeds    30 s    200 ms    Manual Status Should Be    ${scan}    failed
    ${manual} =    Get Manual    ${scan}
    Should Be Equal As Integers    ${manual.chunks}    0
    ${good} =    Upload Manual    thermostat.pdf
    Wait Until Manual Is Indexed    ${good}

Manual Has The Time Of Its Upload
    ${before} =    Get Backend Time
    ${uploaded} =    Upload Manual    thermostat.pdf
    ${manual} =    Get Manual    ${uploaded}
    ${after} =    Get Backend Time
    ${moment} =    Evaluate    datetime.datetime.fromisoformat($manual.upload_date)    modules=datetime
    Should Be True    $before <= $moment <= $after

Manual Can Be Downloaded From Its Link
    ${uploaded} =    Upload Manual    thermostat.pdf
    ${manual} =    Get Manual    ${uploaded}
    ${file} =    Open Link    ${manual.pdf_url}
    ${original} =    Get Binary File    ${THERMOSTAT}
    Should Be Equal    ${file.content}    ${original}    the file differs from what was uploaded
    Should Be Equal    ${file.headers}[Content-Type]    application/pdf

Answers That Cite A Manual Are Counted
    [Tags]    needs:cost
    ${uploaded} =    Have Manual    coffee-machine.pdf
    Have Manual    thermostat.pdf
    ${unasked} =    Get Manual    ${uploaded}
    Should Be Equal As Integers    ${unasked.query_count}    0
    Should Be Equal    ${unasked.last_queried}    ${None}
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine
    ${asked} =    Get Manual    ${uploaded}
    Should Be Equal As Integers    ${asked.query_count}    1
    Should Not Be Equal    ${asked.last_queried}    ${None}

Deleted Manual Is Gone
    ${manual} =    Have Manual    thermostat.pdf
    ${kept} =    Have Manual    coffee-machine.pdf
    Get Manual    ${manual}
    ${deletion} =    Delete Manual    ${manual}
    Should Be True    ${deletion.success}
    Get Manual    ${manual}    status=404
    Error Should Be    404    not_found
    Delete Manual    ${manual}    status=404
    ${listed} =    List All Manuals
    Lists Should Be Equal    ${{ [each.id for each in $listed] }}    ${{ [$kept.manual_id] }}

Deleted Manual Leaves Nothing Behind
    [Documentation]    Neither the file nor what keeps track of it stays.
    [Tags]    needs:aws-inspection
    ${me} =    Get Current User
    ${manual} =    Have Manual    thermostat.pdf
    VAR    ${key} =    manuals/${me.user_id}/${manual.manual_id}.pdf
    S3 Object Should Exist    manuals    ${key}    content_type=application/pdf    size=${manual.size}
    DynamoDB Item Should Exist    usage    user_id=file_tracker#${key}
    Delete Manual    ${manual}
    S3 Object Should Not Exist    manuals    manuals/${me.user_id}/*
    DynamoDB Item Should Not Exist    usage    user_id=file_tracker#${key}

Deleted Manual Is No Longer Cited
    [Tags]    needs:cost
    ${manual} =    Have Manual    coffee-machine.pdf
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine
    Delete Manual    ${manual}
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite Nothing    ${answer}
    Answer Should Be New    ${answer}

Unknown Manual Is Not Found
    ${manual} =    Upload Manual    thermostat.pdf
    Get Manual    ${manual}
    Get Manual    ${UNKNOWN_ID}    status=404
    Error Should Be    404    not_found
    Delete Manual    ${UNKNOWN_ID}    status=404
    Error Should Be    404    not_found

User Without Manuals Has An Empty List
    ${me} =    Sign In As A Fresh User
    ${page} =    List Manuals
    Should Be Equal As Integers    ${page.count}    0
    Should Be Empty    ${page.manuals}
    Should Be Equal    ${page.next_token}    ${None}
    Should Be Equal    ${page.user_id}    ${me.user_id}

Newest Manual Comes First
    Sign In As A Fresh User
    FOR    ${name}    IN    one.pdf    two.pdf    three.pdf
        Upload Manual    thermostat.pdf    file_name=${name}
    END
    ${manuals} =    List All Manuals
    Lists Should Be Equal    ${{ [each.name for each in $manuals] }}    ${{ ["three.pdf", "two.pdf", "one.pdf"] }}

Manuals Are Listed Page By Page
    [Documentation]    Whatever the page's size: each manual comes once, in the same order.
    Sign In As A Fresh User
    FOR    ${name}    IN    a.pdf    b.pdf    c.pdf    d.pdf    e.pdf
        Upload Manual    thermostat.pdf    file_name=${name}
    END
    ${all} =    List All Manuals    limit=100
    ${names} =    Evaluate    [each.name for each in $all]
    Lists Should Be Equal    ${{ sorted($names) }}    ${{ ["a.pdf", "b.pdf", "c.pdf", "d.pdf", "e.pdf"] }}
    FOR    ${limit}    IN    1    2    5
        ${paged} =    List All Manuals    limit=${limit}
        Lists Should Be Equal    ${{ [each.name for each in $paged] }}    ${names}
    END
    ${first} =    List Manuals    limit=2
    Should Be Equal As Integers    ${first.count}    2

Page Size Is Limited
    List Manuals    limit=1
    List Manuals    limit=100
    FOR    ${limit}    IN    0    101    -1    1000000000    ten    1.5    1e1    ${EMPTY}
        Send Request    GET    /api/manuals?limit=${limit}
        Error Should Be    400    validation_error    mentions=limit
    END
    Send Request    GET    /api/manuals?limit=1&limit=2
    Error Should Be    400    validation_error    mentions=limit

Made-Up Page Token Is Refused
    Sign In As A Fresh User
    Upload Manual    thermostat.pdf    file_name=one.pdf
    Upload Manual    thermostat.pdf    file_name=two.pdf
    ${page} =    List Manuals    limit=1
    List Manuals    limit=1    next_token=${page.next_token}
    FOR    ${token}    IN    made up    %%%    ${EMPTY}    ${page.next_token}!    ${{ "0" * 5000 }}
        List Manuals    next_token=${token}    status=400
        Error Should Be    400    validation_error    mentions=next_token
    END


*** Keywords ***
Manual Status Should Be
    [Documentation]    Look at a manual once.
    [Arguments]    ${manual: object}    ${status: str}
    ${state} =    Get Manual    ${manual}
    Should Be Equal    ${state.status}    ${status}
