*** Settings ***
Documentation    Integration tests of the Manuel backend, a voice assistant for product manuals.

Library          ManuelEnvironment

Suite Setup      Start Environment
Test Timeout     5 minutes
