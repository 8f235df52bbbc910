// A clerk's photo: a camera's JPEG with the place it was taken and words nobody may find; what is served has neither.
// Without script first, since choosing a file and pressing a button needs none.
import { check, http, logIn, open, shot } from './browser.mjs';

const canary = 'CANARY-N35-41-22-E139-41-30';
const { page, close, context } = await open();
await logIn(page);

// A face drawn here, as a camera would hand it over: notes of Exif with GPS before the picture's own segments.
await page.goto(`${http}/settings/photo`);
const drawn = await page.evaluate(async () => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [1600, 1200];
  const ink = canvas.getContext('2d');
  ink.fillStyle = '#cfe3d8';
  ink.fillRect(0, 0, 1600, 1200);
  ink.fillStyle = '#24507c';
  ink.beginPath();
  ink.arc(800, 1150, 480, 0, 7);
  ink.fill();
  ink.fillStyle = '#e8c39e';
  ink.beginPath();
  ink.arc(800, 520, 300, 0, 7);
  ink.fill();
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.9));
  return [...new Uint8Array(await blob.arrayBuffer())];
});
const plain = Buffer.from(drawn);
const notes = Buffer.concat([
  Buffer.from('457869660000', 'hex'), Buffer.from('49492a00080000000100258804000100000 01a00000000000000'.replaceAll(' ', ''), 'hex'),
  Buffer.from('010001000200020000004e00000000000000', 'hex'), Buffer.from(canary),
]);
const length = Buffer.alloc(2);
length.writeUInt16BE(notes.length + 2);
const photo = Buffer.concat([plain.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, notes, plain.subarray(2)]);
check(photo.includes(canary), 'the file that is sent has the words');

async function send(buffer, name = '顔.jpg') {
  await page.goto(`${http}/settings/photo`);
  await page.setInputFiles('#photo-file', { name, mimeType: 'image/jpeg', buffer });
  await page.getByRole('button', { name: 'この写真にする' }).click();
}

await send(Buffer.from(`${canary}\nplain words\n`));
check((await page.getByText('選ばれたファイルの中身はテキストです').count()) === 1, 'words that say they are a picture are told for what they are');
await send(Buffer.alloc(11_000_000, 'x'));
check((await page.getByText('10 MBまでのファイルを選んでください').count()) === 1, 'a file that is too large is refused with a sentence');
check((await page.locator('.photo-large img').count()) === 0, 'and nothing is kept');

await send(photo);
check((await page.getByText('写真を登録しました').count()) === 1, 'a photo is put up');
await shot(page, 'photo');
const href = await page.locator('.photo-large img').getAttribute('src');
const served = await context.request.get(`${http}${href}`);
const bytes = await served.body();
check(served.headers()['content-type'] === 'image/jpeg' && served.headers()['cache-control'].includes('immutable'), 'it is served as what it is');
check(!bytes.includes(canary) && !bytes.includes('Exif'), 'what is served has neither the words nor the notes');
const shown = await page.locator('.photo-large img').evaluate((img) => [img.complete, img.naturalWidth, img.naturalHeight]);
check(shown[0] && shown[1] === 480 && shown[2] === 360, `it is small (${shown})`);

await page.goto(`${http}/directory?q=sato`);
check((await page.locator('.people-table .initial img').getAttribute('src')) === href, 'it stands in the directory in the place of the letter');
await page.goto(`${http}/directory/print?q=sato`);
check((await page.locator('.photo-print').count()) === 0, 'on paper it does not stand unasked');
await page.getByRole('link', { name: '写真を付ける' }).click();
check((await page.locator('.photo-print').count()) === 1, 'and stands where it was asked for');

await page.goto(`${http}/settings/photo`);
await page.getByRole('button', { name: '写真を外す' }).click();
check((await page.locator('.photo-large img').count()) === 0, 'it is taken down');
await page.locator('#done').getByRole('button', { name: '取り消す' }).click();
check((await page.locator('.photo-large img').getAttribute('src')) === href, 'and put back');
await close();
