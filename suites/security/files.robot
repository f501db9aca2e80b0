*** Settings ***
Documentation    Files that are not what they claim to be, and the links that manuals are read through.
...
...              OWASP ASVS 5.2, 5.4; WSTG-BUSL-08, WSTG-BUSL-09.

Resource         ../../resources/manuals.resource
Library          OperatingSystem

Test Setup       Sign In

Test Tags        security    api-call    needs:destructive


*** Variables ***
${THERMOSTAT}    ${CURDIR}/../../resources/data/manuals/thermostat.pdf


*** Test Cases ***
File That Is Not A PDF Is Refused
    [Documentation]    Pages, images, programs, archives and zeros are sent under the name and the type of a manual
    ...    (CWE-434).
    [Tags]    cwe-434    asvs-5.2.2
    [Setup]    Sign In And Upload
    [Template]    File Should Be Refused
    <html><script>alert(1)</script></html>
    <svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>
    MZ    zeros=200
    \x7fELF    zeros=200
    PK\x03\x04    zeros=200
    \#!/bin/sh\nid\n
    \xff\xd8\xff\xe0    zeros=200
    ${EMPTY}    zeros=1000
    %PDF-1.7\n<script>alert(1)</script>

File That Is Both A Page And A PDF Is Refused
    [Documentation]    Such a polyglot is a page to a browser, and a manual to a PDF reader.
    [Tags]    cwe-434    asvs-5.2.2
    ${pdf} =    Get Binary File    ${THERMOSTAT}
    ${data} =    Base64 Of    ${pdf}
    VAR    &{body} =    file_name=a.pdf    file_data=${data}    content_type=application/pdf
    Send Request    POST    /api/manuals/upload    json=${body}
    Response Should Be Successful
    ${polyglot} =    Base64 Of    <html><script>alert(1)</script>    ${pdf}
    Set To Dictionary    ${body}    file_data=${polyglot}
    Send Request    POST    /api/manuals/upload    json=${body}
    Error Should Be    400    validation_error    mentions=file_data

Manual Is Served As A Download
    [Documentation]    It is not displayed in the page's own origin, whatever it contains (ASVS 5.4.1).
    [Tags]    cwe-79    asvs-5.4.1
    ${uploaded} =    Provide Manual    thermostat.pdf
    ${manual} =    Get Manual    ${uploaded}
    ${file} =    Open Link    ${manual.pdf_url}
    Should Start With    ${file.headers}[Content-Disposition]    attachment
    Should Be Equal    ${file.headers}[Content-Type]    application/pdf

File Name Cannot Break Out Of Its Header
    [Documentation]    Quotes are refused, other special characters are encoded (RFC 6266; CWE-113).
    [Tags]    cwe-113    asvs-5.4.2
    FOR    ${name}    IN    a; filename=b.html; x.pdf    naïve – 手册.pdf    a'b%22c%0d%0aX-Y.pdf
        ${uploaded} =    Upload Manual    thermostat.pdf    file_name=${name}
        ${manual} =    Get Manual    ${uploaded}
        ${file} =    Open Link    ${manual.pdf_url}
        VAR    ${disposition} =    ${file.headers}[Content-Disposition]
        Should Match Regexp
        ...    ${disposition}
        ...    ^attachment(; filename="[\\x20-\\x7e]+")?(; filename\\*=UTF-8''[\\w.~%-]+)?$
        Should Not Contain    ${disposition}    b.html;
    END

File Name Does Not Determine The Storage Key
    [Documentation]    The server chooses it: two files of the same name stay two, and a name is not a path (CWE-73).
    [Tags]    cwe-73
    ${first} =    Upload Manual    thermostat.pdf    file_name=same.pdf
    ${second} =    Upload Manual    coffee-machine.pdf    file_name=same.pdf
    ${first} =    Get Manual    ${first}
    ${second} =    Get Manual    ${second}
    ${link_to_first} =    Fetch From Left    ${first.pdf_url}    ?
    ${link_to_second} =    Fetch From Left    ${second.pdf_url}    ?
    Should Not Be Equal    ${link_to_first}    ${link_to_second}
    Should Not Contain    ${link_to_first}    same
    Link Should Lead To File    ${first.pdf_url}    thermostat.pdf
    Link Should Lead To File    ${second.pdf_url}    coffee-machine.pdf

Link Expires Within An Hour
    [Documentation]    It is useless to somebody who finds it later (CWE-613).
    [Tags]    cwe-613
    ${uploaded} =    Provide Manual    thermostat.pdf
    ${manual} =    Get Manual    ${uploaded}
    Link Should Expire Within    ${manual.pdf_url}    1 hour
    Open Link    ${manual.pdf_url}

Source Link Expires Within An Hour
    [Tags]    cwe-613    needs:cost
    Have Manual    coffee-machine.pdf
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine
    FOR    ${source}    IN    @{answer.sources}
        Link Should Expire Within    ${source.pdf_url}    1 hour
    END

Link Leads To A Single Manual
    [Documentation]    Its signature is valid for this one key: with the key of another manual, it leads nowhere.
    [Tags]    cwe-639
    ${uploaded} =    Provide Manual    thermostat.pdf
    ${other} =    Provide Manual    coffee-machine.pdf
    ${manual} =    Get Manual    ${uploaded}
    Should Contain    ${manual.pdf_url}    ${uploaded.manual_id}
    Open Link    ${manual.pdf_url}
    ${link_to_other} =    Replace String    ${manual.pdf_url}    ${uploaded.manual_id}    ${other.manual_id}
    Link Should Be Dead    ${link_to_other}

Link Of Each Manual Leads To Its Own File
    [Documentation]    It does so whichever was stored last, and by which user.
    [Tags]    cwe-639    needs:second-user
    ${first} =    Upload Manual    thermostat.pdf
    ${second} =    Upload Manual    coffee-machine.pdf
    ${me} =    Get Current User
    Sign In As Second User
    Upload Manual    washing-machine.pdf
    Switch To User    ${me}
    Link Should Lead To The File Of    ${first}
    Link Should Lead To The File Of    ${second}
    Link Should Lead To The File Of    ${first}

Link To A Deleted Manual Is Dead
    [Tags]    cwe-212
    ${uploaded} =    Provide Manual    thermostat.pdf
    ${manual} =    Get Manual    ${uploaded}
    Open Link    ${manual.pdf_url}
    Delete Manual    ${uploaded}
    Link Should Be Dead    ${manual.pdf_url}


*** Keywords ***
Sign In And Upload
    [Documentation]    The control of a test of refusals: a good manual is accepted.
    Sign In
    Upload Manual    thermostat.pdf

File Should Be Refused
    [Documentation]    Upload bytes, and zeros after them, under the name and the type of a manual.
    [Arguments]    ${content: bytes}    ${zeros: int}=0
    ${data} =    Base64 Of    ${content}    zeros=${zeros}
    VAR    &{body} =    file_name=manual.pdf    file_data=${data}    content_type=application/pdf
    Send Request    POST    /api/manuals/upload    json=${body}
    Error Should Be    400    validation_error    mentions=file_data

Link Should Lead To The File Of
    [Documentation]    The link of a manual names it, and leads to the file that was uploaded.
    [Arguments]    ${uploaded: object}
    ${manual} =    Get Manual    ${uploaded}
    ${link_without_query} =    Fetch From Left    ${manual.pdf_url}    ?
    Should Contain    ${link_without_query}    ${uploaded.manual_id}
    Link Should Lead To File    ${manual.pdf_url}    ${uploaded.file_name}
