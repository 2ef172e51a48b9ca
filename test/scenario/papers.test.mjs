// Papers: what people hand in as files, over real HTTP, without JavaScript.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { pdf, photo, pngOf } from '../lib/files.mjs';
import { PASSWORD, spoolIsEmpty, withServer } from '../lib/server.mjs';

const ITEM = '老年优待证';
const PDF = pdf();

async function signIn(server, login, where = '/sign-in') {
    const client = server.client();
    const page = await client.submit(await client.get(where),
        { login, password: PASSWORD }, 'sign-in');

    assert.equal(page.status, 200, page.text);
    return client;
}

// The check page of a new draft.
async function draft(client) {
    const found = await client.get(`/search?q=${encodeURIComponent(ITEM)}`);
    const code = /code=([0-9A-Z]+)/.exec(found.body)[1];
    const check = await client.submit(await client.get(`/apply/${code}`), {}, 'apply');

    assert.match(check.path, /^\/apply\/draft\/\d+$/);
    return check;
}

// By the form that hands in, through its second button.
function send(client, page, name, type, bytes) {
    const form = page.forms.find((one) => one.multipart);
    const action = form.action.replace(/submit$/, 'papers');
    const upload = { form: () => ({ ...form, action }) };

    return client.submit(upload, { paper: { name, type, bytes } });
}

// Paths of all contents that lie in the files folder, whole or not.
function stored(server) {
    const folder = path.join(server.folder, 'files/papers');

    return fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true })
        .filter((name) => fs.statSync(path.join(folder, name)).isFile()) : [];
}

const links = (page) => [...page.body.matchAll(/href="(\/papers\/\d+)"/g)]
    .map(([, link]) => link);

withServer('papers', (it) => {
    let client;
    let check;
    let mine;
    let number;

    it('a good photo is kept, listed and comes back as it was', async ({ server }) => {
        client = await signIn(server, 'resident');
        check = await draft(client);
        assert.doesNotMatch(check.text, /已传/);
        check = await send(client, check, '身份证 正面.jpg', 'image/jpeg', photo());
        assert.equal(check.status, 200, check.text);
        assert.match(check.text, /已传 1 份/);
        assert.match(check.text, /身份证 正面\.jpg/);
        [mine] = links(check);

        const answer = await client.get(mine);
        const { headers } = answer;

        assert.equal(answer.status, 200);
        assert.deepEqual(answer.bytes, photo());
        assert.equal(headers['content-type'], 'image/jpeg');
        assert.equal(headers['x-content-type-options'], 'nosniff');
        assert.match(headers['content-security-policy'], /default-src 'none'.*sandbox/);
        assert.equal(headers['content-disposition'], 'inline; filename*=UTF-8\'\''
            + `${encodeURIComponent('身份证 正面.jpg')}`);
        assert.equal(headers['cache-control'], 'no-store');
    });

    it('lies sealed on the disk', async ({ server }) => {
        const files = stored(server);

        assert.equal(files.length, 1);
        const bytes = fs.readFileSync(path.join(server.folder, 'files/papers', files[0]));

        assert.ok(!bytes.includes('JFIF'));
    });

    it('an empty file is refused beside its field', async () => {
        const page = await send(client, check, 'a.jpg', 'image/jpeg', Buffer.alloc(0));

        assert.equal(page.status, 422);
        assert.match(page.body, /id="paper-error"/);
        assert.match(page.text, /这个文件是空的/);
        assert.match(page.body, /<title>错误：/);
    });

    it('so is a form without a file', async () => {
        const page = await send(client, check, '', 'application/octet-stream',
            Buffer.alloc(0));

        assert.equal(page.status, 422);
        assert.match(page.text, /还没有选文件/);
    });

    it('a .jpg that is a PDF is refused', async () => {
        const page = await send(client, check, 'photo.jpg', 'image/jpeg', PDF);

        assert.equal(page.status, 415);
        assert.match(page.text, /内容和扩展名对不上/);
        assert.match(page.text, /已传 1 份/);
    });

    it('a photo cut short is refused', async () => {
        const page = await send(client, check, 'a.jpg', 'image/jpeg',
            photo().subarray(0, -2));

        assert.equal(page.status, 415);
        assert.match(page.text, /不完整/);
    });

    it('10 MB and a bit are refused beside the field', async () => {
        const page = await send(client, check, 'a.jpg', 'image/jpeg',
            photo('p'.repeat(10 * 1024 * 1024)));

        assert.equal(page.status, 413);
        assert.match(page.text, /超过 10 MB/);
    });

    it('12 MB are refused in Chinese and leave nothing', async ({ server }) => {
        const page = await send(client, check, 'a.jpg', 'image/jpeg',
            photo('p'.repeat(12 * 1024 * 1024)));

        assert.equal(page.status, 413);
        assert.match(page.text, /太大/);
        assert.equal(stored(server).length, 1);
        await spoolIsEmpty(server);
        assert.match((await client.get(check.path)).text, /已传 1 份/);
    });

    it('a PDF is saved and never opened as a page', async () => {
        check = await client.get(check.path);
        check = await send(client, check, '证明.pdf', 'application/pdf', PDF);
        assert.match(check.text, /已传 2 份/);

        const answer = await client.get(links(check)[1]);

        assert.equal(answer.headers['content-type'], 'application/pdf');
        assert.match(answer.headers['content-disposition'], /^attachment;/);
        assert.deepEqual(answer.bytes, PDF);
    });

    it('what is removed is gone', async () => {
        const other = await send(client, check, 'b.jpg', 'image/jpeg', photo('other'));
        const link = links(other)[2];
        const id = link.slice('/papers/'.length);

        assert.match(other.text, /已传 3 份/);
        check = await client.submit(other, {}, `/${id}/remove`);
        assert.match(check.text, /已传 2 份/);
        assert.equal((await client.get(link)).status, 404);
    });

    it('the same form sent twice keeps one paper', async () => {
        const before = await client.get(check.path);

        await send(client, before, 'c.jpg', 'image/jpeg', photo());
        await send(client, before, 'c.jpg', 'image/jpeg', photo());
        check = await client.get(check.path);
        assert.match(check.text, /已传 3 份/);
    });

    it('a file that was chosen and not yet sent is handed in too', async () => {
        const page = await draft(client);
        const bad = await client.submit(page, { paper: { name: 'd.jpg',
            type: 'image/jpeg', bytes: Buffer.from('no photo') } }, 'submit');

        assert.equal(bad.status, 415);
        assert.match(bad.body, /id="paper-error"/);
        const receipt = await client.submit(bad, { paper: { name: 'd.jpg',
            type: 'image/jpeg', bytes: photo('d') } }, 'submit');

        assert.match(receipt.path, /^\/receipt\/\d{24}$/);
        assert.match(receipt.text, /已传 1 份材料/);
        assert.match(receipt.text, /20\d\d年\d+月\d+日/);
    });

    it('another resident sees, adds and removes nothing', async ({ server }) => {
        const other = await signIn(server, 'resident02');
        const own = await draft(other);
        const upload = own.form('/submit');
        const tokens = Object.fromEntries(upload.fields);
        const id = mine.slice('/papers/'.length);

        assert.equal((await other.get(mine)).status, 404);
        assert.equal((await other.get(check.path)).status, 404);
        for (const { path: from } of [check, own]) {
            const gone = await other.post(`${from}/papers/${id}/remove`, tokens);

            assert.equal(gone.status, 404);
        }
        own.body = own.body.replaceAll(own.path, check.path);
        const sent = await send(other, own, 'x.jpg', 'image/jpeg', photo('x'));

        assert.equal(sent.status, 404);
        assert.equal((await client.get(mine)).status, 200);
    });

    it('who is not signed in is asked to, and nothing is stored', async ({ server }) => {
        const before = stored(server).length;
        const nobody = server.client();
        const page = await nobody.get(mine);

        assert.match(page.path, /^\/sign-in/);
        const form = page.form('sign-in').fields;
        const fake = { path: page.path, form: () => ({ action: `${check.path}/papers`,
            method: 'POST', multipart: true, fields: form }) };

        await nobody.submit(fake, { paper: { name: 'n.jpg', type: 'image/jpeg',
            bytes: photo('nobody') } });
        assert.equal(stored(server).length, before);
    });

    it('they are handed in with the draft, and stay the asker\'s to see', async () => {
        const receipt = await client.submit(check, {}, 'submit');

        assert.match(receipt.path, /^\/receipt\/\d{24}$/);
        number = receipt.path.slice(-24);
        assert.deepEqual((await client.get(mine)).bytes, photo());
        assert.equal((await client.submit(check, {}, '/remove')).status, 404);
        assert.equal((await client.get(mine)).status, 200);
        const own = await client.get(`/my/${number}`);
        assert.match(own.text, /您传的材料/);
        assert.ok(links(own).includes(mine));
    });

    it('a clerk opens one as a picture, and it is on record', async ({ server }) => {
        const clerk = await signIn(server, 'clerk', '/desk/sign-in');
        const page = await clerk.get(`/desk/case/${number}`);
        const id = mine.slice('/papers/'.length);
        const pages = `/desk/case/${number}/papers/${id}`;

        assert.match(page.text, /身份证 正面\.jpg/);
        assert.doesNotMatch(page.text, /查看了申请人传的材料/);
        assert.ok([403, 404].includes((await clerk.get(mine)).status));
        assert.equal((await clerk.get(`${pages}/1`)).status, 403);
        assert.equal((await clerk.get(`${pages}/1/picture`)).status, 403);

        const answer = await clerk.submit(page, {}, `/papers/${id}`);

        assert.equal(answer.path, `${pages}/1`, answer.text);
        assert.match(answer.text, /第 1 页，共 1 页/);
        const picture = await clerk.get(`${pages}/1/picture`);

        assert.equal(picture.headers['content-type'], 'image/jpeg');
        assert.notDeepEqual(picture.bytes, photo());
        assert.equal((await clerk.get(`${pages}/2/picture`)).status, 404);
        assert.match((await clerk.get(`/desk/case/${number}`)).text,
            /查看了申请人传的材料.*第 1 份/);
        // Another of the staff has not opened it.
        const reviewer = await signIn(server, 'manager', '/desk/sign-in');

        assert.equal((await reviewer.get(`${pages}/1/picture`)).status, 403);
    });

    it('what he saves is a PDF with a mark, on record too', async ({ server }) => {
        const clerk = await signIn(server, 'clerk', '/desk/sign-in');
        const page = await clerk.get(`/desk/case/${number}`);
        const copy = await clerk.submit(page, {}, '/copy');

        assert.equal(copy.headers['content-type'], 'application/pdf', copy.text);
        assert.match(copy.headers['content-disposition'], /^attachment;/);
        assert.equal(copy.bytes.subarray(0, 5).toString(), '%PDF-');
        assert.match((await clerk.get(`/desk/case/${number}`)).text, /下载了带水印的材料/);
    });

    it('what is no paper is refused with what to do', async ({ server }) => {
        const page = await draft(client);
        const cases = [
            ['a.png', pngOf(50_000, 50_000), 415, /尺寸太大/],
            ['a.jpg', photo().subarray(0, 150), 415, /不完整/],
            ['a.png', pngOf(100, 100), 415, /不完整/],
            ['a.pdf', pdf(1, '/OpenAction<</S/JavaScript/JS(x)>>'), 415, /带有脚本/],
            ['a.pdf', pdf(201), 415, /超过 200 页/],
            ['a.pdf', Buffer.from('%PDF-1.4\n1 0 obj\n%%EOF\n'), 415, /不完整/],
            ['a.docx', Buffer.from('PK\x03\x04'), 415, /请传 JPG、PNG 照片或 PDF/],
        ];
        const before = stored(server).length;

        for (const [name, bytes, status, words] of cases) {
            const answer = await send(client, page, name, 'application/octet-stream',
                bytes);

            assert.equal(answer.status, status, name);
            assert.match(answer.text, words);
        }
        assert.equal(stored(server).length, before);
    });

    it('a reviewer of another department opens none', async ({ server }) => {
        const reviewer = await signIn(server, 'reviewer02', '/desk/sign-in');
        const desk = await reviewer.get('/desk');
        const { fields } = desk.forms.find((form) => form.method === 'POST');
        const tokens = Object.fromEntries(fields.filter(([name]) => name === '_token'));
        const id = mine.slice('/papers/'.length);
        const answer = await reviewer.post(`/desk/case/${number}/papers/${id}`, tokens);

        assert.equal(answer.status, 404);
    });

    it('nobody made the record say anything but the truth', async ({ server }) => {
        const { code, stdout, stderr } = await server.run('verify');

        assert.equal(code, 0, stdout + stderr);
    });
});
