// A mail arrives while the page is open: the list shows it, nobody reloads.
import { execFileSync } from 'node:child_process';
import { check, logIn, open, shot, smtp } from './browser.mjs';

const { page, close } = await open();
await logIn(page);
let loads = 0;
page.on('load', () => { loads += 1; });
await page.waitForFunction(() => performance.getEntriesByType('resource').some((r) => r.name.includes('/stream')) || true);
execFileSync('swaks', ['--server', smtp, '--from', 'live@example.jp', '--to', 'sato@yamabiko.example', '--header', 'Subject: 今届いたメール', '--body', '生きています']);
await page.getByText('今届いたメール').first().waitFor({ timeout: 30000 });
check(loads === 0, 'the new mail appeared without a reload');
await shot(page, 'arrival');
await page.getByText('今届いたメール').first().click();
await page.locator('#reading').getByText('生きています').waitFor();
check(true, 'and it opens');
await close();
