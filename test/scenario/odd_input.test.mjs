// What nobody would type, into every form and address that each role finds by following
// links: no answer is a fault of the server, and it lives on.  ODD_INPUT=all sends every
// value instead of a sample; the sample is the same each time.

import assert from 'node:assert/strict';

import { photo } from '../lib/files.mjs';
import { PASSWORD, withServer } from '../lib/server.mjs';

const PAGES_MAX = 250;
const OF_A_KIND = 2;
const SHARE = process.env.ODD_INPUT === 'all' ? 1 : 0.2;
const ROLES = ['', 'resident', 'clerk', 'reviewer', 'head', 'manager', 'librarian'];
const STARTS = {
    site: ['/', '/my', '/items', '/track', '/bundles', '/my/messages', '/my/mandates'],
    desk: ['/desk', '/desk/all', '/desk/archive', '/desk/board', '/desk/bundles',
        '/desk/cases', '/desk/deliveries', '/desk/escalation', '/desk/exports',
        '/desk/guide', '/desk/intake', '/desk/letters', '/desk/library',
        '/desk/mandates', '/desk/people', '/desk/quality', '/desk/situations',
        '/desk/wordings'],
};
const ODD = ['', ' ', '\0', '\x01\x1f', 'a'.repeat(70_000), '中'.repeat(5000),
    '𠀀'.repeat(500), '\ufffd', '<script>alert(1)</script>"\'&', '-1', '0',
    '9'.repeat(20), '9223372036854775807', '-9223372036854775808', '0000-00-00',
    '9999-12-31', '2026-02-30', '0001-01-01', '2026-11-27T25:61', '1.5', '1e9', '%00%ff',
    '../../etc/passwd', '\' or 1=1--', '\r\nSet-Cookie: a=b', '=1+1', '[]', '{"a":1}',
    '{{{{', '][}{', '\u202e\u200b', '一\n二\n三', '|'.repeat(300), ','.repeat(2000),
    '13800000001', '330109190001010016', 'x'.repeat(255), '１２３'];
const PLACES = ['0', '-1', '9'.repeat(20), 'a', '%00', '%ff%fe', '..%2f..',
    '9'.repeat(300), '%F0%A0%80%80', '1.5'];

let drawn = 1;

// The same numbers each time.
function isDrawn() {
    drawn = (drawn * 1103515245 + 12345) % 2147483648;
    return drawn / 2147483648 < SHARE;
}

async function signIn(server, role) {
    const client = server.client();

    if (role)
        await client.submit(await client.get(
            role === 'resident' ? '/sign-in' : '/desk/sign-in'),
        { login: role, password: PASSWORD }, 'sign-in');
    return client;
}

// Pages of one kind differ by their numbers and codes only.
const kindOf = (address) => {
    const { pathname, searchParams } = new URL(address, 'http://x');

    return [pathname.replace(/[0-9][0-9A-Z]*/g, '#'), ...[...searchParams.keys()].sort()]
        .join(' ');
};

const hrefsOf = (page) => [...page.body.matchAll(/href="([/?][^"]*)"/g)]
    .map(([, href]) => href.replaceAll('&amp;', '&'))
    .map((href) => (href.startsWith('?') ? page.path.split('?')[0] + href : href))
    .filter((href) => !/sign-out|\.pdf|\.zip|stream|\/static\//.test(href));

async function walk(client, starts) {
    const seen = new Map();
    const pages = [];
    const waiting = [...starts];

    for (let address; (address = waiting.shift()) && pages.length < PAGES_MAX;) {
        const kind = kindOf(address);

        if ((seen.get(kind) ?? 0) >= OF_A_KIND)
            continue;
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
        const page = await client.get(address);

        assert.ok(page.status < 500, `GET ${address}: ${page.status}`);
        if (!/html/.test(page.headers['content-type'] ?? ''))
            continue;
        pages.push(page);
        waiting.push(...hrefsOf(page));
    }
    return pages;
}

async function expectAnswer(what, answer) {
    const { status } = await answer;

    assert.ok(status < 500 || status === 507, `${what}: ${status}`);
}

const send = (client, form, fields) => (/^get$/i.test(form.method)
    ? client.send({ path: `${form.action.split('?')[0]}?${new URLSearchParams(fields)}` })
    : client.send({ method: 'POST', path: form.action,
        body: new URLSearchParams(fields).toString(),
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }));

async function fillOddly(client, form) {
    const own = form.fields.filter(([name]) => name !== '_once');
    const names = new Set(own.map(([name]) => name).filter((name) => name !== '_token'));
    let sent = 0;

    for (const name of names) {
        const others = own.filter(([other]) => other !== name);
        const fillings = [...ODD.map((value) => [[name, value]]), [],
            Array.from({ length: 300 }, () => [name, '1'])];

        for (const filling of fillings.filter(isDrawn)) {
            const said = JSON.stringify(filling[0] ?? null).slice(0, 60);

            await expectAnswer(`${form.action} ${said}`, send(client, form,
                [...others, ['_once', `odd-input-${name}-${sent++}`], ...filling]));
        }
    }
    return sent;
}

async function askOddly(client, path) {
    const { pathname, searchParams } = new URL(path, 'http://x');
    const parts = pathname.split('/');
    const odd = [];

    parts.forEach((part, at) => {
        if (/\d/.test(part))
            odd.push(...PLACES.map((other) =>
                parts.map((was, i) => (i === at ? other : was)).join('/')));
    });
    for (const name of searchParams.keys())
        for (const value of ODD) {
            const query = new URLSearchParams(searchParams);

            query.set(name, value);
            odd.push(`${pathname}?${query}`);
        }
    for (const address of odd.filter(isDrawn))
        await expectAnswer(address.slice(0, 90), client.send({ path: address }));
}

withServer('odd input', (it) => {
    it('finds a town at work', async ({ server }) => {
        const resident = await signIn(server, 'resident');
        const clerk = await signIn(server, 'clerk');
        const found = await resident.get(`/search?q=${encodeURIComponent('老年优待证')}`);
        const code = /code=([0-9A-Z]+)/.exec(found.body)[1];
        const check = await resident.submit(await resident.get(`/apply/${code}`),
            { statement: '今年六十了' }, 'apply');
        const form = check.forms.find((one) => one.multipart);
        const kept = await resident.submit({ form: () => ({ ...form,
            action: form.action.replace(/submit$/, 'papers') }) },
        { paper: { name: '照片.jpg', type: 'image/jpeg', bytes: photo() } });
        const number = (await resident.submit(kept, {}, 'submit')).path.slice(-24);
        const page = () => clerk.get(`/desk/case/${number}`);

        await clerk.submit(await page(), {}, '/receive');
        await clerk.submit(await page(), {}, '/accept');
        await resident.submit(await resident.get(`/apply/${code}`),
            { statement: '再办一张' }, 'apply');
        await clerk.submit(await clerk.get('/desk/intake/bundle/TX'), { name: '演示居民一',
            phone: '13800000001', id_number: '330109190001010016' }, '/bundle/TX');
    });

    for (const role of ROLES)
        it(`does no harm as ${role || 'anybody'}`, async ({ server }) => {
            const client = await signIn(server, role);
            const pages = await walk(client,
                role && role !== 'resident' ? STARTS.desk : STARTS.site);
            const forms = new Set();
            const kinds = new Set();

            assert.ok(pages.length > 20, `${pages.length} pages`);
            for (const page of pages) {
                for (const form of page.forms) {
                    const key = `${kindOf(form.action)} ${form.fields.map(([n]) => n)}`;

                    if (!forms.has(key) && !/sign-out/.test(form.action))
                        await fillOddly(client, form);
                    forms.add(key);
                }
                if (!kinds.has(kindOf(page.path)))
                    await askOddly(client, page.path);
                kinds.add(kindOf(page.path));
            }
        });
}, { options: ['--rate-per-minute', '100000', '--submissions-per-day', '0'] });
