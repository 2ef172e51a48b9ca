// 联办: one window for the applicant, several offices behind it, each with its own clock
// and its own opinion; the department decides when all are in.  No JavaScript anywhere.

import assert from 'node:assert/strict';

import { PASSWORD, withServer } from '../lib/server.mjs';

const ITEM = '11330109000000019G5330108001000'; // 农村村民宅基地审批
const once = (key) => ({ 'Idempotency-Key': key });

async function signIn(server, login, path = '/desk/sign-in') {
    const client = server.client();
    const page = await client.submit(await client.get(path),
        { login, password: PASSWORD }, 'sign-in');

    assert.equal(page.status, 200, page.text);
    return client;
}

async function act(client, number, verb, fields = {}) {
    const page = await client.get(`/desk/case/${number}`);

    assert.equal(page.status, 200, page.text);
    return client.submit(page, fields, `/${verb}`);
}

async function opine(client, number, ordinal, fields) {
    const page = await client.get(`/desk/case/${number}`);

    assert.equal(page.status, 200, page.text);
    return client.submit(page, fields, `/office/${ordinal}`);
}

withServer('several offices at once', (it) => {
    let number;

    it('tells before which offices take part', async ({ client }) => {
        const page = await client.get(`/item/${ITEM}`);

        assert.match(page.text, /几个部门一起办/);
        assert.match(page.text, /水利管理站/);
        const { json } = await client.json('GET', `/api/v1/items/${ITEM}`);
        assert.deepEqual(json.offices.map((o) => [o.department, o.stage]),
            [['D11', 1], ['D13', 1], ['D12', 2]]);
    });

    it('is handed in and accepted at one window', async ({ server }) => {
        const resident = await signIn(server, 'resident', '/sign-in');
        const form = await resident.get(`/apply/${ITEM}`);
        const check = await resident.submit(form, {}, 'apply');
        const receipt = await resident.submit(check, {}, 'submit');

        number = receipt.path.slice(-24);
        const clerk = await signIn(server, 'clerk');
        await act(clerk, number, 'receive');
        const page = await act(clerk, number, 'accept');
        assert.match(page.text, /联办意见/);
        assert.match(page.text, /等回复意见/);
    });

    it('waits in the inboxes of the first stage, next due first', async ({ server }) => {
        const office = await signIn(server, 'reviewer05');
        const inbox = await office.get('/desk?tab=opinion');

        assert.ok(inbox.body.includes(number), inbox.text);
        assert.doesNotMatch(inbox.body, /13800000001|330109190001010016/);
        const later = await signIn(server, 'reviewer04');
        assert.ok(!(await later.get('/desk?tab=opinion')).body.includes(number));
        assert.equal((await later.get(`/desk/case/${number}`)).status, 404);
    });

    it('is found by its number and shown, and that is all', async ({ server }) => {
        const office = await signIn(server, 'reviewer05');
        const page = await office.get(`/desk/find?number=${number}`);

        assert.equal(page.path, `/desk/case/${number}`);
        assert.match(page.text, /用地意见/);
        assert.throws(() => page.form('/grant'));
        assert.throws(() => page.form('/begin'));
    });

    it('is not decided while an opinion is missing', async ({ server }) => {
        const lead = await signIn(server, 'reviewer02');
        const page = await act(lead, number, 'grant');

        assert.equal(page.status, 409);
        assert.match(page.text, /还缺自然资源和规划所、水利管理站、村镇建设办公室的意见/);
    });

    it('takes an opinion, asks for a reason of who opposes', async ({ server }) => {
        const office = await signIn(server, 'reviewer05');
        const empty = await opine(office, number, 1, { agrees: 'oppose' });

        assert.equal(empty.status, 422);
        assert.match(empty.text, /不同意的，请写明理由和依据/);
        const again = await office.submit(empty, { opinion: '占用永久基本农田' }, '/office/1');
        assert.equal(again.status, 200, again.text);
        assert.match(again.text, /占用永久基本农田/);
        const twice = await office.submit(empty, { opinion: '占用永久基本农田' }, '/office/1');
        assert.match(twice.text, /占用永久基本农田/);
    });

    it('asks the next stage when the first is through', async ({ server }) => {
        await opine(await signIn(server, 'reviewer06'), number, 2, { agrees: 'agree' });
        const next = await signIn(server, 'reviewer04');

        assert.ok((await next.get('/desk?tab=opinion')).body.includes(number));
        const done = await opine(next, number, 3, { agrees: 'agree', opinion: '同意放样' });
        assert.equal(done.status, 200, done.text);
        assert.ok(!(await next.get('/desk?tab=opinion')).body.includes(number));
    });

    it('shows the asker offices, no names and no opinion', async ({ server }) => {
        const resident = await signIn(server, 'resident', '/sign-in');
        const page = await resident.get(`/my/${number}`);

        assert.match(page.text, /联办科室/);
        assert.match(page.text, /自然资源和规划所.*已办好/s);
        assert.doesNotMatch(page.text, /永久基本农田|演示松|演示竹/);
    });

    it('gives the same by the API', async ({ server }) => {
        const api = server.client();

        api.bearer = (await api.json('POST', '/api/v1/session',
            { login: 'reviewer05', password: PASSWORD })).json.token;
        const { json } = await api.json('GET', `/api/v1/filings/${number}/offices`);

        assert.deepEqual(json.offices.map((o) => o.state),
            ['opposed', 'agreed', 'agreed']);
        const late = await api.json('POST', `/api/v1/filings/${number}/offices/1`,
            { agrees: 'agree' }, once('late-opinion'));
        assert.equal(late.status, 409);
    });

    it('is granted against an opinion with a reason only', async ({ server }) => {
        const lead = await signIn(server, 'reviewer02');
        const page = await act(lead, number, 'grant');

        assert.equal(page.status, 422);
        assert.match(page.text, /有科室不同意/);
        const granted = await lead.submit(page, { note: '已调整选址，不再占用。' }, '/grant');
        assert.equal(granted.status, 200, granted.text);
        assert.match(granted.text, /准予，待送达/);
    });
});
