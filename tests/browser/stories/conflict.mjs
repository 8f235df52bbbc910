// One person at two machines: the second sees what stands there beside what was typed, and nothing is written over.
import { check, http, logIn, open, shot } from './browser.mjs';

const desk = await open();
const laptop = await open();
for (const { page } of [desk, laptop]) {
  await logIn(page);
  await page.goto(`${http}/`);
  await page.locator('.presence-say > summary').click();
}
const say = async ({ page }, state, note) => {
  await page.selectOption('#say-state', state);
  await page.fill('#say-note', note);
  await page.getByRole('button', { name: 'この状態にする' }).click();
};
await say(desk, 'meeting', '机から');
await desk.page.getByText('会議　机から').waitFor();
await say(laptop, 'trip', '出先から');
await laptop.page.getByRole('heading', { name: 'ほかの画面で先に変わっています' }).waitFor();
for (const words of ['会議', '机から', '外出・出張', '出先から']) {
  check((await laptop.page.locator('.conflict-table').getByText(words, { exact: true }).count()) > 0, `the page shows ${words}`);
}
await shot(laptop.page, 'conflict');
await desk.page.reload();
check((await desk.page.getByText('会議　机から').count()) > 0, 'nothing was written over');
await laptop.page.getByRole('button', { name: 'あなたの内容で上書きする' }).click();
await laptop.page.getByText('外出・出張　出先から').waitFor();
check(true, 'who has seen both may write over it');
await desk.close();
await laptop.close();

// Two administrators at one person: the second sees both names, and what the first one wrote stands.
const first = await open();
const second = await open();
for (const { page } of [first, second]) {
  await logIn(page, 'tanaka');
  await page.goto(`${http}/admin/people?q=shimada`);
  await page.locator('.admin-name a').first().click();
  await page.getByRole('link', { name: '登録内容を変える' }).click();
}
const rename = async ({ page }, name) => {
  await page.fill('#facts-name', name);
  await page.getByRole('button', { name: 'この内容で登録する' }).click();
};
await rename(first, '島田 里奈');
await first.page.getByText('島田 里奈さんの登録内容を変えました。').waitFor();
await rename(second, '嶋田 理奈');
await second.page.getByRole('heading', { name: 'ほかの画面で先に変わっています' }).waitFor();
for (const words of ['島田 里奈', '嶋田 理奈']) {
  check((await second.page.locator('.conflict-table').getByText(words, { exact: true }).count()) > 0, `the page shows ${words}`);
}
await shot(second.page, 'conflict-facts');
await first.page.getByRole('button', { name: '取り消す' }).click();
await first.page.getByText('嶋田 里奈さんの登録内容を元に戻しました。').waitFor();
check(true, 'what the first one wrote is taken back from the page that told it');
await first.close();
await second.close();
