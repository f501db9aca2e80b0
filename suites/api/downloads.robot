*** Settings ***
Documentation    Manuals that the server fetches from a URL.
...
...              Where it must not go is tested in security/server_side_requests.

Resource         ../../resources/aws.resource
Resource         ../../resources/manual_site.resource
Resource         ../../resources/manuals.resource
Resource         ../../resources/users.resource
Library          OperatingSystem

Test Setup       Sign In

Test Tags        api    api-call    needs:destructive


*** Variables ***
${COFFEE_MACHINE}    ${CURDIR}/../../resources/data/manuals/coffee-machine.pdf
${LETTER}            n
${LONG_NAME}         ${LETTER * 300}


*** Test Cases ***
Manual Is Fetched From A Website
    Require A Manual Site
    ${size} =    Get File Size    ${COFFEE_MACHINE}
    ${manual} =    Fetch Manual From URL    ${manual_site_url}/coffee-machine.pdf
    Response Status Should Be    201
    Response Should Have    size=${size}
    ${location} =    Get Response Header    Location
    Should End With    ${location}    /api/manuals/${manual.manual_id}
    Should Be Equal    ${manual.file_name}    coffee-machine.pdf
    Manual Should Be    ${manual}    status=${states}[ready]    pages=10    size=${size}    timeout=30 s

Questions Are Answered From A Fetched Manual
    [Tags]    needs:cost
    Require A Manual Site
    ${manual} =    Fetch Manual From URL    ${manual_site_url}/coffee-machine.pdf    file_name=espresso.pdf
    Should Be Equal    ${manual.file_name}    espresso.pdf
    Wait Until Manual Is Indexed    ${manual}
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    espresso    page=7

Fetched Manual Is Used At Once
    [Documentation]    A question that was answered before the fetch is answered again.
    [Tags]    needs:cost
    Require A Manual Site
    Sign In As A Fresh User
    Ask    How do I descale it?
    ${before} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${before}
    ${manual} =    Fetch Manual From URL    ${manual_site_url}/coffee-machine.pdf
    Wait Until Manual Is Indexed    ${manual}
    ${after} =    Ask    How do I descale it?
    Answer Should Be New    ${after}
    Answer Should Cite    ${after}    coffee-machine    page=7

Fetching A Manual Is Not Counted
    [Documentation]    Only questions and transcriptions are counted.
    [Tags]    needs:cost
    Require A Manual Site
    Sign In As A Fresh User Clear Of Midnight
    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf
    Daily Usage Should Have Grown By    0
    Ask    How do I set holiday mode?
    Daily Usage Should Have Grown By    1

Large Manual Is Fetched
    [Documentation]    A manual of nearly 10 MB is allowed; larger ones are refused.
    Require A Manual Site
    Skip If    $body_limit_mb < 10    files of 10 MB are over the limit of this environment
    ${manual} =    Fetch Manual From URL    ${manual_site_url}/large.pdf
    Number Should Be    ${manual.size}    at_least=${9 * 1024 * 1024}

Fetched Manual May Be As Large As The Limit And No Byte Larger
    Require A Manual Site
    Skip If    $body_limit_mb < 10    files of 10 MB are over the limit of this environment
    ${manual} =    Fetch Manual From URL    ${manual_site_url}/largest.pdf
    Should Be Equal    ${manual.size}    ${10 * 1024 * 1024}
    Fetch Manual From URL    ${manual_site_url}/too-large.pdf    status=413

Link Of A Fetched Manual Leads To What Was Fetched
    [Documentation]    It does not lead to another manual that was fetched before or after it.
    Require A Manual Site
    ${coffee_machine} =    Fetch Manual From URL    ${manual_site_url}/coffee-machine.pdf
    ${thermostat} =    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf
    FOR    ${fetched}    IN    ${coffee_machine}    ${thermostat}
        ${manual} =    Get Manual    ${fetched}
        ${link_without_query} =    Fetch From Left    ${manual.pdf_url}    ?
        Should Contain    ${link_without_query}    ${fetched.manual_id}
        Link Should Lead To File    ${manual.pdf_url}    ${fetched.file_name}
    END

Redirect To A Public Address Is Followed
    [Documentation]    The redirect after it is followed as well: many sites lead from http to https, and then to
    ...    another name.
    Require A Manual Site
    VAR    ${next_redirect} =    /redirect?to=${manual_site_url}/thermostat.pdf
    Fetch Manual From URL    ${manual_site_url}/redirect?to=${next_redirect}    file_name=moved.pdf
    List Manuals
    Response Should Have    manuals.0.name=moved.pdf

Manual Is Fetched Over HTTPS
    [Documentation]    What is there by https only: a backend that goes on without encryption does not find it.
    Require A Secure Manual Site
    ${fetched_over_http} =    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf
    ${fetched_over_https} =    Fetch Manual From URL    ${secure_manual_site_url}/secure.pdf
    Should Be Equal    ${fetched_over_https.size}    ${fetched_over_http.size}

Redirect From HTTP To HTTPS Is Followed
    [Documentation]    Most sites begin with one.
    Require A Secure Manual Site
    VAR    ${location} =    ${secure_manual_site_url}/secure.pdf
    ${fetched_directly} =    Fetch Manual From URL    ${location}
    ${fetched_by_redirect} =    Fetch Manual From URL
    ...    ${manual_site_url}/redirect?to=${location}
    ...    file_name=moved.pdf
    Should Be Equal    ${fetched_by_redirect.size}    ${fetched_directly.size}

Manual Is Fetched From Another Port
    [Documentation]    What is there at this port only. A URL may name any, and so may a redirect.
    Require A Manual Site At Another Port
    VAR    ${location} =    ${other_port_manual_site_url}/other-port.pdf
    ${fetched_directly} =    Fetch Manual From URL    ${location}
    ${fetched_by_redirect} =    Fetch Manual From URL
    ...    ${manual_site_url}/redirect?to=${location}
    ...    file_name=moved.pdf
    Should Be Equal    ${fetched_by_redirect.size}    ${fetched_directly.size}

Every Kind Of Redirect Is Followed
    [Documentation]    Each of them leads to the file that is also fetched without a redirect.
    Require A Manual Site
    ${fetched_directly} =    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf
    FOR    ${status}    IN    301    302    303    307    308
        ${fetched_by_redirect} =    Fetch Manual From URL
        ...    ${manual_site_url}/redirect?status=${status}&to=${manual_site_url}/thermostat.pdf
        ...    file_name=moved-${status}.pdf
        Should Be Equal    ${fetched_by_redirect.size}    ${fetched_directly.size}
    END

Redirect To Another Path Of The Same Site Is Followed
    [Documentation]    `Location` may be relative (RFC 9110, section 10.2.2).
    Require A Manual Site
    ${fetched_directly} =    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf
    FOR    ${location}    IN    /thermostat.pdf    thermostat.pdf    ./thermostat.pdf
        ${fetched_by_redirect} =    Fetch Manual From URL
        ...    ${manual_site_url}/redirect?to=${location}
        ...    file_name=moved.pdf
        Should Be Equal    ${fetched_by_redirect.size}    ${fetched_directly.size}
    END

Fragment Of A URL Is Not Sent
    [Documentation]    Links to a page of a manual have one; it is for the reader of the file (RFC 9110, section 7.1).
    Require A Manual Site
    ${fetched_without_fragment} =    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf
    ${fetched_with_fragment} =    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf#page=3
    Should Be Equal    ${fetched_with_fragment.size}    ${fetched_without_fragment.size}

Location Without A Redirect Is Not Followed
    [Documentation]    `Location` leads elsewhere only if the status says so.
    Require A Manual Site
    ${manual} =    Fetch Manual From URL    ${manual_site_url}/located.pdf
    Should Be Equal    ${manual.file_name}    located.pdf

Repeated Fetch With The Same Key Creates One Manual
    Require A Manual Site
    Sign In As A Fresh User
    VAR    &{body} =    url=${manual_site_url}/thermostat.pdf
    VAR    &{headers} =    Idempotency-Key=fetched-once
    FOR    ${_}    IN RANGE    2
        Send Request    POST    /api/manuals/download    json=${body}    headers=${headers}
        Response Should Be Successful
    END
    ${manuals} =    List All Manuals
    Length Should Be    ${manuals}    1

Idempotency Key Of Another Fetch Is Refused
    Require A Manual Site
    Sign In As A Fresh User
    VAR    &{headers} =    Idempotency-Key=one-file-only
    FOR    ${file}    ${status}    IN    thermostat.pdf    201    coffee-machine.pdf    400
        VAR    &{body} =    url=${manual_site_url}/${file}
        Send Request    POST    /api/manuals/download    json=${body}    headers=${headers}    status=${status}
    END
    Error Should Be    400    idempotency_key_reused
    ${manuals} =    List All Manuals
    Length Should Be    ${manuals}    1

Malformed Idempotency Key Of A Fetch Is Refused
    [Documentation]    A refused fetch stores nothing.
    Require A Manual Site
    Sign In As A Fresh User
    VAR    &{body} =    url=${manual_site_url}/thermostat.pdf
    VAR    &{headers} =    Idempotency-Key=a-good-key
    Send Request    POST    /api/manuals/download    json=${body}    headers=${headers}    status=201
    FOR    ${key}    IN    two words    key;1    ../key
        VAR    &{headers} =    Idempotency-Key=${key}
        Send Request    POST    /api/manuals/download    json=${body}    headers=${headers}
        Error Should Be    400    validation_error    mentions=Idempotency-Key
    END
    Manuals Should Be Listed As    thermostat.pdf

Unusable Download Is Refused
    [Template]    Fetch Should Be Refused
    /missing.pdf    400    download_failed
    /page.html    400    validation_error
    /page.pdf    400    validation_error
    /breaks-off.pdf    400    download_failed
    /compressed.pdf    400    download_failed
    /no-length.pdf    400    validation_error
    /loop    400    download_failed
    /no-url    400    download_failed
    /endless.pdf    413    payload_too_large

Download That Takes Too Long Is Abandoned
    [Documentation]    The limit is 10 seconds, redirects included, well before the gateway gives up. Nothing is stored
    ...    later either.
    [Tags]    slow
    Require A Manual Site
    ${before} =    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf
    Fetch Manual From URL    ${manual_site_url}/redirect?after=4&to=/slow.pdf    status=504
    Error Should Be    504    dependency_timeout
    Response Time Should Be    at_least=9 s    less_than=13 s
    List Manuals
    Response Should Have    manuals.0.id=${before.manual_id}

Download Over HTTPS That Takes Too Long Is Abandoned
    [Documentation]    Encrypted or not, 10 seconds are the end.
    [Tags]    slow
    Require A Secure Manual Site
    ${before} =    Fetch Manual From URL    ${secure_manual_site_url}/secure.pdf
    Fetch Manual From URL    ${secure_manual_site_url}/slow.pdf    status=504
    Error Should Be    504    dependency_timeout
    Response Time Should Be    at_least=9 s    less_than=13 s
    List Manuals
    Response Should Have    manuals.0.id=${before.manual_id}

Unknown Host Is Refused
    Require A Manual Site
    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf
    Fetch Manual From URL    http://nobody.example.com/thermostat.pdf    status=400
    Error Should Be    400    download_failed    mentions=url

Fetched Manual Has A Name Whatever Its Address
    [Documentation]    It has one even if the address ends with none, or with something that cannot be a name.
    [Template]    Fetched Manual Should Have A Name
    /any-name/
    /any-name/my%20folder%2Fmanual.pdf
    /any-name/${LONG_NAME}.pdf

Invalid URL Is Refused
    [Setup]    Sign In And Fetch
    [Template]    Download Body Should Be Refused
    {}    url
    {"url": null}    url
    {"url": 7}    url
    {"url": ["http://manuals.example.com/thermostat.pdf"]}    url
    {"url": {}}    url
    {"url": ""}    url
    {"url": " "}    url

Invalid File Name Of A Fetched Manual Is Refused
    [Setup]    Sign In And Fetch
    [Template]    Download Body Should Be Refused
    {"url": "http://manuals.example.com/thermostat.pdf", "filename": null}    filename
    {"url": "http://manuals.example.com/thermostat.pdf", "filename": 7}    filename
    {"url": "http://manuals.example.com/thermostat.pdf", "filename": ""}    filename
    {"url": "http://manuals.example.com/thermostat.pdf", "filename": "../a.pdf"}    filename
    {"url": "http://manuals.example.com/thermostat.pdf", "file_name": "a.pdf"}    file_name

Longest URL Is Fetched And One Character More Is Refused
    [Documentation]    A URL may have 2048 characters: signed links are long.
    Require A Manual Site
    Sign In As A Fresh User
    VAR    ${url} =    ${manual_site_url}/thermostat.pdf?signature=
    ${length} =    Get Length    ${url}
    ${signature} =    Text Of Length    ${2048 - ${length}}
    Fetch Manual From URL    ${url}${signature}
    Fetch Manual From URL    ${url}${signature}q    status=400
    ${manuals} =    List All Manuals
    Length Should Be    ${manuals}    1

Malformed URL Is Refused
    [Setup]    Sign In And Fetch
    [Template]    URL Should Be Refused
    thermostat.pdf
    //manuals.example.com/thermostat.pdf
    http://
    http:///thermostat.pdf
    http://manuals.example.com:99999/thermostat.pdf
    http://manuals.example.com:port/thermostat.pdf
    http://[manuals.example.com/thermostat.pdf

Fetched Manual That Is Deleted Leaves Nothing Behind
    [Documentation]    Neither its file remains, nor does a link to it work, as with a manual that was uploaded.
    [Tags]    needs:aws-inspection
    Require A Manual Site
    ${fetched} =    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf
    ${manual} =    Get Manual    ${fetched}
    Open Link    ${manual.pdf_url}
    S3 Object Should Exist    manuals    *${fetched.manual_id}*
    Delete Manual    ${fetched}
    Link Should Be Dead    ${manual.pdf_url}
    S3 Object Should Not Exist    manuals    *${fetched.manual_id}*
    Get Manual    ${fetched}    status=404

Key Of A Failed Fetch Is Still Free
    [Documentation]    The user corrects the address, and the client sends the same key.
    Require A Manual Site
    Sign In As A Fresh User
    VAR    &{headers} =    Idempotency-Key=corrected
    FOR    ${file}    ${status}    IN    missing.pdf    400    page.pdf    400    thermostat.pdf    201
        VAR    &{body} =    url=${manual_site_url}/${file}
        Send Request    POST    /api/manuals/download    json=${body}    headers=${headers}    status=${status}
    END
    Manuals Should Be Listed As    thermostat.pdf

Fetched File That Is Not A Readable PDF Is Refused
    [Documentation]    It is held to what uploads are held to, and is not stored.
    Require A Manual Site
    Sign In As A Fresh User
    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf
    FOR    ${file}    IN    not-a-pdf.pdf    damaged.pdf    password-protected.pdf
        Fetch Manual From URL    ${manual_site_url}/${file}    status=400
        Error Should Be    400    validation_error    mentions=url
    END
    Manuals Should Be Listed As    thermostat.pdf

Name Given To A Fetched Manual Is Kept
    [Documentation]    It may be in any language, with blanks and signs, as that of an uploaded one.
    Require A Manual Site
    FOR    ${name}    IN
    ...    Kettle    Größe 2 – 取扱説明書 (neu) & mehr.pdf    📘 manual.pdf    Maker's manual, 100 % #1.pdf
        ${fetched} =    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf    file_name=${name}
        Should Be Equal    ${fetched.file_name}    ${name}
        Listed Manual Should Be    ${fetched}    name=${name}
    END

Misleading Name Of A Fetched Manual Is Refused
    [Documentation]    It has control characters or a reversed reading direction, shows nothing, or is too long.
    Require A Manual Site
    Sign In As A Fresh User
    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf
    FOR    ${name}    IN    man\nual.pdf    fdp.\u202egpj.pdf    a"b.pdf    ${SPACE}    ${LONG_NAME}
        VAR    &{body} =    url=${manual_site_url}/thermostat.pdf    filename=${name}
        Send Request    POST    /api/manuals/download    json=${body}
        Error Should Be    400    validation_error    mentions=filename
    END
    Manuals Should Be Listed As    thermostat.pdf

Signed Link Is Fetched
    [Documentation]    A link that S3 has signed for `GET` permits no other method (Amazon S3 User Guide, "Download and
    ...    upload objects with presigned URLs"), nor does this address.
    Require A Manual Site
    ${manual} =    Fetch Manual From URL    ${manual_site_url}/only-get.pdf
    Manual Should Be    ${manual}    pages=4


*** Keywords ***
Fetched Manual Should Have A Name
    [Documentation]    Fetch a manual without a name of one's own; the manual has one that the contract allows.
    [Arguments]    ${path: str}
    Require A Manual Site
    ${fetched} =    Fetch Manual From URL    ${manual_site_url}${path}    status=201
    Listed Manual Should Be    ${fetched}    name=${fetched.file_name}

Sign In And Fetch
    [Documentation]    Positive control of a test of refusals: a valid URL is fetched.
    Sign In
    Require A Manual Site
    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf

Fetch Should Be Refused
    [Documentation]    The site's manual is accepted, this page of the site is not.
    [Arguments]    ${page: str}    ${status: int}    ${error_type: str}
    Require A Manual Site
    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf
    Fetch Manual From URL    ${manual_site_url}${page}    status=${status}
    Error Should Be    ${status}    ${error_type}

Download Body Should Be Refused
    [Documentation]    Send a body in which one field is invalid.
    [Arguments]    ${body: str}    ${field: str}
    Send Request    POST    /api/manuals/download    body=${body}
    Error Should Be    400    validation_error    mentions=${field}

URL Should Be Refused
    [Documentation]    Fetch from something that is not the URL of a web page.
    [Arguments]    ${url: str}
    Fetch Manual From URL    ${url}    status=400
    Error Should Be    400    url_not_allowed    mentions=url
