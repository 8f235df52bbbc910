// 佐藤 logs in, reads a mail, sees what was removed, takes the workbook, and finds the held part.
import { readFileSync } from 'node:fs';
import { check, http, logIn, open, shot } from './browser.mjs';

const { page, close } = await open();
await page.goto(`${http}/login`);
await shot(page, 'login');
await logIn(page);
check((await page.locator('a[href^="/mail/inbox/"]').count()) >= 20, 'the inbox lists its mails');
await shot(page, 'inbox');

await page.getByText('見積書と名簿の送付について').first().click();
await page.locator('#reading').getByText('見積書と名簿をお送りします').waitFor();
const text = await page.locator('main').innerText();
check(/無害化/.test(text), 'the page says the mail was sanitised');
check(/マクロ/.test(text), 'it names the removed macro');
check(/見積内訳\.xlsx/.test(text), 'the workbook has its plain name');
check(/パスワード/.test(text), 'the held part says why it waits');
check(/sato@yamabiko\.example/.test(await page.locator('#reading summary').first().innerText()), 'a recipient without a name is shown by address');
await shot(page, 'mail');

const [download] = await Promise.all([
  page.waitForEvent('download'),
  page.locator('a[href*="/file/"]').first().click(),
]);
check(/\.xlsx$/.test(download.suggestedFilename()), `the download is named ${download.suggestedFilename()}`);
const bytes = readFileSync(await download.path());
check(bytes.subarray(0, 2).toString() === 'PK', 'the download is a package');

await page.goto(`${http}/mail/held`);
check((await page.getByText('見積書と名簿の送付について').count()) > 0, 'the held folder lists the mail that waits');
await shot(page, 'held');

await page.goto(`${http}/mail/inbox?q=${encodeURIComponent('連絡 7')}`);
check((await page.getByText('連絡 7').count()) > 0, 'search finds by subject');

await page.setViewportSize({ width: 390, height: 844 });
await page.goto(`${http}/mail/inbox`);
const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
check(!wide, 'a phone shows the inbox without sideways scrolling');
await shot(page, 'phone-inbox');
await page.getByText('見積書と名簿の送付について').first().click();
await page.locator('#reading').getByText('見積書と名簿をお送りします').waitFor();
check(!(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1)), 'a phone shows a mail without sideways scrolling');
await shot(page, 'phone-mail');

// 400 % zoom of a 1280 px screen is a 320 px page (WCAG 1.4.10).
await page.setViewportSize({ width: 320, height: 640 });
await page.goto(`${http}/mail/inbox`);
check(!(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1)), 'at 400 % zoom the page reflows');

await page.setViewportSize({ width: 1440, height: 900 });
await page.emulateMedia({ colorScheme: 'dark' });
await page.goto(`${http}/mail/inbox`);
await page.getByText('見積書と名簿の送付について').first().click();
await page.locator('#reading').getByText('見積書と名簿をお送りします').waitFor();
await shot(page, 'dark');
await page.emulateMedia({ colorScheme: 'light', media: 'print' });
await shot(page, 'print');
await close();
