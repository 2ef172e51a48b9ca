// Deadlines in a real browser: the board by keys and without scripts, the decision of a
// case on its first screen, the table of who is told, and the track on a phone.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { CALM, fitsItsWidth, isAccessible, isLargeEnough, picture, withBrowser }
    from '../lib/browser.mjs';
import { PASSWORD } from '../lib/server.mjs';

const CITIZEN = {
    name: '演示居民一', id_number: '330109190001010016', phone: '13800000001',
};

const press = (page, name) =>
    page.getByRole('main').getByRole('button', { name }).first().click();

async function signIn(page, login, address) {
    await page.goto(address);
    await page.fill('[name=login]', login);
    await page.fill('[name=password]', PASSWORD);
    await press(page, '登录');
    await page.waitForURL(/\/(my|desk)(\/library)?$/);
}

// A case that goes along: each step is [login, verb, fields].
async function along(client, steps) {
    const as = async (login) => {
        const { json } = await client.json('POST', '/api/v1/session',
            { login, password: PASSWORD });

        client.bearer = json.token;
    };
    const guide = await client.get(
        `/api/v1/guide?limit=1&q=${encodeURIComponent('高龄津贴发放申请')}`);

    await as('resident');
    const { json } = await client.json('POST', '/api/v1/filings',
        { ...CITIZEN, item: guide.json.results[0].code, statement: '腿脚不便' },
        { 'idempotency-key': randomUUID() });

    for (const [login, verb, fields = {}] of steps) {
        await as(login);
        const { status, body } = await client.json('POST',
            `/api/v1/filings/${json.number}/${verb}`, fields);

        assert.equal(status, 200, body);
    }
    client.bearer = null;
    return json.number;
}

const EXPECT = [422];                 // a hearing that is called too soon
const ACCEPTED = [['clerk', 'receive'], ['clerk', 'accept']];
const numbers = {};

async function lookAtBoard(page, look) {
    await signIn(page, 'manager', '/desk/sign-in');
    await page.goto('/desk/board');
    await page.getByText('先答复这些').waitFor();
    await look('board');
    await page.goto('/desk/board?light=blue');
    await page.getByText('开始特别程序').waitFor();
    await look('board-blue');
    await page.goto(`/desk/case/${numbers.plain}?do=supervise#do-supervise`);
    await page.locator('#note-supervise').waitFor();
    await page.goto('/desk/escalation?kind=decide&late=1&days=3');
    await page.getByText('改这一行').waitFor();
    await look('escalation');
    await page.getByLabel('提醒首问人', { exact: true }).check();
    await press(page, '保存');
    await page.getByText('恢复程序自带的表').first().click();
    await look('escalation-own');
    await press(page, '恢复自带的表');
    await page.getByText('现在用的是程序自带的表').waitFor();
}

async function follow(page, look) {
    await page.goto('/track');
    await page.getByLabel('办件编号').fill(numbers.lacking);
    await page.getByLabel('手机号后四位').fill('0001');
    await press(page, '查询');
    await page.getByText('轮到您了').waitFor();
    await look('track-turn');
    await signIn(page, 'resident', '/sign-in');
    for (const [name, number] of Object.entries(numbers)) {
        await page.goto(`/my/${number}`);
        await page.getByText('为什么是这个期限').click();
        await look(`own-${name}`);
    }
}

// What an office does with a case in which a hearing was asked for.
async function callHearing(page, look) {
    await signIn(page, 'reviewer', '/desk/sign-in');
    await page.goto(`/desk/case/${numbers.heard}?do=call_hearing`);
    await page.getByLabel('在哪里举行').fill('便民中心三楼');
    await look('hearing-call');
    await page.getByLabel('哪一天举行').fill(inDays(3));
    await page.getByRole('button', { name: '通知听证时间地点' }).click();
    await page.getByText('听证要在举行的 7 个工作日前通知').first().waitFor();
    await look('hearing-too-soon');
    await page.goto(`/desk/case/${numbers.offered}`);
    await page.getByText('才能作决定').waitFor();
    await look('hearing-offered');
}

const inDays = (days) => new Date(Date.now() + (days * 24 + 8) * 3600e3).toISOString()
    .slice(0, 10);

withBrowser('deadlines', (it) => {
    it('cases are on their way', async ({ client }) => {
        numbers.plain = await along(client, ACCEPTED);
        numbers.paused = await along(client,
            [...ACCEPTED, ['reviewer', 'special', { special: 'appraisal', days: 10 }]]);
        numbers.pressed = await along(client,
            [...ACCEPTED, ['manager', 'supervise', { note: '三天没有动了' }]]);
        const offered = [...ACCEPTED,
            ['reviewer', 'offer_hearing', { note: '拟不予批准，邻居有异议' }]];

        numbers.offered = await along(client, offered);
        numbers.heard = await along(client, [...offered, ['resident', 'ask_hearing']]);
        numbers.lacking = await along(client,
            [['clerk', 'receive'], ['clerk', 'supplement', { defect_1: '照片看不清' }]]);
    });

    for (const [name, journey] of Object.entries({ lookAtBoard, follow, callHearing })) {
        for (const width of [360, 1280])
            it(`${name}: ${width} px, large enough, and axe finds nothing`,
                async ({ open }) => {
                    const page = await open('/', { width, expect: EXPECT });

                    await journey(page, async (of) => {
                        await picture(page, of);
                        await fitsItsWidth(page);
                        await isLargeEnough(page, CALM);
                        await isAccessible(page);
                    });
                });

        it(`${name}: without scripts`, async ({ open }) => {
            await journey(await open('/', { width: 360, script: false, expect: EXPECT }),
                () => {});
        });
    }

    it('goes by keys from row to row, and to a light', async ({ open }) => {
        const page = await open('/', { width: 1280 });
        const at = () => page.evaluate(() => document.activeElement.getAttribute('href'));

        await signIn(page, 'manager', '/desk/sign-in');
        await page.goto('/desk/board');
        await page.keyboard.press('j');
        assert.equal(await at(), `/desk/case/${numbers.pressed}`);
        await page.keyboard.press('ArrowDown');
        const second = await at();

        assert.notEqual(second, `/desk/case/${numbers.pressed}`);
        await page.keyboard.press('k');
        assert.equal(await at(), `/desk/case/${numbers.pressed}`);
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Enter');
        await page.waitForURL(`**${second}`);
        await page.goto('/desk/board');
        await page.keyboard.press('4');
        await page.waitForURL(/light=blue/);
    });

    it('decides without scrolling at 1280 × 800', async ({ open }) => {
        const page = await open('/', { width: 1280 });

        await page.setViewportSize({ width: 1280, height: 800 });
        await signIn(page, 'reviewer', '/desk/sign-in');
        await page.goto(`/desk/case/${numbers.plain}`);
        const box = await page.getByRole('button', { name: '准予' }).boundingBox();

        assert.ok(box.y + box.height <= 800, `ends at ${box.y + box.height}`);
        const papers = await page.getByText('要核对的材料').boundingBox();

        assert.ok(papers.y < 400 && papers.x < box.x, 'papers left, decision right');
    });

    it('says whose turn it is on the first screen of a phone', async ({ open }) => {
        const page = await open('/', { width: 360 });

        await page.setViewportSize({ width: 360, height: 640 });
        await signIn(page, 'resident', '/sign-in');
        for (const number of Object.values(numbers)) {
            await page.goto(`/my/${number}`);
            const says = page.locator('#says').locator('p, h2').first();
            const box = await says.boundingBox();

            assert.ok(box.y + box.height <= 640, `ends at ${box.y + box.height}`);
        }
    });

    it('asks for a hearing without scripts', async ({ client, open }) => {
        const page = await open('/', { width: 360, script: false });
        const number = await along(client, [...ACCEPTED,
            ['reviewer', 'offer_hearing', { note: '拟不予批准，邻居有异议' }]]);

        await signIn(page, 'resident', '/sign-in');
        await page.goto(`/my/${number}`);
        await page.getByLabel('想说明什么').fill('我一直住在这里');
        await press(page, '要求听证');
        await page.getByText('特别程序中').first().waitFor();
    });
}, { options: ['--rate-per-minute', '100000'] });
