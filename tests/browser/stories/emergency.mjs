// An emergency stands on every page at once: one that is open hears of it, one that is opened has it, with script and without.
import { check, http, logIn, open, shot } from './browser.mjs';

const clerk = await open();
await logIn(clerk.page);
await clerk.page.goto(`${http}/directory`);
// What a screen reader hears must be put into a place that was there before.
await clerk.page.locator('#emergencies[aria-live="assertive"]').waitFor({ state: 'attached' });

const administrator = await open({ javaScriptEnabled: false });
const { page } = administrator;
await logIn(page, 'tanaka');
await page.goto(`${http}/`);
await page.getByRole('link', { name: '管理' }).click();
await page.getByRole('link', { name: '緊急のお知らせ' }).click();
await page.getByRole('radio', { name: '緊急' }).check();
await page.getByLabel('お知らせする内容').fill('中央川が氾濫するおそれがあります。');
const began = Date.now();
await page.getByRole('button', { name: 'この内容で掲げる' }).click();
await clerk.page.locator('.emergency-strip').getByText('中央川が氾濫するおそれ').waitFor({ timeout: 5000 });
check(Date.now() - began < 3000, `an open page shows it ${Date.now() - began} ms after the button was pressed`);
await shot(clerk.page, 'emergency');
check((await page.locator('.emergency-strip').getByText('中央川が氾濫するおそれ').count()) === 1, 'a page without script has it on the next load');
for (const path of ['/', '/mail/inbox', '/help', '/settings/display']) {
  await clerk.page.goto(`${http}${path}`);
  const strip = await clerk.page.locator('.emergency-strip').boundingBox();
  const room = await clerk.page.locator('#main').boundingBox();
  check(strip.height > 20 && strip.y + strip.height <= room.y + 1, `${path}: it stands above the page and hides nothing of it`);
}
await clerk.page.emulateMedia({ media: 'print' });
check(await clerk.page.locator('.emergency-strip').isVisible(), 'paper shows it too');
await clerk.page.emulateMedia({ media: 'screen' });
await clerk.page.setViewportSize({ width: 390, height: 844 });
const wider = await clerk.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
check(wider <= 0, 'on a phone nothing stands beyond the edge');
await shot(clerk.page, 'emergency-phone');

await page.getByRole('button', { name: /^下げる/ }).click();
await clerk.page.locator('.emergency-strip').waitFor({ state: 'detached', timeout: 5000 });
check((await page.locator('.emergency-strip').count()) === 0, 'taken down, it is gone from every page');
await clerk.close();
await administrator.close();
