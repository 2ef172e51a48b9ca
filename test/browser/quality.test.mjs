// Quality rules and the province's list in a real browser, with and without scripts, on
// a phone and at a desk.

import fs from 'node:fs';
import path from 'node:path';

import { CALM, fitsItsWidth, isAccessible, isLargeEnough, picture, withBrowser }
    from '../lib/browser.mjs';
import { PASSWORD, root } from '../lib/server.mjs';

const expect = [404, 409, 422];
const rows = fs.readFileSync(path.join(root, 'demo/items.jsonl'), 'utf8').trim()
    .split('\n').map((line) => JSON.parse(line));
let round = 0;

// A list that differs anew each time.
function list() {
    const changed = rows.map((row) => structuredClone(row));

    round += 1;
    changed[0].conditions += `\n四、第 ${round} 次新加的一条。`;
    changed[0].papers[0].standard += `，第 ${round} 版`;
    changed[1].name += `（${round}）`;
    return {
        name: 'province.jsonl', mimeType: 'application/json',
        buffer: Buffer.from(changed.map((row) => JSON.stringify(row)).join('\n')),
    };
}

const press = (page, name) =>
    page.getByRole('main').getByRole('button', { name, exact: true }).click();

async function signIn(page) {
    await page.goto('/desk/sign-in');
    await page.fill('[name=login]', 'librarian');
    await page.fill('[name=password]', PASSWORD);
    await press(page, '登录');
    await page.waitForURL(/\/desk\/library$/);
}

// look(page, name) is called on every page.
async function keepRules(page, look) {
    await signIn(page);
    await page.getByRole('link', { name: '事项质量' }).click();
    await look('quality');
    await page.getByRole('link', { name: '科室得分' }).click();
    await look('quality-departments');
    await page.getByRole('link', { name: '检查规则' }).click();
    await look('quality-rules');
    await page.getByRole('link', { name: /调整.*行政许可要有常见问题/ }).click();
    await page.getByLabel('最低数量').fill('999');
    await press(page, '保存');
    await page.locator('#summary').waitFor();
    await look('quality-rule-wrong');
    await page.getByLabel('最低数量').fill('2');
    await press(page, '保存');
    await page.getByText('至少几个问题：2').waitFor();
    await page.goto(`/desk/quality/item/${rows[0].code}`);
    await look('quality-item');
}

async function compareLists(page, look) {
    await signIn(page);
    await page.getByRole('link', { name: '与省目录比对' }).click();
    await look('drift-before');
    await page.goto('/desk/drift/compare');
    await press(page, '开始比对');
    await look('drift-compare');
    await page.setInputFiles('#list', {
        name: 'bad.jsonl', mimeType: 'application/json', buffer: Buffer.from('{"code":'),
    });
    await press(page, '开始比对');
    await page.locator('#summary').waitFor();
    await look('drift-bad');
    await page.setInputFiles('#list', list());
    await press(page, '开始比对');
    await page.waitForURL(/\/desk\/drift\?source=/);
    await look('drift');
    await page.goto('/desk/drift?element=conditions');
    await page.getByRole('main').getByRole('table').getByRole('link').first().click();
    await look('drift-difference');
    await page.getByLabel('为什么可以不一样').fill('本镇没有这一条');
    await press(page, '保存原因');
    await page.goto('/desk/drift?element=papers');
    await page.getByRole('main').getByRole('table').getByRole('link').first().click();
    await look('drift-papers');
    await press(page, '采用这一处');
    await page.waitForURL(/\/desk\/drift\?source=/);
    await page.goto('/desk/drift/runs');
    await look('drift-runs');
    await page.goto('/desk/drift/elements');
    await look('drift-elements');
}

withBrowser('quality', (it) => {
    for (const [what, walk] of [['rules are kept', keepRules],
        ['lists are compared', compareLists]]) {
        for (const width of [360, 1280])
            it(`${what} at ${width} px`, async ({ open }) => {
                const page = await open('/', { width, expect });

                await walk(page, async (name) => {
                    await picture(page, name);
                    await fitsItsWidth(page);
                    await isLargeEnough(page, CALM);
                    await isAccessible(page);
                });
            });

        it(`${what} without scripts`, async ({ open }) => {
            const page = await open('/', { width: 360, script: false, expect });

            await walk(page, () => fitsItsWidth(page));
        });
    }
});
