// Another system tells its numbers: an administrator describes one, the system sends, whoever has the portal open sees it.
import { check, http, logIn, open, shot } from './browser.mjs';

const administrator = await open();
const { page } = administrator;
await logIn(page, 'tanaka');
await page.goto(`${http}/portal/external`);
await page.getByLabel('名前').fill('決裁待ち');
await page.getByLabel('一覧の住所').fill('https://bunsho.example/kessai');
await page.getByRole('button', { name: '加えて、鍵を見る' }).click();
const token = await page.locator('.external-token').textContent();
const path = (await page.locator('.external-facts code').first().textContent()).replace('PUT ', '');
await shot(page, 'external');
await page.goto(`${http}/portal/external`);
check((await page.locator('.external-token').count()) === 0, 'the token is shown once');

const clerk = await open();
await logIn(clerk.page);
await clerk.page.goto(`${http}/`);
const tile = clerk.page.locator('.portal-number', { hasText: '決裁待ち' });
check(await tile.getByText('まだ届いていません').isVisible(), 'nothing is known before the system says something');

const tell = (body, bearer = token) => fetch(`${http}${path}`, {
  method: 'PUT', headers: { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' }, body: JSON.stringify(body),
});
check((await tell({ counts: [] }, `${token}x`)).status === 401, 'another token opens nothing');
const answer = await tell({ as_of: new Date().toISOString(), counts: [{ login: 'sato', count: 4 }, { login: 'dare-mo-inai', count: 1 }] });
check(answer.status === 200, 'what the system says is taken');
check((await answer.json()).unknown === 1, 'and it hears of names that are nobody\'s');
await tile.getByText('4', { exact: true }).waitFor({ timeout: 5000 });
check(await tile.getByText('現在').isVisible(), 'an open portal shows the number and as of when it is');
check((await tell({ counts: [] })).status === 429, 'a second one comes too soon');
await shot(clerk.page, 'external-portal');
check((await tile.getAttribute('href')) === 'https://bunsho.example/kessai' && (await tile.getAttribute('rel')).includes('noopener'), 'the tile leads to the other system, in a tab of its own');

await page.goto(`${http}/portal/external`);
check(await page.getByText('現在、1人分（この団体の職員でない名前 1件）').isVisible(), 'whoever described it sees what was told');
await page.locator('.external-change > summary').click();
await page.getByRole('button', { name: '消す' }).click();
await clerk.page.goto(`${http}/`);
check((await tile.count()) === 0, 'removed, it is gone from every portal');
await clerk.close();
await administrator.close();
