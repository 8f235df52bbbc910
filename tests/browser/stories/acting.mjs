// A section's mail: the administrator opens the account, the clerk acts for it, and everybody of it sees who answers.
import { execFileSync } from 'node:child_process';
import { check, http, logIn, open, shot, smtp } from './browser.mjs';

const { page, context, close } = await open();
await logIn(page, 'tanaka');
await page.goto(`${http}/admin/units`);
await page.locator('.admin-tree').getByRole('link', { name: '建設課' }).click();
await page.getByLabel('メール', { exact: true }).fill('kensetsu@yamabiko.example');
await page.getByRole('button', { name: '課代表を作る' }).click();
await page.getByRole('status').getByText('課代表を作りました。').waitFor();
for (const post of ['建設課 係長', '建設課 主査']) {
  await page.getByRole('combobox', { name: '職', exact: true }).selectOption({ label: post });
  await page.getByRole('button', { name: 'この職の方も使えるようにする' }).click();
  await page.getByRole('status').getByText('課代表として使えるようになりました。').waitFor();
}
check((await page.getByText('加藤 洋介').count()) > 0, 'the page of the unit says who acts for it');
await shot(page, 'account');

// The directory of addresses reaches the outer side by itself; until then it is asked to try later.
const sent = () => {
  try {
    execFileSync('swaks', ['--server', smtp, '--from', 'pref@pref.example', '--to', 'kensetsu@yamabiko.example', '--header', 'Subject: =?UTF-8?B?6YGT6Lev5bel5LqL44Gu54Wn5Lya?=', '--body', 'ご回答ください。'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
for (let tries = 0; tries < 60 && !sent(); tries += 1) await page.waitForTimeout(500);

await context.clearCookies();
await logIn(page, 'kato');
await page.goto(`${http}/`);
await page.locator('.bar-person > summary').click();
await page.getByRole('button', { name: /^建設課代表/ }).click();
await page.waitForURL(`${http}/mail/inbox`);
check((await page.locator('.acting').getByText('建設課代表として').count()) === 1, 'every page says for whom one acts');
await page.locator('#rows').getByText('道路工事の照会').waitFor({ timeout: 30000 });
await page.locator('#rows').getByText('道路工事の照会').click();
await page.getByRole('button', { name: '自分が対応する' }).click();
await page.getByText('加藤 洋介さんが対応').first().waitFor();
check(true, 'who answers it stands on the mail');
await shot(page, 'acting');
await page.setViewportSize({ width: 390, height: 844 });
await page.goto(`${http}/mail/inbox`);
check(await page.locator('.acting').isVisible(), 'on a phone too');
await shot(page, 'acting-phone');
await page.getByRole('button', { name: '本人に戻る' }).click();
await page.waitForURL(`${http}/`);
check((await page.locator('.acting').count()) === 0, 'and one is oneself again');
await close();
