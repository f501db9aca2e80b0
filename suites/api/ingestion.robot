*** Settings ***
Documentation    How far the indexing of a user's manuals has come.

Resource         ../../resources/aws.resource
Resource         ../../resources/manuals.resource
Resource         ../../resources/users.resource

Test Setup       Sign In As A Fresh User

Test Tags        api    api-call    needs:destructive


*** Test Cases ***
Upload Starts A Job That Completes
    ${manual} =    Provide Manual    thermostat.pdf
    ${job_id} =    Wait Until Ingestion Begins    ${manual}
    Follow Ingestion Job    ${job_id}
    ${job} =    Ingestion Job Should Be    ${job_id}    status=${states}[COMPLETE]    job_id=${job_id}
    ...    manual_id=${manual.manual_id}    file_name=thermostat.pdf
    Should Be Empty    ${job.failure_reasons}
    ${now} =    Get Backend Time
    Time Should Be Between    ${job.updated_at}    ${job.created_at}    ${now}

Every List Shows That A Manual Has Become Ready
    [Documentation]    It does so even if neither the manual nor its job is asked for.
    [Template]    Only Manual Should Become Ready In List
    List Manuals    manuals.0.status    ${states}[ready]
    Get Ingested Files    files.0.status    ${states}[ready]
    Get Ingestion Status    jobs.0.status    ${states}[COMPLETE]

Times Of A Manual Are Those Of Its Events
    [Documentation]    These are its upload, the beginning and the end of its job, and the last answer that cites it.
    [Tags]    needs:cost
    ${before} =    Get Backend Time
    ${manual} =    Have Manual    coffee-machine.pdf
    ${indexed} =    Get Backend Time
    ${files} =    Get Ingested Files
    ${job} =    Get Ingestion Job    ${files.files}[0][job_id]
    FOR    ${time_of_event}    IN    ${files.files}[0][upload_date]    ${job.created_at}    ${job.updated_at}
        Time Should Be Between    ${time_of_event}    ${before}    ${indexed}
    END
    Ask    How do I descale it?
    ${answered} =    Get Backend Time
    ${cited_manual} =    Get Manual    ${manual}
    Time Should Be Between    ${cited_manual.last_queried}    ${indexed}    ${answered}

Finished Job Stays Finished
    [Documentation]    It stays so however often it is looked at, and while another job runs.
    ${manual} =    Have Manual    thermostat.pdf
    ${jobs} =    Get Ingestion Status
    VAR    ${job_id} =    ${jobs.jobs}[0][job_id]
    Upload Manual    coffee-machine.pdf
    FOR    ${_}    IN RANGE    3
        Ingestion Job Should Be    ${job_id}    status=${states}[COMPLETE]
        Manual Should Be    ${manual}    status=${states}[ready]
    END

Finished Job Keeps Its Times
    [Documentation]    Nothing is updated by looking at it.
    [Tags]    needs:time-control
    Have Manual    thermostat.pdf
    ${jobs} =    Get Ingestion Status
    ${job} =    Ingestion Job Should Be    ${jobs.jobs}[0][job_id]    status=${states}[COMPLETE]
    Advance Time By    1 minute
    Ingestion Job Should Be    ${job.job_id}    created_at=${job.created_at}    updated_at=${job.updated_at}
    Get Ingestion Status
    Response Should Have    jobs.0.created_at=${job.created_at}    jobs.0.updated_at=${job.updated_at}

State Of A Finished Job Is Not Requested From Bedrock Again
    [Documentation]    That it has finished is written down when it is seen for the first time.
    [Tags]    needs:aws-inspection
    ${job_id} =    Wait Until Keyword Succeeds    30 s    1 s    Upload That Starts A Job
    Follow Ingestion Job    ${job_id}
    AWS Should Be Called    bedrock-agent.GetIngestionJob
    Forget AWS Calls
    Ingestion Job Should Be    ${job_id}    status=${states}[COMPLETE]
    AWS Should Not Be Called    bedrock-agent.GetIngestionJob

Job Reports How Much It Has Indexed
    [Documentation]    It reports the user's own documents alone, although the same job indexes those of others as well.
    [Template]    Finished Job Should Report
    thermostat.pdf    scanned=1    indexed=1    failed=0
    scanned.pdf    scanned=1    indexed=0    failed=1

Job For A Scanned Manual Says Why It Failed
    [Documentation]    It says so in words for users, who must not learn what the knowledge base says about buckets and
    ...    keys.
    ${manual} =    Provide Manual    scanned.pdf
    ${job_id} =    Wait Until Ingestion Begins    ${manual}
    ${job_history} =    Follow Ingestion Job    ${job_id}
    Should Not Be Empty    ${job_history}[-1][failure_reasons]
    Response Should Reveal Nothing
    Get Ingested Files
    Response Should Have    files.0.status=${states}[failed]

Jobs Are Listed Newest First
    [Tags]    needs:time-control
    FOR    ${name}    IN    1.pdf    2.pdf    3.pdf    4.pdf    5.pdf
        ${manual} =    Upload Manual    thermostat.pdf    file_name=${name}
        Wait Until Manual Is Indexed    ${manual}
        Advance Time By    2 seconds
    END
    ${jobs} =    Get Ingestion Status
    ${listed_names} =    Get Values    ${jobs.jobs}    file_name
    VAR    @{newest_first} =    5.pdf    4.pdf    3.pdf    2.pdf    1.pdf
    Lists Should Be Equal    ${listed_names}    ${newest_first}

Jobs And Files Are Listed Page By Page
    [Documentation]    Three pages: what ends too early may do so after the second.
    Have Manuals    3
    ${jobs} =    List All Ingestion Jobs
    ${paged_jobs} =    List All Ingestion Jobs    limit=1
    Length Should Be    ${jobs}    3
    Lists Should Be Equal    ${paged_jobs}    ${jobs}
    ${files} =    List All Ingested Files
    ${paged_files} =    List All Ingested Files    limit=1
    Length Should Be    ${files}    3
    Lists Should Be Equal    ${paged_files}    ${files}

Each Page Counts What It Has
    [Documentation]    It does not count what there is on all pages.
    Have Manual    thermostat.pdf
    Have Manual    coffee-machine.pdf
    FOR    ${list}    IN    List Manuals    Get Ingested Files    Get Ingestion Status
        Run Keyword    ${list}
        Response Should Have    count=2
        Run Keyword    ${list}    limit=1
        Response Should Have    count=1
    END

Pages Of Files Continue Where They Stopped While Files Come And Go
    [Documentation]    What is uploaded or deleted between two pages makes no other file appear twice, or not at all.
    ${oldest} =    Upload Manual    thermostat.pdf
    ${older} =    Upload Manual    thermostat.pdf
    ${newest} =    Upload Manual    thermostat.pdf
    ${page} =    Get Ingested Files    limit=1
    Upload Manual    thermostat.pdf
    Pages Of Files Should Go On As    ${page.next_token}    ${older}    ${oldest}
    Delete Manual    ${newest}
    Delete Manual    ${oldest}
    Pages Of Files Should Go On As    ${page.next_token}    ${older}

Pages Of Jobs Continue Where They Stopped While Jobs Come
    [Documentation]    A job that begins between two pages makes no other job appear twice, or not at all.
    [Tags]    needs:time-control
    VAR    @{newest_first} =    @{EMPTY}
    FOR    ${_}    IN RANGE    3
        ${manual} =    Have Manual    thermostat.pdf
        VAR    @{newest_first} =    ${manual.manual_id}    @{newest_first}
        Advance Time By    2 seconds
    END
    ${page} =    Get Ingestion Status    limit=1
    Have Manual    thermostat.pdf
    ${manual_ids} =    Follow Pages    Get Ingestion Status    jobs    ${page.next_token}
    Lists Should Be Equal    ${manual_ids}    ${newest_first[1:]}

Each Listed Job Matches The Job Itself
    ${thermostat} =    Have Manual    thermostat.pdf
    ${coffee_machine} =    Have Manual    coffee-machine.pdf
    ${jobs} =    List All Ingestion Jobs
    ${listed_manual_ids} =    Get Values    ${jobs}    manual_id
    VAR    @{expected} =    ${thermostat.manual_id}    ${coffee_machine.manual_id}
    Lists Should Be Equal    ${listed_manual_ids}    ${expected}    ignore_order=True
    FOR    ${listed}    IN    @{jobs}
        ${job} =    Get Ingestion Job    ${listed.job_id}
        Dictionaries Should Be Equal    ${job}    ${listed}
    END

Each File Is Listed With Its Own Job
    Have Manual    thermostat.pdf
    Have Manual    coffee-machine.pdf
    ${files} =    List All Ingested Files
    Length Should Be    ${files}    2
    FOR    ${file}    IN    @{files}
        Ingestion Job Should Be    ${file.job_id}    manual_id=${file.manual_id}    file_name=${file.file_name}
        Manual Should Be    ${file}    name=${file.file_name}    size=${file.size}    upload_date=${file.upload_date}
        ...    status=${file.status}
    END

Deleted File Is No Longer Listed
    ${manual} =    Have Manual    thermostat.pdf
    ${kept} =    Have Manual    coffee-machine.pdf
    Delete Manual    ${manual}
    Get Ingested Files
    Response Should Have    count=1    files.0.manual_id=${kept.manual_id}

User Without Manuals Has No Jobs Or Files
    ${jobs} =    Get Ingestion Status
    Should Be Empty    ${jobs.jobs}
    ${files} =    Get Ingested Files
    Should Be Empty    ${files.files}
    Have Manual    thermostat.pdf
    ${jobs} =    Get Ingestion Status
    Should Not Be Empty    ${jobs.jobs}
    ${files} =    Get Ingested Files
    Should Not Be Empty    ${files.files}

Unknown Job Is Not Found
    ${manual} =    Provide Manual    thermostat.pdf
    ${job_id} =    Wait Until Ingestion Begins    ${manual}
    Get Ingestion Job    ${job_id}
    Get Ingestion Job    0000000000    status=404
    Error Should Be    404    not_found
    Get Ingestion Job    ${manual.manual_id}    status=404
    Error Should Be    404    not_found

More Files Than A Page Has By Default Come On Several Pages
    [Documentation]    A page has 20 at most if the client does not say how many.
    Sign In As A Fresh User
    FOR    ${_}    IN RANGE    21
        Upload Manual    thermostat.pdf
    END
    ${page} =    Get Ingested Files
    Number Should Be    ${page.count}    at_least=1    at_most=20
    Length Should Be    ${page.files}    ${page.count}
    ${ids_on_first_page} =    Get Values    ${page.files}    manual_id
    ${ids_on_other_pages} =    Follow Pages    Get Ingested Files    files    ${page.next_token}
    VAR    @{listed_manual_ids} =    @{ids_on_first_page}    @{ids_on_other_pages}
    Length Should Be    ${listed_manual_ids}    21
    List Should Not Contain Duplicates    ${listed_manual_ids}

More Jobs Than A Page Has By Default Come On Several Pages
    [Documentation]    Each manual has a job of its own, and is uploaded in another window of the rate limit.
    [Tags]    needs:time-control
    VAR    @{uploaded_ids} =    @{EMPTY}
    FOR    ${_}    IN RANGE    21
        ${manual} =    Have Manual    thermostat.pdf
        VAR    @{uploaded_ids} =    @{uploaded_ids}    ${manual.manual_id}
        Advance Time By    ${rate_limit_window_seconds} seconds
    END
    ${page} =    Get Ingestion Status
    Number Should Be    ${page.count}    at_least=1    at_most=20
    ${ids_on_first_page} =    Get Values    ${page.jobs}    manual_id
    ${ids_on_other_pages} =    Follow Pages    Get Ingestion Status    jobs    ${page.next_token}
    VAR    @{listed_manual_ids} =    @{ids_on_first_page}    @{ids_on_other_pages}
    Lists Should Be Equal    ${listed_manual_ids}    ${uploaded_ids}    ignore_order=True

Made-Up Page Token Of Jobs And Files Is Refused
    Have Manual    thermostat.pdf
    Have Manual    coffee-machine.pdf
    FOR    ${path}    IN    /api/ingestion/status    /api/ingestion/files
        Send Request    GET    ${path}?limit=1    status=200
        ${page} =    Get Response Body
        Send Request    GET    ${path}?limit=1&next_token=${page.next_token}    status=200
        FOR    ${token}    IN    made-up    %25    ${EMPTY}    ${page.next_token}!
            Send Request    GET    ${path}?next_token=${token}
            Error Should Be    400    validation_error    mentions=next_token
        END
    END

Page Size Of Jobs And Files Is Limited
    FOR    ${path}    IN    /api/ingestion/status    /api/ingestion/files
        Send Request    GET    ${path}?limit=100    status=200
        FOR    ${limit}    IN    0    101    ten
            Send Request    GET    ${path}?limit=${limit}
            Error Should Be    400    validation_error    mentions=limit
        END
    END


*** Keywords ***
Have Manuals
    [Documentation]    Have so many manuals, each with a job of its own that is complete.
    [Arguments]    ${number: int}
    FOR    ${_}    IN RANGE    ${number}
        Have Manual    thermostat.pdf
    END

Only Manual Should Become Ready In List
    [Documentation]    Upload a manual, and get this list until a member of the response has this value.
    [Arguments]    ${list: str}    ${member: str}    ${value: str}
    Sign In As A Fresh User
    Provide Manual    thermostat.pdf
    Wait Until Keyword Succeeds    30 s    500 ms    Response To Should Have    ${list}    ${member}    ${value}

Pages Of Files Should Go On As
    [Documentation]    The pages from this token on list the files of exactly these manuals.
    [Arguments]    ${next_token: str}    @{manuals: object}
    ${listed_manual_ids} =    Follow Pages    Get Ingested Files    files    ${next_token}
    ${manual_ids} =    Get Values    ${manuals}    manual_id
    Lists Should Be Equal    ${listed_manual_ids}    ${manual_ids}

Follow Pages
    [Documentation]    Return the ids of the manuals on the pages of a list from this token on, whatever their size.
    [Arguments]    ${list: str}    ${member: str}    ${next_token: str | None}
    VAR    @{manual_ids} =    @{EMPTY}
    WHILE    $next_token is not None    limit=100
        ${page} =    Run Keyword    ${list}    next_token=${next_token}
        ${listed} =    Get Values    ${page}[${member}]    manual_id
        VAR    @{manual_ids} =    @{manual_ids}    @{listed}
        VAR    ${next_token} =    ${page.next_token}
    END
    RETURN    ${manual_ids}

Upload That Starts A Job
    [Documentation]    Return the job without a look at the manual; it may have to wait for a job of somebody else.
    ${manual} =    Upload Manual    thermostat.pdf
    ${status} =    Get Ingestion Status
    Response Should Have    jobs.0.manual_id=${manual.manual_id}
    RETURN    ${status.jobs}[0][job_id]

Response To Should Have
    [Documentation]    Get a list and compare one member of it.
    [Arguments]    ${list: str}    ${member: str}    ${value: str}
    Run Keyword    ${list}
    Response Should Have    ${member}=${value}

Finished Job Should Report
    [Documentation]    Upload a manual, and compare what its job says in the end.
    [Arguments]    ${file: str}    ${scanned: int}    ${indexed: int}    ${failed: int}
    ${manual} =    Provide Manual    ${file}
    ${job_id} =    Wait Until Ingestion Begins    ${manual}
    ${job_history} =    Follow Ingestion Job    ${job_id}
    Fields Should Be    ${job_history}[-1]    statistics.documents_scanned=${scanned}
    ...    statistics.documents_indexed=${indexed}    statistics.documents_failed=${failed}
