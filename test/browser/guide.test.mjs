// A question that found nothing is left to the hall, and the librarian's page of them.

import { fitsItsWidth, isAccessible, picture, withBrowser } from '../lib/browser.mjs';
import { PASSWORD } from '../lib/server.mjs';

const NOTHING = `/search?q=${encodeURIComponent('zzqqx飞碟')}`;

withBrowser('the guide', (it) => {
    for (const width of [360, 1280])
        it(`takes a question at ${width} px, and shows it to the librarian`,
            async ({ open }) => {
                const page = await open(NOTHING, { width });

                await isAccessible(page);
                await page.getByRole('button', { name: '留给大厅' }).click();
                await page.getByRole('heading', { name: '已记下' }).waitFor();
                await isAccessible(page);

                const desk = await open('/desk/sign-in', { width });

                await desk.fill('input[name=login]', 'librarian');
                await desk.fill('input[name=password]', PASSWORD);
                await desk.click('main button');
                await desk.waitForURL(/library/);
                await desk.getByRole('link', { name: '导引' }).click();
                await desk.getByText('zzqqx飞碟').waitFor();
                await isAccessible(desk);
                await fitsItsWidth(desk);
            });

    it('takes a question without JavaScript', async ({ open }) => {
        const page = await open(NOTHING, { script: false });

        await page.getByRole('button', { name: '留给大厅' }).click();
        await page.getByRole('heading', { name: '已记下' }).waitFor();
    });
});

// So many visitors that what they opened is written at once.
const VISITORS = 130;

withBrowser('what visitors opened', (it) => {
    it('is shown to the librarian at 360 and 1280 px', async ({ client, open }) => {
        const found = await client.get(`/search?q=${encodeURIComponent('请问老年优待')}`);
        const [, path] = /href="(\/search\/open\?code=[^"]+)"/.exec(found.body);

        for (let i = 0; i < VISITORS; i++)
            await client.get(path.replaceAll('&amp;', '&'),
                { 'x-forwarded-for': `198.51.100.${i}` });
        for (const width of [360, 1280]) {
            const desk = await open('/desk/sign-in', { width });

            await desk.fill('input[name=login]', 'librarian');
            await desk.fill('input[name=password]', PASSWORD);
            await desk.click('main button');
            await desk.waitForURL(/library/);
            await desk.getByRole('link', { name: '导引' }).click();
            await desk.getByRole('cell', { name: '老年优待', exact: true }).waitFor();
            await picture(desk, 'guide-evidence');
            await isAccessible(desk);
            await fitsItsWidth(desk);
        }
    });
}, { options: ['--trusted-proxy', '127.0.0.1'] });
