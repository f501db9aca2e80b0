// Opens pages in headless Chromium, on a desktop and on a phone, light and dark, and prints as JSON what is wrong with them.
//
//   node check_pages.mjs CHROMIUM SCREENSHOT_FOLDER PAGE...
//
// Each finding is {page, view, rule, help, where}. Screenshots are named <page>-<view>.png.
import axe from "axe-core";
import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const VIEWS = {
  "desktop-light": { width: 1280, height: 900, scheme: "light" },
  "desktop-dark": { width: 1280, height: 900, scheme: "dark" },
  "phone-light": { width: 390, height: 844, scheme: "light" },
  "phone-dark": { width: 390, height: 844, scheme: "dark" },
};
const QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const [chromium, folder, ...pages] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const profile = mkdtempSync(join(tmpdir(), "manuel-chromium-"));
const browser = await puppeteer.launch({ executablePath: chromium, args: QUIET, userDataDir: profile });
const findings = [];
try {
  for (const page of pages) {
    for (const [view, options] of Object.entries(VIEWS)) {
      findings.push(...(await check(page, view, options)));
    }
  }
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
console.log(JSON.stringify(findings, null, 2));

async function check(path, view, { width, height, scheme }) {
  const page = await browser.newPage();
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(pathToFileURL(resolve(path)).href);
  const name = basename(path, ".html");
  await page.screenshot({ path: join(folder, `${name}-${view}.png`), fullPage: true });
  const found = [...(await keyboard(page)), ...(await overflow(page)), ...(await accessibility(page))];
  await page.close();
  return found.map((finding) => ({ page: name, view, ...finding }));
}

// The first tab stop leads past the navigation, and every control shows that it has the focus.
async function keyboard(page) {
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => document.activeElement.getAttribute("href"));
  const found = first === "#content" ? [] : [{ rule: "skip-link", help: "The first tab stop skips to the content", where: `${first}` }];
  const invisible = await page.evaluate(() => {
    const controls = [...document.querySelectorAll("a[href], summary, [tabindex='0']")].filter((each) => each.checkVisibility());
    return controls.filter((each) => {
      each.focus({ focusVisible: true });
      return document.activeElement !== each || getComputedStyle(each).outlineStyle === "none";
    }).map((each) => each.outerHTML.slice(0, 120));
  });
  return [...found, ...invisible.map((where) => ({ rule: "focus-visible", help: "A control shows that it has the focus", where }))];
}

async function overflow(page) {
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return excess > 0 ? [{ rule: "overflow", help: "A page is no wider than its window", where: `${excess} px too wide` }] : [];
}

// With everything open, so that nothing is left unread.
async function accessibility(page) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return violations.flatMap(({ id, help, nodes }) => nodes.slice(0, 5).map(({ html }) => ({ rule: id, help, where: html.slice(0, 200) })));
}
