// No mouse: log in, walk the list, read, search, all by keys.
import { check, http, open } from './browser.mjs';

const { page, close } = await open();
await page.goto(`${http}/login`);
await page.locator('input[name=name]').focus();
await page.keyboard.type('sato');
await page.keyboard.press('Tab');
await page.keyboard.type(process.env.SEKISHO_PASSWORD);
await Promise.all([page.waitForURL(`${http}/`), page.keyboard.press('Enter')]);
check(true, 'the portal opens');
await page.goto(`${http}/mail/inbox`);

await page.keyboard.press('Tab');
const skip = await page.evaluate(() => document.activeElement?.getAttribute('href') ?? '');
check(skip.startsWith('#'), 'the first Tab offers to skip to the content');

await page.locator('body').click({ position: { x: 1, y: 899 } });
await page.keyboard.press('j');
await page.keyboard.press('j');
await page.keyboard.press('Enter');
await page.waitForURL(/\/mail\/inbox\/.+/);
check(true, 'j and Enter open a mail');

await page.keyboard.press('/');
const focused = await page.evaluate(() => document.activeElement?.getAttribute('name'));
check(focused === 'q', '/ goes to the search field');
await page.keyboard.type('連絡 12');
await Promise.all([page.waitForURL(/q=/), page.keyboard.press('Enter')]);
await page.getByText('連絡 12').first().waitFor();
check(true, 'search by keys finds a mail');
await close();
