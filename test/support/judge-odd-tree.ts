import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { main } from '../../lib/cli/main.ts';
import { oddTree } from './odd-trees.ts';

const formats = ['text', 'github', 'sarif', 'json'];

/** What check and validate do wrong with the tree of a seed: nothing, unless they break, print a control character, or do not stop printing. */
export async function faultsOfOddTree(seed: number, folder: string): Promise<string[]> {
  const tree = join(folder, 'tree');
  rmSync(tree, { recursive: true, force: true });
  for (const { file, text } of oddTree(seed)) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), text);
  }
  const faults: string[] = [];
  for (const command of ['check', 'validate']) {
    let printed = '';
    const start = process.cpuUsage();
    const args = [command, tree, '--format', formats[seed % formats.length]!, ...(command === 'validate' ? ['--no-cache'] : [])];
    const take = (text: string): void => void (printed += text);
    let code: number | string;
    try {
      code = await main(args, { out: take, talk: take, env: {} });
    } catch (error) {
      code = String(error);
    }
    // Of the processor: a busy machine makes nothing wrong.
    const { user, system } = process.cpuUsage(start);
    const seconds = (user + system) / 1e6;
    const said = (what: string): void => void faults.push(`seed ${seed}, ${command}: ${what}`);
    if (code !== 0 && code !== 1) said(`ends with ${code}: ${printed.slice(0, 300)}`);
    const broken = /.*(?:\bunexpected:|rule-failed|something in it cannot be read|\bat .*\.ts:\d).*/.exec(printed)?.[0];
    if (broken !== undefined) said(broken.slice(0, 300));
    const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]/.exec(printed);
    if (control !== null) said(`prints ${JSON.stringify(control[0])} after ${JSON.stringify(printed.slice(Math.max(0, control.index - 80), control.index))}`);
    if (printed.length > 500_000) said(`prints ${printed.length} characters`);
    if (seconds > 10) said(`takes ${seconds.toFixed(1)} s`);
  }
  return faults;
}
