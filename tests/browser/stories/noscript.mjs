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
await close();
