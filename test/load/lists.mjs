// lists -- how long a page of a list takes with few cases and with many, and how much
// memory it takes to write a list to a file.  For bench.mjs.
//
// A house is { kind, origin, pid } of a server that is running; both of a pair have the
// same items, offices and people.  The two are asked in turn, so that whatever else the
// machine does slows both alike; a figure is the median of the turns.

import assert from 'node:assert/strict';
import fs from 'node:fs';

import { Client } from '../lib/client.mjs';

const TURNS = 60;
const PAGES_DEEP = 10;
const MIB = 1024;                   // of the KiB that Linux tells
const PASSWORD = 'haoban-demo';
const FILE_MS = 3_600_000;

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

export async function signIn(house, login, password = PASSWORD) {
    const client = new Client(house.origin);
    const page = await client.submit(await client.get('/desk/sign-in'),
        { login, password }, 'sign-in');

    assert.equal(page.status, 200, page.text);
    return client;
}

const nextOf = (page) => /rel="next" href="([^"]+)"/.exec(page.body)?.[1]
    .replaceAll('&amp;', '&');

const optionOf = (page, name) => new RegExp(`name="${name}">.*?<option value="([^"]+)"`
    + '[^>]*>', 's').exec(page.body.replace(/<option value="(me)?"[^>]*>/g, ''))?.[1];

// The lists that are asked for, by what people call them; the same for both houses.
function addresses(page) {
    const cases = (query) => `/desk/cases?${query}`;

    return new Map([
        ['inbox', '/desk'],
        ['inbox, to be received', '/desk?tab=receive'],
        ['inbox, to be decided', '/desk?tab=review'],
        ['all cases', '/desk/cases'],
        ['unfinished', cases('state=open')],
        ['finished', cases('state=done')],
        ['overdue', cases('light=red')],
        ['next due first', cases('order=due')],
        ['of an office', cases(`department=${optionOf(page, 'department')}`)],
        ['of an office, finished',
            cases(`state=done&department=${optionOf(page, 'department')}`)],
        ['of an outlet', cases(`outlet=${optionOf(page, 'outlet')}`)],
        ['of an owner', cases(`owner=${optionOf(page, 'owner')}`)],
        ['of an owner, next due', cases(`order=due&owner=${optionOf(page, 'owner')}`)],
        ['handed in online', cases('channel=online')],
        ['finished, at a window', cases('state=done&channel=window')],
        ['of the last half year', cases(`from=${halfYearAgo()}`)],
        ['deadline board', '/desk/board'],
        ['deadline board, overdue', '/desk/board?light=red'],
        ['to be archived', '/desk/archive'],
        ['of oneself', '/desk/mine'],
    ]);
}

function halfYearAgo() {
    return new Date(Date.now() - 183 * 86_400_000).toISOString().slice(0, 10);
}

async function msOf(client, address) {
    const begun = process.hrtime.bigint();
    const { status } = await client.get(address);

    assert.equal(status, 200, address);
    return Number(process.hrtime.bigint() - begun) / 1e6;
}

const rowsOf = async (client, address) =>
    (await client.get(address)).body.match(/<tr><td>/g)?.length ?? 0;

// Far behind the first page, where an offset would have to count.
async function deepOf(client) {
    let page = await client.get('/desk/cases');

    for (let i = 0; i < PAGES_DEEP; i++)
        page = await client.get(nextOf(page));
    return nextOf(page);
}

// Rows of { name, rows, few, many, ratio }: medians in ms.  A list that is shorter where
// there are few cases is left out: it has less to show.
export async function measureLists(few, many) {
    const clients = [await signIn(few, 'manager'), await signIn(many, 'manager')];
    const asked = addresses(await clients[0].get('/desk/cases'));
    const deep = [await deepOf(clients[0]), await deepOf(clients[1])];
    const lists = [];

    asked.set(`page ${PAGES_DEEP + 2} of all cases`, deep);
    for (const [name, address] of asked) {
        const ms = [[], []];
        const of = (which) => Array.isArray(address) ? address[which] : address;
        const rows = await rowsOf(clients[0], of(0));

        if (rows !== await rowsOf(clients[1], of(1)))
            continue;
        for (let turn = 0; turn < TURNS; turn++)
            for (const which of turn % 2 ? [1, 0] : [0, 1])
                ms[which].push(await msOf(clients[which], of(which)));
        lists.push({ name, rows, few: median(ms[0]), many: median(ms[1]),
            ratio: median(ms[1]) / median(ms[0]) });
    }
    return lists;
}

// ---- files ----

const kibOf = (pid, name) => Number(new RegExp(`${name}:\\s+(\\d+)`)
    .exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);

// Exports cases and tells how long it took, and by how much the memory of the server
// rose above what it had before.
export async function measureExport(house, format, query = '') {
    const client = await signIn(house, 'manager');
    const form = await client.get('/desk/exports/new?list=cases&query='
        + encodeURIComponent(query));
    const idle = kibOf(house.pid, 'VmRSS');

    fs.writeFileSync(`/proc/${house.pid}/clear_refs`, '5');     // the peak begins anew

    const begun = Date.now();

    await client.submit(form, { format }, '/desk/exports');
    for (;;) {
        const page = await client.get('/desk/exports');
        const row = /<tbody>(<tr>.*?<\/tr>)/s.exec(page.body)[1];

        if (/\/file"/.test(row)) {
            const [, rows] = /data-label="行数" class="num">(\d+)/.exec(row);

            return { rows: Number(rows), seconds: (Date.now() - begun) / 1000,
                mib: (kibOf(house.pid, 'VmHWM') - idle) / MIB };
        }
        assert.doesNotMatch(row, /中断/);
        assert.ok(Date.now() - begun < FILE_MS, 'the file takes too long');
        await new Promise((resolve) => setTimeout(resolve, 1000));
    }
}
