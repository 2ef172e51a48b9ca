// A librarian takes the library out, works on it in a spreadsheet, and brings it back;
// and files that nobody should bring.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { fileURLToPath } from 'node:url';

import { command, PASSWORD, withServer } from '../lib/server.mjs';

const OTHER_TOWN = '330109115';     // empty
const FORMATS = ['jsonl', 'xlsx', 'csv'];
const demo = fileURLToPath(new URL('../../demo', import.meta.url));

function write(server, name, content) {
    const place = path.join(server.folder, name);

    fs.writeFileSync(place, content);
    return place;
}

const take = (server, format, place) =>
    server.run('export', 'items', place, '--format', format);

const bring = (server, place) => server.run('import', 'items', place);

// The last --town wins.
const inTown = (server, town, ...words) =>
    command([...words, ...server.where, '--town', town]);

// A ZIP of one entry, which says that it is an XLSX sheet.
function zipOf(name, content) {
    const packed = zlib.deflateRawSync(content, { level: 9 });
    const numbers = [crcOf(content), packed.length, content.length];
    const local = Buffer.alloc(30);
    const central = Buffer.alloc(46);
    const end = Buffer.alloc(22);

    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(8, 8);
    numbers.forEach((n, i) => local.writeUInt32LE(n, 14 + 4 * i));
    local.writeUInt16LE(name.length, 26);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(20, 4);
    central.writeUInt16LE(20, 6);
    central.writeUInt16LE(8, 10);
    numbers.forEach((n, i) => central.writeUInt32LE(n, 16 + 4 * i));
    central.writeUInt16LE(name.length, 28);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(1, 8);
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(46 + name.length, 12);
    end.writeUInt32LE(30 + name.length + packed.length, 16);
    return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name),
        end]);
}

function crcOf(bytes) {
    const table = Array.from({ length: 256 }, (_, byte) => {
        for (let i = 0; i < 8; i++)
            byte = (byte >>> 1) ^ (byte & 1 ? 0xedb88320 : 0);
        return byte;
    });

    return ~bytes.reduce((crc, byte) => (crc >>> 8) ^ table[(crc ^ byte) & 255], ~0)
        >>> 0;
}

async function atDesk(server, login) {
    const client = server.client();

    await client.submit(await client.get('/desk/sign-in'), { login, password: PASSWORD },
        'sign-in');
    return client;
}

// Hands a file in at the desk; the answer is the page behind it.
async function handIn(client, name, bytes, fields = {}) {
    const page = await client.get('/desk/library/files');

    return client.submit(page, { ...fields, file: { name, type: 'text/csv', bytes } },
        'files');
}

withServer('exchange of items', (it) => {
    FORMATS.forEach((format, number) =>
        it(`a library of ${format} comes back as it was`, async ({ server }) => {
            const place = path.join(server.folder, `library-${format}`);
            const first = path.join(server.folder, `first-${format}.jsonl`);
            const again = path.join(server.folder, `again-${format}.jsonl`);
            const town = `${OTHER_TOWN}${number}`;

            assert.equal((await take(server, 'jsonl', first)).code, 0);
            const taken = await take(server, format, place);
            assert.equal(taken.code, 0, taken.stderr);
            const same = await bring(server, place);
            assert.match(same.stdout, /^0 new, 0 changed, \d+ unchanged, 0 rejected/);
            await inTown(server, town, 'import', 'town', demo);
            const brought = await inTown(server, town, 'import', 'items', place);
            assert.match(brought.stdout, /^\d+ new, 0 changed, 0 unchanged, 0 rejected/,
                brought.stderr);
            await inTown(server, town, 'export', 'items', again);
            assert.ok(fs.readFileSync(first).equals(fs.readFileSync(again)));
        }));

    it('a sheet of two columns and a phone changes the phone only', async ({
        server, client }) => {
        const { json } = await client.get('/api/v1/items?limit=1');
        const [{ code, name }] = json.items;
        const before = (await client.get(`/api/v1/items/${code}`)).json;
        const place = write(server, 'phones.csv',
            `\uFEFF事项编码,事项名称,咨询电话\r\n${code},${name},0571-82000099\r\n`);

        assert.match((await bring(server, place)).stdout, /^0 new, 1 changed/);
        const after = (await client.get(`/api/v1/items/${code}`)).json;
        assert.deepEqual(after, { ...before, phone: '0571-82000099',
            version: before.version + 1, published: after.published });
    });

    it('what is wrong is told with line, column and reason', async ({ server }) => {
        const place = write(server, 'wrong.csv',
            '事项编码,事项名称,办理方式\nA1,甲,骑马\nA1,乙,网办\nA2,"a\u0001",\n');
        const { code, stdout, stderr } = await bring(server, place);

        assert.equal(code, 1);
        assert.match(stdout, /^0 new, 0 changed, 0 unchanged, 2 rejected/);
        assert.match(stderr, /wrong\.csv:2:3: 表“wrong”：字段 办理方式 不认识“骑马”/);
        assert.match(stderr, /wrong\.csv:4:2: 表“wrong”：这一格里有控制字符/);
    });

    it('a file of 200 MB is refused', async ({ server }) => {
        const csv = write(server, 'large.csv', 'a\n');
        const lines = write(server, 'large.jsonl', '{}\n');

        for (const place of [csv, lines]) {
            fs.truncateSync(place, 200 * 1024 * 1024);
            const { code, stderr } = await bring(server, place);
            assert.equal(code, 1);
            assert.match(stderr, /200 MB|at most/);
        }
    });

    it('a ZIP bomb is refused', async ({ server }) => {
        const bomb = zipOf('xl/workbook.xml', Buffer.concat([Buffer.from('<workbook>'),
            Buffer.alloc(24 * 1024 * 1024, '<x/>'), Buffer.from('</workbook>')]));
        const { code, stderr } = await bring(server, write(server, 'bomb.xlsx', bomb));

        assert.equal(code, 1);
        assert.match(stderr, /大得不正常/);
    });

    it('formulas leave harmless', async ({ server, client }) => {
        const place = write(server, 'formula.jsonl',
            '{"code":"FX1","name":"=cmd|x","note":"@a","papers":[],"ways":[]}\n');
        const folder = path.join(server.folder, 'formulas');

        assert.match((await bring(server, place)).stdout, /^1 new/);
        assert.equal((await take(server, 'csv', folder)).code, 0);
        const csv = fs.readFileSync(path.join(folder, '事项.csv'), 'utf8');
        assert.match(csv, /"'=cmd\|x"/);
        assert.match(csv, /"'@a"/);
        assert.match((await bring(server, folder)).stdout, /^0 new, 0 changed/);
        assert.equal((await client.get('/api/v1/items/FX1')).json.name, '=cmd|x');
    });

    it('the manager takes a workbook out at the desk and brings it back', async ({
        server }) => {
        const client = await atDesk(server, 'manager');
        const page = await client.get('/desk/library/files');
        const book = await client.get('/desk/library/files/library.xlsx');
        const lines = await client.get('/desk/library/files/library.jsonl');

        assert.match(page.text, /下载 XLSX 表格/);
        assert.match(book.headers['content-disposition'], /^attachment;.*library\.xlsx/);
        assert.equal(book.bytes.subarray(0, 2).toString(), 'PK');
        const rows = lines.body.trim().split('\n');
        const after = await handIn(client, 'library.xlsx', book.bytes);
        assert.match(after.text, new RegExp(`新增 0 项，更新 0 项，${rows.length} 项没有变化`));
        assert.equal((await client.get('/desk/library/files/all.zip')).status, 404);
    });

    it('bad rows are shown at the desk, and the good ones only on request', async ({
        server }) => {
        const client = await atDesk(server, 'manager');
        const csv = '事项编码,事项名称,咨询电话\nDK1,甲,0571-1\nDK 2,乙,0571-2\n';
        const refused = await handIn(client, '电话.csv', csv);

        assert.equal(refused.status, 422);
        assert.match(refused.text, /什么也没有导入/);
        assert.match(refused.text, /表“电话”：事项编码 DK 2/);
        assert.equal((await client.get('/item/DK1')).status, 404);
        const kept = await handIn(client, '电话.csv', csv, { keep: '1' });
        assert.match(kept.text, /新增 1 项/);
        assert.equal((await client.get('/item/DK1')).status, 200);
        const nothing = await handIn(client, 'x.csv', 'a,b\n1,2\n');
        assert.match(nothing.text, /没有找到“事项”表/);
    });

    it('a librarian takes out, but leaves bringing in to the manager', async ({
        server }) => {
        const client = await atDesk(server, 'librarian');
        const page = await client.get('/desk/library/files');

        assert.match(page.text, /请交给大厅管理人员/);
        assert.equal((await client.get('/desk/library/files/library.xlsx')).status, 200);
        assert.equal((await client.post('/desk/library/files', {})).status, 403);
        const clerk = await atDesk(server, 'clerk');
        assert.equal((await clerk.get('/desk/library/files')).status, 403);
    });
});
