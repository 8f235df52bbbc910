// By the keyboard alone, over every page, at a desk and on a phone: the first step leads past the frame, each step is seen
// (it stands in sight, nothing lies over it, it wears the ring), none comes twice, and at the end one is out again.
import { check, http, logIn, open } from './browser.mjs';
import { pages, rooms } from './pages.mjs';

const { page, close } = await open();

// One step: what has the focus, and what is wrong with how it is seen.
const step = () => page.evaluate(() => {
  const at = document.activeElement;
  if (!at || at === document.body || at === document.documentElement) return null;
  // The mark of a step lies on the element itself, so that a page with two alike is no circle.
  const before = at.dataset.walked;
  at.dataset.walked = 'yes';
  // The box of a date has a step for each of its parts, and the last of them, its calendar, wears the ring itself.
  const parts = at.matches('input[type=date], input[type=time], input[type=datetime-local]');
  const told = `${at.tagName.toLowerCase()}${at.id ? `#${at.id}` : ''}.${at.className} “${(at.getAttribute('aria-label') ?? at.textContent ?? '').trim().slice(0, 20)}”`;
  const box = at.getBoundingClientRect();
  // A choice that is drawn by its label wears the ring there.
  const wears = (element) => {
    const style = getComputedStyle(element);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  };
  const ring = [at, ...(at.labels ?? [])].some(wears);
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const inside = x >= 0 && x < innerWidth && y >= 0 && y < innerHeight;
  // Some of it must be bare: the middle, or one of the corners.
  const spots = [[x, y], [box.left + 3, box.top + 3], [box.right - 3, box.top + 3], [box.left + 3, box.bottom - 3], [box.right - 3, box.bottom - 3]];
  const bare = spots.some(([x, y]) => { const top = document.elementFromPoint(x, y); return top && (at.contains(top) || top.contains(at) || [...(at.labels ?? [])].some((label) => label.contains(top))); });
  const wrong = [];
  if (before && !parts) wrong.push('comes twice');
  if (!ring && !(before && parts)) wrong.push('wears no ring');
  if (!inside && !bare) wrong.push('is out of sight');
  else if (!bare) wrong.push('lies under something');
  return { told, wrong: wrong.join(', '), skip: at.matches('.skip') };
});

async function walk(path, name) {
  await page.goto(`${http}${path}`);
  // A page that puts the focus into its one box is walked back to its top first.
  const outside = () => page.evaluate(() => [document.body, document.documentElement].includes(document.activeElement));
  for (let back = 0; back < 100 && !(await outside()); back += 1) await page.keyboard.press('Shift+Tab');
  const wrong = [];
  let steps = 0;
  for (; steps < 400; steps += 1) {
    await page.keyboard.press('Tab');
    const at = await step();
    if (!at) break;
    if (steps === 0 && !at.skip) wrong.push(`the first step is ${at.told}`);
    if (at.wrong) wrong.push(`${at.told} ${at.wrong}`);
    if (/comes twice/.test(at.wrong)) break;
  }
  check(steps > 2 && steps < 400 && wrong.length === 0, `${name}: ${steps} steps ${wrong.slice(0, 5).join('\n   ')}`);
}

// What differs only in the question asked is walked once.
const once = (list) => list.filter(([path], at) => list.findIndex(([other]) => other.split('?')[0] === path.split('?')[0]) === at);
const framed = ([path]) => !/print|leaflet|nowhere|preview|file/.test(path);

for (const [width, height, where] of [[1440, 900, 'desk'], [390, 844, 'phone']]) {
  await page.setViewportSize({ width, height });
  await page.context().clearCookies();
  await logIn(page);
  for (const [path, name] of once(pages).filter(framed)) await walk(path, `${name}, ${where}`);
  await page.context().clearCookies();
  await logIn(page, 'tanaka');
  for (const [path, name] of once(rooms).filter(framed)) await walk(path, `${name}, ${where}`);
}
await close();
