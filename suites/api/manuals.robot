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
    Response Should Have    file_name=thermostat.pdf    size=${size}
    Listed Manual Should Be    ${manual}    name=thermostat.pdf    size=${size}    pages=4

Each Listed Manual Matches The Manual Itself
    [Documentation]    This holds for every entry of the list, not only for the first.
    [Tags]    needs:time-control
    Sign In As A Fresh User
    Have Manual    thermostat.pdf
    Advance Time By    2 seconds
    Have Manual    coffee-machine.pdf
    ${manuals} =    List All Manuals
    ${pages_of_manuals} =    Get Values    ${manuals}    pages
    VAR    @{expected} =    ${10}    ${4}
    Lists Should Be Equal    ${pages_of_manuals}    ${expected}
    FOR    ${listed}    IN    @{manuals}
        Manual Should Be    ${listed.id}    &{listed}
    END

Location Header Leads To The Uploaded Manual
    [Documentation]    RFC 9110, section 10.2.2: `Location` of a 201 names the new resource.
    ${manual} =    Upload Manual    thermostat.pdf
    Response Status Should Be    201
    ${location} =    Get Response Header    Location
    Should End With    ${location}    /api/manuals/${manual.manual_id}
    Get Manual    ${manual}

Manual Is Processing Until It Is Ready
    ${uploaded} =    Upload Manual    coffee-machine.pdf
    Should Be Equal    ${uploaded.status}    ${states}[processing]
    ${manual} =    Manual Should Be    ${uploaded}    status=${states}[ready]    pages=10    timeout=30 s
    Number Should Be    ${manual.chunks}    at_least=10
    Listed Manual Should Be    ${uploaded}    status=${states}[ready]

Write-Protected Manual Is Read
    [Documentation]    Many makers encrypt their manuals with an empty user password, so that they can be read but not
    ...    changed (ISO 32000-2, section 7.6.4). A manual that asks for a password is refused.
    [Tags]    needs:cost
    Sign In With Manual    not-to-be-changed.pdf
    ${answer} =    Ask    How do I set holiday mode?
    Answer Should Cite    ${answer}    not-to-be-changed    page=3

Compact Manual Has All Its Pages
    [Documentation]    Most programs compress the objects of a PDF, its pages among them (ISO 32000-2, section 7.5.7).
    [Tags]    needs:cost
    ${manual} =    Sign In With Manual    compact.pdf
    Manual Should Be    ${manual}    pages=4
    ${answer} =    Ask    How do I set holiday mode?
    Answer Should Cite    ${answer}    compact    page=3

Pages Without Text Are Counted
    [Documentation]    A cover that is a picture is a page, so that the pages after it are cited by their own numbers.
    [Tags]    needs:cost
    ${manual} =    Sign In With Manual    illustrated.pdf
    Manual Should Be    ${manual}    pages=5
    ${answer} =    Ask    How do I set holiday mode?
    Answer Should Cite    ${answer}    illustrated    page=4

Manual Without Text Is Marked As Failed
    [Documentation]    A scan has nothing to search, whatever later jobs do; one with text is indexed nevertheless.
    ${scan} =    Provide Manual    scanned.pdf
    Manual Should Be    ${scan}    status=${states}[failed]    chunks=0    timeout=30 s
    Listed Manual Should Be    ${scan}    status=${states}[failed]
    ${good} =    Provide Manual    thermostat.pdf
    Wait Until Manual Is Indexed    ${good}
    Manual Should Be    ${scan}    status=${states}[failed]

Manual Has The Time Of Its Upload
    ${before} =    Get Backend Time
    ${uploaded} =    Provide Manual    thermostat.pdf
    ${manual} =    Get Manual    ${uploaded}
    ${after} =    Get Backend Time
    Time Should Be Between    ${manual.upload_date}    ${before}    ${after}

Manual Can Be Downloaded From Its Link
    ${uploaded} =    Provide Manual    thermostat.pdf
    ${manual} =    Get Manual    ${uploaded}
    ${file} =    Link Should Lead To File    ${manual.pdf_url}    thermostat.pdf
    Should Be Equal    ${file.headers}[Content-Type]    application/pdf

Answers That Cite A Manual Are Counted
    [Documentation]    Answers from the cache are counted as well, and stay counted when another manual is deleted.
    [Tags]    needs:cost
    ${uploaded} =    Have Manual    coffee-machine.pdf
    ${other} =    Have Manual    thermostat.pdf
    Manual Should Be    ${uploaded}    query_count=0    last_queried=${None}
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine
    ${cited_manual} =    Manual Should Be    ${uploaded}    query_count=1
    Should Not Be Equal    ${cited_manual.last_queried}    ${None}
    Ask    How do I descale it?
    Delete Manual    ${other}
    Manual Should Be    ${uploaded}    query_count=2

Manual Names Its Latest Citation
    [Documentation]    It may be by an answer from the cache, such as that to the first question when it is asked again.
    [Tags]    needs:cost    needs:time-control
    ${uploaded} =    Have Manual    coffee-machine.pdf
    FOR    ${question}    IN    How do I descale it?    How often do I descale it?    How do I descale it?
        Advance Time By    1 minute
        ${before} =    Get Backend Time
        ${answer} =    Ask    ${question}
        Answer Should Cite    ${answer}    coffee-machine
        ${after} =    Get Backend Time
        ${manual} =    Get Manual    ${uploaded}
        Time Should Be Between    ${manual.last_queried}    ${before}    ${after}
    END

Each Cited Manual Is Counted And No Other
    [Documentation]    An answer counts once for a manual, however many of its passages it cites.
    [Tags]    needs:cost
    ${coffee_machine} =    Have Manual    coffee-machine.pdf
    ${washing_machine} =    Have Manual    washing-machine.pdf
    ${uncited} =    Have Manual    thermostat.pdf
    ${answer} =    Ask    How do I clean the filter?
    Answer Should Cite    ${answer}    coffee-machine
    Answer Should Cite    ${answer}    washing-machine
    Manual Should Be    ${coffee_machine}    query_count=1
    Manual Should Be    ${washing_machine}    query_count=1
    Manual Should Be    ${uncited}    query_count=0    last_queried=${None}

Deleted Manual Is Gone
    ${manual} =    Have Manual    thermostat.pdf
    ${kept} =    Have Manual    coffee-machine.pdf
    Get Manual    ${manual}
    ${deletion} =    Delete Manual    ${manual}
    Should Be True    ${deletion.success}
    Get Manual    ${manual}    status=404
    Error Should Be    404    not_found
    Delete Manual    ${manual}    status=404
    Manuals Should Be Listed As    coffee-machine.pdf
    Listed Manual Should Be    ${kept}    status=${states}[ready]

Deleted Manual Leaves Nothing Behind
    [Documentation]    Neither the file nor the record that tracks it remains.
    [Tags]    needs:aws-inspection
    ${me} =    Get Current User
    ${manual} =    Have Manual    thermostat.pdf
    VAR    ${key} =    manuals/${me.user_id}/${manual.manual_id}.pdf
    S3 Object Should Exist    manuals    ${key}    content_type=application/pdf    size=${manual.size}
    DynamoDB Item Should Exist    usage    user_id=file_tracker#${key}
    Delete Manual    ${manual}
    S3 Object Should Not Exist    manuals    manuals/${me.user_id}/*
    DynamoDB Item Should Not Exist    usage    user_id=file_tracker#${key}

Manual That Was Never Ready Leaves Nothing Behind
    [Documentation]    One is deleted after its indexing has failed, the other as soon as it is uploaded.
    [Tags]    needs:aws-inspection
    ${me} =    Get Current User
    ${scan} =    Provide Manual    scanned.pdf
    Manual Should Be    ${scan}    status=${states}[failed]    timeout=30 s
    ${new} =    Provide Manual    thermostat.pdf
    S3 Object Should Exist    manuals    manuals/${me.user_id}/${scan.manual_id}.pdf
    FOR    ${manual}    IN    ${scan}    ${new}
        Delete Manual    ${manual}
        DynamoDB Item Should Not Exist    usage    user_id=file_tracker#manuals/${me.user_id}/${manual.manual_id}.pdf
    END
    S3 Object Should Not Exist    manuals    manuals/${me.user_id}/*

Deletion Starts An Ingestion Job
    [Documentation]    The index keeps the passages of a deleted manual until such a job removes them.
    [Tags]    needs:aws-inspection
    ${manual} =    Have Manual    thermostat.pdf
    Forget AWS Calls
    Delete Manual    ${manual}
    Response Should Have    cleanup_summary.index=removing
    AWS Should Be Called    bedrock-agent.StartIngestionJob

Manual Deleted On Another Day Leaves Nothing Behind
    [Documentation]    The rows of a manual are found on whatever day it is deleted.
    [Tags]    needs:aws-inspection    needs:time-control
    ${me} =    Get Current User
    ${manual} =    Have Manual    thermostat.pdf
    VAR    ${key} =    manuals/${me.user_id}/${manual.manual_id}.pdf
    DynamoDB Item Should Exist    usage    user_id=file_tracker#${key}
    Go To Next Day
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
    ${manual} =    Provide Manual    thermostat.pdf
    Get Manual    ${manual}
    Get Manual    ${UNKNOWN_ID}    status=404
    Error Should Be    404    not_found
    Delete Manual    ${UNKNOWN_ID}    status=404
    Error Should Be    404    not_found

User Without Manuals Has An Empty List
    ${me} =    Sign In As A Fresh User
    ${page} =    List Manuals
    Response Should Have    count=0    next_token=${None}    user_id=${me.user_id}
    Should Be Empty    ${page.manuals}

Newest Manual Comes First
    [Documentation]    The newest comes first, also of those that were uploaded in the same second.
    Sign In As A Fresh User
    FOR    ${name}    IN    1.pdf    2.pdf    3.pdf    4.pdf    5.pdf    6.pdf
        Upload Manual    thermostat.pdf    file_name=${name}
    END
    Manuals Should Be Listed As    6.pdf    5.pdf    4.pdf    3.pdf    2.pdf    1.pdf

Newest Manual Comes First However Much Later It Was Uploaded
    [Tags]    needs:time-control
    Sign In As A Fresh User
    FOR    ${name}    IN    one.pdf    two.pdf    three.pdf    four.pdf
        Upload Manual    thermostat.pdf    file_name=${name}
        Advance Time By    7 minutes
    END
    Manuals Should Be Listed As    four.pdf    three.pdf    two.pdf    one.pdf

Manuals Are Listed Page By Page
    [Documentation]    Whatever the page size, each manual is listed once, and in the same order.
    Sign In As A Fresh User
    VAR    @{uploaded} =    a.pdf    b.pdf    c.pdf    d.pdf    e.pdf
    FOR    ${name}    IN    @{uploaded}
        Upload Manual    thermostat.pdf    file_name=${name}
    END
    ${all} =    List All Manuals    limit=100
    ${listed_names} =    Get Values    ${all}    name
    Lists Should Be Equal    ${listed_names}    ${uploaded}    ignore_order=True
    FOR    ${limit}    IN    1    2    5
        Manuals Should Be Listed As    @{listed_names}    limit=${limit}
    END
    List Manuals    limit=2
    Response Should Have    count=2

Pages Continue Where They Stopped While Manuals Come And Go
    [Documentation]    What is uploaded or deleted between two pages makes no other manual appear twice, or not at all.
    Sign In As A Fresh User
    ${oldest} =    Upload Manual    thermostat.pdf    file_name=oldest.pdf
    Upload Manual    thermostat.pdf    file_name=older.pdf
    ${middle} =    Upload Manual    thermostat.pdf    file_name=middle.pdf
    ${newest} =    Upload Manual    thermostat.pdf    file_name=newest.pdf
    ${page} =    List Manuals    limit=1
    Upload Manual    thermostat.pdf    file_name=later.pdf
    Pages Should Go On As    ${page.next_token}    middle.pdf    older.pdf    oldest.pdf
    FOR    ${deleted}    IN    ${newest}    ${middle}    ${oldest}
        Delete Manual    ${deleted}
    END
    Pages Should Go On As    ${page.next_token}    older.pdf

More Manuals Than A Page Has By Default Come On Several Pages
    [Documentation]    A page has 20 at most if the client does not say how many.
    Sign In As A Fresh User
    ${uploaded} =    Upload Manuals At Once    21
    ${page} =    List Manuals
    Number Should Be    ${page.count}    at_least=1    at_most=20
    Length Should Be    ${page.manuals}    ${page.count}
    ${names_on_first_page} =    Get Values    ${page.manuals}    name
    ${names_on_other_pages} =    Follow Pages    ${page.next_token}
    VAR    @{listed_names} =    @{names_on_first_page}    @{names_on_other_pages}
    Lists Should Be Equal    ${listed_names}    ${uploaded}    ignore_order=True

Page Size Is Limited
    [Documentation]    `%D9%A5` is the Arabic digit five.
    List Manuals    limit=1
    List Manuals    limit=100
    FOR    ${limit}    IN    0    101    -1    1000000000    ten    1.5    1e1    %D9%A5    ${EMPTY}
        Send Request    GET    /api/manuals?limit=${limit}
        Error Should Be    400    validation_error    mentions=limit
    END
    Send Request    GET    /api/manuals?limit=1&limit=2
    Error Should Be    400    validation_error    mentions=limit

Page Size May Change From Page To Page
    [Documentation]    The limit is that of each request, whatever the page before it had.
    Sign In As A Fresh User
    Upload Manuals At Once    5
    FOR    ${first}    ${second}    IN    2    1    1    2
        ${page} =    List Manuals    limit=${first}
        ${next_page} =    List Manuals    limit=${second}    next_token=${page.next_token}
        Number Should Be    ${next_page.count}    at_least=1    at_most=${second}
        ${rest} =    List Manuals    limit=100    next_token=${next_page.next_token}
        Number Should Be    ${rest.count}    at_least=1
    END

Made-Up Page Token Is Refused
    Sign In As A Fresh User
    Upload Manual    thermostat.pdf    file_name=one.pdf
    Upload Manual    thermostat.pdf    file_name=two.pdf
    ${page} =    List Manuals    limit=1
    List Manuals    limit=1    next_token=${page.next_token}
    ${very_long} =    Text Of Length    5000    of=0
    FOR    ${token}    IN    made up    %%%    ${EMPTY}    ${page.next_token}!    ${very_long}
        List Manuals    next_token=${token}    status=400
        Error Should Be    400    validation_error    mentions=next_token
    END

Link Of A Manual Is Signed Anew Whenever It Is Shown
    [Documentation]    A link that is kept has expired when it is needed: none is valid for more than an hour.
    ${uploaded} =    Provide Manual    thermostat.pdf
    ${first} =    Get Manual    ${uploaded}
    Link Should Lead To File    ${first.pdf_url}    thermostat.pdf
    Wait Until Keyword Succeeds    10 s    300 ms    Manual Should Have A Later Link Than    ${first}

Newest Manual Comes First In The Next Month As Well
    [Documentation]    The day alone decides nothing: here the older one has the second, the newer one the first.
    [Tags]    needs:time-control
    Sign In As A Fresh User
    Go To Next Month
    Go To Next Day
    Upload Manual    thermostat.pdf    file_name=one.pdf
    Go To Next Month
    Upload Manual    thermostat.pdf    file_name=two.pdf
    Manuals Should Be Listed As    two.pdf    one.pdf

Manual In The Latest Version Of PDF Is Read
    [Documentation]    ISO 32000-2 has version 2.0; nothing else about this manual is new.
    ${pdf} =    Get Binary File    ${THERMOSTAT}
    ${data} =    Base64 Of    %PDF-2.0    ${pdf}[8:]
    VAR    &{body} =    file_name=latest.pdf    file_data=${data}    content_type=application/pdf
    Send Request    POST    /api/manuals/upload    json=${body}    status=201
    ${uploaded} =    Get Response Body
    Manual Should Be    ${uploaded}    pages=4    status=${states}[ready]    timeout=30 s


*** Keywords ***
Manual Should Have A Later Link Than
    [Documentation]    Show a manual again: its link is valid for longer than before.
    [Arguments]    ${before: object}
    ${manual} =    Get Manual    ${before.id}
    Link Should Outlast    ${manual.pdf_url}    ${before.pdf_url}

Pages Should Go On As
    [Documentation]    The pages from this token on list exactly these names.
    [Arguments]    ${next_token: str}    @{names: str}
    ${listed_names} =    Follow Pages    ${next_token}
    Lists Should Be Equal    ${listed_names}    ${names}

Follow Pages
    [Documentation]    Return the names of the manuals on the pages from this token on, whatever their size.
    [Arguments]    ${next_token: str | None}
    VAR    @{names} =    @{EMPTY}
    WHILE    $next_token is not None    limit=100
        ${page} =    List Manuals    next_token=${next_token}
        ${listed} =    Get Values    ${page.manuals}    name
        VAR    @{names} =    @{names}    @{listed}
        VAR    ${next_token} =    ${page.next_token}
    END
    RETURN    ${names}

Upload Manuals At Once
    [Documentation]    Upload this number of manuals at the same time, and return their names.
    [Arguments]    ${number: int}
    ${body} =    Get Upload Body    thermostat.pdf    name=manual-{number}.pdf
    ${responses} =    Send Requests At Once    POST /api/manuals/upload    json=${body}    times=${number}
    Statuses Should Be    ${responses}    201=${number}
    ${names} =    Get Values    ${responses}    file_name
    RETURN    ${names}
