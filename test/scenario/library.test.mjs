// The librarian keeps the item library: finds an item, adjusts it, changes what it says.

import assert from 'node:assert/strict';

import { exported } from '../lib/exports.mjs';
import { PASSWORD, withServer } from '../lib/server.mjs';

const ITEM = '老年优待证';
const CODE = '11330109000000019G5332001001001';
const HALL = '330109113';
const VILLAGE = '330109113203';         // the agent of the demonstration sits there
const DESK = `/desk/library/item/${CODE}`;

async function signIn(server, login) {
    const client = server.client();
    const page = await client.submit(await client.get('/desk/sign-in'),
        { login, password: PASSWORD }, 'sign-in');

    assert.equal(page.status, 200, page.text);
    return { client, page };
}

withServer('the library', (it) => {
    it('is what a librarian begins with', async ({ server }) => {
        const { page } = await signIn(server, 'librarian');

        assert.equal(page.path, '/desk/library');
        assert.match(page.text, /事项库/);
        assert.doesNotMatch(page.text, /窗口收件|查办件/);
    });

    it('shows no matters to a librarian', async ({ server }) => {
        const { client } = await signIn(server, 'librarian');

        for (const path of ['/desk/find?number=1', '/desk/intake', '/desk/stream'])
            assert.equal((await client.get(path)).status, 403, path);
    });

    it('is closed to who takes in and decides', async ({ server }) => {
        for (const login of ['clerk', 'reviewer']) {
            const { client } = await signIn(server, login);

            assert.equal((await client.get('/desk/library')).status, 403, login);
        }
    });

    it('is searched by a part of a name or code', async ({ server }) => {
        const { client, page } = await signIn(server, 'manager');
        const library = await client.get('/desk/library');
        const found = await client.submit(library, { q: ITEM }, 'library');
        const none = await client.submit(library, { q: '100%' }, 'library');

        assert.match(page.text, /事项库/);
        assert.match(library.body, /rel="next"/);
        assert.match(found.text, new RegExp(`在用 ${ITEM}`));
        assert.match(none.text, /没有这样的事项/);
        assert.match((await client.get('/desk/library?state=cancelled')).text,
            /没有这样的事项/);
    });

    const adjust = async (client, verb, outlet, more = {}) =>
        client.submit(await client.get(DESK),
            { verb, outlet, reason: '区政务办通知', ...more }, '/adjust');

    const takesIn = async (server, login) => {
        const { client } = await signIn(server, login);

        return client.get(`/desk/intake?item=${CODE}`);
    };

    it('is adjusted at one outlet, and the next request sees it', async ({
        server, client }) => {
        const { client: librarian } = await signIn(server, 'librarian');

        assert.match((await client.get(`/item/${CODE}`)).text, /村社服务点 161 个/);
        assert.equal((await takesIn(server, 'agent')).status, 200);
        const done = await adjust(librarian, 'suspend', VILLAGE);
        assert.equal(done.status, 200, done.text);
        assert.match(done.text, /已经调整：暂停/);
        const page = await client.get(`/item/${CODE}`);
        assert.match(page.text, /航民村便民服务站 ◆ 暂停办理/);
        assert.match(page.text, /村社服务点 160 个/);
        const refused = await takesIn(server, 'agent');
        assert.equal(refused.status, 409);
        assert.match(refused.text, /这个事项在这里暂停办理/);
        assert.equal((await takesIn(server, 'clerk')).status, 200);

        await adjust(librarian, 'leave', VILLAGE);
        assert.match((await takesIn(server, 'agent')).text, /现在不在这里办/);
        await adjust(librarian, 'recruit', VILLAGE);
        assert.equal((await takesIn(server, 'agent')).status, 200);
    });

    it('is not filed online while the hall has it suspended', async ({
        server, client }) => {
        const { client: librarian } = await signIn(server, 'librarian');

        await adjust(librarian, 'suspend', HALL);
        assert.doesNotMatch((await client.get(`/item/${CODE}`)).body, /href="\/apply/);
        assert.equal((await takesIn(server, 'clerk')).status, 409);
        assert.equal((await takesIn(server, 'agent')).status, 200);
        await adjust(librarian, 'resume', HALL);
        assert.match((await client.get(`/item/${CODE}`)).body, /href="\/apply/);
    });

    it('is handed down, and says who does it now', async ({ server, client }) => {
        const { client: manager } = await signIn(server, 'manager');
        const holder = '航民村村民委员会';
        const nobody = await adjust(manager, 'hand_down', 'town');

        assert.equal(nobody.status, 422);
        assert.match(nobody.body, /id="holder-error"/);
        assert.match(nobody.body, /区政务办通知<\/textarea>/);
        await adjust(manager, 'hand_down', 'town', { holder });
        assert.match((await client.get(`/item/${CODE}`)).text,
            new RegExp(`已下放 现在由 ${holder} 办理`));
        assert.match((await takesIn(server, 'clerk')).text, /已经下放/);
        const again = await adjust(manager, 'suspend', 'town');
        assert.equal(again.status, 409);
        assert.match(again.body, /id="verb-error"/);
        await adjust(manager, 'take_over', 'town', { holder });
        assert.equal((await takesIn(server, 'clerk')).status, 200);
    });

    it('keeps every change with who and why, and tells the public what', async ({
        server, client }) => {
        const { client: librarian } = await signIn(server, 'librarian');
        const history = await librarian.get(`/desk/library/changes?item=${CODE}`);
        const none = await librarian.get('/desk/library/changes?item=nonsense');
        const open = await client.get('/items/changes');

        assert.match(history.text, /承接 .* 区政务办通知 演示丙/);
        assert.match(history.text, /招增 .*航民村便民服务站 区政务办通知 演示丁/);
        assert.match(history.text, /新增 .* 第 1 版 导入 items\.jsonl 系统/);
        const rows = await exported(librarian, history);
        const all = await exported(librarian,
            await librarian.get('/desk/library/changes'));

        assert.deepEqual(rows.map((row) => [row.变更, row.理由, row.谁]).at(0),
            ['承接', '区政务办通知', '演示丙']);
        assert.ok(rows.every((row) => row.事项编码 === CODE));
        assert.ok(all.length > 100 + rows.length, `${all.length}`);
        assert.equal(none.status, 404);
        assert.match(none.body, /id="item-error"/);
        assert.match(open.text, /承接/);
        assert.doesNotMatch(open.text, /演示[丙丁]/);
        const older = await client.get(/href="(\/items\/changes\?before=\d+)"/
            .exec(open.body)[1]);
        assert.equal(older.status, 200);
        assert.match(older.body, /rel="first"/);
    });

    it('is followed as a feed, which says when nothing is new', async ({
        server, client }) => {
        const feed = await client.get('/feed/items.atom');
        const { etag, 'last-modified': date } = feed.headers;
        const is = async (headers) =>
            (await client.get('/feed/items.atom', headers)).status;

        assert.equal(feed.headers['content-type'], 'application/atom+xml; charset=utf-8');
        assert.equal(feed.body.match(/<entry>/g).length, 50);
        assert.equal(await is({ 'if-none-match': etag }), 304);
        assert.equal(await is({ 'if-modified-since': date }), 304);
        assert.match((await client.get('/items')).body, /href="\/feed\/items\.atom"/);

        const { client: librarian } = await signIn(server, 'librarian');
        await adjust(librarian, 'suspend', 'town', { reason: '<停> & 改造' });
        assert.equal(await is({ 'if-none-match': etag }), 200);
        const now = await client.get('/feed/items.atom');
        assert.match(now.body, /<summary>全镇。&lt;停&gt; &amp; 改造<\/summary>/);
        const ids = (answer) => answer.body.match(/<id>.*<\/id>/g);
        assert.deepEqual(ids(now).slice(2, 20), ids(feed).slice(1, 19));
        await adjust(librarian, 'resume', 'town');
    });

    it('stays a feed whatever a reason holds', async ({ server, client }) => {
        const { code } = await server.run('item', 'suspend', CODE,
            '--reason', '检\u0001修\ufffe了', '--outlet', HALL);

        assert.equal(code, 0);
        assert.match((await client.get('/feed/items.atom')).body, /。检修了<\/summary>/);
    });
});
