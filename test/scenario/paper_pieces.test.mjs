// Papers in pieces, papers that are used again, a scanner, and a disk that is full.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';

import { pdf, photo } from '../lib/files.mjs';
import { PASSWORD, Server, binary, kind, withServer } from '../lib/server.mjs';
import { sendPieces } from '../lib/uploads.mjs';

const ITEM = '老年优待证';
const EICAR = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';

async function signIn(server, login, where = '/sign-in') {
    const client = server.client();
    const page = await client.submit(await client.get(where),
        { login, password: PASSWORD }, 'sign-in');

    assert.equal(page.status, 200, page.text);
    return client;
}

async function draft(client) {
    const found = await client.get(`/search?q=${encodeURIComponent(ITEM)}`);
    const code = /code=([0-9A-Z]+)/.exec(found.body)[1];

    return client.submit(await client.get(`/apply/${code}`), {}, 'apply');
}

function large(name, bytes = 600_000) {
    const file = pdf();

    return { name, type: 'application/pdf', bytes: Buffer.concat([file.subarray(0, 9),
        Buffer.from(`%${name}${'x'.repeat(bytes)}\n`), file.subarray(9)]) };
}

// The name of the first required paper.
const wantedOn = (page) => /<option[^>]* value="([^"]+)"/.exec(page.body)[1];

withServer('papers in pieces', (it) => {
    let client;
    let page;
    let wanted;
    let number;

    it('a file that was half sent goes on after the server was begun again',
        async ({ server }) => {
            client = await signIn(server, 'resident');
            page = await draft(client);
            wanted = wantedOn(page);

            const file = large('长.pdf');
            const half = await sendPieces(client, page, file,
                { fields: { wanted }, stop: 2 });

            assert.deepEqual([half.json.next, half.json.total], [2, 3]);
            await server.kill();
            await server.start();
            client.origin = server.origin;
            page = await client.get(page.path);

            const begun = await sendPieces(client, page, file,
                { fields: { wanted }, stop: 0 });

            assert.equal(begun.json.next, 2);
            const done = await sendPieces(client, page, file, { fields: { wanted } });

            assert.match(done.json.location, /^\/apply\/draft\/\d+#papers$/);
            page = await client.get(page.path);
            assert.match(page.text, /已传 1 份/);

            const link = /href="(\/papers\/\d+)"/.exec(page.body)[1];

            assert.deepEqual((await client.get(link)).bytes, file.bytes);
        });

    it('who did not hear that it was done makes no second paper of it', async () => {
        const again = await sendPieces(client, page, large('长.pdf'),
            { fields: { wanted } });

        assert.notEqual(again.json.location, '');
        assert.match((await client.get(page.path)).text, /已传 1 份/);
    });

    it('the checks are those of a whole file, in a sentence', async () => {
        const cases = [
            [{ name: 'a.pdf', type: '', bytes: Buffer.alloc(0) }, 422, /是空的/],
            [{ name: 'a.pdf', type: '', bytes: Buffer.alloc(11 << 20) }, 413, /10 MB/],
            [{ name: 'a.pdf', type: '', bytes: pdf(1, '/JS(x)') }, 415, /带有脚本/],
            [{ name: 'a.jpg', type: '', bytes: pdf() }, 415, /扩展名对不上/],
        ];

        for (const [file, status, words] of cases) {
            const answer = await sendPieces(client, page, file);

            assert.equal(answer.status, status, answer.body);
            assert.match(answer.json.refused, words);
        }
        const other = await sendPieces(client, page, large('b.pdf'),
            { fields: { wanted: '没有的材料' } });

        assert.equal(other.status, 409);
        assert.match(other.json.refused, /材料清单变了/);
    });

    it('nobody sends into what is another\'s', async ({ server }) => {
        const stranger = await signIn(server, 'resident02');
        const own = await draft(stranger);
        const theirs = { body: own.body.replace(/data-pieces="[^"]+"/,
            `data-pieces="${page.path}/uploads"`) };
        const answer = await sendPieces(stranger, theirs, large('c.pdf'));

        assert.equal(answer.status, 404);
    });

    it('a clerk marks it, and both see the mark', async ({ server }) => {
        const receipt = await client.submit(page, {}, 'submit');

        number = receipt.path.slice(-24);
        const clerk = await signIn(server, 'clerk', '/desk/sign-in');
        const list = await clerk.get(`/desk/case/${number}/papers`);

        assert.match(list.text, /已交，还没核对/);
        const marks = list.forms.filter((form) => form.action.endsWith('/mark'));
        const good = { form: () => marks[0] };
        const faulty = { form: () => marks[1] };
        const silent = await clerk.submit(faulty, { reason: '' });

        assert.equal(silent.status, 422);
        assert.match(silent.text, /请写明这份材料哪里不对/);
        const other = await clerk.submit(faulty, { wanted: '没有这样的材料', reason: '缺' });

        assert.equal(other.status, 409);
        assert.match(other.text, /材料清单变了/);
        const told = await clerk.submit(faulty, { reason: '第二页没有拍到' });

        assert.match(told.text, /要改.*第二页没有拍到/);
        assert.match((await client.get(`/my/${number}/papers`)).text, /第二页没有拍到/);
        const again = (await clerk.get(`/desk/case/${number}/papers`)).forms
            .filter((form) => form.action.endsWith('/mark'))[0];

        assert.equal(good.form().action, again.action);
        const right = await clerk.submit({ form: () => again },
            { source: 'original_seen' });

        assert.match(right.text, /核对无误/);
        assert.match(right.text, /可信等级 B：窗口已与原件核对/);
        assert.match((await clerk.get(`/desk/case/${number}`)).text, /核对材料/);
    });

    it('it is used again with his consent alone, and that is on record',
        async ({ server }) => {
            let next = await draft(client);

            assert.match(next.text, /用以前交过的材料/);
            assert.match(next.text, /B 级：窗口已与原件核对/);
            const refused = await client.submit(next, {}, '/reuse');

            assert.equal(refused.status, 422);
            assert.match(refused.text, /要申请人本人同意/);
            next = await client.submit(refused, { consent: '1' }, '/reuse');
            assert.match(next.text, /已传 1 份/);
            const receipt = await client.submit(next, {}, 'submit');
            const clerk = await signIn(server, 'clerk', '/desk/sign-in');
            const desk = await clerk.get(`/desk/case/${receipt.path.slice(-24)}`);

            assert.match(desk.text, /申请人同意再用以前的材料/);
            assert.match(desk.text, new RegExp(`${number} 的“${wanted}”再用于本办件`));
        });

    it('a counter adds what it has seen', async ({ server }) => {
        const clerk = await signIn(server, 'clerk', '/desk/sign-in');
        const list = await clerk.get(`/desk/case/${number}/papers`);
        const done = await sendPieces(clerk, list, large('d.pdf'),
            { fields: { wanted, source: 'sealed_copy' } });

        assert.equal(done.json.location, `/desk/case/${number}/papers#papers`);
        assert.match((await clerk.get(`/desk/case/${number}/papers`)).text,
            /可信等级 C：盖章的复印件/);
        assert.match((await clerk.get(`/desk/case/${number}`)).text, /加交材料/);
    });

    it('nobody made the record say anything but the truth', async ({ server }) => {
        const { code, stdout, stderr } = await server.run('verify');

        assert.equal(code, 0, stdout + stderr);
    });
});

// ---- a scanner ----

// Says of each stream what clamd would; hang up with stop().
function scanner(place) {
    const server = net.createServer((socket) => {
        let got = Buffer.alloc(0);

        socket.on('error', () => {});
        socket.on('data', (part) => {
            got = Buffer.concat([got, part]);
            if (!got.subarray(-4).equals(Buffer.alloc(4)))
                return;
            socket.end(got.includes(EICAR) ? 'stream: Eicar-Signature FOUND\0'
                : 'stream: OK\0');
        });
    });

    return new Promise((resolve) => server.listen(place, () => resolve(server)));
}

const infected = { name: 'a.jpg', type: 'image/jpeg', bytes: photo(EICAR) };
const clean = { name: 'b.jpg', type: 'image/jpeg', bytes: photo('clean') };

test(`a virus scanner (${kind})`, async (t) => {
    const place = path.join(os.tmpdir(), `haoban-clamd-${process.pid}-${kind}.sock`);
    const server = new Server({ options: ['--clamd', `unix:${place}`] });
    let clamd = await scanner(place);

    try {
        await server.start();
        const client = await signIn(server, 'resident');
        let page = await draft(client);

        await t.test('what it finds is refused, what it does not is kept', async () => {
            const bad = await sendPieces(client, page, infected);

            assert.equal(bad.status, 415);
            assert.match(bad.json.refused, /查出病毒/);
            assert.notEqual((await sendPieces(client, page, clean)).json.location, '');
        });
        await t.test('while it is silent, papers wait and nobody sees them', async () => {
            await new Promise((resolve) => clamd.close(resolve));
            const kept = await sendPieces(client, page,
                { ...clean, name: 'c.jpg', bytes: photo('later') });

            assert.notEqual(kept.json.location, '');
            page = await client.get(page.path);
            const receipt = await client.submit(page, {}, 'submit');
            const clerk = await signIn(server, 'clerk', '/desk/sign-in');
            const desk = await clerk.get(`/desk/case/${receipt.path.slice(-24)}`);

            assert.match(desk.text, /还在查毒，查完才能看/);
            clamd = await scanner(place);
            const seen = await until(async () => {
                const { text } = await clerk.get(`/desk/case/${receipt.path.slice(-24)}`);

                return !/还在查毒/.test(text);
            });

            assert.ok(seen, 'it was scanned within two minutes');
        });
        await t.test('the server ends cleanly', () => server.stop());
    } finally {
        clamd.close();
        server.remove();
    }
});

async function until(holds) {
    for (let i = 0; i < 130; i++) {
        if (await holds())
            return true;
        await new Promise((resolve) => { setTimeout(resolve, 1000); });
    }
    return false;
}

// ---- a full disk ----

// No file of the server may grow beyond 8 MB: the database is smaller, a paper is not.
test(`a disk that is full (${kind})`, async (t) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'haoban-full-'));
    const program = path.join(folder, 'haoban');

    fs.writeFileSync(program, `#!/bin/sh\ntrap '' XFSZ\nulimit -f 16384\n`
        + `exec ${binary} "$@"\n`, { mode: 0o755 });
    const server = new Server({ program });

    try {
        await server.start();
        const client = await signIn(server, 'resident');
        const page = await draft(client);

        await t.test('says so in a sentence and leaves nothing half done', async () => {
            const pieces = await sendPieces(client, page, large('a.pdf', 9 << 20));

            assert.equal(pieces.status, 507, pieces.body);
            assert.match(pieces.json.refused, /暂时存不下.*没有保存/);
            const form = page.forms.find((one) => one.multipart);
            const whole = await client.submit({ form: () => ({ ...form,
                action: form.action.replace(/submit$/, 'papers') }) },
            { paper: large('a.pdf', 9 << 20) });

            assert.equal(whole.status, 507);
            assert.match(whole.text, /存不下/);
            assert.doesNotMatch((await client.get(page.path)).text, /已传/);
            const left = fs.readdirSync(path.join(server.folder, 'files'),
                { recursive: true }).filter((name) => /\.new-|spool\/./.test(name));

            assert.deepEqual(left, []);
        });
        await t.test('and takes the next that fits', async () => {
            const done = await sendPieces(client, page, large('b.pdf'));

            assert.notEqual(done.json.location, '');
        });
        await t.test('the server ends cleanly', () => server.stop());
    } finally {
        server.remove();
        fs.rmSync(folder, { recursive: true, force: true });
    }
});
