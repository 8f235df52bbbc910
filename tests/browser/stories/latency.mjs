// A page on a line of 150 ms (a branch office, a phone) stands within a second. How long it takes is said and not judged:
// that is the machine's. Judged is what makes it long: how many round trips follow each other, how many bytes the first
// ones carry, what is fetched a second time, what is fetched late.
import { check, http, logIn, open } from './browser.mjs';
import { pages, rooms } from './pages.mjs';

const line = { offline: false, latency: 150, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8, connectionType: 'cellular4g' };
// What a new connection may send before it waits for the other side: ten segments (RFC 6928).
const firstFlight = 10 * 1460;
// A page that lists a town may take one more: twice as much goes after each answer.
const twoFlights = 3 * firstFlight;

const { page, context, close } = await open();
const devtools = await context.newCDPSession(page);
await devtools.send('Network.enable');
await devtools.send('Page.enable');

// What one page asked for, as the browser saw it.
let asked = new Map();
let loaded = Infinity;
devtools.on('Page.loadEventFired', ({ timestamp }) => { loaded = timestamp; });
devtools.on('Network.requestWillBeSent', ({ requestId, request, initiator, type, redirectResponse, timestamp, documentURL }) => {
  const before = redirectResponse ? (asked.get(requestId)?.before ?? 0) + 1 : 0;
  asked.set(requestId, { url: request.url, path: new URL(request.url).pathname, type, initiator, before, at: timestamp, of: documentURL });
});
devtools.on('Network.requestServedFromCache', ({ requestId }) => { (asked.get(requestId) ?? {}).kept = true; });
devtools.on('Network.responseReceived', ({ requestId, response }) => {
  const one = asked.get(requestId);
  if (one) Object.assign(one, { status: response.status, headers: response.headers, kept: one.kept || response.fromDiskCache || response.fromPrefetchCache, reused: response.connectionReused });
});
devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { (asked.get(requestId) ?? {}).bytes = encodedDataLength; });

// How many askings stand one behind the other before this one: its own, and that of whoever named it.
const depth = (one, all) => {
  const of = one.initiator.type === 'script' ? one.initiator.stack?.callFrames[0]?.url : one.initiator.url;
  const namer = all.find((other) => other.url === of && other !== one);
  return one.before + (one.type === 'Document' && !namer ? 1 : 1 + (namer ? depth(namer, all) : 1));
};

const told = [];
async function visit(path, name, cold = false) {
  asked = new Map();
  loaded = Infinity;
  await page.goto(`${http}${path}`, { waitUntil: 'load' });
  const times = await page.evaluate(async () => {
    const paint = new Promise((done) => {
      new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true });
      // A page that has been painted tells at once; one without anything to paint does not hold the story up.
      setTimeout(() => done(0), 2000);
    });
    const [way] = performance.getEntriesByType('navigation');
    return { load: way.loadEventEnd || performance.now(), paint: await paint };
  });
  // The page that is left may still have asked for something of its own.
  const every = [...asked.values()].filter((one) => one.url.startsWith(http) && one.path !== '/stream' && one.of.split('#')[0] === page.url().split('#')[0]);
  // What moved in the town meanwhile is fetched into the page that stands, and a browser draws its tab when it likes;
  // everything else is there with the page.
  const all = every.filter((one) => one.at < loaded);
  check(every.every((one) => one.at < loaded || one.type === 'Fetch' || one.path.endsWith('/mark.svg')), `${name}: nothing of the page comes after it`);
  const [whole] = all.filter((one) => one.type === 'Document').slice(-1);
  const files = all.filter((one) => one !== whole);
  const sent = files.filter((one) => !one.kept);
  const deep = Math.max(...all.filter((one) => !one.kept).map((one) => depth(one, all)));
  told.push({ page: name, 'load ms': Math.round(times.load), 'paint ms': Math.round(times.paint), 'page KB': (whole.bytes / 1024).toFixed(1), files: `${sent.length} of ${files.length}`, 'in a row': deep });
  check(whole.before === 0, `${name}: no way round by another address`);
  check(/gzip/.test(whole.headers['content-encoding'] ?? whole.headers['Content-Encoding'] ?? ''), `${name}: the page is packed`);
  check(whole.bytes <= twoFlights, `${name}: the page comes in at most two flights (${whole.bytes} bytes)`);
  check(deep <= 2, `${name}: nothing is named by what is itself fetched (${deep}: ${all.map((one) => `${one.path} by ${one.initiator.url ?? one.initiator.type}`).join(', ')})`);
  check(files.every((one) => /^\/assets\/[0-9a-f]{16}\//.test(one.path)), `${name}: beside the page come only files of the set (${files.map((one) => one.path).join(', ')})`);
  check(files.every((one) => one.kept || one.type === 'Other' || /immutable/.test(one.headers?.['cache-control'] ?? '')), `${name}: each of them may be kept for good`);
  check(files.every((one) => one.type !== 'Font'), `${name}: no letters to fetch`);
  // Six at once is what a browser opens to a house that speaks HTTP/1.1: one round for all.
  check(cold ? sent.length <= 6 : sent.length === 0, `${name}: ${cold ? 'all files in one round' : 'no file is fetched again'} (${sent.map((one) => one.path).join(', ')})`);
  return whole.bytes;
}

await devtools.send('Network.emulateNetworkConditions', line);
await devtools.send('Network.clearBrowserCache');
await visit('/login', 'log-in, first of all', true);
await logIn(page);
await devtools.send('Network.clearBrowserCache');
const first = await visit('/', 'portal, nothing kept', true);
check(first <= firstFlight, `the portal comes in the first flight (${first} bytes)`);
await visit('/nowhere', 'not found, nothing kept', true);
for (const [path, name] of pages) await visit(path, name);
await devtools.send('Network.emulateNetworkConditions', { ...line, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
await page.goto(`${http}/mail/inbox`);
const mail = await page.locator('#rows a').first().getAttribute('href');
// A page that is open would notice, and go to the log-in page by itself.
await page.goto('about:blank');
await page.context().clearCookies();
await logIn(page, 'tanaka');
await devtools.send('Network.emulateNetworkConditions', line);
for (const [path, name] of rooms) await visit(path, name);
for (const [list, link, name] of [['/admin/people?q=okada', '.admin-name a', 'a person'], ['/admin/units', '.admin-tree a', 'a unit']]) {
  await page.goto(`${http}${list}`);
  await visit(await page.locator(link).first().getAttribute('href'), name);
}
await page.goto('about:blank');
await page.context().clearCookies();
await logIn(page);
await visit(mail, 'a mail');
console.table(told);
const slow = told.filter((one) => one['load ms'] > 1000);
console.log(slow.length === 0 ? 'every page within a second' : `over a second here: ${slow.map((one) => `${one.page} (${one['load ms']} ms)`).join(', ')}`);
await close();
