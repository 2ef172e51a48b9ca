// Acting for another in a real browser: a phone without scripts gives and uses a mandate,
// the desk records one, hands a case over and enters an absence.

import assert from 'node:assert/strict';

import {
    fitsItsWidth, isAccessible, isLargeEnough, picture, withBrowser,
} from '../lib/browser.mjs';
import { PASSWORD } from '../lib/server.mjs';

async function signIn(page, path, login) {
    await page.goto(path);
    await page.fill('[name=login]', login);
    await page.fill('[name=password]', PASSWORD);
    await page.getByRole('main').getByRole('button', { name: '登录' }).click();
}

async function look(page, name) {
    await fitsItsWidth(page);
    await isLargeEnough(page);
    await isAccessible(page);
    await picture(page, name);
}

const MINE = ['/my/mandates', '/my/mandates/give', '/my/mandates/give/family',
    '/my/mandates/give/village', '/my/mandates/ask', '/my/acting',
    '/mandate/letter/family'];
const DESK = ['/desk/mandates', '/desk/mandates/new', '/desk/mandates/new/firm',
    '/desk/people/absence', '/desk/mine'];
const named = (address) => `mandate-${address.slice(1).replaceAll('/', '-')}`;

withBrowser('mandates', (it) => {
    it('a phone without scripts lets a relative act', async ({ open }) => {
        const page = await open('/', { width: 360, script: false });

        await signIn(page, '/sign-in', 'resident');
        await page.goto('/my/mandates/give/family');
        await page.fill('[name=name]', '演示居民二');
        await page.fill('[name=id_number]', '330109190001010024');
        await page.getByLabel('子女').check();
        await page.getByRole('button', { name: '确认授权' }).click();
        assert.match(await page.getByRole('main').innerText(), /有效/);
        await fitsItsWidth(page);
    });

    for (const width of [360, 1280]) {
        it(`a resident's pages fit ${width} pixels`, async ({ open }) => {
            const page = await open('/', { width });

            await signIn(page, '/sign-in', 'resident');
            for (const address of MINE) {
                await page.goto(address);
                await look(page, named(address));
            }
            await page.goto('/my/mandates');
            await page.locator('.list a').first().click();
            await page.getByText('撤销授权').first().click();
            await look(page, `mandate-one`);
        });

        it(`the desk's pages fit ${width} pixels`, async ({ open }) => {
            const page = await open('/', { width });

            await signIn(page, '/desk/sign-in', 'clerk');
            for (const address of DESK) {
                await page.goto(address);
                await look(page, named(address));
            }
            await page.goto('/desk/mandates');
            await page.locator('.list a').first().click();
            await look(page, `mandate-desk-one`);
            await page.getByRole('link', { name: '用这份授权收件' }).click();
            await page.locator('.list a').first().click();
            await look(page, `mandate-intake`);
            await page.fill('[name=phone]', '13800000001');
            await page.getByRole('button', { name: '收件并出回执' }).click();
            const number = page.url().slice(-24);

            await page.goto(`/desk/case/${number}`);
            await look(page, `mandate-case`);
            await page.getByRole('link', { name: '转交' }).click();
            await look(page, `mandate-hand-over`);
        });

        it(`the manager's page fits ${width} pixels`, async ({ open }) => {
            const page = await open('/', { width });

            await signIn(page, '/desk/sign-in', 'manager');
            await page.goto('/desk/people');
            await look(page, `mandate-people`);
        });
    }
});
