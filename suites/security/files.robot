*** Settings ***
Documentation    Files that are not what they say, and links under which manuals are read.
...
...              OWASP ASVS 5.2, 5.4; WSTG-BUSL-08, WSTG-BUSL-09.

Resource         ../../resources/manuals.resource

Test Setup       Sign In

Test Tags        security    api-call    needs:destructive


*** Test Cases ***
What Is No PDF Is Not Stored As One
    [Documentation]    Pages, images, programs, archives, nothing at all: with the name and the type of a manual
    ...    (CWE-434).
    [Tags]    cwe-434    asvs-5.2.2
    [Setup]    Sign In And Upload
    [Template]    File Should Not Be Stored
    ${{ b"<html><script>alert(1)</script></html>" }}
    ${{ b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>" }}
    ${{ b"MZ" + bytes(200) }}
    ${{ b"\x7fELF" + bytes(200) }}
    ${{ b"PK\x03\x04" + bytes(200) }}
    ${{ b"#!/bin/sh\nid\n" }}
    ${{ b"\xff\xd8\xff\xe0" + bytes(200) }}
    ${{ bytes(1000) }}
    ${{ b"%PDF-1.7\n<script>alert(1)</script>" }}

PDF Behind Something Else Is No PDF
    [Documentation]    A file that is two things at once: a page for a browser, a manual for a reader.
    [Tags]    cwe-434    asvs-5.2.2
    ${pdf} =    Read Manual File    thermostat.pdf
    ${polyglot} =    Evaluate    base64.b64encode(b"<html><script>alert(1)</script>" + base64.b64decode($pdf)).decode()
    ...    modules=base64
    VAR    &{body} =    file_name=a.pdf    file_data=${pdf}    content_type=application/pdf
    Send Request    POST    /api/manuals/upload    json=${body}    status=201
    Set To Dictionary    ${body}    file_data=${polyglot}
    Send Request    POST    /api/manuals/upload    json=${body}
    Error Should Be    400    validation_error    mentions=file_data

Manual Is Served As A Download
    [Documentation]    Not shown in the page's own origin, whatever is in it (ASVS 5.4.1).
    [Tags]    cwe-79    asvs-5.4.1
    ${uploaded} =    Upload Manual    thermostat.pdf
    ${manual} =    Get Manual    ${uploaded}
    ${file} =    Open Link    ${manual.pdf_url}
    Should Start With    ${file.headers}[Content-Disposition]    attachment
    Should Be Equal    ${file.headers}[Content-Type]    application/pdf

File Name Does Not Break Out Of Its Header
    [Documentation]    Quotes are refused, other signs are encoded (RFC 6266; CWE-113).
    [Tags]    cwe-113    asvs-5.4.2
    FOR    ${name}    IN    a; filename=b.html; x.pdf    naïve – 手册.pdf    a'b%22c%0d%0aX-Y.pdf
        ${uploaded} =    Upload Manual    thermostat.pdf    file_name=${name}
        ${manual} =    Get Manual    ${uploaded}
        ${file} =    Open Link    ${manual.pdf_url}
        ${disposition} =    Evaluate    $file.headers["Content-Disposition"]
        Should Match Regexp
        ...    ${disposition}
        ...    ^attachment(; filename="[\\x20-\\x7e]+")?(; filename\\*=UTF-8''[\\w.~%-]+)?$
        Should Not Contain    ${disposition}    b.html;
    END

File Name Does Not Choose Where The File Is Stored
    [Documentation]    The key is the server's own: two files of one name are two, and a path is no name (CWE-73).
    [Tags]    cwe-73
    ${first} =    Upload Manual    thermostat.pdf    file_name=same.pdf
    ${second} =    Upload Manual    coffee-machine.pdf    file_name=same.pdf
    ${first} =    Get Manual    ${first}
    ${second} =    Get Manual    ${second}
    Should Not Be Equal    ${{ $first.pdf_url.partition("?")[0] }}    ${{ $second.pdf_url.partition("?")[0] }}
    Should Not Contain    ${{ $first.pdf_url.partition("?")[0] }}    same
    ${file} =    Open Link    ${first.pdf_url}
    Should Be Equal As Integers    ${{ len($file.content) }}    ${first.size}

Link Lives For An Hour At Most
    [Documentation]    Whoever gets hold of it later has nothing (CWE-613).
    [Tags]    cwe-613
    ${uploaded} =    Upload Manual    thermostat.pdf
    ${manual} =    Get Manual    ${uploaded}
    Link Should Expire Within    ${manual.pdf_url}    1 hour
    Open Link    ${manual.pdf_url}

Link Of A Source Lives For An Hour At Most
    [Tags]    cwe-613    needs:cost
    Have Manual    coffee-machine.pdf
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine
    FOR    ${source}    IN    @{answer.sources}
        Link Should Expire Within    ${source.pdf_url}    1 hour
    END

Link Leads To One Manual Alone
    [Documentation]    It is for this one key, neither for a folder nor for listing the bucket.
    [Tags]    cwe-639
    ${uploaded} =    Upload Manual    thermostat.pdf
    ${manual} =    Get Manual    ${uploaded}
    ${path} =    Evaluate    urllib.parse.urlsplit($manual.pdf_url).path    modules=urllib.parse
    Should Contain    ${path}    ${uploaded.manual_id}
    Should Match Regexp    ${path}    [^/]$
    Should Not Contain    ${manual.pdf_url}    list-type

Link Of A Deleted Manual Is Dead
    [Tags]    cwe-212
    ${uploaded} =    Upload Manual    thermostat.pdf
    ${manual} =    Get Manual    ${uploaded}
    Open Link    ${manual.pdf_url}
    Delete Manual    ${uploaded}
    Link Should Be Dead    ${manual.pdf_url}


*** Keywords ***
Sign In And Upload
    [Documentation]    The control of a test of refusals: a good manual is taken.
    Sign In
    Upload Manual    thermostat.pdf

File Should Not Be Stored
    [Documentation]    Upload bytes under the name and the type of a manual.
    [Arguments]    ${content: object}
    ${data} =    Evaluate    base64.b64encode($content).decode()    modules=base64
    VAR    &{body} =    file_name=manual.pdf    file_data=${data}    content_type=application/pdf
    Send Request    POST    /api/manuals/upload    json=${body}
    Error Should Be    400    validation_error    mentions=file_data
