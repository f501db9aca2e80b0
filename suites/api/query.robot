*** Settings ***
Documentation    Questions and their answers.

Resource         ../../resources/manuals.resource
Resource         ../../resources/users.resource

Test Tags        api    api-call    needs:cost


*** Test Cases ***
Question Is Answered From The User's Manual
    [Tags]    smoke    needs:destructive
    Sign In With Manual    coffee-machine.pdf
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine    page=7
    Answer Should Mention    ${answer}    descal

Answer Names The User And The Time
    ${me} =    Sign In
    ${before} =    Get Backend Time
    ${answer} =    Ask    How do I descale it?
    ${took} =    Get Response Time
    ${after} =    Get Backend Time
    Should Be Equal    ${answer.user_id}    ${me.user_id}
    Should Be Equal    ${answer.question}    How do I descale it?
    Should Be True    $before.timestamp() <= $answer.timestamp <= $after.timestamp()
    Should Be True    0 < $answer.response_time_ms <= $took + 1

Answer States Its Cost
    [Documentation]    The same sum is in the user's costs; tokens were read and written.
    ${before} =    Sign In And Get Usage
    ${answer} =    Ask    How do I descale it?
    VAR    ${cost} =    ${answer.cost_info}
    Should Be Equal    ${cost.operation}    query
    Should Be True    $cost.input_tokens > 0 and $cost.output_tokens > 0 and $cost.total_cost_eur > 0
    ${after} =    Get Usage
    ${spent} =    Evaluate    $after.daily_costs.query_cost_eur - $before.daily_costs.query_cost_eur
    Should Be True    abs($spent - $cost.total_cost_eur) < 1e-9

Answer Includes The Updated Usage
    Sign In
    ${answer} =    Ask    How do I descale it?
    ${usage} =    Get Usage
    Should Be Equal As Integers    ${answer.usage.daily_used}    ${usage.current_usage.daily_queries}
    Should Be Equal As Integers    ${answer.usage.daily_limit}    ${usage.current_usage.daily_limit}
    Should Be Equal As Integers    ${answer.usage.monthly_used}    ${usage.current_usage.monthly_queries}
    Should Be Equal As Integers    ${answer.usage.monthly_limit}    ${usage.current_usage.monthly_limit}

Source Identifies The Passage
    [Documentation]    It quotes the manual, names its id, and has a link under which the manual can be read.
    [Tags]    needs:destructive
    ${manual} =    Sign In With Manual    coffee-machine.pdf
    ${answer} =    Ask    How do I descale it?
    VAR    ${source} =    ${answer.sources}[0]
    Should Be Equal    ${source.pdf_id}    ${manual.manual_id}
    Should Be Equal    ${source.manual_name}    coffee-machine.pdf
    Should Contain    ${source.chunk_text}    descal    ignore_case=True
    Should Contain    ${source.chunk_text}    liquid descaler
    ${file} =    Open Link    ${source.pdf_url}
    Should Be Equal As Integers    ${{ len($file.content) }}    ${manual.size}

Best Source Comes First
    [Tags]    needs:destructive
    Sign In With Manual    coffee-machine.pdf
    ${answer} =    Ask    How do I descale it?
    ${scores} =    Evaluate    [source.score for source in $answer.sources]
    Should Be True    len($scores) > 1
    Lists Should Be Equal    ${scores}    ${{ sorted($scores, reverse=True) }}
    Should Be Equal As Integers    ${answer.sources}[0][page_number]    7

Relevant Manual Is Cited
    [Tags]    needs:destructive
    Sign In
    Have Manual    coffee-machine.pdf
    Have Manual    washing-machine.pdf
    ${answer} =    Ask    How do I clean the drain filter?
    Answer Should Cite    ${answer}    washing-machine    page=6

Nothing Is Cited Without A Manual
    Sign In As A Fresh User
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite Nothing    ${answer}

Question Is Echoed Unchanged
    [Template]    Question Should Come Back
    Wie entkalke ich die Maschine? Größe L, 5 €
    コーヒーメーカーの除石灰の方法は?
    كيف أقوم بإزالة الترسبات؟
    🫖 ☕ how?
    How do I set "AUTO" \\ 'ECO' & <60 °C>?
    ${{ "first line\nsecond line\tand a tab" }}
    ${SPACE}How do I descale it?${SPACE}

Longest Question Is Accepted And One Character More Is Refused
    Sign In
    ${longest} =    Evaluate    "q" * ${question_length}
    Ask    ${longest}
    Ask    ${longest}q    status=400
    Error Should Be    400    validation_error    mentions=question

Question Length Is Counted In Characters
    [Documentation]    Not in the bytes that they take: each of these takes four.
    Sign In
    ${longest} =    Evaluate    "\\U0001F600" * ${question_length}
    Ask    ${longest}
    Ask    ${longest}!    status=400
    Error Should Be    400    validation_error    mentions=question

Question Without Words Is Refused
    [Setup]    Sign In And Ask
    [Template]    Query Should Be Refused
    {}    question
    {"question": ""}    question
    {"question": " \\t\\n"}    question
    {"question": "\\u200b\\u200b"}    question
    {"question": "how\\u0000?"}    question
    {"question": "how\\u001b[2J?"}    question

Question That Is Not A String Is Refused
    [Documentation]    Of any other type, which is a mistake of the client and none of the server.
    [Setup]    Sign In And Ask
    [Template]    Query Should Be Refused
    {"question": null}    question
    {"question": 5}    question
    {"question": 5.5}    question
    {"question": true}    question
    {"question": ["a"]}    question
    {"question": {"$ne": null}}    question
    {"question": "How?", "language": "en"}    language

Invalid Recording Fields Are Refused
    [Setup]    Sign In And Ask
    [Template]    Query Should Be Refused
    {"file_data": "UklGRgAAAABXQVZF"}    content_type
    {"content_type": "audio/wav"}    file_data
    {"file_data": null, "content_type": "audio/wav"}    file_data
    {"file_data": 5, "content_type": "audio/wav"}    file_data
    {"file_data": ["UklGRg=="], "content_type": "audio/wav"}    file_data
    {"file_data": "UklGRgAAAABXQVZF", "content_type": null}    content_type
    {"file_data": "UklGRgAAAABXQVZF", "content_type": 5}    content_type
    {"file_data": "UklGRgAAAABXQVZF", "content_type": ["audio/wav"]}    content_type

Refused Questions Are Not Counted
    [Documentation]    Neither wrong ones nor too long ones.
    Sign In
    Remember Usage
    Ask    ${EMPTY}    status=400
    Ask    ${{ "q" * ($question_length + 1) }}    status=400
    Send Request    POST    /api/query    body={"question": 5}    status=400
    Daily Usage Should Have Grown By    0
    Ask    How do I descale it?
    Daily Usage Should Have Grown By    1


*** Keywords ***
Sign In And Ask
    [Documentation]    The control of a test of refusals: a good question is answered.
    Sign In
    Ask    How do I descale it?

Sign In And Get Usage
    [Documentation]    Become a user, and see what was used up before.
    Sign In
    ${usage} =    Get Usage
    RETURN    ${usage}

Get Response Time
    [Documentation]    Milliseconds that the last response took.
    ${response} =    Get Last Response
    RETURN    ${{ $response.elapsed.total_seconds() * 1000 }}

Question Should Come Back
    [Documentation]    Ask, and compare what the answer says was asked.
    [Arguments]    ${question: str}
    Sign In
    ${answer} =    Ask    ${question}
    Should Be Equal    ${answer.question}    ${question}

Query Should Be Refused
    [Documentation]    Send a body that is wrong in one field.
    [Arguments]    ${body: str}    ${field: str}
    Send Request    POST    /api/query    body=${body}
    Error Should Be    400    validation_error    mentions=${field}
