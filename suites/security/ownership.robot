*** Settings ***
Documentation    What belongs to one user is out of reach for every other user.
...
...              OWASP API1:2023 Broken Object Level Authorization; WSTG-APIT-02; CWE-639.

Resource         ../../resources/manuals.resource
Resource         ../../resources/users.resource

Test Tags        security    api-call    cwe-639    asvs-8.2.2    owasp-api1    needs:second-user


*** Test Cases ***
Another User's Manual Is Indistinguishable From A Missing One
    [Tags]    smoke    needs:destructive
    ${owner} =    Sign In
    ${manual} =    Provide Manual    thermostat.pdf
    Sign In As Second User
    Refusals Should Be Alike    Get Manual    ${manual}    ${UNKNOWN_ID}
    Switch To User    ${owner}
    Get Manual    ${manual}

Another User's Manual Can't Be Deleted
    [Tags]    needs:destructive
    ${owner} =    Sign In
    ${manual} =    Provide Manual    thermostat.pdf
    Sign In As Second User
    Refusals Should Be Alike    Delete Manual    ${manual}    ${UNKNOWN_ID}
    Switch To User    ${owner}
    ${found} =    Get Manual    ${manual}
    Open Link    ${found.pdf_url}
    Delete Manual    ${manual}

No Spelling Of An Id Opens Another User's Manual
    [Documentation]    The id is encoded once or twice, has a path or an extension, or is the key of the manual's file.
    [Tags]    cwe-22    needs:destructive
    ${owner} =    Sign In
    ${manual} =    Upload Manual    thermostat.pdf    file_name=a-secret-of-mine.pdf
    VAR    ${id} =    ${manual.manual_id}
    Send Request    GET    /api/manuals/${id}    status=200
    ${stranger} =    Sign In As Second User
    ${encoded} =    Percent Encode    ${id}
    ${encoded_twice} =    Replace String    ${encoded}    %    %25
    FOR    ${spelling}    IN
    ...    ${id}    ${encoded}    ${encoded_twice}    ${id.upper()}    ${id}.pdf    ${id}%00
    ...    ${id}/    *
    ...    ${owner.user_id}%2f${id}    manuals%2f${owner.user_id}%2f${id}.pdf    %2e%2e%2f${owner.user_id}%2f${id}
    ...    ${stranger.user_id}%2f..%2f${owner.user_id}%2f${id}    ../manuals/${id}
        ${response} =    Send Request    GET    /api/manuals/${spelling}
        Response Should Be A Refusal
        Should Not Contain    ${response.text}    a-secret-of-mine
    END

Another User's Manuals Are Not Listed
    [Documentation]    They are neither among the manuals nor among the files and jobs, which list the user's own.
    [Tags]    needs:destructive
    Sign In
    ${manual} =    Have Manual    thermostat.pdf
    Sign In As Second User
    ${own} =    Have Manual    coffee-machine.pdf
    ${manuals} =    List All Manuals
    Only Own Manual Should Be Listed    ${manuals}    id    own=${own}    foreign=${manual}
    ${files} =    List All Ingested Files
    Only Own Manual Should Be Listed    ${files}    manual_id    own=${own}    foreign=${manual}
    ${jobs} =    List All Ingestion Jobs
    Only Own Manual Should Be Listed    ${jobs}    manual_id    own=${own}    foreign=${manual}

Another User's Job Is Indistinguishable From A Missing One
    [Tags]    needs:destructive
    ${owner} =    Sign In
    ${manual} =    Provide Manual    thermostat.pdf
    ${job_id} =    Wait Until Ingestion Begins    ${manual}
    Sign In As Second User
    Refusals Should Be Alike    Get Ingestion Job    ${job_id}    0000000000
    Switch To User    ${owner}
    Get Ingestion Job    ${job_id}

Another User's Page Token Reveals Nothing
    [Documentation]    It continues the list of the user who sends it, who has no manuals here.
    [Tags]    needs:destructive
    ${owner} =    Sign In
    ${rest} =    Provide Manual    thermostat.pdf
    Provide Manual    thermostat.pdf
    ${page} =    List Manuals    limit=1
    ${next_page} =    List Manuals    limit=1    next_token=${page.next_token}
    Should Be Equal    ${next_page.manuals}[0][id]    ${rest.manual_id}
    Sign In As Second User
    ${response} =    Send Request    GET    /api/manuals?next_token=${page.next_token}
    Should Not Contain    ${response.text}    ${rest.manual_id}
    Should Not Contain    ${response.text}    ${owner.user_id}

Another User's Usage Is Not Shown
    [Tags]    needs:cost
    Sign In As A Fresh User
    Ask    How do I descale it?
    ${stranger} =    Sign In As Second User
    ${usage} =    Usage Should Be    user_id=${stranger.user_id}    daily_queries=0
    Should Be Empty    ${usage.recent_queries}
    Quota Should Be    user_id=${stranger.user_id}    daily.used=0

Another User's Manual Is Never Cited
    [Tags]    needs:cost    needs:destructive
    Sign In With Manual    coffee-machine.pdf
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine
    Sign In As Second User
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite Nothing    ${answer}

Another User's Manual Is Not Cited Along With One's Own
    [Documentation]    Both users have a manual that answers the question. One of them has it so often that a search of
    ...    all manuals has no place left for the other's.
    [Tags]    needs:cost    needs:destructive
    ${first} =    Sign In With Manuals    5    coffee-machine.pdf
    Sign In As Second User
    ${manual_of_second} =    Have Manual    coffee-machine.pdf
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite Only    ${answer}    ${manual_of_second}
    Switch To User    ${first}
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine
    ${cited_manuals} =    Get Values    ${answer.sources}    pdf_id
    List Should Not Contain Value    ${cited_manuals}    ${manual_of_second.manual_id}

User Can't Be Chosen By A Parameter
    [Documentation]    The token alone says who is asking (CWE-863).
    [Tags]    cwe-863
    ${victim} =    Sign In
    ${me} =    Sign In As Second User
    FOR    ${parameter}    IN    user_id    userId    user    sub    owner    email    username
        FOR    ${path}    IN    /api/user/usage    /api/user/quota    /api/manuals    /api/ingestion/files
            VAR    &{params} =    ${parameter}=${victim.user_id}
            Send Request    GET    ${path}    params=${params}    status=200
            Response Should Have    user_id=${me.user_id}
        END
    END

User Can't Be Chosen By A Header
    [Documentation]    Neither headers of proxies nor those of API Gateway and load balancers choose one (CWE-290).
    [Tags]    cwe-290
    ${victim} =    Sign In
    ${me} =    Sign In As Second User
    FOR    ${header}    IN
    ...    X-User-Id    X-User    X-Forwarded-User    X-Remote-User    Remote-User    X-Auth-Request-User    X-Sub
    ...    X-Amzn-Oidc-Identity    X-Amzn-Oidc-Data    X-Cognito-Identity-Id    X-Apigateway-Event
        VAR    &{headers} =    ${header}=${victim.user_id}
        FOR    ${path}    IN    /api/user/usage    /api/manuals
            Send Request    GET    ${path}    headers=${headers}    status=200
            Response Should Have    user_id=${me.user_id}
        END
    END

Question Can't Be Asked As Another User
    [Documentation]    The other user's manual is not cited, and the other user is not charged.
    [Tags]    cwe-863    needs:cost    needs:destructive
    Sign In With Manual    coffee-machine.pdf
    Remember Usage
    ${victim} =    Get Current User
    ${me} =    Sign In As Second User
    Send Request    POST    /api/query?user_id=${victim.user_id}    body={"question": "How do I descale it?"}
    Response Should Have    user_id=${me.user_id}
    ${answer} =    Get Response Body
    Answer Should Cite Nothing    ${answer}
    Switch To User    ${victim}
    Daily Usage Should Have Grown By    0

Question Can't Name A User
    [Tags]    cwe-915    needs:cost
    ${victim} =    Sign In
    Sign In As Second User
    Ask    How do I descale it?
    VAR    &{body} =    question=How do I descale it?    user_id=${victim.user_id}
    Send Request    POST    /api/query    json=${body}
    Error Should Be    400    validation_error    mentions=user_id

Manual Can't Be Put Into Another User's Library
    [Tags]    cwe-863    needs:destructive
    ${victim} =    Sign In
    ${body} =    Get Upload Body    thermostat.pdf    name=planted.pdf
    ${me} =    Sign In As Second User
    Send Request    POST    /api/manuals/upload?user_id=${victim.user_id}    json=${body}
    ${planted} =    Get Response Body
    Switch To User    ${victim}
    Get Manual    ${planted}    status=404
    Switch To User    ${me}
    Delete Manual    ${planted}

Responses To Two Users Are Never Mixed Up
    [Documentation]    Both send many requests at the same moment, and each gets only their own data (CWE-362, CWE-524).
    [Tags]    cwe-362
    ${first} =    Sign In
    ${second} =    Sign In As Second User
    VAR    @{users} =    ${first}    ${second}
    ${responses} =    Send Requests At Once    GET /api/user/usage    GET /api/manuals    users=${users}    times=5
    ${user_ids} =    Get Values    ${responses}    user_id
    Length Should Be    ${user_ids}    20
    Should Contain X Times    ${user_ids}[:10]    ${first.user_id}    10
    Should Contain X Times    ${user_ids}[10:]    ${second.user_id}    10

Manual Is Not Opened By Naming Its Owner
    [Documentation]    Another user who knows the ids of both may neither read nor delete it, nor see its job.
    [Tags]    cwe-863    needs:destructive
    ${owner} =    Sign In
    ${manual} =    Provide Manual    thermostat.pdf
    ${job_id} =    Wait Until Ingestion Begins    ${manual}
    Sign In As Second User
    FOR    ${name}    IN    user_id    userId    user    sub    owner
        VAR    &{params} =    ${name}=${owner.user_id}
        Send Request    GET    /api/manuals/${manual.manual_id}    params=${params}    status=404
        Send Request    GET    /api/ingestion/job/${job_id}    params=${params}    status=404
        Send Request    DELETE    /api/manuals/${manual.manual_id}    params=${params}    status=404
    END
    Switch To User    ${owner}
    Get Manual    ${manual}


*** Keywords ***
Sign In With Manuals
    [Documentation]    Return the user, who has the same file as this number of manuals.
    [Arguments]    ${number: int}    ${file: str}
    ${me} =    Sign In
    FOR    ${_}    IN RANGE    ${number}
        ${manual} =    Upload Manual    ${file}
        Wait Until Manual Is Indexed    ${manual}
    END
    RETURN    ${me}

Refusals Should Be Alike
    [Documentation]    What belongs to another user is refused as what does not exist, with the same error and headers.
    [Arguments]    ${keyword: str}    ${foreign_id: object}    ${unknown_id: object}
    ${foreign} =    Run Keyword    ${keyword}    ${foreign_id}    status=404
    ${headers_of_foreign} =    Get Names Of Headers
    ${unknown} =    Run Keyword    ${keyword}    ${unknown_id}    status=404
    ${headers_of_unknown} =    Get Names Of Headers
    Errors Should Be Alike    ${foreign}    ${unknown}
    Lists Should Be Equal    ${headers_of_foreign}    ${headers_of_unknown}    ignore_order=True

Get Names Of Headers
    [Documentation]    Return the names of the headers of the last response, but for those about its connection.
    ${response} =    Get Last Response
    ${names} =    Get Dictionary Keys    ${response.headers}
    Remove Values From List    ${names}    Connection    Keep-Alive
    RETURN    ${names}

Only Own Manual Should Be Listed
    [Documentation]    The entries of a list, which name manuals by this member, include the user's own, not the other.
    [Arguments]    ${entries: object}    ${member: str}    ${own: object}    ${foreign: object}
    ${listed_manual_ids} =    Get Values    ${entries}    ${member}
    List Should Contain Value    ${listed_manual_ids}    ${own.manual_id}
    List Should Not Contain Value    ${listed_manual_ids}    ${foreign.manual_id}
