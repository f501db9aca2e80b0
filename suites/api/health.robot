*** Settings ***
Documentation    Health and version of the service.

Resource         ../../resources/api.resource

Test Tags        api    api-call


*** Test Cases ***
Service Is Healthy
    [Tags]    smoke
    ${health} =    Get Health
    Should Be Equal    ${health.status}    healthy
    Should Be True    ${health.uptime_seconds} >= 0

Every Dependency Answers
    [Tags]    smoke
    ${health} =    Get Deep Health
    FOR    ${name}    IN    dynamodb    s3    cognito    bedrock    transcribe    cache
        Should Be Equal    ${health.services}[${name}][status]    healthy    ${name} is not healthy
    END

Version Is Told
    [Tags]    smoke
    ${version} =    Get Version
    List Should Contain Value    ${version.supported_versions}    ${version.current_version}
    Response Header Should Be    API-Version    ${version.current_version}

API Version Is Negotiated
    [Documentation]    By media type, header or parameter; the answer says which it is.
    [Template]    Version Should Be Negotiated
    accept=application/vnd.manuel.v1.0+json
    api_version=1.0
    version=1.0

Unknown API Version Is Refused
    [Template]    Version Should Be Refused
    accept=application/vnd.manuel.v99.9+json
    api_version=99.9
    version=99.9


*** Keywords ***
Version Should Be Negotiated
    [Documentation]    Ask for version 1.0 in one way.
    [Arguments]    &{way: str}
    Get Version    &{way}
    Response Header Should Be    API-Version    1.0

Version Should Be Refused
    [Documentation]    Ask for an unknown version in one way.
    [Arguments]    &{way: str}
    Get Version    &{way}    status=400
    Error Should Be    400    mentions=version
