// Mail leaves the house by a real SMTP server of npm, once, whatever it does, and under
// TLS wherever a password goes with it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync } from 'node:child_process';

import { SMTPServer } from 'smtp-server';

import { SECRETS, close, house, listen, tried } from '../lib/gateways.mjs';
import { PASSWORD } from '../lib/server.mjs';

const error = (responseCode) => Object.assign(new Error('no'), { responseCode });

// A certificate of our own for an address, and its key.
function makeCertificate(address) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'haoban-tls-'));
    const file = (name) => path.join(folder, name);

    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes',
        '-days', '2', '-subj', '/CN=post', '-addext', `subjectAltName=IP:${address}`,
        '-keyout', file('key'), '-out', file('cert')], { stdio: 'ignore' });
    return { folder, trusted: file('cert'), key: fs.readFileSync(file('key')),
        cert: fs.readFileSync(file('cert')) };
}

// Another address than this machine's first: what is sent there is not kept at home.
const ELSEWHERE = '127.0.0.2';

// tls: "no", "starttls" or "whole"; unknown: its certificate is not trusted.
async function openPostElsewhere(tls, unknown = false) {
    const made = makeCertificate(ELSEWHERE);
    const other = makeCertificate(ELSEWHERE);
    const post = await openPost({ secure: tls === 'whole', key: made.key, cert: made.cert,
        disabledCommands: tls === 'no' ? ['STARTTLS'] : [], allowInsecureAuth: true },
    ELSEWHERE);
    const end = post.end;

    post.options.push('--gateway-trusted', unknown ? other.trusted : made.trusted);
    post.end = async () => {
        await end();
        for (const { folder } of [made, other])
            fs.rmSync(folder, { recursive: true });
    };
    return post;
}

async function openPost(options, address = '127.0.0.1') {
    const post = { mails: [], rcpt: () => null, data: (callback) => callback() };
    const server = new SMTPServer({
        ...(options ?? { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }),
        onAuth: ({ username, password }, session, callback) =>
            callback(username === SECRETS.user && password === SECRETS.password
                ? null : new Error('no'), { user: username }),
        onRcptTo: ({ address }, session, callback) => callback(post.rcpt(address)),
        onData: (stream, session, callback) => {
            const parts = [];

            stream.on('data', (part) => parts.push(part));
            stream.on('end', () => {
                post.mails.push({ secure: session.secure, user: session.user,
                    to: session.envelope.rcptTo.map((one) => one.address),
                    raw: Buffer.concat(parts).toString('latin1') });
                post.data(callback);
            });
        },
    });

    server.on('error', () => {});
    await listen(server, address);

    const scheme = options?.secure ? 'smtps' : 'smtp';
    const { port } = server.server.address();

    return Object.assign(post, {
        options: ['--mail-gateway', `${scheme}://${address}:${port}`,
            '--mail-from', 'hall@example.cn', '--gateway-seconds', '2'],
        end: () => close(server),
    });
}

const decode = (text) => text.replace(/\r\n /g, ' ')
    .replace(/=\?UTF-8\?B\?([^?]*)\?= ?/g,
        (all, base64) => Buffer.from(base64, 'base64').toString());

function read(raw) {
    const [, head, body] = /^([\s\S]*?)\r\n\r\n([\s\S]*)$/.exec(raw);

    return { head: decode(head), body: Buffer.from(body, 'base64').toString() };
}

house('an SMTP server', () => openPost(), {
    'takes a mail that proves an address, in Chinese': async (it, { mails }) => {
        const resident = it.server.client();
        const wishes = () => resident.get('/my/messages/wishes');

        await resident.submit(await resident.get('/sign-in'),
            { login: 'resident', password: PASSWORD }, 'sign-in');
        const wrong = await resident.submit(await wishes(), { mail: 'none' }, 'wishes');
        const waits = await resident.submit(await wishes(),
            { mail: 'lin@example.cn' }, 'wishes');

        assert.equal(wrong.status, 422);
        assert.match(waits.text, /验证码已经发到 lin@example\.cn/);
        await it.becomes('sent');
        const { head, body } = read(mails[0].raw);

        assert.deepEqual(mails[0].to, ['lin@example.cn']);
        assert.equal(mails[0].user, SECRETS.user);
        assert.match(head, /^Subject: 邮箱验证码（瓜沥镇便民服务中心（演示））\r?$/m);
        assert.match(head, /^Message-ID: <330109113\.\d+@example\.cn>\r?$/m);
        assert.ok(/^[\x00-\x7f]*$/.test(mails[0].raw), 'a mail is ASCII on its way');
        const code = /验证码是 (\d{6})/.exec(body)[1];
        const bad = await resident.submit(await wishes(),
            { code: code === '000000' ? '111111' : '000000' }, 'code');
        const good = await resident.submit(await wishes(), { code }, 'code');

        assert.equal(bad.status, 422);
        assert.match(good.text, /邮件：发到 lin@example\.cn/);
    },

    'refuses one for ever, another for now': async (it, post) => {
        post.rcpt = (address) => error(address.startsWith('never') ? 550 : 450);
        await it.trial('mail', 'never@example.cn');
        assert.equal((await it.becomes('failed')).problem, 'smtp 550');
        await it.trial('mail', 'later@example.cn');
        const later = await tried(it);

        assert.equal(later.problem, 'smtp 450');
    },

    'does not answer the dot': async (it, post) => {
        post.rcpt = () => null;
        post.data = (callback) => setTimeout(callback, 3500);
        await it.trial('mail', 'lin@example.cn');
        await it.becomes('unknown');
    },
});

for (const tls of ['starttls', 'whole'])
    house(`an SMTP server with TLS, ${tls}`, () => openPostElsewhere(tls), {
        'takes a mail under TLS': async (it, { mails }) => {
            await it.trial('mail', 'lin@example.cn');
            await it.becomes('sent');
            assert.equal(mails[0].secure, true);
            assert.equal(mails[0].user, SECRETS.user);
        },
    });

house('an SMTP server of a stranger', () => openPostElsewhere('starttls', true), {
    'gets nothing': async (it, { mails }) => {
        await it.trial('mail', 'lin@example.cn');
        const one = await tried(it);

        assert.equal(one.problem, 'certificate not trusted');
        assert.equal(mails.length, 0);
    },
});

house('an SMTP server without TLS', () => openPostElsewhere('no'), {
    'gets no password': async (it, { mails }) => {
        await it.trial('mail', 'lin@example.cn');
        const one = await tried(it);

        assert.equal(one.problem, 'no TLS for the password');
        assert.equal(mails.length, 0);
    },
});
