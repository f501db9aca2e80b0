"""Reads the template of a serverless application, SAM or CloudFormation, and resolves it as CloudFormation does.

It needs neither AWS nor HTTP: `read_application` gives the resources in the order in which they can be created, and
`ResolvedTemplate.resolve` the properties of each, once those are known on which it depends. `service_input` and
`bucket_configurations` translate properties into what a service's operations take.
"""
