*** Settings ***
Documentation    Requests sent at the same moment, which must not slip past a check together.
...
...              OWASP ASVS 15.4.2; CWE-362, CWE-367.

Resource         ../../resources/failures.resource
Resource         ../../resources/manual_site.resource
Resource         ../../resources/manuals.resource
Resource         ../../resources/users.resource

Test Setup       Sign In As A Fresh User Clear Of Midnight

Test Tags        security    api-call    cwe-362    asvs-15.4.2    needs:load


*** Test Cases ***
Daily Quota Holds For Concurrent Questions
    [Documentation]    Of twelve questions at once with three left, three are answered, nine are refused, and the count
    ...    is exact.
    [Tags]    needs:cost
    Use Quota    until=${daily_quota - 3}
    VAR    &{question} =    question=How do I descale machine {number}?
    ${responses} =    Send Requests At Once    POST /api/query    json=${question}    times=12
    Statuses Should Be    ${responses}    200=3    429=9
    Quota Should Be    status=EXCEEDED    daily.used=${daily_quota}

Daily Quota Holds While Counting Is Slow
    [Documentation]    All twelve questions have begun before the first of them is counted.
    [Tags]    needs:cost    needs:fault-injection
    Use Quota    until=${daily_quota - 3}
    Activate Fault    latency    table=usage    access=write    delay=500ms
    VAR    &{question} =    question=How do I descale machine {number}?
    ${responses} =    Send Requests At Once    POST /api/query    json=${question}    times=12
    Statuses Should Be    ${responses}    200=3    429=9
    Quota Should Be    status=EXCEEDED    daily.used=${daily_quota}

Daily Quota Holds For Concurrent Transcriptions
    [Documentation]    Of six transcriptions at once with two left, two are made. All have begun before the first one
    ...    is counted.
    [Tags]    needs:cost    needs:fault-injection
    Use Quota    until=${daily_quota - 2}
    Activate Fault    latency    table=usage    access=write    delay=500ms
    ${data} =    Read Recording    how-do-i-descale-it.wav
    VAR    &{recording} =    audio_data=${data}    content_type=audio/wav
    ${responses} =    Send Requests At Once    POST /api/transcribe    json=${recording}    times=6
    Statuses Should Be    ${responses}    200=2    429=4
    Quota Should Be    status=EXCEEDED    daily.used=${daily_quota}

Concurrent Questions Are All Counted
    [Documentation]    Even a user's very first ones are counted, before there is a counter.
    [Tags]    needs:cost
    VAR    &{question} =    question=How do I descale machine {number}?
    ${responses} =    Send Requests At Once    POST /api/query    json=${question}    times=10
    Statuses Should Be    ${responses}    200=10
    Daily Usage Should Have Grown By    10
    ${counts_in_answers} =    Get Values    ${responses}    usage.daily_used
    VAR    @{one_to_ten: int} =    1    2    3    4    5    6    7    8    9    10
    Lists Should Be Equal    ${counts_in_answers}    ${one_to_ten}    ignore_order=True

Questions That Begin While Others End Are All Counted
    [Documentation]    They get through the rate limit one after the other, within two seconds.
    [Tags]    needs:cost    needs:fault-injection
    Ask    How do I descale it?
    Activate Fault    latency    table=rate-limit    delay=1s    jitter=1s
    Activate Fault    latency    table=usage    delay=100ms
    VAR    &{question} =    question=How do I descale machine {number}?
    ${responses} =    Send Requests At Once    POST /api/query    json=${question}    times=12
    Statuses Should Be    ${responses}    200=12
    Daily Usage Should Have Grown By    13

Questions That Fail While Others Are Counted Are Not Charged
    [Documentation]    What the failed ones give back and what the others count is counted together.
    [Tags]    needs:cost    needs:fault-injection
    Activate Fault    latency    table=usage    delay=200ms    jitter=200ms
    Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException    times=6
    VAR    &{question} =    question=How do I descale machine {number}?
    ${responses} =    Send Requests At Once    POST /api/query    json=${question}    times=12
    Statuses Should Be    ${responses}    200=6    503=6
    Daily Usage Should Have Grown By    6

Concurrent Questions Of A User Are Not Mixed Up
    [Documentation]    All five are being searched for when the first is sent to the model: each gets its own answer.
    [Tags]    needs:cost    needs:aws-inspection    needs:fault-injection
    FOR    ${number}    IN RANGE    1    6
        Script Bedrock Answer    This is about machine ${number}.    prompt=descale machine ${number}\\?
    END
    Activate Fault    latency    service=bedrock-agent-runtime    operation=Retrieve    delay=500ms
    VAR    &{question} =    question=How do I descale machine {number}?
    ${responses} =    Send Requests At Once    POST /api/query    json=${question}    times=5
    Statuses Should Be    ${responses}    200=5
    FOR    ${number}    ${response}    IN ENUMERATE    @{responses}    start=1
        VAR    &{answer} =    &{response.json()}
        Should Be Equal    ${answer.question}    How do I descale machine ${number}?
        Answer Should Mention    ${answer}    about machine ${number}.
    END

Monthly Quota Holds For Concurrent Questions
    [Documentation]    Of twelve questions at once with three left of the month, three are answered.
    [Tags]    needs:cost    needs:aws-inspection
    Ask    How do I descale it?
    Set Monthly Usage    ${monthly_quota - 3}
    VAR    &{question} =    question=How do I descale machine {number}?
    ${responses} =    Send Requests At Once    POST /api/query    json=${question}    times=12
    Statuses Should Be    ${responses}    200=3    429=9
    Quota Should Be    status=EXCEEDED    monthly.used=${monthly_quota}

Monthly Count Is Exact With Concurrent Questions
    [Documentation]    The first questions of a day come at once; none loses or repeats what the month has counted.
    [Tags]    needs:cost    needs:time-control
    Keep Clear Of Month End
    Use Quota    until=2
    Go To Next Day
    VAR    &{question} =    question=How do I descale machine {number}?
    ${responses} =    Send Requests At Once    POST /api/query    json=${question}    times=10
    Statuses Should Be    ${responses}    200=10
    Usage Should Be    daily_queries=10    monthly_queries=12

Concurrent Deletions Delete A Manual Once
    [Documentation]    One of several deletions succeeds, the others find nothing; reads find the manual or nothing.
    [Tags]    needs:destructive
    ${manual} =    Have Manual    thermostat.pdf
    VAR    ${path} =    /api/manuals/${manual.manual_id}
    ${responses} =    Send Requests At Once    DELETE ${path}    GET ${path}    times=5
    Statuses Should Be    ${responses}[::2]    200=1    404=4
    Statuses Should Be Among    ${responses}[1::2]    200    404
    Get Manual    ${manual}    status=404

Concurrent Deletions Of Several Manuals Delete All Of Them
    [Documentation]    All four have begun before the first of them is written: none brings back what another deletes.
    [Tags]    needs:destructive    needs:fault-injection
    VAR    @{requests} =    @{EMPTY}
    FOR    ${_}    IN RANGE    4
        ${manual} =    Upload Manual    thermostat.pdf
        VAR    @{requests} =    @{requests}    DELETE /api/manuals/${manual.manual_id}
    END
    ${kept} =    Upload Manual    coffee-machine.pdf
    Activate Fault    latency    table=usage    access=write    delay=300ms    name=slow table
    ${responses} =    Send Requests At Once    @{requests}
    Statuses Should Be    ${responses}    200=4
    Deactivate Failure    slow table
    Manuals Should Be Listed As    ${kept.file_name}

Manual That Is Deleted During A Question Stays Deleted
    [Documentation]    The model is asked when the manual goes. Neither the citation, nor the answer that may be cached,
    ...    brings it back. Whether the answer that is on its way still cites it is left open.
    [Tags]    needs:cost    needs:destructive    needs:fault-injection
    ${manual} =    Have Manual    coffee-machine.pdf
    ${answer} =    Ask    How often do I descale it?
    Answer Should Cite    ${answer}    coffee-machine
    ${question} =    Begin A Question That Hangs    How do I descale it?
    Delete Manual    ${manual}
    Let It Be Answered    ${question}
    Get Manual    ${manual}    status=404
    Manuals Should Be Listed As
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite Nothing    ${answer}

Citations By Concurrent Questions Are All Counted
    [Documentation]    All five questions are answered before the first citation has been counted.
    [Tags]    needs:cost    needs:destructive    needs:fault-injection
    ${manual} =    Have Manual    coffee-machine.pdf
    ${me} =    Get Current User
    Activate Fault    latency    table=usage    access=write    key=library#${me.user_id}    delay=500ms
    VAR    &{question} =    question=How do I descale machine {number}?
    ${responses} =    Send Requests At Once    POST /api/query    json=${question}    times=5
    Statuses Should Be    ${responses}    200=5
    FOR    ${response}    IN    @{responses}
        VAR    &{answer} =    &{response.json()}
        Answer Should Cite    ${answer}    coffee-machine
    END
    Manual Should Be    ${manual}    query_count=5

Concurrent Uploads With One Key Create One Manual
    [Documentation]    The same upload is sent five times at once, as by an impatient client.
    [Tags]    needs:destructive
    ${body} =    Get Upload Body    thermostat.pdf
    VAR    &{headers} =    Idempotency-Key=impatient
    ${responses} =    Send Requests At Once
    ...    POST /api/manuals/upload
    ...    json=${body}
    ...    headers=${headers}
    ...    times=5
    ${manual_ids} =    Get Values    ${responses}    manual_id
    ${manual_ids} =    Remove Duplicates    ${manual_ids}
    Length Should Be    ${manual_ids}    1
    ${manuals} =    List All Manuals
    Length Should Be    ${manuals}    1

Concurrent Fetches With One Key Create One Manual
    [Documentation]    The server is asked five times at once to fetch the same manual.
    [Tags]    needs:destructive
    Require A Manual Site
    VAR    &{body} =    url=${manual_site_url}/thermostat.pdf
    VAR    &{headers} =    Idempotency-Key=impatient
    ${responses} =    Send Requests At Once
    ...    POST /api/manuals/download
    ...    json=${body}
    ...    headers=${headers}
    ...    times=5
    ${manual_ids} =    Get Values    ${responses}    manual_id
    ${manual_ids} =    Remove Duplicates    ${manual_ids}
    Length Should Be    ${manual_ids}    1
    Manuals Should Be Listed As    thermostat.pdf

Concurrent Uploads Of A User Are Not Mixed Up
    [Documentation]    Three files are uploaded at once, twice each: each manual has its own name, its own pages and its
    ...    own file.
    [Tags]    needs:destructive
    VAR    @{files} =    coffee-machine.pdf    thermostat.pdf    washing-machine.pdf
    VAR    @{files} =    @{files}    @{files}
    ${bodies} =    Get Upload Bodies    @{files}
    ${responses} =    Send Requests At Once    POST /api/manuals/upload    bodies=${bodies}
    Statuses Should Be    ${responses}    201=6
    FOR    ${file}    ${response}    IN ZIP    ${files}    ${responses}
        ${manual} =    Manual Should Be    ${response.json()}[manual_id]    name=${file}
        Link Should Lead To File    ${manual.pdf_url}    ${file}
    END

Concurrent Fetches Of A User Are Not Mixed Up
    [Documentation]    The server fetches three files at once, twice each: each manual has its own name, its own pages
    ...    and its own file.
    [Tags]    needs:destructive
    Require A Manual Site
    VAR    @{files} =    coffee-machine.pdf    thermostat.pdf    washing-machine.pdf
    VAR    @{files} =    @{files}    @{files}
    VAR    @{bodies} =    @{EMPTY}
    FOR    ${file}    IN    @{files}
        VAR    &{body} =    url=${manual_site_url}/${file}
        VAR    @{bodies} =    @{bodies}    ${body}
    END
    ${responses} =    Send Requests At Once    POST /api/manuals/download    bodies=${bodies}
    Statuses Should Be    ${responses}    201=6
    FOR    ${file}    ${response}    IN ZIP    ${files}    ${responses}
        ${manual} =    Manual Should Be    ${response.json()}[manual_id]    name=${file}
        Link Should Lead To File    ${manual.pdf_url}    ${file}
    END

Concurrent Recordings Of A User Are Not Mixed Up
    [Documentation]    Three recordings are sent at once, twice each: each is transcribed, and answered, as what was
    ...    said in it.
    [Tags]    needs:cost
    VAR    @{recordings} =
    ...    how-do-i-descale-it.wav    how-do-i-clean-the-drain-filter.wav    how-do-i-set-holiday-mode.wav
    ${to_transcribe} =    Get Bodies Of Recordings    audio_data    @{recordings}    @{recordings}
    ${to_answer} =    Get Bodies Of Recordings    file_data    @{recordings}    @{recordings}
    ${transcripts} =    Send Requests At Once    POST /api/transcribe    bodies=${to_transcribe}
    ${answers} =    Send Requests At Once    POST /api/query    bodies=${to_answer}
    Each Recording Should Have Been Transcribed    ${transcripts}    transcription
    Each Recording Should Have Been Transcribed    ${answers}    question

Rate Limit Holds For Concurrent Requests
    [Documentation]    Never more requests are served than the limit allows in one window, or in two if a window ends
    ...    meanwhile. More than two windows allow are sent, ten at a time: on a busy machine, forty would time out.
    VAR    @{all_responses} =    @{EMPTY}
    ${before} =    Get Backend Time
    FOR    ${_}    IN RANGE    0    ${rate_limit_requests * 2 + 1}    10
        ${responses} =    Send Requests At Once    GET /api/user/quota    times=10
        VAR    @{all_responses} =    @{all_responses}    @{responses}
    END
    ${after} =    Get Backend Time
    Served Requests Should Be Within Rate Limit    ${all_responses}    since=${before}    until=${after}

Citation Counts Although Another Cited Manual Is Deleted Meanwhile
    [Documentation]    The model is asked when one of two manuals goes, and its answer still cites the other.
    [Tags]    needs:cost    needs:destructive    needs:fault-injection
    ${deleted} =    Have Manual    coffee-machine.pdf
    ${kept} =    Have Manual    washing-machine.pdf
    ${question} =    Begin A Question That Hangs    How do I clean the filter?
    Delete Manual    ${deleted}
    Deactivate Failure    slow model
    ${response} =    Finish Request    ${question}    status=200
    VAR    &{answer} =    &{response.json()}
    Answer Should Cite    ${answer}    washing-machine
    Manual Should Be    ${kept}    query_count=1
    Get Manual    ${deleted}    status=404

Concurrent Recordings Of The Same Name Are Not Mixed Up
    [Documentation]    Apps call every recording the same, so its name does not tell it from another one.
    [Tags]    needs:cost
    VAR    @{recordings} =
    ...    how-do-i-descale-it.wav    how-do-i-clean-the-drain-filter.wav    how-do-i-set-holiday-mode.wav
    ${bodies} =    Get Bodies Of Recordings    audio_data    @{recordings}    @{recordings}
    FOR    ${body}    IN    @{bodies}
        Set To Dictionary    ${body}    filename=recording.wav
    END
    ${transcripts} =    Send Requests At Once    POST /api/transcribe    bodies=${bodies}
    Each Recording Should Have Been Transcribed    ${transcripts}    transcription


*** Keywords ***
Begin A Question That Hangs
    [Documentation]    Return the request once it waits for the model.
    [Arguments]    ${question: str}
    Activate Fault    hang    service=bedrock-runtime    times=1    name=slow model
    VAR    &{body} =    question=${question}
    ${request} =    Begin Request    POST /api/query    json=${body}
    Wait Until Keyword Succeeds    10 s    50 ms    Failure Should Have Happened    slow model    times=1
    RETURN    ${request}

Let It Be Answered
    [Documentation]    The model no longer hangs.
    [Arguments]    ${question: object}
    Deactivate Failure    slow model
    Finish Request    ${question}    status=200

Get Upload Bodies
    [Documentation]    Return the body of an upload of each of several files.
    [Arguments]    @{files: str}
    VAR    @{bodies} =    @{EMPTY}
    FOR    ${file}    IN    @{files}
        ${body} =    Get Upload Body    ${file}
        VAR    @{bodies} =    @{bodies}    ${body}
    END
    RETURN    ${bodies}

Get Bodies Of Recordings
    [Documentation]    Return a body for each of several recordings, which has the recording in this field.
    [Arguments]    ${field: str}    @{recordings: str}
    VAR    @{bodies} =    @{EMPTY}
    FOR    ${recording}    IN    @{recordings}
        ${data} =    Read Recording    ${recording}
        VAR    &{body} =    ${field}=${data}    content_type=audio/wav
        VAR    @{bodies} =    @{bodies}    ${body}
    END
    RETURN    ${bodies}

Each Recording Should Have Been Transcribed
    [Documentation]    The responses to three recordings, twice, say in this field what was said.
    [Arguments]    ${responses: list}    ${field: str}
    VAR    @{said} =    How do I descale it?    How do I clean the drain filter?    How do I set holiday mode?
    ${questions_heard} =    Get Values    ${responses}    ${field}
    VAR    @{expected} =    @{said}    @{said}
    Lists Should Be Equal    ${questions_heard}    ${expected}
