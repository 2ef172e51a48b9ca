// Papers in a real browser: uploading from a phone, with and without scripts, and a
// clerk who looks at them.

import assert from 'node:assert/strict';

import {
    fitsItsWidth, isAccessible, isLargeEnough, picture, withBrowser,
} from '../lib/browser.mjs';
import { pdf } from '../lib/files.mjs';
import { PASSWORD } from '../lib/server.mjs';

const ITEM = '老年优待证';

async function signIn(page, login) {
    await page.fill('[name=login]', login);
    await page.fill('[name=password]', PASSWORD);
    await page.getByRole('main').getByRole('button', { name: '登录' }).click();
}

async function begin(page) {
    await page.goto(`/search?q=${encodeURIComponent(ITEM)}`);
    await page.locator('a[href^="/search/open"]').first().click();
    await page.waitForURL(/\/item\//);
    await page.goto(new URL(page.url()).pathname.replace('/item/', '/apply/'));
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
        await choose(page, '通知.pdf', 'application/pdf', pdf(2));
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
        assert.equal(await page.evaluate(() => document.activeElement.id), 'paper');
        await isAccessible(page);
        await fitsItsWidth(page);
        await isLargeEnough(page);
        await picture(page, 'papers-refused');
    });

    it('a clerk turns the pages and enlarges them by keys', async ({ open }) => {
        const page = await open('/desk/sign-in');

        await signIn(page, 'clerk');
        await page.waitForURL(/\/desk$/);
        await page.goto(`/desk/case/${number}`);
        await page.getByRole('button', { name: /^查看 *通知/ }).click();
        await page.waitForURL(/\/papers\/\d+\/1$/);
        await page.getByText('第 1 页，共 2 页').waitFor();
        assert.equal(await page.locator('img').evaluate((image) => image.naturalHeight),
            1200);
        await isAccessible(page);
        await fitsItsWidth(page);
        await isLargeEnough(page);
        await picture(page, 'paper-view');
        await page.keyboard.press('ArrowRight');
        await page.waitForURL(/\/papers\/\d+\/2$/);
        await page.keyboard.press('z');
        await page.waitForURL(/large=1/);
        assert.equal(await page.locator('img').evaluate((image) => image.naturalHeight),
            2400);
        await fitsItsWidth(page);
        await isAccessible(page);
        await picture(page, 'paper-large');
        await page.keyboard.press('ArrowLeft');
        await page.waitForURL(/\/papers\/\d+\/1$/);
        await page.goto(`/desk/case/${number}`);
        await page.getByText('查看了申请人传的材料').waitFor();
        await isAccessible(page);
        await fitsItsWidth(page);
        await isLargeEnough(page);
        await picture(page, 'papers-case');
    });

    it('a clerk marks what is wrong, and the asker sends it anew', async ({ open }) => {
        const desk = await open('/desk/sign-in', { width: 360 });

        await signIn(desk, 'clerk');
        await desk.waitForURL(/\/desk$/);
        await desk.goto(`/desk/case/${number}/papers`);
        await isAccessible(desk);
        await fitsItsWidth(desk);
        await isLargeEnough(desk);
        await picture(desk, 'papers-review');

        const line = desk.locator('section.sheet').first();
        const name = await line.locator('h2').textContent();

        await line.getByText('有问题，要补正').click();
        await line.getByLabel('哪里不对，怎么改').fill('照片太暗，请重新拍');
        await line.getByRole('button', { name: '标为有问题' }).click();
        await desk.getByText('照片太暗，请重新拍').first().waitFor();
        await picture(desk, 'papers-marked');

        const page = await open('/sign-in', { width: 360 });

        await signIn(page, 'resident');
        await page.goto(`/my/${number}/papers`);
        await page.getByText('照片太暗，请重新拍').waitFor();
        await isAccessible(page);
        await fitsItsWidth(page);
        await isLargeEnough(page);
        await picture(page, 'papers-more');
        await page.getByRole('link', { name: `传这一样 ${name}` }).click();
        assert.equal(await page.getByLabel('是哪一样材料').inputValue(), name);
        await choose(page, '重拍.pdf', 'application/pdf', pdf(3));
        await upload(page);
        await page.getByRole('link', { name: '重拍.pdf' }).waitFor();
        assert.equal(await page.getByText('照片太暗，请重新拍').count(), 0);
    });

    it('a broken line is waited for, and the upload goes on', async (context) => {
        const { open, complaints } = context;
        const page = await open('/', { width: 360 });
        const sent = [];
        let broken = 2;

        await begin(page);
        await page.route(/\/uploads\/\d+\/\d+$/, (route) => {
            if (/\/1$/.test(route.request().url()) && broken-- > 0)
                return route.abort('connectionreset');
            sent.push(route.request().url().split('/').pop());
            return route.continue();
        });
        await choose(page, '长.pdf', 'application/pdf', longPdf());
        await upload(page);
        await page.getByText('网络断了，连上以后会接着传。').waitFor();
        await picture(page, 'papers-progress');
        await page.getByRole('link', { name: '长.pdf' }).waitFor();
        assert.deepEqual(sent, ['0', '1', '2']);
        // That the line broke is what the console says, and meant.
        assert.ok(complaints.splice(0).every((one) => /CONNECTION_RESET/.test(one)));
        await isAccessible(page);
    });
});

// More than two pieces of 256 KB.
function longPdf() {
    return Buffer.concat([pdf().subarray(0, 9), Buffer.from(`%${'x'.repeat(600_000)}\n`),
        pdf().subarray(9)]);
}
