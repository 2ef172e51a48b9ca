// What is wrong is refused in one clear Chinese sentence, with a status that fits, and
// nothing has changed.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

import { command, kind, PASSWORD, withServer } from '../lib/server.mjs';

const ITEM = '11330109000000019G5332001001003';
const GOOD = {
    item: ITEM, name: '演示路人', id_number: '330109190001010120', phone: '13800000009',
    statement: '',
};
let key = 0;

async function signedIn(server, login = 'clerk') {
    const client = server.client();
    const answer = await client.json('POST', '/api/v1/session', { login,
        password: PASSWORD });

    assert.ok(answer.json.token, answer.body);
    client.bearer = answer.json.token;
    return client;
}

const file = (client, fields) => client.json('POST', '/api/v1/filings',
    { ...GOOD, ...fields }, { 'idempotency-key': `bad-input-${++key}` });

async function count(client) {
    const { json } = await client.get('/api/v1/desk?desk=intake&limit=100');

    return json.matters.length;
}

withServer('bad input', (it) => {
    const wrong = [
        ['an ID number whose check digit is wrong', { id_number: '330109190001010121' },
            'id_number', /校验/],
        ['a day that never was', { id_number: '330109190002290021' }, 'id_number', /./],
        ['a firm whose credit code is wrong', { kind: 'firm', name: '演示公司',
            id_number: '91330109MA00000075' }, 'id_number', /校验|代码/],
        ['a phone with ten digits', { phone: '1380000000' }, 'phone', /11 位/],
        ['a missing name', { name: '' }, 'name', /请填写/],
        ['a statement of 2,001 characters', { statement: '长'.repeat(2001) }, 'statement',
            /最多填 2000 个字/],
        ['a control character', { statement: 'a\u0001b' }, 'statement', /./],
    ];

    for (const [what, fields, field, says] of wrong)
        it(`${what} is refused beside its field`, async ({ server }) => {
            const client = await signedIn(server);
            const before = await count(client);
            const { status, json, headers } = await file(client, fields);

            assert.equal(status, 422);
            assert.match(headers['content-type'], /problem\+json/);
            const error = json.errors.find((one) => one.field === field);
            assert.match(error.detail, says);
            assert.match(error.detail, /[\u4e00-\u9fff]/);
            assert.equal(await count(client), before);
        });

    it('rare characters of plane 2 are accepted and kept', async ({ server }) => {
        const client = await signedIn(server);
        const { status, json } = await file(client,
            { name: '𠮷𠀀𪚥', id_number: '330109190001010139' });

        assert.equal(status, 201);
        const shown = await client.get(`/api/v1/filings/${json.number}`);
        assert.equal(shown.status, 200);
    });

    it('an unknown item is not found', async ({ server }) => {
        const { status, json } = await file(await signedIn(server), { item: 'X1' });

        assert.equal(status, 404);
        assert.match(json.detail, /事项/);
    });

    it('a number under another name is refused, and nothing is rewritten', async ({
        server }) => {
        const client = await signedIn(server);

        assert.equal((await file(client, {})).status, 201);
        const { status, json } = await file(client, { name: '另一人' });
        assert.equal(status, 409);
        assert.match(json.detail, /另一个姓名/);
    });

    it('the same key for something else is refused', async ({ server }) => {
        const client = await signedIn(server);
        const send = (statement) => client.json('POST', '/api/v1/filings',
            { ...GOOD, statement }, { 'idempotency-key': 'one-key' });

        assert.equal((await send('一')).status, 201);
        const { status, json } = await send('二');
        assert.equal(status, 409);
        assert.match(json.detail, /已经提交过/);
    });

    it('an item out of use takes no case from then on', async ({ server }) => {
        const client = await signedIn(server);
        const item = '11330109000000019G5332001001001';
        const adjust = async (verb) =>
            (await server.run('item', verb, item, '--reason', '试验')).code;

        assert.equal((await client.get(`/item/${item}`)).status, 200);
        assert.equal(await adjust('suspend'), 0);
        const { status, json } = await file(client, { item });
        assert.equal(status, 409);
        assert.match(json.detail, /暂停/);
        const page = await client.get(`/item/${item}`);
        assert.match(page.text, /暂停/);
        assert.doesNotMatch(page.body, new RegExp(`/apply/${item}`));
        assert.equal(await adjust('resume'), 0);
        assert.equal((await file(client, { item })).status, 201);
        assert.equal(await adjust('cancel'), 0);
        assert.equal((await file(client, { item })).status, 409);
        assert.equal(await adjust('resume'), 1);
    });

    it('a verb in the wrong state changes nothing', async ({ server }) => {
        const client = await signedIn(server);
        const { json } = await file(client, {});
        const act = (verb) => client.json('POST',
            `/api/v1/filings/${json.number}/${verb}`, { note: '', result: '' },
            { 'idempotency-key': `bad-input-${++key}` });

        const refused = await act('finish');
        assert.equal(refused.status, 409);
        assert.match(refused.json.detail, /状态/);
        const shown = await client.get(`/api/v1/filings/${json.number}`);
        assert.equal(shown.json.matter.state, 'received');
        assert.equal((await act('grant')).status, 409);
        assert.equal((await act('accept')).status, 200);
        assert.equal((await act('grant')).status, 403);
    });

    it('of two clerks at once one wins and the other reads why', async ({ server }) => {
        const [one, two] = [await signedIn(server), await signedIn(server, 'clerk02')];
        const { json } = await file(one, {});
        const accept = (client) => client.json('POST',
            `/api/v1/filings/${json.number}/accept`, { note: '', result: '' },
            { 'idempotency-key': `bad-input-${++key}` });
        const statuses = (await Promise.all([accept(one), accept(two), accept(one),
            accept(two)])).map((answer) => answer.status).sort();

        assert.deepEqual(statuses, [200, 409, 409, 409]);
    });

    it('the same key twice is the same case', async ({ server }) => {
        const client = await signedIn(server);
        const send = () => client.json('POST', '/api/v1/filings', GOOD,
            { 'idempotency-key': 'the-same' });
        const [first, second] = [await send(), await send()];

        assert.equal(first.json.number, second.json.number);
        assert.equal((await client.json('POST', '/api/v1/filings', GOOD)).status, 422);
    });

    it('what is not JSON, not UTF-8 or twice the same member is refused', async ({
        server }) => {
        const client = await signedIn(server);
        const bodies = [Buffer.from('{"item":'), Buffer.from('[]'),
            Buffer.from('{"item":"a","item":"b"}'),
            Buffer.from('{"item":"\xff"}', 'latin1')];

        for (const body of bodies) {
            const answer = await client.send({
                method: 'POST', path: '/api/v1/filings', body,
                headers: { 'content-type': 'application/json',
                    'idempotency-key': `${key++}` },
            });

            assert.ok(answer.status === 422 || answer.status === 400, answer.body);
        }
    });

    it('a page with a stale token says so and hands nothing in', async ({ server }) => {
        const client = server.client();
        const page = await client.get('/sign-in');
        const form = page.form('sign-in');

        client.cookies.clear();
        const answer = await client.post(form.action, {
            ...Object.fromEntries(form.fields), login: 'resident', password: PASSWORD,
        });
        assert.equal(answer.status, 409);
        assert.match(answer.text, /过期/);
    });

    it('a body over the limit is refused', async ({ server }) => {
        const client = await signedIn(server);
        const answer = await client.send({ method: 'POST', path: '/api/v1/filings',
            body: Buffer.alloc(400_000, 0x20),
            headers: { 'content-type': 'application/json', 'idempotency-key': 'big' } });

        assert.equal(answer.status, 413);
        assert.match(answer.json.detail, /太大/);
    });

    it('what a resident may not see is not there', async ({ server }) => {
        const clerk = await signedIn(server);
        const { json } = await file(clerk, {});
        const other = await signedIn(server, 'resident03');

        assert.equal((await other.get(`/api/v1/filings/${json.number}`)).status, 404);
        assert.equal((await other.get('/api/v1/desk?desk=intake')).status, 403);
        const nobody = await server.client().get(`/api/v1/filings/${json.number}`);
        assert.equal(nobody.status, 401);
    });

    it('a resident files for himself only', async ({ server }) => {
        const { status, json } = await file(await signedIn(server, 'resident'), {});

        assert.equal(status, 422);
        assert.match(json.detail, /本人/);
    });

    it('who guesses passwords is slowed down', async ({ server }) => {
        const statuses = [];

        for (let i = 0; i < 40; i++)
            statuses.push((await server.client().json('POST', '/api/v1/session',
                { login: 'manager', password: `wrong-${i}` })).status);
        assert.ok(statuses.includes(422) || statuses.includes(401));
        assert.equal(statuses.at(-1), 429);
    });

    it('smuggled requests are refused and never served', async ({ server }) => {
        const probes = [
            'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n'
                + 'Content-Length: 5\r\n\r\nabcd',
            'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n'
                + 'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n'
                + 'GET /items HTTP/1.1\r\nHost: a\r\n\r\n',
            'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
            'GET / HTTP/1.1\r\n\r\n',
            'GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n',
            'GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n',
        ];

        for (const probe of probes) {
            const answer = await raw(server.origin, probe);

            assert.doesNotMatch(answer, /^HTTP\/1\.1 2/m, probe);
            assert.match(answer, /^HTTP\/1\.1 4/, probe);
        }
    });

    it('a taken port is named', async ({ server }) => {
        const { port } = new URL(server.origin);
        const { code, stderr } = await server.run('serve', '--port', port);

        assert.equal(code, 1);
        assert.match(stderr, new RegExp(`port ${port}`));
    });

    it('a wrong config says file, line and what to do', async ({ server }) => {
        const file_path = path.join(server.folder, 'haoban.ini');

        const missing = await command(['serve', '--config', file_path]);
        assert.equal(missing.code, 2);
        assert.ok(missing.stderr.includes(file_path));
        fs.writeFileSync(file_path, 'port = many\n');
        const bad = await command(['serve', '--config', file_path]);
        assert.equal(bad.code, 2);
        assert.match(bad.stderr, /:1\b/);
        assert.match(bad.stderr, /port/);
    });

    it('a database that is not there is one clear sentence', async ({ server }) => {
        const { code, stderr } = await command(['verify', '--town', '330109113', '--keys',
            path.join(server.folder, 'haoban.keys'), '--db',
            kind === 'sqlite' ? 'sqlite:/nowhere/at/all.db'
                : 'postgresql://nobody@127.0.0.1:1/none']);

        assert.equal(code, 1);
        assert.match(stderr, /^haoban: .+\n$/);
    });
});

function raw(origin, bytes) {
    const { hostname, port } = new URL(origin);

    return new Promise((resolve) => {
        const socket = net.connect(Number(port), hostname, () => socket.write(bytes));
        let said = '';

        socket.setTimeout(3000, () => socket.destroy());
        socket.on('data', (data) => { said += data; });
        socket.on('error', () => {});
        socket.on('close', () => resolve(said));
    });
}
