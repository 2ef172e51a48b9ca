// Situations, seen: a resident answers and prints his list, and a camera reads its code;
// a librarian looks at the drawing and changes the questions.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync } from 'node:child_process';

import { CALM, ELDER, fitsItsWidth, isAccessible, isLargeEnough, picture, withBrowser }
    from '../lib/browser.mjs';
import { PASSWORD } from '../lib/server.mjs';
import { isWithinBudget } from '../lib/budget.mjs';

const CODE = '11330109000000019G5332001001003';      // 城乡居民基本养老保险注销登记
const ASK = `/item/${CODE}/ask`;
const EXPECT = [422];

const press = (page, name) =>
    page.getByRole('main').getByRole('button', { name, exact: true }).click();

// From the item to the list, and back to change an answer; look(page, name) is called on
// every page.
async function walk(page, look) {
    await page.goto(`/item/${CODE}`);
    await look('situation-item');
    await page.getByRole('link', { name: '回答 2 个问题，看要带什么' }).click();
    await look('situation-first');
    await page.getByText('参保人去世了').click();
    await press(page, '下一步');
    await look('situation-second');
    await page.getByText('两位或更多').click();
    await press(page, '下一步');
    await look('situation-list');
    assert.match(await page.getByRole('main').innerText(), /您要带 4 样材料/);

    await page.getByRole('link', { name: '修改 能领个人账户余额的继承人有几位？' }).click();
    assert.ok(await page.getByRole('radio', { name: '两位或更多' }).isChecked());
    await page.getByText('只有一位').click();
    await press(page, '下一步');
    assert.match(await page.getByRole('main').innerText(), /您要带 3 样材料/);
    await page.goBack();
    await page.goBack();
    assert.match(await page.getByRole('main').innerText(), /您要带 4 样材料/);
}

async function lookAt(page, size) {
    await isAccessible(page);
    await fitsItsWidth(page);
    await isLargeEnough(page, size);
}

async function signIn(page) {
    await page.goto('/desk/sign-in');
    await page.locator('#login').fill('librarian');
    await page.locator('#password').fill(PASSWORD);
    await press(page, '登录');
}

// What a camera reads of the code on the page.
async function scan(page) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'haoban-qr-'));
    const file = path.join(folder, 'qr.png');

    await page.locator('.receipt-qr').screenshot({ path: file });
    const read = execFileSync('zbarimg', ['--quiet', '--raw', file], { stdio: 'pipe' });

    fs.rmSync(folder, { recursive: true });
    return read.toString().trim();
}

withBrowser('situations', (it) => {
    for (const width of [360, 1280])
        it(`lead to the list at ${width} px`, async ({ open }) => {
            const page = await open('/', { width, expect: EXPECT });

            await walk(page, async (name) => {
                await picture(page, name);
                await lookAt(page, CALM);
            });
        });

    it('lead to the list in the elder version', async ({ open }) => {
        const page = await open('/settings?elder=1', { width: 360, expect: EXPECT });

        await walk(page, async (name) => {
            await picture(page, `${name}-elder`);
            await lookAt(page, ELDER);
        });
    });

    it('lead to the list in the dark', async ({ open }) => {
        const page = await open('/', { width: 360, scheme: 'dark', expect: EXPECT });

        await walk(page, () => isAccessible(page));
    });

    it('lead to the list without scripts', async ({ open }) => {
        const page = await open('/', { width: 360, script: false, expect: EXPECT });

        await walk(page, () => page.getByRole('main').waitFor());
    });

    it('say what is missing', async ({ open }) => {
        const page = await open(`${ASK}?was=reason.death`,
            { width: 360, expect: EXPECT });

        assert.match(await page.getByRole('alert').innerText(), /请选一个最接近的回答/);
        await lookAt(page, CALM);
    });

    it('speak English', async ({ open }) => {
        const page = await open('/settings?lang=en', { width: 360, expect: EXPECT });

        await page.goto(`${ASK}?a=reason.abroad`);
        assert.match(await page.getByRole('main').innerText(), /Bring 3 papers/);
        await lookAt(page, CALM);
    });

    it('have a code that a camera reads, in the dark too', async ({ open, server }) => {
        for (const scheme of ['light', 'dark']) {
            const page = await open(`${ASK}?a=reason.abroad`, { width: 360, scheme });

            assert.equal(await scan(page), `${server.origin}${ASK}?a=reason.abroad`);
        }
    });

    it('print the papers and the code, not the ways around', async ({ open }) => {
        const page = await open(`${ASK}?a=reason.abroad`, { width: 1280 });

        await page.emulateMedia({ media: 'print' });
        assert.ok(await page.locator('.receipt-qr').isVisible());
        assert.ok(await page.getByText('以扫码看到的为准').isVisible());
        assert.equal(await page.getByRole('link', { name: '修改' }).count(), 0);
        assert.equal(await page.getByRole('button', { name: '打印材料单' }).count(), 0);
        await picture(page, 'situation-print');
    });

    for (const width of [360, 1280])
        it(`are changed by a librarian at ${width} px`, async ({ open }) => {
            const page = await open('/', { width, expect: EXPECT });

            await signIn(page);
            await page.goto('/desk/situations');
            await picture(page, 'situation-desk');
            await lookAt(page, CALM);
            await page.goto(`/desk/situations/${CODE}`);
            await picture(page, 'situation-desk-item');
            await lookAt(page, CALM);

            const field = page.getByLabel('问题、答案和材料');
            const flow = await field.inputValue();
            await field.fill(flow.replace('"next": "heirs"', '"next": "nowhere"'));
            await press(page, '检查并预览');
            await picture(page, 'situation-desk-wrong');
            await lookAt(page, CALM);
            await field.fill(flow.replace('只有一位', `只有一位（${width}）`));
            await press(page, '检查并预览');
            await picture(page, 'situation-desk-preview');
            await lookAt(page, CALM);
            await press(page, '发布');
            assert.match(await page.getByRole('status').innerText(), /已经发布/);
            await page.goto(`${ASK}?a=reason.death`);
            assert.match(await page.getByRole('main').innerText(), /只有一位（/);
        });

    it('keep their budget', async ({ client }) => {
        for (const address of [ASK, `${ASK}?a=reason.death`,
            `${ASK}?a=reason.death-heirs.several`])
            await isWithinBudget(client, address);
    });
});
