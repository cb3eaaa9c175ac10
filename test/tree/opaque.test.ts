import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostOf, slugOf } from '../../lib/tree/known.ts';
import { differs, hostTextOf } from '../../lib/tree/opaque.ts';
import { runs } from '../support/runs.ts';

it('the host of a URL is the same with a dot at its end', () => {
  for (const host of ['id.example.org', 'id.${DOMAIN}'])
    for (const port of ['', ':8443']) expect(hostTextOf(`https://${host}.${port}/x`)).toBe(hostTextOf(`https://${host}${port}/x`));
  expect(hostOf('https://id.example.org./x')).toBe('id.example.org');
});

describe('differs', () => {
  it.each([
    ['https://a.${D}/x', 'https://a.${D}/y', true],
    ['https://a.${D}/x', 'https://a.${D}/x', false],
    ['https://a.${D}/x', 'https://b.${E}/x', true],
    ['https://a.${D}/x', 'https://a.${E}/x', false],
    ['https://a.${D}/x', 'https://a.example.org/x', false],
    ['${D}-a', '${D}', true],
    ['a', 'ab${D}', true],
    ['a', 'a${D}', false],
    ['ENC[AES,1]', 'ENC[AES,2]', false],
    ['urn:k8s:secret:door:id', 'board', false],
    ['{{ .id }}-x', '{{ .id }}-y', true],
    ['{{ .id }}x', '{{ .id }}xx', false],
    ['${A:-${B}}/x', 'https://b/x', false],
    ['${A/x', 'b', false],
    ['https://a.$${D}/x', 'https://a.example.org/x', false],
    ['https://a.$${D}/x', 'https://b.example.org/x', true],
    ['https://a.$$(D)/x', 'https://a.example.org/x', false],
    ['', 'b', false],
  ])('%s and %s: %s', (a, b, wanted) => {
    expect(differs(a, b)).toBe(wanted);
    expect(differs(b, a)).toBe(wanted);
  });

  it('is never sure of what some value would make equal', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '/', '${D}', '${E}'), { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
    const value = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 3 });
    fc.assert(
      fc.property(text, text, value, value, (a, b, d, e) => {
        const filled = (one: string) => one.replaceAll('${D}', () => d).replaceAll('${E}', () => e);
        if (filled(a) === filled(b)) expect(differs(a, b)).toBe(false);
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('a URL with a variable', () => {
  it.each([
    ['https://auth.${DOMAIN}/application/o/notes/', 'auth.${DOMAIN}', undefined, 'notes'],
    ['https://Auth.example.org/application/o/${APP}/', 'auth.example.org', 'auth.example.org', undefined],
    ['https://${HOST:=a/b}:8443/application/o/notes/end-session/', '${HOST:=a/b}:8443', undefined, 'notes'],
    ['${URL}/application/o/notes/', undefined, undefined, 'notes'],
    ['auth.${DOMAIN}', 'auth.${DOMAIN}', undefined, undefined],
    ['https://auth.$${DOMAIN}/application/o/notes/', 'auth.$${DOMAIN}', undefined, 'notes'],
    ['https://user@auth.${DOMAIN}', 'auth.${DOMAIN}', undefined, undefined],
    ['/path', undefined, undefined, undefined],
  ])('%s keeps what is known', (url, text, host, slug) => {
    expect([hostTextOf(url), hostOf(url), slugOf(url)]).toEqual([text, host, slug]);
  });
});
