import { AxeBuilder } from '@axe-core/playwright';
import { SightlineProcess } from '@sightline/testing';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

const executablePath = process.env['SIGHTLINE_CHROMIUM'] ?? '/usr/bin/chromium';
const screenshots = path.join(tmpdir(), 'sightline-screenshots');

/** Without a browser there is nothing to test the page with. */
export const describeInChromium = existsSync(executablePath) ? describe : describe.skip;

export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
export const tablet: BrowserContextOptions = { viewport: { width: 1024, height: 768 }, hasTouch: true };
export const wall: BrowserContextOptions = { viewport: { width: 1920, height: 1080 } };

/** The real page of a real server in a real browser. */
export class PageFixture {
  private constructor(
    readonly server: SightlineProcess,
    private readonly browser: Browser,
  ) {}

  static async start(): Promise<PageFixture> {
    mkdirSync(screenshots, { recursive: true });
    const server = await (await SightlineProcess.create()).start();
    return new PageFixture(server, await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] }));
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.server.dispose();
  }

  context(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    return this.browser.newContext({ ...desktop, locale: 'en-GB', baseURL: this.server.url, ...options });
  }

  /** A page that has logged in by the link the server prints. */
  async loggedIn(address = '/', options: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await this.context(options)).newPage();
    await page.goto(`/login?key=${this.server.adminKey}&next=${encodeURIComponent(address)}`);
    await page.locator('main h1, main h2').first().waitFor();
    return page;
  }

  screenshot(page: Page, name: string): Promise<Buffer> {
    return page.screenshot({ path: path.join(screenshots, `${name}.png`) });
  }
}

/** What axe finds wrong that keeps someone from using the page. */
export async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`));
}

/** What a finger would miss: shown buttons and links lower than 44 px. */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.locator('button:visible, a:visible').evaluateAll((elements) =>
    elements
      .filter((element) => {
        const { height, width, left } = element.getBoundingClientRect();
        return left >= 0 && (height < 43.5 || width < 43.5);
      })
      .map((element) => element.outerHTML.slice(0, 160)),
  );

/** Whether the canvas of the boxes shows the colour of defects. */
export const showsBoxes = (page: Page): Promise<boolean> =>
  page.locator('[role=img] canvas').evaluateAll((canvases) =>
    canvases.some((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      for (let at = 0; at < pixels.length; at += 4) if (pixels[at] === 255 && pixels[at + 1] === 90 && pixels[at + 2] === 31) return true;
      return false;
    }),
  );

/** Waits until everything shown is drawn. */
export const pictures = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => [...document.images].filter(({ loading }) => loading !== 'lazy').every(({ complete }) => complete));
  if (page.url().includes('/inspections/')) await page.locator('[data-loaded] canvas').first().waitFor();
};
