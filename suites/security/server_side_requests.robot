*** Settings ***
Documentation    Where the server must not be tricked into going when it fetches a manual.
...
...              OWASP API7:2023 Server Side Request Forgery; WSTG-INPV-19; CWE-918. A canary site on this machine
...              serves a good manual at every path, so that there is always something to fetch. Each test fetches
...              from a public address as well, so that a backend that fetches nothing passes none of them.

Resource         ../../resources/manual_site.resource

Test Setup       Sign In And Fetch From A Public Address

Test Tags        security    api-call    cwe-918    owasp-api7    needs:destructive    needs:fault-injection


*** Test Cases ***
No Spelling Of A Loopback Address Is Fetched
    [Documentation]    It is decimal, octal, hexadecimal, shortened, IPv6, IPv4 inside IPv6 in every way that there has
    ...    been, with a trailing dot, or in digits and letters of other scripts.
    ${port} =    Start Canary Site
    FOR    ${host}    IN
    ...    127.0.0.1    localhost    LOCALHOST    localhost.    127.1    127.0.1    127.255.255.254    0.0.0.0    0
    ...    2130706433    017700000001    0x7f000001    0x7f.0.0.1    0177.0.0.1
    ...    [::1]    [::]    [::ffff:127.0.0.1]    [::ffff:7f00:1]    [64:ff9b::7f00:1]    [2002:7f00:1::]
    ...    [::127.0.0.1]    [::ffff:0:127.0.0.1]    [64:ff9b:1::7f00:1]
    ...    \uff11\uff12\uff17.\uff10.\uff10.\uff11    127\u30020\u30020\u30021
    ...    \u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3
        Fetch Should Not Be Allowed    http://${host}:${port}/manual.pdf
    END
    Canary Site Should Not Have Been Visited

Private Networks Are Not Fetched From
    [Documentation]    Private (RFC 1918), link-local, shared, multicast and unique local addresses are not public.
    FOR    ${host}    IN
    ...    10.0.0.1    10.255.255.254    172.16.0.1    172.31.255.254    192.168.0.1    100.64.0.1    169.254.1.1
    ...    192.0.2.1    198.18.0.1    224.0.0.1    255.255.255.255    [fe80::1]
    ...    [fc00::1]    [fd12:3456:789a::1]    [ff02::1]    [fec0::1]
        Fetch Should Not Be Allowed    http://${host}/manual.pdf
    END

Instance Metadata Is Not Fetched
    [Documentation]    It contains credentials of the function's role (EC2, ECS, Lambda's runtime API).
    FOR    ${url}    IN
    ...    http://169.254.169.254/latest/meta-data/iam/security-credentials/
    ...    http://169.254.169.254/latest/api/token
    ...    http://169.254.170.2/v2/credentials
    ...    http://[fd00:ec2::254]/latest/meta-data/
    ...    http://2852039166/latest/meta-data/
    ...    http://localhost:9001/2018-06-01/runtime/invocation/next
        Fetch Should Not Be Allowed    ${url}
    END

Only Web Addresses Are Fetched
    [Documentation]    Neither files nor other protocols are fetched.
    ${port} =    Start Canary Site
    FOR    ${url}    IN
    ...    file:///etc/hostname    file://localhost/etc/passwd    FILE:///etc/passwd    ftp://manuals.example.com/a.pdf
    ...    gopher://127.0.0.1:${port}/_GET%20/    dict://127.0.0.1:${port}/    ldap://127.0.0.1:${port}/    s3://bucket/key
    ...    data:application/pdf;base64,JVBERi0xLjcK    jar:http://manuals.example.com!/a.pdf    javascript:alert(1)
        Fetch Should Not Be Allowed    ${url}
    END
    Canary Site Should Not Have Been Visited

Name That Resolves To A Private Address Is Not Fetched
    [Documentation]    The address behind the name counts; one private address among several is one too many. Nobody
    ...    learns from the refusal which address it is (CWE-209).
    [Tags]    cwe-209
    ${port} =    Start Canary Site
    FOR    ${host}    IN    private.example.com    PRIVATE.example.com    mixed.example.com    intranet.example.com
        Fetch Should Not Be Allowed    http://${host}:${port}/manual.pdf
        Response Should Reveal Nothing
    END
    Canary Site Should Not Have Been Visited

DNS Rebinding Does Not Lead To A Loopback Address
    [Documentation]    The server connects to the very address that it has checked.
    ${port} =    Start Canary Site
    FOR    ${_}    IN RANGE    4
        VAR    &{body} =    url=http://rebinding.example.com:${port}/thermostat.pdf
        Send Request    POST    /api/manuals/download    json=${body}
    END
    Canary Site Should Not Have Been Visited

Redirect To A Private Address Is Not Followed
    [Documentation]    Every address on the way is checked, not only the first.
    ${port} =    Start Canary Site
    FOR    ${target}    IN
    ...    http://127.0.0.1:${port}/manual.pdf    http://localhost:${port}/    //127.0.0.1:${port}/
    ...    http://169.254.169.254/latest/meta-data/    file:///etc/hostname
    ...    ${manual_site_url}/redirect?to=http://127.0.0.1:${port}/
        Fetch Should Not Be Allowed    ${manual_site_url}/redirect?to=${target}
    END
    Canary Site Should Not Have Been Visited

Address With A User Name Is Not Fetched
    [Documentation]    The part before an `@` looks like a host but is not one.
    ${port} =    Start Canary Site
    FOR    ${url}    IN
    ...    http://manuals.example.com@127.0.0.1:${port}/    http://user:password@manuals.example.com/thermostat.pdf
    ...    http://manuals.example.com:80@127.0.0.1:${port}/    http://@127.0.0.1:${port}/
        Fetch Should Not Be Allowed    ${url}
    END
    Canary Site Should Not Have Been Visited

Ambiguous Address Is Not Fetched
    [Documentation]    It has backslashes, blanks, fragments or line breaks, which make two parsers see different hosts.
    ${port} =    Start Canary Site
    FOR    ${url}    IN
    ...    http://127.0.0.1:${port}\\@manuals.example.com/    http://127.0.0.1:${port}#@manuals.example.com/
    ...    http://127.0.0.1:${port}?@manuals.example.com/    http://127.0.0.1:${port}/\r\nHost: a
    ...    http://manuals.example.com\t@127.0.0.1:${port}/
        VAR    &{body} =    url=${url}
        Send Request    POST    /api/manuals/download    json=${body}
        Response Should Be A Refusal
    END
    Canary Site Should Not Have Been Visited

Addresses That Are Not Public Are Not Even Connected To
    [Documentation]    A connection whose URL is refused afterwards has been seen by its target, and takes its time.
    [Tags]    needs:backend-log
    ${port} =    Start Canary Site
    FOR    ${host}    IN
    ...    127.0.0.1:${port}    private.example.com:${port}    10.0.0.8    intranet.example.com    169.254.169.254
    ...    169.254.1.1    192.168.0.1    100.64.0.1    [fe80::1]    [fd00:ec2::254]    [::ffff:10.0.0.8]
        Fetch Should Not Be Allowed    http://${host}/manual.pdf
        Fetch Should Not Be Allowed    ${manual_site_url}/redirect?to=http://${host}/manual.pdf
    END
    Only Public Addresses Should Have Been Connected To

Public IPv6 Addresses May Be Fetched From
    [Documentation]    Nothing is there, at an address that IANA registers as globally reachable (RFC 7535), but it is
    ...    not refused either.
    Fetch Manual From URL    http://[2620:4f:8000::1]/manual.pdf    status=400
    Error Should Be    400    download_failed
    Fetch Should Not Be Allowed    http://[2001:0:7f00:1::]/manual.pdf

Site With An Untrusted Certificate Is Not Fetched
    [Documentation]    A man in the middle could replace the manual (CWE-295): a certificate counts only
    ...    if a trusted authority has signed it, for this name, and it has not expired, also after a redirect.
    [Tags]    -needs:fault-injection    asvs-12.3.2    cwe-295
    Require Sites With Untrusted Certificates
    FOR    ${url}    IN    @{untrusted_certificate_urls}
        Fetch Manual From URL    ${secure_manual_site_url}/secure.pdf
        Certificate Should Be Refused    ${url}
        Certificate Should Be Refused    ${secure_manual_site_url}/redirect?to=${url}
    END

Refusal Does Not Reveal What Is Listening
    [Documentation]    An open port, a closed one and a missing host are refused alike, so the network cannot be mapped.
    ${port} =    Start Canary Site
    ${refusal_of_open_port} =    Fetch Manual From URL    http://127.0.0.1:${port}/    status=400
    ${refusal_of_closed_port} =    Fetch Manual From URL    http://127.0.0.1:9/    status=400
    ${refusal_of_missing_host} =    Fetch Manual From URL    http://10.1.2.3/    status=400
    Errors Should Be Alike    ${refusal_of_closed_port}    ${refusal_of_open_port}
    Errors Should Be Alike    ${refusal_of_missing_host}    ${refusal_of_open_port}

Sites Learn Nothing About The User
    [Documentation]    They learn neither the token of the request, nor who has sent it, nor what the backend itself
    ...    signs in with.
    [Tags]    cwe-359    needs:backend-log
    ${me} =    Get Current User
    Fetch Manual From URL    ${manual_site_url}/redirect?to=${manual_site_url}/thermostat.pdf    file_name=moved.pdf
    Sites Should Not Have Received    access_token=${me.access_token}    id_token=${me.id_token}
    ...    user_id=${me.user_id}    email=${me.email}    credentials=Authorization:    cookie=Cookie:

Refusal Does Not Reveal What Was Fetched
    [Documentation]    It does not reveal even the beginning of a page that is not a manual: only the server can read it
    ...    (CWE-209).
    [Tags]    cwe-209
    ${refusal} =    Fetch Manual From URL    ${manual_site_url}/page.html    status=400
    Error Should Be    400    validation_error    mentions=url
    ${shown} =    Convert To String    ${refusal}
    Should Not Contain    ${shown}    <html


*** Keywords ***
Sign In And Fetch From A Public Address
    [Documentation]    The control of every test of this suite: a public address is fetched.
    Sign In
    Require A Manual Site
    Start Canary Site
    ${manual} =    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf
    Get Manual    ${manual.manual_id}

Fetch Should Not Be Allowed
    [Documentation]    The URL is refused for its address, not for what it leads to.
    [Arguments]    ${url: str}
    Fetch Manual From URL    ${url}    status=400
    Error Should Be    400    url_not_allowed    mentions=url

Certificate Should Be Refused
    [Documentation]    The URL is allowed, but its site cannot prove who it is.
    [Arguments]    ${url: str}
    Fetch Manual From URL    ${url}    status=400
    Error Should Be    400    download_failed    mentions=url
