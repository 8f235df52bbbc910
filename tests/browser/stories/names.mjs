// Names that break careless programs go all the way: form, store, page, search, file out and in, mail, paper. Not one
// code point is another at the end.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, http, logIn, open, smtp } from './browser.mjs';

// Outside the first plane; a variant of IBM's rows; a variant chosen by a selector; the town's own letter; a letter of two
// code points, which normalising would make one.
const names = { yoshida: '𠮷田 健一', takahashi: '髙橋 由美', katsuragi: '葛\u{E0100}城 千尋', nakajima: '中嶋\u{E000} 望', hamada: '濵田 か\u3099く' };
const letters = Object.values(names).join('・');
const points = (text) => [...text].map((c) => c.codePointAt(0).toString(16)).join(' ');
const same = (found, wanted, where) => check(found === wanted, `${where}: ${points(wanted)}${found === wanted ? '' : ` became ${points(found)}`}`);
const folder = mkdtempSync(join(tmpdir(), 'sekisho-names-'));

const { page, close } = await open();
await logIn(page, 'tanaka');

// A form, the store, a page.
await page.goto(`${http}/portal/announcements/new`);
await page.fill('#announce-title', letters);
const days = await page.inputValue('#announce-from');
await page.fill('#announce-until', days);
await page.locator('form.portal-form button.is-primary').first().click();
await page.waitForURL(/\/portal\/announcements$/);
same(await page.locator('.announce-whole h2').first().evaluate((h) => h.firstChild.textContent.trim()), letters, 'a form and its page');

// The form of one person: the name itself is typed, stands on their page, survives a window that is closed half way, and
// is taken back.
await page.goto(`${http}/admin/people?q=yoshida`);
await page.locator('.admin-name a').first().click();
const person = page.url().split('?')[0];
const former = await page.locator('h1 bdi').textContent();
await page.goto(`${person}/facts`);
await page.fill('#facts-name', letters);
await page.reload();
same(await page.inputValue('#facts-name'), letters, 'a form that was reloaded half way');
await page.getByRole('button', { name: 'この内容で登録する' }).click();
await page.waitForURL(person);
same(await page.locator('h1 bdi').textContent(), letters, 'the form of a person, the store, their page');
await page.goto(`${http}/directory?q=yoshida`);
same(await page.locator('.people-name bdi').first().textContent(), letters, 'the directory after the form');
const sheet = await (await page.request.get(`${http}/directory/file?as=csv`)).text();
check(sheet.includes(`${letters},`), `the file of the directory: ${points(letters)}`);
const book = join(folder, 'meibo.xlsx');
writeFileSync(book, await (await page.request.get(`${http}/directory/file?as=xlsx`)).body());
const cells = execFileSync('unzip', ['-p', book, 'xl/sharedStrings.xml']).toString();
check(cells.includes(letters), `the workbook: ${points(letters)}`);
await page.goto(`${person}/facts`);
await page.getByRole('button', { name: '変える前に戻す' }).click();
await page.waitForURL(person);
same(await page.locator('h1 bdi').textContent(), former, 'what was before comes back');
await page.goto(`${person}/facts`);
await page.fill('#facts-name', names.yoshida);
await page.getByRole('button', { name: 'この内容で登録する' }).click();
await page.waitForURL(person);

// The directory's file out, corrected, in, out again.
const out = async () => (await page.request.get(`${http}/directory/file?as=csv`)).text();
const file = join(folder, 'meibo.csv');
const before = await out();
const corrected = before.split('\r\n').map((line) => {
  const cells = line.split(',');
  const name = names[cells.at(-1)];
  return name ? [name, ...cells.slice(1)].join(',') : line;
}).join('\r\n');
const readIn = async (text) => {
  writeFileSync(file, text);
  await page.goto(`${http}/admin/reassignment/book`);
  await page.setInputFiles('#book-file', file);
  await page.getByRole('button', { name: '変わるところを確かめる' }).click();
  await page.waitForURL(/\/book\/[0-9a-f-]+$/);
};
await readIn(corrected);
await page.getByRole('button', { name: 'この内容を反映する' }).click();
await page.getByText('登録内容を変えました').waitFor();
const again = await out();
check(again === corrected, 'the file out, in and out again is the same, code point by code point');
await readIn(again);
check(await page.getByText('変わるところはありません').isVisible(), 'the same file once more changes nothing');

// The page of the directory, and the search by whole names, by the ordinary letters, by kana of one code point.
for (const [login, name] of Object.entries(names)) {
  await page.goto(`${http}/directory?q=${encodeURIComponent(name)}`);
  same(await page.locator('.people-name bdi').first().textContent(), name, `the directory finds ${login} by the name itself`);
}
for (const [asked, name] of [['吉田', names.yoshida], ['高橋', names.takahashi], ['葛城', names.katsuragi], ['濵田 がく', names.hamada]]) {
  await page.goto(`${http}/directory?q=${encodeURIComponent(asked)}`);
  same(await page.locator('.people-name bdi', { hasText: name.slice(-1) }).first().textContent(), name, `found by ${asked}`);
}
await page.goto(`${http}/search?q=${encodeURIComponent(names.yoshida)}`);
check((await page.locator('#main').textContent()).includes(names.yoshida), 'the search over everything shows the name itself');

// Paper: what Chromium prints is read back from the file.
await page.goto(`${http}/directory/print`);
const printed = join(folder, 'print.pdf');
writeFileSync(printed, await page.pdf({ format: 'A4' }));
const onPaper = execFileSync('pdftotext', ['-enc', 'UTF-8', '-layout', printed, '-']).toString();
const shown = await page.locator('main').textContent();
for (const name of Object.values(names)) {
  check(shown.includes(name), `on the page for paper: ${points(name)}`);
  // The town's own letter has no glyph in a font of this machine: what stands for it on paper is that of the font of the
  // desk, and a glyph that is missing carries no letter. What stands around it must be there all the same.
  const parts = name.split('\u{E000}').map((part) => part.trim());
  check(parts.every((part) => onPaper.includes(part)), `read back from the paper: ${parts.map(points).join(' … ')}`);
}

// Mail from outside, through the checkpoint, onto the page.
execFileSync('swaks', ['--server', smtp, '--from', 'tanaka@kensetsu.example', '--to', 'sato@yamabiko.example',
  '--header', `Subject: =?UTF-8?B?${Buffer.from(letters).toString('base64')}?=`, '--header', 'Content-Type: text/plain; charset=UTF-8', '--header', 'MIME-Version: 1.0',
  '--header', 'Content-Transfer-Encoding: base64', '--body', Buffer.from(letters).toString('base64')]);
await page.context().clearCookies();
await logIn(page);
const row = page.locator('#rows .row', { hasText: '健一' });
await row.first().waitFor({ timeout: 30000 });
await row.first().locator('a').first().click();
await page.locator('#reading').waitFor();
await page.locator('#reading h1, #reading h2').first().waitFor();
const reading = async () => page.locator('#reading').textContent();
check((await reading()).includes(letters), `the subject of a mail: ${points(letters)}`);
const frame = page.locator('#reading iframe');
const body = (await frame.count()) > 0 ? await frame.contentFrame().locator('body').textContent() : await page.locator('#reading .letter-text').first().textContent();
same(body.trim(), letters, 'the body of a mail');
await close();
