// What an item says is written by one person and published by another.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { PASSWORD, withServer } from '../lib/server.mjs';

const CODE = '11330109000000019G5332001001001';
const DESK = `/desk/library/item/${CODE}`;
const NEW = 'QX-0001';

async function signIn(server, login, at = '/desk/sign-in') {
    const client = server.client();
    const page = await client.submit(await client.get(at),
        { login, password: PASSWORD }, 'sign-in');

    assert.equal(page.status, 200, page.text);
    return client;
}

// Which part of a draft is called so; parts are found by their words.
async function part(client, draft, name) {
    const page = await client.get(draft);
    const [, address] = new RegExp(`href="([^"]+)">\\s*${name}\\s*</a>`).exec(page.body);

    return client.get(address);
}

// The form of a row's button; the client presses it by its value.
function press(client, page, row, what) {
    const form = page.forms.filter((one) => one.action.includes('/list/'))[row - 1];

    return client.post(form.action, [...form.fields, ['do', what]]);
}

const begin = async (client) =>
    (await client.submit(await client.get(DESK), {}, '/edit')).path.replace(/\?.*/, '');

withServer('writing an item', (it) => {
    let draft;
    let number;

    it('a case is filed under what the item says now', async ({ server }) => {
        const resident = await signIn(server, 'resident', '/sign-in');
        const form = await resident.get(`/apply/${CODE}`);
        const check = await resident.submit(form, { phone: '13800000001' }, '/apply/');
        const receipt = await resident.submit(check, {}, '/submit');

        assert.equal(receipt.status, 200, receipt.text);
        number = /\d{24}/.exec(receipt.path)[0];
    });

    it('a librarian opens its draft and fills in a part', async ({ server }) => {
        const client = await signIn(server, 'librarian');

        draft = await begin(client);
        assert.match(draft, /^\/desk\/library\/draft\/\d+$/);
        const names = await part(client, draft, '名称和编码');
        const wrong = await client.submit(names, { name: '' });
        assert.equal(wrong.status, 422);
        assert.match(wrong.body, /id="name-error"/);
        assert.match(wrong.text, /错误： 请填写事项名称/);
        const kept = await client.submit(names, { daily_terms: '农保\r\n种田人养老\r\n' });
        assert.match(kept.text, /已保存/);
        assert.match(kept.text, /差异 1 处/);
        const ways = await part(client, draft, '怎么办、到哪办');
        assert.match(ways.body, /name="ways.online"[^>]* checked/);
        const depth = await client.submit(ways, { visits: '99999999' });
        assert.match(depth.body, /id="visits-error"/);
    });

    it('adds, moves and removes papers', async ({ server }) => {
        const client = await signIn(server, 'librarian');
        let list = await part(client, draft, '申请材料');
        const first = /1\. ([^<]+)</.exec(list.body)[1];
        const row = await client.get(`${draft}/list/papers/new`);
        const nameless = await client.submit(row, {});

        assert.equal(nameless.status, 422);
        assert.match(nameless.body, /id="name-error"/);
        list = await client.submit(row, { name: '社保卡', necessity: 'optional' });
        assert.match(list.text, /6\. 社保卡/);
        list = await press(client, list, 6, 'up');
        assert.match(list.text, /5\. 社保卡/);
        list = await press(client, list, 1, 'down');
        assert.match(list.text, new RegExp(`2\\. ${first}`));
        list = await press(client, list, 1, 'remove');
        assert.match(list.text, new RegExp(`1\\. ${first}`));
        assert.doesNotMatch(list.text, /6\. /);
        const edited = await client.get(`${draft}/list/papers/1`);
        await client.submit(edited, { standard: '证件在有效期内，照片清晰' });
        assert.equal((await client.get(`${draft}/list/papers/60`)).status, 404);
        assert.equal((await client.get(`${draft}/list/nothing`)).status, 404);
    });

    it('is shown as people will see it, and nobody sees it yet', async ({
        server, client }) => {
        const librarian = await signIn(server, 'librarian');
        const preview = await librarian.get(`${draft}/preview`);

        assert.match(preview.text, /这是预览，还没有发布/);
        assert.match(preview.text, /照片清晰/);
        assert.match(preview.text, /社保卡/);
        assert.doesNotMatch(preview.body, /href="\/apply/);
        assert.doesNotMatch((await client.get(`/item/${CODE}`)).text, /社保卡/);
        for (const login of ['clerk', 'reviewer']) {
            const other = await signIn(server, login);

            assert.equal((await other.get(draft)).status, 403, login);
            assert.equal((await other.get(`${draft}/preview`)).status, 403, login);
        }
    });

    it('loses nothing when two pages of one draft are open', async ({ server }) => {
        const client = await signIn(server, 'librarian');
        const one = await part(client, draft, '谁能办');
        const other = await part(client, draft, '谁能办');

        await client.submit(one, { quantity_limit: '每人一次' });
        const stale = await client.submit(other, { conditions: '年满十六周岁' });
        assert.equal(stale.status, 409);
        assert.match(stale.text, /草稿又改过了，所以没有保存/);
        assert.match(stale.text, /草稿里现在的内容.*数量限制 每人一次/);
        assert.match(stale.body, /年满十六周岁<\/textarea>/);
        const kept = await client.submit(stale, { quantity_limit: '每人一次' });
        assert.match(kept.text, /已保存/);
        assert.match(kept.text, /受理条件 .*年满十六周岁/);
    });

    it('is handed in with a reason, and is not its author\'s to publish', async ({
        server }) => {
        const client = await signIn(server, 'librarian');
        const page = await client.get(draft);
        const silent = await client.submit(page, {}, '/submit');

        assert.equal(silent.status, 422);
        assert.match(silent.body, /id="note-error"/);
        const done = await client.submit(page, { note: '省目录第 5 批调整' }, '/submit');
        assert.match(done.text, /已提交审核/);
        assert.doesNotMatch(done.body, /\/publish"/);
        const [token] = done.forms.filter((form) => form.action.includes('take-back'));
        const forced = await client.post(`${draft}/publish`, token.fields);
        assert.equal(forced.status, 403);
        assert.match(forced.text, /自己写的不能自己审核/);
        assert.equal((await client.get(`${draft}/section/0`)).status, 409);
    });

    it('is sent back, handed in again, and published by a second person', async ({
        server, client }) => {
        const librarian = await signIn(server, 'librarian');
        const other = await signIn(server, 'librarian02');
        const waiting = await other.get('/desk/library/drafts');

        assert.match(waiting.text, /待审核 城乡居民基本养老保险参保登记 演示丁 省目录/);
        const review = await other.get(draft);
        assert.match(review.body, /<ins>，?照片清晰<\/ins>|照片清晰<\/ins>/);
        assert.equal((await other.submit(review, {}, '/send-back')).status, 422);
        await other.submit(review, { note: '年龄请用数字' }, '/send-back');
        const back = await librarian.get(draft);
        assert.match(back.text, /审核退回 年龄请用数字 演示雨/);
        await librarian.submit(await part(librarian, draft, '谁能办'),
            { conditions: '年满 16 周岁' });
        await librarian.submit(await librarian.get(draft), { note: '省目录第 5 批调整' },
            '/submit');
        const late = await other.submit(review, {}, '/publish');
        assert.equal(late.status, 409, 'what was reviewed is not what is there now');
        const done = await other.submit(late, {}, '/publish');
        assert.equal(done.path.replace(/\?.*/, ''), DESK);
        assert.match((await client.get(`/item/${CODE}`)).text, /年满 16 周岁.*社保卡/);
        assert.equal((await other.get(draft)).status, 404);
    });

    it('is found at once, and stands in the record and the feed', async ({
        server, client }) => {
        const manager = await signIn(server, 'manager');
        const { json } = await client.json('GET',
            `/api/v1/guide?q=${encodeURIComponent('种田人养老')}`);

        assert.equal(json.results[0].code, CODE);
        assert.match((await client.get('/feed/items.atom')).body,
            /<title>变更：城乡居民基本养老保险参保登记<\/title>[^]*省目录第 5 批调整/);
        const versions = await manager.get(`${DESK}/versions`);
        assert.match(versions.text, /第 2 版 .*演示丁 编写，演示雨 审核 省目录第 5 批调整/);
        assert.match(versions.text, /受理条件 修改/);
        assert.match(versions.text, /申请材料 社保卡 新增 （没有） 材料名称：社保卡/);
        const none = await manager.get(`${DESK}/versions?old=1&new=9`);
        assert.equal(none.status, 422);
        assert.match(none.body, /id="new-error"/);
        const same = await manager.get(`${DESK}/versions?old=2&new=2`);
        assert.match(same.text, /没有不同/);
    });

    it('leaves a case that runs under the version it was filed under', async ({
        server }) => {
        const clerk = await signIn(server, 'clerk');
        const page = await clerk.get(`/desk/case/${number}`);

        assert.match(page.text, /办理要素（第 1 版）/);
        assert.doesNotMatch(page.text, /社保卡/);
    });

    it('is merged when a list was imported meanwhile', async ({ server }) => {
        const client = await signIn(server, 'librarian');
        const other = await signIn(server, 'librarian02');
        const mine = await begin(client);
        const now = (await client.json('GET', `/api/v1/items/${CODE}`)).json;
        const file = path.join(server.folder, 'one.jsonl');

        assert.match((await other.submit(await other.get(DESK), {}, '/edit')).path,
            new RegExp(`${mine}$`));
        assert.equal((await other.get(`${mine}/section/0`)).status, 403);
        await client.submit(await part(client, mine, '谁能办'),
            { conditions: '年满 18 周岁' });
        fs.writeFileSync(file, `${JSON.stringify({ ...now, phone: '0571-82009999' })}\n`);
        assert.equal((await server.run('import', 'items', file)).code, 0);
        const late = await client.submit(await client.get(mine), { note: '改年龄' },
            '/submit');
        assert.equal(late.status, 409);
        assert.match(late.text, /事项又发布了新的版本/);
        const merged = await client.submit(late, {}, '/catch-up');
        assert.match(merged.text, /已合并新版本/);
        assert.match(merged.text, /差异 1 处/);
        await client.submit(merged, { note: '改年龄' }, '/submit');
        await other.submit(await other.get(mine), {}, '/publish');
        assert.match((await client.get(`/item/${CODE}`)).text,
            /年满 18 周岁.*0571-82009999/);
    });

    it('begins anew with a code that is right and free', async ({ server, client }) => {
        const librarian = await signIn(server, 'librarian');
        const form = await librarian.get('/desk/library/new');
        const taken = await librarian.submit(form, { code: CODE, name: '清洁卡' });
        const wrong = await librarian.submit(form,
            { code: '11330109000000018G5332000001000', name: '清洁卡' });

        assert.equal(taken.status, 409);
        assert.equal(wrong.status, 422);
        for (const page of [taken, wrong])
            assert.match(page.body, /id="code-error"/);
        const page = await librarian.submit(form, { code: NEW, name: '清洁卡申领' });
        const mine = page.path.replace(/\?.*/, '');
        await librarian.submit(await librarian.get(mine), { note: '新增事项' }, '/submit');
        const manager = await signIn(server, 'manager');
        await manager.submit(await manager.get(mine), {}, '/publish');
        assert.match((await client.get(`/item/${NEW}`)).text, /清洁卡申领/);
        assert.match((await client.get('/items/changes')).text, /新增 清洁卡申领 第 1 版/);
    });

    it('opens where a fault was found', async ({ server }) => {
        const client = await signIn(server, 'librarian');
        const edit = async (element) => client.submit(
            await client.get(`${DESK}?element=${element}`), {}, '/edit');
        const conditions = await edit('conditions');
        const papers = await edit('papers');

        assert.match(conditions.path, /\/section\/\d+$/);
        assert.match(conditions.body, /id="conditions"/);
        assert.match(papers.path, /\/list\/papers$/);
        assert.match((await edit('nothing')).path, /\/draft\/\d+$/);
        const faults = await client.get(`/desk/quality/item/${NEW}`);
        assert.match(faults.body, /\?element=\w+/);
        const draft = papers.path.replace('/list/papers', '');
        await client.submit(await client.get(draft), {}, '/drop');
    });

    it('is dropped by its author, or by the manager', async ({ server }) => {
        const librarian = await signIn(server, 'librarian');
        const other = await signIn(server, 'librarian02');
        const manager = await signIn(server, 'manager');
        const mine = await begin(librarian);

        assert.doesNotMatch((await other.get(mine)).body, /\/drop"/);
        const gone = await manager.submit(await manager.get(mine), {}, '/drop');
        assert.equal(gone.path, '/desk/library/drafts');
        assert.match(gone.text, /没有草稿/);
        assert.equal((await librarian.get(mine)).status, 404);
    });
});
