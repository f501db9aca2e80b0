// One journey through the stand-in with the AWS SDK for JavaScript v3. Configured by AWS_* variables alone.
// Prints one JSON object with what came back.

import { BedrockRuntimeClient, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { DynamoDBClient, CreateTableCommand, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { S3Client, CreateBucketCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { SNSClient, CreateTopicCommand, PublishCommand } from "@aws-sdk/client-sns";
import { SQSClient, CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";

const dynamodb = new DynamoDBClient({});
await dynamodb.send(
  new CreateTableCommand({
    TableName: "table",
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    BillingMode: "PAY_PER_REQUEST",
  }),
);
await dynamodb.send(new PutItemCommand({ TableName: "table", Item: { pk: { S: "a" }, n: { N: "7" } } }));
const item = await dynamodb.send(new GetItemCommand({ TableName: "table", Key: { pk: { S: "a" } } }));

const s3 = new S3Client({ forcePathStyle: true });
await s3.send(new CreateBucketCommand({ Bucket: "bucket" }));
await s3.send(new PutObjectCommand({ Bucket: "bucket", Key: "a b.txt", Body: "hello" }));
const object = await s3.send(new GetObjectCommand({ Bucket: "bucket", Key: "a b.txt" }));

const sqs = new SQSClient({});
const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "queue" }));
await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "hello" }));
const received = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));

const sns = new SNSClient({});
const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "topic" }));
const published = await sns.send(new PublishCommand({ TopicArn, Message: "hello" }));

// This client speaks HTTP/2 unless told otherwise; the stand-in speaks HTTP/1.1.
const bedrock = new BedrockRuntimeClient({ requestHandler: new NodeHttpHandler() });
const { stream } = await bedrock.send(
  new ConverseStreamCommand({
    modelId: "anthropic.claude-3-haiku-20240307-v1:0",
    messages: [{ role: "user", content: [{ text: "<context>Press P to descale.</context> How do I descale it?" }] }],
  }),
);
let answer = "";
for await (const event of stream) answer += event.contentBlockDelta?.delta?.text ?? "";

let missing;
try {
  await s3.send(new GetObjectCommand({ Bucket: "bucket", Key: "missing" }));
} catch (error) {
  missing = error.name;
}

console.log(
  JSON.stringify({
    item: item.Item.n.N,
    object: await object.Body.transformToString(),
    message: received.Messages[0].Body,
    published: Boolean(published.MessageId),
    answer,
    missing,
  }),
);
