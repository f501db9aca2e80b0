*** Settings ***
Library         ManuelEnvironment
Library         Causes.py

Suite Setup     Be Blocked By    GET /health 500


*** Test Cases ***
Cannot Run
    No Operation

Cannot Run Either
    No Operation
