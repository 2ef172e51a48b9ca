// The citizens' way through the site, seen: on a phone and a desk, in both sizes of
// letters, with and without scripts.  Every page on the way is measured.

import assert from 'node:assert/strict';

import { CALM, ELDER, fitsItsWidth, isAccessible, isLargeEnough, picture, withBrowser }
    from '../lib/browser.mjs';
import { PASSWORD } from '../lib/server.mjs';
import { isWithinBudget } from '../lib/budget.mjs';

const EXPECT = [404, 409, 422];
const OPEN = {
    search: '/search', found: '/search?q=老人补贴', 'not-found': '/search?q=飞碟补贴',
    track: '/track', 'track-over': '/track/1.2.3', privacy: '/about/privacy',
    'sign-in': '/sign-in', items: '/items', 'item-changes': '/items/changes',
    outlets: '/items/outlets', zone: '/zone/liyuan', featured: '/items/list?by=featured'
        + '&value=yes',
};

const press = (page, name) =>
    page.getByRole('main').getByRole('button', { name, exact: true }).click();

async function signIn(page) {
    await page.goto('/sign-in');
    await page.getByLabel('账号').fill('resident');
    await page.getByLabel('密码').fill(PASSWORD);
    await press(page, '登录');
}

async function codeOf(page, words) {
    const query = encodeURIComponent(words);
    const answer = await page.request.get(`/api/v1/guide?limit=1&q=${query}`);

    return (await answer.json()).results[0].code;
}

// From signing in to the rating; look(page, name) is called on every page.
async function walk(page, look) {
    await signIn(page);
    await look('mine-empty');
    await page.goto(`/apply/${await codeOf(page, '老年优待证')}`);
    await look('apply');
    await page.getByLabel('手机号').fill('138');
    await press(page, '下一步：核对');
    await look('apply-wrong');
    await page.getByLabel('手机号').fill('13800000001');
    await page.getByLabel('补充说明').fill('今年七十岁，\n请寄到家里。');
    await press(page, '下一步：核对');
    await look('check');
    await press(page, '确认提交');
    await look('receipt');
    const number = page.url().slice(-24);

    await page.goto('/my');
    await look('mine');
    await page.goto('/track');
    await page.getByLabel('办件编号').fill(number);
    await page.getByLabel('手机号后四位').fill('0001');
    await press(page, '查询');
    await look('tracked');
    await page.goto(`/my/${number}`);
    await page.getByText('不想办了').click();
    await look('own');
    await press(page, '撤回申请');
    await look('withdrawn');
    await page.getByRole('link', { name: '评一评这次服务' }).click();
    await press(page, '提交评价');
    await look('rate-wrong');
    await page.getByText('非常满意', { exact: true }).click();
    await press(page, '提交评价');
    await look('thanks');
    assert.match(await page.getByRole('main').innerText(), /您评的是 非常满意/);
}

withBrowser('the citizens\' way', (it) => {
    for (const [name, address] of Object.entries(OPEN))
        it(`${name} is accessible, fits, and is large enough`, async ({ open }) => {
            for (const width of [320, 360, 1280]) {
                const page = await open(address, { width, expect: EXPECT });

                await picture(page, name);
                await isAccessible(page);
                await fitsItsWidth(page);
                await isLargeEnough(page, CALM);
            }
        });

    for (const width of [360, 1280])
        it(`can be walked at ${width} px`, async ({ open }) => {
            const page = await open('/', { width, expect: EXPECT });

            await walk(page, async (name) => {
                await picture(page, name);
                await isAccessible(page);
                await fitsItsWidth(page);
                await isLargeEnough(page, CALM);
            });
        });

    it('can be walked in the elder version', async ({ open }) => {
        const page = await open('/settings?elder=1', { width: 360, expect: EXPECT });

        await walk(page, async (name) => {
            await picture(page, `${name}-elder`);
            await isAccessible(page);
            await fitsItsWidth(page);
            await isLargeEnough(page, ELDER);
        });
    });

    it('can be walked in the dark', async ({ open }) => {
        const page = await open('/', { width: 360, scheme: 'dark', expect: EXPECT });

        await walk(page, () => isAccessible(page));
    });

    it('can be walked without scripts', async ({ open }) => {
        const page = await open('/', { width: 360, script: false, expect: EXPECT });

        await walk(page, () => page.getByRole('main').waitFor());
    });

    it('suggests while one types',
        async ({ open }) => {
            const page = await open('/', { width: 360 });

            await page.getByRole('combobox').fill('老年证');
            await page.getByRole('option').first().waitFor();
            await page.keyboard.press('ArrowDown');
            await page.keyboard.press('Enter');
            await page.waitForURL(/\/item\//);
        });

    it('keeps its budget', async ({ client }) => {
        for (const address of ['/', '/track', '/sign-in', '/about/privacy',
            `/search?q=${encodeURIComponent('补贴')}`])
            await isWithinBudget(client, address);
    });
});
