// Three stacks, of which one imports what another exports.
const { App, CfnOutput, Duration, RemovalPolicy, Stack } = require("aws-cdk-lib");
const { LambdaRestApi } = require("aws-cdk-lib/aws-apigateway");
const { UserPool } = require("aws-cdk-lib/aws-cognito");
const { AttributeType, Table } = require("aws-cdk-lib/aws-dynamodb");
const { EventBus, Rule } = require("aws-cdk-lib/aws-events");
const { SqsQueue } = require("aws-cdk-lib/aws-events-targets");
const { Stream } = require("aws-cdk-lib/aws-kinesis");
const { Key } = require("aws-cdk-lib/aws-kms");
const { Alias, Code, Function, Runtime } = require("aws-cdk-lib/aws-lambda");
const { LogGroup, RetentionDays } = require("aws-cdk-lib/aws-logs");
const { Bucket, HttpMethods } = require("aws-cdk-lib/aws-s3");
const { Secret } = require("aws-cdk-lib/aws-secretsmanager");
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

const shop = new Stack(app, "Shop", { env });
const generateSecretString = { secretStringTemplate: '{"username":"main"}', generateStringKey: "password" };
const secret = new Secret(shop, "Database", { secretName: "database", generateSecretString, removalPolicy });
new Key(shop, "Key", { alias: "orders", enableKeyRotation: true, removalPolicy });
new LogGroup(shop, "Log", { logGroupName: "orders", retention: RetentionDays.ONE_WEEK, removalPolicy });
new Stream(shop, "Clicks", { streamName: "clicks", shardCount: 2 });
const code = Code.fromInline("def handler(event, context): return 'Hello, ' + event['name']");
const greet = new Function(shop, "Greet", { functionName: "greet", runtime: Runtime.PYTHON_3_12, handler: "index.handler", code });
secret.grantRead(greet);
new LambdaRestApi(shop, "Api", { restApiName: "shop", handler: greet });
new Alias(shop, "Live", { aliasName: "live", version: greet.currentVersion });
const eventBus = new EventBus(shop, "Bus", { eventBusName: "shop" });
const ordered = new Queue(shop, "Ordered", { queueName: "ordered" });
new Rule(shop, "Rule", { eventBus, eventPattern: { source: ["shop"] }, targets: [new SqsQueue(ordered)] });
