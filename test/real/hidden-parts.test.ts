import { describe, expect, it } from 'vitest';
import { hiddenPartsOf, wholes } from '../support/hidden-parts.ts';
import { treeSaid } from '../support/tree-said.ts';

const grave = (files: Readonly<Record<string, string>>): string[] => treeSaid(files).filter((line) => !line.startsWith('info '));

describe.each(wholes)('$name', (whole) => {
  it.each(hiddenPartsOf(whole))('says nothing that it cannot know: $name', ({ files }) => {
    expect(grave(files)).toEqual([]);
  });
});
