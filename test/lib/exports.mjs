// exports -- a list as a file: asked for, waited for, read.

import assert from 'node:assert/strict';

const READY_MS = 120_000;

// Asks for a list with the query of its page; gives the page of one's files.
export async function ask(client, query, fields, list = 'cases') {
    const form = await client.get(
        `/desk/exports/new?list=${list}&query=${encodeURIComponent(query)}`);

    assert.equal(form.status, 200, form.text);
    return client.submit(form, fields, '/desk/exports');
}

// The address of the newest file, once it is written.
export async function written(client) {
    for (const end = Date.now() + READY_MS; Date.now() < end;) {
        const page = await client.get('/desk/exports');
        const first = /<tbody>(<tr>.*?<\/tr>)/s.exec(page.body)[1];
        const found = /href="(\/desk\/exports\/\d+\/file)"/.exec(first);

        if (found)
            return found[1];
        assert.doesNotMatch(first, /中断/);
        await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error('the file was not written in time');
}

// What the button of a list's page gives: a row for each line of the list, by column.
export async function exported(client, page) {
    const [, list, query] = /\/desk\/exports\/new\?list=(\w+)(?:&amp;query=([^"]*))?"/
        .exec(page.body);

    await ask(client, decodeURIComponent(query ?? ''), { format: 'jsonl' }, list);

    const { body } = await client.get(await written(client));

    return body.trim() ? body.trim().split('\n').map((line) => JSON.parse(line)) : [];
}
