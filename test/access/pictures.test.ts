import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { samplePictures } from '../../scripts/sample-pictures.ts';

it.each(samplePictures())('%s is what npm run pictures writes of the sample', (file, text) => {
  expect(readFileSync(file, 'utf8')).toBe(text);
});
