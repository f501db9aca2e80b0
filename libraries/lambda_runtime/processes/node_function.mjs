// The process of a Node.js function: a client of the Lambda Runtime API.
//
// It does what AWS's own client does (aws-lambda-nodejs-runtime-interface-client), which needs a compiler to be installed.

import dgram from "node:dgram";
import dns from "node:dns";
import { createRequire } from "node:module";
import http from "node:http";
import net from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { catchUp } from "./node_clock.mjs";
import { captureConsole, logError } from "./node_logs.mjs";

const [address, environment] = process.env.AWS_LAMBDA_RUNTIME_API.split("/");
const [host, port] = address.split(":");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const [clockFile] = process.argv.splice(2);

let current;

// Names are resolved without a name server, as the functions in Python do it (egress.py).
function resolveNames() {
  const internet = "192.31.196.1";
  const addresses = JSON.parse(process.env.EGRESS_ADDRESSES || "{}");
  const lookUps = new Map();
  const { lookup } = dns;
  const isNumeric = (name) => net.isIP(name) || /^(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+))*$/i.test(name);
  const resolve = (name) => {
    const answers = addresses[name.toLowerCase()];
    if (!answers) {
      return [internet];
    }
    const turn = lookUps.get(name) ?? 0;
    lookUps.set(name, turn + 1);
    return answers[turn % answers.length];
  };
  const found = (name) => resolve(name).map((address) => ({ address, family: net.isIP(address) }));
  dns.lookup = (name, options, callback = options) => {
    if (isNumeric(name) || name === "localhost") {
      return lookup(name, options, callback);
    }
    const all = found(name);
    const isAll = typeof options === "object" && options.all;
    process.nextTick(() => (isAll ? callback(null, all) : callback(null, all[0].address, all[0].family)));
  };
  dns.promises.lookup = (name, options) =>
    new Promise((resolve, reject) => {
      dns.lookup(name, { ...options }, (error, address, family) => {
        error ? reject(error) : resolve(options?.all ? address : { address, family });
      });
    });
}

const isLocal = (name) => !name || name === "localhost" || name === "::1" || name.startsWith("127.");

// Datagrams know no proxy, and a name server is another machine.
function refuseDatagrams() {
  dns.setServers(["127.0.0.1:9"]);
  dns.promises.setServers(["127.0.0.1:9"]);
  for (const method of ["send", "connect"]) {
    const send = dgram.Socket.prototype[method];
    dgram.Socket.prototype[method] = function (...given) {
      const name = given.slice(1).find((one) => typeof one === "string");
      if (!isLocal(name)) {
        throw new Error(`A datagram to ${name} was refused: nothing here reaches the internet.`);
      }
      return send.apply(this, given);
    };
  }
}

// All connections to other machines are redirected to the proxy that the environment names: Node.js itself supports none.
function useProxyOfEnvironment() {
  const proxy = new URL(process.env.HTTPS_PROXY);
  const connect = net.Socket.prototype.connect;
  const led = (options) => {
    const isPlain = typeof options === "object" && options !== null && !options.path && !isLocal(options.host);
    return isPlain ? { ...options, host: proxy.hostname, port: Number(proxy.port) } : options;
  };
  net.Socket.prototype.connect = function (...given) {
    if (Array.isArray(given[0])) {
      given[0][0] = led(given[0][0]);
    } else {
      given[0] = led(given[0]);
    }
    return connect.apply(this, given);
  };
}

function call(method, operation, body = "", headers = {}) {
  const options = { agent, host, port, method, path: `/${environment}/2018-06-01/runtime/${operation}`, headers };
  return new Promise((resolve, reject) => {
    const request = http.request(options, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => {
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() });
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}

class RuntimeError extends Error {
  constructor(type, message) {
    super(message);
    this.name = type;
  }
}

function asError(thrown) {
  if (thrown instanceof Error) {
    const trace = (thrown.stack ?? "").split("\n");
    return { errorType: thrown.name, errorMessage: thrown.message, trace };
  }
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}

function report(thrown, occasion, operation) {
  const error = asError(thrown);
  logError(current?.awsRequestId, occasion, thrown, error);
  return call("POST", operation, JSON.stringify(error), {
    "Content-Type": "application/json",
    "Lambda-Runtime-Function-Error-Type": error.errorType,
  });
}

async function loadModule(file) {
  const require = createRequire(path.join(process.env.LAMBDA_TASK_ROOT, "/"));
  try {
    return file.endsWith(".mjs") ? await import(pathToFileURL(`${file}`)) : require(file);
  } catch (error) {
    if (error.code === "ERR_REQUIRE_ESM" || error.code === "ERR_REQUIRE_ASYNC_MODULE") {
      return import(pathToFileURL(require.resolve(file)));
    }
    throw error;
  }
}

async function findModule(name) {
  const { existsSync } = await import("node:fs");
  const whole = path.resolve(process.env.LAMBDA_TASK_ROOT, name);
  const file = ["", ".js", ".mjs", ".cjs"].map((ending) => whole + ending).find(existsSync);
  if (!file) {
    throw new RuntimeError("Runtime.ImportModuleError", `Error: Cannot find module '${name}'`);
  }
  try {
    return await loadModule(file);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new RuntimeError("Runtime.UserCodeSyntaxError", String(error));
    }
    if (error.code === "MODULE_NOT_FOUND" || error.code === "ERR_MODULE_NOT_FOUND") {
      throw new RuntimeError("Runtime.ImportModuleError", String(error));
    }
    throw error;
  }
}

async function loadHandler(name) {
  const match = /^(.*\/)?([^./]*)\.(.+)$/.exec(name);
  if (!match) {
    throw new RuntimeError("Runtime.MalformedHandlerName", "Bad handler");
  }
  const module = await findModule((match[1] ?? "") + match[2]);
  const find = (from) => match[3].split(".").reduce((value, member) => value?.[member], from);
  const handler = find(module) ?? find(module.default);
  if (typeof handler !== "function") {
    throw new RuntimeError("Runtime.HandlerNotFound", `${name} is undefined or not exported`);
  }
  return handler;
}

function contextOf(headers) {
  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  const client = headers["lambda-runtime-client-context"];
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    clientContext: client ? JSON.parse(client) : undefined,
    identity: undefined,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

// A result that a callback gives is sent when nothing is left to do, as is the lack of one.
function resultOf(handler, event, context) {
  return new Promise((resolve, reject) => {
    let finish = () => resolve(null);
    process.removeAllListeners("beforeExit");
    process.once("beforeExit", () => finish());
    const done = (error, value) => {
      finish = () => (error ? reject(error) : resolve(value));
      if (!context.callbackWaitsForEmptyEventLoop) {
        finish();
      }
    };
    const end = (error, value) => {
      context.callbackWaitsForEmptyEventLoop = false;
      done(error, value);
    };
    Object.assign(context, { done: end, fail: (error) => end(error), succeed: (value) => end(null, value) });
    const returned = handler(event, context, done);
    if (typeof returned?.then === "function") {
      returned.then(resolve, reject);
    }
  });
}

function toJson(result) {
  try {
    return JSON.stringify(result === undefined ? null : result);
  } catch (error) {
    throw new RuntimeError("Runtime.MarshalError", `Unable to stringify response body as json: ${error.message}`);
  }
}

async function serveOne(handler) {
  const { headers, body } = await call("GET", "invocation/next");
  catchUp(clockFile);
  current = contextOf(headers);
  process.env._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"];
  const operation = `invocation/${current.awsRequestId}`;
  let result;
  try {
    result = toJson(await resultOf(handler, JSON.parse(body), current));
  } catch (error) {
    await report(error, "Invoke Error", `${operation}/error`);
    return;
  }
  const { status } = await call("POST", `${operation}/response`, result, { "Content-Type": "application/json" });
  if (status === 413) {
    process.exit(1);
  }
}

async function giveUp(error, occasion) {
  await report(error, occasion, current ? `invocation/${current.awsRequestId}/error` : "init/error");
  process.exit(1);
}

process.on("uncaughtException", (error) => giveUp(error, "Uncaught Exception"));
process.on("unhandledRejection", (reason) => {
  giveUp(new RuntimeError("Runtime.UnhandledPromiseRejection", String(reason)), "Unhandled Promise Rejection");
});

captureConsole(() => current?.awsRequestId);
if (process.env.HTTPS_PROXY) {
  resolveNames();
  useProxyOfEnvironment();
  refuseDatagrams();
}
catchUp(clockFile);
let handler;
try {
  handler = await loadHandler(process.env._HANDLER);
} catch (error) {
  await giveUp(error, "Uncaught Exception");
}
for (;;) {
  await serveOne(handler);
}
