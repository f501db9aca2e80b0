"""A local stack: the AWS stand-in and the reference backend in a separate process.

A test process uses `lease`; `parent` is the warm parent that forks stacks; `process` is what runs in a stack.
"""
