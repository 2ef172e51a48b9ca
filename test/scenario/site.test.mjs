// The citizens' pages: settings, finding, drafts, withdrawing, and what is refused there.

import assert from 'node:assert/strict';

import { exported } from '../lib/exports.mjs';
import { PASSWORD, withServer } from '../lib/server.mjs';

const ITEM = '老年优待证';
const encoded = encodeURIComponent;

async function signIn(server, login = 'resident', path = '/sign-in') {
    const client = server.client();

    await client.submit(await client.get(path), { login, password: PASSWORD }, '');
    assert.ok(client.cookies.get('hb_session'));
    return client;
}

async function itemCode(client) {
    const found = await client.get(`/api/v1/guide?limit=1&q=${encoded(ITEM)}`);

    return found.json.results[0].code;
}

async function file(client) {
    const code = await itemCode(client);
    const check = await client.submit(await client.get(`/apply/${code}`), {}, 'apply');
    const receipt = await client.submit(check, {}, 'submit');

    return receipt.path.slice(-24);
}

withServer('addresses', (it) => {
    it('lose a slash too many', async ({ client }) => {
        const answer = await client.send({ path: '/track/?number=1' });

        assert.equal(answer.status, 308);
        assert.equal(answer.headers.location, '/track?number=1');
        assert.equal((await client.send({ path: '/nowhere/' })).status, 404);
        assert.equal((await client.send({ path: '//evil.example/' })).status, 404);
    });

    it('give old browsers an icon', async ({ client }) => {
        const icon = await client.get('/favicon.ico');

        assert.equal(icon.status, 200);
        assert.equal(icon.headers['content-type'], 'image/x-icon');
        assert.equal(icon.bytes.readUInt16LE(2), 1);
    });

    it('of buttons lead back to their page', async ({ server, client }) => {
        const clerk = await signIn(server, 'clerk', '/desk/sign-in');
        const number = await file(await signIn(server));
        const page = await clerk.get(`/desk/case/${number}/receive`);

        assert.equal(page.status, 405);
        assert.equal(page.headers.allow, 'POST');
        assert.match(page.text, /请回到那一页，再点一次按钮/);
        assert.match(page.body, new RegExp(`href="/desk/case/${number}"`));
        assert.equal((await client.get('/apply/draft/1/submit')).status, 405);
        const api = await client.send({ path: '/api/v1/track' });
        assert.equal(api.status, 405);
        assert.equal(api.headers.allow, 'POST');
        assert.equal(api.headers['content-type'], 'application/problem+json');
    });
});

withServer('settings', (it) => {
    it('turn on the elder version in this browser, and off', async ({ client }) => {
        const elder = await client.get('/settings?elder=1&back=%2Ftrack');

        assert.equal(elder.path, '/track');
        assert.match(elder.body, /<html lang="zh-CN" data-elder/);
        const plain = await client.get('/settings?elder=0&back=%2Ftrack');
        assert.doesNotMatch(plain.body, /data-elder/);
    });

    it('go back to this site only', async ({ client }) => {
        for (const back of ['//evil.example/', 'https://evil.example/', '/\\evil.example',
            '/ x', 'x', '']) {
            const path = `/settings?elder=1&back=${encoded(back)}`;

            assert.equal((await client.send({ path })).headers.location, '/', back);
        }
    });
});

withServer('finding', (it) => {
    it('says how to go on when nothing is found', async ({ client }) => {
        const page = await client.get(`/search?q=${encoded('zzqqx飞碟')}`);

        assert.equal(page.status, 200);
        assert.match(page.text, /没有找到“zzqqx飞碟”/);
        assert.match(page.text, /12345/);
    });

    it('keeps a question that found nothing', async ({ server, client }) => {
        const page = await client.get(`/search?q=${encoded('zzqqx飞碟')}`);
        const left = await client.submit(page, {}, '/search/left');
        const librarian = await signIn(server, 'librarian', '/desk/sign-in');

        assert.match(left.text, /已记下/);

        const desk = await librarian.get('/desk/guide');
        const rows = await exported(librarian, desk);
        const item = await client.get(`/api/v1/guide?limit=1&q=${encoded('老年优待证')}`);
        const bound = await librarian.submit(desk,
            { code: item.json.results[0].code }, '/desk/guide/question');

        assert.match(desk.text, /zzqqx飞碟/);
        assert.deepEqual(rows.map((row) => [row.问法, row.问过几次]), [['zzqqx飞碟', '1']]);
        assert.equal((await librarian.get('/desk/guide?after=7')).status, 422);
        assert.doesNotMatch(bound.text, /zzqqx飞碟/);
        assert.match((await client.get(`/search?q=${encoded('zzqqx飞碟')}`)).text,
            /老年优待证/);
    });

    it('learns a word of the town', async ({ server, client }) => {
        const librarian = await signIn(server, 'librarian', '/desk/sign-in');
        const desk = await librarian.get('/desk/guide');

        await librarian.submit(desk, { said: '拢堂', means: '结婚' },
            '/desk/guide/synonym');
        assert.match((await client.get(`/search?q=${encoded('拢堂')}`)).text, /婚姻登记/);
    });

    it('takes a long question kindly', async ({ client }) => {
        const long = '我要办老年证'.repeat(40);
        const page = await client.get(`/search?q=${encoded(long)}`);

        assert.equal(page.status, 200);
        assert.match(page.text, /只按前面一段找/);
        assert.match(page.text, /老年优待证/);
    });

    it('shows what was asked for as it was written', async ({ client }) => {
        const page = await client.get(`/search?q=${encoded('<b>"\'&𠀀')}`);

        assert.doesNotMatch(page.body, /<b>"/);
        assert.match(page.text, /<b>"'&𠀀/);
    });

    it('answers programs with at most so many', async ({ client }) => {
        const found = await client.get(`/api/v1/guide?limit=3&q=${encoded('补贴')}`);

        assert.equal(found.status, 200);
        assert.equal(found.json.results.length, 3);
        assert.match(found.json.results[0].url, /^\/item\//);
        assert.equal((await client.get('/api/v1/guide?limit=999&q=x')).status, 422);
    });
});

withServer('what visitors open after a question', (it) => {
    it('is counted by visitor, and thrown away by the librarian', async ({ server }) => {
        const client = server.client();
        const found = await client.get(`/search?q=${encoded('请问老年优待')}`);
        const link = /href="(\/search\/open\?code=([0-9A-Z]+)[^"]+)"/.exec(found.body);
        const path = link[1].replaceAll('&amp;', '&');

        // So many that they are written at once, in two bursts of different visitors.
        for (let i = 0; i < 130; i++) {
            const opened = await client.get(path,
                { 'x-forwarded-for': `198.51.${i % 100}.${1 + Math.floor(i / 100)}` });

            assert.equal(opened.path, `/item/${link[2]}`);
        }
        const librarian = await signIn(server, 'librarian', '/desk/sign-in');
        let desk = await librarian.get('/desk/guide');

        for (let i = 0; i < 50 && !/老年优待/.test(desk.text); i++)
            desk = await librarian.get('/desk/guide');
        assert.match(desk.text, /老年优待/);
        assert.match(desk.body, /data-label="打开">12\d</);

        const after = await librarian.submit(desk, {}, '/desk/guide/evidence/remove');

        assert.doesNotMatch(after.text, /老年优待/);
        assert.equal((await client.get('/search/open?code=NONE&q=x')).status, 404);
    });
}, { options: ['--trusted-proxy', '127.0.0.1'] });

withServer('signing in', (it) => {
    it('does not say whether it was the account or the password', async ({ client }) => {
        const page = await client.get('/sign-in');
        const password = 'no';
        const known = await client.submit(page, { login: 'resident', password });
        const unknown = await client.submit(page, { login: 'nobody', password });

        assert.equal(known.status, 422);
        assert.equal(known.text, unknown.text);
        assert.match(known.body, /<title>错误：/);
        assert.doesNotMatch(known.body, /value="no"/);
    });

    it('goes back to where it was asked for, and nowhere else', async ({ server }) => {
        const client = server.client();
        const page = await client.get('/my?after=5');

        assert.equal(page.path, '/sign-in?back=%2Fmy%3Fafter%3D5');
        const mine = await client.submit(page, { login: 'resident', password: PASSWORD });
        assert.equal(mine.path, '/my?after=5');
        const other = server.client();
        const evil = await other.get('/sign-in?back=%2F%2Fevil.example');
        const home = await other.submit(evil, { login: 'resident', password: PASSWORD });
        assert.equal(home.path, '/');
    });

    it('ends with signing out, also from a page that is cached', async ({ server }) => {
        const client = await signIn(server);
        const home = await client.get('/');

        assert.match(home.headers['cache-control'], /no-store/);
        await client.submit(home, {}, '/sign-out');
        assert.equal(client.cookies.get('hb_session'), undefined);
        assert.match((await client.get('/my')).path, /^\/sign-in/);
        assert.doesNotMatch((await server.client().get('/')).body, /_token|退出/);
    });

    it('ends a session for every browser that has its cookie', async ({ server }) => {
        const client = await signIn(server);
        const other = server.client();

        for (const pair of client.cookies)
            other.cookies.set(...pair);
        for (let times = 0; times < 2; times++)
            assert.equal((await other.get('/my')).path, '/my');
        await client.submit(await client.get('/'), {}, '/sign-out');
        assert.match((await other.get('/my')).path, /^\/sign-in/);
    });

    it('refuses a form of another browser', async ({ server }) => {
        const page = await server.client().get('/sign-in');
        const client = await signIn(server);
        const answer = await client.submit(page, { login: 'x', password: 'y' }, '');

        assert.equal(answer.status, 409);
        assert.match(answer.text, /页面已经过期/);
    });
});

withServer('applying', (it) => {
    it('keeps a draft until it is right', async ({ server }) => {
        const client = await signIn(server);
        const form = await client.get(`/apply/${await itemCode(client)}`);
        const wrong = await client.submit(form, { phone: '138' }, 'apply');

        assert.equal(wrong.status, 422);
        assert.match(wrong.body, /<title>错误：/);
        assert.match(wrong.body, /value="138"/);
        const check = await client.submit(wrong, { phone: '+86 138-0000-0001' }, 'apply');
        assert.match(check.path, /^\/apply\/draft\/\d+$/);
        assert.match(check.text, /13800000001/);
        const edit = await client.get(`${check.path}/edit`);
        const again = await client.submit(edit, { statement: '请寄到家里' }, 'edit');
        assert.equal(again.path, check.path);
        assert.match(again.text, /请寄到家里/);
    });

    it('does not show a draft to anybody else', async ({ server }) => {
        const client = await signIn(server);
        const form = await client.get(`/apply/${await itemCode(client)}`);
        const check = await client.submit(form, {}, 'apply');
        const other = await signIn(server, 'resident02');

        assert.equal((await other.get(check.path)).status, 404);
        assert.equal((await other.get(`${check.path}/edit`)).status, 404);
        assert.equal((await other.get('/apply/draft/abc')).status, 404);
    });

    it('says that there is no such item, also to an open form', async ({ server }) => {
        const client = await signIn(server);
        const form = await client.get(`/apply/${await itemCode(client)}`);

        assert.equal((await client.get('/apply/nothing')).status, 404);
        const late = await client.post('/apply/nothing',
            Object.fromEntries(form.form('apply').fields));
        assert.equal(late.status, 404);
        assert.match(late.text, /没有这个事项/);
    });

    it('is not for staff', async ({ server }) => {
        const client = await signIn(server, 'clerk', '/desk/sign-in');

        assert.equal((await client.get(`/apply/${await itemCode(client)}`)).status, 403);
    });
});

withServer('following', (it) => {
    it('lists one\'s own matters, newest first, twenty a page', async ({ server }) => {
        const client = await signIn(server, 'resident03');
        const numbers = [];

        for (let i = 0; i < 21; i++)
            numbers.unshift(await file(client));
        const listed = (page) =>
            [...page.body.matchAll(/href="\/my\/(\d{24})"/g)].map(([, number]) => number);
        const first = await client.get('/my');
        const next = /rel="next" href="([^"]+)"/.exec(first.body)[1];
        const second = await client.get(next);

        assert.deepEqual(listed(first), numbers.slice(0, 20));
        assert.deepEqual(listed(second), numbers.slice(20));
        assert.doesNotMatch(second.body, /rel="next"/);
        client.bearer = (await client.json('POST', '/api/v1/session',
            { login: 'resident03', password: PASSWORD })).json.token;
        const told = (await client.get('/api/v1/matters?limit=20')).json;
        const rest = (await client.get(`/api/v1/matters?after=${told.next}`)).json;
        assert.deepEqual(told.matters.map((one) => one.number), numbers.slice(0, 20));
        assert.deepEqual(rest.matters.map((one) => one.number), numbers.slice(20));
        assert.equal(rest.next, '');
    });

    it('refuses a place in a list that nobody wrote', async ({ server }) => {
        const resident = await signIn(server);
        const clerk = await signIn(server, 'clerk', '/desk/sign-in');

        for (const [client, login] of [[resident, 'resident'], [clerk, 'clerk']])
            client.bearer = (await client.json('POST', '/api/v1/session',
                { login, password: PASSWORD })).json.token;
        for (const [client, path] of [[resident, '/my?after=abc'],
            [resident, '/my?after=1.2'], [resident, '/items/list?after=abc'],
            [resident, '/items/changes?before=abc'],
            [clerk, '/desk?after=abc'], [clerk, '/desk?after=12']]) {
            const page = await client.get(path);

            assert.equal(page.status, 422, path);
            assert.match(page.text, /翻页的位置不对/);
        }
        for (const [client, path] of [[resident, '/api/v1/matters?after=abc'],
            [resident, '/api/v1/items?after=abc'], [clerk, '/api/v1/desk?after=1'],
            [clerk, '/api/v1/desk?after=-1.5']]) {
            const problem = await client.get(path);

            assert.equal(problem.status, 422, path);
            assert.equal(problem.json.title, 'cursor.bad', path);
        }
    });

    it('withdraws once, and only one\'s own', async ({ server }) => {
        const client = await signIn(server);
        const number = await file(client);
        const page = await client.get(`/my/${number}`);
        const other = await signIn(server, 'resident02');

        assert.equal((await other.get(`/my/${number}`)).status, 404);
        assert.equal((await other.get(`/receipt/${number}`)).status, 404);
        const done = await client.submit(page, {}, 'withdraw');
        assert.match(done.text, /已撤件/);
        const twice = await client.submit(page, { _once: 'another' }, 'withdraw');
        assert.equal(twice.status, 409);
    });

    it('reads a number with blanks, refuses one mistyped', async ({ server }) => {
        const number = await file(await signIn(server));
        const client = server.client();
        const form = await client.get('/track');
        const spoken = number.replace(/^(.{9})(.{8})(.{6})/, '$1 $2-$3　');
        const found = await client.submit(form,
            { number: spoken, last_four: '０００１' }, 'track');

        assert.equal(found.status, 200, found.text);
        const off = `${number.slice(0, -1)}${(Number(number.at(-1)) + 1) % 10}`;
        const wrong = await client.submit(form, { number: off, last_four: '0001' },
            'track');
        assert.equal(wrong.status, 404);
        assert.match(wrong.text, /没有查到这个办件/);
        assert.match(wrong.body, new RegExp(`value="${off}"`));
        assert.equal((await client.get(found.path.slice(0, -1))).status, 404);
    });

    it('rates what is over, once', async ({ server }) => {
        const client = await signIn(server);
        const number = await file(client);

        assert.equal((await client.get(`/my/${number}/rate`)).status, 409);
        await client.submit(await client.get(`/my/${number}`), {}, 'withdraw');
        const form = await client.get(`/my/${number}/rate`);
        const empty = await client.submit(form, { comment: '没选' }, 'rate');
        assert.equal(empty.status, 422);
        assert.match(empty.body, /没选/);
        const thanks = await client.submit(empty, { level: '4' }, 'rate');
        assert.match(thanks.text, /您评的是 满意/);
        const again = await client.submit(form, { level: '1', _once: 'another' }, 'rate');
        assert.equal(again.status, 409);
        assert.match(again.text, /已经评价过/);
    });
});

withServer('guessing', (it) => {
    it('is slowed down', async ({ client }) => {
        const form = await client.get('/track');
        const statuses = [];

        for (let i = 0; i < 12; i++)
            statuses.push((await client.submit(form, {
                number: '330109113202611230000457', last_four: '1234',
            }, 'track')).status);
        assert.ok(statuses.includes(429), `${statuses}`);
    });
}, { options: ['--rate-per-minute', '5'] });
