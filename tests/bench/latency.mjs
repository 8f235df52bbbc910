// Mails at twenty a second while a browser is open: how long from 250 to visible?
import net from 'node:net';
import { http, logIn, open, smtp } from '../browser/stories/browser.mjs';

const count = 300;
const { page, close } = await open();
await logIn(page);
await page.evaluate(() => {
  window.seen = {};
  const look = () => {
    for (const row of document.querySelectorAll('main a')) {
      const found = /遅延 (\d+)/.exec(row.textContent);
      if (found && !window.seen[found[1]]) window.seen[found[1]] = Date.now();
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
});

const [host, port] = smtp.split(':');
const socket = net.connect(Number(port), host);
let waiting = [];
let text = '';
socket.on('data', (data) => {
  text += data;
  for (;;) {
    const line = /^(\d{3})([ -]).*?\r\n/.exec(text);
    if (!line) return;
    text = text.slice(line[0].length);
    if (line[2] === ' ') waiting.shift()?.(line[1]);
  }
});
const answer = () => new Promise((resolve) => waiting.push(resolve));
const say = (line) => { const promise = answer(); socket.write(`${line}\r\n`); return promise; };
await answer();
await say('EHLO bench.example');
const accepted = {};
const begin = Date.now();
for (let n = 0; n < count; n += 1) {
  const due = begin + n * 50;
  const now = Date.now();
  if (due > now) await new Promise((resolve) => setTimeout(resolve, due - now));
  await say('MAIL FROM:<bench@pref.example>');
  await say('RCPT TO:<sato@yamabiko.example>');
  await say('DATA');
  const body = n % 10 === 0 ? 'x'.repeat(70).concat('\r\n').repeat(1000) : 'hello\r\n';
  const subject = `=?UTF-8?B?${Buffer.from(`遅延 ${n}`).toString('base64')}?=`;
  await say(`Subject: ${subject}\r\n\r\n${body}.`);
  accepted[n] = Date.now();
}
await say('QUIT');
await page.waitForFunction((wanted) => Object.keys(window.seen).length >= wanted, count, { timeout: 60000 }).catch(() => {});
const seen = await page.evaluate(() => window.seen);
const times = Object.entries(seen).map(([n, at]) => at - accepted[n]).sort((a, b) => a - b);
const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))];
console.log(`250 to visible in the browser, ${times.length} of ${count} mails at 20/s (${http}): median ${at(0.5)} ms, p99 ${at(0.99)} ms, worst ${times.at(-1)} ms`);
await close();
