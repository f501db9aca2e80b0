*** Settings ***
Documentation    What an attacker can forge without the user pool's key (RFC 8725, ASVS 9.1).
...
...              Each row sends the user's own token first, which must be accepted, and then the forged one.

Resource         ../../resources/api.resource

Test Setup       Sign In

Test Tags        auth    security    api-call    cwe-347    asvs-9.1.1    owasp-api2


*** Test Cases ***
Tampered Token Is Refused
    [Documentation]    The payload or the signature has been changed (ASVS 9.1.1).
    [Template]    Token Should Be Refused
    subject-changed
    admin-group-added
    signature-first-byte-flipped
    signature-last-byte-flipped
    signature-truncated
    signature-halved
    signature-zero
    signature-empty
    self-signed
    self-signed-without-kid

Tampered Token Does Not Make An Administrator
    [Tags]    cwe-285    needs:destructive
    Token Should Be Refused    admin-group-added    method=POST    path=/health/circuit-breakers/bedrock/reset

Unsigned Token Is Refused
    [Documentation]    `alg` is none, in every spelling (CVE-2015-9235, ASVS 9.1.2).
    [Tags]    smoke    cwe-757    asvs-9.1.2
    [Template]    Token Should Be Refused
    alg-none
    alg-none-title-case
    alg-none-upper-case
    alg-none-mixed-case
    alg-none-with-blank
    alg-none-with-a-signature
    alg-missing
    alg-empty
    alg-null
    alg-list

Public Key Is Not Accepted As A Secret
    [Documentation]    The token is signed by HS256 with the pool's public key, in each form that a backend may store it
    ...    in (CVE-2016-5431).
    [Template]    Token Should Be Refused
    hs256-signed-with-the-public-key
    hs256-signed-with-the-public-key-without-newline
    hs256-signed-with-the-public-key-crlf
    hs256-signed-with-the-public-key-der
    hs256-signed-with-the-public-key-pkcs1
    hs256-signed-with-the-public-key-pkcs1-der

Certificate Of The Public Key Is Not Accepted As A Secret
    [Documentation]    It comes with the token, and its key is the pool's: a backend that looks at nothing else trusts
    ...    it (RFC 8725 section 3.1).
    [Tags]    cwe-295
    [Template]    Token Should Be Refused
    hs256-signed-with-a-certificate
    hs256-signed-with-a-certificate-der

Published Key Is Not Accepted As A Secret
    [Documentation]    The secret is the key as the pool publishes it, or a part of it.
    [Template]    Token Should Be Refused
    hs256-signed-with-the-key-set
    hs256-signed-with-the-jwk
    hs256-signed-with-the-compact-jwk
    hs256-signed-with-the-modulus
    hs256-signed-with-the-encoded-modulus

Guessed Secret Is Refused
    [Documentation]    The token is signed by HS256 with a secret left over from examples (CVE-2019-20933).
    [Tags]    cwe-1391
    Token Should Be Refused    hs256-empty-key
    ${secrets} =    Get Weak Secrets
    FOR    ${secret}    IN    @{secrets}
        Token Should Be Refused    hs256-weak-secret    secret=${secret}
    END

Psychic Signature Is Refused
    [Documentation]    The token names ES256 and has zeros for a signature (CVE-2022-21449).
    [Template]    Token Should Be Refused
    es256-psychic-signature
    es256-psychic-signature-der

Key In The Header Is Not Trusted
    [Documentation]    A key or certificate that comes with the token is the attacker's (CVE-2018-0114, ASVS 9.1.3).
    [Tags]    asvs-9.1.3
    [Template]    Token Should Be Refused
    embedded-jwk
    x5c-of-the-attacker

Address In The Header Is Not Followed
    [Documentation]    The attacker's server must not even receive a request (RFC 8725 section 3.10).
    [Tags]    cwe-918
    Start Attacker Key Server
    Token Should Be Refused    jku-of-the-attacker
    Token Should Be Refused    jku-behind-the-pools-name
    Token Should Be Refused    jku-under-the-pools-name
    Token Should Be Refused    x5u-of-the-attacker
    Attacker Key Server Should Not Have Been Contacted
    [Teardown]    Stop Attacker Key Server

Key Id Is Not Used As A Path, Query Or Command
    [Documentation]    A key id is only a name to look up.
    [Tags]    cwe-20
    [Template]    Token Should Be Refused
    kid-path-traversal
    kid-dev-null
    kid-blank
    kid-sql-injection
    kid-command-injection

Unusable Key Id Is Refused
    [Documentation]    It is refused like any other bad token, without a crash.
    [Tags]    cwe-20
    [Template]    Token Should Be Refused
    kid-unknown
    kid-integer
    kid-null
    kid-list
    kid-object
    kid-long

Malformed Token Is Refused
    [Documentation]    It is refused like any other bad token, without a crash.
    [Tags]    cwe-20
    [Template]    Token Should Be Refused
    signature-segment-missing
    four-segments
    header-empty
    payload-empty
    payload-not-base64
    deeply-nested-payload
    empty
    null

Token Of The Other Kind Is Refused
    [Documentation]    It is the user's own access token where the API takes ID tokens, or the other way round (ASVS
    ...    9.2.2).
    [Tags]    cwe-863    asvs-9.2.2
    Token Should Be Refused    other-kind-of-token

Token Of Another User Pool Is Refused
    [Documentation]    It is a real token, issued by a pool that the API does not trust (ASVS 10.3.3).
    [Tags]    cwe-346    asvs-10.3.3    needs:second-pool
    ${token} =    Get Token Of Second Pool
    Token Should Be Refused    ${token}
