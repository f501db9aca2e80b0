*** Settings ***
Documentation    A keyword about a value whose argument is wrong, for the test of its message.

Library          ManuelAPI
Library          ManuelEnvironment


*** Test Cases ***
Bounds Of Another Type
    Number Should Be    ${5}    at_least=5s
