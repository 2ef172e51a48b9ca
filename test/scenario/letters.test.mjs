// Letters: issued by hand, read, printed, proven from outside, and worded by the manager,
// over real HTTP, without JavaScript.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync } from 'node:child_process';

import { PASSWORD, withServer } from '../lib/server.mjs';

const ITEM = '老年优待证';

async function signIn(server, login, where = '/sign-in') {
    const client = server.client();
    const page = await client.submit(await client.get(where),
        { login, password: PASSWORD }, 'sign-in');

    assert.equal(page.status, 200, page.text);
    return client;
}

// Hands a case in and says its number.
async function file(client) {
    const found = await client.get(`/search?q=${encodeURIComponent(ITEM)}`);
    const code = /code=([0-9A-Z]+)/.exec(found.body)[1];
    const check = await client.submit(await client.get(`/apply/${code}`), {}, 'apply');

    return (await client.submit(check, {}, 'submit')).path.slice(-24);
}

const has = (program) => {
    try {
        execFileSync('which', [program]);
        return true;
    } catch {
        return false;
    }
};

function withFile(bytes, use) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'haoban-letter-'));
    const name = path.join(folder, 'letter.pdf');

    fs.writeFileSync(name, bytes);
    try {
        return use(name);
    } finally {
        fs.rmSync(folder, { recursive: true });
    }
}

const textOf = (bytes) => withFile(bytes, (name) =>
    execFileSync('pdftotext', ['-layout', name, '-']).toString());

const codeOf = (bytes) => withFile(bytes, (name) => {
    execFileSync('pdftoppm', ['-r', '150', '-png', '-singlefile', name, name]);
    return execFileSync('zbarimg', ['-q', '--raw', `${name}.png`],
        { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim();
});

const readers = { skip: !(has('pdftotext') && has('zbarimg')) && 'no reader of PDFs' };

withServer('letters', (it) => {
    let resident, clerk, manager, number, letter, pdf;

    it('a case begins without any', async ({ server }) => {
        resident = await signIn(server, 'resident');
        clerk = await signIn(server, 'clerk', '/desk/sign-in');
        manager = await signIn(server, 'manager', '/desk/sign-in');
        number = await file(resident);
        assert.match((await resident.get(`/my/${number}`)).body,
            new RegExp(`/my/${number}/letters`));
        assert.match((await resident.get(`/my/${number}/letters`)).text, /现在还没有文书/);
        assert.match((await clerk.get(`/desk/case/${number}`)).text, /还没有出具文书/);
    });

    it('one that lacks what the law wants is not issued', async () => {
        const page = await clerk.get(`/desk/case/${number}/letter/receipt`);
        const again = await clerk.submit(page, { papers: '' }, 'letter/receipt');

        assert.equal(again.status, 422);
        assert.match(again.body, /href="#papers"/);
        assert.match((await clerk.get(`/desk/case/${number}`)).text, /还没有出具文书/);
    });

    it('kinds that go with a step are not issued by hand', async () => {
        for (const kind of ['acceptance', 'denial', 'nonsense'])
            assert.equal(
                (await clerk.get(`/desk/case/${number}/letter/${kind}`)).status, 404);
    });

    it('a clerk issues one, once', async () => {
        const form = await clerk.get(`/desk/case/${number}/letter/receipt`);
        const values = { papers: '居民身份证，原件，1份，纸质\n近期免冠照片，原件，2份，纸质' };
        const done = await clerk.submit(form, values, 'letter/receipt');

        assert.equal(done.status, 200, done.text);
        assert.match(done.text, /已出具 瓜沥凭〔2\d{3}〕1号/);
        await clerk.submit(form, values, 'letter/receipt');
        const list = await clerk.get(`/desk/case/${number}/letters`);

        assert.doesNotMatch(list.text, /〕2号/);
        assert.match((await clerk.get(`/desk/case/${number}`)).text,
            /出具文书.*收件材料接收凭证 瓜沥凭〔2\d{3}〕1号/);
    });

    it('its asker reads it', async () => {
        const list = await resident.get(`/my/${number}/letters`);

        letter = /href="(\/letters\/\d+\.pdf)"/.exec(list.body)[1];
        assert.match(list.text, /收件材料接收凭证/);
        pdf = await resident.get(letter);
        assert.equal(pdf.status, 200);
        assert.equal(pdf.headers['content-type'], 'application/pdf');
        assert.match(pdf.headers['content-disposition'], /^inline; filename\*=UTF-8''/);
        assert.doesNotMatch(pdf.headers['content-security-policy'], /sandbox/);
        assert.equal(pdf.headers['cache-control'], 'no-store');
        assert.equal(pdf.bytes.subarray(0, 5).toString(), '%PDF-');
    });

    it('all of it can be selected', readers, async () => {
        const text = textOf(pdf.bytes);

        for (const words of ['收件材料接收凭证', '居民身份证，原件，1份，纸质', ITEM,
            number.slice(0, 9), '咨询电话', '监督投诉电话', '人民政府', '收件日期'])
            assert.ok(text.includes(words), `${words}\n${text}`);
        // An ID number stands alone; a digest may hold as many digits in a row.
        assert.doesNotMatch(text, /(?<![0-9a-f])\d{17}[\dX](?![0-9a-f])/);
    });

    it('its code leads to its proof', readers, async ({ client }) => {
        const address = new URL(codeOf(pdf.bytes));

        assert.equal(address.pathname, '/letter/check');
        const proof = await client.get(address.pathname + address.search);

        assert.equal(proof.status, 200);
        assert.match(proof.text, /这份文书是真的，现在有效/);
        assert.match(proof.text, /瓜沥凭〔2\d{3}〕1号/);
        assert.doesNotMatch(proof.text, /\*\*\*|330109/);
        address.searchParams.set('digest', '0123456789abcdef');
        assert.match((await client.get(address.pathname + address.search)).text,
            /没有核验到/);
    });

    it('so does what is typed', readers, async ({ client }) => {
        const [, code] = /核验码 ((?:[0-9a-f]{4} ?){4})/.exec(textOf(pdf.bytes));
        const year = /瓜沥凭〔(\d{4})〕/.exec(textOf(pdf.bytes).replaceAll(' ', ''))[1];
        const form = await client.get('/letter/check');
        const proof = await client.submit(form,
            { number: `瓜沥凭[${year}]1`, digest: code }, 'check');

        assert.match(proof.text, /现在有效/);
        assert.match((await client.submit(form, { number: '', digest: code }, 'check'))
            .text, /没有核验到/);
    });

    it('it is kept, and the same for ever', async ({ server }) => {
        const folder = path.join(server.folder, 'files/papers');
        const kept = () => fs.existsSync(folder)
            && fs.readdirSync(folder, { recursive: true })
                .some((name) => fs.statSync(path.join(folder, name)).isFile());

        for (let i = 0; i < 100 && !kept(); i++)
            await new Promise((go) => { setTimeout(go, 100); });
        assert.ok(kept(), 'the job kept no page');
        assert.deepEqual((await resident.get(letter)).bytes, pdf.bytes);
    });

    it('staff open it on record', async () => {
        const id = letter.slice('/letters/'.length, -'.pdf'.length);
        const page = await clerk.get(`/desk/case/${number}`);
        const opened = await clerk.submit(page, {}, `/letters/${id}`);

        assert.equal(opened.status, 200);
        assert.deepEqual(opened.bytes, pdf.bytes);
        assert.match((await clerk.get(`/desk/case/${number}`)).text, /打开了文书/);
    });

    it('nobody else does', async ({ server }) => {
        const other = await signIn(server, 'resident02');
        const reviewer = await signIn(server, 'reviewer02', '/desk/sign-in');
        const id = letter.slice('/letters/'.length, -'.pdf'.length);
        const { fields } = (await reviewer.get('/desk')).forms
            .find((form) => form.method === 'POST');
        const token = Object.fromEntries(fields.filter(([name]) => name === '_token'));

        assert.equal((await other.get(letter)).status, 404);
        assert.equal((await other.get(`/my/${number}/letters`)).status, 404);
        assert.match((await server.client().get(letter)).path, /^\/sign-in/);
        const opened = await reviewer.post(`/desk/case/${number}/letters/${id}`, token);

        assert.equal(opened.status, 404);
        assert.equal((await resident.get('/letters/1.pdf')).status, 404);
        assert.equal((await resident.get('/letters/nonsense')).status, 404);
        assert.equal((await clerk.get('/desk/letters')).status, 403);
    });

    it('a manager words a kind anew, with preview', async () => {
        const page = await manager.get('/desk/letters/returned');
        const preview = { ...page, form: (which) => ({ ...page.form(which),
            action: '/desk/letters/returned/preview' }) };
        const text = '> {asker}：\n您的申请现在退回。\n| 理由 | {reason}\n';
        const wrong = await manager.submit(page, { text: '没有理由' }, 'returned');

        assert.equal(wrong.status, 422);
        assert.match(wrong.text, /依法要写的一项没有写：\{reason\}/);
        const badLine = await manager.submit(page, { text: `${text}{nobody}` },
            'returned');

        assert.match(badLine.text, /第 4 行：这种文书没有填充项“nobody”/);
        const seen = await manager.submit(preview, { text }, 'returned');

        assert.equal(seen.headers['content-type'], 'application/pdf');
        if (!readers.skip)
            assert.match(textOf(seen.bytes), /预览/);
        const saved = await manager.submit(page, { text }, 'returned');

        assert.match(saved.text, /新的措辞已经保存/);
        assert.match(saved.text, /本镇第 1 版/);
        const late = await manager.submit(
            { ...page, form: (which) => ({ ...page.form(which),
                fields: page.form(which).fields.filter(([name]) => name !== '_once')
                    .concat([['_once', 'another']]) }) },
            { text: `${text}再改。` }, 'returned');

        assert.ok([409, 422].includes(late.status), late.text);
    });

    it('who signs and the prefix are the town\'s to set', async () => {
        const page = await manager.get('/desk/letters/office/0');
        const bad = await manager.submit(page, { site: 'hall.example.cn' }, 'office/0');

        assert.equal(bad.status, 422);
        await manager.submit(page,
            { prefix: '瓜政', site: 'https://hall.example.cn', organ: '演示镇人民政府' },
            'office/0');
        assert.match((await manager.get('/desk/letters/office')).text, /瓜政/);

        const form = await clerk.get(`/desk/case/${number}/letter/returned`);
        const done = await clerk.submit(form, { reason: '照片不清楚' }, 'letter/returned');

        assert.match(done.text, /瓜政退〔2\d{3}〕1号/);
        const list = await resident.get(`/my/${number}/letters`);
        const links = [...list.body.matchAll(/href="(\/letters\/\d+\.pdf)"/g)];
        const { bytes } = await resident.get(links[1][1]);

        if (!readers.skip) {
            assert.match(textOf(bytes), /演示镇人民政府/);
            assert.match(textOf(bytes), /您的申请现在退回/);
            assert.match(codeOf(bytes), /^https:\/\/hall\.example\.cn\/letter\/check\?/);
        }
    });

    it('programs read the list too', async ({ client }) => {
        const session = await client.json('POST', '/api/v1/session',
            { login: 'resident', password: PASSWORD });

        client.bearer = session.json.token;
        const { json } = await client.get(`/api/v1/matters/${number}/letters`);

        assert.deepEqual(json.letters.map((one) => one.kind), ['receipt', 'returned']);
        assert.match(json.letters[0].digest, /^[0-9a-f]{64}$/);
        assert.equal(json.letters[0].url, letter);
    });

    it('a letter voids one that was wrong, and its asker is told', async () => {
        const form = await clerk.get(`/desk/case/${number}/letter/voiding`);
        const [, returned] = /value="([^"]*退[^"]*)"/.exec(form.body);
        const made = await clerk.submit(form,
            { ended: returned, reason: '照片其实清楚。' }, 'letter/voiding');
        const own = await resident.get(`/my/${number}/letters`);
        const late = await clerk.submit(form,
            { ended: returned, reason: '再作废一次。', _once: 'another' },
            'letter/voiding');

        assert.match(made.text, /已出具 瓜政废〔2\d{3}〕1号/);
        assert.match(own.text, /退件通知书 ○ 已失效/);
        assert.doesNotMatch(own.text, /凭证 ○ 已失效/);

        const inbox = await resident.get('/my/messages');
        const [, message] = /"(\/my\/messages\/\d+)(\/open)?"/.exec(inbox.body);

        assert.match(inbox.text, /更正了告诉过您的内容/);
        assert.match((await resident.get(message)).text, /退件通知书 .*作废：照片其实清楚。/);
        assert.equal(late.status, 422, late.text);
    });

    it('nothing is to be voided where nothing was issued by hand', async () => {
        const other = await file(resident);
        const page = await clerk.get(`/desk/case/${other}/letter/voiding`);

        assert.equal(page.status, 409);
        assert.match(page.text, /没有这样一份可以作废的文书/);
    });

    it('the ledger proves all of it', async ({ server }) => {
        const { code, stdout, stderr } = await server.run('verify');

        assert.equal(code, 0, stdout + stderr);
    });

    it('who tries many codes has to wait', async ({ client }) => {
        let status = 200;

        for (let i = 0; i < 40 && status === 200; i++)
            ({ status } = await client.get(`/letter/check?number=1&digest=${i}`));
        assert.equal(status, 429);
    });
});
