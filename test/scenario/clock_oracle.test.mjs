// When limits end, held against three calendars that nobody here wrote for it: an
// implementation in this file, npm's chinese-days, and Debian's Business::Hours.
//
// The first knows all of it (units, stops, extensions, receipt after hours), the other
// two what a working day is and how many there are.  All cases begin in 2019 to 2026.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { spawnSync } from 'node:child_process';

import chineseDays from 'chinese-days';

import { Server, command, kind, needsShared, root, shared } from '../lib/server.mjs';

const CASES = 10_000;
const SEED = 20261126;
const DAY = 24 * 60;                                        // in minutes
const OPENS = 8 * 60 + 30;
const CLOSES = 17 * 60 + 30;
const UNITS = ['working_day', 'day', 'hour', 'month', 'year'];

// Days on which an oracle differs from the table of the notices, with the reason.  None:
// chinese-days 1.5.7 and the table agree on each day from 2007 to 2026.
const DIFFERS = [];

// ---- days as numbers since 1970, moments as minutes since 1970 in China ----

const dayOf = (text) => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
const textOf = (day) => new Date(day * 86_400_000).toISOString().slice(0, 10);
const momentText = (minute) =>
    new Date(minute * 60_000).toISOString().slice(0, 16);
const onDay = (minute) => Math.floor(minute / DAY);

const FIRST = dayOf('2018-01-01');
const LAST = dayOf('2040-12-31');

// ---- the oracle of this file: tables of positions, and sweeps over boundaries ----

class Calendar {
    constructor(file) {
        const notices = new Map(fs.readFileSync(file, 'utf8').split('\n').slice(1)
            .filter(Boolean).map((line) => line.split('\t'))
            .map(([day, , mark]) => [dayOf(day), mark]));

        this.days = [];                    // all that are worked, in order
        this.upTo = new Map();             // how many of them up to and with a day
        for (let day = FIRST; day <= LAST; day++) {
            const weekday = new Date(day * 86_400_000).getUTCDay();
            const worked = notices.has(day) ? notices.get(day) === 'work'
                : weekday !== 0 && weekday !== 6;

            if (worked)
                this.days.push(day);
            this.upTo.set(day, this.days.length);
        }
    }

    isWorked(day) {
        return this.days[this.upTo.get(day) - 1] === day;
    }

    // The n-th worked day behind a day.
    after(day, n) {
        return n === 0 ? day : this.days[this.upTo.get(day) + n - 1];
    }

    from(day) {
        return this.isWorked(day) ? day : this.after(day, 1);
    }

    between(first, last) {
        return last <= first ? 0 : this.upTo.get(last) - this.upTo.get(first);
    }

    received(minute) {
        const day = onDay(minute);

        return this.isWorked(day) && minute - day * DAY < CLOSES ? day
            : this.after(day, 1);
    }
}

// The union of the stretches behind the beginning, by counting how many are open.
function union(stops, begun) {
    const edges = [];
    const whole = [];
    let open = 0;

    for (const [from, to] of stops) {
        if (Math.max(from, begun) >= (to ?? Infinity))
            continue;
        edges.push([Math.max(from, begun), +1], [to ?? Infinity, -1]);
    }
    edges.sort((a, b) => (a[0] === b[0] ? b[1] - a[1] : a[0] < b[0] ? -1 : 1));
    for (const [at, change] of edges) {
        if (open === 0)
            whole.push([at, at]);
        open += change;
        whole.at(-1)[1] = at;
    }
    return whole;
}

function addMonths(day, months) {
    const date = new Date(day * 86_400_000);
    const year = date.getUTCFullYear();
    const month = date.getUTCMonth() + months;
    const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

    return Date.UTC(year, month, Math.min(last, date.getUTCDate())) / 86_400_000;
}

// One unit: where so many of it end, how a stretch moves the end, and the due moment.
const measures = {
    working_day: (calendar) => ({
        end: (day, n) => calendar.after(day, n),
        move: (end, first, from, to) => Math.max(
            calendar.after(end, calendar.between(Math.max(first, onDay(from)),
                onDay(to))),
            calendar.from(goesOn(to))),
        due: (end) => end * DAY + CLOSES,
    }),
    day: (calendar) => civil(calendar, (day, n) => day + n),
    month: (calendar) => civil(calendar, addMonths),
    year: (calendar) => civil(calendar, (day, n) => addMonths(day, 12 * n)),
};

const goesOn = (to) => onDay(to) + (to - onDay(to) * DAY > CLOSES ? 1 : 0);

const civil = (calendar, end) => ({
    end,
    move: (was, first, from, to) => Math.max(
        was + Math.max(0, onDay(to) - Math.max(first, onDay(from))), goesOn(to)),
    due: (day) => calendar.from(day) * DAY + CLOSES,
});

function pass(stops, due, move) {
    while (stops.length && stops[0][0] <= due.at) {
        if (stops[0][1] === Infinity)
            return stops[0][0];
        move(...stops.shift());
    }
    return 0;
}

function expected(calendar, c) {
    const stops = union(c.stops, c.begun);
    const received = calendar.received(c.begun);
    const due = { at: 0 };
    let stopped = 0;
    let minute = c.received ? Math.max(c.begun, received * DAY + OPENS) : c.begun;
    let day = c.received || c.count === 0 ? received : onDay(c.begun);
    const legs = c.extraUnit === c.unit ? [[c.count + c.extra, c.unit]]
        : [[c.count, c.unit], ...(c.extra ? [[c.extra, c.extraUnit]] : [])];

    for (const [count, unit] of legs) {
        if (unit === 'hour') {
            due.at = minute + count * 60;
            stopped ||= pass(stops, due, (from, to) => { due.at += to - from; });
        } else {
            const measure = measures[unit](calendar);
            let end = measure.end(day, count);

            due.at = measure.due(end);
            stopped ||= pass(stops, due, (from, to) => {
                end = measure.move(end, day, from, to);
                due.at = measure.due(end);
            });
        }
        minute = due.at;
        day = onDay(due.at);
    }
    return { due: due.at, stopped,
        left: stopped ? calendar.between(onDay(stopped), onDay(due.at)) : 0 };
}

// ---- cases ----

function dice(seed) {
    let state = BigInt(seed);

    return (sides) => {
        state = (state * 6364136223846793005n + 1442695040888963407n) % (1n << 64n);
        return Number((state >> 33n) % BigInt(sides));
    };
}

const BEGINS = dayOf('2019-01-01');
const DAYS = dayOf('2027-01-01') - BEGINS;
const MOST = { working_day: 60, day: 90, hour: 600, month: 6, year: 2 };

function someCase(roll) {
    const begun = (BEGINS + roll(DAYS)) * DAY + roll(DAY);
    const unit = roll(2) ? 'working_day' : UNITS[roll(5)];
    const extraUnit = roll(4) ? unit : UNITS[roll(5)];
    const stops = Array.from({ length: roll(5) }, () => {
        const from = begun + (roll(110) - 10) * DAY + roll(DAY);

        return [from, roll(20) ? from + roll(20) * DAY + roll(DAY) : null];
    });

    return { begun, unit, stops, count: roll(MOST[unit]), extraUnit,
        extra: roll(3) ? 0 : roll(MOST[extraUnit]), received: false };
}

const stopText = ([from, to]) =>
    `${momentText(from)}/${to === null ? '' : momentText(to)}`;

const lineOf = (c) => [momentText(c.begun), `${c.count}+${c.extra}`,
    `${c.unit}+${c.extraUnit}`, ...c.stops.map(stopText)].join('\t');

async function ask(server, lines, ...words) {
    const { code, stdout, stderr } = await command(
        ['due', '--stdin', ...words, ...server.where],
        { input: `${lines.join('\n')}\n` });
    const answers = stdout.trimEnd().split('\n');

    assert.equal(code, 0, stderr);
    assert.equal(answers.length, lines.length);
    return { answers, stderr };
}

function compare(lines, answers, wanted) {
    const wrong = lines.flatMap((line, i) => (answers[i] === wanted[i] ? []
        : [`${line}\n    haoban ${answers[i]}\n    oracle ${wanted[i]}`]));

    assert.equal(wrong.length, 0, `${wrong.length} differ:\n${
        wrong.slice(0, 5).join('\n')}`);
}

const hasPerl = spawnSync('perl', ['-MBusiness::Hours', '-e', '1']).status === 0;
const holidays = shared('data/holidays_cn_2007_2027.tsv');

test(`the clock against three calendars (${kind})`, needsShared, async (t) => {
    const server = new Server();
    const calendar = new Calendar(holidays);
    const roll = dice(SEED);
    const plain = Array.from({ length: CASES }, () =>
        [textOf(BEGINS + roll(DAYS)), roll(120)]);
    const plainLines = plain.map((row) => row.join('\t'));

    try {
        await server.migrate();
        const { answers: plainDue } = await ask(server, plainLines);

        await t.test('working days, by the table of the notices', () =>
            compare(plainLines, plainDue, plain.map(([begin, count]) =>
                textOf(calendar.after(dayOf(begin), count)))));

        await t.test('every day is worked or not for chinese-days, too', () => {
            const differs = [];

            for (let day = dayOf('2007-01-01'); day < dayOf('2027-01-01'); day++)
                if (day >= FIRST
                    && chineseDays.isWorkday(textOf(day)) !== calendar.isWorked(day))
                    differs.push(textOf(day));
            assert.deepEqual(differs, DIFFERS);
        });

        await t.test('working days, by chinese-days', () =>
            compare(plainLines, plainDue, plain.map(([begin, count]) => {
                let day = dayOf(begin);

                for (let n = count; n > 0;)
                    if (chineseDays.isWorkday(textOf(++day)))
                        n--;
                return textOf(day);
            })));

        await t.test('working days, by Business::Hours',
            { skip: !hasPerl && 'libbusiness-hours-perl is not installed' }, () => {
                const { status, stdout, stderr } = spawnSync('perl',
                    [path.join(root, 'test/lib/business_hours.pl'), holidays],
                    { input: plainLines.map((line, i) => `${line}\t${plainDue[i]}\n`)
                        .join(''), env: { ...process.env, TZ: 'Asia/Shanghai' } });

                assert.equal(status, 0, stderr.toString());
                assert.equal(stdout.toString(), '');
            });

        for (const received of [false, true])
            await t.test(`every unit, stops and extensions, ${received ? 'received'
                : 'begun'}`, async () => {
                const cases = Array.from({ length: CASES }, () =>
                    ({ ...someCase(roll), received }));
                const lines = cases.map(lineOf);
                const { answers, stderr } = await ask(server, lines,
                    ...(received ? ['--received'] : []));

                compare(lines, answers.map((line) => line.replace(/\t\w+$/, '')),
                    cases.map((c) => {
                        const { due, stopped, left } = expected(calendar, c);

                        return `${momentText(due).replace('T', ' ')}\t${
                            stopped ? `stopped ${left}` : 'runs'}`;
                    }));
                // What a notice to come may move says so, and nothing else does.
                for (const [i, line] of answers.entries())
                    if (isOfOneUnit(cases[i]) && !(isOfHours(cases[i]) && received))
                        assert.equal(line.endsWith('\tprovisional'),
                            line >= '2026-12-25' && !isOfHours(cases[i]), line);
                assert.match(stderr, /the holidays are loaded up to 2026 only/);
            });

        await t.test('a stop gives back the working days that chinese-days counts',
            async () => {
                const cases = plain.slice(0, 2000).map(([begin]) => {
                    const first = dayOf(begin);
                    const from = calendar.after(first, 1 + roll(9));

                    return { first, from, to: calendar.after(from, 1 + roll(15)) };
                });
                const lines = cases.map((c) => `${textOf(c.first)}\t20\tworking_day\t${
                    textOf(c.from)}T10:00/${textOf(c.to)}T10:00`);
                const { answers } = await ask(server, lines);

                compare(lines, answers.map((line) => line.slice(0, 10)),
                    cases.map((c) => {
                        let day = c.first;
                        const isOut = (at) => at > c.from && at <= c.to;

                        for (let n = 20; n > 0;)
                            if (chineseDays.isWorkday(textOf(++day)) && !isOut(day))
                                n--;
                        return textOf(day);
                    }));
            });

        await t.test('a line that is wrong says what a line is', async () => {
            const { answers } = await ask(server, ['2026-11-23\tx', '2026-11-31\t5',
                '2026-11-23\t5\tweek', '2026-11-23\t5\tday\t2026-12-01',
                '2026-11-23\t5\tday\t2026-12-02/2026-12-01', '2026-11-23\t3001\tday',
                '2026-11-23T09:00\t5']);

            for (const answer of answers.slice(0, 6))
                assert.match(answer, /^line \d: write BEGIN<tab>COUNT/);
            assert.equal(answers[6], '2026-11-30 17:30\truns\tcertain');
        });
    } finally {
        server.remove();
    }
});

function isOfOneUnit({ unit, extra, extraUnit }) {
    return !extra || extraUnit === unit;
}

function isOfHours({ unit }) {
    return unit === 'hour';
}
