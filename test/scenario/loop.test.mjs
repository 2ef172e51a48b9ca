// The first loop: a person finds an item, files a case, a clerk takes it in, an office
// decides, the person follows it, gets the answer and rates it.  No JavaScript anywhere.

import assert from 'node:assert/strict';

import { PASSWORD, withServer } from '../lib/server.mjs';

// The reviewer of the demonstration decides for 民政, whose item this is.
const ITEM = '老年优待证';
const PHONE_END = '0001';

async function signIn(server, login, path) {
    const client = server.client();
    const page = await client.submit(await client.get(path),
        { login, password: PASSWORD }, 'sign-in');

    assert.equal(page.status, 200, page.text);
    assert.doesNotMatch(page.path, /sign-in/);
    return client;
}

const staff = (server, login) => signIn(server, login, '/desk/sign-in');

async function act(client, number, verb, fields = {}) {
    const page = await client.get(`/desk/case/${number}`);

    assert.equal(page.status, 200, page.text);
    return client.submit(page, fields, `/${verb}`);
}

withServer('the first loop', (it) => {
    let number;
    let track;

    it('finds the item in everyday words', async ({ client }) => {
        const page = await client.get(`/search?q=${encodeURIComponent('老人坐公交不要钱的卡')}`);

        assert.equal(page.status, 200);
        assert.match(page.text, /老年/);
    });

    it('leads to the part of the page that was asked for', async ({ server }) => {
        const client = server.client();
        const asked = encodeURIComponent(`${ITEM}要带啥`);
        const page = await client.get(`/search?q=${asked}`);
        const { json } = await client.json('GET', `/api/v1/guide?q=${asked}`);

        const link = /href="(\/search\/open\?code=[^"]+)"/.exec(page.body)[1];
        const opened = await client.get(link.replaceAll('&amp;', '&'));

        assert.match(opened.path, /^\/item\/[0-9A-Z]+$/);
        assert.equal(opened.status, 200);
        assert.match(json.results[0].url, /#papers$/);

        const item = await client.get(json.results[0].url.split('#')[0]);

        assert.match(item.body, /id="papers"/);
    });

    it('asks who wants to file to sign in, and comes back', async ({ server }) => {
        const client = server.client();
        const found = await client.get(`/search?q=${encodeURIComponent(ITEM)}`);
        const code = /code=([0-9A-Z]+)/.exec(found.body)[1];
        const page = await client.get(`/apply/${code}`);

        assert.match(page.path, /^\/sign-in\?back=/);
        const form = await client.submit(page, { login: 'resident', password: PASSWORD },
            'sign-in');
        assert.equal(form.path, `/apply/${code}`);
    });

    it('takes the case after the answers were checked', async ({ server }) => {
        const client = await signIn(server, 'resident', '/sign-in');
        const found = await client.get(`/search?q=${encodeURIComponent(ITEM)}`);
        const code = /code=([0-9A-Z]+)/.exec(found.body)[1];
        const form = await client.get(`/apply/${code}`);

        assert.match(form.text, /330109\*{8}0016/);
        const check = await client.submit(form, { statement: '今年六十了\n想办证' }, 'apply');
        assert.match(check.text, /今年六十了/);
        const receipt = await client.submit(check, {}, 'submit');

        assert.match(receipt.path, /^\/receipt\/\d{24}$/);
        number = receipt.path.slice(-24);
        assert.match(receipt.text.replace(/\s/g, ''), new RegExp(number));
    });

    it('does not hand the same check page in twice', async ({ server }) => {
        const client = await signIn(server, 'resident02', '/sign-in');
        const found = await client.get(`/search?q=${encodeURIComponent(ITEM)}`);
        const code = /code=([0-9A-Z]+)/.exec(found.body)[1];
        const form = await client.get(`/apply/${code}`);
        const check = await client.submit(form, {}, 'apply');
        const first = await client.submit(check, {}, 'submit');
        const second = await client.submit(check, {}, 'submit');

        assert.equal(second.path, first.path);
        const mine = await client.get('/my');
        assert.equal([...mine.body.matchAll(/href="\/my\/\d{24}"/g)].length, 1);
    });

    it('is followed with number and phone, without signing in', async ({ client }) => {
        const wrong = await client.submit(await client.get('/track'),
            { number, last_four: '9999' }, 'track');
        assert.equal(wrong.status, 404);
        const page = await client.submit(await client.get('/track'),
            { number, last_four: PHONE_END }, 'track');

        assert.equal(page.status, 200, page.text);
        track = page.path;
        assert.match(page.text, /已提交/);
        assert.doesNotMatch(page.body, /13800000001|330109190001010016/);
    });

    it('is received and accepted by a clerk', async ({ server }) => {
        const clerk = await staff(server, 'clerk');
        const inbox = await clerk.get('/desk');

        assert.ok(inbox.body.includes(number), inbox.text);
        assert.doesNotMatch(inbox.body, /13800000001|330109190001010016/);
        assert.match((await act(clerk, number, 'receive')).text, /已收件/);
        assert.match((await act(clerk, number, 'accept')).text, /已受理/);
    });

    it('is not decided by the wrong department', async ({ server }) => {
        const clerk = await staff(server, 'clerk');
        const page = await clerk.get(`/desk/case/${number}`);

        assert.throws(() => page.form('/grant'));
    });

    it('shows whole only on a click that the record keeps', async ({ server }) => {
        const clerk = await staff(server, 'clerk');
        const shown = await act(clerk, number, 'reveal');

        assert.match(shown.body, /330109190001010016/);
        const page = await clerk.get(`/desk/case/${number}`);
        assert.doesNotMatch(page.body, /330109190001010016/);
        assert.match(page.text, /查看/);
    });

    it('is granted by the reviewer, and two clicks are one', async ({ server }) => {
        const reviewer = await staff(server, 'reviewer');
        const page = await reviewer.get(`/desk/case/${number}`);
        const done = await reviewer.submit(page, { result: '老年优待证 0001' }, '/grant');

        assert.equal(done.status, 200, done.text);
        const again = await reviewer.submit(page, { result: '老年优待证 0001' }, '/grant');
        assert.equal(again.status, 200);
        const other = await reviewer.submit({ ...page, form: (which) => {
            const form = page.form(which);

            return { ...form, fields: form.fields.map(([name, value]) =>
                [name, name === '_once' ? 'another-token-of-another-tab' : value]) };
        } }, {}, '/grant');
        assert.equal(other.status, 409, other.text);
    });

    it('is handed out and finished', async ({ server }) => {
        const clerk = await staff(server, 'clerk');

        assert.match((await act(clerk, number, 'finish')).text, /办结/);
    });

    it('shows the answer and takes one rating', async ({ client }) => {
        const page = await client.get(track);

        assert.match(page.text, /办结/);
        assert.doesNotMatch(page.text, /查看/);
        const form = await client.get(`${track}/rate`);
        const thanks = await client.submit(form, { level: '5', comment: '很快' }, 'rate');
        assert.equal(thanks.status, 200, thanks.text);
        const again = await client.submit(form, { level: '1', _once: 'other' }, 'rate');
        assert.equal(again.status, 409);
    });

    it('leaves a ledger that verifies', async ({ server }) => {
        const { code, stdout, stderr } = await server.run('verify');

        assert.equal(code, 0, stderr);
        assert.match(stdout, /the ledger is whole/);
    });

    it('is taken in at a window for somebody without an account', async ({ server }) => {
        const clerk = await staff(server, 'clerk');
        const found = await clerk.get(`/search?q=${encodeURIComponent(ITEM)}`);
        const code = /code=([0-9A-Z]+)/.exec(found.body)[1];
        const form = await clerk.get(`/desk/intake?item=${code}`);
        const wrong = await clerk.submit(form, { kind: 'person', name: '演示路人',
            id_number: '330109190001010017', phone: '13800000009' }, 'intake');

        assert.equal(wrong.status, 422);
        assert.match(wrong.text, /校验/);
        assert.match(wrong.body, /演示路人/);
        const slip = await clerk.submit(wrong,
            { id_number: '330109190001010120' }, 'intake');
        assert.equal(slip.status, 200, slip.text);
        assert.match(slip.path, /^\/desk\/receipt\/\d{24}$/);
    });
});
