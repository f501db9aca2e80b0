*** Settings ***
Documentation    Questions and their answers.

Resource         ../../resources/aws.resource
Resource         ../../resources/manuals.resource
Resource         ../../resources/users.resource

Test Tags        api    api-call    needs:cost


*** Variables ***
${SENTENCE}            Hold the button until it stops blinking.${SPACE}
${THIRTY_SENTENCES}    ${SENTENCE * 30}
${FIRST_PARAGRAPH}     Press "+" & hold <OK> until it's 60 °C.
${LIST}                1. Größe wählen: 5 €\n2. 按住按钮 🫖
${SIGNS}               **Fill** to 2² cm³ (½), *then* `E 20`:${SPACE * 4}a\u0308\tﬁt…
${WHOLE_ANSWER}        ${FIRST_PARAGRAPH}\n\n${LIST}\n\n${SIGNS}\n\n${THIRTY_SENTENCES}That is all.


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
    ${took} =    Get Response Milliseconds
    ${after} =    Get Backend Time
    Fields Should Be    ${answer}    user_id=${me.user_id}    question=How do I descale it?
    Time Should Be Between    ${answer.timestamp}    ${before}    ${after}
    Number Should Be    ${answer.response_time_ms}    more_than=0    at_most=${took + 1}

Answer States Its Cost
    [Documentation]    The user's costs grow by the same amount; tokens were read and written. The question is new,
    ...    since an answer from the cache costs nothing.
    Sign In
    ${before} =    Get Usage
    ${answer} =    Ask Something New
    Response Should Have    cost_info.operation=query
    FOR    ${field}    IN    input_tokens    output_tokens    total_cost_eur
        Number Should Be    ${answer.cost_info}[${field}]    more_than=0
    END
    Usage Should Have Grown By    ${before}    daily_costs.query_cost_eur=${answer.cost_info.total_cost_eur}

Answer Includes The Updated Usage
    Sign In
    ${answer} =    Ask    How do I descale it?
    VAR    ${usage} =    ${answer.usage}
    Usage Should Be    daily_queries=${usage.daily_used}    daily_limit=${usage.daily_limit}
    ...    monthly_queries=${usage.monthly_used}    monthly_limit=${usage.monthly_limit}

Source Identifies The Passage
    [Documentation]    It quotes the manual, and gives its id and a link from which it can be downloaded.
    [Tags]    needs:destructive
    ${manual} =    Sign In With Manual    coffee-machine.pdf
    ${answer} =    Ask    How do I descale it?
    Response Should Have    sources.0.pdf_id=${manual.manual_id}    sources.0.manual_name=coffee-machine.pdf
    VAR    ${source} =    ${answer.sources}[0]
    Should Contain    ${source.chunk_text}    descal    ignore_case=True
    Should Contain    ${source.chunk_text}    liquid descaler
    Link Should Lead To File    ${source.pdf_url}    coffee-machine.pdf

Every Source Quotes Its Own Manual And Page
    [Documentation]    In each source, not only in the first, text, page, name, id and link belong together.
    [Tags]    needs:destructive
    Sign In
    ${coffee_machine} =    Have Manual    coffee-machine.pdf
    ${washing_machine} =    Have Manual    washing-machine.pdf
    ${answer} =    Ask    How do I clean the filter?
    Sources Should Quote Their Manuals    ${answer}    ${coffee_machine}    ${washing_machine}

Model Reads Every Passage That Is Cited
    [Documentation]    It does not read the best one alone: these are sentences of two manuals.
    [Tags]    needs:destructive    needs:aws-inspection
    Sign In
    Have Manual    coffee-machine.pdf
    Have Manual    washing-machine.pdf
    Script Bedrock Answer    both were read    prompt=(?s)(?=.*filter\\s+cartridge)(?=.*Unscrew\\s+the\\s+filter)
    ${answer} =    Ask    How do I clean the filter?
    Answer Should Cite    ${answer}    coffee-machine
    Answer Should Cite    ${answer}    washing-machine
    Answer Should Mention    ${answer}    both were read

Model Reads The Whole Question
    [Documentation]    It reads all lines, to the end of the last one.
    [Tags]    needs:aws-inspection
    Sign In
    ${story} =    Text Of Length    ${question_length - 40}    of=${SENTENCE}
    Script Bedrock Answer    the end was read    prompt=Which button is that\\?
    ${answer} =    Ask    ${story}\nWhich button is that?
    Answer Should Mention    ${answer}    the end was read

Answer Is Given As The Model Wrote It
    [Documentation]    It has all its paragraphs, its end, and every character as it is: an app shows it as text.
    ...    Emphasis, code, blanks in a row and letters in whatever Unicode form stay.
    [Tags]    needs:aws-inspection
    Sign In
    Script Bedrock Answer    ${WHOLE_ANSWER}
    ${answer} =    Ask    How do I set it?
    Should Contain    ${answer.answer}    ${WHOLE_ANSWER}

Manuals Of The Same Name Are Told Apart
    [Documentation]    A user may give two manuals the same name. Each source belongs to the one that it quotes.
    [Tags]    needs:destructive
    Sign In
    ${coffee_machine} =    Upload Manual    coffee-machine.pdf    file_name=manual.pdf
    ${washing_machine} =    Upload Manual    washing-machine.pdf    file_name=manual.pdf
    Wait Until Manual Is Indexed    ${coffee_machine}
    Wait Until Manual Is Indexed    ${washing_machine}
    ${answer} =    Ask    How do I clean the filter?
    Sources Should Quote Their Manuals    ${answer}    ${coffee_machine}    ${washing_machine}
    Manual Should Be    ${coffee_machine}    query_count=1
    Manual Should Be    ${washing_machine}    query_count=1

Best Source Comes First
    [Tags]    needs:destructive
    Sign In With Manual    coffee-machine.pdf
    ${answer} =    Ask    How do I descale it?
    Response Should Have    sources.0.page_number=7
    ${scores} =    Get Values    ${answer.sources}    score
    ${number_of_scores} =    Get Length    ${scores}
    Skip If    ${number_of_scores} == 1    the answer has one source, which is in no order
    Values Should Descend    @{scores}

Relevant Manual Is Cited
    [Tags]    needs:destructive
    Sign In
    Have Manual    coffee-machine.pdf
    Have Manual    washing-machine.pdf
    ${answer} =    Ask    How do I clean the drain filter?
    Answer Should Cite    ${answer}    washing-machine    page=6

Oldest Of Many Manuals Is Cited
    [Documentation]    There are more newer ones than a page of the list has by default.
    [Tags]    needs:destructive
    ${oldest} =    Sign In With Manual    coffee-machine.pdf
    FOR    ${_}    IN RANGE    21
        Upload Manual    thermostat.pdf
    END
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite Only    ${answer}    ${oldest}

Nothing Is Cited Without A Manual
    Sign In As A Fresh User
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite Nothing    ${answer}

Question Is Echoed Unchanged
    [Template]    Question Should Be Echoed
    Wie entkalke ich die Maschine? Größe L, 5 €
    Wie o\u0308ffne ich die Tu\u0308r?
    コーヒーメーカーの除石灰の方法は?
    كيف أقوم بإزالة الترسبات؟
    🫖 ☕ how?
    \U0001F469\u200d\U0001F527 چگونه می\u200cتوانم آن را تمیز کنم؟
    How do I set "AUTO" \\ 'ECO' & <60 °C>?
    first line\nsecond line\tand a tab\r\nthird line, after the line end of Windows
    \ufeffHow do I descale it?
    ${SPACE}How do I descale it?${SPACE}

Longest Question Is Accepted And One Character More Is Refused
    Sign In
    ${longest} =    Text Of Length    ${question_length}
    Ask    ${longest}
    Ask    ${longest}q    status=400
    Error Should Be    400    validation_error    mentions=question

Shortest Question Has One Character
    [Documentation]    In some scripts one character is a word.
    Sign In
    ${answer} =    Ask    洗    status=200
    Should Be Equal    ${answer.question}    洗
    Should Not Be Empty    ${answer.answer}

Question Length Is Counted In Characters
    [Documentation]    It is not counted in bytes: each of these characters takes four.
    Sign In
    ${longest} =    Text Of Length    ${question_length}    of=\U0001F600
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
    [Documentation]    Any other type is an error of the client, not of the server.
    [Setup]    Sign In And Ask
    [Template]    Query Should Be Refused
    {"question": null}    question
    {"question": null, "file_data": "UklGRgAAAABXQVZF", "content_type": "audio/wav"}    question
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
    {"question": "How?", "content_type": "audio/wav"}    file_data
    {"question": "How?", "file_data": "UklGRgAAAABXQVZF"}    content_type
    {"file_data": null, "content_type": "audio/wav"}    file_data
    {"file_data": 5, "content_type": "audio/wav"}    file_data
    {"file_data": ["UklGRg=="], "content_type": "audio/wav"}    file_data
    {"file_data": "UklGRgAAAABXQVZF", "content_type": null}    content_type
    {"file_data": "UklGRgAAAABXQVZF", "content_type": 5}    content_type
    {"file_data": "UklGRgAAAABXQVZF", "content_type": ["audio/wav"]}    content_type

Refused Questions Are Not Counted
    [Documentation]    This holds for invalid questions, and for those that are too long.
    Sign In
    Remember Usage
    Ask    ${EMPTY}    status=400
    ${too_long} =    Text Of Length    ${question_length + 1}
    Ask    ${too_long}    status=400
    Send Request    POST    /api/query    body={"question": 5}    status=400
    Daily Usage Should Have Grown By    0
    Ask    How do I descale it?
    Daily Usage Should Have Grown By    1


*** Keywords ***
Sign In And Ask
    [Documentation]    Positive control of a test of refusals: a valid question is answered.
    Sign In
    Ask    How do I descale it?

Question Should Be Echoed
    [Documentation]    Ask, and compare the question that the answer repeats.
    [Arguments]    ${question: str}
    Sign In
    ${answer} =    Ask    ${question}
    Should Be Equal    ${answer.question}    ${question}
    Should Not Be Empty    ${answer.answer}

Query Should Be Refused
    [Documentation]    Send a body in which one field is invalid.
    [Arguments]    ${body: str}    ${field: str}
    Send Request    POST    /api/query    body=${body}
    Error Should Be    400    validation_error    mentions=${field}
