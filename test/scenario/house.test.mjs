// The house stands: it starts, answers, and its static files may be kept for ever.

import assert from 'node:assert/strict';

import { withServer } from '../lib/server.mjs';

const PACKET_BYTES = 1400;

withServer('the house', (it) => {
    it('shows the home page', async ({ client }) => {
        const page = await client.get('/');

        assert.equal(page.status, 200);
        assert.match(page.headers['content-type'], /^text\/html; charset=utf-8$/i);
        assert.match(page.body, /<html lang="zh-CN"/);
        assert.match(page.body, /<main\b/);
    });

    it('sends the headers that keep a page safe', async ({ client }) => {
        const { headers } = await client.get('/');
        const policy = headers['content-security-policy'];

        assert.match(policy, /default-src '(none|self)'/);
        assert.doesNotMatch(policy, /unsafe-|\*|data:.*script/);
        assert.match(policy, /frame-ancestors 'none'/);
        assert.match(policy, /form-action 'self'/);
        assert.match(policy, /base-uri '(none|self)'/);
        assert.equal(headers['x-content-type-options'], 'nosniff');
        assert.match(headers['referrer-policy'], /^(same-origin|no-referrer)$/);
        assert.equal(headers['x-powered-by'], undefined);
    });

    it('says in Chinese that a page does not exist', async ({ client }) => {
        const page = await client.get('/no-such-page');

        assert.equal(page.status, 404);
        assert.match(page.text, /[\u4e00-\u9fff]/);
    });

    it('refuses a method that a page does not have', async ({ client }) => {
        const answer = await client.send({ method: 'DELETE', path: '/' });

        assert.equal(answer.status, 405);
    });
});

withServer('static files', (it) => {
    it('have strong ETags and are kept for ever', async ({ client }) => {
        const files = await staticFiles(client);

        assert.ok(files.length >= 2, `the home page names ${files}`);
        for (const path of files) {
            const file = await client.get(path);

            assert.equal(file.status, 200, path);
            assert.match(file.headers.etag, /^"[^"]+"$/, path);
            assert.match(file.headers['cache-control'], /max-age=31536000/, path);
            assert.match(file.headers['cache-control'], /immutable/, path);
            assert.equal(file.headers['x-content-type-options'], 'nosniff', path);
        }
    });

    it('are not sent again to whoever has them', async ({ client }) => {
        const [path] = await staticFiles(client);
        const { headers } = await client.get(path);
        const again = await client.get(path, { 'if-none-match': headers.etag });
        const other = await client.get(path, { 'if-none-match': '"other"' });

        assert.equal(again.status, 304);
        assert.equal(again.bytes.length, 0);
        assert.equal(again.headers.etag, headers.etag);
        assert.equal(other.status, 200);
    });

    it('come as gzip to whoever takes it, and are the same', async ({ client }) => {
        for (const path of await staticFiles(client)) {
            if (!/\.(css|js|svg)$/.test(path))
                continue;

            const plain = await client.get(path);
            const packed = await client.get(path, { 'accept-encoding': 'gzip' });

            if (plain.bytes.length < PACKET_BYTES)
                continue;       // one packet either way
            assert.equal(packed.headers['content-encoding'], 'gzip', path);
            assert.ok(packed.bytes.length < plain.bytes.length, path);
            assert.equal(packed.body, plain.body, path);
            assert.match(packed.headers.vary, /accept-encoding/i, path);
        }
    });

    it('are found under no other address', async ({ client }) => {
        for (const path of ['/static/', '/static/nothing.css', '/static/../src/main.c',
            '/static/%2e%2e/src/main.c', '/static/haoban-00000000.css'])
            assert.ok([400, 404].includes((await client.send({ path })).status), path);
    });
});

// The addresses of static files that the home page names.
async function staticFiles(client) {
    const page = await client.get('/');

    return [...new Set([...page.body.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)]
        .map(([, path]) => path))];
}
