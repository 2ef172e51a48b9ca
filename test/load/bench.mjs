// bench -- how fast it is, on one core, beside nginx and SQLite alone.
//
//     make bench      (BENCH_CASES=1000000 BENCH_SECONDS=5 BENCH_ROUNDS=3)
//
// BENCH_CASES=10000000 takes half an hour more and 35 GB.
//
// Then it asks for lists, one after the other, of a town with ten thousand cases and of
// the one with BENCH_CASES, and writes all cases to files (lists.mjs).
//
// The server has the first core, with its database, and wrk the second.  Each round runs
// all of them once, one behind the other.  Figures are medians of the rounds; compare
// ratios within one table only.  "CPU" is the time of the server's own process for one
// request: on a machine that others use too it says more than the rate, but it leaves
// out the server of PostgreSQL.  Prints, never fails.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { Client } from '../lib/client.mjs';
import { measureExport, measureLists } from './lists.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const haoban = path.join(root, 'haoban');
const bare = path.join(root, 'build/release/test/load/bare');
const postgres = path.join(root, 'test/postgres');
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'haoban-bench-'));

const CASES = Number(process.env.BENCH_CASES ?? 1_000_000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const STARTS = 5;
const FEW_CASES = 10_000;
const LIST_RATIO = 1.2;
const EXPORT_MIB = 32;
const CONNECTIONS = 64;
const KIB = 1024;
const TICKS_PER_SECOND = 100;       // Linux tells processes this, whatever it uses itself
const PAGE_BYTES_MIN = 8 * KIB;
const NGINX_PORT = 18081;
const TOWN = '330109113';

const running = new Set();
const on = (core, ...words) => ['taskset', '-c', String(core), ...words];

function say(text) {
    process.stderr.write(`${text}\n`);
}

// ---- programs ----

function launch(words, options = {}) {
    const child = spawn(words[0], words.slice(1),
        { stdio: ['ignore', 'pipe', 'inherit'], cwd: work, ...options });

    running.add(child);
    child.on('close', () => running.delete(child));
    return child;
}

async function stop(child) {
    child.kill('SIGTERM');
    await once(child, 'close');
}

function call(words, options = {}) {
    return execFileSync(words[0], words.slice(1),
        { encoding: 'utf8', cwd: work, maxBuffer: 1 << 26, ...options });
}

// The processor time of a process and its children, in seconds.
function cpuOf(pid) {
    const readStat = (of) => {
        try {
            return fs.readFileSync(`/proc/${of}/stat`, 'utf8').split(') ')[1].split(' ');
        } catch {
            return [];
        }
    };
    const family = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))
        .map((name) => [Number(name), readStat(name)])
        .filter(([own, stat]) => own === pid || Number(stat[1]) === pid);

    return family.reduce((sum, [, stat]) => sum + Number(stat[11]) + Number(stat[12]), 0)
        / TICKS_PER_SECOND;
}

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];

// ---- haoban on one database ----

class House {
    constructor(kind, location, cases = CASES) {
        Object.assign(this, { kind, location, cases });
        this.folder = path.join(work, `${kind}-${cases}`);
        fs.mkdirSync(this.folder);
    }

    get name() {
        return `bench_${this.cases}`;
    }

    get where() {
        return ['--db', this.location, '--keys', `${this.folder}/haoban.keys`,
            '--files', `${this.folder}/files`, '--town', TOWN, '--log', 'error',
            '--rate-per-minute', '100000', '--submissions-per-day', '0'];
    }

    async start(...words) {
        const begun = process.hrtime.bigint();
        const child = launch(on(0, haoban, ...words, ...this.where, '--port', '0'));
        let said = '';

        for await (const text of child.stdout) {
            const found = /serves (http:\/\/\S+?)\/$/m.exec(said += text);

            if (found) {
                this.origin = found[1];
                break;
            }
        }
        assert.ok(this.origin, `${this.kind}: haoban did not start`);

        const { status } = await new Client(this.origin).send({ path: '/' });

        assert.equal(status, 200);
        this.child = child;
        return Number(process.hrtime.bigint() - begun) / 1e9;
    }

    stop() {
        return stop(this.child);
    }

    async fill() {
        call([haoban, 'keys', 'new', `${this.folder}/haoban.keys`]);
        call([haoban, 'migrate', ...this.where]);
        await this.start('demo', this.folder);
        await this.stop();
        say(`${this.kind}: filling with ${this.cases} cases`);

        const fill = () => call([haoban, 'simulate', '--cases', String(this.cases),
            ...this.where], { stdio: ['ignore', 'pipe', 'inherit'] });

        if (this.kind === 'postgres')
            this.fillAtOnce(fill);
        else
            fill();
    }

    // What a loader of PostgreSQL does: indexes are made behind the rows, keys are not
    // checked row by row, and nothing waits for the disk.  The rows are the same.
    fillAtOnce(fill) {
        const ask = (sql) => call(['psql', '--no-psqlrc', '-qAt', '-v', 'ON_ERROR_STOP=1',
            this.location, '-c', sql]).trim();
        const many = "('matter', 'event', 'matter_clock', 'filing', 'person')";
        const free = `FROM pg_indexes i
            WHERE schemaname = 'public' AND tablename IN ${many} AND NOT EXISTS
                (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)`;
        const triggers = (word) => ask(ask(`SELECT format(
            'ALTER TABLE %I ${word} TRIGGER ALL;', relname)
            FROM pg_class WHERE relname IN ${many}`));
        const indexes = ask(`SELECT indexdef || ';' ${free}`);

        ask(`ALTER DATABASE "${this.name}" SET synchronous_commit = off`);
        ask(ask(`SELECT format('DROP INDEX %I;', indexname) ${free}`));
        triggers('DISABLE');
        fill();
        triggers('ENABLE');
        ask(`SET maintenance_work_mem = '1GB'; ${indexes}`);
        ask(`ALTER DATABASE "${this.name}" RESET synchronous_commit`);
        ask('VACUUM ANALYZE');
        ask('CHECKPOINT');
    }

    get pid() {
        return this.child.pid;
    }

    memory() {
        const status = fs.readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
        const kib = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]);

        return { now: kib('VmRSS') / KIB, peak: kib('VmHWM') / KIB };
    }
}

async function signIn(house, login, password) {
    const client = new Client(house.origin);
    const answer = await client.json('POST', '/api/v1/session', { login, password });

    assert.ok([200, 201].includes(answer.status), answer.body);
    return answer.json.token;
}

// The cookie of somebody who signed in on the page.
async function cookieOf(house, login, password) {
    const client = new Client(house.origin);

    await client.submit(await client.get('/sign-in'), { login, password }, 'sign-in');
    return [...client.cookies].map((pair) => pair.join('=')).join('; ');
}

// An item that is filed online, and the address of one whose page is large enough.
async function findItem(house) {
    const client = new Client(house.origin);
    const codes = fs.readFileSync(path.join(root, 'demo/items.jsonl'), 'utf8')
        .trim().split('\n').map((line) => JSON.parse(line).code);

    for (const code of codes) {
        const page = await client.get(`/item/${code}`);

        if (page.status === 200 && page.bytes.length >= PAGE_BYTES_MIN
            && page.bytes.includes(`/apply/${code}`))
            return { code, page };
    }
    throw new Error(`no item that is filed online has a page of ${PAGE_BYTES_MIN} bytes`);
}

// ---- nginx, with the same bytes in a file ----

function startNginx(bytes) {
    fs.writeFileSync(path.join(work, 'page.html'), bytes);
    fs.writeFileSync(path.join(work, 'nginx.conf'), `
        daemon off; worker_processes 1; pid ${work}/nginx.pid; error_log stderr crit;
        ${process.getuid() === 0 ? 'user root;' : ''}
        events { worker_connections 1024; }
        http {
            access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
            open_file_cache max=100; default_type 'text/html; charset=utf-8';
            server { listen 127.0.0.1:${NGINX_PORT}; root ${work}; }
        }`);
    return launch(on(0, 'nginx', '-c', path.join(work, 'nginx.conf'), '-p', work));
}

// ---- wrk ----

function wrk(server, address, { headers = [], script = null, env = {} } = {}) {
    const words = on(1, 'wrk', '-t1', `-c${CONNECTIONS}`, `-d${SECONDS}s`, '--latency',
        ...headers.flatMap((header) => ['-H', header]),
        ...(script ? ['-s', path.join(root, 'test/load', script)] : []), address);
    const begun = cpuOf(server.pid);
    const said = call(words, { env: { ...process.env, ...env } });
    const used = cpuOf(server.pid) - begun;
    const [, p99, unit] = /99%\s+([\d.]+)(us|ms|s)/.exec(said);
    const bad = /Non-2xx or 3xx responses: (\d+)/.exec(said);

    assert.ok(!bad, `${address}: ${bad?.[1]} refusals`);
    return {
        rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(said)[1]),
        p99: Number(p99) * { us: 0.001, ms: 1, s: 1000 }[unit],
        cpu: used * 1e6 / Number(/(\d+) requests in/.exec(said)[1]),
    };
}

// ---- the rounds ----

const figures = new Map();

function note(name, { rate, p99 = NaN, cpu = NaN }) {
    const kept = figures.get(name) ?? { rate: [], p99: [], cpu: [] };

    kept.rate.push(rate);
    kept.p99.push(p99);
    kept.cpu.push(cpu);
    figures.set(name, kept);
    say(`    ${name}: ${Math.round(rate)}/s`
        + (p99 ? `, p99 ${p99.toFixed(2)} ms, ${cpu.toFixed(0)} µs` : ''));
}

async function measure(houses, item, alone) {
    const nginx = startNginx(item.page.bytes);

    await new Promise((resolve) => setTimeout(resolve, 500));
    for (let round = 1; round <= ROUNDS; round++) {
        say(`round ${round} of ${ROUNDS}`);
        note('nginx, a file', wrk(nginx, `http://127.0.0.1:${NGINX_PORT}/page.html`));
        for (const house of houses) {
            note(`item page, ${house.kind}`,
                wrk(house.child, `${house.origin}/item/${item.code}`));
            note(`list of 20, ${house.kind}`,
                wrk(house.child, `${house.origin}/my`,
                    { headers: [`Cookie: ${house.cookie}`] }));
            note(`filing, ${house.kind}`, wrk(house.child, house.origin, {
                script: 'filing.lua',
                env: { BENCH_TOKEN: house.token, BENCH_ITEM: item.code,
                    BENCH_RUN: `${process.pid}-${house.kind}-${round}` },
            }));
        }
        note(alone.name, writeBare(alone));
    }
    await stop(nginx);
}

// Files one case and keeps the database, so that bare can write the same rows again.
async function prepareBare(house, item) {
    const file = house.location.replace('sqlite:', '');
    const marks = call([bare, 'mark', file]);
    const client = new Client(house.origin);

    client.bearer = house.token;

    const answer = await client.json('POST', '/api/v1/filings',
        { item: item.code, name: '演示居民一', id_number: '330109190001010016',
            phone: '13800000001', statement: '压力测试' },
        { 'idempotency-key': `${process.pid}-bare` });

    assert.ok(answer.status < 300, answer.body);
    await house.stop();
    fs.copyFileSync(file, path.join(work, 'bare.kept'));
    await house.start('serve');
    return { marks, name: 'bare SQLite, the same rows, 64 cases a commit' };
}

function writeBare({ marks }) {
    const copy = path.join(work, 'bare.db');

    for (const tail of ['', '-wal', '-shm'])
        fs.rmSync(copy + tail, { force: true });
    fs.copyFileSync(path.join(work, 'bare.kept'), copy);
    call(['sync', copy]);

    const said = call(on(0, bare, 'write', copy, String(SECONDS)), { input: marks });

    return { rate: Number(said.split(' ')[0]) };
}

function print(houses, item, alone) {
    const nginx = median(figures.get('nginx, a file').rate);
    const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);

    console.log(`\n${CASES} cases; the page has ${item.page.bytes.length} bytes; `
        + `${CONNECTIONS} connections, ${SECONDS} s, medians of ${ROUNDS}\n`);
    row('what', 'a second', 'of', 'ratio', 'wanted', 'p99 ms', 'CPU µs');
    row('---', '---:', '---', '---:', '---:', '---:', '---:');
    for (const [name, { rate, p99, cpu }] of figures) {
        const isFiling = name.startsWith('filing');
        const wanted = { item: 0.6, list: 0.2, filing: 0.5 }[name.split(/[ ,]/)[0]];
        const reference = isFiling ? median(figures.get(alone.name).rate) : nginx;

        row(name, Math.round(median(rate)),
            ...(wanted ? [isFiling ? 'bare' : 'nginx',
                (median(rate) / reference).toFixed(2), wanted] : ['', '', '']),
            name === alone.name ? '' : median(p99).toFixed(2),
            name === alone.name ? '' : median(cpu).toFixed(0));
    }
    console.log();
    for (const { kind, started, loaded } of houses)
        console.log(`${kind}: first answer after ${started.toFixed(3)} s (wanted 0.3); `
            + `memory ${loaded.now.toFixed(0)} MiB, at most ${loaded.peak.toFixed(0)} `
            + '(wanted 64)');
}

// ---- lists and files ----

async function measureAllLists(houses, few) {
    for (const [i, house] of houses.entries()) {
        say(`${house.kind}: lists`);
        await few[i].start('serve');
        house.lists = await measureLists(few[i], house);
        await few[i].stop();
        house.files = {};
        for (const format of ['csv', 'xlsx', 'jsonl']) {
            say(`${house.kind}: all cases as ${format}`);
            house.files[format] = await measureExport(house, format);
        }
    }
}

function printLists(houses) {
    const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);

    console.log(`\nA page of a list in ms, with ${FEW_CASES} cases and with ${CASES}; `
        + `wanted: ratio ${LIST_RATIO}\n`);
    row('list', ...houses.flatMap(({ kind }) => [`${kind}, few`, 'many', 'ratio']));
    row('---', ...houses.flatMap(() => ['---:', '---:', '---:']));
    for (const { name } of houses[0].lists)
        row(name, ...houses.flatMap(({ lists }) => {
            const list = lists.find((other) => other.name === name);

            return list ? [list.few.toFixed(2), list.many.toFixed(2),
                list.ratio.toFixed(2)] : ['', '', ''];
        }));
    console.log();
    for (const { kind, files } of houses)
        for (const [format, { rows, seconds, mib }] of Object.entries(files))
            console.log(`${kind}: ${rows} rows as ${format} in ${seconds.toFixed(0)} s, `
                + `${mib.toFixed(1)} MiB above idle (wanted ${EXPORT_MIB})`);
}

// ----

async function main() {
    fs.chmodSync(work, 0o755);      // PostgreSQL and nginx may be other users

    const server = call([postgres, 'start', `${work}/pg`, 'durable']).trim();
    const database = (name) => call([postgres, 'database', server, name]).trim();
    const make = (cases) => [
        new House('sqlite', `sqlite:${work}/sqlite-${cases}/haoban.db`, cases),
        new House('postgres', database(`bench_${cases}`), cases),
    ];
    const few = make(FEW_CASES);
    const houses = make(CASES);

    for (const house of [...few, ...houses])
        await house.fill();
    execFileSync('taskset', ['-a', '-p', '-c', '0',
        fs.readFileSync(`${work}/pg/data/postmaster.pid`, 'utf8').split('\n')[0]],
    { stdio: 'ignore' });
    for (const house of houses) {
        const starts = [];

        for (let i = 0; i < STARTS; i++) {
            starts.push(await house.start('serve'));
            if (i < STARTS - 1)
                await house.stop();
        }
        house.started = median(starts);
        house.cookie = await cookieOf(house, 'simulated', 'simulated');
        house.token = await signIn(house, 'resident', 'haoban-demo');
    }

    const item = await findItem(houses[0]);

    const alone = await prepareBare(houses[0], item);

    await measure(houses, item, alone);
    for (const house of houses)
        house.loaded = house.memory();
    await measureAllLists(houses, few);

    for (const house of houses)
        await house.stop();
    print(houses, item, alone);
    printLists(houses);
}

try {
    await main();
} finally {
    for (const child of running)
        child.kill('SIGTERM');      // SIGKILL would leave nginx's worker behind
    call([postgres, 'stop', `${work}/pg`]);
    fs.rmSync(work, { recursive: true, force: true });
}
