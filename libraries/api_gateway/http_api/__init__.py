"""HTTP APIs of a CloudFormation template, served as Amazon API Gateway serves them."""
