// The librarian's pages in a real browser, with and without scripts, on a phone and at a
// desk; and the feed, read by a real parser of XML.

import assert from 'node:assert/strict';

import { CALM, fitsItsWidth, isAccessible, isLargeEnough, picture, withBrowser }
    from '../lib/browser.mjs';
import { PASSWORD } from '../lib/server.mjs';

const CODE = '11330109000000019G5332001001001';
const DESK = `/desk/library/item/${CODE}`;
const expect = [404, 409, 422];

async function signIn(page, login) {
    await page.goto('/desk/sign-in');
    await page.fill('[name=login]', login);
    await page.fill('[name=password]', PASSWORD);
    await page.getByRole('main').getByRole('button', { name: '登录' }).click();
    await page.waitForURL(/\/desk(\/library)?$/);
}

const press = (page, name) =>
    page.getByRole('main').getByRole('button', { name, exact: true }).click();

// look(page, name) is called on every page.
async function adjust(page, look) {
    await signIn(page, 'librarian');
    await look('library');
    await page.goto(DESK);
    await look('library-item');
    await press(page, '调整');
    await page.locator('#summary').waitFor();
    await look('library-item-wrong');
    await page.getByLabel('怎么调整').selectOption('suspend');
    await page.getByLabel('范围').selectOption({ label: '航民村便民服务站' });
    await page.getByLabel('为什么调整').fill('设备检修');
    await press(page, '调整');
    await page.getByText('已经调整：暂停').waitFor();
    await page.getByText('各网点现在怎么样').click();
    await look('library-adjusted');
    await page.getByLabel('怎么调整').selectOption('resume');
    await page.getByLabel('范围').selectOption({ label: '航民村便民服务站' });
    await page.getByLabel('为什么调整').fill('设备修好了');
    await press(page, '调整');
    await page.getByText('已经调整：恢复').waitFor();
    await page.goto('/desk/library/changes');
    await look('library-changes');
}

// A file is handed in that has a bad row, and then with the good one alone.
async function bringIn(page, look) {
    const file = (number) => ({ name: '电话.csv', mimeType: 'text/csv', buffer: Buffer.from(
        `事项编码,事项名称\nBR${number},甲\nBR ${number},乙\n`) });

    await signIn(page, 'manager');
    await page.goto('/desk/library/files');
    await look('library-files');
    await page.getByLabel('事项文件').setInputFiles(file(Date.now()));
    await press(page, '导入');
    await page.getByText('不合格的行：').waitFor();
    await look('library-files-wrong');
    await page.getByLabel('事项文件').setInputFiles(file(Date.now()));
    await page.getByLabel('只导入合格的行').check();
    await press(page, '导入');
    await page.getByText('新增 1 项').waitFor();
    await look('library-files-done');
}

// From opening a draft to its publishing by a second person; each has a page.
async function write(author, reviewer, note, look) {
    await signIn(author, 'librarian');
    await author.goto(DESK);
    await press(author, '编写');
    const draft = author.url().replace(/\?.*/, '');

    await author.getByRole('link', { name: '名称和编码' }).click();
    await look(author, 'draft-section');
    await author.getByLabel('事项名称').fill('');
    await press(author, '保存');
    await author.locator('#summary').waitFor();
    await look(author, 'draft-section-wrong');
    await author.getByLabel('事项名称').fill('城乡居民基本养老保险参保登记');
    await author.getByLabel('事项简称').fill(note);
    await press(author, '保存，填下一部分');
    await author.getByRole('heading', { name: '类型和实施主体' }).waitFor();
    await author.goto(`${draft}/list/papers`);
    await look(author, 'draft-rows');
    await author.getByRole('button', { name: /下移\s*第 1 条/ }).click();
    await author.getByRole('link', { name: '加一条' }).click();
    await author.getByLabel('材料名称').fill(`社保卡（${note}）`);
    await look(author, 'draft-row');
    await press(author, '保存');
    await author.getByText(`社保卡（${note}）`).waitFor();
    await author.goto(`${draft}/section/6`);
    await look(author, 'draft-section-ways');
    await author.goto(`${draft}/preview`);
    await look(author, 'draft-preview');
    await author.goto(draft);
    await author.getByLabel('为什么改').fill(note);
    await look(author, 'draft');
    await press(author, '提交审核');
    await author.getByText('已提交审核').waitFor();

    await signIn(reviewer, 'manager');
    await reviewer.goto('/desk/library/drafts');
    await look(reviewer, 'drafts');
    await reviewer.goto(draft);
    await look(reviewer, 'draft-review');
    await press(reviewer, '发布');
    await reviewer.getByText('已经发布').waitFor();
    await reviewer.goto(`${DESK}/versions`);
    await look(reviewer, 'versions');
    await author.goto('/desk/library/new');
    await look(author, 'draft-new');
}

withBrowser('the library', (it) => {
    for (const width of [360, 1280])
        it(`is adjusted at ${width} px`, async ({ open }) => {
            const page = await open('/', { width, expect });

            await adjust(page, async (name) => {
                await picture(page, name);
                await fitsItsWidth(page);
                await isLargeEnough(page, CALM);
                await isAccessible(page);
            });
        });

    it('is adjusted without scripts', async ({ open }) => {
        const page = await open('/', { width: 360, script: false, expect });

        await adjust(page, () => fitsItsWidth(page));
    });

    for (const width of [360, 1280])
        it(`is written at ${width} px`, async ({ open }) => {
            await write(await open('/', { width, expect }),
                await open('/', { width, expect }), `改于 ${width}`,
                async (page, name) => {
                    await picture(page, name);
                    await fitsItsWidth(page);
                    await isLargeEnough(page, CALM);
                    await isAccessible(page);
                });
        });

    for (const width of [360, 1280])
        it(`comes in as a file at ${width} px`, async ({ open }) => {
            const page = await open('/', { width, expect });

            await bringIn(page, async (name) => {
                await picture(page, name);
                await fitsItsWidth(page);
                await isLargeEnough(page, CALM);
                await isAccessible(page);
            });
        });

    it('comes in as a file without scripts', async ({ open }) => {
        const page = await open('/', { width: 360, script: false, expect });

        await bringIn(page, () => fitsItsWidth(page));
    });

    it('is written without scripts', async ({ open }) => {
        await write(await open('/', { width: 360, script: false, expect }),
            await open('/', { width: 360, script: false, expect }), '不用脚本',
            (page) => fitsItsWidth(page));
    });

    it('is followed as an Atom feed', async ({ open }) => {
        const page = await open('/items/changes');
        const feed = await page.evaluate(async () => {
            const answer = await fetch('/feed/items.atom');
            const read = new DOMParser()
                .parseFromString(await answer.text(), 'application/xml');
            const texts = (names) =>
                [...read.querySelectorAll(names)].map((one) => one.textContent);

            return {
                wrong: texts('parsererror'),
                space: read.documentElement.namespaceURI,
                ids: texts('id'), updated: texts('updated'), titles: texts('title'),
                links: [...read.querySelectorAll('entry > link[rel=alternate]')]
                    .map((one) => one.getAttribute('href')),
                self: read.querySelector('feed > link[rel=self]').getAttribute('href'),
                author: texts('feed > author > name'),
            };
        });

        assert.deepEqual(feed.wrong, []);
        assert.equal(feed.space, 'http://www.w3.org/2005/Atom');
        assert.equal(new Set(feed.ids).size, 51);
        assert.ok(feed.ids.every((id) => /^urn:uuid:[0-9a-f-]{36}$/.test(id)));
        assert.ok(feed.updated.every((moment) => !Number.isNaN(Date.parse(moment))));
        const [newest, ...moments] = feed.updated;
        assert.deepEqual(moments, [...moments].sort().reverse());
        assert.equal(newest, moments[0]);
        assert.match(feed.titles[1], /^变更：/);
        assert.equal(feed.author.length, 1);
        assert.ok(feed.links.every((link) => /^http:\/\/.*\/item\//.test(link)));
        assert.equal(new URL(feed.self).pathname, '/feed/items.atom');
    });
});
