*** Settings ***
Documentation    Fields that a client must not be able to set.
...
...              OWASP API3:2023 Broken Object Property Level Authorization; ASVS 15.3.3; CWE-915.

Resource         ../../resources/manual_site.resource
Resource         ../../resources/manuals.resource
Resource         ../../resources/users.resource

Test Setup       Sign In As A Fresh User

Test Tags        security    api-call    cwe-915    asvs-15.3.3    owasp-api3


*** Variables ***
@{PRIVILEGES}
...              user_id
...              owner
...              role
...              is_admin
...              quota
...              daily_limit
...              daily_quota
...              plan
...              cost_eur
...              cache_status


*** Test Cases ***
Question Sets Only The Question
    [Tags]    needs:cost
    FOR    ${field}    IN    @{PRIVILEGES}
        VAR    &{body} =    question=How do I descale it?    ${field}=${1000000}
        Send Request    POST    /api/query    json=${body}
        Error Should Be    400    validation_error    mentions=${field}
    END
    Ask    How do I descale it?
    Limits Should Be Unchanged    used=1

Transcription Sets Only The Recording
    [Tags]    needs:cost
    ${recording} =    Read Recording    how-do-i-descale-it.wav
    FOR    ${field}    IN    user_id    bucket    key    language_code    media_uri    vocabulary
        VAR    &{body} =    audio_data=${recording}    content_type=audio/wav    ${field}=admin
        Send Request    POST    /api/transcribe    json=${body}
        Error Should Be    400    validation_error    mentions=${field}
    END
    Transcribe    how-do-i-descale-it.wav
    Limits Should Be Unchanged    used=1

Upload Sets Only The Manual
    [Documentation]    It does not set the manual's owner, its id, its state or its counters.
    [Tags]    needs:destructive
    ${upload} =    Get Upload Body    thermostat.pdf
    FOR    ${field}    IN
    ...    user_id    owner    id    manual_id    status    upload_date    pages    chunks    query_count    key
        VAR    &{body} =    &{upload}    ${field}=7
        Send Request    POST    /api/manuals/upload    json=${body}
        Error Should Be    400    validation_error    mentions=${field}
    END
    ${manuals} =    List All Manuals
    Should Be Empty    ${manuals}
    ${manual} =    Provide Manual    thermostat.pdf
    Manual Should Be    ${manual}    query_count=0

Fetch Sets Only The Address And The Name
    [Tags]    needs:destructive
    Require A Manual Site
    FOR    ${field}    IN    user_id    owner    status    max_bytes    timeout    headers    method    allow_private
        VAR    &{body} =    url=${manual_site_url}/thermostat.pdf    ${field}=7
        Send Request    POST    /api/manuals/download    json=${body}
        Error Should Be    400    validation_error    mentions=${field}
    END
    ${manuals} =    List All Manuals
    Should Be Empty    ${manuals}
    Fetch Manual From URL    ${manual_site_url}/thermostat.pdf
    Manuals Should Be Listed As    thermostat.pdf

Parameters Do Not Change Limits
    [Tags]    needs:cost
    VAR    &{params} =    daily_limit=1000000    daily_quota=1000000    plan=unlimited    role=admin
    Send Request    GET    /api/user/quota    params=${params}    status=200
    Response Should Have    quotas.daily.limit=${daily_quota}
    Limits Should Be Unchanged    used=0
    VAR    &{body} =    question=How do I descale it?
    Send Request    POST    /api/query    json=${body}    params=${params}    status=200
    Response Should Have    usage.daily_limit=${daily_quota}
    Limits Should Be Unchanged    used=1


*** Keywords ***
Limits Should Be Unchanged
    [Documentation]    The quotas are those of the environment, and this many of the day's questions are used.
    [Arguments]    ${used: int}
    Quota Should Be    daily.limit=${daily_quota}    monthly.limit=${monthly_quota}    daily.used=${used}
