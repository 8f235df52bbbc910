// The first page of the morning: numbers that are lists, mail that arrives while one looks, where the section is.
import { check, http, logIn, open, shot } from './browser.mjs';

const { page, close } = await open();
await logIn(page);
await page.goto(`${http}/`);
await page.getByRole('heading', { level: 1 }).getByText('佐藤さん').waitFor();
await shot(page, 'portal');

for (const key of ['mail', 'held']) {
  await page.goto(`${http}/`);
  const tile = page.locator(`[data-tile=${key}]`);
  const told = Number(await tile.textContent());
  await Promise.all([page.waitForURL('**/mail/**'), tile.click()]);
  // A long list comes in parts; each "next" brings the rest.
  let rows = 0;
  for (;;) {
    rows += await page.locator('#rows .row').count();
    const next = page.locator('#list a[href*="after="]').first();
    if ((await next.count()) === 0) break;
    await page.goto(new URL(await next.getAttribute('href'), http).href);
  }
  check(rows === told, `the number ${told} on the tile ${key} is the ${rows} rows behind it`);
}

await page.goto(`${http}/`);
await page.getByText('知らせる').click();
await page.selectOption('#say-state', 'meeting');
await page.fill('#say-note', '北庁舎');
await page.getByRole('button', { name: 'この状態にする' }).click();
await page.getByText('会議　北庁舎').waitFor();
check(true, 'the section reads where one is');

await page.setViewportSize({ width: 390, height: 844 });
await page.goto(`${http}/`);
const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
check(wider <= 0, 'on a phone nothing stands beyond the edge');
await shot(page, 'portal-phone');
await close();
