// The librarian keeps the item library: finds an item, adjusts it, changes what it says.

import assert from 'node:assert/strict';

import { PASSWORD, withServer } from '../lib/server.mjs';

const ITEM = '老年优待证';

async function signIn(server, login) {
    const client = server.client();
    const page = await client.submit(await client.get('/desk/sign-in'),
        { login, password: PASSWORD }, 'sign-in');

    assert.equal(page.status, 200, page.text);
    return { client, page };
}

withServer('the library', (it) => {
    it('is what a librarian begins with', async ({ server }) => {
        const { page } = await signIn(server, 'librarian');

        assert.equal(page.path, '/desk/library');
        assert.match(page.text, /事项库/);
        assert.doesNotMatch(page.text, /窗口收件|查办件/);
    });

    it('shows no matters to a librarian', async ({ server }) => {
        const { client } = await signIn(server, 'librarian');

        for (const path of ['/desk/find?number=1', '/desk/intake', '/desk/stream'])
            assert.equal((await client.get(path)).status, 403, path);
    });

    it('is closed to who takes in and decides', async ({ server }) => {
        for (const login of ['clerk', 'reviewer']) {
            const { client } = await signIn(server, login);

            assert.equal((await client.get('/desk/library')).status, 403, login);
        }
    });

    it('is searched by a part of a name or code', async ({ server }) => {
        const { client, page } = await signIn(server, 'manager');
        const library = await client.get('/desk/library');
        const found = await client.submit(library, { q: ITEM }, 'library');
        const none = await client.submit(library, { q: '100%' }, 'library');

        assert.match(page.text, /事项库/);
        assert.match(library.body, /rel="next"/);
        assert.match(found.text, new RegExp(`在用 ${ITEM}`));
        assert.match(none.text, /没有这样的事项/);
        assert.match((await client.get('/desk/library?state=cancelled')).text,
            /没有这样的事项/);
    });
});
