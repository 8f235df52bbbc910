// A browser with no script: every step still works by links and forms.
import { check, http, logIn, open } from './browser.mjs';

const { page, close } = await open({ javaScriptEnabled: false });
await logIn(page);
const more = page.locator('a[href*="after="]').first();
check((await more.count()) > 0, 'the list goes on by a link');
await more.click();
check((await page.locator('a[href^="/mail/inbox/"]').count()) > 0, 'and the next part of the list is there');
await page.goto(`${http}/mail/inbox`);
await page.getByText('見積書と名簿の送付について').first().click();
check((await page.locator('#reading').getByText('見積書と名簿をお送りします').count()) > 0, 'a mail opens');
check((await page.locator('form[method=post]').count()) > 0, 'its acts are forms');

// Arranging: each move is a page, and back is back.
await page.goto(`${http}/portal/edit`);
const column = (name) => page.locator('section', { has: page.getByRole('heading', { name, exact: true }) });
await page.getByRole('button', { name: '右へ リンク集' }).click();
check((await column('右の列').getByText('リンク集', { exact: true }).count()) === 1, 'without script a card goes right');
check(new URL(page.url()).hash === '#tile-link-list', 'and the page opens at it');
await page.goBack();
check((await column('中の列').getByText('リンク集', { exact: true }).count()) === 1, 'and back is back');
await close();
