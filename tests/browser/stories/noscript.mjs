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

// The frame: how it looks, what is at hand, the way back, the manual, notices, an order, all by links and forms.
await page.goto(`${http}/settings/display`);
await page.check('input[name=theme][value=dark]');
await page.getByRole('button', { name: 'この表示にする' }).click();
check((await page.locator('html[data-theme=dark]').count()) === 1, 'the display is kept');
await page.locator('#done').getByRole('button', { name: '取り消す' }).click();
check((await page.locator('html[data-theme=auto]').count()) === 1, 'and taken back');
await page.goto(`${http}/directory`);
await page.getByRole('button', { name: 'お気に入りに入れる' }).click();
check((await page.locator('.rail-pins').getByText('職員録').count()) === 1, 'a page is kept at hand');
await page.getByRole('button', { name: 'お気に入りから外す' }).click();
await page.getByRole('link', { name: '内線' }).click();
check((await page.locator('th[aria-sort=ascending]').count()) === 1, 'a heading sorts');
await page.locator('.bar-person > summary').click();
await page.getByRole('link', { name: 'キー操作' }).click();
check((await page.getByRole('heading', { name: 'どの画面でも' }).count()) > 0, 'the keys have a page');
await page.getByRole('link', { name: 'この画面の使い方' }).click();
await page.fill('#help-q', '保留');
await page.getByRole('button', { name: 'さがす' }).last().click();
check((await page.getByRole('link', { name: '保留になったとき' }).count()) > 0, 'the manual is searched');
await page.goto(`${http}/mail/inbox`);
await page.getByText('見積書と名簿の送付について').first().click();
await page.getByRole('button', { name: 'ごみ箱へ' }).click();
await page.locator('#done').getByRole('button', { name: '取り消す' }).click();
check((await page.locator('#reading').getByText('見積書と名簿をお送りします').count()) > 0, 'a move is taken back and the mail is open again');
await page.goto(`${http}/notices`);
check((await page.locator('.notice').count()) > 0, 'notices are listed');
// Arranging: each move is a page, and back is back.
await page.goto(`${http}/portal/edit`);
const column = (name) => page.locator('section', { has: page.getByRole('heading', { name, exact: true }) });
await page.getByRole('button', { name: '右へ リンク集' }).click();
check((await column('右の列').locator('[data-key="link-list"]').count()) === 1, 'without script a card goes right');
check(new URL(page.url()).hash === '#tile-link-list', 'and the page opens at it');
await page.goBack();
check((await column('中の列').locator('[data-key="link-list"]').count()) === 1, 'and back is back');
await close();
