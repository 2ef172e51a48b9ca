// All cases in one list, its filter in the address; and any list as a file: written in
// the background, gone on with after the server was killed, fetched in stretches.

import assert from 'node:assert/strict';
import path from 'node:path';

import { ask, exported, written } from '../lib/exports.mjs';
import { command, PASSWORD, root, withServer } from '../lib/server.mjs';

const CASES = 9000;
const ASKER = '330000190001010005';     // the first that simulate invents

async function staff(server, login) {
    const client = server.client();
    const page = await client.submit(await client.get('/desk/sign-in'),
        { login, password: PASSWORD }, 'sign-in');

    assert.equal(page.status, 200, page.text);
    return client;
}

const rowsOf = (page) => [...page.body.matchAll(/href="\/desk\/case\/(\d{24})"/g)]
    .map(([, number]) => number);

const nextOf = (page) => /rel="next" href="([^"]+)"/.exec(page.body)?.[1]
    .replaceAll('&amp;', '&');

withServer('lists', (it) => {
    let address;

    it('fills a town with cases', async ({ server }) => {
        const { code, stderr } = await command(
            ['simulate', '--cases', String(CASES), ...server.where],
            { program: path.join(root, 'haoban') });

        assert.equal(code, 0, stderr);
    });

    it('lists all cases page by page, newest first', async ({ server }) => {
        const client = await staff(server, 'manager');
        let page = await client.get('/desk/cases');
        const seen = new Set();

        for (let i = 0; i < 3; i++) {
            assert.equal(page.status, 200);
            assert.equal(rowsOf(page).length, 30);
            rowsOf(page).forEach((number) => seen.add(number));
            page = await client.get(nextOf(page));
        }
        assert.equal(seen.size, 90);
    });

    it('filters by the address, as the form says', async ({ server }) => {
        const client = await staff(server, 'manager');
        const page = await client.get('/desk/cases?state=done&order=&channel=online');

        assert.equal(rowsOf(page).length, 30);
        assert.match(page.body, /<option value="done"\s+selected/);

        const late = await client.get('/desk/cases?light=red');

        assert.match(late.text, /先到期的在前/);
        assert.equal(rowsOf(late).length, 30);

        const none = await client.get('/desk/cases?state=returned');

        assert.equal(rowsOf(none).length, 0);
        assert.match(none.text, /没有这样的办件/);
    });

    it('looks at so many cases a page, and says so', async ({ server }) => {
        const client = await staff(server, 'manager');
        let page = await client.get(
            '/desk/cases?channel=window&state=withdrawn&from=2020-01-01');
        const found = new Set(rowsOf(page));

        for (let i = 0; nextOf(page) && i < 50; i++) {
            page = await client.get(nextOf(page));
            rowsOf(page).forEach((number) => found.add(number));
        }
        assert.ok(found.size > 30);
        page = await client.get('/desk/cases?item=&department=D04&channel=window');
        assert.ok(rowsOf(page).length > 0 || /接着找/.test(page.text));
    });

    it('refuses what nobody can choose, and says what to do', async ({ server }) => {
        const client = await staff(server, 'manager');

        for (const query of ['state=nowhere', 'item=1', 'from=yesterday', 'after=x.y']) {
            const page = await client.get(`/desk/cases?${query}`);

            assert.equal(page.status, 422, query);
            assert.match(page.text, /请/);
        }
    });

    it('finds a person without writing his number anywhere', async ({ server }) => {
        const client = await staff(server, 'clerk');
        const page = await client.submit(await client.get('/desk/cases'),
            { who: ASKER }, '/asker');

        assert.equal(page.status, 200);
        assert.match(page.path, /asker=i[0-9a-f]{64}/);
        assert.equal(rowsOf(page).length, 20);
        assert.doesNotMatch(page.path + page.body, new RegExp(ASKER));
        assert.match(page.text, /330000\*{8}0005/);

        const none = await client.submit(await client.get('/desk/cases'),
            { who: '330109190001010016x' }, '/asker');

        assert.equal(none.status, 422);
    });

    it('keeps a filter by its name', async ({ server }) => {
        const client = await staff(server, 'clerk');
        let page = await client.submit(await client.get('/desk/cases?light=red'),
            { name: '超期的' }, '/save');

        assert.equal(page.status, 200);
        assert.match(page.text, /超期的/);
        page = await (await staff(server, 'manager')).get('/desk/cases');
        assert.doesNotMatch(page.text, /超期的/);
        page = await client.submit(await client.get('/desk/cases'), {}, '/remove');
        assert.doesNotMatch(page.text, /超期的/);
    });

    it('shows an office its own cases only', async ({ server }) => {
        const client = await staff(server, 'reviewer');
        const page = await client.get('/desk/cases');
        const all = await (await staff(server, 'manager')).get('/desk/cases');

        assert.equal(page.status, 200);
        assert.doesNotMatch(page.body, /name="department"/);
        assert.notDeepEqual(rowsOf(page), rowsOf(all));
    });

    it('writes a list to a file, masked', async ({ server }) => {
        const client = await staff(server, 'manager');
        const page = await ask(client, '', { format: 'csv' });

        assert.match(page.path, /\/desk\/exports$/);
        address = await written(client);

        const file = await client.get(address);
        const lines = file.body.trim().split('\r\n');

        assert.equal(file.status, 200);
        assert.equal(lines.length, CASES + 1);
        assert.equal(file.bytes.subarray(0, 3).toString('hex'), 'efbbbf');
        assert.equal(new Set(lines.map((line) => line.slice(0, 24))).size, CASES + 1);
        assert.match(lines[1], /演\*\*,330\d{3}\*{8}\d{4},138\*{4}\d{4}$/);
        assert.match(file.headers['content-disposition'], /attachment; .*\.csv$/);
    });

    it('gives stretches of the file', async ({ server }) => {
        const client = await staff(server, 'manager');
        const whole = await client.get(address);
        const etag = whole.headers.etag;
        const middle = 700_001;
        const head = await client.get(address, { range: `bytes=0-${middle - 1}` });
        const tail = await client.get(address,
            { range: `bytes=${middle}-`, 'if-range': etag });

        assert.equal(head.status, 206);
        assert.equal(tail.status, 206);
        assert.equal(tail.headers['content-range'],
            `bytes ${middle}-${whole.bytes.length - 1}/${whole.bytes.length}`);
        assert.ok(Buffer.concat([head.bytes, tail.bytes]).equals(whole.bytes));

        const statusOf = async (headers) => (await client.get(address, headers)).status;

        assert.equal(await statusOf({ range: 'bytes=-5' }), 206);
        assert.equal(await statusOf({ range: 'bytes=99999999-' }), 416);
        assert.equal(await statusOf({ range: 'bytes=5-', 'if-range': '"other"' }), 200);
    });

    it('gives it to nobody else', async ({ server }) => {
        const clerk = await staff(server, 'clerk');

        assert.equal((await clerk.get(address)).status, 404);
        assert.match((await server.client().get(address)).path, /sign-in/);
    });

    it('goes on where it was when the server was killed', async ({ server }) => {
        const client = await staff(server, 'manager');

        await ask(client, 'state=withdrawn', { format: 'jsonl' });
        await new Promise((resolve) => setTimeout(resolve, 400));
        await server.kill();
        await server.start();

        const again = await staff(server, 'manager');
        const lines = (await again.get(await written(again))).body.trim().split('\n')
            .map((line) => JSON.parse(line));

        assert.equal(lines.length, CASES * 18 / 20);
        assert.equal(new Set(lines.map((line) => line['办件编号'])).size, lines.length);
        assert.ok(lines.every((line) => line['状态'] === '已撤件'));
    });

    it('writes an XLSX that is one', async ({ server }) => {
        const client = await staff(server, 'clerk');

        await ask(client, 'state=done', { format: 'xlsx' });

        const { bytes } = await client.get(await written(client));

        assert.equal(bytes.subarray(0, 4).toString('latin1'), 'PK\x03\x04');
        assert.equal(bytes.subarray(-22, -18).toString('latin1'), 'PK\x05\x06');
    });

    it('gives whole data for a reason only, and on record', async ({ server }) => {
        const client = await staff(server, 'manager');
        const found = await client.submit(await client.get('/desk/cases'),
            { who: ASKER }, '/asker');
        const query = new URL(found.path, server.origin).search.slice(1);
        const refused = await ask(client, query, { format: 'csv', whole: '1' });

        assert.equal(refused.status, 422);
        assert.match(refused.text, /请写明用途/);
        await ask(client, query, { format: 'csv', whole: '1', reason: '核对补贴发放' });

        const { body } = await client.get(await written(client));

        assert.match(body, new RegExp(`演示人,${ASKER},13800000000`));

        const page = await client.get(`/desk/case/${rowsOf(found)[0]}`);

        assert.match(page.text, /导出：核对补贴发放/);

        const { code, stdout } = await server.run('verify');

        assert.equal(code, 0, stdout);
    });

    it('offers whole data to managers only', async ({ server }) => {
        const client = await staff(server, 'clerk');
        const form = (list) => client.get(`/desk/exports/new?list=${list}&query=`);

        assert.doesNotMatch((await form('cases')).body, /name="whole"/);
        assert.equal((await form('quality')).status, 404);
        assert.equal((await form('nothing')).status, 404);
    });

    it('exports what the checks found, too', async ({ server }) => {
        const client = await staff(server, 'librarian');

        await ask(client, 'grade=must', { format: 'csv' }, 'quality');

        const { body } = await client.get(await written(client));
        const lines = body.trim().split('\r\n');

        assert.match(lines[0], /编码,事项,科室,规则,轻重,哪里不对/);
        assert.ok(lines.slice(1).every((line) => /,必须改,/.test(line)));
    });

    it('exports what waits for its archive, to the last', async ({ server }) => {
        const clerk = await staff(server, 'clerk');
        const first = await clerk.get('/desk/archive');
        const rows = await exported(clerk, first);
        const shown = [];
        const more = (page) => /href="([^"]*after=[^"]+)"/.exec(page.body)?.[1]
            .replaceAll('&amp;', '&');

        for (let page = first; page; page = more(page) && await clerk.get(more(page)))
            shown.push(...rowsOf(page));
        assert.ok(rows.length > 2000, 'one batch only');
        assert.deepEqual(rows.map((row) => row.办件编号), shown);
        assert.ok(rows.every((row) => row.办结时间 && !row.归档时间));
    });

    it('removes a file with its row', async ({ server }) => {
        const client = await staff(server, 'librarian');
        const files = await client.get('/desk/exports');
        const page = await client.submit(files, {}, '/remove');

        assert.match(page.text, /还没有导出过/);
    });
});
