// Every way to an item that is no search: directories, zones, outlets; and the item as
// machines read it.

import assert from 'node:assert/strict';

import { withServer } from '../lib/server.mjs';

const links = (page, path) => [...page.body.matchAll(/href="(\/[^"]+)"/g)]
    .map(([, address]) => address.replaceAll('&amp;', '&'))
    .filter((address) => address.startsWith(path));

const KINDS = ['subject', 'event', 'zone', 'featured', 'way', 'target', 'department'];

const countIn = (page) => links(page, '/item/').length;

withServer('directories', (it) => {
    for (const by of KINDS)
        it(`list items by ${by}`, async ({ client }) => {
            const all = await client.get('/items');
            const [first] = links(all, `/items/list?by=${by}&`);
            const listed = await client.get(first);

            assert.ok(first, all.text);
            assert.equal(listed.status, 200);
            assert.ok(countIn(listed) > 0, listed.text);
        });

    it('hold the eleven items that cross departments', async ({ client }) => {
        const { json } = await client.get('/api/v1/items?by=featured&value=yes&limit=99');

        assert.equal(json.items.length, 11);
        for (const { code } of json.items) {
            const item = (await client.get(`/api/v1/items/${code}`)).json;
            assert.equal(item.featured, true);
            assert.ok(item.partners.length > 0, item.name);
        }
    });

    it('have a zone for firms and citizens, another for residents', async ({
        client }) => {
        const home = await client.get('/');

        for (const zone of links(home, '/zone/')) {
            const page = await client.get(zone);
            assert.ok(countIn(page) > 0, page.text);
        }
        assert.deepEqual(links(home, '/zone/').sort(), ['/zone/benefit', '/zone/liyuan']);
        assert.equal((await client.get('/zone/moon')).status, 404);
    });

    it('tell what is done at an outlet, and follow an adjustment', async ({
        server, client }) => {
        const outlets = await client.get('/items/outlets');
        const [hall] = links(outlets, '/items/list?by=outlet');
        const before = await client.get(hall);
        const [item] = links(before, '/item/');
        const left = await server.run('item', 'leave', item.slice('/item/'.length),
            '--outlet', new URLSearchParams(hall.split('?')[1]).get('value'),
            '--reason', '试验');

        assert.ok(countIn(before) > 0);
        assert.equal(left.code, 0, left.stderr);
        assert.ok(!links(await client.get(hall), '/item/').includes(item));
    });

    it('refuse what they do not know', async ({ client }) => {
        const page = await client.get('/items/list?by=moon');

        assert.equal(page.status, 404);
        assert.match(page.text, /没有这种分类/);
    });

    it('lead to an item that machines can read', async ({ client }) => {
        const { json } = await client.get('/api/v1/items?by=featured&value=yes&limit=1');
        const page = await client.get(`/item/${json.items[0].code}`);
        const [address] = links(page, '/item/').filter((one) => one.endsWith('.jsonld'));
        const linked = await client.get(address);

        assert.match(page.body, /rel="alternate" type="application\/ld\+json"/);
        assert.match(linked.headers['content-type'], /^application\/ld\+json/);
        const document = JSON.parse(linked.body);
        const service = document['@graph'].find((one) =>
            one['@type'] === 'GovernmentService');
        assert.equal(document['@context'], 'https://schema.org');
        assert.equal(service.name, json.items[0].name);
        assert.ok(service.serviceOperator.name);
        assert.ok(service.availableChannel.every((one) => one.serviceUrl
            || one.serviceLocation));
        assert.ok(document['@graph'].some((one) => one['@type'] === 'HowTo'
            && one.step.every((step, index) => step.position === index + 1)));
    });
});
