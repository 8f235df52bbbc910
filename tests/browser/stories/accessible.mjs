// axe-core finds nothing on any page, in light, dark and high contrast, with the largest letters, and on a page of 320 px
// (400 % zoom of 1280) on which nothing stands beyond the edge either.
import { readFileSync } from 'node:fs';
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { check, http, logIn, open } from './browser.mjs';
import { pages, rooms } from './pages.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// The judge is injected into the page; our content policy would rightly refuse it.
const { page, close } = await open({ bypassCSP: true });

const looks = [
  { name: 'light', colorScheme: 'light' },
  { name: 'dark', colorScheme: 'dark' },
  { name: 'high contrast, very large', colorScheme: 'light', theme: 'contrast', text: 'xl' },
  { name: '320 px', colorScheme: 'light', width: 320, height: 640 },
];

let look = looks[0];

// The digits of an authenticator app (RFC 6238): of this half minute, or of the next, since each is good once.
function digits(secret, ahead = 0) {
  const bits = [...secret.replaceAll(/[^A-Z2-7]/g, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + ahead));
  const hash = createHmac('sha1', key).update(step).digest();
  const from = hash.at(-1) & 15;
  return String((hash.readUInt32BE(from) & 0x7fffffff) % 1000000).padStart(6, '0');
}

async function password(login) {
  await page.context().clearCookies();
  await page.goto(`${http}/login`);
  await page.fill('input[name=name]', login);
  await page.fill('input[name=password]', process.env.SEKISHO_PASSWORD);
  await page.locator('form[action^="/login"] button.is-primary').click();
}


async function judge(name) {
  const { theme, text, width } = look;
  await page.evaluate(([theme, text]) => {
    if (theme) document.documentElement.dataset.theme = theme;
    if (text) document.documentElement.dataset.text = text;
  }, [theme, text]);
  await page.evaluate(axe);
  const result = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  const found = result.violations.map((v) => `${v.id} (${v.impact}): ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`);
  check(found.length === 0, `${name}, ${look.name}: axe finds nothing ${found.join('\n   ')}`);
  const wider = await page.evaluate(() => {
    const room = document.querySelector('.room') ?? document.documentElement;
    return Math.max(document.documentElement.scrollWidth - innerWidth, room.scrollWidth - room.clientWidth);
  });
  check(!width || wider <= 0, `${name}, ${look.name}: nothing stands beyond the edge (${wider})`);
}

async function visit(list) {
  for (const [path, name] of list) {
    await page.goto(`${http}${path}`);
    await judge(name);
  }
}

// 阿部 asks for a second step; from then on the password alone opens nothing.
await password('abe');
await page.waitForURL(`${http}/`);
await page.goto(`${http}/account/totp`);
await page.locator('details > summary').first().click();
const secret = await page.locator('.account-secret').textContent();
await page.fill('#totp-code', digits(secret));
await page.locator('form[action="/account/totp"] button.is-primary').click();
await page.getByText('回復コード').first().waitFor();
await judge('recovery codes');
await password('abe');
await page.waitForURL(/\/login\/second/);
await page.goto(`${http}/mail/inbox`);
check(new URL(page.url()).pathname === '/login', 'the password alone opens nothing');
await password('abe');
await page.waitForURL(/\/login\/second/);
await page.fill('input[name=code]', digits(secret, 1));
await page.locator('form[action^="/login/second"] button.is-primary').click();
await page.waitForURL(`${http}/`);
check(true, 'the digits open the portal');

// For as long as the town lets passwords age, 石井's has.
async function age(days) {
  await page.context().clearCookies();
  await logIn(page, 'tanaka');
  await page.goto(`${http}/admin/sign-in`);
  await page.locator('details.account-legacy').evaluate((details) => { details.open = true; });
  await page.fill('#policy-days', String(days));
  await page.locator('form[action="/admin/sign-in/policy"] button.is-primary').click();
  await page.locator('.note.is-safe').waitFor();
}
await age(365);

for (look of looks) {
  await page.emulateMedia({ colorScheme: look.colorScheme });
  await page.setViewportSize({ width: look.width ?? 1440, height: look.height ?? 900 });
  await page.context().clearCookies();
  await visit([['/login', 'log-in'], ['/enrol', 'choosing a password']]);
  await password('abe');
  await page.waitForURL(/\/login\/second/);
  await visit([['/login/second', 'the second step']]);
  await password('ishii');
  await page.waitForURL(/\/login\/password/);
  await visit([['/login/password', 'a password that ran out']]);
  await page.locator('main form button.is-primary').first().click();
  check(new URL(page.url()).pathname === '/login/password', 'nothing goes on without a new one');
  await page.context().clearCookies();
  await logIn(page);
  await visit(pages);
  await page.goto(`${http}/groups`);
  await page.locator('.groups-name').first().click();
  await page.evaluate(() => document.querySelectorAll('details.groups-more').forEach((details) => { details.open = true; }));
  await judge('a group');
  await page.locator('#group-q').pressSequentially('た');
  await page.keyboard.press('ArrowDown');
  await page.locator('.picker-one[aria-selected=true]').waitFor();
  await judge('the person picker');
  await page.goto(`${http}/mail/inbox`);
  await page.getByText('見積書と名簿の送付について').first().click();
  await page.locator('#reading').getByText('見積書と名簿をお送りします').waitFor();
  await judge('a mail');
  await page.goto(`${http}/`);
  await page.locator('.bar-person > summary').click();
  await judge('the menu of the person');

  await page.context().clearCookies();
  await logIn(page, 'tanaka');
  await visit(rooms);
  for (const [list, link, name] of [['/admin/people?q=okada', '.admin-name a', 'a person'], ['/admin/units', '.admin-tree a', 'a unit']]) {
    await page.goto(`${http}${list}`);
    await page.locator(link).first().click();
    await page.evaluate(() => document.querySelectorAll('details.admin-open').forEach((details) => { details.open = true; }));
    await judge(name);
  }
  await page.goto(`${http}/admin/people?q=okada`);
  await page.locator('.admin-name a').first().click();
  await page.getByRole('link', { name: '登録内容を変える' }).click();
  await judge('the form of what is registered');
  await page.fill('#facts-address', 'nobody');
  await page.getByRole('button', { name: 'この内容で登録する' }).click();
  await page.locator('.field-wrong').waitFor();
  await judge('a form with something to correct');
  await page.goto(`${http}/admin/reassignment/book`);
  const rows = '氏名,よみ,所属,職名,任用の別,内線,メールアドレス,ログイン名\r\n,あべ れん,情報政策課,主事,本務,1206,abe@yamabiko.example,abe\r\n鈴木 諒,すずき りょう,福祉課,係長,本務,1202,suzuki@yamabiko.example,suzuki\r\n';
  await page.setInputFiles('#book-file', { name: 'meibo.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
  await page.getByRole('button', { name: '変わるところを確かめる' }).click();
  await page.locator('#book-moves').waitFor();
  await judge('what a file of the directory changes');
  for (const [level, words] of [['緊急', '中央川が氾濫するおそれがあります。'], ['注意', '明日の午後に停電があります。'], ['連絡', '庁内のシステムは復旧しました。']]) {
    await page.goto(`${http}/admin/emergency`);
    await page.getByRole('radio', { name: level }).check();
    await page.fill('#emergency-text', `${words}\n職員は執務室に戻り、係ごとに人数を確かめてください。`);
    await page.locator('.emergency-form button.is-primary').click();
    await page.locator('.emergency-strip').getByText(words).waitFor();
  }
  await judge('emergency banners that stand');
  await visit([['/', 'the portal below emergency banners']]);
  await page.goto(`${http}/admin/emergency`);
  while ((await page.getByRole('button', { name: /^下げる/ }).count()) > 0) await page.getByRole('button', { name: /^下げる/ }).first().click();
  await page.goto(`${http}/admin/people?q=tanaka`);
  await page.locator('.admin-name a').first().click();
  await page.getByRole('link', { name: 'この方に見えるもの' }).click();
  await judge('what a person may');
  await page.goto(`${http}/admin/sign-in`);
  await page.locator('.account-table a').first().click();
  await page.locator('.account-facts').waitFor();
  await judge('how one person logs in');
  await page.context().clearCookies();
  await logIn(page, 'kato');
  await page.locator('.bar-person > summary').click();
  await judge('the choice of whom one acts as');
  await page.getByRole('button', { name: /^建設課代表/ }).click();
  await page.locator('#rows').getByText('道路工事の照会').click();
  await page.getByText('対応の記録').click();
  await judge('a mail of the section');
  await page.context().clearCookies();
  await logIn(page, 'ikeda');
  await visit([['/admin/audit', 'the audit trail'], ['/admin/audit?who=zzzz', 'nothing found in the audit trail']]);
}
await age(0);

// Two factors are asked of administrators: 田中 is led to set another up before anything opens.
look = looks[0];
await page.emulateMedia({ colorScheme: 'light' });
await page.setViewportSize({ width: 1440, height: 900 });
const ask = async (of) => {
  await page.goto(`${http}/admin/sign-in`);
  await page.selectOption('#policy-two', of);
  await page.locator('form[action="/admin/sign-in/policy"] button.is-primary').click();
};
await page.context().clearCookies();
await logIn(page, 'tanaka');
await ask('administrators');
for (look of looks) {
  await page.emulateMedia({ colorScheme: look.colorScheme });
  await page.setViewportSize({ width: look.width ?? 1440, height: look.height ?? 900 });
  await password('tanaka');
  await page.waitForURL(/\/login\/set-up/);
  await judge('another factor on the way in');
}
await page.goto(`${http}/mail/inbox`);
check(new URL(page.url()).pathname === '/login', 'before it is set up nothing opens');
await password('tanaka');
await visit([['/login/set-up', 'another factor once more']]);
await page.locator('details > summary').first().click();
await page.fill('#set-up-code', digits(await page.locator('.account-secret').textContent()));
await page.locator('form[action="/login/set-up"] button').click();
await page.locator('.account-codes').waitFor();
await judge('recovery codes on the way in');
await page.locator('main a.button').click();
await page.waitForURL(`${http}/`);
check(true, 'and then the portal opens');
await ask('nobody');
await page.goto(`${http}/account/totp`);
await page.locator('form[action="/account/totp/remove"] button').click();
await page.waitForURL(/done=totp-removed/);
await close();
