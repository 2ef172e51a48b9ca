// A server that is killed with -9 under load loses no case that it acknowledged, makes
// none twice when the client asks again, and leaves a ledger that holds.

import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import { randomInt, randomUUID } from 'node:crypto';

import { PASSWORD, Server, kind, root } from '../lib/server.mjs';

const KILLS = Number(process.env.HAOBAN_KILLS ?? 50);
const CLIENTS = 16;
const LIFE_MS = [5, 250];       // of a server under load, before it is killed
const VERIFY_EACH = 10;         // kills
const PATIENCE_MS = 10 * 60_000;

// ---- what a client says; the only place that knows the API ----

const CITIZEN = {
    name: '演示居民一', id_number: '330109190001010016', phone: '13800000001',
};

async function signIn(client) {
    const answer = await client.json('POST', '/api/v1/session',
        { login: 'resident', password: PASSWORD });

    assert.ok([200, 201].includes(answer.status), `sign in: ${answer.body}`);
    return answer.json.token;
}

async function findItem(client) {
    const query = encodeURIComponent('老年人优待证');
    const answer = await client.get(`/api/v1/guide?q=${query}&limit=1`);

    assert.equal(answer.status, 200, answer.body);
    return answer.json.results[0].code;
}

// The number of the case.  Throws when the server went away before it answered.
async function fileCase(client, item, key) {
    const answer = await client.json('POST', '/api/v1/filings',
        { ...CITIZEN, item, statement: `崩溃测试 ${key}` }, { 'idempotency-key': key });

    assert.ok([200, 201].includes(answer.status), `${answer.status} ${answer.body}`);
    return answer.json.number;
}

async function isThere(client, number) {
    const answer = await client.get(`/api/v1/filings/${encodeURIComponent(number)}`);

    assert.ok([200, 404].includes(answer.status), `${answer.status} ${answer.body}`);
    return answer.status === 200;
}

// ---- the load ----

// One client: files case after case until the server goes away.  What it asked without
// an answer it asks again with the same key when it is called again.
class Filer {
    constructor(server, item, token) {
        Object.assign(this, { server, item, token, pending: null, acknowledged: [] });
    }

    // Files one case; the same again until it is acknowledged.
    async file() {
        const client = this.server.client();

        client.bearer = this.token;
        this.pending ??= randomUUID();

        const number = await fileCase(client, this.item, this.pending);

        this.acknowledged.push({ number, key: this.pending });
        this.pending = null;
    }

    async work() {
        try {
            for (;;)
                await this.file();
        } catch (error) {
            if (!isGone(error))
                throw error;
        }
    }
}

function isGone(error) {
    return ['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes(error.code)
        || error.message === 'aborted' || /socket hang up/.test(error.message);
}

async function liveAndDie(server, filers) {
    const work = Promise.all(filers.map((filer) => filer.work()));

    await new Promise((resolve) => setTimeout(resolve, randomInt(...LIFE_MS)));
    await server.kill();
    await work;
}

async function findMissing(server, token, cases) {
    const missing = [];
    const left = [...cases];
    const client = server.client();

    client.bearer = token;
    await Promise.all(Array.from({ length: CLIENTS }, async () => {
        for (let next = left.pop(); next; next = left.pop())
            if (!await isThere(client, next.number))
                missing.push(next.number);
    }));
    return missing;
}

// Proves the ledger and returns how many cases it holds.
async function verify(server) {
    const { code, stdout, stderr } = await server.run('verify');

    assert.equal(code, 0, `haoban verify: ${stdout}${stderr}`);
    return Number(/^(\d+) matters/.exec(stdout)[1]);
}

const title = `killed ${KILLS} times under load (${kind})`;

test(title, { timeout: PATIENCE_MS }, async (t) => {
    const server = new Server({
        program: process.env.HAOBAN_BINARY ?? path.join(root, 'haoban'),
        options: ['--rate-per-minute', '100000', '--submissions-per-day', '0',
            '--log', 'warn'],
    });

    try {
        await server.start();

        const token = await signIn(server.client());
        const item = await findItem(server.client());
        const before = await verify(server);
        const filers = Array.from({ length: CLIENTS },
            () => new Filer(server, item, token));
        const all = () => filers.flatMap((filer) => filer.acknowledged);
        const seen = new Set();

        await t.test('no acknowledged case is lost', async () => {
            for (let kill = 1; kill <= KILLS; kill++) {
                await liveAndDie(server, filers);
                await server.start();

                const fresh = all().filter((one) => !seen.has(one));

                assert.deepEqual(await findMissing(server, token, fresh), [],
                    `after kill ${kill}`);
                fresh.forEach((one) => seen.add(one));
                if (kill % VERIFY_EACH === 0)
                    await verify(server);
            }
            assert.deepEqual(await findMissing(server, token, all()), []);
            t.diagnostic(`${all().length} cases were acknowledged`);
            assert.ok(all().length >= KILLS, 'the load was too light to say anything');
        });

        await t.test('a case asked for again is made once', async () => {
            await Promise.all(filers.map((filer) => filer.pending && filer.file()));
            assert.equal(new Set(all().map(({ number }) => number)).size, all().length);
            assert.equal(await verify(server) - before, all().length);
        });

        await t.test('the server ends cleanly', () => server.stop());
    } finally {
        server.remove();
    }
});
