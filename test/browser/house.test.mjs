// Every page that anybody may see: accessible, within its width and its budget, large
// enough to read and press, with and without scripts.

import assert from 'node:assert/strict';

import { CALM, fitsItsWidth, isAccessible, isLargeEnough, picture, withBrowser }
    from '../lib/browser.mjs';
import { isWithinBudget } from '../lib/budget.mjs';

const PAGES = { home: '/', 'not-found': '/no-such-page' };
const expect = [404];

withBrowser('open pages', (it) => {
    for (const [name, address] of Object.entries(PAGES)) {
        it(`${name}: axe finds nothing, in light and dark`, async ({ open }) => {
            await isAccessible(await open(address, { expect }));
            await isAccessible(await open(address, { expect, scheme: 'dark' }));
        });

        for (const width of [320, 360, 1280])
            it(`${name}: fits ${width} px and is large enough`, async ({ open }) => {
                const page = await open(address, { width, expect });

                await picture(page, name);
                await fitsItsWidth(page);
                await isLargeEnough(page, CALM);
            });

        it(`${name}: reads the same without scripts`, async ({ open }) => {
            const page = await open(address, { width: 360, script: false, expect });

            await page.getByRole('main').waitFor();
            assert.equal(await page.getByRole('main').count(), 1);
        });
    }

    it('the home page keeps its budget', async ({ client }) => {
        await isWithinBudget(client, '/');
    });
});
