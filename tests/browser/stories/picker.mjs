// A person is named with keys alone: typed in kana, walked to with arrows, taken with Enter, taken back with Escape.
import { check, http, logIn, open, shot } from './browser.mjs';

const { page, close } = await open();
await logIn(page);
await page.goto(`${http}/groups`);
await page.fill('#group-name', '窓口の当番');
await page.locator('#group-name').press('Enter');
await page.waitForURL(/\/groups\/.+/);
const field = page.getByRole('combobox', { name: '氏名・よみ' });
await page.locator('#group-q').focus();
await page.keyboard.type('た');
await page.locator('.picker-one').first().waitFor();
const state = () => page.evaluate(() => {
  const input = document.querySelector('#group-q');
  const chosen = document.getElementById(input.getAttribute('aria-activedescendant') ?? '');
  return {
    open: input.getAttribute('aria-expanded'),
    list: document.getElementById(input.getAttribute('aria-controls'))?.getAttribute('role') ?? '',
    chosen: chosen?.dataset.value ?? '',
    marked: [...document.querySelectorAll('.picker-one[aria-selected=true]')].map((one) => one.dataset.value).join(),
    focus: document.activeElement?.id ?? '',
    value: input.value,
  };
});
const all = await page.locator('.picker-one').evaluateAll((found) => found.map((one) => one.dataset.value));
check(all.length > 2, `several people are offered: ${all.join()}`);
let now = await state();
check(now.open === 'true' && now.list === 'listbox' && now.chosen === '', 'the list is open and nobody is chosen yet');
await page.keyboard.press('ArrowUp');
now = await state();
check(now.chosen === all.at(-1) && now.marked === all.at(-1), 'up goes to the last');
await page.keyboard.press('ArrowDown');
now = await state();
check(now.chosen === all[0] && now.focus === 'group-q', 'down goes round to the first, and the focus stays in the field');
await shot(page, 'picker');
await page.keyboard.press('Escape');
now = await state();
check(now.open === 'false' && now.value === 'た', 'Escape closes the list and leaves what was typed');
await page.keyboard.press('Escape');
check((await state()).value === '', 'once more empties the field');

await page.keyboard.type('たなか');
await page.locator('.picker-one[data-value=tanaka]').waitFor();
await page.keyboard.press('ArrowDown');
check((await state()).chosen === 'tanaka', 'たなか finds 田中');
await Promise.all([page.waitForURL(/q=tanaka/), page.keyboard.press('Enter')]);
const add = page.getByRole('button', { name: '田中 直樹 加える' });
await add.focus();
await Promise.all([page.waitForURL(/told=added/), page.keyboard.press('Enter')]);
check((await page.getByRole('region', { name: /^職員/ }).getByText('田中 直樹').count()) === 1, 'they are in the group');
await field.focus();
await page.keyboard.type('zzzz');
await page.locator('.picker-said').waitFor();
check((await state()).open === 'false', 'a list of nobody is not open');
check((await page.locator('.picker-told').textContent()) === 'あてはまる方はいません。', 'and that is said');
await close();
