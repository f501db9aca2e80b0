"""What usage plans have counted is forgotten when a test asks for it."""

from collections.abc import Callable

import requests

from serverless_application.running_application import RunningApplication

TEMPLATE = """
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Body:
        swagger: "2.0"
        info: {title: a, version: "1"}
        paths:
          /:
            get:
              security: [{api_key: []}]
              responses: {"200": {description: ok}}
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: {application/json: '{"statusCode": 200}'}
                responses: {default: {statusCode: "200"}}
        securityDefinitions: {api_key: {type: apiKey, name: x-api-key, in: header}}
  Deployment: {Type: AWS::ApiGateway::Deployment, Properties: {RestApiId: !Ref Api}}
  Stage: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: p}}
  Key: {Type: AWS::ApiGateway::ApiKey, Properties: {Enabled: true, Value: abcdefghijklmnopqrstuvwxyz}}
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    DependsOn: Stage
    Properties: {ApiStages: [{ApiId: !Ref Api, Stage: p}], Quota: {Limit: 1, Period: DAY}}
  PlanKey:
    Type: AWS::ApiGateway::UsagePlanKey
    Properties: {KeyId: !Ref Key, KeyType: API_KEY, UsagePlanId: !Ref Plan}
"""


def test_a_quota_begins_anew(start_template: Callable[..., RunningApplication]) -> None:
    running = start_template(TEMPLATE)
    (api,) = running.apis

    def status() -> int:
        headers = {"x-api-key": "abcdefghijklmnopqrstuvwxyz"}
        return requests.get(api.base_url, headers=headers, timeout=10).status_code

    assert [status(), status()] == [200, 429]
    running.reset_usage()
    assert [status(), status()] == [200, 429]
