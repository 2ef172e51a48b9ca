// gateways -- a server of ours with gateways for SMS and mail, and what its managers see.
//
//     house('an SMTP server', () => openPost(), {
//         'takes a mail': async (it, gateway) => { … },
//     });

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { PASSWORD, Server, command, kind } from './server.mjs';

export const PHONE = '13800000001';
export const SECRETS = { user: 'hall', password: 'secret7', key: 'a key of the gateway' };
export const TRIAL = /^【瓜沥镇政务】这是一条试发的通知。$/;
const PATIENCE_MS = 60_000;

export const listen = (server, address = '127.0.0.1') =>
    new Promise((resolve) => server.listen(0, address, resolve));
export const close = (server) => new Promise((resolve) => server.close(resolve));
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function until(what, look, patience = PATIENCE_MS) {
    for (const end = Date.now() + patience; Date.now() < end; await pause(100)) {
        const found = await look();

        if (found)
            return found;
    }
    assert.fail(`${what}: not within ${patience} ms`);
}

export class House {
    constructor(options) {
        this.options = options;
        this.server = new Server({ options: [] });
        this.secrets = path.join(this.server.folder, 'secrets');
        fs.writeFileSync(this.secrets, `sms-user = ${SECRETS.user}
sms-password = ${SECRETS.password}
sms-key = ${SECRETS.key}
mail-user = ${SECRETS.user}
mail-password = ${SECRETS.password}
`, { mode: 0o600 });
        this.server.options = ['--gateway-secrets', this.secrets, '--log', 'debug',
            ...options];
    }

    async start() {
        await this.server.start();
        this.manager = this.server.client();
        const answer = await this.manager.json('POST', '/api/v1/session',
            { login: 'manager', password: PASSWORD });

        this.manager.bearer = answer.json.token;
        return this;
    }

    async trial(channel = 'sms', address = PHONE) {
        const { code, stderr } = await command(
            ['message', 'test', channel, ...this.server.where],
            { input: `${address}\n` });

        assert.equal(code, 0, stderr);
    }

    // Newest first.
    async deliveries(state = '') {
        const answer = await this.manager.get(`/api/v1/deliveries?state=${state}`);

        assert.equal(answer.status, 200, answer.body);
        return answer.json.deliveries;
    }

    becomes(state) {
        return until(`a delivery that is ${state}`, async () => {
            const [last] = await this.deliveries();

            return last?.state === state && last;
        });
    }

    // Nothing personal is in the log, ever.
    saysNothing() {
        assert.doesNotMatch(this.server.log, /1380000|试发|secret7|a key of/);
    }
}

// One server and one gateway for several cases, which run in order.
export function house(title, open, cases) {
    test(`${title} (${kind})`, { timeout: 5 * PATIENCE_MS }, async (t) => {
        const gateway = await open();
        const it = new House(gateway.options);

        try {
            await it.start();
            for (const [name, run] of Object.entries(cases))
                await t.test(name, () => run(it, gateway));
            await t.test('nothing personal is in the log', () => it.saysNothing());
            await t.test('the server ends cleanly', () => it.server.stop());
        } finally {
            it.server.remove();
            await gateway.end();
        }
    });
}

// The one that waits, once it was tried.
export const tried = (it) => until('a try', async () =>
    (await it.deliveries('queued')).find(({ attempts }) => attempts > 0));
