// 一件事: one form, one set of papers, one number; the items follow one another as the
// law lets them, and one tracker shows all of it.  No JavaScript anywhere.

import assert from 'node:assert/strict';

import { PASSWORD, withServer } from '../lib/server.mjs';

async function signIn(server, login, path = '/desk/sign-in') {
    const client = server.client();
    const page = await client.submit(await client.get(path),
        { login, password: PASSWORD }, 'sign-in');

    assert.equal(page.status, 200, page.text);
    return client;
}

async function act(client, path, verb, fields = {}) {
    const page = await client.get(path);

    assert.equal(page.status, 200, page.text);
    return client.submit(page, fields, `/${verb}`);
}

withServer('one thing at once', (it) => {
    let number;
    let children;
    let taken;

    async function readChildren(server) {
        const api = server.client();

        api.bearer = (await api.json('POST', '/api/v1/session',
            { login: 'resident', password: PASSWORD })).json.token;
        children = (await api.json('GET', `/api/v1/matters/${number}`)).json.parts;
        return children;
    }

    it('lists what there is, and what one takes', async ({ client }) => {
        const list = await client.get('/bundles');

        assert.match(list.text, /出生一件事/);
        assert.match(list.text, /开餐饮店一件事/);
        const page = await client.get('/bundle/CY');
        assert.match(page.text, /等“个体工商户设立登记代办”办成后开始/);
        assert.equal(page.text.match(/经营者居民身份证/g).length, 1);
        const { json } = await client.json('GET', '/api/v1/bundles/CY');
        assert.equal(json.items.length, 3);
        assert.deepEqual(json.items[1].after, [json.items[0].code]);
        assert.equal((await client.get('/bundle/NONE')).status, 404);
    });

    it('is asked for with one form', async ({ server }) => {
        const resident = await signIn(server, 'resident', '/sign-in');
        const form = await resident.get('/bundle/CY/apply');
        const wrong = await resident.submit(form, { shop: '' }, 'apply');

        assert.equal(wrong.status, 422);
        const fields = { shop: '好味道', address: '瓜沥镇东灵路 1 号', area: '60' };
        const papers = await resident.submit(form, fields, 'apply');
        assert.match(papers.path, /^\/my\/\d{24}\/papers$/);
        number = papers.path.split('/')[2];
        assert.match(papers.text, /个体工商户登记申请书/);
        const twice = await resident.submit(form, fields, 'apply');
        assert.equal(twice.path, papers.path);
    });

    it('takes each paper once, for all of them', async ({ server }) => {
        const resident = await signIn(server, 'resident', '/sign-in');
        const page = await resident.get(`/my/${number}/papers`);
        const file = { name: 'id.png', type: 'image/png', bytes: Buffer.from(
            'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9'
            + 'awAAAABJRU5ErkJggg==', 'base64') };
        const done = await resident.submit(page,
            { paper: file, wanted: '经营者居民身份证' }, '/papers');

        assert.equal(done.status, 200, done.text);
        assert.match(done.text, /id\.png|照片/);
    });

    it('is received and accepted once, for all of them', async ({ server }) => {
        const clerk = await signIn(server, 'clerk');
        const inbox = await clerk.get('/desk');

        assert.ok(inbox.body.includes(number), inbox.text);
        const page = await clerk.get(`/desk/case/${number}`);
        assert.equal(page.path, `/desk/bundle/${number}`);
        assert.doesNotMatch(page.body, /330109190001010016/);
        await act(clerk, `/desk/bundle/${number}`, 'receive');
        const done = await act(clerk, `/desk/bundle/${number}`, 'accept');
        assert.match(done.text, /各部门正在办/);
        await readChildren(server);
        assert.deepEqual(children.map((c) => c.state),
            ['accepted', 'waiting', 'waiting']);
    });

    it('shows an office its child, the bundle and the paper', async ({ server }) => {
        const office = await signIn(server, 'reviewer08');
        const page = await office.get(`/desk/case/${children[0].number}`);

        assert.match(page.text, /属于一件事： ?开餐饮店一件事/);
        assert.match(page.text, /店名：好味道/);
        const papers = await office.get(`/desk/case/${children[0].number}/papers`);
        assert.match(papers.text, /经营者居民身份证/);
        const bundle = await office.get(`/desk/bundle/${number}`);
        assert.equal(bundle.status, 200);
        assert.throws(() => bundle.form('/withdraw_for'));
        const other = await signIn(server, 'reviewer');
        assert.equal((await other.get(`/desk/bundle/${number}`)).status, 404);
    });

    it('goes on by itself when the first is granted', async ({ server }) => {
        const office = await signIn(server, 'reviewer08');
        const page = await act(office, `/desk/case/${children[0].number}`, 'grant',
            { result: '营业执照' });

        assert.equal(page.status, 200, page.text);
        await readChildren(server);
        assert.deepEqual(children.map((c) => c.state),
            ['granted', 'accepted', 'accepted']);
    });

    it('is followed by one number, with phone only', async ({ client }) => {
        const page = await client.submit(await client.get('/track'),
            { number, last_four: '0001' }, 'track');

        assert.equal(page.status, 200, page.text);
        assert.match(page.text, /这件事里的各项/);
        assert.match(page.text, /小餐饮店登记/);
        assert.match(page.text, /市场监督管理所/);
        assert.doesNotMatch(page.text, /演示兰/);
    });

    it('shows one line among the resident\'s own', async ({ server }) => {
        const resident = await signIn(server, 'resident', '/sign-in');
        const mine = await resident.get('/my');

        assert.equal([...mine.body.matchAll(/href="\/my\/\d{24}"/g)].length, 1);
    });

    it('is withdrawn as far as it may be', async ({ server }) => {
        const resident = await signIn(server, 'resident', '/sign-in');
        const page = await act(resident, `/my/${number}`, 'withdraw');

        assert.equal(page.status, 200, page.text);
        await readChildren(server);
        assert.deepEqual(children.map((c) => c.state),
            ['granted', 'taken_back', 'taken_back']);
    });

    it('is asked for by the API, each answer checked', async ({ server }) => {
        const api = server.client();

        api.bearer = (await api.json('POST', '/api/v1/session',
            { login: 'resident02', password: PASSWORD })).json.token;
        const { json } = await api.json('GET', '/api/v1/bundles/CS');
        assert.deepEqual(json.fields.map((f) => f.label),
            ['孩子姓名', '出生日期', '落在谁的户口上']);
        const body = { phone: '13800000002', answer_1: '演示娃', answer_2: '昨天',
            answer_3: '演示人，父亲' };
        const wrong = await api.json('POST', '/api/v1/bundles/CS/cases', body,
            { 'Idempotency-Key': 'bundle-1' });
        assert.equal(wrong.status, 422);
        assert.match(wrong.body, /answer_2/);
        const made = await api.json('POST', '/api/v1/bundles/CS/cases',
            { ...body, answer_2: '2026-11-20' }, { 'Idempotency-Key': 'bundle-2' });
        assert.equal(made.status, 201, made.text);
        assert.equal(made.json.parts.length, 4);
    });

    it('is taken in at a window', async ({ server }) => {
        const clerk = await signIn(server, 'clerk');
        assert.match((await clerk.get('/desk/intake')).body,
            /href="\/desk\/bundles"/);
        assert.match((await clerk.get('/desk/bundles')).text, /退休一件事/);
        const form = await clerk.get('/desk/intake/bundle/TX');
        const wrong = await clerk.submit(form, { name: '演示居民一', phone: '13800000001',
            id_number: '330109190001010017' }, '/bundle/TX');

        assert.equal(wrong.status, 422);
        const page = await clerk.submit(form, { name: '演示居民一', phone: '13800000001',
            id_number: '330109190001010016' }, '/bundle/TX');
        assert.match(page.path, /^\/desk\/bundle\/\d{24}$/, page.text);
        assert.match(page.text, /已收件/);
        taken = page.path;
    });

    it('is told at once what is missing, in writing', async ({ server }) => {
        const clerk = await signIn(server, 'clerk');
        const page = await clerk.get(taken);
        const notice = page.form('/supplement');

        assert.match(Object.fromEntries(notice.fields).note, /1\. .+：没有交/);
        const told = await clerk.submit(page, {}, '/supplement');
        assert.match(told.text, /待补正/);
        assert.match(told.text, /补齐补正通知书/);
        assert.match(told.text, /最晚/);
        const letter = /action="(\/desk\/case\/\d{24}\/letters\/\d+)"/.exec(told.body)[1];
        assert.ok(letter);
        const back = await act(clerk, taken, 'supply');
        assert.match(back.text, /已收件/);
        assert.match(back.text, /收件材料接收凭证/);
    });

    it('tells its asker every step, once for all its items', async ({ server }) => {
        const resident = await signIn(server, 'resident', '/sign-in');
        const inbox = await resident.get('/my/messages');
        const letters = await resident.get(`/my/${number}/letters`);

        assert.match(inbox.text, /开餐饮店一件事/);
        assert.doesNotMatch(inbox.text, /已收件 个体工商户/);
        for (const title of ['收件通知书', '受理通知书', '撤回申请确认书'])
            assert.match(letters.text, new RegExp(title));
        const file = /href="(\/letters\/\d+\.pdf)"/.exec(letters.body)[1];
        const pdf = await resident.get(file);
        assert.equal(pdf.headers['content-type'], 'application/pdf');
    });
});
