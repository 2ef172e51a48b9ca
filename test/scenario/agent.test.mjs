// Acting for another, from the mandate to the answer: a son files for his mother, a
// village agent does all of it, a clerk hands a case over, a deputy takes it up.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { PASSWORD, withServer } from '../lib/server.mjs';

const ITEM = '老年优待证';
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

async function program(server, login) {
    const client = server.client();
    const { status, json } = await client.json('POST', '/api/v1/session',
        { login, password: PASSWORD });

    assert.equal(status, 201);
    client.bearer = json.token;
    return client;
}

async function codeOf(client) {
    const found = await client.get(`/search?q=${encodeURIComponent(ITEM)}`);

    return /code=([0-9A-Z]+)/.exec(found.body)[1];
}

const today = () => new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);

withServer('acting for another', (it) => {
    let code;
    let number;
    let mandate;

    it('does not ask for whom while nobody has let one act', async ({ server }) => {
        const son = await resident(server, 'resident02');

        code = await codeOf(son);
        assert.doesNotMatch((await son.get(`/apply/${code}`)).text, /为谁办/);
    });

    it('files for a mother, and the case is hers', async ({ server }) => {
        const mother = await resident(server, 'resident');
        const page = await mother.submit(
            await mother.get(`/my/mandates/give/family?item=${code}`),
            { ...SON, relation: 'child' }, 'give');

        assert.match(page.text, new RegExp(ITEM));
        mandate = page.path.split('/').pop();

        const son = await resident(server, 'resident02');
        const form = await son.get(`/apply/${code}`);

        assert.match(form.text, /为谁办/);
        assert.match(form.text, /演\*\*（家人代办）/);
        const check = await son.submit(form, { mandate, statement: '母亲走不动' }, 'apply');
        assert.match(check.text, /330109\*{8}0016/);
        assert.match(check.text, /代理人/);
        const receipt = await son.submit(check, {}, 'submit');
        number = receipt.path.slice(-24);

        assert.doesNotMatch((await son.get('/my')).body, new RegExp(number));
        assert.match((await son.get('/my/acting')).body, new RegExp(number));
        assert.match((await son.get(`/my/${number}`)).text, /代理人/);
        assert.match((await mother.get('/my')).body, new RegExp(number));
        assert.match((await mother.get(`/my/${number}`)).text, /代理人 *演\*\*/);
        const stranger = await resident(server, 'resident03');
        assert.equal((await stranger.get(`/my/${number}`)).status, 404);
    });

    it('names the agent at the desk, masked', async ({ server }) => {
        const clerk = await staff(server, 'clerk');
        const page = await clerk.get(`/desk/case/${number}`);

        assert.match(page.text, /代理人 *演\*\* *家人代办/);
        assert.match(page.text, /由代理人代办/);
        assert.doesNotMatch(page.body, /演示居民|330109190001010024/);
    });

    it('stops at once when the mother takes it back', async ({ server }) => {
        const mother = await resident(server, 'resident');
        await mother.submit(await mother.get(`/my/mandates/${mandate}`), {}, '/revoke');
        const son = await resident(server, 'resident02');

        assert.equal((await son.get(`/my/${number}`)).status, 404);
        assert.doesNotMatch((await son.get(`/apply/${code}`)).text, /为谁办/);
    });

    it('lets an agent go on with one case only', async ({ server }) => {
        const mother = await resident(server, 'resident');
        const track = await mother.get(`/my/${number}`);
        const href = /href="(\/my\/mandates\/give\?number=\d+)"/.exec(track.body)[1];

        assert.match((await mother.get(href)).text, /家人/);
        await mother.submit(await mother.get(`/my/mandates/give/family?number=${number}`),
            { ...SON, relation: 'child' }, 'give');
        const son = await resident(server, 'resident02');

        assert.equal((await son.get(`/my/${number}`)).status, 200);
        assert.doesNotMatch((await son.get(`/apply/${code}`)).text, /为谁办/);
    });

    it('asks for a whole life event, by a mandate for all of it', async ({ server }) => {
        const mother = await resident(server, 'resident');
        const son = await resident(server, 'resident02');

        assert.doesNotMatch((await son.get('/bundle/TX/apply')).text, /为谁办/);
        const given = await mother.submit(await mother.get('/my/mandates/give/family'),
            { ...SON, relation: 'child', scope: 'all' }, 'give');
        const whole = given.path.split('/').pop();
        const form = await son.get('/bundle/TX/apply');

        assert.match(form.text, /为谁办/);
        const papers = await son.submit(form, { mandate: whole, phone: '13800000002' },
            'apply');
        assert.match(papers.path, /^\/my\/\d{24}\/papers$/, papers.text);
        const bundle = papers.path.split('/')[2];

        assert.doesNotMatch((await son.get('/my')).body, new RegExp(bundle));
        assert.match((await son.get('/my/acting')).body, new RegExp(bundle));
        assert.match((await mother.get('/my')).body, new RegExp(bundle));
        const clerk = await staff(server, 'clerk');
        const at = `/desk/bundle/${bundle}`;

        await clerk.submit(await clerk.get(at), {}, '/receive');
        await clerk.submit(await clerk.get(at), {}, '/accept');
        assert.match((await son.get(`/my/${bundle}`)).text, /代理人/);
        const { json } = await (await program(server, 'resident02'))
            .json('GET', `/api/v1/matters/${bundle}`);
        const begun = json.parts.filter((part) => part.number);

        assert.ok(begun.length > 0);
        for (const part of begun)
            assert.match((await son.get(`/my/${part.number}`)).text, /代理人/);
        assert.match((await son.get('/my/messages')).text, /已受理 *退休一件事/);
        await mother.submit(await mother.get(`/my/mandates/${whole}`), {}, '/revoke');
        assert.equal((await son.get(`/my/${bundle}`)).status, 404);
        assert.equal((await son.get(`/my/${begun[0].number}`)).status, 404);
        assert.equal((await server.run('verify')).code, 0);
    });

    it('is done by a village agent, free of charge', async ({ server }) => {
        const agent = await staff(server, 'agent');
        const page = await agent.submit(await agent.get('/desk/mandates/new/village'), {
            principal_name: MOTHER.name, principal_number: MOTHER.id_number,
            consent: 'present',
        }, 'new');
        const id = page.path.split('/').pop();
        const asked = encodeURIComponent(ITEM);
        const search = await agent.get(`/desk/intake/${id}?q=${asked}`);

        assert.match(search.text, /不得向申请人收取任何费用/);
        const href = new RegExp(`/desk/intake/${id}\\?item=${code}`);
        assert.match(search.body, href);
        const receipt = await agent.submit(
            await agent.get(`/desk/intake/${id}?item=${code}`),
            { phone: '13800000001' }, 'intake');

        assert.match(receipt.path, /^\/desk\/receipt\/\d{24}$/, receipt.text);
        const other = await staff(server, 'agent02');

        assert.equal((await other.get(`/desk/intake/${id}?item=${code}`)).status, 404);
    });

    it('hands a case over; the asker sees the office, the first stays named',
        async ({ server }) => {
            const clerk = await staff(server, 'clerk');
            const taken = await clerk.submit(await clerk.get(`/desk/case/${number}`), {},
                '/receive');

            assert.match(taken.text, /承办人 *演示甲/);
            assert.match((await clerk.get('/desk/mine')).body, new RegExp(number));
            const form = await clerk.get(`/desk/hand-over/${number}`);
            const to = /<option value="(a\d+)"[^>]*>演示己/.exec(form.body)[1];
            const without = await clerk.submit(form, { to }, 'hand-over');

            assert.equal(without.status, 422);
            await clerk.submit(form, { to, reason: '他熟悉' }, 'hand-over');
            const mine = await clerk.get('/desk/mine');
            assert.match(mine.text, /转给 演示己/);
            const other = await staff(server, 'clerk02');
            assert.match((await other.get('/desk/mine')).body, new RegExp(number));
            const page = await other.get(`/desk/case/${number}`);
            assert.match(page.text, /承办人 *演示己/);
            assert.match(page.text, /首问 *演示甲/);

            const mother = await resident(server, 'resident');
            const track = await mother.get(`/my/${number}`);
            assert.match(track.text, /已转到新的承办部门/);
            assert.doesNotMatch(track.text, /演示甲|演示己|他熟悉/);
        });

    it('is taken up by the deputy, and the record names both', async ({ server }) => {
        const owner = await staff(server, 'clerk02');
        const own = await owner.get('/desk/people/absence');
        const b = /<option value="(\d+)"[^>]*>演示庚/.exec(own.body)[1];

        await owner.submit(own, { deputy: b }, '/deputy');
        await owner.submit(await owner.get('/desk/people/absence'),
            { from_day: today(), end_day: today(), reason: 'leave' }, '/absence');
        const deputy = await staff(server, 'clerk03');

        assert.match((await deputy.get('/desk')).text, /今天您代 1 位不在岗的同事/);
        assert.match((await deputy.get('/desk/mine')).body, new RegExp(number));
        const page = await deputy.submit(await deputy.get(`/desk/case/${number}`), {},
            '/accept');
        assert.match(page.text, /演示庚（代演示己）/);
    });

    it('works for programs: give, list, file, revoke', async ({ server }) => {
        const mother = await program(server, 'resident03');
        const key = () => ({ 'idempotency-key': randomUUID() });
        const given = await mother.json('POST', '/api/v1/mandates', {
            basis: 'letter', ...SON, scope: 'items', words: code,
            from_day: today(), end_day: today(),
        }, key());

        assert.equal(given.status, 201, given.body);
        assert.equal(given.json.state, 'given');
        assert.equal(given.json.agent, '演**');
        const son = await program(server, 'resident02');
        const { json } = await son.json('GET', '/api/v1/mandates');
        assert.ok(json.held.some((one) => one.id === given.json.id && one.holds));
        const filed = await son.json('POST', `/api/v1/mandates/${given.json.id}/filings`,
            { item: code, phone: '13800000002', statement: '' }, key());

        assert.equal(filed.status, 201, filed.body);
        assert.equal(filed.json.agent, '演**');
        const revoked = await mother.json('POST',
            `/api/v1/mandates/${given.json.id}/revoke`, { reason: '' }, key());
        assert.equal(revoked.json.state, 'revoked');
        const late = await son.json('POST', `/api/v1/mandates/${given.json.id}/filings`,
            { item: code, phone: '13800000002', statement: '' }, key());
        assert.equal(late.status, 409);
        const bad = await mother.json('POST', '/api/v1/mandates',
            { basis: 'magic', from_day: today(), end_day: today() }, key());
        assert.equal(bad.status, 422);
    });

    it('is proved by haoban verify', async ({ server }) => {
        const { code: status, stdout } = await server.run('verify');

        assert.equal(status, 0, stdout);
        assert.match(stdout, /the ledger is whole/);
    });
});
