// SMS leaves the house by real gateways, once, whatever those do: an SMPP centre of npm,
// and a gateway of JSON that hangs, breaks and repeats itself.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import test from 'node:test';

import smpp from 'smpp';

import {
    PHONE, SECRETS, TRIAL, close, house, listen, pause, tried, until,
} from '../lib/gateways.mjs';
import { exported } from '../lib/exports.mjs';
import { PASSWORD, Server, kind } from '../lib/server.mjs';

// ---- JSON ----

function sign(time, body) {
    return crypto.createHmac('sha256', SECRETS.key).update(`${time}\n${body}`)
        .digest('hex');
}

// gateway.answer(request, response) decides what becomes of one, gateway.ask(url) what is
// said of one.
async function jsonGateway(...more) {
    const gateway = { sent: [], asked: [], answer: accept, ask: () => ({}) };
    const server = http.createServer((request, response) => {
        const parts = [];

        request.on('data', (part) => parts.push(part));
        request.on('end', () => {
            const body = Buffer.concat(parts).toString();
            const time = request.headers['x-haoban-time'];

            assert.equal(request.headers['x-haoban-signature'], sign(time, body));
            if (request.method === 'GET') {
                gateway.asked.push(request.url);
                response.end(JSON.stringify(gateway.ask(request.url)));
                return;
            }
            gateway.sent.push(JSON.parse(body));
            gateway.answer(request, response);
        });
    });

    await listen(server);
    gateway.origin = `http://127.0.0.1:${server.address().port}`;
    gateway.options = ['--sms-gateway', `${gateway.origin}/{town}/send`,
        '--sms-ask', `${gateway.origin}/state/{town}/{id}`, '--gateway-seconds', '3',
        ...more];
    gateway.end = () => {
        server.closeAllConnections();
        return close(server);
    };
    return gateway;
}

function accept(request, response) {
    response.end(JSON.stringify({ accepted: true, reference: 'r' }));
}

async function receipt(it, id, state, { key = SECRETS.key, late = 0 } = {}) {
    const body = JSON.stringify({ id, state, reason: 'UNDELIV' });
    const time = String(Date.now() - late);
    const signature = crypto.createHmac('sha256', key).update(`${time}\n${body}`)
        .digest('hex');

    return it.server.client().follow({ method: 'POST', path: '/api/v1/receipts', body,
        headers: { 'content-type': 'application/json', 'x-haoban-time': time,
            'x-haoban-signature': signature } });
}

// A case in which nobody knows whether the gateway has it.
const unknown = (answer, problem = /./) => async (it, gateway) => {
    const before = gateway.sent.length;

    gateway.answer = answer;
    await it.trial();
    await until('the gateway was asked', () => gateway.sent.length > before);
    const begun = Date.now();

    assert.equal((await it.server.client().get('/search?q=老年')).status, 200);
    assert.ok(Date.now() - begun < 2500, 'the hall waited for a gateway');
    assert.match((await it.becomes('unknown')).problem, problem);
};

house('an SMS gateway by JSON', jsonGateway, {
    'takes an SMS and tells what became of it': async (it, { sent }) => {
        await it.trial();
        await it.becomes('sent');
        assert.equal(sent.length, 1);
        assert.equal(sent[0].phone, PHONE);
        assert.equal(sent[0].town, '330109113');
        assert.match(sent[0].text, TRIAL);

        // Only with the key, and now; twice and against each other change nothing.
        assert.equal((await receipt(it, sent[0].id, 'failed', { key: 'x' })).status, 403);
        assert.equal((await receipt(it, sent[0].id, 'failed', { late: 6e5 })).status,
            403);
        assert.equal((await receipt(it, '12345', 'delivered')).status, 404);
        assert.equal((await receipt(it, sent[0].id, 'delivered')).status, 204);
        assert.equal((await receipt(it, sent[0].id, 'delivered')).status, 204);
        assert.equal((await receipt(it, sent[0].id, 'failed')).status, 204);
        assert.equal((await it.becomes('delivered')).problem, '');
    },

    'is on a list that can be had as a file': async (it) => {
        const manager = it.server.client();

        await manager.submit(await manager.get('/desk/sign-in'),
            { login: 'manager', password: PASSWORD }, 'sign-in');
        const all = await manager.get('/desk/deliveries?state=all');
        const bad = await manager.get('/desk/deliveries');
        const rows = await exported(manager, all);
        const ours = await it.deliveries();

        assert.equal(rows.length, ours.length);
        assert.equal(rows[0].状态, '已送达');
        assert.equal(rows[0].渠道, '短信');
        assert.doesNotMatch(JSON.stringify(rows), new RegExp(PHONE));
        assert.deepEqual(await exported(manager, bad), []);
    },

    'answers twice': async (it, gateway) => {
        gateway.answer = (request, response) => {
            const body = '{"accepted":true,"reference":"r"}';
            const answer = 'HTTP/1.1 200 OK\r\n'
                + `Content-Length: ${body.length}\r\n\r\n${body}`;

            response.socket.write(answer + answer);
        };
        await it.trial();
        await it.becomes('sent');
    },

    'tells that it arrived before it answers': async (it, gateway) => {
        gateway.answer = async (request, response) => {
            const told = await receipt(it, gateway.sent.at(-1).id, 'delivered');

            assert.equal(told.status, 204);
            accept(request, response);
        };
        await it.trial();
        await it.becomes('delivered');
        await pause(1000);
        assert.equal((await it.deliveries())[0].state, 'delivered');
    },

    'hangs, and holds up nobody': unknown(() => {}, /no answer in time/),
    'closes in the middle': unknown((request) => request.socket.destroy()),
    'closes in the middle of its answer': unknown((request, response) => {
        response.writeHead(200, { 'content-length': 500 });
        response.write('{"accepted":');
        setTimeout(() => request.socket.destroy(), 100);
    }),
    'answers 500': unknown((request, response) => {
        response.statusCode = 500;
        response.end('<html>');
    }, /^http 500$/),
    'answers what nobody understands': unknown((request, response) =>
        response.end('[1]')),

    'refuses': async (it, gateway) => {
        gateway.answer = (request, response) =>
            response.end('{"accepted":false,"reason":"BLACKLIST"}');
        await it.trial();
        assert.equal((await it.becomes('failed')).problem, 'refused: BLACKLIST');
    },

    'wants it later, with a reason that nobody should read': async (it, gateway) => {
        gateway.answer = (request, response) => response.end(
            JSON.stringify({ accepted: false, retry: true, reason: `to ${PHONE}` }));
        await it.trial();
        const later = await tried(it);

        assert.equal(later.problem, 'refused: other');
    },

    'got none of all that twice': async (it, { sent }) => {
        await pause(2500);
        assert.equal(new Set(sent.map(({ id }) => id)).size, sent.length);
        assert.equal((await it.deliveries('unknown')).length, 5);
    },

    'is away: it waits': async (it, gateway) => {
        await gateway.end();
        gateway.end = () => {};
        await it.trial();
        const waits = await until('an attempt', async () =>
            (await it.deliveries('queued')).find((one) => one.problem === 'no line'));

        assert.equal(waits.attempts, 1);
    },
});

// Killed after the gateway took three, and before any of it was recorded.
const three = () => jsonGateway('--senders', '3');

house('a kill between sending and recording', three, {
    'leaves three on their way': async (it, gateway) => {
        gateway.answer = () => {};
        // All are queued before anybody can hand one over.
        await it.server.kill();
        for (let i = 0; i < 3; i++)
            await it.trial();
        await it.start();
        await until('the gateway has all', () => gateway.sent.length === 3);
        await it.server.kill();
    },

    'and none is sent again but the one that never came': async (it, gateway) => {
        const [arrived, absent, nobodyKnows] = gateway.sent.map(({ id }) => id);

        gateway.answer = accept;
        gateway.ask = (url) => ({
            state: url.endsWith(arrived) ? 'delivered'
                : url.endsWith(absent) ? 'absent' : 'who knows',
        });
        await it.start();
        // Three deadlines of three seconds and ten more, then they are asked for.
        await until('what became of them', async () =>
            (await it.deliveries()).every(({ state }) => state !== 'sending'
                && state !== 'queued') && gateway.sent.length === 4
                && gateway.asked.length === 3);
        const states = Object.fromEntries((await it.deliveries())
            .map(({ id, state }) => [id, state]));

        assert.equal(states[arrived], 'delivered');
        assert.equal(states[nobodyKnows], 'unknown');
        await until('the fourth', async () =>
            (await it.deliveries('sent')).some(({ id }) => id === absent));
        assert.equal(gateway.sent[3].id, absent);
        assert.ok(gateway.asked.every((url) => url.startsWith('/state/330109113/')));
    },
});

// ---- SMPP ----

// centre.submit(pdu, session) gives the answer, or none.
async function openCentre() {
    const sessions = new Set();
    const centre = { submitted: [], submit: () => ({ message_id: 'm1' }) };
    const server = smpp.createServer((session) => {
        sessions.add(session);
        session.on('close', () => sessions.delete(session));
        session.on('error', () => {});
        session.on('bind_transceiver', (pdu) => {
            const good = pdu.system_id === SECRETS.user
                && pdu.password === SECRETS.password;

            session.send(pdu.response({
                command_status: good ? 0 : smpp.ESME_RINVPASWD,
            }));
        });
        session.on('enquire_link', (pdu) => session.send(pdu.response()));
        session.on('unbind', (pdu) => {
            session.send(pdu.response());
            session.close();
        });
        session.on('submit_sm', (pdu) => {
            centre.submitted.push(pdu);
            const answer = centre.submit(pdu, session);

            if (answer)
                session.send(pdu.response(answer));
        });
    });

    await listen(server);
    return Object.assign(centre, {
        // Delivers something to us and waits for what is answered.
        deliver: (pdu) => new Promise((resolve) => {
            const [session] = sessions;

            session.deliver_sm(
                { source_addr: PHONE, destination_addr: '10690001', ...pdu },
                ({ command_status }) => resolve(command_status));
        }),
        tell: (id, stat) => centre.deliver({
            esm_class: 4,
            short_message: `id:${id} sub:001 dlvrd:001 submit date:2611230900 `
                + `done date:2611230901 stat:${stat} err:000 text:`,
        }),
        options: ['--sms-gateway', `smpp://127.0.0.1:${server.address().port}`,
            '--sms-from', '10690001', '--gateway-seconds', '1'],
        end: () => {
            for (const session of sessions)
                session.destroy();
            return close(server);
        },
    });
}

house('an SMPP centre', openCentre, {
    'takes an SMS in Chinese': async (it, centre) => {
        await it.trial();
        const sent = await it.becomes('sent');
        const [pdu] = centre.submitted;

        assert.equal(pdu.destination_addr, PHONE);
        assert.equal(pdu.source_addr, '10690001');
        assert.equal(pdu.data_coding, 8);
        assert.equal(pdu.registered_delivery, 1);
        assert.match(pdu.short_message.message, TRIAL);
        assert.equal(sent.attempts, 1);
    },

    'tells that it came, and again, and otherwise': async (it, centre) => {
        assert.equal(await centre.deliver({ short_message: '收到' }), 0);
        assert.equal(await centre.tell('unheard-of', 'DELIVRD'), smpp.ESME_RX_T_APPN);
        assert.equal(await centre.tell('m1', 'ENROUTE'), 0);
        assert.equal((await it.deliveries())[0].state, 'sent');
        assert.equal(await centre.tell('m1', 'DELIVRD'), 0);
        await it.becomes('delivered');
        assert.equal(await centre.tell('m1', 'DELIVRD'), 0);
        assert.equal(await centre.tell('m1', 'UNDELIV'), 0);
        assert.equal((await it.deliveries())[0].state, 'delivered');
    },

    'says that one did not come': async (it, centre) => {
        centre.submit = () => ({ message_id: 'm2' });
        await it.trial();
        await it.becomes('sent');
        assert.equal(await centre.tell('m2', 'UNDELIV'), 0);
        assert.match((await it.becomes('failed')).problem, /smpp state 5/);
    },

    'is busy': async (it, centre) => {
        centre.submit = () => ({ command_status: smpp.ESME_RTHROTTLED });
        await it.trial();
        const later = await tried(it);

        assert.equal(later.problem, 'smpp 0x58');
    },

    'refuses': async (it, centre) => {
        centre.submit = () => ({ command_status: smpp.ESME_RINVDSTADR });
        await it.trial();
        assert.equal((await it.becomes('failed')).problem, 'smpp 0x0b');
    },

    'answers nothing, and hangs up': async (it, centre) => {
        centre.submit = () => null;
        await it.trial();
        await it.becomes('unknown');
        centre.submit = (pdu, session) => session.destroy();
        await it.trial();
        await until('both', async () => (await it.deliveries('unknown')).length === 2);
        await pause(1500);
        assert.equal(centre.submitted.length, 6);
    },

    'takes the next one on a new line': async (it, centre) => {
        centre.submit = () => ({ message_id: 'm9' });
        await it.trial();
        await it.becomes('sent');
    },
});

// ---- settings ----

test(`settings that cannot be are refused (${kind})`, async () => {
    const server = new Server();

    try {
        const open = path.join(server.folder, 'open');

        if (kind === 'postgres')
            await server.migrate();

        fs.writeFileSync(open, 'sms-user = x\n', { mode: 0o644 });
        for (const [words, says] of [
            [['--sms-gateway', 'ftp://x'], /must begin with/],
            [['--sms-gateway', 'smpp://x'], /needs sms-user/],
            [['--sms-gateway', 'https://u:p@x/'], /stand in the file/],
            [['--sms-gateway', 'https://x/'], /needs sms-key/],
            [['--mail-gateway', 'smtp://x'], /--mail-from must be/],
            [['--gateway-secrets', open], /chmod 600/],
            [['--gateway-secrets', '/nowhere'], /cannot be read/],
        ]) {
            const { code, stderr } = await server.run('demo', server.folder,
                '--port', '0', ...words);

            assert.equal(code, 1, words.join(' '));
            assert.match(stderr, says);
        }
    } finally {
        server.remove();
    }
});
