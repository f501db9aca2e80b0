// What a Node.js function logs: lines with tabs, or JSON where the function is set up so.
//
// Source: AWS Lambda Developer Guide, "Log and monitor Node.js Lambda functions", and AWS's own client (LogPatch).

import { format } from "node:util";

const METHODS = { trace: "TRACE", debug: "DEBUG", log: "INFO", info: "INFO", warn: "WARN", error: "ERROR" };
const LEVELS = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const isJson = process.env.AWS_LAMBDA_LOG_FORMAT === "JSON";
const lowest = LEVELS.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL ?? "TRACE");

// Let the methods of the console write to the log. `requestId` returns the id of the invocation, if there is one.
export function captureConsole(requestId) {
  const write = isJson ? writeJson : writeText;
  for (const [method, level] of Object.entries(METHODS)) {
    console[method] = LEVELS.indexOf(level) < lowest ? () => {} : (...values) => write(requestId(), level, values);
  }
}

// Log an error that ended an invocation or the process.
export function logError(requestId, occasion, thrown, error) {
  if (isJson) {
    writeJson(requestId, "ERROR", [occasion, thrown]);
  } else {
    writeText(requestId, "ERROR", [`${occasion} \t${JSON.stringify({ ...error, trace: undefined, stack: error.trace })}`]);
  }
}

function writeText(requestId, level, values) {
  const line = [new Date().toISOString(), requestId ?? "undefined", level, format(...values)].join("\t");
  process.stdout.write(line.replaceAll("\n", "\r") + "\n");
}

function writeJson(requestId, level, values) {
  const record = { timestamp: new Date().toISOString(), level, requestId };
  process.stdout.write((values.length === 1 ? withOne(record, values[0]) : withSeveral(record, values)) + "\n");
}

function withOne(record, message) {
  try {
    return JSON.stringify({ ...record, message }, (_, value) => (value instanceof Error ? described(value) : value));
  } catch {
    return JSON.stringify({ ...record, message: format(message) }); // such as an object in a circle
  }
}

function withSeveral(record, values) {
  const error = values.find((value) => value instanceof Error);
  return JSON.stringify({ ...record, message: format(...values), ...(error && described(error)) });
}

function described(error) {
  return { errorType: error.name, errorMessage: error.message, stackTrace: (error.stack ?? "").split("\n") };
}
