import { sampleBoard, sampleFiles } from '@sightline/testing';
import type { Page } from 'playwright-core';
import { barriers, describeInChromium, PageFixture, pictures, showsBoxes, smallTargets, tablet, wall } from './testing/page.fixture';

describeInChromium('the page', () => {
  let fixture: PageFixture;
  let page: Page;

  beforeAll(async () => {
    fixture = await PageFixture.start();
  });
  afterAll(() => fixture.stop());
  afterEach(() => page.context().close());

  it('sends who is not logged in to the log-in and back again', async () => {
    page = await (await fixture.context()).newPage();
    await page.goto('/inspections?verdict=fail');
    await page.getByLabel('Access key').fill('wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').waitFor();
    expect(await barriers(page)).toEqual([]);
    await fixture.screenshot(page, 'login-refused');
    await page.getByLabel('Access key').fill(fixture.server.adminKey);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.waitForURL('**/inspections?verdict=fail');
  });

  it('logs in by the printed link and keeps the key out of the address', async () => {
    page = await fixture.loggedIn('/');
    await page.getByRole('heading', { name: 'Waiting for the first frame' }).waitFor();
    expect(page.url()).toBe(`${fixture.server.url}/`);
    expect(await barriers(page)).toEqual([]);
    await fixture.screenshot(page, 'live-empty');
    await page.goBack().catch(() => null);
    expect(page.url()).not.toContain(fixture.server.adminKey);
  });

  it('makes a test camera, judges an upload and shows its boxes', async () => {
    page = await fixture.loggedIn('/upload');
    await fixture.screenshot(page, 'upload-no-camera');
    await page.getByRole('button', { name: 'Create a test camera' }).click();
    await page.getByRole('combobox', { name: 'Camera' }).waitFor();
    await page.locator('input[type=file]').setInputFiles(sampleFiles().slice(0, 2));
    await page.getByRole('link', { name: 'Open' }).nth(1).waitFor();
    expect(await page.getByText('Fail', { exact: true }).count()).toBe(2);
    expect(await barriers(page)).toEqual([]);
    await fixture.screenshot(page, 'upload-judged');

    await page.getByRole('link', { name: 'Open' }).first().click();
    await page.locator('[data-loaded] canvas').first().waitFor();
    expect(await page.getByRole('heading', { name: 'Fail' }).count()).toBe(1);
    expect(await showsBoxes(page)).toBe(true);
    await page.keyboard.press('b');
    expect(await showsBoxes(page)).toBe(false);
    await page.keyboard.press('1');
    await page.getByText('100 %', { exact: true }).waitFor();
  });

  it('says what is wrong with a file that is no image', async () => {
    page = await fixture.loggedIn('/upload');
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'broken.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no image at all') });
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.innerText()).toMatch(/Request /);
    await fixture.screenshot(page, 'upload-refused');
  });

  it('filters the list by the address and walks it by keys', async () => {
    page = await fixture.loggedIn('/inspections');
    const rows = page.locator('[data-inspection]');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(2);
    await page.getByRole('button', { name: 'Pass' }).click();
    await page.getByRole('heading', { name: 'No part fits these filters' }).waitFor();
    expect(page.url()).toContain('verdict=pass');
    await page.getByRole('button', { name: 'Fail' }).click();
    await rows.first().waitFor();
    const [first, second] = await rows.evaluateAll((elements) => elements.map((element) => element.getAttribute('data-inspection')));
    await page.locator('h1').click();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/inspections/${second}?verdict=fail`);
    await page.getByRole('button', { name: 'Newer' }).and(page.locator(':enabled')).waitFor();
    await page.keyboard.press('k');
    await page.waitForURL(`**/inspections/${first}?verdict=fail`);
    await page.keyboard.press('u');
    await page.waitForURL('**/inspections?verdict=fail');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await page.waitForURL(`${fixture.server.url}/`);
  });

  it('shows a frame posted meanwhile, also after the server was away', async () => {
    page = await fixture.loggedIn('/');
    await page.locator('[data-verdict]').first().waitFor();
    await page.locator('[data-connection=live]').waitFor();
    await fixture.server.judge(sampleBoard(3), { query: 'camera=upload&part=MEANWHILE-1' });
    await page.getByText('MEANWHILE-1', { exact: true }).waitFor();

    fixture.server.kill9();
    await page.locator('[data-connection=reconnecting]').waitFor();
    await fixture.screenshot(page, 'reconnecting');
    await fixture.server.start();
    await page.locator('[data-connection=live]').waitFor();
    await fixture.server.judge(sampleBoard(4), { query: 'camera=upload&part=MENDED-1' });
    await page.getByText('MENDED-1', { exact: true }).waitFor();
  });

  it('says that there is no such inspection, and no such page', async () => {
    page = await fixture.loggedIn('/inspections/00000000-0000-4000-8000-000000000000');
    await page.getByRole('heading', { name: 'There is no such inspection' }).waitFor();
    await page.goto('/nowhere');
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  });

  it.each(['light', 'dark'] as const)('has no barriers in %s', async (colorScheme) => {
    const [inspection] = await fixture.server.inspections();
    page = await fixture.loggedIn('/', { colorScheme });
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe(colorScheme);
    const places = {
      live: '/',
      inspections: '/inspections',
      gallery: '/inspections?view=gallery',
      inspection: `/inspections/${inspection?.id}`,
      upload: '/upload',
    };
    for (const [name, address] of Object.entries(places)) {
      await page.goto(address);
      await page.locator('[data-verdict], [data-inspection], input[type=file]').first().waitFor({ state: 'attached' });
      await pictures(page);
      await fixture.screenshot(page, `${name}-${colorScheme}`);
      expect({ name, barriers: await barriers(page) }).toEqual({ name, barriers: [] });
    }
  });

  it('can be used with fingers on a tablet', async () => {
    const [inspection] = await fixture.server.inspections();
    page = await fixture.loggedIn('/', tablet);
    for (const address of ['/', '/inspections', `/inspections/${inspection?.id}`, '/upload']) {
      await page.goto(address);
      await page.locator('[data-verdict], [data-inspection], input[type=file]').first().waitFor({ state: 'attached' });
      expect({ address, small: await smallTargets(page) }).toEqual({ address, small: [] });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1024);
    }
  });

  it('leaves only the line on a wall screen', async () => {
    page = await fixture.loggedIn('/?kiosk', wall);
    await page.locator('[data-verdict]').first().waitFor();
    expect(await page.getByRole('navigation', { name: 'Pages' }).count()).toBe(0);
    await fixture.screenshot(page, 'kiosk');
  });
});
