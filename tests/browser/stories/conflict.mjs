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
