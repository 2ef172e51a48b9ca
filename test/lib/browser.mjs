// browser -- Debian's chromium at the pages of a server, for test/browser.
//
//     withBrowser('applying', (it) => {
//         it('works', async ({ open, server }) => {
//             const page = await open('/', { width: 360, script: false });
//             await page.getByRole('link', { name: '登录' }).click();
//             await isAccessible(page);
//         });
//     });
//
// Every page that open() gave is checked when its case ends: nothing was written to the
// console, no request left the server or failed.  What is shown is kept as a picture in
// test/browser/pictures when HAOBAN_PICTURES is set: picture(page, 'home').

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

import { chromium } from 'playwright-core';

import { root, withServer } from './server.mjs';

const require = createRequire(import.meta.url);

const ARGUMENTS = [
    '--headless', '--no-sandbox', '--disable-gpu', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
    '--disable-dev-shm-usage', '--lang=zh-CN',
];
const PATIENCE_MS = 15_000;
const HEIGHTS = { 320: 568, 360: 740, 1280: 800 };

function findChromium() {
    const folders = (process.env.PATH ?? '').split(':');
    const found = ['chromium', 'chromium-browser', 'google-chrome']
        .flatMap((name) => folders.map((folder) => path.join(folder, name)))
        .find((file) => fs.existsSync(file));

    assert.ok(found, 'chromium is not installed: apt-get install chromium');
    return found;
}

export function withBrowser(title, define, options = {}) {
    let browser = null;

    withServer(title, (it) => {
        it('the browser starts', async () => {
            browser = await chromium.launch({
                executablePath: findChromium(), args: ARGUMENTS,
            });
        });
        define((name, ...rest) => {
            const run = rest.pop();

            it(name, rest[0] ?? {}, (context) => inBrowser(browser, context, run));
        });
        it('the browser ends', () => browser.close());
    }, options);
}

async function inBrowser(browser, { server, client }, run) {
    const contexts = [];
    const complaints = [];
    const open = async (address = '/', look = {}) => {
        const context = await newContext(browser, server, look, complaints);

        contexts.push(context);

        const page = await context.newPage();

        await page.goto(address);
        return page;
    };

    try {
        await run({ server, client, open, complaints });
        assert.deepEqual(complaints, []);
    } finally {
        await Promise.all(contexts.map((context) => context.close()));
    }
}

// look: width, script (false: no JavaScript), scheme ('dark'), touch, expect (statuses of
// pages that the case means to meet, e.g. [422]).
async function newContext(browser, server, look, complaints) {
    const { width = 1280, script = true, scheme = 'light', expect = [] } = look;
    const context = await browser.newContext({
        baseURL: server.origin, locale: 'zh-CN', timezoneId: 'Asia/Shanghai',
        viewport: { width, height: HEIGHTS[width] ?? 800 }, javaScriptEnabled: script,
        colorScheme: scheme, hasTouch: width < 600, isMobile: width < 600,
        reducedMotion: 'reduce',
    });

    context.setDefaultTimeout(PATIENCE_MS);
    context.on('request', (request) => {
        if (![server.origin, 'data:'].some((ours) => request.url().startsWith(ours)))
            complaints.push(`left the server: ${request.url()}`);
    });
    context.on('response', (response) => {
        if (response.status() >= 400 && !expect.includes(response.status()))
            complaints.push(`${response.status()} ${response.url()}`);
    });
    context.on('weberror', (error) => complaints.push(String(error.error())));
    context.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())
            && !expect.some((status) => message.text().includes(`status of ${status}`)))
            complaints.push(message.text());
    });
    return context;
}

// ---- what holds for every page ----

// axe finds nothing.  The page must run scripts.
export async function isAccessible(page, { except = [] } = {}) {
    await page.evaluate(fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));

    const found = await page.evaluate(async (rules) => {
        const { violations } = await globalThis.axe.run(document, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
                'best-practice'],
            rules: Object.fromEntries(rules.map((rule) => [rule, { enabled: false }])),
        });

        return violations.map(({ id, help, nodes }) =>
            [`${id}: ${help}`, ...nodes.slice(0, 5).map((node) => node.html)]
                .join('\n  '));
    }, except);

    assert.equal(found.join('\n'), '', page.url());
}

// Nothing sticks out to the side.
export async function fitsItsWidth(page) {
    const { wide, view, who } = await page.evaluate(() => {
        const view = document.documentElement.clientWidth;

        return {
            view, wide: document.documentElement.scrollWidth,
            who: [...document.querySelectorAll('body *')]
                .filter((one) => one.getBoundingClientRect().right > view + 1)
                .slice(0, 3).map((one) => one.outerHTML.slice(0, 120)),
        };
    });

    assert.ok(wide <= view, `${page.url()} is ${wide} px in ${view}: ${who.join(' ')}`);
}

export const CALM = { font: 18, target: 48 };
export const ELDER = { font: 22, target: 60 };

// Letters and what is pressed are large enough.  Links inside a sentence may be lower.
export async function isLargeEnough(page, { font, target } = CALM) {
    const small = await page.evaluate(measure, { font, target });

    assert.deepEqual(small, [], page.url());
}

// Runs in the page.  A target is as large as the box in which a press reaches it, so a
// row that is one link counts as a whole, and a label is part of its field.
function measure({ font, target }) {
    const PRESSED = 'a[href],button,input:not([type=hidden]),select,textarea,summary';
    const said = (one) => one.outerHTML.slice(0, 100);
    const small = [];

    function isSeen(one) {
        return one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
            && !one.closest('.unseen, .skip');
    }

    function isInSentence(one) {
        return one.tagName === 'A' && getComputedStyle(one).display === 'inline'
            && [...one.parentElement.childNodes].some((node) =>
                node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
    }

    function reached(x, y) {
        const at = document.elementFromPoint(x, y);
        const one = at?.closest(PRESSED);

        return one ?? at?.closest('label')?.control ?? null;
    }

    function extent(one, x, y, dx, dy) {
        let steps = 0;

        while (steps < target && reached(x + dx * steps, y + dy * steps) === one)
            steps++;
        return steps;
    }

    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);

    while (texts.nextNode()) {
        const parent = texts.currentNode.parentElement;

        if (texts.currentNode.data.trim() === '' || !isSeen(parent)
            || parent.closest('noscript, script, style, svg'))
            continue;

        const size = parseFloat(getComputedStyle(parent).fontSize);

        if (size + 0.01 < font)
            small.push(`${size} px: ${said(parent)}`);
    }
    for (const one of document.querySelectorAll(PRESSED)) {
        if (!isSeen(one) || isInSentence(one) || one.disabled)
            continue;
        one.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });

        const box = (one.getClientRects()[0] ?? one.getBoundingClientRect());
        const x = box.x + box.width / 2;
        const y = box.y + box.height / 2;

        if (box.width === 0 || reached(x, y) !== one)
            continue;

        const high = extent(one, x, y, 0, -1) + extent(one, x, y, 0, 1) - 1;
        const wide = extent(one, x, y, -1, 0) + extent(one, x, y, 1, 0) - 1;

        if (high < target - 1 || wide < target - 1)
            small.push(`${wide} x ${high} px to press: ${said(one)}`);
    }
    return small;
}

export async function picture(page, name) {
    if (!process.env.HAOBAN_PICTURES)
        return;

    const folder = path.join(root, 'test/browser/pictures');
    const { width } = page.viewportSize();

    fs.mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: path.join(folder, `${name}-${width}.png`),
        fullPage: true });
}
