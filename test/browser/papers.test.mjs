// Papers in a real browser: uploading from a phone, with and without scripts, and a
// clerk who looks at them.

import assert from 'node:assert/strict';

import {
    fitsItsWidth, isAccessible, isLargeEnough, picture, withBrowser,
} from '../lib/browser.mjs';
import { PASSWORD } from '../lib/server.mjs';

const ITEM = '老年优待证';

async function signIn(page, login) {
    await page.fill('[name=login]', login);
    await page.fill('[name=password]', PASSWORD);
    await page.getByRole('main').getByRole('button', { name: '登录' }).click();
}

async function begin(page) {
    await page.goto(`/search?q=${encodeURIComponent(ITEM)}`);
    const code = await page.locator('a[href^="/item/"]').first().getAttribute('href');

    await page.goto(code.replace('/item/', '/apply/'));
    await signIn(page, 'resident');
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('heading', { name: '材料', exact: true }).waitFor();
}

// A photo as the browser itself would make it, with a lot to see.
function draw(page, width, height, type) {
    return page.evaluate(async ({ width: w, height: h, type: kind }) => {
        const canvas = new OffscreenCanvas(w, h);
        const pen = canvas.getContext('2d');

        for (let i = 0; i < 3000; i++) {
            pen.fillStyle = `hsl(${(i * 47) % 360} 80% 50%)`;
            pen.fillRect((i * 7919) % w, (i * 104729) % h, 60, 60);
        }
        const blob = await canvas.convertToBlob({ type: kind });

        return [...new Uint8Array(await blob.arrayBuffer())];
    }, { width, height, type }).then((bytes) => Buffer.from(bytes));
}

async function choose(page, name, mimeType, buffer) {
    await page.setInputFiles('#paper', { name, mimeType, buffer });
}

const upload = (page) => page.getByRole('button', { name: '上传' }).click();

withBrowser('papers', (it) => {
    let photo;
    let number;

    it('a phone without scripts sends the photo as it is', async ({ open }) => {
        const drawing = await open('/', { width: 360 });

        photo = await draw(drawing, 3000, 2000, 'image/jpeg');

        const page = await open('/', { width: 360, script: false });

        await begin(page);
        await choose(page, '身份证正面.jpg', 'image/jpeg', photo);
        await upload(page);
        await page.getByText('已传 1 份').waitFor();
        await page.getByRole('button', { name: '删除' }).click();
        await page.getByRole('heading', { name: '材料', exact: true }).waitFor();
        assert.equal(await page.getByText('已传').count(), 0);
    });

    it('scripts make a large photo smaller before it goes', async ({ open }) => {
        const page = await open('/', { width: 360 });

        await begin(page);
        await choose(page, '身份证正面.jpeg', 'image/jpeg', photo);
        await page.waitForFunction(() =>
            document.getElementById('paper').files[0].name.endsWith('.jpg'));
        await upload(page);
        await page.getByRole('link', { name: '身份证正面.jpg' }).waitFor();
        await choose(page, '户口簿.jpg', 'image/jpeg', photo);
        await upload(page);
        await page.getByText('已传 2 份').waitFor();
        await isAccessible(page);
        await fitsItsWidth(page);
        await isLargeEnough(page);
        await picture(page, 'papers');

        await page.getByRole('link', { name: '身份证正面.jpg' }).click();
        const size = await page.locator('img').evaluate((image) =>
            [image.naturalWidth, image.naturalHeight]);

        assert.deepEqual(size, [2000, 1333]);
        await page.goBack();
        await page.getByRole('button', { name: '确认提交' }).click();
        await page.waitForURL(/\/receipt\//);
        number = page.url().slice(-24);
    });

    it('a file that was not sent yet goes with the application', async ({ open }) => {
        const page = await open('/', { width: 360, script: false });

        await begin(page);
        await choose(page, '户口簿.jpg', 'image/jpeg', photo);
        await page.getByRole('button', { name: '确认提交' }).click();
        await page.waitForURL(/\/receipt\//);
        await page.getByText('已传 1 份材料').waitFor();
    });

    it('a file that is refused says so beside its field', async ({ open }) => {
        const page = await open('/', { width: 320, expect: [415] });

        await begin(page);
        await choose(page, '照片.jpg', 'text/plain', Buffer.from('no photo'));
        await upload(page);
        await page.locator('#paper-error').waitFor();
        assert.equal(await page.evaluate(() => document.activeElement.id), 'summary');
        await isAccessible(page);
        await fitsItsWidth(page);
        await isLargeEnough(page);
        await picture(page, 'papers-refused');
    });

    it('a clerk looks at a photo in a page of its own', async ({ open }) => {
        const page = await open('/desk/sign-in');

        await signIn(page, 'clerk');
        await page.waitForURL(/\/desk$/);
        await page.goto(`/desk/case/${number}`);
        const opened = page.context().waitForEvent('page');

        await page.getByRole('button', { name: /^查看 *身份证正面/ }).click();
        const other = await opened;

        await other.waitForLoadState();
        assert.equal(await other.locator('img').evaluate((image) => image.naturalWidth),
            2000);
        await page.reload();
        await page.getByText('查看了申请人传的材料').waitFor();
        await isAccessible(page);
        await fitsItsWidth(page);
        await isLargeEnough(page);
        await picture(page, 'papers-case');
    });
});
