import { describe, expect, it } from 'vitest';
import { hiddenPartsOf, wholes } from '../support/hidden-parts.ts';
import { treeSaid } from '../support/tree-said.ts';

const grave = (files: Readonly<Record<string, string>>): string[] => treeSaid(files).filter((line) => !line.startsWith('info '));

describe.each(wholes)('$name, of which a part is elsewhere', (whole) => {
  it('is right when all of it is here', () => {
    expect(grave({ 'app.yaml': whole.app, [whole.client.file]: whole.client.text })).toEqual([]);
  });

  // test/real/hidden-parts.test.ts goes through all of them.
  const parts = hiddenPartsOf(whole);
  it.each(parts.filter((_, at) => at < 3 || at % 4 === 3))('says nothing that it cannot know: $name', ({ files }) => {
    expect(grave(files)).toEqual([]);
  });
});
