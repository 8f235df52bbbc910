// Whoever administers the town, in a browser with no script: roles, who is let in, units; each step by links and forms.
import { check, http, logIn, open, shot } from './browser.mjs';

const { page, close } = await open({ javaScriptEnabled: false });
await logIn(page, 'tanaka');
await page.goto(`${http}/`);
await page.getByRole('link', { name: '管理' }).click();
check((await page.getByRole('heading', { level: 1, name: '管理' }).count()) === 1, 'the room opens from the menu');
await shot(page, 'administration');

const told = async (words) => check((await page.getByRole('status').getByText(words).count()) === 1, words);
const find = async (query, name) => {
  await page.goto(`${http}/admin/people`);
  await page.getByRole('searchbox', { name: '氏名' }).fill(query);
  await page.getByRole('button', { name: 'さがす' }).click();
  await page.getByRole('link', { name }).click();
};

await find('おかだ', '岡田 彩');
await page.getByText('役割を付ける', { exact: true }).click();
await page.getByRole('combobox', { name: '役割' }).selectOption({ label: '監査担当' });
await page.getByRole('button', { name: 'この役割を付ける' }).click();
await told('役割を付けました。');
await page.getByRole('link', { name: 'この方に見えるもの' }).click();
check((await page.locator('[data-right="audit.read"] .admin-chain').getByText('本人に「監査担当」').count()) === 1, 'the page says why they may read the trail');
await shot(page, 'rights');
await page.getByRole('link', { name: 'この方のページへ' }).click();
await page.getByRole('button', { name: '監査担当 外す' }).click();
await told('役割を外しました。');

await find('しまだ', '嶋田 里奈');
await page.getByText('利用を止める', { exact: true }).click();
await page.getByRole('button', { name: 'この方の利用を止める' }).click();
await told('利用を止めました。');
await page.getByRole('button', { name: '利用を再開する' }).click();
await told('利用を再開しました。');

await page.getByRole('link', { name: '組織', exact: true }).click();
await page.getByLabel('名前').fill('広報係');
await page.getByLabel('上の所属').selectOption({ label: '総務課' });
await page.getByRole('button', { name: '作る', exact: true }).click();
await told('所属を作りました。');
await page.getByRole('link', { name: '広報係' }).click();
await page.getByText('名前を変える', { exact: true }).click();
await page.getByLabel('名前').fill('広報広聴係');
await page.getByRole('button', { name: 'この名前にする' }).click();
await told('名前を変えました。');
check((await page.getByRole('heading', { level: 1, name: '総務課広報広聴係' }).count()) === 1, 'the unit is called so at once');
await close();
