// A holiday is announced while a limit runs: it is counted anew, people see it, and the
// ledger says who did it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { PASSWORD, withServer } from '../lib/server.mjs';

const ITEM = '老年优待证';
const DAYS_OFF = 3;
const PATIENCE_MS = 15_000;

async function signIn(server, login, address) {
    const client = server.client();

    await client.submit(await client.get(address), { login, password: PASSWORD },
        'sign-in');
    return client;
}

// From tomorrow on nobody works for a while, whatever day this is.
function notice(server) {
    const place = path.join(server.folder, 'off.tsv');
    const rows = Array.from({ length: DAYS_OFF + 4 }, (_, i) => {
        const day = new Date(Date.now() + 8 * 3_600_000 + (i + 1) * 86_400_000);

        return `${day.toISOString().slice(0, 10)}\t演示\toff\t2098\n`;
    });

    fs.writeFileSync(place, rows.join(''));
    return place;
}

const dueOn = (page) => /办理期限\s*(\S.*?前)/.exec(page.text)?.[1];

withServer('the clock', (it) => {
    let number;
    let before;

    it('says when a case is due', async ({ server }) => {
        const resident = await signIn(server, 'resident', '/sign-in');
        const found = await resident.get(`/search?q=${encodeURIComponent(ITEM)}`);
        const code = /code=([0-9A-Z]+)/.exec(found.body)[1];
        const form = await resident.get(`/apply/${code}`);
        const check = await resident.submit(form, { statement: '想办证' }, 'apply');
        const receipt = await resident.submit(check, {}, 'submit');

        number = receipt.path.slice(-24);
        const manager = await signIn(server, 'manager', '/desk/sign-in');

        before = dueOn(await manager.get(`/desk/case/${number}`));
        assert.ok(before);
    });

    it('counts anew when holidays are announced, and writes it down', async ({
        server }) => {
        const manager = await signIn(server, 'manager', '/desk/sign-in');
        const loaded = await server.run('import', 'holidays', notice(server));
        const until = Date.now() + PATIENCE_MS;
        let page;

        assert.equal(loaded.code, 0, loaded.stderr);
        do {
            await new Promise((resolve) => setTimeout(resolve, 250));
            page = await manager.get(`/desk/case/${number}`);
        } while (!/按放假安排重新计算期限/.test(page.text) && Date.now() < until);
        assert.match(page.text, /按放假安排重新计算期限/);
        assert.match(page.text, /告知期限原定 .*改为 /);
        assert.match(page.text, /系统/);
        assert.notEqual(dueOn(page), before);
    });

    it('tells the resident', async ({ server }) => {
        const resident = await signIn(server, 'resident', '/sign-in');
        const page = await resident.get(`/my/${number}`);

        assert.match(page.text, /按放假安排重新计算了期限/);
    });

    it('is provable afterwards', async ({ server }) => {
        const { code, stdout } = await server.run('verify');

        assert.equal(code, 0, stdout);
    });

    it('takes service hours from the town\'s file, and refuses what is no hour', async ({
        server }) => {
        const folder = path.join(server.folder, 'town');
        const write = (hours) => fs.writeFileSync(path.join(folder, 'town.json'),
            JSON.stringify({ code: 330109113, name: '演示镇', ...hours }));

        fs.mkdirSync(folder);
        write({ opens: '9:00', closes: '16:00' });
        const refused = await server.run('import', 'town', folder);

        assert.equal(refused.code, 1);
        assert.match(refused.stderr, /opens and closes are hours such as 08:30/);
        write({ opens: '09:00', closes: '16:00' });
        assert.equal((await server.run('import', 'town', folder)).code, 0);
    });
});
