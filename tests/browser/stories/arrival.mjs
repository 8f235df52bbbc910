// A mail arrives while the page is open: the list shows it, nobody reloads.
import { execFileSync } from 'node:child_process';
import { check, http, logIn, open, shot, smtp } from './browser.mjs';

const { page, close } = await open();
await logIn(page);
let loads = 0;
page.on('load', () => { loads += 1; });
execFileSync('swaks', ['--server', smtp, '--from', 'live@example.jp', '--to', 'sato@yamabiko.example', '--header', 'Subject: 今届いたメール', '--body', '生きています']);
await page.getByText('今届いたメール').first().waitFor({ timeout: 30000 });
check(loads === 0, 'the new mail appeared without a reload');
await shot(page, 'arrival');
await page.getByText('今届いたメール').first().click();
await page.locator('#reading').getByText('生きています').waitFor();
check(true, 'and it opens');

// A mail that comes after the page was made and before its stream is there is not missed either.
await page.route('**/stream*', async (route) => {
  execFileSync('swaks', ['--server', smtp, '--from', 'live@example.jp', '--to', 'sato@yamabiko.example', '--header', 'Subject: すきまのメール', '--body', '間に合いました']);
  await route.continue();
}, { times: 1 });
await page.goto(`${http}/mail/inbox`);
await page.getByText('すきまのメール').first().waitFor({ timeout: 30000 });
check(true, 'a mail that came between the page and its stream is shown too');
await close();
