// Who acts for whom: a mother lets her son act, he asks for it, a village agent is
// recorded at her desk, and what ends is over at once.  No JavaScript anywhere.

import assert from 'node:assert/strict';

import { exported } from '../lib/exports.mjs';
import { command, PASSWORD, withServer } from '../lib/server.mjs';

const MOTHER = { name: '演示居民一', id_number: '330109190001010016' };
const SON = { name: '演示居民二', id_number: '330109190001010024' };

async function signIn(server, login, path) {
    const client = server.client();
    const page = await client.submit(await client.get(path),
        { login, password: PASSWORD }, 'sign-in');

    assert.equal(page.status, 200, page.text);
    assert.doesNotMatch(page.path, /sign-in/);
    return client;
}

const resident = (server, login) => signIn(server, login, '/sign-in');
const staff = (server, login) => signIn(server, login, '/desk/sign-in');

withServer('mandates', (it) => {
    it('lets a mother authorise her son, masked on every page', async ({ server }) => {
        const mother = await resident(server, 'resident');
        const form = await mother.get('/my/mandates/give/family');
        const page = await mother.submit(form, { ...SON, relation: 'child' }, 'give');

        assert.match(page.path, /^\/my\/mandates\/\d+$/, page.text);
        assert.match(page.text, /有效/);
        assert.match(page.text, /所有事项/);
        assert.doesNotMatch(page.body, /330109190001010024|演示居民二/);

        const son = await resident(server, 'resident02');
        const list = await son.get('/my/mandates');

        assert.match(list.text, /我代 演\*\* 办/);
        assert.match((await son.get(page.path)).text, /不再代办/);
        const stranger = await resident(server, 'resident03');
        assert.equal((await stranger.get(page.path)).status, 404);
    });

    it('refuses the same again, and says what to do', async ({ server }) => {
        const mother = await resident(server, 'resident');
        const form = await mother.get('/my/mandates/give/family');
        const page = await mother.submit(form, { ...SON, relation: 'child' }, 'give');

        assert.equal(page.status, 409);
        assert.match(page.text, /同样的授权已经有了/);
        const own = await mother.submit(form, { ...MOTHER, relation: 'child' }, 'give');
        assert.match(own.text, /不用授权/);
    });

    it('ends when either says so, with the reason for both', async ({ server }) => {
        const mother = await resident(server, 'resident');
        const list = await mother.get('/my/mandates');
        const path = /href="(\/my\/mandates\/\d+)"/.exec(list.body)[1];
        const page = await mother.submit(await mother.get(path), { reason: '我自己办' },
            '/revoke');

        assert.match(page.text, /已撤销/);
        const son = await resident(server, 'resident02');
        assert.match((await son.get(path)).text, /我自己办/);
    });

    it('asks a relative, who agrees after signing in', async ({ server }) => {
        const son = await resident(server, 'resident02');
        const asked = await son.submit(await son.get('/my/mandates/ask'),
            { ...MOTHER, relation: 'child' }, 'ask');

        assert.match(asked.text, /等对方同意/);
        assert.doesNotMatch(asked.body, /\/give"/);
        const mother = await resident(server, 'resident');
        const page = await mother.submit(await mother.get(asked.path), {}, '/give');
        assert.match(page.text, /有效/);
    });

    it('tells nobody whether a name and a number belong together', async ({ server }) => {
        const son = await resident(server, 'resident02');
        const form = await son.get('/my/mandates/ask');
        const wrong = await son.submit(form,
            { name: '王五', id_number: '330109190001010032', relation: 'child' }, 'ask');

        assert.match(wrong.text, /等对方同意/);
        const other = await resident(server, 'resident03');
        assert.doesNotMatch((await other.get('/my/mandates')).body, /mandates\/\d/);
    });

    it('records a village agent at her desk, free of charge', async ({ server }) => {
        const agent = await staff(server, 'agent');
        const list = await agent.get('/desk/mandates');

        assert.match(list.text, /免费代办，不得收取任何费用/);
        const form = await agent.get('/desk/mandates/new/village');
        const page = await agent.submit(form, {
            principal_name: MOTHER.name, principal_number: MOTHER.id_number,
            consent: 'present',
        }, 'new');

        assert.match(page.path, /^\/desk\/mandates\/\d+$/, page.text);
        assert.match(page.text, /免费代办/);
        assert.match(page.text, /本人到窗口当面同意/);
        const other = await staff(server, 'agent02');
        assert.doesNotMatch((await other.get('/desk/mandates')).body,
            new RegExp(page.path));
    });

    it('wants to know where the signed letter is', async ({ server }) => {
        const clerk = await staff(server, 'clerk');
        const form = await clerk.get('/desk/mandates/new/letter');
        const fields = {
            principal_name: MOTHER.name, principal_number: MOTHER.id_number,
            name: '演示居民三', id_number: '330109190001010032', consent: 'letter',
        };
        const without = await clerk.submit(form, fields, 'new');

        assert.equal(without.status, 422);
        assert.match(without.text, /委托书的编号或存放的地方/);
        const page = await clerk.submit(without, { ...fields, letter: '2026 年第 3 号' },
            'new');
        assert.match(page.path, /^\/desk\/mandates\/\d+$/, page.text);
        const revoked = await clerk.submit(page, {}, '/revoke');
        assert.match(revoked.text, /请写明为什么撤销/);
    });

    it('finds a person by the number, never in an address', async ({ server }) => {
        const clerk = await staff(server, 'clerk');
        const page = await clerk.submit(await clerk.get('/desk/mandates'),
            { id_number: MOTHER.id_number }, 'mandates');

        assert.equal(page.path, '/desk/mandates');
        assert.match(page.text, /演\*\*/);
        assert.doesNotMatch(page.text, /演示居民一/);
    });

    it('has a blank letter to print, for each kind', async ({ client }) => {
        for (const basis of ['family', 'village', 'letter', 'firm'])
            assert.match((await client.get(`/mandate/letter/${basis}`)).text, /授权委托书/);
        assert.match((await client.get('/mandate/letter/village')).text, /代办免费/);
        assert.equal((await client.get('/mandate/letter/other')).status, 404);
    });

    it('is proved by haoban verify', async ({ server }) => {
        const { code, stdout } = await server.run('verify');

        assert.equal(code, 0, stdout);
        assert.match(stdout, /[1-9]\d* mandates[^]*the ledger is whole/);
    });

    it('is a list for a file: all of the hall, or those of a village', async ({
        server }) => {
        const clerk = await staff(server, 'clerk');
        const agent = await staff(server, 'agent');
        const other = await staff(server, 'agent02');
        const all = await exported(clerk, await clerk.get('/desk/mandates'));
        const own = await exported(agent, await agent.get('/desk/mandates'));

        assert.ok(all.length > own.length);
        assert.ok(own.every((row) => row.依据.includes('代办员')), JSON.stringify(own));
        assert.ok(own.length > 0);
        assert.ok(all.every((row) => /^\d{4}-\d\d-\d\d$/.test(row.到哪天止)));
        assert.doesNotMatch(JSON.stringify(all), /33010919\d{10}|演示居民[一二三]/);
        assert.deepEqual(await exported(other, await other.get('/desk/mandates')), []);
    });
});

withServer('deputies', (it) => {
    it('names a deputy and enters an absence; the deputy is told', async ({ server }) => {
        const clerk = await staff(server, 'clerk');
        const page = await clerk.get('/desk/people/absence');
        const b = /<option value="(\d+)"[^>]*>演示己/.exec(page.body)[1];

        assert.match((await clerk.submit(page, { deputy: b }, '/deputy')).text,
            /现在的 B 岗是 演示己/);
        const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
        const away = await clerk.submit(await clerk.get('/desk/people/absence'),
            { from_day: today, end_day: today, reason: 'leave' }, '/absence');
        assert.match(away.text, /提前回来了/);
        const other = await staff(server, 'clerk02');
        assert.match((await other.get('/desk/people/absence')).text, /您今天代 演示甲/);
        assert.match((await other.get('/desk/mine')).text, /今天您代 演示甲/);
    });

    it('tells the manager when nobody is left', async ({ server }) => {
        const manager = await staff(server, 'manager');

        assert.match((await manager.get('/desk/people')).text, /今天每个岗位都有人/);
        const other = await staff(server, 'clerk02');
        const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
        await other.submit(await other.get('/desk/people/absence'),
            { from_day: today, end_day: today, reason: 'training' }, '/absence');
        const people = await manager.get('/desk/people');

        assert.match(people.text, /今天有 2 个岗位没有人/);
        assert.match(people.body.match(/<tbody>.*?<\/tr>/s)[0], /没有人顶岗/);

        const rows = await exported(manager, people);

        assert.deepEqual(rows.map((row) => row['今天'] === '没有人顶岗').slice(0, 3),
            [true, true, false]);
        assert.ok(rows.filter((row) => row['今天'] === '没有人顶岗')
            .every((row) => row['不在到哪天'] === today));
        assert.equal(rows.length, people.body.match(/<tr><td>/g).length);
        assert.equal((await manager.get('/desk/people?after=7')).status, 422);
    });

    it('shows many colleagues page by page', async ({ server }) => {
        const manager = await staff(server, 'manager');
        const namesOf = (page) => [...page.body.matchAll(/href="\/desk\/people\/(\d+)"/g)]
            .map(([, id]) => id);

        for (let i = 0; i < 25; i++) {
            const made = await command(['user', 'add', `many${i}`, '--role', 'reviewer',
                '--name', '演示众', '--department', 'D05', ...server.where],
            { input: 'a-long-password\n' });

            assert.equal(made.code, 0, made.stderr);
        }
        const first = await manager.get('/desk/people');
        const next = /rel="next" href="([^"]+)"/.exec(first.body)[1];
        const second = await manager.get(next);
        const all = [...namesOf(first), ...namesOf(second)];

        assert.equal(namesOf(first).length, 50);
        assert.ok(namesOf(second).length > 0);
        assert.equal(new Set(all).size, all.length);
        assert.equal((await exported(manager, first)).length, all.length);
        assert.match(second.body, /rel="first" href="\/desk\/people"/);
        assert.doesNotMatch(second.body, /rel="next"/);
    });

    it('lets nobody look at or change another colleague', async ({ server }) => {
        const clerk = await staff(server, 'clerk');
        const own = await clerk.get('/desk/people/absence');
        const other = /<option value="(\d+)"[^>]*>演示己/.exec(own.body)[1];

        assert.equal((await clerk.get(`/desk/people/${other}`)).status, 403);
        assert.equal((await clerk.get('/desk/people')).status, 403);
    });
});
