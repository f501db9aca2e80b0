"""CloudFormation's stacks, which moto keeps, with resources of our engines."""
