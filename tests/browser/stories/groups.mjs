// A clerk keeps people together who are often wanted together, with no script, and finds them in the directory.
import { check, http, logIn, open, shot } from './browser.mjs';

const { page, close } = await open({ javaScriptEnabled: false });
await logIn(page);
await page.goto(`${http}/directory`);
await page.getByRole('link', { name: 'グループを作る・直す' }).click();
await page.getByLabel('名前').fill('予算の打合せ');
await page.getByRole('button', { name: '作る', exact: true }).click();
const told = async (words) => check((await page.getByRole('status').getByText(words).count()) === 1, words);
await told('グループを作りました。');

await page.getByRole('textbox', { name: '氏名・よみ' }).fill('わたなべ');
await page.getByRole('button', { name: 'さがす' }).click();
await page.getByRole('button', { name: '総務課 課長 の職に就く方' }).click();
await told('加えました。');
await page.getByText('条件で加える', { exact: true }).click();
await page.getByRole('combobox', { name: '所属' }).last().selectOption({ label: '福祉課' });
await page.getByRole('combobox', { name: '職位' }).selectOption({ label: '主査' });
await page.locator('details[open]').getByRole('button', { name: '加える' }).click();
await told('加えました。');
await page.getByText('所属を加える', { exact: true }).click();
await page.locator('details[open]').getByRole('combobox', { name: '所属' }).selectOption({ label: '情報政策課' });
await page.locator('details[open]').getByRole('button', { name: '加える' }).click();
await told('加えました。');
const names = await page.getByRole('region', { name: /^職員/ }).locator('bdi').allTextContents();
check(names.slice(0, 2).join() === '渡邉 正人,木村 陽子', `in their order: ${names.join('、')}`);
await shot(page, 'group');
await page.getByRole('link', { name: '職員録で見る' }).click();
check((await page.locator('#people').getByText('木村 陽子').count()) > 0, 'the group is a filter of the directory');
check((await page.locator('nav.units [aria-current=page]').textContent()) === '予算の打合せ', 'and stands beside the units');
await close();
