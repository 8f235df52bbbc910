// The frame around every page: how it looks for one person, what is at hand, single letters, taking back, drafts, notices.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, http, logIn, open, shot, smtp } from './browser.mjs';

const { page, context, close } = await open();
await logIn(page);

// The display is chosen by eye, kept on the server, there from the first byte, and before logging in too.
await page.goto(`${http}/settings/display`);
await page.check('input[name=theme][value=dark]');
await page.check('input[name=text][value=xl]');
const root = () => page.evaluate(() => ({ ...document.documentElement.dataset }));
check((await root()).theme === 'dark' && (await root()).text === 'xl', 'a choice is seen before it is kept');
await page.getByRole('button', { name: 'この表示にする' }).click();
await page.locator('#done').getByText('表示を変えました。').waitFor();
const first = await (await context.request.get(`${http}/directory`)).text();
check(/<html[^>]*data-theme="dark" data-text="xl"/.test(first), 'the page comes dark and large, nothing flashes');
check((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, 'large letters stand within the page');
await shot(page, 'display-large-dark');
await page.keyboard.press('z');
await page.locator('#done').getByText('表示を変えました。').waitFor();
check((await root()).theme === 'auto' && (await root()).text === 'm', 'z takes it back');

// Single letters: g and d, the map of the page, off for whoever wants none.
await page.keyboard.press('g');
await Promise.all([page.waitForURL('**/directory'), page.keyboard.press('d')]);
await page.keyboard.press('?');
check(await page.locator('#keys').evaluate((dialog) => dialog.open), '? opens the map of the keys');
await page.keyboard.press('Escape');
check(!(await page.locator('#keys').evaluate((dialog) => dialog.open)), 'Escape closes it');

// A page is kept at hand.
await page.keyboard.press('s');
await page.locator('.rail-pins').getByText('職員録').waitFor();
check(true, 's keeps the page at hand');
await shot(page, 'favourite');
await page.goto(`${http}/`);
await Promise.all([page.waitForURL('**/directory'), page.locator('.rail-pins').getByText('職員録').click()]);
await page.keyboard.press('s');
await page.locator('#done').getByText('外しました').waitFor();
check((await page.locator('.rail-pins').count()) === 0, 's again takes it away');

// Sorting by a heading, and back.
await page.getByRole('link', { name: '内線' }).click();
await page.locator('th[aria-sort=ascending]').waitFor();
check(true, 'a heading sorts');

// A move is taken back where it was made, without the page being loaded anew.
await page.goto(`${http}/mail/inbox`);
const subject = (await page.locator('#rows .row-subject').first().textContent()).trim();
await page.locator('#rows .row-link').first().focus();
await page.keyboard.press('e');
await page.locator('#done').getByText(`「${subject}」を処理済みへ移しました。`).waitFor();
await page.waitForFunction((text) => document.querySelector('#rows .row-subject')?.textContent.trim() !== text, subject);
await shot(page, 'undo');
await page.keyboard.press('z');
await page.waitForFunction((text) => document.querySelector('#rows .row-subject')?.textContent.trim() === text, subject);
check(true, 'e archives, z takes it back');

// The focus stays in the field one types in, though the list around it is replaced.
const field = page.locator('#list input[name=q]');
await field.fill('連絡');
await Promise.all([page.waitForURL(/q=/), page.keyboard.press('Enter')]);
await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'q' && document.activeElement.closest('#list'));
check(true, 'the focus is still in the field after its list was replaced');

// What is being typed survives a reload, and a session that ran out.
await page.goto(`${http}/`);
const say = () => page.locator('.presence-say > summary').click();
await say();
await page.fill('#say-note', '書きかけの一言');
await page.reload();
check((await page.inputValue('#say-note')) === '書きかけの一言', 'what was typed is there after a reload');
await page.locator('.draft-bar').waitFor();
await shot(page, 'draft');
const cookies = await context.cookies();
await context.clearCookies();
await context.addCookies(cookies.filter((cookie) => cookie.name !== 'sekisho'));
await Promise.all([page.waitForURL('**/login**'), page.getByRole('button', { name: 'この状態にする' }).click()]);
await page.fill('input[name=name]', 'sato');
await page.fill('input[name=password]', process.env.SEKISHO_PASSWORD);
await Promise.all([page.waitForURL(`${http}/`), page.click('form[action^="/login"] button:not([type])')]);
check((await page.inputValue('#say-note')) === '書きかけの一言', 'what could not be sent is still there after logging in anew');
await page.getByRole('button', { name: 'この状態にする' }).click();
await page.waitForURL(`${http}/`);
await page.reload();
check((await page.locator('.draft-bar').count()) === 0, 'what was sent is no draft any more');

// A notice comes in while one looks, and the bell counts what the list holds.
await page.goto(`${http}/notices?show=unread`);
const bell = async () => Number((await page.locator('.bar-bell .count').textContent()) || 0);
const before = await page.locator('.notice').count();
check((await bell()) === before, `the bell says ${before}, and ${before} are unread`);
const program = join(mkdtempSync(join(tmpdir(), 'sekisho-')), 'tool.exe');
writeFileSync(program, Buffer.from([0x4d, 0x5a, 0x90, 0x00, 0x03, 0x00, 0x00, 0x00]));
execFileSync('swaks', ['--server', smtp, '--from', 'live@example.jp', '--to', 'sato@yamabiko.example', '--header', 'Subject: 確認の要る添付', '--body', 'x',
  '--attach-type', 'application/octet-stream', '--attach-name', '道具.exe', '--attach', `@${program}`]);
await page.locator('.notice-title').getByText('道具.exe').waitFor({ timeout: 30000 });
check((await page.locator('.notice').count()) === before + 1 && (await bell()) === before + 1, 'it is listed and counted without a reload');
await shot(page, 'notices');
await Promise.all([page.waitForURL('**/mail/**'), page.locator('.notice-title').getByText('道具.exe').click()]);
check((await bell()) === before, 'opening it reads it');

// Every page opens its own part of the manual, and a whole sentence finds an answer.
await page.goto(`${http}/mail/held`);
await Promise.all([page.waitForURL('**/help/mail**'), page.getByRole('link', { name: 'この画面の使い方' }).click()]);
await page.getByRole('searchbox', { name: 'やりたいこと、困っていること' }).fill('文字を大きくしたいのですが');
await page.keyboard.press('Enter');
await page.getByRole('link', { name: '文字の大きさ' }).first().waitFor();
check(true, 'the manual answers a sentence');
await shot(page, 'help');

// Letters off: nothing acts, everything else does.
await page.goto(`${http}/mail/inbox`);
await page.keyboard.press('?');
await page.getByRole('button', { name: '文字キーを使わない' }).click();
await page.waitForLoadState('load');
await page.keyboard.press('/');
check((await page.evaluate(() => document.activeElement?.getAttribute('name'))) !== 'q', 'switched off, a letter does nothing');
await page.locator('#done').getByRole('button', { name: '取り消す' }).click();
await page.waitForLoadState('load');
await page.keyboard.press('/');
check((await page.evaluate(() => document.activeElement?.id)) === 'search', 'switched on again, it does');
await close();
