*** Settings ***
Documentation    What belongs to one user is out of every other's reach (OWASP API1:2023, CWE-639).

Resource         ../../resources/manuals.resource

Test Tags        security    api-call    cwe-639    needs:second-user    needs:destructive


*** Test Cases ***
Another User's Manual Can't Be Told From One That Does Not Exist
    [Tags]    smoke
    ${owner} =    Sign In
    ${manual} =    Upload Manual    thermostat.pdf
    Sign In As Second User
    ${foreign} =    Get Manual    ${manual}    status=404
    ${unknown} =    Get Manual    00000000-0000-4000-8000-000000000000    status=404
    Should Be Equal    ${foreign.error}    ${unknown.error}
    Should Be Equal    ${foreign.error_type}    ${unknown.error_type}
    Switch To User    ${owner}
    Get Manual    ${manual}

Another User's Manual Can't Be Deleted
    ${owner} =    Sign In
    ${manual} =    Upload Manual    thermostat.pdf
    Sign In As Second User
    Delete Manual    ${manual}    status=404
    Switch To User    ${owner}
    Get Manual    ${manual}
    Delete Manual    ${manual}

Another User's Manual Is Never Cited
    [Tags]    needs:cost
    Sign In With Manual    coffee-machine.pdf
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite    ${answer}    coffee-machine
    Sign In As Second User
    ${answer} =    Ask    How do I descale it?
    Answer Should Cite Nothing    ${answer}
