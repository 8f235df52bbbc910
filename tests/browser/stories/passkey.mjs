// A passkey, with Chromium's own virtual authenticator: added, used to log in without a name, after the name, as the
// second proof; what was sent once opens nothing again; removed, it opens nothing.
import { check, open, shot } from './browser.mjs';

// Browsers make passkeys for names: the same town, by the machine's name instead of its number.
const http = process.env.SEKISHO_HTTP.replace('127.0.0.1', 'localhost');
const { context, page, close } = await open({}, http);

const cdp = await context.newCDPSession(page);
await cdp.send('WebAuthn.enable');
const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
  options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
});
const verified = (isUserVerified) => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
const kept = async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
const button = page.getByRole('button', { name: 'パスキーでログインする' });
const out = async () => {
  await page.goto(`${http}/`);
  await page.locator('.bar-person > summary').click();
  await Promise.all([page.waitForURL('**/login**'), page.getByRole('button', { name: 'ログアウト' }).click()]);
};
const password = async (next = '/') => {
  await page.fill('input[name=name]', 'sato');
  await page.fill('input[name=password]', process.env.SEKISHO_PASSWORD);
  await Promise.all([page.waitForURL(`${http}${next}`), page.locator('form[action="/login"] button.is-primary').click()]);
};

// Nobody has one yet.
await page.goto(`${http}/login`);
await shot(page, 'passkey-login');
await button.click();
await page.locator('[data-passkey-said]').getByText('済みませんでした').waitFor();
check(page.url().includes('/login'), 'without a passkey the page says so, and the other ways stay');

// Added, under a name.
await password();
await page.goto(`${http}/account`);
await Promise.all([page.waitForURL('**/account/passkey'), page.locator('a[href="/account/passkey"]').click()]);
await page.fill('#passkey-label', '窓口のPC');
await page.getByRole('button', { name: 'パスキーを作る' }).click();
await page.getByText('パスキーを加えました').waitFor();
check((await page.locator('.account-sessions strong').textContent()) === '窓口のPC', 'it is listed by its name');
check((await kept()).length === 1 && (await kept())[0].isResidentCredential, 'the device keeps it with its owner');
await shot(page, 'passkey-added');
await page.fill('#passkey-label', 'もう一度');
await page.getByRole('button', { name: 'パスキーを作る' }).click();
await page.locator('[data-passkey-said]').getByText('もう登録してあります').waitFor();
check(true, 'the same device is told that it has one');

// In without a name; what was sent is caught on its way.
await out();
let sent;
page.on('request', (request) => {
  if (request.method() === 'POST' && new URL(request.url()).pathname === '/login/passkey') sent = request.postData();
});
await Promise.all([page.waitForURL(`${http}/`), button.click()]);
check(sent.includes('credential='), 'in without a name and a password');
await page.goto(`${http}/account/passkey`);
check((await page.locator('.account-sessions').textContent()).includes('最後の利用'), 'its last use is told');

// In after the name, to the page that was wanted.
await out();
await page.goto(`${http}/login?next=/directory`);
await page.fill('input[name=name]', 'sato');
await Promise.all([page.waitForURL(`${http}/directory`), button.click()]);
check(true, 'in after the name, to the page that was wanted');

// An owner whom the device does not verify, and a name of nobody who has one.
await out();
await verified(false);
await button.click();
await page.locator('[data-passkey-said]').getByText('済みませんでした').waitFor();
await verified(true);
await page.fill('input[name=name]', 'takahashi');
await button.click();
await page.locator('[data-passkey-said]').getByText('済みませんでした').waitFor();
check(page.url().includes('/login'), 'without its owner, and for another name, the device opens nothing');

// What was sent once opens nothing again: not as it was, not with a challenge of one's own.
const replay = () => context.request.post(`${http}/login/passkey`, {
  headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }, data: sent, maxRedirects: 0,
});
check((await replay()).status() === 422, 'an answer that was seen before is refused');
await context.request.post(`${http}/login/passkey/begin`, { headers: { 'sec-fetch-site': 'same-origin' }, form: { name: '' } });
check((await replay()).status() === 422, 'and with a fresh challenge too');
check((await context.cookies()).every((cookie) => cookie.name !== 'sekisho'), 'nobody is logged in');

// On paper and on a telephone it is the same page; then it is removed, and opens nothing.
await page.goto(`${http}/login`);
await password();
await page.goto(`${http}/account/passkey`);
await page.locator('summary[aria-label="窓口のPC 消す"]').click();
await page.getByRole('button', { name: '窓口のPC このパスキーを消す' }).click();
await page.getByText('パスキーを消しました').waitFor();
await shot(page, 'passkey-removed');
await out();
check((await kept()).length === 1, 'the device still has its half');
await button.click();
await page.getByRole('alert').getByText('パスキーでログインできませんでした').waitFor();
check((await context.cookies()).every((cookie) => cookie.name !== 'sekisho'), 'a passkey that was removed opens nothing');

// Under the machine's number no browser makes one: the page says where.
await page.goto(`${http.replace('localhost', '127.0.0.1')}/login`);
await page.getByText('次のアドレスで開いた画面で使えます').waitFor();
check(!(await button.isVisible()), 'under another address the button is not there, and the page says where it is');
await close();
