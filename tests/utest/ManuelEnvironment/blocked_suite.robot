*** Settings ***
Documentation    A suite whose setup is blocked.

Library          Causes.py
Library          ManuelEnvironment

Suite Setup      Be Blocked By    GET /health 500


*** Test Cases ***
Cannot Run
    No Operation

Cannot Run Either
    No Operation
