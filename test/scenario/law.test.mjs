// Cases under the law: every national state of a case is reached through the API and the
// pages, what is missing is told once, and of many who act at once one wins.

import assert from 'node:assert/strict';

import { PASSWORD, withServer } from '../lib/server.mjs';

// Both of 民政, whose reviewer and head the demonstration has; of the second the third
// paper may follow.
const ITEM = '高龄津贴发放申请';
const DEFERRING = '临时救助';
const ON_THE_SPOT = '老年优待证办理';
const RESIDENT = { name: '演示居民一', id_number: '330109190001010016',
    phone: '13800000001' };

const PROOF = { name: '低保证.png', type: 'image/png', bytes: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9'
    + 'awAAAABJRU5ErkJggg==', 'base64') };

let keys = 0;

async function signIn(server, login) {
    const client = server.client();
    const { json } = await client.json('POST', '/api/v1/session',
        { login, password: PASSWORD });

    client.bearer = json.token;
    return client;
}

async function atPages(server, login, door) {
    const client = server.client();
    const page = await client.submit(await client.get(door),
        { login, password: PASSWORD }, 'sign-in');

    assert.equal(page.status, 200, page.text);
    return client;
}

const desk = (server, login) => atPages(server, login, '/desk/sign-in');

async function everybody(server) {
    const people = {};

    for (const login of ['resident', 'clerk', 'reviewer', 'head', 'manager'])
        people[login] = await signIn(server, login);
    return people;
}

async function codeOf(client, name) {
    const query = encodeURIComponent(name);
    const { json } = await client.get(`/api/v1/guide?limit=1&q=${query}`);

    return json.results[0].code;
}

// Files a case of an item and goes along; each step is [login, verb, fields].
async function along(people, item, steps) {
    const filed = await people.resident.json('POST', '/api/v1/filings',
        { item, ...RESIDENT, statement: '' }, { 'idempotency-key': `law-${++keys}` });

    assert.equal(filed.status, 201, filed.body);
    const { number } = filed.json.matter;
    let answer = filed;

    for (const [login, verb, fields = {}] of steps) {
        answer = await people[login].json('POST', `/api/v1/filings/${number}/${verb}`,
            fields);
        assert.equal(answer.status, 200, `${verb}: ${answer.body}`);
    }
    return answer.json.matter;
}

const RECEIVED = [['clerk', 'receive']];
const ACCEPTED = [...RECEIVED, ['clerk', 'accept']];
const GRANTED = [...ACCEPTED, ['reviewer', 'grant', { result: '优待证 1 号' }]];
const TOLD = [...RECEIVED, ['clerk', 'supplement', { defect_1: '没有签名' }]];
const SPECIAL = [...ACCEPTED,
    ['reviewer', 'special', { special: 'expert_review', days: 10 }]];
const WHY = { note: '理由写在这里' };

// National code, state, how it is reached.
const WAYS = [
    [0, 'submitted', []],
    [0, 'returned', [['clerk', 'pre_return', { ...WHY, defect_1: '看不清' }]]],
    [0, 'pre_reviewed', [['clerk', 'pre_pass']]],
    [1, 'received', RECEIVED],
    [2, 'withdrawn', [...RECEIVED, ['resident', 'withdraw']]],
    [3, 'accepted', ACCEPTED],
    [4, 'not_needed', [...RECEIVED, ['clerk', 'decline', WHY]]],
    [5, 'refused', [...RECEIVED, ['clerk', 'refuse', { ...WHY, body: '区民政局' }]]],
    [6, 'supplementing', TOLD],
    [7, 'supplemented', [...TOLD, ['resident', 'supply', { note: '补好了' }]]],
    [8, 'in_process', [...ACCEPTED, ['reviewer', 'begin']]],
    [9, 'special', SPECIAL],
    [10, 'special_over', [...SPECIAL, ['reviewer', 'special_end']]],
    [8, 'granted', GRANTED],
    [8, 'certified', [...GRANTED, ['clerk', 'certify', { result: '优待证 1 号' }]]],
    [11, 'done', [...GRANTED, ['clerk', 'finish', { delivery: 'window' }]]],
    [13, 'done_denied', [...ACCEPTED, ['reviewer', 'deny', WHY], ['clerk', 'finish']]],
    [14, 'taken_back', [...ACCEPTED, ['resident', 'withdraw']]],
    [15, 'revoked', [...GRANTED, ['clerk', 'finish'], ['head', 'revoke', WHY]]],
    [0, 'terminated', [...ACCEPTED, ['reviewer', 'terminate', WHY]]],
];

withServer('the states of a case', (it) => {
    let people;
    let item;

    for (const [code, state, steps] of WAYS)
        it(`${state} (${code || 'none'}) is reached`, async ({ server }) => {
            people ??= await everybody(server);
            item ??= await codeOf(people.clerk, ITEM);
            assert.equal((await along(people, item, steps)).state, state);
        });

    it('accepts with papers to follow, and ends as 12 or as 11', async () => {
        const deferring = await codeOf(people.clerk, DEFERRING);
        const lacking = [...RECEIVED, ['clerk', 'accept_lacking', { defect_3: '后补' }]];
        const granted = [...lacking, ['reviewer', 'grant', { result: '救助金' }]];
        const complete = ['clerk', 'complete'];
        const finish = ['clerk', 'finish'];

        assert.equal((await along(people, deferring, lacking)).state, 'accepted_lacking');
        assert.equal((await along(people, deferring, [...granted, finish])).state,
            'done_lacking');
        const whole = await along(people, deferring, [...granted, complete, finish]);

        assert.equal(whole.state, 'done');
    });

    it('takes what may follow after the decision', async ({ server }) => {
        const deferring = await codeOf(people.clerk, DEFERRING);
        const done = [...RECEIVED, ['clerk', 'accept_lacking', { defect_3: '后补' }],
            ['reviewer', 'grant', { result: '救助金' }], ['clerk', 'finish']];
        const { number } = await along(people, deferring, done);
        const resident = await atPages(server, 'resident', '/sign-in');
        const track = await resident.get(`/my/${number}`);

        assert.match(track.text, /还有容缺的材料要补交 最晚 .*登记.*补交材料/);
        assert.ok(track.body.includes(`/my/${number}/papers`));
        const form = await resident.get(`/my/${number}/papers`);

        assert.match(form.text, /还差 1 样/);
        assert.match(form.text, /突发困难的凭据 ▲ 还没有交/);
        const { json } = await people.resident.get(`/api/v1/matters/${number}`);

        assert.deepEqual(json.clocks.map((one) => one.kind), ['supply']);
        const inbox = await (await desk(server, 'clerk')).get('/desk');

        assert.ok(inbox.body.includes(number), inbox.text);
        const added = await resident.submit(form, { wanted: '突发困难的凭据', paper: PROOF },
            '/papers');

        assert.equal(added.status, 200, added.text);
        assert.match(added.text, /低保证\.png/);
        const told = await people.clerk.get('/api/v1/messages');

        assert.ok(told.json.messages.some((one) => one.text.includes(number)
            && /容缺材料交来了/.test(one.text)), told.body);
        const complete = await people.clerk.json('POST',
            `/api/v1/filings/${number}/complete`, {});

        assert.equal(complete.status, 200, complete.body);
        assert.equal(complete.json.matter.state, 'done');
        assert.deepEqual(complete.json.matter.clocks, []);
        const late = await resident.get(`/my/${number}/papers`);

        assert.match(late.text, /不能再加材料/);
        assert.ok(!(await resident.get(`/my/${number}`)).body.includes('/papers"'));
    });

    it('takes nothing more once it is denied', async ({ server }) => {
        const deferring = await codeOf(people.clerk, DEFERRING);
        const { number } = await along(people, deferring, [...RECEIVED,
            ['clerk', 'accept_lacking', { defect_3: '后补' }],
            ['reviewer', 'deny', { ...WHY }]]);
        const resident = await atPages(server, 'resident', '/sign-in');

        assert.ok(!(await resident.get(`/my/${number}`)).body.includes('/papers"'));
    });

    it('holds a hearing before it decides', async () => {
        const offered = [...ACCEPTED, ['reviewer', 'offer_hearing', WHY]];
        const open = await along(people, item, offered);
        const at = `/api/v1/filings/${open.number}`;
        const early = await people.reviewer.json('POST', `${at}/grant`, {});

        assert.equal(early.status, 409, early.body);
        const asked = await people.resident.json('POST', `${at}/ask_hearing`, {});

        assert.equal(asked.json.matter.state, 'special', asked.body);
        const day = (days) => new Date(Date.now() + days * 86400e3 + 8 * 3600e3)
            .toISOString().slice(0, 10);
        const call = (meeting_day) => people.reviewer.json('POST', `${at}/call_hearing`,
            { meeting_day, meeting_time: '14:30', place: '便民中心三楼会议室' });
        const soon = await call(day(3));

        assert.equal(soon.status, 422);
        assert.match(soon.body, /7 个工作日/);
        assert.equal((await call(day(20))).status, 200);
        const told = await people.resident.get(`/api/v1/messages`);

        assert.match(told.body, /14:30在便民中心三楼会议室/);
        const over = await people.reviewer.json('POST', `${at}/special_end`,
            { note: '听证笔录已由各方签字' });

        assert.equal(over.json.matter.state, 'special_over', over.body);
        assert.equal((await people.reviewer.json('POST', `${at}/grant`, {})).status, 200);
    });

    it('extends a limit once, with an approver and a reason', async () => {
        const asked = [...ACCEPTED, ['reviewer', 'ask_extension', WHY]];
        const before = await along(people, item, ACCEPTED);
        const after = await along(people, item,
            [...asked, ['head', 'extend', { ...WHY, days: 5 }]]);

        assert.ok(after.due > before.due, `${after.due} ${before.due}`);
        const again = await people.reviewer.json('POST',
            `/api/v1/filings/${after.number}/ask_extension`, WHY);

        assert.equal(again.status, 409, again.body);
    });

    it('is urged by its asker and answered', async () => {
        const urged = await along(people, item, [...ACCEPTED, ['resident', 'urge'],
            ['reviewer', 'answer_urge', { note: '后天能好' }]]);

        assert.equal(urged.state, 'accepted');
        assert.deepEqual(urged.events.slice(-2).map((event) => event.verb),
            ['urge', 'answer_urge']);
    });

    it('keeps what the manager asks from the asker', async () => {
        const asked = await along(people, item, [...ACCEPTED,
            ['manager', 'supervise', { note: '请今天办' }],
            ['reviewer', 'answer_supervision', { note: '今天办' }]]);

        assert.ok(asked.events.every((event) => !/superv/.test(event.verb)));
        const heard = await people.clerk.get('/api/v1/messages');

        assert.match(heard.body, /请在\d{4}年\d+月\d+日前回复/);
    });

    it('lets one of fifty decide, and tells the others', async () => {
        const { number } = await along(people, item, ACCEPTED);
        const answers = await Promise.all(Array.from({ length: 50 }, (_, i) =>
            people.reviewer.json('POST',
                `/api/v1/filings/${number}/${i % 2 ? 'grant' : 'deny'}`, WHY)));
        const statuses = answers.map((answer) => answer.status);

        assert.equal(statuses.filter((status) => status === 200).length, 1, statuses);
        assert.equal(statuses.filter((status) => status === 409).length, 49, statuses);
        const { json } = await people.resident.get(`/api/v1/filings/${number}`);
        const { events } = json.matter;

        assert.equal(events.filter((event) => /grant|deny/.test(event.verb)).length, 1);
    });

    it('loses no update of fifty who write on one case', async () => {
        const { number } = await along(people, item, ACCEPTED);
        const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => i % 2
            ? people.resident.json('POST', `/api/v1/filings/${number}/urge`, {})
            : people.reviewer.json('POST', `/api/v1/filings/${number}/answer_urge`,
                WHY)));
        const done = answers.filter((answer) => answer.status === 200).length;
        const { json } = await people.resident.get(`/api/v1/filings/${number}`);

        assert.ok(answers.every((answer) => [200, 409].includes(answer.status)));
        const urges = json.matter.events.filter((event) => /urge/.test(event.verb));

        assert.equal(urges.length, done);
    });

    it('takes a long notice whole, and refuses one that no letter holds', async () => {
        const note = '由'.repeat(500);
        const fields = (length) => Object.fromEntries(Array.from({ length: 20 },
            (_, i) => [`defect_${i + 1}`, '补'.repeat(length)]));
        const { number } = await along(people, item, RECEIVED);
        const tell = (more) => people.clerk.json('POST',
            `/api/v1/filings/${number}/supplement`, { note, ...more });
        const too = await tell(fields(300));

        assert.ok([200, 422].includes(too.status), too.body);
        if (too.status === 422)
            assert.equal((await tell(fields(100))).status, 200);
    });

    it('verifies', async ({ server }) => {
        const { code, stdout } = await server.run('verify');

        assert.equal(code, 0, stdout);
    });
}, { options: ['--submissions-per-day', '0'] });

withServer('at the window', (it) => {
    it('does on one screen what is done on the spot', async ({ server }) => {
        const clerk = await desk(server, 'clerk');
        const code = await codeOf(clerk, ON_THE_SPOT);
        const page = await clerk.get(`/desk/intake?item=${code}`);

        assert.match(page.text, /收件并当场办结/);
        const slip = await clerk.submit(page, { ...RESIDENT, settle: '1' }, 'intake');

        assert.match(slip.path, /^\/desk\/receipt\/\d{24}$/, slip.text);
        const one = await clerk.get(`/desk/case/${slip.path.slice(-24)}`);

        assert.match(one.text, /办结（通过）/);
    });

    it('settles nothing that takes longer, and keeps nothing', async ({ server }) => {
        const clerk = await desk(server, 'clerk');
        const code = await codeOf(clerk, ITEM);
        const page = await clerk.get(`/desk/intake?item=${code}`);

        assert.doesNotMatch(page.text, /当场办结/);
        const before = await clerk.get('/desk?tab=accept');
        const refused = await clerk.submit(page, { ...RESIDENT, settle: '1' }, 'intake');

        assert.equal(refused.status, 409, refused.text);
        const after = await clerk.get('/desk?tab=accept');

        assert.equal([...after.body.matchAll(/\/desk\/case\//g)].length,
            [...before.body.matchAll(/\/desk\/case\//g)].length);
    });

    it('tells all that is missing on one page', async ({ server }) => {
        const clerk = await desk(server, 'clerk');
        const code = await codeOf(clerk, ITEM);
        const slip = await clerk.submit(await clerk.get(`/desk/intake?item=${code}`),
            RESIDENT, 'intake');
        const number = slip.path.slice(-24);
        const page = await clerk.get(`/desk/case/${number}`);
        const empty = await clerk.submit(page, {}, '/supplement');

        assert.equal(empty.status, 422);
        assert.match(empty.text, /一次告诉申请人/);
        const told = await clerk.submit(empty, { defect_1: '没有签名' }, '/supplement');

        assert.match(told.text, /待补正/);
        const asker = server.client();

        await asker.submit(await asker.get('/sign-in'),
            { login: 'resident', password: PASSWORD }, 'sign-in');
        const mine = await asker.get(`/my/${number}`);

        assert.match(mine.text, /轮到您了/);
        assert.match(mine.text, /没有签名/);
        const supplied = await asker.submit(mine, { note: '补好了' }, 'do/supply');

        assert.match(supplied.text, /已补正/);
    });
});
