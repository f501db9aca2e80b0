*** Settings ***
Documentation    Manuals while S3, DynamoDB or the connection fail: stored completely or not at all, and only once.

Resource         ../../resources/failures.resource

Test Setup       Sign In

Test Tags        chaos    api-call    needs:fault-injection    needs:aws-inspection    needs:cost    needs:destructive


*** Test Cases ***
Upload Is Refused While S3 Is Down
    [Template]    Upload Should Be Refused While
    InternalError    service=s3

Upload Is Refused While Its Entry Cannot Be Written
    [Documentation]    A manual that is accepted is in the list, and not only its file in the bucket.
    [Template]    Upload Should Be Refused While
    AccessDeniedException    table=usage    access=write    times=1

Only Typed Questions Are Answered While S3 Is Down
    Have Manual    coffee-machine.pdf
    Activate Fault    error    service=s3    code=InternalError
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine
    Ask By Voice    how-do-i-descale-it.wav    status=503
    Daily Usage Should Have Grown By    1

Half-Finished Upload Is Completed By Repeating It
    [Documentation]    The file was stored, the record of the manual was not.
    Activate Fault    error    bucket=manuals    access=write    phase=after    code=InternalError    name=S3 down
    Upload Manual    thermostat.pdf    idempotency_key=half-done    status=503
    List Manuals
    Response Should Have    count=0
    Deactivate Failure    S3 down
    ${manual} =    Upload Manual    thermostat.pdf    idempotency_key=half-done
    List Manuals
    Response Should Have    count=1
    Wait Until Manual Is Indexed    ${manual}

Upload That Is Repeated Leaves No Second File
    [Documentation]    The file was stored and that was not known; nothing remains of either attempt after a deletion.
    ${me} =    Get Current User
    Activate Fault    error    bucket=manuals    key=*.pdf    phase=after    code=InternalError    name=S3 down
    Upload Manual    thermostat.pdf    idempotency_key=stored-twice    status=503
    Deactivate Failure    S3 down
    ${manual} =    Upload Manual    thermostat.pdf    idempotency_key=stored-twice
    S3 Object Should Exist    manuals    manuals/${me.user_id}/${manual.manual_id}.pdf
    Delete Manual    ${manual}
    S3 Object Should Not Exist    manuals    manuals/${me.user_id}/*

Upload Whose Response Was Lost Creates One Manual
    [Documentation]    The client cannot know that it worked. Repeated with the same key, it returns the same manual.
    Activate Fault    reset    path=/api/manuals/upload    phase=after    times=1
    Run Keyword And Expect Error
    ...    Expected a response*
    ...    Upload Manual
    ...    thermostat.pdf
    ...    idempotency_key=lost-response
    ${page} =    List Manuals
    ${manual} =    Upload Manual    thermostat.pdf    idempotency_key=lost-response
    Should Be Equal    ${manual.manual_id}    ${page.manuals}[0][id]
    List Manuals
    Response Should Have    count=1

Upload That Never Arrived Succeeds When Repeated
    Activate Fault    reset    path=/api/manuals/upload    times=1
    Run Keyword And Expect Error
    ...    Expected a response*
    ...    Upload Manual
    ...    thermostat.pdf
    ...    idempotency_key=lost-request
    List Manuals
    Response Should Have    count=0
    Upload Manual    thermostat.pdf    idempotency_key=lost-request
    List Manuals
    Response Should Have    count=1

Lost DynamoDB Response Creates One Manual
    Activate Fault    reset    table=usage    access=write    phase=after    attempt=1
    ${manual} =    Upload Manual    thermostat.pdf    idempotency_key=once
    Wait Until Manual Is Indexed    ${manual}
    List Manuals
    Response Should Have    count=1

Lost Response To A Deletion Deletes The Manual
    [Documentation]    The call is repeated, and finds nothing any more: the manual was not missing before.
    ${manual} =    Upload Manual    thermostat.pdf
    Activate Fault    reset    table=usage    access=write    phase=after    attempt=1    name=lost responses
    Delete Manual    ${manual}    status=200
    Deactivate Failure    lost responses
    Get Manual    ${manual}    status=404

Half-Finished Deletion Can Be Repeated
    [Template]    Deletion Should Be Repeatable After
    bucket=manuals
    bucket=manuals    phase=after
    table=usage

File That S3 Refuses To Delete Is Not Said To Be Deleted
    [Documentation]    Asked to delete several objects at once, S3 answers 200 even if it has deleted none of them, and
    ...    says so in `Errors` (Amazon S3 API Reference, "DeleteObjects").
    ${manual} =    Upload Manual    thermostat.pdf
    VAR    &{refusal} =    service=s3    code=AccessDenied    must_hit=${False}
    ${one_by_one} =    Activate Fault    error    operation=DeleteObject    &{refusal}
    ${at_once} =    Activate Fault    partial_batch    operation=DeleteObjects    share=1    &{refusal}
    Deletion Should Fail And Be Reported    ${manual}
    Deactivate Failure    ${one_by_one}
    Deactivate Failure    ${at_once}
    Delete Manual    ${manual}
    S3 Object Should Not Exist    manuals    *${manual.manual_id}*

Deletion Works Even If The Index Cannot Be Updated
    ${manual} =    Have Manual    coffee-machine.pdf
    Activate Fault
    ...    error
    ...    service=bedrock-agent
    ...    operation=StartIngestionJob
    ...    code=ConflictException
    ...    name=busy
    Delete Manual    ${manual}
    Response Should Have    cleanup_summary.index=scheduled
    Failure Should Have Happened    busy
    Get Manual    ${manual}    status=404
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite Nothing    ${answer}

Manuals Come And Go While The Breaker Of The Model Is Open
    [Documentation]    Their indexing may wait for it, and their users do not.
    [Tags]    needs:admin-user
    Activate Failure    circuit_breaker_open
    ${manual} =    Upload Manual    thermostat.pdf    status=201
    Listed Manual Should Be    ${manual}    name=thermostat.pdf
    Manual Should Be    ${manual}    name=thermostat.pdf
    Delete Manual    ${manual}    status=200
    Get Manual    ${manual}    status=404
    Ask    How do I descale it?    status=503


*** Keywords ***
Upload Should Be Refused While
    [Documentation]    While these calls fail with this error no manual is accepted; afterwards it is.
    [Arguments]    ${code: str}    &{calls: Any}
    ${fault} =    Activate Fault    error    code=${code}    &{calls}
    Upload Manual    thermostat.pdf    status=503
    Error Should Be Uniform    503    service_unavailable
    List Manuals
    Response Should Have    count=0
    Deactivate Failure    ${fault}
    Upload Manual    thermostat.pdf
    List Manuals
    Response Should Have    count=1

Deletion Should Be Repeatable After
    [Documentation]    Deletion fails at a write there and the manual still exists; repeated, it deletes everything.
    [Arguments]    &{options: Any}
    ${manual} =    Upload Manual    thermostat.pdf
    S3 Object Should Exist    manuals    *${manual.manual_id}*
    ${fault} =    Activate Fault    error    access=write    code=AccessDenied    &{options}
    Deletion Should Fail And Be Reported    ${manual}
    Deactivate Failure    ${fault}
    Get Manual    ${manual}
    Delete Manual    ${manual}
    Get Manual    ${manual}    status=404
    S3 Object Should Not Exist    manuals    *${manual.manual_id}*

Deletion Should Fail And Be Reported
    [Documentation]    The user gets 503, and those who can fix it get a dead letter.
    [Arguments]    ${manual: object}
    Delete Manual    ${manual}    status=503
    ${error} =    Error Should Be Uniform    503    service_unavailable
    Queue Should Hold    dead-letter    request_id=${error.request_id}
