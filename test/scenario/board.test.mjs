// What runs out next: the board for each of the staff, who was pressed before all others,
// the table of who is told, and the track that says whose turn it is and until when.

import assert from 'node:assert/strict';

import { PASSWORD, withServer } from '../lib/server.mjs';

const ITEM = '高龄津贴发放申请';
const RESIDENT = { name: '演示居民一', id_number: '330109190001010016', phone: '13800000001' };
const ACCEPTED = [['clerk', 'receive'], ['clerk', 'accept']];

let keys = 0;

async function signIn(server, login) {
    const client = server.client();
    const { json } = await client.json('POST', '/api/v1/session',
        { login, password: PASSWORD });

    client.bearer = json.token;
    return client;
}

async function everybody(server) {
    const people = {};

    for (const login of ['resident', 'clerk', 'reviewer', 'head', 'manager'])
        people[login] = await signIn(server, login);
    return people;
}

async function staff(server, login) {
    const client = server.client();

    await client.submit(await client.get('/desk/sign-in'), { login, password: PASSWORD });
    return client;
}

async function along(people, steps) {
    const found = await people.resident.get(
        `/api/v1/guide?limit=1&q=${encodeURIComponent(ITEM)}`);
    const filed = await people.resident.json('POST', '/api/v1/filings',
        { item: found.json.results[0].code, ...RESIDENT, statement: '' },
        { 'idempotency-key': `board-${++keys}` });

    assert.equal(filed.status, 201, filed.body);
    const { number } = filed.json.matter;

    for (const [login, verb, fields = {}] of steps) {
        const answer = await people[login].json('POST',
            `/api/v1/filings/${number}/${verb}`, fields);

        assert.equal(answer.status, 200, `${verb}: ${answer.body}`);
    }
    return number;
}

const at = (page, number) => page.body.indexOf(`/desk/case/${number}"`);

withServer('the board', (it) => {
    let people, plain, pressed, paused;

    it('puts who was pressed first, with both marks', async ({ server }) => {
        people = await everybody(server);
        plain = await along(people, ACCEPTED);
        paused = await along(people,
            [...ACCEPTED, ['reviewer', 'special', { special: 'appraisal', days: 10 }]]);
        pressed = await along(people, [...ACCEPTED, ['manager', 'supervise',
            { note: '三天没有动了' }]]);
        const urged = await people.resident.json('POST',
            `/api/v1/filings/${pressed}/urge`, { note: '还要多久' });

        assert.equal(urged.status, 200, urged.body);
        const page = await (await staff(server, 'manager')).get('/desk/board');

        assert.equal(page.status, 200);
        assert.match(page.text, /先答复这些/);
        assert.match(page.text, /督办/);
        assert.match(page.text, /催办/);
        assert.ok(at(page, pressed) > 0 && at(page, pressed) < at(page, plain));
        assert.equal(page.body.split(`/desk/case/${pressed}"`).length, 2, 'once');
    });

    it('says why a limit stands still, and which clock runs', async ({ server }) => {
        const manager = await staff(server, 'manager');
        const page = await manager.get('/desk/board?light=blue');

        assert.ok(at(page, paused) > 0 && at(page, plain) < 0);
        assert.match(page.text, /特别程序/);
        assert.match(page.text, /鉴定/);
        const wrong = await manager.get('/desk/board?light=purple');

        assert.equal(wrong.status, 422);
    });

    it('leads the manager to the supervision of a case', async ({ server }) => {
        const manager = await staff(server, 'manager');
        const page = await manager.get('/desk/board');
        const href = new RegExp(`/desk/case/${plain}\\?do=supervise`);

        assert.match(page.body, href);
        assert.ok(!page.body.includes(`/desk/case/${pressed}?do=supervise`));
        const opened = await manager.get(`/desk/case/${plain}?do=supervise`);

        assert.match(opened.body, /<details id="do-supervise" open/);
        const clerk = await (await staff(server, 'clerk')).get('/desk/board');

        assert.equal(clerk.status, 200);
        assert.doesNotMatch(clerk.body, /do=supervise/);
    });

    it('shows a reviewer her department, and a resident nothing', async ({ server }) => {
        const page = await (await staff(server, 'reviewer')).get('/desk/board');

        assert.equal(page.status, 200);
        assert.ok(at(page, plain) > 0);
        assert.doesNotMatch(page.body, /name="department"/);
        const client = server.client();

        await client.submit(await client.get('/sign-in'),
            { login: 'resident', password: PASSWORD });
        assert.notEqual((await client.get('/desk/board')).status, 200);
    });

    it('lets a manager say who is told, and nobody twice at once', async ({ server }) => {
        const manager = await staff(server, 'manager');
        const page = await manager.get('/desk/escalation?kind=decide&late=1&days=3');
        const step = { kind: 'decide', late: '0', days: '7', manager: '1' };

        assert.match(page.text, /办理期限超期 3 个工作日/);
        const other = await manager.get('/desk/escalation');
        const kept = await manager.submit(other, step, 'escalation');

        assert.match(kept.text, /办理期限还剩 7 个工作日/);
        const late = await manager.submit(page, { ...step, days: '8' }, 'escalation');

        assert.equal(late.status, 409);
        assert.match(late.text, /刚刚被同事改过/);
        const nobody = await manager.submit(await manager.get('/desk/escalation'),
            { kind: 'decide', late: '0', days: '9' }, 'escalation');

        assert.match(nobody.text, /没有选提醒谁/);
        assert.notEqual((await (await staff(server, 'clerk')).get('/desk/escalation'))
            .status, 200);
    });

    it('tells who has the number no words of his', async ({ server }) => {
        const own = (await people.resident.get(`/api/v1/matters/${pressed}`)).json;

        assert.equal(own.turn, 'hall');
        assert.match(own.says, /^现在是“已受理”，由.+办理，您不用做什么，最晚 .+作出决定。$/);
        assert.deepEqual(own.clocks.map((clock) => clock.kind), ['urge', 'decide']);
        assert.ok(own.clocks.every((clock) => clock.why.length > 10));
        const letter = own.notices.find((notice) => notice.kind === 'letter');
        const message = own.notices.find((notice) => notice.kind === 'message');

        assert.equal((await people.resident.get(letter.address)).status, 200);
        assert.match(message.text, new RegExp(pressed));
        const client = server.client();
        const { json } = await client.json('POST', '/api/v1/track',
            { number: pressed, last_four: '0001' });

        assert.equal(json.says, own.says);
        assert.equal(json.notices.length, own.notices.length);
        assert.ok(json.notices.every((notice) => !notice.text && !notice.address));
        assert.ok(json.events.some((event) => event.verb === 'urge' && !event.note));
        assert.ok(own.events.some((event) => event.note === '还要多久'));
    });

    it('says whose turn it is on the first screen', async ({ server }) => {
        const number = await along(people,
            [['clerk', 'receive'], ['clerk', 'supplement', { defect_1: '照片看不清' }]]);
        const client = server.client();
        const page = await client.submit(await client.get('/track'),
            { number, last_four: '0001' }, 'track');

        assert.match(page.text, /轮到您了：现在是“待补正”，请在 .+补好、改好。/);
        assert.match(page.text, /登录后补交材料/);
        await client.submit(await client.get('/sign-in'),
            { login: 'resident', password: PASSWORD });
        const own = await client.get(`/my/${number}`);

        assert.match(own.text, /轮到您了/);
        assert.match(own.body, new RegExp(`/my/${number}/papers`));
        assert.match(own.text, /为什么是这个期限/);
        assert.match(own.text, /给您的通知和文书/);
    });
});
