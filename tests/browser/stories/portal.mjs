// The first page of the morning: numbers that are lists, mail that arrives while one looks, where the section is.
import { execFileSync } from 'node:child_process';
import { check, http, logIn, open, shot, smtp } from './browser.mjs';

const { page, close } = await open();
await logIn(page);
await page.goto(`${http}/`);
await page.getByRole('heading', { level: 1 }).getByText('佐藤さん').waitFor();
await shot(page, 'portal');

// Every number there is, whichever module offers it.
const keys = await page.locator('[data-tile]').evaluateAll((all) => all.map((one) => one.dataset.tile));
check(keys.length >= 3, `numbers stand on the portal: ${keys.join(', ')}`);
for (const key of keys) {
  await page.goto(`${http}/`);
  const tile = page.locator(`[data-tile=${key}]`);
  const told = Number(await tile.textContent());
  await Promise.all([page.waitForURL((url) => url.pathname !== '/'), tile.click()]);
  await page.locator('#main').waitFor();
  // A long list comes in parts as one goes down.
  while ((await page.locator('.list-more').count()) > 0) {
    const before = await page.locator('[id^=row-]').count();
    await page.locator('.list-more').scrollIntoViewIfNeeded();
    await page.waitForFunction((n) => document.querySelectorAll('[id^=row-]').length > n, before);
  }
  const rows = await page.locator('[id^=row-]').count();
  check(rows === told, `the number ${told} on the tile ${key} is the ${rows} rows behind it`);
}

await page.goto(`${http}/`);
await page.getByText('知らせる').click();
await page.selectOption('#say-state', 'meeting');
await page.fill('#say-note', '北庁舎');
await page.getByRole('button', { name: 'この状態にする' }).click();
await page.getByText('会議　北庁舎').waitFor();
check(true, 'the section reads where one is');

const before = Number(await page.locator('[data-tile=mail-unread]').textContent());
execFileSync('swaks', ['--server', smtp, '--from', 'live@example.jp', '--to', 'sato@yamabiko.example', '--header', 'Subject: 朝の知らせ', '--body', '届きました']);
await page.locator('#tile-mail-unread-list').getByText('朝の知らせ').waitFor({ timeout: 30000 });
check(Number(await page.locator('[data-tile=mail-unread]').textContent()) === before + 1, 'what arrives is counted and listed while one looks');

await page.setViewportSize({ width: 390, height: 844 });
await page.goto(`${http}/`);
const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
check(wider <= 0, 'on a phone nothing stands beyond the edge');
await shot(page, 'portal-phone');
await close();
