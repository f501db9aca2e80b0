"""REST APIs of a CloudFormation template, served as Amazon API Gateway serves them.

What is imitated and what is not is said by `definition.RestApiDefinition.not_imitated`, a line for each.
"""
