// A clerk arranges the portal: by keys, by hand, and everything is as the page said once it is kept.
import { check, http, logIn, open, shot } from './browser.mjs';

const { page, close } = await open();
await logIn(page);
await page.goto(`${http}/portal/edit`);
const list = (key) => page.locator(`[data-list="${key}"] [data-key]`);
const keys = async (key) => list(key).evaluateAll((all) => all.map((one) => one.dataset.key));
await shot(page, 'arrange');

// By keys: the focus stays with the button that was pressed.
await page.locator('#right-duty-list').focus();
await page.keyboard.press('Enter');
await page.locator('[data-list="2"] [data-key="duty-list"]').waitFor();
check((await page.evaluate(() => document.activeElement?.id)) === 'right-duty-list', 'the focus stays on the button');
await page.keyboard.press('Enter');
await page.locator('[data-list="3"] [data-key="duty-list"]').waitFor();
check((await keys('3'))[0] === 'duty-list', 'a card goes from column to column by keys');
check((await page.locator('[data-arrange] [role=status]').first().textContent()).includes('右の列の1番目'), 'where it stands now is said');
await page.keyboard.press('Enter');
check((await keys('3'))[0] === 'duty-list', 'at the end nothing happens');

// By hand: from the first column to the end of the second, and a number to the front.
async function drag(key, to, after) {
  // What was just let go settles first.
  const handle = page.locator(`[data-key="${key}"] [data-grip]`);
  await handle.scrollIntoViewIfNeeded();
  const grip = await handle.boundingBox();
  const box = await page.locator(to).boundingBox();
  const end = { x: box.x + box.width / 2, y: after ? box.y + box.height + 8 : box.y + 4 };
  await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps: 12 });
  await page.mouse.up();
}
await drag('mail-unread-list', '[data-list="2"]', true);
await page.waitForFunction(() => document.querySelector('[data-list="2"] li:last-child')?.dataset.key === 'mail-unread-list');
check((await keys('1')).length === 0, 'a card is carried to another column');
await drag('mail-unread-list', '[data-list="n"]', false);
check((await keys('2')).at(-1) === 'mail-unread-list', 'a card is not taken by the band of numbers');

// Escape puts it back where it was.
const before = await keys('n');
const handle = page.locator('[data-key="mail-held"] [data-grip]');
await handle.scrollIntoViewIfNeeded();
const grip = await handle.boundingBox();
await page.mouse.move(grip.x + 5, grip.y + 5);
await page.mouse.down();
const first = await page.locator('[data-list="n"] li').first().boundingBox();
await page.mouse.move(first.x + 4, first.y + 8, { steps: 8 });
await page.keyboard.press('Escape');
await page.mouse.up();
check((await keys('n')).join() === before.join(), 'Escape puts a tile back');

await page.getByRole('button', { name: '見本を見る' }).click();
await page.getByText('見本です').waitFor();
check(new URL(page.url()).pathname === '/portal/edit/preview', 'the draft is shown as a portal');
await page.getByRole('link', { name: '並べ替えに戻る' }).click();
check((await keys('3'))[0] === 'duty-list', 'and the draft is still there');
await Promise.all([page.waitForURL(`${http}/`), page.getByRole('button', { name: 'この並びにする' }).click()]);
const columns = await page.locator('.portal-column').evaluateAll((all) => all.map((one) => [...one.children].map((card) => card.id).join(' ')));
check(columns.at(-1).startsWith('tile-duty-list'), `what was kept stands: ${columns.join(' | ')}`);

await page.goto(`${http}/portal/edit`);
await page.getByRole('button', { name: '標準に戻す' }).click();
await page.waitForURL(`${http}/`);
await page.locator('.portal-column').first().locator('#tile-duty-list').waitFor();
check(true, 'the standard stands again');
await close();
