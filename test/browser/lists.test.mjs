// All cases and their files in a real browser, with and without scripts, on a phone and
// at a desk.

import assert from 'node:assert/strict';
import path from 'node:path';

import { CALM, fitsItsWidth, isAccessible, isLargeEnough, picture, withBrowser }
    from '../lib/browser.mjs';
import { command, PASSWORD, root } from '../lib/server.mjs';

const CASES = 400;
const WAITS = 60;

const press = (page, name) =>
    page.getByRole('main').getByRole('button', { name, exact: true }).first().click();

async function signIn(page) {
    await page.goto('/desk/sign-in');
    await page.fill('[name=login]', 'manager');
    await page.fill('[name=password]', PASSWORD);
    await press(page, '登录');
    await page.waitForURL(/\/desk$/);
}

// Where no script runs, the page is asked again.
async function waitForFile(page, script) {
    const files = page.getByRole('link', { name: '下载', exact: true });

    for (let i = 0; i < WAITS && !await files.count(); i++) {
        await page.waitForTimeout(500);
        if (!script)
            await page.reload();
    }
    assert.ok(await files.count() > 0);
}

// look(page, name) is called on every page.
async function useList(page, look, script = true) {
    await signIn(page);
    await page.getByRole('link', { name: '全部办件' }).click();
    await look('cases');
    await page.selectOption('[name=state]', 'at-over');
    await press(page, '筛选');
    await page.waitForURL(/state=at-over/);
    await page.fill('[name=name]', '办完的');
    await press(page, '保存筛选');
    await page.getByRole('link', { name: '办完的' }).first().waitFor();
    await look('cases-saved');
    await page.getByRole('link', { name: '导出', exact: true }).click();
    await look('export-new');
    await press(page, '开始导出');
    await page.waitForURL(/\/desk\/exports$/);
    await waitForFile(page, script);
    await look('exports');
    await press(page, '删除');
    await page.goto('/desk/cases');
    await page.fill('[name=who]', '123');
    await press(page, '查这个人的办件');
    await page.locator('#summary').waitFor();
    await look('cases-wrong');
    await page.getByRole('button', { name: /^删掉/ }).first().click();
}

withBrowser('lists', (it) => {
    it('there are cases', async ({ server }) => {
        const { code, stderr } = await command(
            ['simulate', '--cases', String(CASES), ...server.where],
            { program: path.join(root, 'haoban') });

        assert.equal(code, 0, stderr);
    });

    for (const width of [360, 1280])
        it(`a list becomes a file at ${width} px`, async ({ open }) => {
            const page = await open('/', { width, expect: [422] });

            await useList(page, async (name) => {
                await picture(page, name);
                await fitsItsWidth(page);
                await isLargeEnough(page, CALM);
                await isAccessible(page);
            });
        });

    it('a list becomes a file without scripts', async ({ open }) => {
        const page = await open('/', { width: 360, script: false, expect: [422] });

        await useList(page, () => fitsItsWidth(page), false);
    });
});
