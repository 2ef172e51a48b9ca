// What one visitor may take: guesses, drafts, submissions, uploads and streams; and that
// whoever is not signed in makes nothing.

import assert from 'node:assert/strict';
import http from 'node:http';

import { pdf } from '../lib/files.mjs';
import { PASSWORD, withServer } from '../lib/server.mjs';

const ITEM = encodeURIComponent('老年优待证');
const CITIZEN = {
    name: '演示居民一', id_number: '330109190001010016', phone: '13800000001',
};

// A visitor behind the proxy, from a network of his own.
function from(server, network) {
    const client = server.client();
    const send = client.send.bind(client);

    client.send = (request) => send({
        ...request, headers: { ...request.headers, 'x-forwarded-for': network },
    });
    return client;
}

async function signIn(client, login = 'resident', password = PASSWORD) {
    const path = login.startsWith('resident') ? '/sign-in' : '/desk/sign-in';

    return client.submit(await client.get(path), { login, password }, '');
}

async function itemCode(client) {
    return (await client.get(`/api/v1/guide?limit=1&q=${ITEM}`)).json.results[0].code;
}

async function file(client) {
    const check = await client.submit(
        await client.get(`/apply/${await itemCode(client)}`), {}, 'apply');

    return (await client.submit(check, {}, 'submit')).path.slice(-24);
}

const proxied = { options: ['--trusted-proxy', '127.0.0.1'] };

withServer('guessing a password', (it) => {
    it('makes the network wait and nobody else', async ({ server }) => {
        const stranger = from(server, '198.51.100.1');
        const owner = from(server, '192.0.2.1');

        for (let i = 0; i < 5; i++)
            assert.equal((await signIn(stranger, 'clerk', 'wrong')).status, 422);
        const waits = await signIn(stranger, 'clerk');
        assert.equal(waits.status, 429);
        assert.match(waits.text, /请等 15 分钟再试/);
        assert.equal((await signIn(owner, 'clerk')).path, '/desk');
    });

    it('says the same of an account that is not there', async ({ server }) => {
        const pages = [];

        for (const login of ['reviewer', 'nobody']) {
            const client = from(server, '198.51.100.2');

            for (let i = 0; i < 6; i++)
                pages.push((await signIn(client, login, 'wrong')).text);
        }
        assert.deepEqual(pages.slice(0, 6), pages.slice(6));
        assert.match(pages[5], /请等 15 分钟再试/);
    });

    it('tells programs as well', async ({ server }) => {
        const client = from(server, '198.51.100.3');
        const statuses = [];

        for (let i = 0; i < 6; i++)
            statuses.push((await client.json('POST', '/api/v1/session',
                { login: 'manager', password: 'wrong' })).status);
        assert.deepEqual(statuses, [422, 422, 422, 422, 422, 429]);
    });
}, proxied);

withServer('guessing the last four digits', (it) => {
    it('stops at ten for a case, and its owner goes on', async ({ server }) => {
        const owner = from(server, '192.0.2.1');

        await signIn(owner);
        const number = await file(owner);
        const track = async (client, last_four) =>
            client.submit(await client.get('/track'), { number, last_four }, 'track');
        const mine = await track(owner, '0001');

        assert.match(mine.path, /^\/track\/\d/);
        for (let i = 0; i < 10; i++) {
            const stranger = from(server, `198.51.100.${i}`);

            assert.equal((await track(stranger, '9999')).status, 404);
        }
        const late = await track(from(server, '203.0.113.7'), '0001');
        assert.equal(late.status, 429);
        assert.match(late.text, /请过一小时再试/);
        assert.equal((await from(server, '203.0.113.7').get(mine.path)).status, 200);
        assert.match((await track(owner, '0001')).path, /^\/track\/\d/);
        assert.equal((await owner.get(`/receipt/${number}`)).status, 200);
    });
}, proxied);

withServer('a resident', (it) => {
    it('keeps so many drafts, sees them and throws them away', async ({ server }) => {
        const client = server.client();

        await signIn(client);
        const form = await client.get(`/apply/${await itemCode(client)}`);
        for (let i = 0; i < 2; i++)
            assert.match((await client.submit(form, { _once: `${i}` }, 'apply')).path,
                /^\/apply\/draft\//);
        const third = await client.submit(form, { _once: 'third' }, 'apply');
        assert.equal(third.status, 429);
        assert.match(third.text, /没提交的草稿太多了/);
        const drafts = await client.get('/apply/drafts');
        assert.equal(drafts.forms.filter((one) => /remove$/.test(one.action)).length, 2);
        const left = await client.submit(drafts, {}, 'remove');
        assert.equal(left.path, '/apply/drafts');
        assert.equal(left.forms.filter((one) => /remove$/.test(one.action)).length, 1);
        assert.match((await client.get('/my')).body, /href="\/apply\/drafts"/);
    });

    it('hands in so many a day, also as a program', async ({ server }) => {
        const client = server.client();

        await signIn(client);
        client.bearer = (await client.json('POST', '/api/v1/session',
            { login: 'resident', password: PASSWORD })).json.token;
        const item = await itemCode(client);
        const hand = (key) => client.json('POST', '/api/v1/filings',
            { ...CITIZEN, item, statement: '' }, { 'idempotency-key': key });

        assert.equal((await hand('1')).status, 201);
        assert.equal((await hand('2')).status, 201);
        const third = await hand('3');
        assert.equal(third.status, 429);
        assert.equal(third.json.title, 'filing.too_many');
        assert.equal((await hand('2')).status, 201); // what was answered stays answered
    });

    it('uploads so many files a day', async ({ server }) => {
        const client = server.client();
        const bytes = pdf();

        await signIn(client, 'resident02');
        const form = await client.get(`/apply/${await itemCode(client)}`);
        const check = await client.submit(form, {}, 'apply');
        const upload = (once) => {
            const { fields } = check.form('submit');

            return client.submit({
                form: () => ({
                    action: `${check.path}/papers`, method: 'POST', multipart: true,
                    fields,
                }),
            }, {
                _once: once, paper: { name: 'a.pdf', type: 'application/pdf', bytes },
            });
        };

        assert.equal((await upload('a')).status, 200);
        assert.equal((await upload('b')).status, 200);
        const third = await upload('c');
        assert.equal(third.status, 429);
        assert.match(third.text, /今天上传的文件已到上限/);
    });
}, {
    options: ['--drafts', '2', '--submissions-per-day', '2', '--uploads-per-day', '2'],
});

// A stream that stays open, or the status that it was refused with.
function open(server, client) {
    return new Promise((resolve, reject) => {
        const cookie = [...client.cookies].map((pair) => pair.join('=')).join('; ');
        const request = http.get(`${server.origin}/desk/stream`, { headers: { cookie } },
            ({ statusCode }) =>
                resolve({ status: statusCode, end: () => request.destroy() }));

        request.on('error', reject);
    });
}

withServer('streams', (it) => {
    it('are sixteen of an account', async ({ server }) => {
        const clerk = server.client();
        const reviewer = server.client();
        const streams = [];

        await signIn(clerk, 'clerk');
        await signIn(reviewer, 'reviewer');
        for (let i = 0; i < 16; i++)
            streams.push(await open(server, clerk));
        assert.ok(streams.every(({ status }) => status === 200));
        assert.equal((await open(server, clerk)).status, 429);
        streams.push(await open(server, reviewer));
        assert.equal(streams.at(-1).status, 200);
        for (const stream of streams)
            stream.end();
    });
});

withServer('who is not signed in', (it) => {
    it('makes nothing', async ({ server, client }) => {
        const described = (await client.get('/api/v1/openapi.json')).json;
        const bytes = Buffer.alloc(1000, 'x');

        for (const [path, methods] of Object.entries(described.paths))
            for (const [method, { security }] of Object.entries(methods))
                if (method !== 'get' && security?.length)
                    assert.equal((await client.json(method.toUpperCase(),
                        path.replace(/\{\w+\}/g, '1'), {},
                        { 'idempotency-key': 'x' })).status, 401, `${method} ${path}`);
        const page = await client.get('/track');
        const fields = Object.fromEntries(page.form('track').fields);
        for (const path of ['/apply/x', '/apply/draft/1/remove', '/my/1/do/withdraw',
            '/my/1/rate'])
            assert.match((await client.post(path, fields)).path, /^\/sign-in/, path);
        for (const path of ['/apply/draft/1/submit', '/apply/draft/1/papers'])
            assert.match((await client.submit({
                form: () => ({
                    action: path, method: 'POST', multipart: true,
                    fields: Object.entries(fields),
                }),
            }, { paper: { name: 'a.pdf', type: 'application/pdf', bytes } })).path,
            /^\/sign-in/, path);
    });
});
