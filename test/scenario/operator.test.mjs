// The one technician of a county: what he does at the command line, and what it says.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { command, kind, needsShared, shared, withServer } from '../lib/server.mjs';

const ALONE = '330109114';      // a town of its own, without the demonstration's items

function ask(server, words, input) {
    return command([...words, ...server.where], { input });
}

// The last --town wins.
const inTown = (server, ...words) =>
    command([...words, ...server.where, '--town', ALONE]);

const items = (server, file, ...words) =>
    inTown(server, 'import', 'items', shared(file), ...words);

function write(server, name, text) {
    const place = path.join(server.folder, name);

    fs.writeFileSync(place, text);
    return place;
}

withServer('the operator', (it) => {
    it('makes an account for a reviewer of a department', async ({ server, client }) => {
        const made = await ask(server, ['user', 'add', 'xin', '--role', 'reviewer',
            '--name', '演示新', '--department', 'D05'], 'a-long-password\n');

        assert.equal(made.code, 0, made.stderr);
        const page = await client.submit(await client.get('/desk/sign-in'),
            { login: 'xin', password: 'a-long-password' }, 'sign-in');
        assert.match(page.text, /演示新/);
    });

    it('makes one for a resident, whose number is not a word', async ({
        server, client }) => {
        const words = ['user', 'add', 'lin', '--role', 'resident'];
        const wrong = await ask(server, words, '林某\n330109190001010121\n13800000077\n');
        const made = await ask(server, words,
            '林某\n330109190001010120\n13800000077\na-long-password\n');

        assert.equal(wrong.code, 1);
        assert.match(wrong.stderr, /check digit/);
        assert.equal(made.code, 0, made.stderr);
        const page = await client.submit(await client.get('/sign-in'),
            { login: 'lin', password: 'a-long-password' }, 'sign-in');
        assert.equal(page.path, '/my');
    });

    it('is told what an account needs', async ({ server }) => {
        const none = await ask(server, ['user', 'add', 'x', '--role', 'king'], '');
        const taken = await ask(server, ['user', 'add', 'clerk', '--role', 'clerk',
            '--name', '演示'], 'a-long-password\n');
        const nowhere = await ask(server, ['user', 'add', 'y', '--role', 'reviewer',
            '--name', '演示', '--department', 'D99'], 'a-long-password\n');

        assert.equal(none.code, 2);
        assert.match(none.stderr, /write: haoban user add/);
        assert.match(taken.stderr, /account\.taken/);
        assert.match(nowhere.stderr, /user\.no_department/);
    });

    it('imports Guangdong whole', needsShared, async ({ server }) => {
        const { code, stdout } = await items(server, 'data/items_guangdong.jsonl');

        assert.equal(code, 0);
        assert.match(stdout, /^2262 new, 0 changed, 0 unchanged, 0 rejected/m);
        const again = await items(server, 'data/items_guangdong.jsonl');
        assert.match(again.stdout, /^0 new, 0 changed, 2262 unchanged/m);
    });

    it('imports nothing when three codes are malformed, and names them', needsShared,
        async ({ server }) => {
            const { code, stdout, stderr } = await items(server,
                'data/items_guangan.jsonl');

            assert.equal(code, 1);
            assert.match(stdout, /^0 new, .* 3 rejected/m);
            for (const line of [166, 367, 631])
                assert.match(stderr, new RegExp(`jsonl:${line}:\\d+: .*编码`));
            const kept = await items(server, 'data/items_guangan.jsonl', '--keep-good');
            assert.equal(kept.code, 0);
            assert.match(kept.stdout, /^1132 new/m);
        });

    it('imports the guides of Changchun', needsShared, async ({ server }) => {
        const { code, stdout } = await items(server, 'data/items_changchun_guides.jsonl');

        assert.equal(code, 0);
        assert.match(stdout, /^1118 new/m);
    });

    it('asks the guide from a pipe', async ({ server }) => {
        const { code, stdout } = await command(
            ['guide', '--stdin', '--limit', '2', ...server.where],
            { input: '老年人坐公交\n\n低保怎么办\n' });
        const rows = stdout.trim().split('\n').map((row) => row.split('\t'));

        assert.equal(code, 0);
        assert.ok(rows.every((row) => row.length === 5));
        assert.deepEqual(rows[0].slice(0, 2), ['老年人坐公交', '1']);
        assert.ok(rows.some((row) => row[0] === '低保怎么办'
            && row[3].startsWith('最低生活保障')), stdout);
    });

    it('teaches the guide how people ask', async ({ server }) => {
        const asks = async () => (await command(
            ['guide', '--stdin', '--limit', '1', ...server.where],
            { input: '夕阳红卡在哪弄\n' })).stdout;
        const good = write(server, 'good.jsonl',
            '{"query":"夕阳红卡","name":"老年优待证办理"}\n');
        const bad = write(server, 'bad.jsonl', '{"query":"夕阳红卡","name":"没有的事项"}\n'
            + '{"query":"打13800000000","code":"1"}\nnonsense\n{"query":"怎么办"}\n');
        const refused = await server.run('guide', 'learn', bad);

        assert.equal(refused.code, 1);
        assert.match(refused.stdout, /^0 learnt, 4 rejected/);
        for (const line of [1, 2, 3, 4])
            assert.match(refused.stderr, new RegExp(`bad\\.jsonl:${line}:`));
        assert.doesNotMatch(await asks(), /\t老年优待证办理\t/);
        assert.match((await server.run('guide', 'learn', good)).stdout, /^1 learnt/);
        assert.match(await asks(), /\t老年优待证办理\t/);
    });

    it('asks when limits end', async ({ server }) => {
        const { stdout } = await command(['due', '--stdin', ...server.where],
            { input: '2026-09-24\t10\n2026-11-23\t5\nnonsense\n2023-12-27\t20\n' });

        assert.deepEqual(stdout.trim().split('\n').map((line) => line.slice(0, 10)),
            ['2026-10-15', '2026-11-30', 'line 3: wr', '2024-01-25']);
    });

    it('loads the notice of a later year', async ({ server }) => {
        const good = write(server, 'holidays.tsv', 'date\tname\tkind\tyear\n'
            + '2027-01-01\t元旦\toff\t2027\n2027-01-04\t元旦\toff\t2027\n');
        const bad = write(server, 'bad.tsv', '2027-01-01\t元旦\toff\t2027\n'
            + '2027-02-30\t春节\toff\t2027\n');

        const refused = await server.run('import', 'holidays', bad);
        assert.notEqual(refused.code, 0);
        assert.match(refused.stderr, /bad\.tsv:2/);
        assert.equal((await server.run('import', 'holidays', good)).code, 0);
        const { stdout } = await command(['due', '--stdin', ...server.where],
            { input: '2026-12-31\t1\n' });
        assert.equal(stdout.trim(), '2027-01-05');
    });

    it('sees the flow as a table', async ({ server }) => {
        const { stdout } = await server.run('flow', 'filing');

        const accept = /step\treceived supplemented\taccept\(受理\)\taccepted\tintake/;

        assert.match(stdout, accept);
    });

    it('is told of a schema that is not the program\'s', async ({ server }) => {
        if (kind !== 'sqlite')
            return;
        const foreign = path.join(server.folder, 'foreign.db');

        fs.writeFileSync(foreign, 'no database at all, but a letter to the mayor');
        const { code, stderr } = await command(['migrate', '--db',
            `sqlite:${foreign}`]);

        assert.equal(code, 1);
        assert.match(stderr, /^haoban: .+/);
        assert.match(fs.readFileSync(foreign, 'utf8'), /letter to the mayor/);
    });

    it('refuses keys that others may read, and a key file that is missing', async ({
        server }) => {
        const open = write(server, 'open.keys', 'x');

        fs.chmodSync(open, 0o644);
        const words = ['verify', '--db', server.location, '--town', ALONE, '--keys'];
        assert.match((await command([...words, open])).stderr, /chmod 600/);
        const none = await command([...words, `${open}.none`]);
        assert.match(none.stderr, /open\.keys\.none/);
    });
});
