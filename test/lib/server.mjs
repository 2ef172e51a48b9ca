// server -- the real ./haoban (sanitized) with an empty database, for scenarios.
//
//     withServer('static files', (it) => {
//         it('carry an ETag', async ({ server, client }) => { … });
//     });
//
// starts one server for the file's cases, runs them in order, and lets one more case say
// that it ended with 0 on SIGTERM and no sanitizer spoke.  HAOBAN_DB_KIND chooses the
// database: sqlite (a new file) or postgres (a new database of the server that
// HAOBAN_TEST_POSTGRES names).

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import test from 'node:test';

import { Client } from './client.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const binary = process.env.HAOBAN_BINARY
    ?? path.join(root, 'build/sanitized/haoban');
export const kind = process.env.HAOBAN_DB_KIND ?? 'sqlite';

const READY_MS = 30_000;
const STOP_MS = 20_000;
const TOWN = '330109113';
const SERVES = /^haoban serves (http:\/\/\S+?)\/$/m;
const SANITIZER = /ERROR: \w+Sanitizer|runtime error:|WARNING: ThreadSanitizer/;

let made = 0;

export class Server {
    // program: another build than the sanitized one; options: settings for serving.
    constructor({ program = binary, options = [] } = {}) {
        this.program = program;
        this.options = options;
        this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'haoban-server-'));
        this.location = newDatabase(this.folder);
        this.child = null;
        this.log = '';
    }

    // What every subcommand needs to find this server's data.
    get where() {
        return ['--db', this.location, '--keys', path.join(this.folder, 'haoban.keys'),
            '--files', path.join(this.folder, 'files'), '--town', TOWN];
    }

    // Runs another subcommand beside the server and returns what became of it.
    run(...words) {
        return command([...words, ...this.where], { program: this.program });
    }

    // Serves the demonstration town, made when the database is empty.
    async start() {
        if (kind === 'postgres' && !this.child)
            await this.migrate();
        this.log = '';
        this.child = spawn(this.program,
            ['demo', this.folder, ...this.where, '--port', '0', ...this.options],
            { cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'] });
        this.ended = new Promise((resolve) => {
            this.child.on('close', (code, signal) => resolve({ code, signal }));
        });
        this.origin = await this.ready();
        return this;
    }

    async migrate() {
        const made = await command(['keys', 'new', path.join(this.folder, 'haoban.keys')],
            { program: this.program });
        const { code, stderr } = await this.run('migrate');

        assert.equal(made.code, 0, made.stderr);
        assert.equal(code, 0, stderr);
    }

    // Waits until it says where it serves.
    async ready() {
        const late = setTimeout(() => this.child.kill('SIGKILL'), READY_MS);
        const said = new Promise((resolve) => {
            for (const stream of [this.child.stdout, this.child.stderr])
                stream.on('data', (text) => {
                    this.log += text;
                    const found = SERVES.exec(this.log);

                    if (found)
                        resolve(found[1]);
                });
        });
        const origin = await Promise.race([said, this.ended]);

        clearTimeout(late);
        assert.equal(typeof origin, 'string', `haoban did not serve:\n${this.log}`);
        return origin;
    }

    async kill() {
        this.child.kill('SIGKILL');
        await this.ended;
    }

    async stop() {
        const late = setTimeout(() => this.child.kill('SIGABRT'), STOP_MS);

        this.child.kill('SIGTERM');
        const { code, signal } = await this.ended;

        clearTimeout(late);
        assert.ok(!SANITIZER.test(this.log), this.log);
        assert.equal(signal, null, `ended by a signal:\n${this.log}`);
        assert.equal(code, 0, `ended with ${code}:\n${this.log}`);
    }

    remove() {
        if (this.child && this.child.exitCode === null)
            this.child.kill('SIGKILL');
        fs.rmSync(this.folder, { recursive: true, force: true });
    }

    client() {
        return new Client(this.origin);
    }
}

export const PASSWORD = 'haoban-demo';

// Runs a subcommand; input is its standard input.
export function command(words, { program = binary, input = '', folder = root } = {}) {
    return new Promise((resolve) => {
        const child = spawn(program, words, { cwd: folder });
        const said = { stdout: '', stderr: '' };

        child.stdin.on('error', () => {});
        child.stdin.end(input);
        // A character may be cut in two where the pipe is.
        child.stdout.setEncoding('utf8');
        child.stderr.setEncoding('utf8');
        child.stdout.on('data', (text) => { said.stdout += text; });
        child.stderr.on('data', (text) => { said.stderr += text; });
        child.on('close', (code, signal) => resolve({ code, signal, ...said }));
    });
}

// ---- databases ----

function newDatabase(folder) {
    if (kind === 'sqlite')
        return `sqlite:${path.join(folder, 'haoban.db')}`;

    const server = process.env.HAOBAN_TEST_POSTGRES;

    assert.ok(server, 'HAOBAN_TEST_POSTGRES names no server: use test/run');
    return execFileSync(path.join(root, 'test/postgres'),
        ['database', server, `test_${process.pid}_${made++}`]).toString().trim();
}

// ---- test files ----

// define gets it(name, [{ skip }], run); run gets { server, client }, client being new.
export function withServer(title, define, options = {}) {
    const cases = [];

    define((name, ...rest) => {
        const run = rest.pop();

        cases.push({ name, run, options: rest[0] ?? {} });
    });
    test(`${title} (${kind})`, async (t) => {
        const server = new Server(options);

        try {
            await server.start();
            for (const { name, run, options: given } of cases)
                await t.test(name, given, () => run({ server, client: server.client() }));
            await t.test('the server ends cleanly', () => server.stop());
        } finally {
            server.remove();
        }
    });
}

// A file that was on its way goes when its answer is over, a moment after it was read.
export async function spoolIsEmpty(server) {
    const spool = path.join(server.folder, 'files/spool');

    for (let i = 0; i < 100 && fs.readdirSync(spool).length > 0; i++)
        await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(fs.readdirSync(spool), []);
}

// The path of a file beside the project, and why a test skips without it.
export function shared(file) {
    return process.env.HAOBAN_SHARED && path.join(process.env.HAOBAN_SHARED, file);
}

export const needsShared = {
    skip: !process.env.HAOBAN_SHARED && 'HAOBAN_SHARED names no folder of test data',
};
