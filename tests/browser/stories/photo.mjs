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

// What a camera that was held upright writes: the pixels lie on their side, and a note says so (6: a quarter to the right).
const side = Buffer.from(await page.evaluate(async () => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [900, 600];
  const ink = canvas.getContext('2d');
  ink.fillStyle = '#ffffff';
  ink.fillRect(0, 0, 900, 600);
  ink.fillStyle = '#0000c0';
  ink.fillRect(450, 0, 450, 600);
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.95));
  return [...new Uint8Array(await blob.arrayBuffer())];
}));
const turned = Buffer.concat([side.subarray(0, 2), Buffer.from('ffe10022457869660000' + '49492a0008000000' + '0100' + '1201030001000000' + '06000000' + '00000000', 'hex'), side.subarray(2)]);
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

const frame = '2c00000000010001000002024401' + '00';
await send(Buffer.from(`4749463839610100010080000000ffff00ff00${frame}${frame}3b`, 'hex'));
check((await page.getByText('選ばれたファイルの中身はGIF画像です').count()) === 1, 'a GIF that moves is told for what it is');
await send(Buffer.concat([Buffer.from('00000018', 'hex'), Buffer.from('ftypheic\0\0\0\0mif1heic')]));
check((await page.getByText('JPEGで保存し直し').count()) === 1, 'a HEIC photo is told how to become a JPEG');
const cut = Buffer.from(await page.evaluate(async () => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [300, 300];
  const ink = canvas.getContext('2d');
  for (let at = 0; at < 300; at += 3) {
    ink.fillStyle = `hsl(${at * 7} 60% ${20 + (at % 60)}%)`;
    ink.fillRect(at, (at * 13) % 300, 40, 40);
  }
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
  const bytes = [...new Uint8Array(await blob.arrayBuffer())];
  return bytes.slice(0, bytes.length / 2);
}));
await send(cut);
check((await page.getByText('壊れていて読み取れませんでした').count()) === 1, 'half a picture is told to be broken');
await shot(page, 'photo-refused');
check((await page.locator('.photo-large img').count()) === 0, 'and still nothing is kept');

await send(turned);
const upright = await page.locator('.photo-large img').evaluate(async (img) => {
  await img.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [img.naturalWidth, img.naturalHeight];
  const ink = canvas.getContext('2d');
  ink.drawImage(img, 0, 0);
  const blue = (x, y) => ink.getImageData(x, y, 1, 1).data[0] < 100;
  const [w, h] = [canvas.width, canvas.height];
  return { w, h, above: blue(w / 2, 10), below: blue(w / 2, h - 10), left: blue(10, h / 4), right: blue(w - 10, h / 4) };
});
check(upright.w === 480 && upright.h === 480 && !upright.above && upright.below && !upright.left && !upright.right, `it stands upright: ${JSON.stringify(upright)}`);

await send(photo);
check((await page.getByText('写真を登録しました').count()) === 1, 'a photo is put up');
await shot(page, 'photo');
const href = await page.locator('.photo-large img').getAttribute('src');
const served = await context.request.get(`${http}${href}`);
const bytes = await served.body();
check(served.headers()['content-type'] === 'image/jpeg' && served.headers()['cache-control'] === 'private, no-cache', 'it is served as what it is, and asked for each time');
const known = await context.request.get(`${http}${href}`, { headers: { 'If-None-Match': served.headers().etag } });
check(known.status() === 304 && (await known.body()).length === 0, 'a browser that has it is sent nothing');
check(!bytes.includes(canary) && !bytes.includes('Exif'), 'what is served has neither the words nor the notes');
const shown = await page.locator('.photo-large img').evaluate((img) => [img.complete, img.naturalWidth, img.naturalHeight]);
check(shown[0] && shown[1] === 480 && shown[2] === 480, `it is small and square (${shown})`);
check((await page.locator('.bar-face img').getAttribute('src')) === href, 'it stands in the bar');

await page.goto(`${http}/directory?q=sato`);
check((await page.locator('.people-table .initial img').getAttribute('src')) === href, 'it stands in the directory in the place of the letter');
await page.goto(`${http}/groups`);
await page.fill('#group-name', '写真の見え方');
await page.locator('#group-name').press('Enter');
await page.waitForURL(/\/groups\/.+/);
await page.locator('#group-q').pressSequentially('さとう');
await page.locator('.picker-one[data-value=sato] img').waitFor();
check((await page.locator('.picker-one[data-value=sato] img').getAttribute('src')) === href, 'and where people are chosen');
await shot(page, 'photo-picker');
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
