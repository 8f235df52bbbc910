// What every story needs: Chromium with the flags of a closed network, a clerk logged in, and the
// promise that no page asks another host for anything.
import { mkdtempSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

export const http = process.env.SEKISHO_HTTP;
export const smtp = process.env.SEKISHO_SMTP;
const shots = process.env.SEKISHO_SHOTS;

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

// Opens a browser of its own for one story.
export async function open(options = {}, home = http) {
  const profile = mkdtempSync(join(tmpdir(), 'sekisho-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium', headless: true, args: flags, locale: 'ja-JP',
    viewport: { width: 1440, height: 900 }, acceptDownloads: true, ...options,
  });
  const foreign = [];
  const refused = [];
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(http) && !url.startsWith(home) && !url.startsWith('data:') && !url.startsWith('about:') && !url.startsWith('blob:')) foreign.push(url);
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
  });
  page.on('pageerror', (error) => refused.push(`script error: ${error.message}`));
  return {
    context, page,
    async close() {
      await context.close();
      check(foreign.length === 0, `a page asked another host: ${foreign.join(', ')}`);
      check(refused.length === 0, `the browser refused something: ${refused.join('\n')}`);
    },
  };
}

// Logs 佐藤 in over the page's own form, and opens the inbox.
export async function logIn(page, login = 'sato') {
  await page.goto(`${http}/login`);
  await page.fill('input[name=name]', login);
  await page.fill('input[name=password]', process.env.SEKISHO_PASSWORD);
  await Promise.all([page.waitForURL(`${http}/`), page.click('form[action^="/login"] button[type=submit], form[action^="/login"] button:not([type])')]);
  await page.goto(`${http}/mail/inbox`);
}

// A picture for the eyes of whoever looks, kept when SEKISHO_SHOTS names a folder.
export async function shot(page, name) {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
}

// Fails the story with a sentence.
export function check(holds, sentence) {
  if (!holds) {
    console.error(`✗ ${sentence}`);
    process.exit(1);
  }
  console.log(`✓ ${sentence}`);
}
