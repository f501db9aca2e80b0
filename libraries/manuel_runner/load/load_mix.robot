*** Settings ***
Documentation    What `manuel-tests load` runs: one of these tests, with the mix that it was given.

Resource         ../../../resources/performance.resource

Test Tags        performance    load    api-call    needs:load


*** Variables ***
${MIX}          A file
${WORKERS}      ${2}
${MASTER}       A host
${LISTEN_ON}    *
${PORT}         ${5557}
${WAIT}         5 minutes


*** Test Cases ***
Load From This Process
    [Documentation]    The load engine sends the mix.
    Run Load Mix    ${MIX}

Load From Workers Here
    [Documentation]    Locust sends the mix from several processes.
    Run Distributed Load    ${MIX}    workers=${WORKERS}    timeout=${WAIT}

Load From Workers Elsewhere
    [Documentation]    Locust sends the mix from processes that join this one.
    Lead Distributed Load
    ...    ${MIX}
    ...    workers=${WORKERS}
    ...    listen_on=${LISTEN_ON}
    ...    port=${PORT}
    ...    timeout=${WAIT}

Load For A Master Elsewhere
    [Documentation]    Locust sends a part of the mix from this process.
    Join Distributed Load    ${MIX}    master=${MASTER}    port=${PORT}    timeout=${WAIT}
