import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { terminalPicture } from '../../scripts/terminal-picture.ts';
import { samplePictures } from '../../scripts/sample-pictures.ts';

it.each(samplePictures())('%s is what npm run pictures writes of the sample', (file, text) => {
  expect(readFileSync(file, 'utf8')).toBe(text);
});

it('docs/terminal.svg is what pinout check says now', async () => {
  const [file, text] = await terminalPicture();
  expect(readFileSync(file, 'utf8')).toBe(text);
  for (const said of ['group-unknown', 'redirect-missing', '2 paired']) expect(text).toContain(said);
});
