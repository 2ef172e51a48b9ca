// budget -- how many bytes a citizen's page may take on the way, as gzip sends them.

import assert from 'node:assert/strict';
import zlib from 'node:zlib';

const KIB = 1024;

export const BUDGET = { html: 14 * KIB, css: 12 * KIB, js: 10 * KIB };

export async function costs(client, path) {
    const page = await client.get(path);
    const css = links(page.body, /<link\b[^>]*rel="stylesheet"[^>]*href="([^"]+)"/g);
    const js = links(page.body, /<script\b[^>]*src="([^"]+)"/g);

    assert.equal(page.status, 200, path);
    return {
        html: zlib.gzipSync(page.bytes).length,
        css: await sum(client, css),
        js: await sum(client, js),
    };
}

export async function isWithinBudget(client, path) {
    const cost = await costs(client, path);

    for (const [kind, most] of Object.entries(BUDGET))
        assert.ok(cost[kind] <= most,
            `${path}: ${cost[kind]} bytes of ${kind}, not ${most}`);
    return cost;
}

function links(html, pattern) {
    return [...new Set([...html.matchAll(pattern)].map(([, address]) => address))];
}

async function sum(client, addresses) {
    let bytes = 0;

    for (const address of addresses) {
        const file = await client.send({ path: address,
            headers: { 'accept-encoding': 'gzip' } });

        assert.equal(file.status, 200, address);
        bytes += file.bytes.length;
    }
    return bytes;
}
