"""Cases of CloudFormation: what one request is answered, beside the stack `work` with the topic `News` and a parameter `Title`."""

import json
from typing import Any

from behaviours import Case

API = "AWS CloudFormation API Reference, "
GUIDE = "AWS CloudFormation User Guide, "
MODEL = "botocore/data/cloudformation/2010-05-15/service-2.json, "
VALIDATED = "LocalStack 4.14.0, whose behaviour is validated against AWS, services/cloudformation/"
CDK = "AWS CDK, aws-cdk/lib/api/deployments/deploy-stack.ts, cleanupOldChangeset"
CLI = "AWS CLI, customizations/cloudformation/deployer.py, has_stack and wait_for_changeset"
NEWS = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Ref": "Title"}}}
PARAMETERS = {
    "Title": {
        "Type": "String",
        "Default": "news",
        "AllowedValues": ["news", "alerts"],
        "Description": "What it shows",
    }
}


def body(
    resources: dict[str, Any], parameters: dict[str, Any] | None = None, **sections: Any
) -> dict[str, str]:
    return {"TemplateBody": json.dumps({"Resources": resources, "Parameters": parameters or {}, **sections})}


WORK = body({"News": NEWS}, PARAMETERS)
PLAIN = body({"News": {"Type": "AWS::SNS::Topic"}})
ROLE = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}}
NAMED_ROLE = {**ROLE, "Properties": {**ROLE["Properties"], "RoleName": "worker"}}  # type: ignore[dict-item]


def stack(name: str, **parameters: Any) -> dict[str, Any]:
    return {"StackName": name, **parameters}


def with_parameter(declaration: dict[str, Any], value: str) -> dict[str, Any]:
    given = [{"ParameterKey": "Size", "ParameterValue": value}]
    declared = {"Type": "String", **declaration}
    return stack("other", **body({"News": {"Type": "AWS::SNS::Topic"}}, {"Size": declared}), Parameters=given)


def invalid(message: str) -> tuple[str, str]:
    return "ValidationError", message


def lacking(capability: str) -> tuple[str, str]:
    return "InsufficientCapabilitiesException", f"Requires capabilities : [{capability}]"


GIVEN_TWICE = [{"ParameterKey": "Title", "ParameterValue": "news", "UsePreviousValue": True}]
PREVIOUS = [{"ParameterKey": "Title", "UsePreviousValue": True}]
UNKNOWN = [{"ParameterKey": "Colour", "ParameterValue": "red"}]
REASON = "The following resource(s) require capabilities: [AWS::IAM::Role]"
STATUSES = {
    "ValidationError": 400,
    "AlreadyExistsException": 400,
    "InsufficientCapabilitiesException": 400,
    "ChangeSetNotFound": 404,
}
"""The HTTP status of each code (MODEL + `error` of the exceptions)."""
CONSTRAINTS = GUIDE + "CloudFormation template Parameters syntax"
CAPABILITIES = API + "CreateStack, Capabilities; " + MODEL + "InsufficientCapabilitiesException"

CASES = [
    Case("the name of a stack is taken", API + "CreateStack", "create_stack", stack("work", **WORK), ("AlreadyExistsException", "Stack [work] already exists")),
    Case("the name of a stack has no underscores", API + "CreateStack, StackName", "create_stack", stack("a_b", **PLAIN), invalid("1 validation error detected: Value 'a_b' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*")),
    Case("the name of a stack has 128 characters", API + "CreateStack, StackName", "create_stack", stack("a" * 129, **PLAIN), invalid("…Member must have length less than or equal to 128")),
    Case("a body has 51,200 bytes", API + "CreateStack, TemplateBody", "create_stack", stack("other", **body({"News": {"Type": "AWS::SNS::Topic"}}, Description="x" * 51_200)), invalid("…Member must have length less than or equal to 51200")),
    Case("a stack has a template", API + "CreateStack", "create_stack", stack("other"), invalid("Either Template URL or Template Body must be specified.")),
    Case("a template is YAML", API + "CreateStack", "create_stack", stack("other", TemplateBody="Resources: [}"), invalid("Template format error: YAML not well-formed. (line 1, column 13)")),
    Case("a template is JSON", API + "CreateStack", "create_stack", stack("other", TemplateBody='{"Resources": }'), invalid("Template format error: JSON not well-formed. (line 1, column 15)")),
    Case("a template is an object", API + "ValidateTemplate", "validate_template", {"TemplateBody": "[]"}, invalid("Template format error: unsupported structure.")),
    Case("a parameter is in the template", CONSTRAINTS, "create_stack", stack("other", **PLAIN, Parameters=UNKNOWN), invalid("Parameters: [Colour] do not exist in the template")),
    Case("a parameter without a default has a value", CONSTRAINTS, "create_stack", stack("other", **body({"News": NEWS}, {"Title": {"Type": "String"}})), invalid("Parameters: [Title] must have values")),
    Case("a value is one of those that are allowed", CONSTRAINTS + ", AllowedValues", "create_stack", with_parameter({"AllowedValues": ["a"]}, "b"), invalid("Parameter 'Size' must be one of AllowedValues")),
    Case("a value matches its pattern", CONSTRAINTS + ", AllowedPattern", "create_stack", with_parameter({"AllowedPattern": "[a-z]+"}, "A"), invalid("Parameter 'Size' must match pattern [a-z]+")),
    Case("a constraint has a description", CONSTRAINTS + ", ConstraintDescription", "create_stack", with_parameter({"AllowedPattern": "[a-z]+", "ConstraintDescription": "lower case"}, "A"), invalid("Parameter Size failed to satisfy constraint: lower case")),
    Case("a value is not too short", CONSTRAINTS + ", MinLength", "create_stack", with_parameter({"MinLength": 2}, "A"), invalid("Parameter 'Size' must contain at least 2 characters")),
    Case("a value is not too long", CONSTRAINTS + ", MaxLength", "create_stack", with_parameter({"MaxLength": 2}, "ABC"), invalid("Parameter 'Size' must contain at most 2 characters")),
    Case("a number is one", CONSTRAINTS + ", Number", "create_stack", with_parameter({"Type": "Number"}, "A"), invalid("Parameter 'Size' must be a number")),
    Case("a number is not too small", CONSTRAINTS + ", MinValue", "create_stack", with_parameter({"Type": "Number", "MinValue": 2}, "1"), invalid("Parameter 'Size' must be a number not less than 2")),
    Case("a number is not too large", CONSTRAINTS + ", MaxValue", "create_stack", with_parameter({"Type": "Number", "MaxValue": 2}, "3"), invalid("Parameter 'Size' must be a number not greater than 2")),
    Case("a role needs a capability", CAPABILITIES, "create_stack", stack("other", **body({"Role": ROLE})), lacking("CAPABILITY_IAM")),
    Case("a role with a name needs more", CAPABILITIES, "create_stack", stack("other", **body({"Role": NAMED_ROLE}), Capabilities=["CAPABILITY_IAM"]), lacking("CAPABILITY_NAMED_IAM")),
    Case("a macro needs a capability", CAPABILITIES, "create_stack", stack("other", **body({"News": NEWS}, PARAMETERS, Transform="AWS::Include")), lacking("CAPABILITY_AUTO_EXPAND")),
    Case("a change set of a role needs a capability", API + "CreateChangeSet, Capabilities", "create_change_set", stack("other", ChangeSetName="a", ChangeSetType="CREATE", **body({"Role": ROLE})), lacking("CAPABILITY_IAM")),
    Case("an update without changes is none", VALIDATED + "provider.py; " + CLI, "update_stack", stack("work", **WORK), invalid("No updates are to be performed.")),
    Case("previous values and the previous template are no change", API + "UpdateStack", "update_stack", stack("work", UsePreviousTemplate=True, Parameters=PREVIOUS), invalid("No updates are to be performed.")),
    Case("a description cannot be changed by itself", GUIDE + "CloudFormation template Description syntax", "update_stack", stack("work", **body({"News": NEWS}, PARAMETERS, Description="new")), invalid("No updates are to be performed.")),
    Case("a value is given or taken over", API + "Parameter", "update_stack", stack("work", UsePreviousTemplate=True, Parameters=GIVEN_TWICE), invalid("Invalid input for parameter key Title. Cannot specify usePreviousValue as true and non empty value for a parameter")),
    Case("a template is given or taken over", API + "UpdateStack, UsePreviousTemplate", "update_stack", stack("work", UsePreviousTemplate=True, **WORK), invalid("You cannot specify both usePreviousTemplate and Template Body/Template URL.")),
    Case("a stack that is updated is there", API + "UpdateStack", "update_stack", stack("none", **PLAIN), invalid("Stack [none] does not exist")),
    Case("a stack that is described is there", CLI, "describe_stacks", stack("none"), invalid("Stack with id none does not exist")),
    Case("a stack whose events are described is there", API + "DescribeStackEvents", "describe_stack_events", stack("none"), invalid("Stack [none] does not exist")),
    Case("a stack that is not there is deleted", API + "DeleteStack", "delete_stack", stack("none"), {}),
    Case("a change set creates what is not there", VALIDATED + "provider.py, create_change_set", "create_change_set", stack("work", ChangeSetName="a", ChangeSetType="CREATE", **WORK), invalid("Stack [work] already exists and cannot be created again with the changeSet [a].")),
    Case("a change set updates what is there", API + "CreateChangeSet, ChangeSetType", "create_change_set", stack("none", ChangeSetName="a", ChangeSetType="UPDATE", **WORK), invalid("Stack [none] does not exist")),
    Case("a change set updates by default", API + "CreateChangeSet, ChangeSetType", "create_change_set", stack("none", ChangeSetName="a", **WORK), invalid("Stack [none] does not exist")),
    Case("a change set that is described is there", MODEL + "ChangeSetNotFoundException", "describe_change_set", stack("work", ChangeSetName="none"), ("ChangeSetNotFound", "ChangeSet [none] does not exist")),
    Case("a change set that is executed is there", MODEL + "ChangeSetNotFoundException", "execute_change_set", stack("work", ChangeSetName="none"), ("ChangeSetNotFound", "ChangeSet [none] does not exist")),
    Case("a change set with a name has a stack", API + "DescribeChangeSet, StackName", "describe_change_set", {"ChangeSetName": "none"}, invalid("StackName must be specified if ChangeSetName is not specified as an ARN.")),
    Case("a change set that is not there is deleted", CDK, "delete_change_set", stack("work", ChangeSetName="none"), {}),
    Case("a stack has no change sets at first", API + "ListChangeSets", "list_change_sets", stack("work"), {"Summaries": []}),
    Case("an export is imported", API + "ListImports", "list_imports", {"ExportName": "none"}, invalid("Export 'none' is not imported by any stack.")),
    Case("a rollback continues where it has failed", API + "ContinueUpdateRollback", "continue_update_rollback", stack("work"), invalid("…is in CREATE_COMPLETE state and can not continue rollback.")),
    Case("a stack is rolled back where it has failed", API + "RollbackStack", "rollback_stack", stack("work"), invalid("…is in CREATE_COMPLETE state and can not be rolled back.")),
    Case("only an update in progress is cancelled", API + "CancelUpdateStack", "cancel_update_stack", stack("work"), invalid("CancelUpdateStack cannot be called from current stack status: CREATE_COMPLETE")),
    Case("a resource is in its stack", API + "DescribeStackResource", "describe_stack_resource", stack("work", LogicalResourceId="Old"), invalid("Resource Old does not exist for stack work")),
    Case("a resource has one stack", API + "DescribeStackResources", "describe_stack_resources", {"PhysicalResourceId": "none"}, invalid("Stack for none does not exist")),
    Case("a token was issued", API + "ListStackResources, NextToken", "list_stack_resources", stack("work", NextToken="never"), invalid("Invalid NextToken")),
    Case("resources are retained where deleting has failed", API + "DeleteStack, RetainResources", "delete_stack", stack("work", RetainResources=["News"]), invalid("…RetainResources can be specified only for stacks in DELETE_FAILED state.")),
    Case("a template is summarised", API + "GetTemplateSummary", "get_template_summary", stack("work"), {
        "Parameters": [{"ParameterKey": "Title", "DefaultValue": "news", "ParameterType": "String", "NoEcho": False, "Description": "What it shows", "ParameterConstraints": {"AllowedValues": ["news", "alerts"]}}],
        "ResourceTypes": ["AWS::SNS::Topic"], "DeclaredTransforms": [],
    }),
    Case("a summary names capabilities", API + "GetTemplateSummary", "get_template_summary", body({"Role": ROLE}, AWSTemplateFormatVersion="2010-09-09", Metadata={"a": 1}), {
        "Parameters": [], "Capabilities": ["CAPABILITY_IAM"], "CapabilitiesReason": REASON, "ResourceTypes": ["AWS::IAM::Role"], "Version": "2010-09-09", "Metadata": '{"a": 1}', "DeclaredTransforms": [],
    }),
    Case("a template is validated", API + "ValidateTemplate", "validate_template", body({"Role": NAMED_ROLE}, PARAMETERS, Description="all"), {
        "Parameters": [{"ParameterKey": "Title", "DefaultValue": "news", "NoEcho": False, "Description": "What it shows"}],
        "Description": "all", "Capabilities": ["CAPABILITY_NAMED_IAM"], "CapabilitiesReason": REASON, "DeclaredTransforms": [],
    }),
    Case("a template declares its transforms", API + "ValidateTemplate", "validate_template", body({"News": NEWS}, Transform=["AWS::Include"]), {
        "Parameters": [], "Capabilities": ["CAPABILITY_AUTO_EXPAND"], "CapabilitiesReason": "The following resource(s) require capabilities: [AWS::Include]", "DeclaredTransforms": ["AWS::Include"],
    }),
]  # fmt: skip
