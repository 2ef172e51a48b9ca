// The record of a case: its timeline, a correction that stands beside what it corrects,
// and the archive, which proves itself and names what was tampered with.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';

import { photo } from '../lib/files.mjs';
import { PASSWORD, command, spoolIsEmpty, withServer } from '../lib/server.mjs';

const ITEM = '老年优待证';

async function signIn(server, login, where = '/desk/sign-in') {
    const client = server.client();
    const page = await client.submit(await client.get(where),
        { login, password: PASSWORD }, 'sign-in');

    assert.equal(page.status, 200, page.text);
    return client;
}

async function act(client, number, verb, fields = {}) {
    const page = await client.submit(await client.get(`/desk/case/${number}`), fields,
        `/${verb}`);

    assert.equal(page.status, 200, page.text);
    return page;
}

// Hands a case in with one photo and says its number.
async function file(client) {
    const found = await client.get(`/search?q=${encodeURIComponent(ITEM)}`);
    const code = /code=([0-9A-Z]+)/.exec(found.body)[1];
    const check = await client.submit(await client.get(`/apply/${code}`),
        { statement: '今年六十了' }, 'apply');
    const form = check.forms.find((one) => one.multipart);
    const upload = { form: () => ({ ...form,
        action: form.action.replace(/submit$/, 'papers') }) };
    const kept = await client.submit(upload,
        { paper: { name: '照片.jpg', type: 'image/jpeg', bytes: photo() } });

    return (await client.submit(kept, {}, 'submit')).path.slice(-24);
}

// The ordinal of the event that a page calls so.
function ordinalOf(page, what) {
    const events = [...page.body.matchAll(/id="event-(\d+)"><b>([^<]+)</g)];

    return Number(events.find(([, , label]) => label === what)[1]);
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

function crc32(bytes) {
    let crc = ~0;

    for (const byte of bytes) {
        crc ^= byte;
        for (let i = 0; i < 8; i++)
            crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc >>> 0;
}

// The files of an archive, [name, bytes], as they stand in it.
function filesOf(zip) {
    const files = [];

    for (let at = 0; zip.readUInt32LE(at) === 0x04034b50;) {
        const size = zip.readUInt32LE(at + 18);
        const name = at + 30 + zip.readUInt16LE(at + 26);

        files.push([zip.toString('utf8', at + 30, name),
            zip.subarray(name, name + size)]);
        at = name + size;
    }
    return files;
}

// A ZIP of the files, as careful as whoever forges one would be.
function zipOf(files) {
    const body = [];
    const directory = [];
    let at = 0;

    for (const [name, bytes] of files) {
        const head = Buffer.alloc(26);
        const central = Buffer.alloc(46);
        const label = Buffer.from(name);

        head.writeUInt16LE(20, 0);
        head.writeUInt16LE(0x800, 2);
        head.writeUInt32LE(crc32(bytes), 10);
        head.writeUInt32LE(bytes.length, 14);
        head.writeUInt32LE(bytes.length, 18);
        head.writeUInt16LE(label.length, 22);
        central.writeUInt32LE(0x02014b50, 0);
        central.writeUInt16LE(0x314, 4);
        head.copy(central, 6);
        central.writeUInt32LE(0o100644 * 65536, 38);
        central.writeUInt32LE(at, 42);
        body.push(Buffer.from('504b0304', 'hex'), head, label, bytes);
        directory.push(central, label);
        at += 30 + label.length + bytes.length;
    }

    const end = Buffer.alloc(22);

    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(files.length, 8);
    end.writeUInt16LE(files.length, 10);
    end.writeUInt32LE(Buffer.concat(directory).length, 12);
    end.writeUInt32LE(at, 16);
    return Buffer.concat([...body, ...directory, end]);
}

// All digests made anew: the index and the list for sha256sum say what is there.
function sealed(files) {
    const kept = files.filter(([name]) => !['index.json', 'SHA256SUMS'].includes(name));
    const index = JSON.parse(files.find(([name]) => name === 'index.json')[1]);

    for (const entry of index.files) {
        const found = kept.find(([name]) => name === entry.name);

        if (found)
            Object.assign(entry, { size: found[1].length, sha256: sha256(found[1]),
                sm3: createHash('sm3').update(found[1]).digest('hex') });
    }
    kept.push(['index.json', Buffer.from(`${JSON.stringify(index)}\n`)]);
    return [...kept, ['SHA256SUMS', Buffer.from(kept
        .map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`).join(''))]];
}

withServer('the record', (it) => {
    let resident;
    let clerk;
    let reviewer;
    let number;
    let zip;
    let saved;

    // Checks bytes with the program alone: no database, no keys, no town.
    async function check(bytes) {
        fs.writeFileSync(saved, bytes);
        return command(['archive', '--check', saved]);
    }

    async function broken(bytes, ...patterns) {
        const { code, stdout } = await check(bytes);

        assert.equal(code, 1, stdout);
        for (const pattern of patterns)
            assert.match(stdout, pattern);
        assert.doesNotMatch(stdout, /is whole/);
    }

    it('tells every event with actor and reason', async ({ server }) => {
        resident = await signIn(server, 'resident', '/sign-in');
        clerk = await signIn(server, 'clerk');
        reviewer = await signIn(server, 'reviewer');
        saved = path.join(server.folder, 'case.zip');
        number = await file(resident);
        await act(clerk, number, 'receive');
        await act(clerk, number, 'accept');
        await act(clerk, number, 'reveal');
        const page = await clerk.get(`/desk/case/${number}`);
        const told = await clerk.get(`/desk/case/${number}?events=told`);

        assert.match(page.text, /查看了申请人的完整信息/);
        assert.match(told.text, /已受理/);
        assert.doesNotMatch(told.text, /查看了申请人的完整信息/);
    });

    it('is no archive while the case goes on', async ({ server }) => {
        const page = await clerk.get(`/desk/case/${number}`);

        assert.throws(() => page.form('/archive'));
        const { code, stderr } = await server.run('archive', number, '--out', saved);

        assert.equal(code, 1);
        assert.match(stderr, /archive.not_over/);
        assert.ok(!fs.existsSync(saved));
        assert.ok(!fs.existsSync(`${saved}.part`));
    });

    it('a correction needs what was wrong, what is right, and why', async () => {
        const page = await clerk.get(`/desk/case/${number}`);
        const way = `/desk/case/${number}/correct/${ordinalOf(page, '已受理')}`;
        const form = await clerk.get(way);

        assert.match(form.text, /申请人看过这条记录/);
        const lacking = await clerk.submit(form, { was: '11 月' }, '/correct');

        assert.equal(lacking.status, 422);
        const same = await clerk.submit(form,
            { was: '11 月', becomes: '11 月', reason: '写错' }, '/correct');

        assert.equal(same.status, 422);
        assert.match(same.text, /改后和原来一样/);
        const values = { was: '办结期限 5 个工作日', becomes: '办结期限 3 个工作日',
            reason: '看错了承诺时限' };
        const done = await clerk.submit(form, values, '/correct');

        assert.equal(done.status, 200, done.text);
        await clerk.submit(form, values, '/correct');
        const after = await clerk.get(`/desk/case/${number}`);

        assert.match(after.text, /已受理.*这一条有更正。原来：办结期限 5 个工作日；更正为：/);
        assert.match(after.text, /更正的是：已受理/);
        assert.equal([...after.body.matchAll(/更正的是/g)].length, 1);
    });

    it('only who did it, the manager or the head may correct', async ({ server }) => {
        const page = await reviewer.get(`/desk/case/${number}`);
        const way = `/desk/case/${number}/correct/${ordinalOf(page, '已受理')}`;
        const manager = await signIn(server, 'manager');

        assert.ok(!page.body.includes(`href="${way}"`));
        assert.equal((await reviewer.get(way)).status, 403);
        assert.equal((await manager.get(way)).status, 200);
        assert.equal((await manager.get(`/desk/case/${number}/correct/99`)).status, 404);
    });

    it('its asker sees it beside what he was told, and is told', async () => {
        const mine = await resident.get(`/my/${number}`);
        const inbox = await resident.get('/my/messages');

        assert.match(mine.text, /已受理.*这一条有更正。原来：办结期限 5 个工作日/);
        assert.match(inbox.text, /更正了告诉过您的内容/);
    });

    it('programs read it and correct it', async ({ client }) => {
        client.bearer = (await client.json('POST', '/api/v1/session',
            { login: 'clerk', password: PASSWORD })).json.token;
        const { json } = await client.json('GET', `/api/v1/filings/${number}/record`);
        const reveal = json.events.find((event) => event.verb === 'reveal');
        const wrong = json.events.find((event) => event.verb === 'accept');
        const fix = json.events.find((event) => event.verb === 'correct');

        assert.equal(fix.corrects, wrong.ordinal);
        assert.equal(fix.told, true);
        assert.equal(reveal.told, false);
        const done = await client.json('POST',
            `/api/v1/filings/${number}/record/${reveal.ordinal}/correct`,
            { was: '查看', becomes: '误点', reason: '点错了办件' },
            { 'Idempotency-Key': 'record-correct-1' });

        assert.equal(done.status, 200, done.text);
        const last = done.json.events.at(-1);

        assert.equal(last.corrects, reveal.ordinal);
        assert.equal(last.told, false);
    });

    it('what the asker was not told stays from him', async () => {
        assert.doesNotMatch((await resident.get(`/my/${number}`)).text, /误点/);
        assert.doesNotMatch((await resident.get('/my/messages')).text, /误点/);
    });

    it('the finished case becomes one ZIP', async ({ server }) => {
        await act(reviewer, number, 'grant', { result: '老年优待证 0001' });
        await act(clerk, number, 'finish');
        assert.match((await clerk.get('/desk/archive')).body, new RegExp(number));
        const answer = await clerk.submit(await clerk.get(`/desk/case/${number}`), {},
            '/archive');

        assert.equal(answer.status, 200, answer.text);
        assert.equal(answer.headers['content-type'], 'application/zip');
        assert.match(answer.headers['content-disposition'],
            new RegExp(`attachment; filename\\*=UTF-8''${number}.zip`));
        zip = answer.bytes;
        await spoolIsEmpty(server);
        const page = await clerk.get(`/desk/case/${number}`);

        assert.match(page.text, /归档.*共 \d+ 个文件，SM3 [0-9a-f]{64}/);
        assert.doesNotMatch((await clerk.get('/desk/archive')).body, new RegExp(number));
        assert.match((await clerk.get('/desk/archive?made=1')).body, new RegExp(number));
    });

    it('holds all of it, the paper and letters as they were', async () => {
        const files = Object.fromEntries(filesOf(zip));
        const record = JSON.parse(files['record.json']);

        assert.deepEqual(files['papers/01.jpeg'], photo());
        assert.equal(files['letters/01.pdf'].subarray(0, 5).toString(), '%PDF-');
        assert.equal(record.asker[0].id_number, '330109190001010016');
        assert.equal(record.filing[0].result, '老年优待证 0001');
        assert.equal(record.papers[0].file, 'papers/01.jpeg');
        assert.ok(record.messages.length > 2);
        assert.ok(record.clocks.length > 1);
        assert.match(files['index.html'].toString(), /案卷/);
        assert.doesNotMatch(files['index.html'].toString(), /<script|https?:/);
    });

    it('proves itself without haoban', async ({ server }) => {
        const folder = path.join(server.folder, 'unpacked');

        for (const [name, bytes] of filesOf(zip)) {
            fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
            fs.writeFileSync(path.join(folder, name), bytes);
        }
        execFileSync('sha256sum', ['--strict', '--quiet', '-c', 'SHA256SUMS'],
            { cwd: folder });
    });

    it('proves itself with haoban and without a database', async () => {
        const { code, stdout, stderr } = await check(zip);

        assert.equal(code, 0, stdout + stderr);
        assert.match(stdout, new RegExp(`case ${number}`));
        assert.match(stdout, /head: event \d+, SM3 [0-9a-f]{64}/);
        assert.match(stdout, /the archive is whole/);
        assert.equal((await check(zipOf(filesOf(zip)))).code, 0);
    });

    it('a flipped byte is named', async () => {
        for (const [name, content] of filesOf(zip)) {
            const bytes = Buffer.from(zip);
            const at = content.byteOffset - zip.byteOffset + (content.length >> 1);

            bytes[at] ^= 1;
            await broken(bytes, new RegExp(`broken: ${name}: `));
        }
    });

    it('a missing, an added and a renamed file are named', async () => {
        const files = filesOf(zip);
        const without = files.filter(([name]) => name !== 'papers/01.jpeg');
        const more = [['papers/02.jpeg', photo('x')], ...files];
        const renamed = files.map(([name, bytes]) =>
            [name === 'papers/01.jpeg' ? 'papers/03.jpeg' : name, bytes]);

        await broken(zipOf(without), /broken: papers\/01\.jpeg: is missing/);
        await broken(zipOf(more), /broken: papers\/02\.jpeg: was added/);
        await broken(zipOf(renamed), /papers\/03\.jpeg: was added/,
            /papers\/01\.jpeg: is missing/);
        await broken(zipOf(files.filter(([name]) => name !== 'index.json')),
            /index\.json: is missing/);
    });

    it('another paper is found, though every digest was made anew', async () => {
        const files = filesOf(zip).map(([name, bytes]) =>
            [name, name === 'papers/01.jpeg' ? photo('forged') : bytes]);

        await broken(zipOf(sealed(files)), /not those of the event "archive"/);
    });

    it('changed and swapped events are named by their number', async () => {
        const forge = (change) => zipOf(sealed(filesOf(zip).map(([name, bytes]) =>
            [name, name === 'ledger.jsonl'
                ? Buffer.from(change(bytes.toString().trimEnd().split('\n')).join('\n'))
                : bytes])));

        const set = (lines, at, line) => lines.map((was, i) => (i === at ? line : was));

        await broken(forge((lines) => set(set(lines, 1, lines[2]), 2, lines[1])),
            /ledger\.jsonl: event 2 was changed/);
        await broken(forge((lines) => set(lines, 3, lines[3].replace('"note":"',
            '"note":"x'))), /ledger\.jsonl: event 4 was changed/);
        await broken(forge((lines) => lines.slice(0, -1)), /not the head of index\.json/);
        await broken(forge((lines) => lines.filter((_, i) => i !== 4)),
            /event 5 was changed/);
        await broken(forge((lines) => set(lines, 1, 'no event')),
            /event 2 was changed/);
    });

    it('a changed row and a changed part are named', async () => {
        const forge = (file, from, to) => zipOf(sealed(filesOf(zip).map(([name, bytes]) =>
            [name, name === file ? Buffer.from(bytes.toString().replace(from, to))
                : bytes])));

        await broken(forge('matter.json', /"owner_id":\d+/, '"owner_id":1'),
            /matter\.json: is not what the last event left/);
        await broken(forge('covered.jsonl', /"filing","values":"../,
            '"filing","values":"00'), /covered\.jsonl: part filing is not/);
        await broken(forge('covered.jsonl', /.*"corrections".*\n/, ''),
            /covered\.jsonl: part corrections is missing/);
    });

    it('what is no archive is no archive', async () => {
        await broken(Buffer.from('PK'), /not a ZIP as haoban writes it/);
        await broken(Buffer.concat([zip, Buffer.from('x')]), /not a ZIP/);
        await broken(zip.subarray(0, zip.length - 1), /not a ZIP/);
        await broken(zipOf([['../x', Buffer.from('x')]]), /not a ZIP/);
        await broken(zipOf([['a', Buffer.from('x')], ['a', Buffer.from('y')]]),
            /not a ZIP/);
    });

    it('is a manager\'s once the case was rated', async ({ server }) => {
        const form = await resident.get(`/my/${number}/rate`);

        await resident.submit(form, { level: '5', comment: '很快' }, 'rate');
        const page = await clerk.get(`/desk/case/${number}`);
        const refused = await clerk.submit(page, {}, '/archive');

        assert.equal(refused.status, 403);
        assert.match(refused.text, /请管理员归档/);
        const manager = await signIn(server, 'manager');
        const given = await manager.submit(await manager.get(`/desk/case/${number}`), {},
            '/archive');
        const files = Object.fromEntries(filesOf(given.bytes));

        assert.equal(JSON.parse(files['record.json']).rating[0].comment, '很快');
        assert.equal((await check(given.bytes)).code, 0);
        assert.equal((await reviewer.get('/desk/archive')).status, 403);
    });

    it('comes by the command line too, never over a file', async ({ server }) => {
        const out = path.join(server.folder, 'by-hand.zip');
        const made = await server.run('archive', number, '--out', out);

        assert.equal(made.code, 0, made.stderr);
        assert.equal((await command(['archive', '--check', out])).code, 0);
        assert.equal(fs.statSync(out).mode & 0o777, 0o600);
        const again = await server.run('archive', number, '--out', out);

        assert.equal(again.code, 1);
        assert.match(again.stderr, /is there already/);
        assert.equal((await server.run('archive', '123')).code, 2);
        assert.equal((await server.run('archive')).code, 2);
    });

    it('leaves a ledger that verifies', async ({ server }) => {
        const { code, stdout, stderr } = await server.run('verify');

        assert.equal(code, 0, stdout + stderr);
    });
});
