// Opens a page in headless Chromium, waits for its promise `window.outcome`, and prints what it is kept with, as JSON.
//
//   node outcome_of_page.mjs CHROMIUM URL
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const [chromium, url] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), "manuel-chromium-"));
const browser = await puppeteer.launch({ executablePath: chromium, args: QUIET, userDataDir: profile });
try {
  const page = await browser.newPage();
  page.on("console", (message) => console.error(message.text()));
  await page.goto(url);
  console.log(JSON.stringify(await page.evaluate(() => window.outcome)));
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
