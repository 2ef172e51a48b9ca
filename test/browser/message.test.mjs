// Notices in a real browser, with and without scripts, on a phone and at a desk: a
// resident opens his, a manager looks after what nobody knows and changes a wording.

import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';

import { CALM, fitsItsWidth, isAccessible, isLargeEnough, picture, withBrowser }
    from '../lib/browser.mjs';
import { PASSWORD } from '../lib/server.mjs';

const expect = [403, 404, 409, 422];
const CITIZEN = {
    name: '演示居民一', id_number: '330109190001010016', phone: '13800000001',
};

// A gateway that leaves everybody in doubt.
const gateway = http.createServer((request, response) => {
    response.statusCode = 500;
    response.end();
});
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'haoban-secrets-'));
const secrets = path.join(folder, 'secrets');

fs.writeFileSync(secrets, 'sms-key = key\n', { mode: 0o600 });
await new Promise((resolve) => gateway.listen(0, '127.0.0.1', resolve));
gateway.unref();

const press = (page, name) =>
    page.getByRole('main').getByRole('button', { name }).first().click();

async function signIn(page, login, address) {
    await page.goto(address);
    await page.fill('[name=login]', login);
    await page.fill('[name=password]', PASSWORD);
    await press(page, '登录');
    await page.waitForURL(/\/(my|desk)(\/library)?$/);
}

// A resident files a case and the window takes it in.
async function fileAndReceive(client) {
    const session = await client.json('POST', '/api/v1/session',
        { login: 'resident', password: PASSWORD });
    const guide = await client.get(`/api/v1/guide?q=${encodeURIComponent('老年人优待证')}`);

    client.bearer = session.json.token;
    const { json } = await client.json('POST', '/api/v1/filings',
        { ...CITIZEN, item: guide.json.results[0].code, statement: '年满六十' },
        { 'idempotency-key': randomUUID() });

    client.bearer = null;
    await client.submit(await client.get('/desk/sign-in'),
        { login: 'clerk', password: PASSWORD }, 'sign-in');
    await client.submit(await client.get(`/desk/case/${json.number}`), {}, '/receive');
    return json.number;
}

// look(page, name) is called on every page.
async function readNotices(page, look) {
    await signIn(page, 'resident', '/sign-in');
    await page.getByRole('link', { name: /^通知/ }).click();
    await look('messages');
    await press(page, /^打开/);
    await page.getByText('已经收件').waitFor();
    await look('message');
    await page.getByRole('link', { name: '通知', exact: true }).last().click();
    await page.getByRole('link', { name: '通知方式' }).click();
    await look('message-wishes');
    await page.getByLabel('邮箱').fill('no address');
    await press(page, '保存');
    await page.locator('#summary').waitFor();
    await look('message-wishes-wrong');
    await page.getByLabel('邮箱').fill('lin@example.cn');
    await press(page, '保存');
    await page.getByText('验证码已经发到').waitFor();
    await look('message-code');
}

async function lookAfter(page, look) {
    await signIn(page, 'manager', '/desk/sign-in');
    await page.goto('/desk/messages');
    await page.getByText('或者结果不明').waitFor();
    await look('desk-messages');
    await page.goto('/desk/deliveries?state=unknown');
    await look('deliveries');
    await page.getByRole('link', { name: /已收件/ }).first().click();
    await look('delivery');
    await page.getByLabel('为什么重发').fill('已问过本人，没有收到');
    await press(page, '重发');
    await page.getByText('人工重发几次').waitFor();
    await look('delivery-again');
    await page.goto('/desk/wordings');
    await look('wordings');
    await page.getByRole('link', { name: '已收件' }).click();
    await look('wording');
    await page.getByLabel('短信').fill('{item}编号{number}，{due}，一定不要忘记带上身份证和户口簿，{phone}');
    await press(page, '保存');
    await page.locator('#summary').waitFor();
    await look('wording-wrong');
    await page.getByLabel('短信').fill('{item}收到了，编号{number}');
    await press(page, '保存');
    await page.getByText('共 42 个字').waitFor();
    await look('wording-own');
    await press(page, '恢复自带的用语');
    await page.getByText('改过的版本').click();
    await look('wording-restored');
}

withBrowser('notices', (it) => {
    it('a case is taken in', async ({ client }) => {
        await fileAndReceive(client);
        await new Promise((resolve) => setTimeout(resolve, 1500));
    });

    for (const [name, journey] of Object.entries({ readNotices, lookAfter })) {
        for (const width of [360, 1280])
            it(`${name}: ${width} px, large enough, and axe finds nothing`,
                async ({ open, client }) => {
                    await fileAndReceive(client);
                    await new Promise((resolve) => setTimeout(resolve, 1500));

                    const page = await open('/', { width, expect });

                    await journey(page, async (of) => {
                        await picture(page, of);
                        await fitsItsWidth(page);
                        await isLargeEnough(page, CALM);
                        await isAccessible(page);
                    });
                });

        it(`${name}: without scripts`, async ({ open, client }) => {
            await fileAndReceive(client);
            await new Promise((resolve) => setTimeout(resolve, 1500));
            await journey(await open('/', { width: 360, script: false, expect }),
                () => {});
        });
    }
}, { options: ['--sms-gateway', `http://127.0.0.1:${gateway.address().port}/`,
    '--gateway-secrets', secrets] });
