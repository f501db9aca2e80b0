"""The smallest resources of all types that moto keeps for stacks, each with those that it needs."""

from collections.abc import Mapping
from typing import Any

Properties = Mapping[str, Any]
Resources = Mapping[str, Any]


def _ref(name: str) -> dict[str, str]:
    return {"Ref": name}


def _attribute(name: str, attribute: str = "Arn") -> dict[str, list[str]]:
    return {"Fn::GetAtt": [name, attribute]}


def _resource(kind: str, **properties: Any) -> Properties:
    return {"Type": f"AWS::{kind}", "Properties": properties}


ZONE = "eu-west-1a"
IMAGE = "ami-12c6146b"
ROLE_ARN = "arn:aws:iam::123456789012:role/r"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}
POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
}
ROLE = {"Role": _resource("IAM::Role", AssumeRolePolicyDocument=TRUST)}
BUS = {"Bus": _resource("Events::EventBus", Name="bus")}
KEY = {"Key": _resource("KMS::Key", KeyPolicy=POLICY)}
USER = {"User": _resource("IAM::User")}
VPC = {"Vpc": _resource("EC2::VPC", CidrBlock="10.0.0.0/16")}
NETWORK = {
    **VPC,
    "Subnet": _resource("EC2::Subnet", VpcId=_ref("Vpc"), CidrBlock="10.0.0.0/24"),
    "Group": _resource("EC2::SecurityGroup", VpcId=_ref("Vpc"), GroupDescription="group"),
}
ROUTES = {**NETWORK, "Table": _resource("EC2::RouteTable", VpcId=_ref("Vpc"))}
GATEWAY = {"Gateway": _resource("EC2::InternetGateway")}
ATTACHED = {
    "Attached": _resource("EC2::VPCGatewayAttachment", VpcId=_ref("Vpc"), InternetGatewayId=_ref("Gateway"))
}
VOLUME = {"Volume": _resource("EC2::Volume", AvailabilityZone=ZONE, Size=1)}
INSTANCE = {"Instance": _resource("EC2::Instance", ImageId=IMAGE, SubnetId=_ref("Subnet"))}
LAUNCHED = {"Launched": _resource("AutoScaling::LaunchConfiguration", ImageId=IMAGE, InstanceType="t2.micro")}
GROUP = {
    "Servers": _resource(
        "AutoScaling::AutoScalingGroup",
        MinSize="0",
        MaxSize="1",
        AvailabilityZones=[ZONE],
        LaunchConfigurationName=_ref("Launched"),
    )
}
BALANCED = {
    **NETWORK,
    "Other": _resource(
        "EC2::Subnet", VpcId=_ref("Vpc"), CidrBlock="10.0.1.0/24", AvailabilityZone="eu-west-1b"
    ),
    "Balancer": _resource("ElasticLoadBalancingV2::LoadBalancer", Subnets=[_ref("Subnet"), _ref("Other")]),
    "Target": _resource("ElasticLoadBalancingV2::TargetGroup", Port=80, Protocol="HTTP", VpcId=_ref("Vpc")),
}
FORWARD = [{"Type": "forward", "TargetGroupArn": _ref("Target")}]
LISTENER = {
    "Listener": _resource(
        "ElasticLoadBalancingV2::Listener",
        LoadBalancerArn=_ref("Balancer"),
        Port=80,
        Protocol="HTTP",
        DefaultActions=FORWARD,
    )
}
CLUSTER = {"Cluster": _resource("ECS::Cluster")}
TASK = {
    "Task": _resource(
        "ECS::TaskDefinition",
        Family="task",
        ContainerDefinitions=[{"Name": "a", "Image": "image", "Memory": 128}],
    )
}
PROFILE = {"Profile": _resource("IAM::InstanceProfile", Roles=[_ref("Role")])}
COMPUTERS = {
    "Computers": _resource(
        "Batch::ComputeEnvironment",
        Type="MANAGED",
        ServiceRole=_attribute("Role"),
        ComputeResources={
            "Type": "EC2",
            "MinvCpus": 0,
            "MaxvCpus": 1,
            "DesiredvCpus": 0,
            "InstanceTypes": ["optimal"],
            "InstanceRole": _attribute("Profile"),
            "Subnets": [_ref("Subnet")],
            "SecurityGroupIds": [_ref("Group")],
        },
    )
}
NODES = {"InstanceCount": 1, "InstanceType": "m3.xlarge"}
FLOW = {
    "Flow": _resource(
        "EMR::Cluster",
        Name="flow",
        JobFlowRole="role",
        ServiceRole="role",
        ReleaseLabel="emr-5.0.0",
        Instances={"MasterInstanceGroup": NODES, "CoreInstanceGroup": NODES},
    )
}
FILES = {"Files": _resource("EFS::FileSystem")}
MODEL = {
    "Model": _resource(
        "SageMaker::Model", ExecutionRoleArn=ROLE_ARN, PrimaryContainer={"Image": "registry/linear-learner:1"}
    )
}
ENDPOINT = {
    "Endpoint": _resource(
        "SageMaker::EndpointConfig",
        ProductionVariants=[
            {
                "InitialInstanceCount": 1,
                "InitialVariantWeight": 1,
                "InstanceType": "ml.c4.xlarge",
                "ModelName": _attribute("Model", "ModelName"),
                "VariantName": "only",
            }
        ],
    )
}
DOMAIN = {"Domain": _resource("Route53::HostedZone", Name="example.com.")}
RECORD = {"Name": "a.example.com.", "Type": "A", "TTL": "60", "ResourceRecords": ["10.0.0.1"]}
SPOTS = {
    "AllocationStrategy": "lowestPrice",
    "IamFleetRole": ROLE_ARN,
    "TargetCapacity": 1,
    "SpotPrice": "0.1",
    "LaunchSpecifications": [
        {
            "ImageId": IMAGE,
            "InstanceType": "t2.micro",
            "SubnetId": _ref("Subnet"),
            "WeightedCapacity": 1,
            "SpotPrice": "0.1",
        }
    ],
}
CHECK = {
    "Type": "HTTP",
    "IPAddress": "10.0.0.1",
    "Port": 80,
    "ResourcePath": "/",
    "FullyQualifiedDomainName": "example.com",
    "RequestInterval": 10,
    "FailureThreshold": 2,
}
STATES = '{"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}'
PIPELINE = {"Id": "Default", "Name": "Default", "Fields": [{"Key": "type", "StringValue": "Default"}]}

NEEDED: Mapping[str, tuple[Properties, Resources]] = {
    "AutoScaling::AutoScalingGroup": (GROUP["Servers"]["Properties"], LAUNCHED),
    "AutoScaling::LaunchConfiguration": (LAUNCHED["Launched"]["Properties"], {}),
    "AutoScaling::ScheduledAction": (
        {
            "AutoScalingGroupName": _ref("Servers"),
            "DesiredCapacity": 0,
            "StartTime": "2030-01-01T00:00:00Z",
        },
        {**LAUNCHED, **GROUP},
    ),
    "Batch::ComputeEnvironment": (
        COMPUTERS["Computers"]["Properties"],
        {**NETWORK, **ROLE, **PROFILE},
    ),
    "Batch::JobDefinition": (
        {
            "Type": "container",
            "RetryStrategy": {"Attempts": 1},
            "ContainerProperties": {"Image": "image", "Vcpus": 1, "Memory": 128, "Command": ["true"]},
        },
        {},
    ),
    "Batch::JobQueue": (
        {
            "Priority": 1,
            "ComputeEnvironmentOrder": [{"Order": 1, "ComputeEnvironment": _ref("Computers")}],
        },
        {**NETWORK, **ROLE, **PROFILE, **COMPUTERS},
    ),
    "CloudFormation::Stack": (
        {"TemplateURL": "https://templates.s3.amazonaws.com/topic.json", "TimeoutInMinutes": 5},
        {},
    ),
    "CloudWatch::Dashboard": ({"DashboardBody": "{}", "Tags": [{"Key": "a", "Value": "b"}]}, {}),
    "DataPipeline::Pipeline": ({"Name": "pipeline", "Activate": False, "PipelineObjects": [PIPELINE]}, {}),
    "EC2::EIP": ({}, {}),
    "EC2::FlowLog": (
        {
            "ResourceId": _ref("Vpc"),
            "ResourceType": "VPC",
            "TrafficType": "ALL",
            "LogGroupName": "group",
            "DeliverLogsPermissionArn": ROLE_ARN,
        },
        VPC,
    ),
    "EC2::Instance": (INSTANCE["Instance"]["Properties"], NETWORK),
    "EC2::InternetGateway": ({}, {}),
    "EC2::LaunchTemplate": ({"LaunchTemplateData": {"ImageId": IMAGE}}, {}),
    "EC2::NatGateway": (
        {"SubnetId": _ref("Subnet"), "AllocationId": _attribute("Address", "AllocationId")},
        {**NETWORK, "Address": _resource("EC2::EIP", Domain="vpc")},
    ),
    "EC2::NetworkInterface": ({"SubnetId": _ref("Subnet")}, NETWORK),
    "EC2::Route": (
        {
            "RouteTableId": _ref("Table"),
            "DestinationCidrBlock": "0.0.0.0/0",
            "GatewayId": _ref("Gateway"),
        },
        {**ROUTES, **GATEWAY, **ATTACHED},
    ),
    "EC2::RouteTable": ({"VpcId": _ref("Vpc")}, VPC),
    "EC2::SecurityGroup": ({"VpcId": _ref("Vpc"), "GroupDescription": "group"}, VPC),
    "EC2::SecurityGroupIngress": (
        {
            "GroupId": _attribute("Group", "GroupId"),
            "IpProtocol": "tcp",
            "FromPort": 1,
            "ToPort": 2,
            "CidrIp": "10.0.0.0/8",
        },
        NETWORK,
    ),
    "EC2::SpotFleet": ({"SpotFleetRequestConfigData": SPOTS}, NETWORK),
    "EC2::Subnet": ({"VpcId": _ref("Vpc"), "CidrBlock": "10.0.0.0/24"}, VPC),
    "EC2::SubnetRouteTableAssociation": (
        {"RouteTableId": _ref("Table"), "SubnetId": _ref("Subnet")},
        ROUTES,
    ),
    "EC2::TransitGateway": ({"Description": "gateway", "DnsSupport": "disable"}, {}),
    "EC2::VPC": ({"CidrBlock": "10.0.0.0/16"}, {}),
    "EC2::VPCEndpoint": (
        {
            "VpcId": _ref("Vpc"),
            "ServiceName": "com.amazonaws.eu-west-1.s3",
            "RouteTableIds": [],
            "SubnetIds": [],
            "SecurityGroupIds": [],
        },
        VPC,
    ),
    "EC2::VPCGatewayAttachment": (
        {"VpcId": _ref("Vpc"), "InternetGatewayId": _ref("Gateway")},
        {**VPC, **GATEWAY},
    ),
    "EC2::VPCPeeringConnection": (
        {"VpcId": _ref("Vpc"), "PeerVpcId": _ref("Peer")},
        {**VPC, "Peer": _resource("EC2::VPC", CidrBlock="10.1.0.0/16")},
    ),
    "EC2::VPNGateway": ({"Type": "ipsec.1"}, {}),
    "EC2::Volume": ({"AvailabilityZone": ZONE, "Size": 1}, {}),
    "EC2::VolumeAttachment": (
        {"Device": "/dev/sdf", "InstanceId": _ref("Instance"), "VolumeId": _ref("Volume")},
        {**NETWORK, **INSTANCE, **VOLUME},
    ),
    "ECS::Cluster": ({}, {}),
    "ECS::Service": (
        {"Cluster": _ref("Cluster"), "TaskDefinition": _ref("Task"), "DesiredCount": 0},
        {**CLUSTER, **TASK},
    ),
    "ECS::TaskDefinition": (TASK["Task"]["Properties"], {}),
    "EFS::AccessPoint": ({"FileSystemId": _ref("Files")}, FILES),
    "EFS::FileSystem": ({}, {}),
    "EFS::MountTarget": (
        {
            "FileSystemId": _ref("Files"),
            "SubnetId": _ref("Subnet"),
            "SecurityGroups": [_attribute("Group", "GroupId")],
        },
        {**NETWORK, **FILES},
    ),
    "EMR::Cluster": (FLOW["Flow"]["Properties"], {}),
    "EMR::InstanceGroupConfig": (
        {**NODES, "InstanceRole": "TASK", "JobFlowId": _ref("Flow"), "Name": "more"},
        FLOW,
    ),
    "EMR::SecurityConfiguration": ({"SecurityConfiguration": {}}, {}),
    "ElasticLoadBalancing::LoadBalancer": (
        {
            "AvailabilityZones": [ZONE],
            "Listeners": [{"InstancePort": "80", "LoadBalancerPort": "80", "Protocol": "HTTP"}],
        },
        {},
    ),
    "ElasticLoadBalancingV2::Listener": (LISTENER["Listener"]["Properties"], BALANCED),
    "ElasticLoadBalancingV2::ListenerRule": (
        {
            "ListenerArn": _ref("Listener"),
            "Priority": 2,
            "Actions": FORWARD,
            "Conditions": [{"Field": "path-pattern", "Values": ["/a"]}],
        },
        {**BALANCED, **LISTENER},
    ),
    "ElasticLoadBalancingV2::LoadBalancer": (
        BALANCED["Balancer"]["Properties"],
        {name: one for name, one in BALANCED.items() if name not in ("Balancer", "Target")},
    ),
    "ElasticLoadBalancingV2::TargetGroup": ({"Port": 80, "Protocol": "HTTP", "VpcId": _ref("Vpc")}, VPC),
    "Events::Archive": ({"SourceArn": _attribute("Bus")}, BUS),
    "IAM::AccessKey": ({"UserName": _ref("User")}, USER),
    "IAM::InstanceProfile": ({"Roles": [_ref("Role")]}, ROLE),
    "IAM::User": ({}, {}),
    "IoT::BillingGroup": ({"BillingGroupName": "things"}, {}),
    "IoT::JobTemplate": ({"Description": "job", "JobTemplateId": "job", "Document": "{}"}, {}),
    "IoT::Policy": ({"PolicyName": "things", "PolicyDocument": POLICY}, {}),
    "IoT::RoleAlias": ({"RoleAlias": "things", "RoleArn": ROLE_ARN}, {}),
    "IoT::Thing": ({"ThingName": "thing"}, {}),
    "IoT::ThingType": ({"ThingTypeName": "things"}, {}),
    "KMS::Alias": ({"AliasName": "alias/key", "TargetKeyId": _ref("Key")}, KEY),
    "Logs::ResourcePolicy": ({"PolicyName": "writes", "PolicyDocument": "{}"}, {}),
    "RDS::DBInstance": (
        {
            "DBInstanceClass": "db.t3.micro",
            "Engine": "mysql",
            "AllocatedStorage": "20",
            "MasterUsername": "main",
            "MasterUserPassword": "of-a-test",
        },
        {},
    ),
    "RDS::DBParameterGroup": ({"Description": "group", "Family": "mysql8.0"}, {}),
    "RDS::DBSecurityGroup": (
        {"GroupDescription": "group", "DBSecurityGroupIngress": [{"CIDRIP": "10.0.0.0/8"}]},
        {},
    ),
    "RDS::DBSubnetGroup": ({"DBSubnetGroupDescription": "group", "SubnetIds": [_ref("Subnet")]}, NETWORK),
    "Redshift::Cluster": (
        {
            "ClusterType": "single-node",
            "DBName": "data",
            "MasterUsername": "main",
            "MasterUserPassword": "Of-a-test1",
            "NodeType": "dc2.large",
        },
        {},
    ),
    "Redshift::ClusterParameterGroup": (
        {"Description": "group", "ParameterGroupFamily": "redshift-1.0"},
        {},
    ),
    "Redshift::ClusterSubnetGroup": ({"Description": "group", "SubnetIds": [_ref("Subnet")]}, NETWORK),
    "Route53::HealthCheck": ({"HealthCheckConfig": CHECK}, {}),
    "Route53::HostedZone": ({"Name": "example.com."}, {}),
    "Route53::RecordSet": ({**RECORD, "HostedZoneId": _ref("Domain")}, DOMAIN),
    "Route53::RecordSetGroup": ({"HostedZoneId": _ref("Domain"), "RecordSets": [RECORD]}, DOMAIN),
    "SSM::Document": (
        {
            "Name": "document",
            "DocumentType": "Command",
            "DocumentFormat": "JSON",
            "Content": {"schemaVersion": "2.2", "description": "document", "mainSteps": []},
        },
        {},
    ),
    "SageMaker::Endpoint": (
        {"EndpointConfigName": _attribute("Endpoint", "EndpointConfigName")},
        {**MODEL, **ENDPOINT},
    ),
    "SageMaker::EndpointConfig": (ENDPOINT["Endpoint"]["Properties"], MODEL),
    "SageMaker::Model": (MODEL["Model"]["Properties"], {}),
    "SageMaker::NotebookInstance": ({"InstanceType": "ml.t2.medium", "RoleArn": ROLE_ARN}, {}),
    "SageMaker::NotebookInstanceLifecycleConfig": ({}, {}),
    "StepFunctions::StateMachine": ({"DefinitionString": STATES, "RoleArn": ROLE_ARN}, {}),
}
"""The properties of a resource of each type, without its `AWS::`, and the resources that it needs."""
