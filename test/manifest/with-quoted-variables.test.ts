import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withQuotedVariables } from '../../lib/manifest/with-quoted-variables.ts';

describe('a text with variables between brackets', () => {
  it('gets quotes around values that have one, and nowhere else', () => {
    expect(withQuotedVariables('a: [b, ${C}]')?.text).toBe('a: [b, "${C}"]');
    expect(withQuotedVariables('a: [https://b.${C}/d, e]')?.text).toBe('a: ["https://b.${C}/d", e]');
    expect(withQuotedVariables('{ a: ${B}, c: "${D}" }')?.text).toBe('{ a: "${B}", c: "${D}" }');
    expect(withQuotedVariables('a: ${B}\nc: "[${D}]"')).toBeUndefined();
    expect(withQuotedVariables('a: [b]')).toBeUndefined();
  });

  it('knows the way back for each place', () => {
    const piece = fc.constantFrom('[', ']', '{ a: ', '}', ', ', '${B}', 'x', '\n', '"', ' ', 'https://c.${D}/e');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const quoted = withQuotedVariables(text);
        if (quoted === undefined) return;
        let at = -1;
        for (let offset = 0; offset < quoted.text.length; offset++) {
          const back = quoted.before(offset);
          expect(back).toBeGreaterThanOrEqual(at);
          at = back;
          const character = quoted.text[offset];
          if (character !== '"') expect(text[back]).toBe(character);
        }
      }),
      { numRuns: 200 },
    );
  });
});
