*** Settings ***
Documentation    Versions of the API: which ones exist, and which one a client gets.

Resource         ../../resources/api.resource

Test Tags        api    api-call    owasp-api9


*** Test Cases ***
Version Is Reported
    [Tags]    smoke
    ${version} =    Get Version
    List Should Contain Value    ${version.supported_versions}    ${version.current_version}
    Should Be Equal    ${version.version}    ${version.current_version}
    Response Header Should Be    API-Version    ${version.current_version}

API Version Is Negotiated
    [Documentation]    A media type, a header or a query parameter names it; the response says which version it has.
    [Template]    Version Should Be Negotiated
    accept=application/vnd.manuel.v1.0+json
    accept=Application/Vnd.Manuel.V1.0+JSON
    accept=application/json, application/vnd.manuel.v1.0+json;q=0.5
    api_version=1.0
    version=1.0

Names Of Headers That Name A Version Are Case-Insensitive
    [Documentation]    RFC 9110, section 5.1; HTTP/2 sends all names in lower case.
    FOR    ${header}    ${value}    IN
    ...    api-version    1.0
    ...    API-VERSION    1.0
    ...    accept    application/vnd.manuel.v1.0+json
        VAR    &{headers} =    ${header}=${value}
        Send Request    GET    /version    headers=${headers}    status=200
        Response Should Have    version=1.0
    END

Unknown API Version Is Refused
    [Template]    Version Should Be Refused
    accept=application/vnd.manuel.v99.9+json
    api_version=99.9
    version=99.9
    version=${EMPTY}
    version=1
    version=01.0
    version=\uff11.\uff10

Version That Only Resembles A Known One Is Refused
    [Documentation]    What is wrong with it is said at once, and not when the next version comes out.
    [Template]    Version Should Be Refused
    version=v1.0
    version=1.0.0
    version=${SPACE}1.0
    version=latest
    api_version=v1.0
    api_version=1.0.0
    api_version=latest
    accept=application/vnd.manuel.vv1.0+json
    accept=application/vnd.manuel.v1.0.0+json

Most Explicit Way To Name A Version Wins
    [Documentation]    The query parameter comes before the header, and the header before the media type. None of them
    ...    may name an unknown version.
    ${version} =    Get Version    version=1.0    api_version=1.1    accept=application/vnd.manuel.v1.1+json
    Should Be Equal    ${version.version}    1.0
    ${version} =    Get Version    api_version=1.0    accept=application/vnd.manuel.v1.1+json
    Should Be Equal    ${version.version}    1.0
    Get Version    version=1.0    api_version=99.9    status=400
    Error Should Be    400    unsupported_version
    FOR    ${other_way}    IN    version    api_version
        VAR    &{ways} =    ${other_way}=1.0    accept=application/vnd.manuel.v99.9+json
        Get Version    &{ways}    status=400
        Error Should Be    400    unsupported_version
    END

Client Without A Version Gets The Current One
    ${version} =    Get Version    accept=application/json
    Should Be Equal    ${version.version}    ${version.current_version}
    ${version} =    Get Version    accept=application/vnd.example.v99.9+json, */*
    Should Be Equal    ${version.version}    ${version.current_version}
    ${version} =    Get Version    accept=*/*
    Should Be Equal    ${version.version}    ${version.current_version}

Every Response Lists The Supported Versions
    [Documentation]    A refusal does as well: a client that is out of date learns from it what to ask for.
    ${version} =    Get Version
    Response Header Should Contain    Supported-Versions    @{version.supported_versions}
    Sign In
    Get Usage
    Response Header Should Contain    Supported-Versions    @{version.supported_versions}
    FOR    ${refused}    IN    /version?version\=99.9    /api/manuals?version\=99.9    /api/manuals?limit\=0
        Send Request    GET    ${refused}    status=400
        Response Header Should Contain    Supported-Versions    @{version.supported_versions}
    END

Deprecated Version Is Marked By A Header
    [Documentation]    RFC 9745: `Deprecation` says since when, in epoch seconds after an `@`.
    ${version} =    Get Version
    Response Should Have No Header    Deprecation
    ${deprecated} =    Get Deprecated Version
    Get Version    version=${deprecated}
    ${deprecation} =    Get Response Header    Deprecation
    Should Start With    ${deprecation}    @
    ${deprecated_since: int} =    Fetch From Right    ${deprecation}    @
    Number Should Be    ${deprecated_since}    more_than=0    at_most=${version.timestamp}

Errors Of A Deprecated Version Are Marked As Well
    Sign In
    ${deprecated} =    Get Deprecated Version
    Get Version    version=${deprecated}
    ${deprecation} =    Get Response Header    Deprecation
    VAR    &{headers} =    API-Version=${deprecated}
    Send Request    GET    /api/manuals?limit\=0    headers=${headers}    status=400
    Response Header Should Be    API-Version    ${deprecated}
    Response Header Should Be    Deprecation    ${deprecation}

Compatibility Lists The Status Of Each Version
    ${version} =    Get Version
    ${compatibility} =    Get Version Compatibility
    Should Be Equal    ${compatibility.current_version}    ${version.current_version}
    ${listed_versions} =    Get Values    ${compatibility.versions}    version
    Lists Should Be Equal    ${listed_versions}    ${version.supported_versions}    ignore_order=True
    VAR    &{status_of_version} =    &{EMPTY}
    FOR    ${each}    IN    @{compatibility.versions}
        Should Be True    ${each.compatible}    version ${each.version} is supported, but not compatible
        Set To Dictionary    ${status_of_version}    ${each.version}    ${each.status}
    END
    Should Be Equal    ${status_of_version}[${version.current_version}]    current

Compatibility Lists The Same Deprecated Versions
    ${version} =    Get Version
    ${compatibility} =    Get Version Compatibility
    ${deprecated_versions} =    Evaluate
    ...    [listed.version for listed in $compatibility.versions if listed.status == "deprecated"]
    Lists Should Be Equal    ${version.deprecated_versions}    ${deprecated_versions}    ignore_order=True

Client Of A Deprecated Version Learns That It Still Works
    ${deprecated} =    Get Deprecated Version
    ${deprecated_version} =    Get Version Compatibility    version=${deprecated}
    Should Be Equal    ${deprecated_version.requested_version}    ${deprecated}
    Should Be True    ${deprecated_version.compatible}
    Should Be True    ${deprecated_version.deprecated}
    ${current_version} =    Get Version Compatibility    version=${deprecated_version.current_version}
    Should Be Equal    ${current_version.requested_version}    ${deprecated_version.current_version}
    Should Not Be True    ${current_version.deprecated}
    Get Version Compatibility    version=99.9    status=400
    Error Should Be    400    unsupported_version

Changelog Begins With The Newest Version
    ${version} =    Get Version
    ${changelog} =    Get Changelog
    ${versions_in_changelog} =    Get Values    ${changelog.changelog}    version
    Should Be Equal    ${versions_in_changelog}[0]    ${version.current_version}
    Lists Should Be Equal    ${versions_in_changelog}    ${version.supported_versions}    ignore_order=True
    ${release_dates} =    Get Values    ${changelog.changelog}    released
    Values Should Descend    @{release_dates}


*** Keywords ***
Version Should Be Negotiated
    [Documentation]    Request version 1.0 in one way; without it the current version is returned.
    [Arguments]    &{way: str}
    ${default_version} =    Get Version
    Should Not Be Equal    ${default_version.version}    1.0
    ${version} =    Get Version    &{way}
    Should Be Equal    ${version.version}    1.0
    Response Header Should Be    API-Version    1.0

Version Should Be Refused
    [Documentation]    Request an unknown version in one way.
    [Arguments]    &{way: str}
    Get Version    version=1.0
    Get Version    &{way}    status=400
    Error Should Be    400    unsupported_version    mentions=version
