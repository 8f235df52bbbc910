// axe-core finds nothing on any page, in light and in dark.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { check, http, logIn, open } from './browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// The judge is injected into the page; our content policy would rightly refuse it.
const { page, close } = await open({ bypassCSP: true });

async function judge(name) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  const found = result.violations.map((v) => `${v.id} (${v.impact}): ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`);
  check(found.length === 0, `${name}: axe finds nothing ${found.join('\n   ')}`);
}

for (const colorScheme of ['light', 'dark']) {
  await page.emulateMedia({ colorScheme });
  await page.context().clearCookies();
  await page.goto(`${http}/login`);
  await judge(`log-in, ${colorScheme}`);
  await page.goto(`${http}/enrol`);
  await judge(`choosing a password, ${colorScheme}`);
  await logIn(page);
  for (const [path, name] of [['/', 'portal'], ['/directory', 'directory'], ['/account', 'the page of log-in'], [`/search?q=${encodeURIComponent('連絡')}`, 'what a search finds'], ['/search?q=zzzz', 'a search that finds nothing'], ['/directory/file?as=cp932', 'what Shift_JIS cannot say'], ['/directory/print', 'the directory on paper']]) {
    await page.goto(`${http}${path}`);
    await judge(`${name}, ${colorScheme}`);
  }
  await page.goto(`${http}/mail/inbox`);
  await judge(`inbox, ${colorScheme}`);
  await page.getByText('見積書と名簿の送付について').first().click();
  await page.locator('#reading').getByText('見積書と名簿をお送りします').waitFor();
  await judge(`a mail, ${colorScheme}`);
  await page.goto(`${http}/mail/held`);
  await judge(`held, ${colorScheme}`);
  await page.goto(`${http}/mail/trash`);
  await judge(`an empty folder, ${colorScheme}`);
  await page.goto(`${http}/mail/inbox/no-such-mail`);
  await judge(`not found, ${colorScheme}`);
  await page.context().clearCookies();
  await logIn(page, 'tanaka');
  await page.goto(`${http}/admin/sign-in`);
  await judge(`sign-in administration, ${colorScheme}`);
  await page.locator('.account-table a').first().click();
  await page.locator('.account-facts').waitFor();
  await judge(`how one person stands, ${colorScheme}`);
}
await close();
