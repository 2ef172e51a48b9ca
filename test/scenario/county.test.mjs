// One program for the towns of a county: the name of the site chooses the town, and
// whoever is signed in at one is nobody at the others.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { PASSWORD, command, withServer } from '../lib/server.mjs';

const OTHER = '330109108';
const NAME = 'yaqian.example';
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'haoban-county-'));
const hosts = path.join(folder, 'hosts');

fs.writeFileSync(hosts, `# 衙前镇\n${NAME} ${OTHER}\n`);
for (const [file, value] of Object.entries({
    'town.json': {
        code: Number(OTHER), name: '衙前镇', district: '萧山区', city: '杭州市',
        province: '浙江省', hall_name: '衙前镇便民服务中心（演示）', phone: '0571-82000200',
        complaint_phone: '0571-12345', hours: '周一至周五', credit_code: '',
    },
    'departments.json': [],
    'outlets.json': [],
}))
    fs.writeFileSync(path.join(folder, file), JSON.stringify(value));

// A client that asks for the other town.
function at(server, host = `${NAME}:80`) {
    const client = server.client();
    const send = client.send.bind(client);

    client.send = (request) => send({
        ...request, headers: { ...request.headers, host },
    });
    return client;
}

// A subcommand for the other town.
function run(server, words, input = '') {
    const where = server.where.map((word, i, all) =>
        all[i - 1] === '--town' ? OTHER : word);

    return command([...words, ...where], { input });
}

async function signIn(client, login, password = PASSWORD) {
    return client.submit(await client.get('/desk/sign-in'), { login, password }, '');
}

withServer('a county', (it) => {
    it('has a site for each town', async ({ server, client }) => {
        const made = await run(server, ['import', 'town', folder]);

        assert.equal(made.code, 0, made.stderr);
        assert.match((await client.get('/')).text, /瓜沥镇/);
        const other = await at(server).get('/');
        assert.match(other.text, /衙前镇便民服务中心/);
        assert.doesNotMatch(other.text, /瓜沥镇/);
        assert.match((await at(server, 'YAQIAN.example.').get('/')).text, /衙前镇/);
        assert.match((await at(server, 'unknown.example').get('/')).text, /瓜沥镇/);
    });

    it('keeps each town\'s items and cases to itself', async ({ server, client }) => {
        const query = encodeURIComponent('老年优待证');
        const found = await client.get(`/api/v1/guide?limit=1&q=${query}`);
        const elsewhere = await at(server).get(`/api/v1/guide?limit=1&q=${query}`);

        assert.equal(found.json.results.length, 1);
        assert.equal(elsewhere.json.results.length, 0);
        assert.equal((await client.get(found.json.results[0].url)).status, 200);
        assert.equal((await at(server).get(found.json.results[0].url)).status, 404);
    });

    it('knows nobody from another town', async ({ server, client }) => {
        const other = at(server);

        assert.equal((await signIn(client, 'clerk')).path, '/desk');
        other.cookies = client.cookies;
        assert.match((await other.get('/desk')).path, /^\/desk\/sign-in/);
        client.bearer = (await client.json('POST', '/api/v1/session',
            { login: 'clerk', password: PASSWORD })).json.token;
        other.bearer = client.bearer;
        assert.equal((await client.get('/api/v1/desk')).status, 200);
        assert.equal((await other.get('/api/v1/desk')).status, 401);
        assert.equal((await signIn(at(server), 'clerk')).status, 422);
    });

    it('gives rights town by town, also for one login', async ({ server, client }) => {
        const made = await run(server, ['user', 'add', 'clerk', '--role', 'clerk',
            '--name', '演示乙'], 'another-word\n');

        assert.equal(made.code, 0, made.stderr);
        assert.equal((await signIn(at(server), 'clerk', 'another-word')).path, '/desk');
        assert.equal((await signIn(client, 'clerk', 'another-word')).status, 422);
        assert.equal((await signIn(at(server), 'clerk')).status, 422);
    });

    it('refuses a list of names that is wrong', async ({ server }) => {
        const bad = path.join(folder, 'bad');

        fs.writeFileSync(bad, `${NAME} ${OTHER}\n${NAME} 330109113\n`);
        const { code, stderr } = await run(server, ['serve', '--hosts', bad]);
        assert.equal(code, 1);
        assert.match(stderr, /bad: line 2: the name stands there twice/);
        fs.rmSync(folder, { recursive: true });
    });
}, { options: ['--hosts', hosts] });
