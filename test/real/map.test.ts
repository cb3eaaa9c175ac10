import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mapData } from '../../lib/access/map/map-data.ts';
import { pageOf } from '../../lib/access/map/page.ts';
import { manyApps } from '../access/many-apps.ts';
import { modelOf, sampleFiles, without } from '../access/trees.ts';
import { has, run } from './tool.ts';

const program = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => run(name, ['--version']).status === 0);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(!has(program ?? 'chromium', ['--version'], 'apt-get install chromium'))('the map in Chromium', () => {
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), 'pinout-map-'));
  const fileOf = (name: string, html: string): string => {
    const file = join(folder, name);
    writeFileSync(file, html);
    return pathToFileURL(file).href;
  };
  const sample = fileOf('sample.html', pageOf(mapData(modelOf(sampleFiles())), 'home'));
  const broken = fileOf('broken.html', pageOf(mapData(modelOf(without(sampleFiles(), /identity\/grafana|blueprints\/grafana/))), 'home'));
  const many = fileOf('many.html', pageOf(mapData(modelOf(manyApps(500))), 'many'));

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: run('which', [program!]).stdout.trim(), args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A page whose every error and every request fails the test. */
  async function open(url: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<{ page: Page; faults: string[] }> {
    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 }, ...options });
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('request', (request) => request.url().startsWith('file:') || faults.push(request.url()));
    await page.goto(url);
    return { page, faults };
  }
  const panel = (page: Page) => page.locator('#panel').innerText();

  it('shows what a group may open, and who may enter an app', async () => {
    const { page, faults } = await open(sample);
    await page.getByRole('button', { name: 'group family' }).click();
    await expect.poll(() => panel(page)).toMatch(/family\s+may open\s+Nextcloud/);
    expect(await panel(page)).toMatch(/and like everyone\s+Homepage/i);
    await page.locator('#panel').getByRole('link', { name: 'Nextcloud' }).click();
    await expect.poll(() => panel(page)).toMatch(/Who may enter\s+admin as admin/);
    expect(await panel(page)).toContain('redeems the code with its client secret');
    expect(await page.locator('.node.chosen').getAttribute('aria-label')).toBe('app Nextcloud cloud.home.example.org');
    expect(page.url()).toMatch(/#a\d+$/);
    await page.keyboard.press('Escape');
    await expect.poll(() => panel(page)).toContain('Choose something');
    expect(faults).toEqual([]);
    await page.close();
  });

  it('works by keyboard alone', async () => {
    const { page, faults } = await open(sample);
    await page.keyboard.press('/');
    await page.keyboard.type('vault');
    expect(await page.locator('#said').innerText()).toMatch(/^\d+ of 13 apps fit vault$/);
    expect(await page.locator('.logins tbody tr:visible').count()).toBeLessThan(13);
    await page.keyboard.press('Escape');
    expect(await page.locator('.logins tbody tr:visible').count()).toBe(13);
    await page.locator('.node').first().focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('.node').first().getAttribute('aria-pressed')).toBe('true');
    expect(await page.locator('#said').innerText()).toContain('chosen');
    expect(faults).toEqual([]);
    await page.close();
  });

  it('makes a broken pair stand out', async () => {
    const { page } = await open(broken);
    expect(await page.locator('.node.app.error, .node.app.unpaired').count()).toBe(1);
    expect(await page.locator('.wire.broken').count()).toBe(1);
    await page.close();
  });

  it('has no serious fault of accessibility, in the light and in the dark, before and after a choice', async () => {
    for (const colorScheme of ['light', 'dark'] as const)
      for (const url of [sample, broken]) {
        const { page } = await open(url, { colorScheme, bypassCSP: true });
        for (const name of ['', 'group grafana-admins']) {
          if (name !== '' && url === sample) await page.getByRole('button', { name }).click();
          await page.evaluate(axe);
          const found = await page.evaluate(async () => {
            const { violations } = await (
              globalThis as unknown as { axe: { run: () => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> } }
            ).axe.run();
            return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`);
          });
          expect(found).toEqual([]);
        }
        await page.close();
      }
  });

  it('turns dark and light by its button', async () => {
    const { page } = await open(sample, { colorScheme: 'light' });
    const ground = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const light = await ground();
    await page.locator('#theme').click();
    expect(await ground()).not.toBe(light);
    await page.locator('#theme').click();
    expect(await ground()).toBe(light);
    await page.close();
  });

  it('finds one of 500 apps', async () => {
    const { page, faults } = await open(many);
    console.log(`500 apps open in ${Math.round(await page.evaluate<number>("performance.getEntriesByType('navigation')[0].duration"))} ms`);
    await page.locator('#search').fill('app 321');
    expect(await page.locator('.logins tbody tr:visible').count()).toBe(1);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('reads without a script, and prints', async () => {
    const { page } = await open(sample, { javaScriptEnabled: false });
    expect(await page.locator('.matrix tbody tr').count()).toBe(14);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('aside').isVisible()).toBe(false);
    expect(await page.locator('.logins').isVisible()).toBe(true);
    await page.close();
  });
});
