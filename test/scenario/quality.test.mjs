// The library is held against the quality rules and against the province's list.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { PASSWORD, root, withServer } from '../lib/server.mjs';

const CHECKED_MS = 15_000;
const ITEM = '城乡居民基本养老保险参保登记';
const shared = process.env.HAOBAN_SHARED;
const guangdong = shared && path.join(shared, 'data/items_guangdong.jsonl');
const needsShared = { skip: !shared && 'real data is not tested: set HAOBAN_SHARED' };
const demo = fs.readFileSync(path.join(root, 'demo/items.jsonl'), 'utf8').trim()
    .split('\n').map((line) => JSON.parse(line));

async function signIn(server, login = 'librarian') {
    const client = server.client();

    await client.submit(await client.get('/desk/sign-in'),
        { login, password: PASSWORD }, 'sign-in');
    return client;
}

// Serving looks at what was published within a second or so.
async function checked(client, address, wanted) {
    for (const until = Date.now() + CHECKED_MS; Date.now() < until;) {
        const page = await client.get(address);

        if (wanted.test(page.text))
            return page;
        await new Promise((done) => setTimeout(done, 200));
    }
    return client.get(address);
}

const lines = (rows) => rows.map((row) => JSON.stringify(row)).join('\n');

const list = (rows) => ({
    name: '省清单.jsonl', type: 'application/octet-stream',
    bytes: Buffer.from(typeof rows === 'string' ? rows : lines(rows)),
});

async function compare(client, rows, more = {}) {
    return client.submit(await client.get('/desk/drift/compare'),
        { list: list(rows), ...more }, 'compare');
}

// The address of the difference of an item's element, as the list shows it.
async function differenceOf(client, name, element) {
    const page = await client.get(`/desk/drift?element=${element}`);
    const at = page.body.indexOf(`>${name}<`);

    assert.ok(at > 0, page.text);
    return page.body.slice(0, at).match(/.*href="(\/desk\/drift\/difference\/\d+)"/s)[1];
}

withServer('quality rules', (it) => {
    it('list what fails, by department, rule and grade', async ({ server }) => {
        const file = path.join(server.folder, 'empty.jsonl');

        fs.writeFileSync(file, lines([{ code: 'EMPTY-1', name: '什么也没写的事项',
            department: '民政办公室', papers: [], ways: [] }]));
        assert.equal((await server.run('import', 'items', file)).code, 0);

        const client = await signIn(server);
        const page = await checked(client, `/desk/quality?department=${
            encodeURIComponent('民政办公室')}&check=guide.papers`,
            /什么也没写的事项/);
        const rule = await client.get('/desk/quality?check=unified.forms&grade=must');

        assert.match(page.text, /得分 \d+\.\d/);
        assert.match(page.text, /办事指南要有申请材料/);
        assert.match(rule.text, /这里没有要改的事项/);
        assert.match((await client.get('/desk/quality/departments')).text,
            /必须改的一处扣 10 分，建议改的一处扣 3 分/);
    });

    it('show every check of one item, with the place to mend', async ({ server }) => {
        const client = await signIn(server);
        const { code } = demo.find((row) => row.name === ITEM);
        const page = await client.get(`/desk/quality/item/${code}`);

        assert.match(page.text, /咨询电话和投诉电话都带区号 ● 合格/);
        assert.match(page.text, /浙江省保障“最多跑一次”改革规定第 12 条/);
    });

    it('are a hall\'s own: switched off, graded, counted', async ({ server }) => {
        const client = await signIn(server, 'manager');
        const at = '/desk/quality/rule/licence.steps';
        const wrong = await client.submit(await client.get(at),
            { threshold: '99', severity: 'must', enabled: '1' }, 'licence.steps');
        const kept = await client.submit(await client.get(at),
            { threshold: '3', severity: 'should', enabled: '1' }, 'licence.steps');

        assert.equal(wrong.status, 422);
        assert.match(kept.text, /至少几步：3 .*? 建议改/);
        await client.submit(await client.get('/desk/quality/costs'),
            { must: '20', should: '1' }, 'costs');
        assert.match((await client.get('/desk/quality/departments')).text, /一处扣 20 分/);
        await client.submit(await client.get('/desk/quality/unified'),
            { field7: '办结时限' }, 'unified');
        assert.match((await client.get('/desk/quality/rules')).text, /办结时限/);
    });

    it('keeps what another has just changed', async ({ server }) => {
        const one = await signIn(server, 'librarian');
        const other = await signIn(server, 'manager');

        for (const [at, mine, theirs] of [
            ['/desk/quality/rule/licence.steps', { threshold: '4' }, { threshold: '5' }],
            ['/desk/quality/costs', { must: '30' }, { must: '15' }],
            ['/desk/quality/unified', { field1: '我的叫法' }, { field1: '新的叫法' }],
        ]) {
            const opened = await one.get(at);

            await other.submit(await other.get(at), theirs, at.split('/').pop());
            const refused = await one.submit(opened, mine, at.split('/').pop());

            assert.equal(refused.status, 409, `${at} ${refused.text}`);
            assert.match(refused.text, /刚被别人改过/);
        }
        const rules = await one.get('/desk/quality/rules');

        assert.match(rules.text, /至少几步：5.*一处扣 15 分|一处扣 15 分.*至少几步：5/s);
        assert.match(rules.text, /新的叫法/);
    });

    it('are closed to who takes in and decides', async ({ server }) => {
        for (const login of ['clerk', 'reviewer'])
            for (const at of ['/desk/quality', '/desk/drift', '/desk/drift/compare'])
                assert.equal((await (await signIn(server, login)).get(at)).status, 403);
    });

    it('are asked by a nightly job', async ({ server }) => {
        const all = await server.run('check', 'items', '--format', 'jsonl');
        const rows = all.stdout.trim().split('\n').map((line) => JSON.parse(line));
        const some = await server.run('check', 'items', '--department', '民政办公室');

        assert.equal(all.code, 1);
        assert.ok(rows.some((row) => row.code === 'EMPTY-1'
            && row.check === 'guide.steps' && row.severity === 'must'));
        assert.ok(rows.every((row) => row.code && row.check && row.element));
        assert.match(all.stderr, /items checked/);
        assert.match(some.stdout, /^EMPTY-1 什么也没写的事项（民政办公室）$/m);
        assert.equal((await server.run('check', 'items', '--format', 'xml')).code, 2);
    });
});

withServer('the province\'s list', (it) => {
    const changed = demo.map((row) => structuredClone(row));
    const one = changed[0], other = changed[1];

    one.phone = '0571-82520000';
    one.conditions += '\n四、省里新加的一条。';
    other.promised_limit = { ...other.promised_limit, n: 7, unit: 'day' };

    it('is compared field by field, and changes nothing by that', async ({ server }) => {
        const client = await signIn(server);

        assert.match((await client.get('/desk/drift')).text, /还没有比对过/);
        const page = await compare(client, changed);

        assert.match(page.text, /待处理 3 处/);
        assert.match(page.text, /办理时限：1 处不同/);
        assert.match(page.body, /<mark>520000<\/mark>/);
        assert.match((await client.get('/desk/drift/runs')).text, /省清单\.jsonl/);
        assert.match((await client.get('/desk/drift/elements')).text, /不计较/);
    });

    it('is taken over as a new version', async ({ server }) => {
        const client = await signIn(server);
        const at = await differenceOf(client, one.name, 'phone');
        const done = await client.submit(await client.get(at), {}, '/accept');

        assert.match(done.text, /已采用 1 处/);
        assert.match((await client.get(`/item/${one.code}`)).text, /0571-82520000/);
        const again = await client.post(`${at}/accept`, {});
        assert.equal(again.status, 409); // without the token of a form
    });

    it('is explained, and comes again only when it changes', async ({ server }) => {
        const client = await signIn(server);
        const at = await differenceOf(client, one.name, 'conditions');
        const empty = await client.submit(await client.get(at), { reason: '' },
            'explain');
        const kept = await client.submit(await client.get(at),
            { reason: '本镇没有这一条' }, 'explain');

        assert.equal(empty.status, 422);
        assert.match(kept.text, /已说明 1 处/);
        assert.match((await compare(client, changed)).text, /待处理 1 处 已说明 1 处/);
        one.conditions += '又改了。';
        assert.match((await compare(client, changed)).text, /待处理 2 处 已说明 0 处/);
    });

    it('with bad rows is told line by line and compared only when one says so',
        async ({ server }) => {
            const client = await signIn(server);
            const bad = `${lines(changed.slice(0, -1))}\n{"code":\n${
                JSON.stringify({ ...one, name: '重复' })}`;
            const refused = await compare(client, bad);

            assert.equal(refused.status, 422);
            assert.match(refused.text, /不合格的行：2/);
            assert.match(refused.text, /重复/);
            assert.match((await compare(client, bad, { keep: '1' })).text, /待处理 2 处/);
            assert.equal((await compare(client, '这不是清单')).status, 422);
        });

    it('is compared by a nightly job, whose status says whether anything is new',
        async ({ server }) => {
            const file = path.join(server.folder, 'province.jsonl');

            other.name += '（改名）';
            fs.writeFileSync(file, lines(changed));
            const first = await server.run('check', 'drift', file);
            const second = await server.run('check', 'drift', file);

            assert.equal(first.code, 1);
            assert.match(first.stdout,
                new RegExp(`^${other.code}\t${demo[1].name}\t事项名称\t`, 'm'));
            assert.equal(second.code, 0);
            assert.equal(second.stdout, '');
            assert.match(second.stderr, /0 differences are new/);
        });
});

withServer('a list in a spreadsheet', (it) => {
    const csv = (rows) => ['实施清单编码,事项,联系电话,要件,页码',
        ...rows.map((row, i) => [row.code, row.name, row.phone,
            row.papers.map((paper) => paper.name).join('、'), i].join(','))].join('\n');

    // Other columns of papers are not in the list, so ours are held to their names only.
    const plain = demo.filter((row) => row.papers.length
        && !row.papers.some((paper) => /[、，；,;]/.test(paper.name))).slice(0, 5);
    const columns = '事项编码=实施清单编码;事项名称=事项;咨询电话=联系电话';

    it('needs its columns mapped, once', async ({ server }) => {
        const file = path.join(server.folder, 'list.csv');

        fs.writeFileSync(file, csv(plain));
        const unmapped = await server.run('check', 'drift', file);
        const wrong = await server.run('check', 'drift', file, '--map', '编号=实施清单编码');
        const mapped = await server.run('check', 'drift', file, '--map', columns);

        assert.equal(unmapped.code, 1);
        assert.match(unmapped.stderr, /事项编码/);
        assert.equal(wrong.code, 1);
        assert.match(wrong.stderr, /列名对照“编号=实施清单编码”不对/);
        assert.match(mapped.stderr, /5 rows, 0 rejected; paired 5 by code/);
        assert.match(mapped.stderr, /; 0 fields differ/);
        plain[0].phone = '0571-82520000';
        fs.writeFileSync(file, csv(plain));
        const kept = await server.run('check', 'drift', file);

        assert.equal(kept.code, 1);
        assert.match(kept.stdout,
            new RegExp(`^${plain[0].code}\t.*\t咨询电话\t.*\t0571-82520000$`, 'm'));
        assert.match(kept.stderr, /; 1 fields differ/);
    });

    it('may hold the names of papers in one cell', async ({ server }) => {
        const file = path.join(server.folder, 'papers.csv');

        fs.writeFileSync(file, csv(plain));
        const { stderr } = await server.run('check', 'drift', file, '--source', '材料',
            '--map', `${columns};申请材料=要件`);

        assert.match(stderr, /5 rows, 0 rejected/);
        assert.match(stderr, /; 6 fields differ/); // the phone, and what papers lack
    });

    it('is handed in at the desk with its columns', async ({ server }) => {
        const client = await signIn(server);
        const hand = async (source, said) => client.submit(
            await client.get('/desk/drift/compare'), { source, columns: said,
                list: { name: 'list.csv', type: 'text/csv',
                    bytes: Buffer.from(csv(plain)) } }, 'compare');
        const page = await hand('市里', columns.replaceAll(';', '\r\n'));

        assert.equal(page.status, 200, page.text);
        assert.match((await client.get('/desk/drift?element=phone')).body,
            /<mark>520000<\/mark>/);
        assert.equal((await hand('市里', '')).status, 200);     // as it was kept
        assert.equal((await hand('区里', '')).status, 422);     // not another's
    });

    it('that went out of here comes back without a difference', async ({ server }) => {
        for (const name of ['out.jsonl', 'out.xlsx']) {
            const file = path.join(server.folder, name);

            assert.equal((await server.run('export', 'items', file)).code, 0, name);
            const { code, stderr } = await server.run('check', 'drift', file,
                '--source', name);

            assert.match(stderr, /; 0 fields differ/, name);
            assert.equal(code, 0, name);
        }
    });
});

// ---- Guangdong's list against a copy of it ----

// The same numbers in every run (mulberry32).
function numbers(seed) {
    let state = seed;

    return (most) => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);

        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
    };
}

// What is changed, and how the program calls it.
const CHANGES = {
    name: (row) => { row.name = `改${row.name}`.slice(0, 190); return '事项名称'; },
    main: (row) => { row.main_name = ''; return '主项名称'; },
    short: (row) => { row.short_name = `${row.short_name}改`; return '事项简称'; },
    terms: (row) => { row.daily_terms.push('改了的叫法'); return '日常用语'; },
    legal: (row) => {
        row.legal_limit = { n: (row.legal_limit?.n ?? 0) + 1, unit: '工作日' };
        return '法定办结时限';
    },
    promised: (row) => {
        row.promised_limit = { n: (row.promised_limit?.n ?? 0) + 7, unit: '自然日' };
        return '承诺办结时限';
    },
    visits: (row) => {
        row.visits = String(Number(row.visits) + 1); return '到办事现场次数';
    },
    conditions: (row) => {
        row.conditions = row.conditions ? '' : '新写的条件'; return '受理条件';
    },
    materials: (row) => { row.materials.push('新加的材料'); return '申请材料'; },
    fewer: (row) => {
        if (!row.targets.length)
            return undefined;
        row.targets.pop();
        return '服务对象';
    },
    phone: (row) => { row.phone = '020-00000000'; return '咨询电话'; },
    complaint: (row) => { row.complaint_phone = '020-11111111'; return '投诉电话'; },
    department: (row) => { row.department = '改名的厅'; return '实施主体'; },
    area: (row) => { row.area = '广东省深圳市'; return '适用地区'; },
    themes: (row) => { row.themes = ['改了的主题']; return '主题'; },
    courier: (row) => { row.courier = row.courier === '是' ? '否' : '是'; return '支持寄送'; },
    booking: (row) => { row.booking = row.booking === '是' ? '否' : '是'; return '支持预约'; },
};

withServer('Guangdong\'s list against a copy', (it) => {
    it('of 300 fields changed in known ways finds all and invents none', needsShared,
        async ({ server }) => {
            const draw = numbers(20261125);
            const rows = fs.readFileSync(guangdong, 'utf8').trim().split('\n')
                .map((line) => JSON.parse(line));
            const kinds = Object.keys(CHANGES);
            const known = new Set();
            const file = path.join(server.folder, 'copy.jsonl');

            while (known.size < 300) {
                const row = rows[draw(rows.length)];
                const kind = kinds[draw(kinds.length)];

                if (row[`_${kind}`])
                    continue;
                const label = CHANGES[kind](row);

                row[`_${kind}`] = true;
                if (label)
                    known.add(`${row.code}\t${label}`);
            }
            for (const row of rows)
                for (const kind of kinds)
                    delete row[`_${kind}`];
            fs.writeFileSync(file, rows.map((row) => JSON.stringify(row)).join('\n'));

            // The demonstration's own items are only here: they are known, too.
            await server.run('import', 'items', guangdong);
            const { code, stdout, stderr } = await server.run('check', 'drift', file);
            const found = stdout.trim().split('\n').map((line) => line.split('\t'))
                .filter((cells) => cells[2] !== '只有我们有')
                .map((cells) => `${cells[0]}\t${cells[2]}`);

            assert.equal(code, 1);
            assert.match(stderr, /paired 2262 by code, 0 by name/);
            assert.match(stderr, /300 fields differ/);
            assert.deepEqual(new Set(found), known);
            assert.equal(found.length, 300);
        });
});
