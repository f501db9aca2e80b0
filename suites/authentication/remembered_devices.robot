*** Settings ***
Documentation    Signing in from a device that the user has let Cognito remember.
...
...              "Working with user devices in your user pool" of the Amazon Cognito developer guide.

Resource         ../../resources/users.resource

Test Setup       Sign In As A Fresh User

Test Tags        auth    asvs-6.5    owasp-api2    needs:remembered-devices    needs:destructive


*** Test Cases ***
New Device Is Remembered Only At The Request Of Its User
    [Documentation]    The pool has `DeviceOnlyRememberedOnUserPrompt`.
    Devices Should Be
    ${phone} =    Confirm Device    phone
    Devices Should Be    phone=not_remembered
    Remember Device    ${phone}
    Devices Should Be    phone=remembered

Remembered Device Signs In With Its Key
    [Documentation]    It is the same device afterwards, and no new one.
    [Tags]    smoke
    ${me} =    Get Current User
    ${phone} =    Confirm And Remember Device    phone
    ${signed_in_user} =    Sign In From Device    ${me.email}    ${phone}
    Should Be Equal    ${signed_in_user.user_id}    ${me.user_id}
    Should Be Equal    ${signed_in_user.device.key}    ${phone.key}
    Token Should Be Valid
    Devices Should Be    phone=remembered

Key Without The Password Of The Device Is Refused
    [Documentation]    The key is not a secret: each access token has it.
    [Tags]    cwe-290
    ${me} =    Get Current User
    ${phone} =    Confirm And Remember Device    phone
    ${copy} =    Get Copy Of Device Keys    ${phone}
    Sign In From Device    ${me.email}    ${copy}    refusal=NotAuthorizedException
    Sign In From Device    ${me.email}    ${phone}

Forgotten Device Is Refused And No Other
    [Documentation]    A phone is lost, and a tablet is not.
    [Tags]    cwe-613
    ${me} =    Get Current User
    ${phone} =    Confirm And Remember Device    phone
    Sign In    ${me.email}
    ${tablet} =    Confirm And Remember Device    tablet
    Sign In From Device    ${me.email}    ${phone}
    Sign In From Device    ${me.email}    ${tablet}
    Forget Device    ${phone}
    Devices Should Be    tablet=remembered
    Sign In From Device    ${me.email}    ${phone}    refusal=ResourceNotFoundException
    Sign In From Device    ${me.email}    ${tablet}

Device Of Another User Is Refused
    [Tags]    cwe-639
    ${phone} =    Confirm And Remember Device    phone
    ${me} =    Sign In
    ${own} =    Confirm And Remember Device    phone
    Sign In From Device    ${me.email}    ${phone}    refusal=ResourceNotFoundException
    Sign In From Device    ${me.email}    ${own}

Device Of Another User Is Not Forgotten
    [Tags]    cwe-639
    ${owner} =    Get Current User
    ${phone} =    Confirm And Remember Device    phone
    Sign In
    Forget Device    ${phone}    refusal=ResourceNotFoundException
    Sign In From Device    ${owner.email}    ${phone}
    Forget Device    ${phone}
    Devices Should Be

Device Takes The Place Of The Second Factor While It Is Remembered
    [Documentation]    The pool has `ChallengeRequiredOnNewDevice`. Any other device needs a one-time password.
    [Tags]    cwe-308    needs:second-factor
    ${me} =    Get Current User
    ${phone} =    Confirm Device    phone
    ${authenticator} =    Add Authenticator
    ${code: Secret} =    Get One-Time Password    ${authenticator}
    Turn On Second Factor    ${code}
    Begin Sign-In    ${me.email}    ${phone}
    Remember Device    ${phone}
    Sign In From Device    ${me.email}    ${phone}
    Begin Sign-In    ${me.email}

Devices Are Listed With Their Names And Last Sign-Ins
    [Tags]    needs:time-control
    ${me} =    Get Current User
    ${phone} =    Confirm And Remember Device    phone
    Sign In    ${me.email}
    Confirm And Remember Device    tablet
    Advance User Pool Time By    30 minutes
    Sign In From Device    ${me.email}    ${phone}
    ${seconds_of_phone} =    Get Seconds From Confirmation To Last Sign-In    phone
    Number Should Be    ${seconds_of_phone}    at_least=${30 * 60}
    ${seconds_of_tablet} =    Get Seconds From Confirmation To Last Sign-In    tablet
    Number Should Be    ${seconds_of_tablet}    less_than=${30 * 60}

Access Token Names Its Device
    [Documentation]    `device_key` stays when tokens are refreshed, and differs between devices.
    ${me} =    Get Current User
    ${phone} =    Confirm And Remember Device    phone
    Access Token Should Name    ${phone}
    Refresh Tokens
    Access Token Should Name    ${phone}
    Sign In    ${me.email}
    ${tablet} =    Confirm And Remember Device    tablet
    Access Token Should Name    ${tablet}
    Sign In From Device    ${me.email}    ${phone}
    Access Token Should Name    ${phone}

Refresh Token Of A Confirmed Device Needs Its Key
    [Documentation]    A refresh token that was copied from the device is not enough.
    [Tags]    cwe-294
    ${before} =    Get Current User
    Refresh Tokens
    Confirm Device    phone
    ${with_key} =    Refresh Tokens
    Switch To User    ${before}
    Refresh Should Be Refused
    Switch To User    ${with_key}
    Refresh Tokens


*** Keywords ***
Confirm And Remember Device
    [Documentation]    Let Cognito remember the device that the current user signed in on, and return it.
    [Arguments]    ${name: str}
    ${device} =    Confirm Device    ${name}
    Remember Device    ${device}
    RETURN    ${device}

Devices Should Be
    [Documentation]    Fail unless the current user has these devices, by name, with these statuses, and no others.
    [Arguments]    &{expected: str}
    ${devices} =    Get Devices
    VAR    &{status_of_device} =    &{EMPTY}
    FOR    ${device}    IN    @{devices}
        Set To Dictionary    ${status_of_device}    ${device.name}    ${device.status}
    END
    Dictionaries Should Be Equal    ${status_of_device}    ${expected}

Get Seconds From Confirmation To Last Sign-In
    [Documentation]    Return how many seconds after its confirmation this device was signed in from last.
    [Arguments]    ${name: str}
    ${devices} =    Get Devices
    FOR    ${device}    IN    @{devices}
        IF    $device.name != $name    CONTINUE
        ${seconds} =    Subtract Date From Date    ${device.last_sign_in}    ${device.confirmed_at}
        RETURN    ${seconds}
    END
    Fail    Expected a device named ${name}.\nGot none.

Access Token Should Name
    [Documentation]    Fail unless the current user's access token has the key of this device.
    [Arguments]    ${device: object}
    ${claims} =    Get Token Claims    kind=access
    Should Be Equal    ${claims.device_key}    ${device.key}
