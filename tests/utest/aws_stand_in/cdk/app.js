// Two stacks, of which one imports what the other exports.
const { App, CfnOutput, Duration, RemovalPolicy, Stack } = require("aws-cdk-lib");
const { UserPool } = require("aws-cdk-lib/aws-cognito");
const { AttributeType, Table } = require("aws-cdk-lib/aws-dynamodb");
const { Bucket, HttpMethods } = require("aws-cdk-lib/aws-s3");
const { Topic } = require("aws-cdk-lib/aws-sns");
const { SqsSubscription } = require("aws-cdk-lib/aws-sns-subscriptions");
const { Queue } = require("aws-cdk-lib/aws-sqs");
const { StringParameter } = require("aws-cdk-lib/aws-ssm");

const app = new App();
const env = { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION };
const removalPolicy = RemovalPolicy.DESTROY;

const data = new Stack(app, "Data", { env });
const lifecycleRules = [{ expiration: Duration.days(7), prefix: "tmp/" }];
const cors = [{ allowedMethods: [HttpMethods.PUT], allowedOrigins: ["https://example.com"] }];
new Bucket(data, "Things", { bucketName: "things", enforceSSL: true, lifecycleRules, cors, removalPolicy });
const readers = new UserPool(data, "Readers", { selfSignUpEnabled: true, signInAliases: { email: true }, removalPolicy });
const reader = readers.addClient("App", { authFlows: { userPassword: true } });
new CfnOutput(data, "ClientId", { value: reader.userPoolClientId });
const partitionKey = { name: "id", type: AttributeType.STRING };
const orders = new Table(data, "Orders", { tableName: "orders", partitionKey, timeToLiveAttribute: "ttl", removalPolicy });

const work = new Stack(app, "Work", { env });
const deadLetterQueue = { queue: new Queue(work, "Dead"), maxReceiveCount: 3 };
const jobs = new Queue(work, "Jobs", { queueName: "jobs", deadLetterQueue });
new Topic(work, "News", { topicName: "news" }).addSubscription(new SqsSubscription(jobs));
new StringParameter(work, "TableArn", { parameterName: "/orders/table", stringValue: orders.tableArn });
new CfnOutput(work, "QueueUrl", { value: jobs.queueUrl });
