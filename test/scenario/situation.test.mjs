// Situations: a resident answers a few questions and gets his list of papers, a clerk
// scans it, a librarian changes the questions, an operator imports them.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { exported } from '../lib/exports.mjs';
import { PASSWORD, command, needsShared, shared, withServer }
    from '../lib/server.mjs';

const CODE = '11330109000000019G5332001001003';      // 城乡居民基本养老保险注销登记
const ASK = `/item/${CODE}/ask`;
const ALONE = '330109114';      // a town of its own

async function signIn(server, login) {
    const client = server.client();

    await client.submit(await client.get('/desk/sign-in'), { login, password: PASSWORD },
        'sign-in');
    assert.ok(client.cookies.get('hb_session'), login);
    return client;
}

// What the radio buttons of a question send.
const values = (page) =>
    [...page.body.matchAll(/type="radio" name="a" value="([^"]*)"/g)]
        .map(([, value]) => value);

withServer('a resident', (it) => {
    it('is led from the item to his list, one question a page', async ({ client }) => {
        const item = await client.get(`/item/${CODE}`);
        assert.match(item.text, /回答 2 个问题，看要带什么/);

        const first = await client.get(ASK);
        assert.match(first.text, /为什么要注销？/);
        assert.match(first.text, /第 1 个问题，最多 2 个/);
        assert.deepEqual(values(first),
            ['reason.death', 'reason.abroad', 'reason.other_pension']);

        const second = await client.submit(first, { a: 'reason.death' }, 'ask');
        assert.equal(second.path, `${ASK}?a=reason.death`);
        assert.match(second.text, /继承人有几位/);

        const list = await client.submit(second, { a: values(second)[1] }, 'ask');
        assert.equal(list.path, `${ASK}?a=reason.death-heirs.several`);
        assert.match(list.text, /您要带 4 样材料/);
        assert.match(list.text, /另有 1 样免交/);
        assert.match(list.text,
            /继承人之间的收款约定.*您选了“参保人去世了”“两位或更多”/);
        assert.match(list.text, /最晚 .*办好/);
    });

    it('is told why a paper is not needed', async ({ client }) => {
        const list = await client.get(`${ASK}?a=reason.other_pension`);

        assert.match(list.text, /您要带 3 样材料/);
        assert.match(list.text, /死亡或户口注销信息 为什么不用：您选了“已经在领另一种养老金”/);
    });

    it('changes one answer and keeps the rest', async ({ client }) => {
        const id = '11330109000000019G5330716002001';
        const again = await client.get(`/item/${id}/ask?a=why.first-age.child&ask=why`);

        assert.match(again.body, /value="why\.first-age\.child" required[^>]* checked/);
        const list = await client.submit(again, { a: 'why.damaged-age.child' }, 'ask');
        assert.equal(list.path, `/item/${id}/ask?a=why.damaged-age.child`);
        assert.match(list.text, /您要带 2 样材料/);
    });

    it('is asked again when he chose nothing and keeps the rest', async ({ client }) => {
        const second = await client.get(`${ASK}?a=reason.death`);
        const missed = await client.submit(second, {}, 'ask');

        assert.equal(missed.status, 422);
        assert.match(missed.body, /<title>错误：请选一个回答/);
        assert.match(missed.text, /继承人有几位/);
    });

    it('is asked from where an old or foreign address stops', async ({ client }) => {
        for (const a of ['x', 'reason.none', '<b>', 'reason.death'.repeat(100), '%00'])
            assert.match((await client.get(`${ASK}?a=${encodeURIComponent(a)}`)).text,
                /为什么要注销？/, a);
        assert.match((await client.get(`${ASK}?a=reason.death-heirs.nine`)).text,
            /继承人有几位/);
    });

    it('is sent to the guide where nothing is asked', async ({ client }) => {
        const page = await client.get('/item/11330109000000019G5332019003000/ask');

        assert.equal(page.status, 404);
        assert.match(page.text, /请看办事指南/);
    });

    it('takes his answers along into the application', async ({ server }) => {
        const client = server.client();
        const signIn = await client.get(`/apply/${CODE}?a=reason.abroad`);
        const apply = await client.submit(signIn,
            { login: 'resident', password: PASSWORD });

        assert.match(apply.path, /\?a=reason\.abroad$/);
        assert.match(apply.text, /为什么要注销？出国定居，户口注销了/);
        assert.match(apply.text, /按您的回答，领取或核验时带这 3 样材料/);
    });

    it('gets the same as JSON', async ({ client }) => {
        const at = `/api/v1/items/${CODE}/situations`;
        const open = (await client.get(at)).json;

        assert.equal(open.done, false);
        assert.equal(open.question.id, 'reason');
        const done = (await client.get(`${at}?a=${open.question.answers[1].a}`)).json;
        assert.equal(done.done, true);
        assert.equal(done.url, `${ASK}?a=reason.abroad`);
        assert.deepEqual(done.papers.map(({ treatment }) => treatment),
            ['bring', 'bring', 'exempt', 'bring', 'no_need']);
        assert.equal((await client.get('/api/v1/items/none/situations')).status, 404);
    });
});

withServer('a clerk', (it) => {
    it('scans a list and has item, answers and papers', async ({ server }) => {
        const client = await signIn(server, 'clerk');
        const scanned = `${server.origin}${ASK}?a=reason.death-heirs.several`;

        for (const box of ['/desk/intake?q=', '/desk/find?number=']) {
            const page = await client.get(box + encodeURIComponent(scanned));

            assert.match(page.path,
                /^\/desk\/intake\?item=\S+&a=reason\.death-heirs\.several$/);
            assert.match(page.text, /按申请人的回答，收这 4 样材料/);
            assert.match(page.text, /能领个人账户余额的继承人有几位？两位或更多/);
        }
    });
});

withServer('a librarian', (it) => {
    const DESK = `/desk/situations/${CODE}`;

    it('sees which items ask questions, and that all is well', async ({ server }) => {
        const client = await signIn(server, 'librarian');
        const list = await client.get('/desk/situations');

        assert.match(list.text, /农村村民宅基地审批 ● 没有问题/);
        assert.deepEqual((await exported(client, list))
            .filter((row) => row['事项'] === '农村村民宅基地审批')
            .map((row) => [row['几处要改'], Number(row['走法']) > 1]), [['0', true]]);
        const item = await client.get(`/desk/situations/find?code=${CODE}`);
        assert.equal(item.path, DESK);
        assert.match(item.body, /<svg class="flow" role="img"/);
        assert.match(item.text, /每一种走法要带什么（4 种）/);
    });

    it('is told what is wrong, by line, and nothing changes', async ({ server }) => {
        const client = await signIn(server, 'librarian');
        const page = await client.get(DESK);
        const flow = page.form('check').fields.find(([name]) => name === 'flow')[1];
        const round = flow.replace('"next": "heirs"', '"next": "reason"');
        const wrong = await client.submit(page, { flow: round }, 'check');

        assert.equal(wrong.status, 422);
        assert.match(wrong.text, /第 4 行第 \d+ 字：这些问题绕成了一圈：reason → reason/);
        assert.match(wrong.text, /没有答案走到问题 heirs/);
        const forced = await client.post(`${DESK}/publish`, {
            ...Object.fromEntries(wrong.form('check').fields), flow: round,
            _once: Object.fromEntries(wrong.form('remove').fields)._once });
        assert.equal(forced.status, 422);
        assert.match((await client.get(`${ASK}?a=reason.death`)).text, /继承人有几位/);
    });

    it('does not wipe what a colleague published meanwhile', async ({ server }) => {
        const code = '11330109000000019G5332001001001';
        const [desk, ask] = [`/desk/situations/${code}`, `/item/${code}/ask`];
        const [one, two] = [await signIn(server, 'librarian'),
            await signIn(server, 'librarian02')];
        const pages = [await one.get(desk), await two.get(desk)];
        const flow = pages[0].form('check').fields.find(([name]) => name === 'flow')[1];
        const said = (words) => flow.replace('谁来办？', words);
        const ready = [await one.submit(pages[0], { flow: said('甲问') }, 'check'),
            await two.submit(pages[1], { flow: said('乙问') }, 'check')];

        assert.match((await one.submit(ready[0], {}, 'publish')).path, /published=1/);
        const late = await two.submit(ready[1], {}, 'publish');
        assert.equal(late.status, 409);
        assert.match(late.text, /别的同事发布了新的情形引导，您的没有发布/);
        assert.match((await two.get(ask)).text, /甲问/);
        const again = await two.submit(late, { flow }, 'check');
        assert.match((await two.submit(again, {}, 'publish')).path, /published=1/);
        assert.match((await two.get(ask)).text, /谁来办/);
    });

    it('previews a change, publishes it, and everybody sees it', async ({ server }) => {
        const client = await signIn(server, 'librarian');
        const page = await client.get(DESK);
        const flow = page.form('check').fields.find(([name]) => name === 'flow')[1];
        const changed = flow.replace('为什么要注销？', '出了什么事？');
        const preview = await client.submit(page, { flow: changed }, 'check');

        assert.equal(preview.status, 200);
        assert.match(preview.text, /检查通过，还没有发布/);
        assert.match((await server.client().get(ASK)).text, /为什么要注销？/);
        const published = await client.submit(preview, {}, 'publish');
        assert.equal(published.path, `${DESK}?published=1`);
        assert.match(published.text, /第 2 版 ● 在用/);
        assert.match((await server.client().get(ASK)).text, /出了什么事？/);

        const older = await client.get(`${DESK}?revision=1`);
        assert.match(older.text, /这是第 1 版，不在用/);
    });

    it('takes the questions away', async ({ server }) => {
        const client = await signIn(server, 'librarian');
        const page = await client.submit(await client.get(DESK), {}, 'remove');

        assert.match(page.text, /这个事项还不提问/);
        assert.doesNotMatch((await client.get(`/item/${CODE}`)).text, /个问题，看要带什么/);
        assert.equal((await client.get(ASK)).status, 404);
        assert.match((await client.get(`${DESK}?revision=3`)).text, /还不提问/);
    });

    it('is the only one who may', async ({ server }) => {
        const clerk = await signIn(server, 'clerk');

        assert.equal((await clerk.get('/desk/situations')).status, 403);
        assert.equal((await clerk.get(DESK)).status, 403);
    });
});

withServer('the operator', (it) => {
    const inTown = (server, ...words) =>
        command([...words, ...server.where, '--town', ALONE]);

    function write(server, name, text) {
        const place = path.join(server.folder, name);

        fs.writeFileSync(place, text);
        return place;
    }

    it('imports all of a province, once', needsShared, async ({ server }) => {
        const file = shared('data/items_jilin_materials.jsonl');
        const first = await inTown(server, 'import', 'situations', file);
        const again = await inTown(server, 'import', 'situations', file);
        const check = await inTown(server, 'check', 'situations');

        assert.equal(first.code, 0, first.stderr);
        assert.match(first.stdout, /^289 published, 0 unchanged, 0 rejected/);
        assert.match(first.stderr, /:335: 提示：没有写情形的名称/);
        assert.match(again.stdout, /^0 published, 289 unchanged/);
        assert.equal(check.code, 0, check.stdout);
        assert.match(check.stderr, /289 items, 0 findings/);
    });

    it('is told of a cycle with its line, and nothing changes', async ({ server }) => {
        const round = write(server, 'round.jsonl', `${JSON.stringify({
            code: CODE, questions: [{ id: 'a', text: '甲？', answers: [
                { id: 'y', text: '是', next: 'b' }] }, { id: 'b', text: '乙？', answers: [
                { id: 'n', text: '否', next: 'a' }] }], papers: [{ name: '表' }] })}\n`);
        const told = await server.run('check', 'situations', round);
        const refused = await server.run('import', 'situations', round);

        assert.equal(told.code, 1);
        assert.match(told.stderr, /round\.jsonl:1:\d+: .*a → b → a/);
        assert.equal(refused.code, 1);
        assert.match(refused.stdout, /^0 published/);
        assert.match((await server.client().get(ASK)).text, /为什么要注销？/);
    });

    it('may keep the good ones', async ({ server }) => {
        const mixed = write(server, 'mixed.jsonl', ['甲', '乙', ''].map((situation, i) =>
            JSON.stringify({ item: i < 2 ? '好证' : '', department: '办', situation,
                materials: [`表${i}`] })).join('\n'));
        const refused = await inTown(server, 'import', 'situations', mixed);
        const kept = await inTown(server, 'import', 'situations', mixed, '--keep-good');

        assert.equal(refused.code, 1);
        assert.match(refused.stderr, /mixed\.jsonl:3: 缺少字段 item/);
        assert.equal(kept.code, 0, kept.stderr);
        assert.match(kept.stdout, /^1 published, 0 unchanged, 1 rejected/);
    });
});
