*** Settings ***
Documentation    What the backend writes to its log, and what must not be in it.
...
...              A log is read by more people than the data it is about (OWASP ASVS 16.2, CWE-532). The log of a local
...              stack has every level, so nothing that is confidential hides at a lower one.

Resource         ../../resources/failures.resource
Resource         ../../resources/manual_site.resource
Resource         ../../resources/recordings.resource

Test Setup       Sign In

Test Tags        security    api-call    asvs-16.2.5    needs:backend-log    needs:cost


*** Test Cases ***
Each Request Has One Line In The Log
    [Documentation]    The line has its id, its user, its outcome and its duration, whether it was served or refused.
    [Tags]    asvs-16.2.1
    ${me} =    Get Current User
    Ask    How do I descale it?
    ${line} =    Request Should Be Logged    user_id=${me.user_id}    status=200
    ${took} =    Get Response Milliseconds
    Number Should Be    ${line}[duration_ms]    more_than=0    at_most=${took}
    Ask    ${EMPTY}    status=400
    Request Should Be Logged    user_id=${me.user_id}    status=400
    Get Manual    ${UNKNOWN_ID}    status=404
    Request Should Be Logged    user_id=${me.user_id}    status=404

Duration In The Log Is In Milliseconds
    [Documentation]    It is not less than the time that the model takes.
    [Tags]    asvs-16.2.1    needs:fault-injection
    Activate Fault    latency    service=bedrock-runtime    delay=600ms
    Ask    How do I descale it?
    ${line} =    Request Should Be Logged    status=200
    ${took} =    Get Response Milliseconds
    Number Should Be    ${line}[duration_ms]    at_least=600    at_most=${took}

Requests At The Same Time Have A Line Each
    [Documentation]    Each line has the id of the request that it is about, and of its user.
    [Tags]    asvs-16.2.1    needs:load    needs:second-user
    ${first} =    Get Current User
    ${second} =    Sign In As Second User
    VAR    @{users} =    ${first}    ${second}
    ${responses} =    Send Requests At Once    GET /api/user/usage    GET /api/manuals    users=${users}    times=5
    ${lines} =    Each Request Should Be Logged    ${responses}
    ${users_of_responses} =    Get Values    ${responses}    user_id
    ${users_in_the_log} =    Get Values    ${lines}    user_id
    Lists Should Be Equal    ${users_in_the_log}    ${users_of_responses}

Request Over The Rate Limit Has One Line In The Log
    [Documentation]    Otherwise it would go unnoticed who sends too many.
    [Tags]    asvs-16.2.1    needs:load
    ${me} =    Get Current User
    Use Up Rate Limit
    Get Quota    status=429
    Request Should Be Logged    user_id=${me.user_id}    status=429

Request In An Unknown Version Has One Line In The Log
    [Documentation]    Otherwise it would go unnoticed who still uses it.
    [Tags]    asvs-16.2.1
    ${me} =    Get Current User
    VAR    &{headers} =    API-Version=9.9
    Send Request    GET    /api/user/quota    headers=${headers}    status=400
    Request Should Be Logged    user_id=${me.user_id}    operation=getQuota    status=400

Failed Request Has One Line In The Log
    [Documentation]    It has one whether the model fails or does not answer in time.
    [Tags]    asvs-16.2.1    needs:fault-injection
    ${me} =    Get Current User
    FOR    ${code}    ${status}    IN    AccessDeniedException    ${503}    ModelTimeoutException    ${504}
        ${fault} =    Activate Fault    error    service=bedrock-runtime    code=${code}
        Ask    How do I descale it?    status=${status}
        Request Should Be Logged    user_id=${me.user_id}    status=${status}
        Deactivate Failure    ${fault}
    END
    Ask    How do I descale it?
    Request Should Be Logged    user_id=${me.user_id}    status=200

Log Is One JSON Object A Line
    [Documentation]    It is so even where an exception has been logged, or a client has sent line breaks (CWE-117): the
    ...    cache cannot be used, and then the model responds with a web page.
    [Tags]    cwe-117    asvs-16.4.1    needs:fault-injection
    Activate Fault    error    table=usage    key=*#*    access=read    code=AccessDeniedException    times=1
    Ask    first line\n{"message": "second line"}
    Activate Fault    malformed    service=bedrock-runtime    content=html
    Ask    third line\n{"message": "fourth line"}    status=503
    Log Should Be JSON Lines

Log Contains Nothing Confidential Of Requests That Are Served
    [Tags]    cwe-532    needs:destructive
    Have Manual    coffee-machine.pdf
    Ask    Why does my violet kettle whistle?
    ${repeated_answer} =    Ask    Why does my violet kettle whistle?
    Answer Should Come From The Cache    ${repeated_answer}
    ${answer} =    Ask By Voice    how-do-i-descale-it.wav
    Answer Should Cite    ${answer}    coffee-machine    page=7
    Transcribe    how-do-i-set-holiday-mode.wav
    Upload Manual    thermostat.pdf
    Request Should Be Logged    status=201
    Nothing Confidential Should Be Logged

Log Contains Nothing Confidential Of Requests That Are Refused Or Fail
    [Tags]    cwe-532    needs:destructive    needs:fault-injection
    ${exclamation_marks} =    Text Of Length    5000    of=!
    Ask    Why does my violet kettle whistle? ${exclamation_marks}    status=400
    Send Request    POST    /api/query    body={"question": "violet kettle    status=400
    Upload Manual    thermostat.pdf    content_type=text/violet-kettle    status=415
    Activate Fault    error    service=bedrock*    code=AccessDeniedException
    Ask    Where is the violet kettle?    status=503
    Ask By Voice    how-do-i-descale-it.wav    status=503
    Request Should Be Logged    status=503
    Nothing Confidential Should Be Logged

Log Contains Nothing Of What Is Refused For Its Content
    [Documentation]    It contains neither the text of an attack nor the beginning of a file that is not a manual.
    [Tags]    cwe-532    needs:destructive
    Send Request    POST    /api/query    body={"question": "<script>alert('violet kettle')</script>"}
    ${plan} =    Base64 Of    This is how my violet kettle is built.
    VAR    &{body} =    file_name=plan.pdf    file_data=${plan}    content_type=application/pdf
    Send Request    POST    /api/manuals/upload    json=${body}
    Error Should Be    400    validation_error    mentions=file_data
    Request Should Be Logged    status=400
    Nothing Confidential Should Be Logged

Spoken Attack Is Not In The Log
    [Tags]    cwe-532    needs:aws-inspection
    Skip If    $injection_policy != "reject"    attacks are answered in this environment
    Script Transcript    *    <script>alert('violet kettle')</script>
    Ask By Voice    how-do-i-descale-it.wav    status=400
    Error Should Be    400    malicious_input    mentions=file_data
    Request Should Be Logged    status=400
    Nothing Confidential Should Be Logged

Signed Links Are Not In The Log
    [Documentation]    With them, anyone can open a manual until they expire.
    [Tags]    cwe-532    needs:destructive
    ${manual} =    Have Manual    coffee-machine.pdf
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine
    ${shown} =    Get Manual    ${manual}
    Request Should Be Logged    status=200
    FOR    ${link}    IN    ${shown.pdf_url}    ${answer.sources}[0][pdf_url]
        ${signed} =    Fetch From Right    ${link}    ?
        Log Should Not Contain    link=${signed}
    END

Links That The Backend Signs For Itself Are Not In The Log
    [Documentation]    Such as that of a transcript, which AWS returns.
    [Tags]    cwe-532
    Transcribe    how-do-i-descale-it.wav
    Request Should Be Logged    status=200
    Ask By Voice    how-do-i-descale-it.wav
    Request Should Be Logged    status=200
    Log Should Not Contain    signature=X-Amz-Signature    expiry=X-Amz-Expires

Secrets In The Address Of A Manual Are Not In The Log
    [Documentation]    A signed link gives access to its target, so its query is confidential (CWE-598).
    [Tags]    cwe-532    needs:destructive
    Require A Manual Site
    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf?signature=violet-kettle
    Request Should Be Logged    status=201
    Fetch Manual From URL    ${manual_site_url}/redirect?to=${manual_site_url}/thermostat.pdf?signature%3Dviolet-kettle
    ...    file_name=moved.pdf
    Request Should Be Logged    status=201
    Fetch Manual From URL    ${manual_site_url}/missing.pdf?signature=violet-kettle    status=400
    Fetch Manual From URL    ${manual_site_url}/breaks-off.pdf?signature=violet-kettle    status=400
    Request Should Be Logged    status=400
    Log Should Not Contain    signature=violet-kettle

Secrets In The Address Of What Is No Manual Are Not In The Log
    [Documentation]    This holds whatever is wrong: the address, what is there, or its size.
    [Tags]    cwe-532    needs:destructive
    Require A Manual Site
    FOR    ${address}    ${status}    IN
    ...    ${manual_site_url}/page.html    ${400}
    ...    ${manual_site_url}/endless.pdf    ${413}
    ...    http://127.0.0.1/manual.pdf    ${400}
    ...    http://nobody.example.com/manual.pdf    ${400}
        Fetch Manual From URL    ${address}?signature=violet-kettle    status=${status}
        Request Should Be Logged    status=${status}
    END
    Log Should Not Contain    signature=violet-kettle

Refused Token Is Not In The Log
    [Documentation]    A token that is sent in the query, where it does not belong, is not there either.
    [Tags]    cwe-532    cwe-598
    ${forged} =    Forge Token    alg-none
    Send Request    GET    /api/user/usage    token=${forged}    status=401
    VAR    &{params} =    access_token=${forged}
    Send Request    GET    /api/user/usage    params=${params}    anonymous=True    status=401
    Get Usage
    Request Should Be Logged    status=200
    Log Should Not Contain    token=${forged}

No Route Logs The Token Of Its User
    [Documentation]    It is not logged for an audit either, whatever the request is about.
    [Tags]    cwe-532    needs:admin-user    needs:destructive
    ${me} =    Sign In As Admin
    ${manual} =    Provide Manual    thermostat.pdf
    ${job_id} =    Wait Until Ingestion Begins    ${manual}
    Call Every Route    id=${manual.manual_id}    jobId=${job_id}
    Get Usage
    Request Should Be Logged    user_id=${me.user_id}    status=200
    Log Should Not Contain    id_token=${me.id_token}    access_token=${me.access_token}


*** Keywords ***
Nothing Confidential Should Be Logged
    [Documentation]    The log has neither the user's tokens, nor what was asked and said, nor files, their text and
    ...    recordings.
    ${me} =    Get Current User
    ${manual} =    Read Manual File    thermostat.pdf
    Log Should Not Contain
    ...    id_token=${me.id_token}
    ...    access_token=${me.access_token}
    ...    question=violet kettle
    ...    speech=How do I descale it
    ...    manual=${manual}[:200]
    ...    beginning_of_a_pdf=%PDF-
    ...    passage=Descale the machine when the display shows CALC
    ...    recording=${RECORDING}[:200]
