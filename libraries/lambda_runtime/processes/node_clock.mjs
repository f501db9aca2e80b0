// The clock of a Node.js function, which follows that of its stack.

import { readFileSync } from "node:fs";

const RealDate = Date;
let ahead = 0;

const now = () => RealDate.now() + ahead;

const SetDate = new Proxy(RealDate, {
  get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  apply: () => new RealDate(now()).toString(),
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length ? given : [now()], newTarget === SetDate ? target : newTarget),
});

function secondsAhead(file) {
  try {
    return Number(readFileSync(file, "ascii"));
  } catch (error) {
    if (error.code === "ENOENT") {
      return 0;
    }
    throw error;
  }
}

// Set the clock as far ahead as the file says.
export function catchUp(file) {
  ahead = Math.round(secondsAhead(file) * 1000);
  if (ahead) {
    globalThis.Date = SetDate;
    RealDate.prototype.constructor = SetDate;
  }
}
