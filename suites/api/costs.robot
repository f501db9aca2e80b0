*** Settings ***
Documentation    What questions and transcriptions cost, to a millionth of a euro.

Resource         ../../resources/aws.resource
Resource         ../../resources/users.resource

Test Setup       Sign In As A Fresh User Clear Of Midnight

Test Tags        api    api-call    needs:cost


*** Variables ***
${SENTENCE}           A long answer.${SPACE}
${FIFTY_SENTENCES}    ${SENTENCE * 50}
${WORD}               very${SPACE}
${MANY_WORDS}         ${WORD * 55}


*** Test Cases ***
Input And Output Tokens Are Counted Separately
    [Documentation]    The model reads more than it writes if its answer is one word. For a longer answer it writes
    ...    more, and reads no more; for a longer question it reads more, and writes no more.
    [Tags]    needs:aws-inspection
    ${short_answer} =    Ask With Scripted Answer    How long?    Yes.
    Number Should Be    ${short_answer.cost_info.input_tokens}    more_than=${short_answer.cost_info.output_tokens}
    ${long_answer} =    Ask With Scripted Answer    How wide?    ${FIFTY_SENTENCES}
    Number Should Be
    ...    ${long_answer.cost_info.output_tokens}
    ...    at_least=${short_answer.cost_info.output_tokens + 100}
    Number Should Be    ${long_answer.cost_info.input_tokens}    at_most=${short_answer.cost_info.input_tokens + 5}
    ${answer_to_long_question} =    Ask With Scripted Answer    How ${MANY_WORDS}long?    Yes.
    Number Should Be
    ...    ${answer_to_long_question.cost_info.input_tokens}
    ...    at_least=${short_answer.cost_info.input_tokens + 25}
    Number Should Be
    ...    ${answer_to_long_question.cost_info.output_tokens}
    ...    at_most=${short_answer.cost_info.output_tokens}

Cost Of An Answer Follows From Its Tokens
    [Documentation]    Each token has its price, and nothing else costs anything.
    [Tags]    needs:aws-inspection
    ${short_answer} =    Ask With Scripted Answer    How long?    Yes.
    ${long_answer} =    Ask With Scripted Answer    How wide?    ${FIFTY_SENTENCES}
    ${answer_to_long_question} =    Ask With Scripted Answer    How ${MANY_WORDS}long?    Yes.
    ${both} =    Ask With Scripted Answer    How ${MANY_WORDS}wide?    ${FIFTY_SENTENCES}
    Costs Should Follow From Tokens    ${short_answer}    ${long_answer}    ${answer_to_long_question}    ${both}

Spoken Question Costs As Much As Its Transcription And Its Answer
    [Tags]    needs:aws-inspection
    Script Bedrock Answer    Every month.
    ${transcript} =    Transcribe    how-do-i-descale-it.wav
    ${before} =    Get Usage
    ${spoken} =    Ask By Voice    how-do-i-descale-it.wav
    ${after} =    Usage Should Have Grown By
    ...    ${before}
    ...    daily_costs.total_cost_eur=${spoken.cost_info.total_cost_eur}
    Fields Should Be    ${after}    recent_queries.0.cost_eur=${spoken.cost_info.total_cost_eur}
    Sign In As A Fresh User
    ${typed} =    Ask    ${spoken.question}
    Fields Should Be
    ...    ${spoken}
    ...    cost_info.total_cost_eur=${typed.cost_info.total_cost_eur + ${transcript.cost.total_cost_eur}}
    ...    cost_info.input_tokens=${typed.cost_info.input_tokens}
    ...    cost_info.output_tokens=${typed.cost_info.output_tokens}

Spoken Question That Is Answered From The Cache Costs Its Transcription
    [Documentation]    The model has neither read nor written anything, but the transcriber has listened.
    ${transcript} =    Transcribe    how-do-i-descale-it.wav
    Ask    ${transcript.transcription}
    ${before} =    Get Usage
    ${spoken} =    Ask By Voice    how-do-i-descale-it.wav
    Answer Should Come From The Cache    ${spoken}
    Fields Should Be    ${spoken}    cost_info.total_cost_eur=${transcript.cost.total_cost_eur}
    ...    cost_info.input_tokens=0    cost_info.output_tokens=0
    Skip If    not $cache_hits_charged    what is not charged is not recorded either
    Usage Should Have Grown By    ${before}    daily_costs.query_cost_eur=${transcript.cost.total_cost_eur}

Transcription Says How Long The Recording Is
    [Documentation]    The length may be off by a second.
    [Template]    Recording Should Last
    how-do-i-descale-it.wav    1.7
    how-do-i-clean-the-drain-filter.wav    2.4
    how-do-i-set-holiday-mode.wav    2.2

Each Second Of A Recording Has The Same Price
    ${short_transcript} =    Transcribe    how-do-i-descale-it.wav
    ${long_transcript} =    Transcribe    how-do-i-clean-the-drain-filter.wav
    VAR    ${price} =    ${short_transcript.cost.total_cost_eur / ${short_transcript.cost.audio_seconds}}
    VAR    ${expected} =    ${price * ${long_transcript.cost.audio_seconds}}
    Number Should Be
    ...    ${long_transcript.cost.total_cost_eur}
    ...    at_least=${expected - 0.000002}
    ...    at_most=${expected + 0.000002}

Costs Of More Than Ten Questions Are Added Up
    [Documentation]    The usage lists only the last ten questions; the costs of all of them count.
    VAR    &{question} =    question=How do I descale machine {number}?
    ${responses} =    Send Requests At Once    POST /api/query    json=${question}    times=12
    ${costs} =    Get Values    ${responses}    cost_info.total_cost_eur
    ${usage} =    Usage Should Be    breakdown.query=12
    Length Should Be    ${usage.recent_queries}    10
    ${total_cost} =    Add Up    @{costs}
    Fields Should Be    ${usage}    daily_costs.query_cost_eur=${total_cost}
    ...    monthly_costs.query_cost_eur=${total_cost}

Costs Of More Than A Hundred Questions Are Added Up
    [Documentation]    A month has more questions than databases return at once, or libraries ask for.
    [Tags]    needs:aws-inspection
    ${answer} =    Ask    How do I descale it?
    Add Copies Of Last Cost    120
    VAR    ${total_cost} =    ${answer.cost_info.total_cost_eur * 121}
    ${usage} =    Get Usage
    FOR    ${costs}    IN    ${usage.daily_costs}    ${usage.monthly_costs}
        Number Should Be
        ...    ${costs.query_cost_eur}
        ...    at_least=${total_cost - 0.000001}
        ...    at_most=${total_cost + 0.000001}
    END

Recent Query Says What It Cost
    ${answer} =    Ask    How do I descale it?
    ${transcript} =    Transcribe    how-do-i-descale-it.wav
    Usage Should Be    recent_queries.0.cost_eur=${transcript.cost.total_cost_eur}
    ...    recent_queries.1.cost_eur=${answer.cost_info.total_cost_eur}

Answer From The Cache Is A Recent Query If It Is Charged
    [Documentation]    It is one although it costs nothing.
    Skip If    not $cache_hits_charged    what is not charged is not listed either
    Ask    How do I descale it?
    Transcribe    how-do-i-descale-it.wav
    ${repeated_answer} =    Ask    How do I descale it?
    Answer Should Come From The Cache    ${repeated_answer}
    ${usage} =    Usage Should Be    recent_queries.0.operation=query    recent_queries.0.cost_eur=0
    Length Should Be    ${usage.recent_queries}    3


*** Keywords ***
Add Up
    [Documentation]    Return the sum of several costs.
    [Arguments]    @{costs: float}
    VAR    ${total} =    ${0}
    FOR    ${cost}    IN    @{costs}
        VAR    ${total} =    ${total + ${cost}}
    END
    RETURN    ${total}

Ask With Scripted Answer
    [Documentation]    Ask a question to which the model answers this, and return the answer.
    [Arguments]    ${question: str}    ${answer: str}
    Script Bedrock Answer    ${answer}
    ${given} =    Ask    ${question}
    RETURN    ${given}

Recording Should Last
    [Documentation]    Transcribe a recording, and compare how long it is.
    [Arguments]    ${recording: str}    ${seconds: float}
    ${transcript} =    Transcribe    ${recording}
    Number Should Be    ${transcript.cost.audio_seconds}    at_least=${seconds - 1}    at_most=${seconds + 1}
