"""A local stack: the AWS stand-in and the reference backend, in a process of their own.

`lease` is what a test process uses; `parent` is the warm parent that forks stacks; `process` is what runs in one.
"""
