import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkTree } from '../../lib/check/check-tree.ts';
import { tempFolder } from '../support/temp-folder.ts';

const header = '# Written by pinout\n';
const namespaced = (name: string, annotations = '', key = 'pinout/ignore') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: nowhere\n${annotations === '' ? '' : `  annotations:\n    ${key}: ${JSON.stringify(annotations)}\n`}`;

function check(text: string) {
  const folder = tempFolder();
  writeFileSync(join(folder, 'a.yaml'), header + text);
  return checkTree([folder]).findings.map(({ code, line, suppressed }) => [code, line, suppressed?.reason]);
}

describe('suppression', () => {
  it('leaves out one document by a comment above it, and no other', () => {
    expect(check(`${namespaced('a')}---\n# pinout-ignore reference-missing: made by hand\n${namespaced('b')}---\n${namespaced('c')}`)).toEqual([
      ['reference-missing', 6, undefined],
      ['reference-missing', 13, 'made by hand'],
      ['reference-missing', 19, undefined],
    ]);
  });

  it('leaves out a whole file, and one object by its annotation', () => {
    expect(
      check(`# pinout-ignore-file reference-missing, unread: made by hand\n${namespaced('a')}---\n${namespaced('b')}`).map(([, , reason]) => reason),
    ).toEqual(['made by hand', 'made by hand']);
    expect(check(`${namespaced('a', 'unread: x; reference-missing: made: by hand')}---\n${namespaced('b')}`).map(([, , reason]) => reason)).toEqual([
      'made: by hand',
      undefined,
    ]);
    expect(check(namespaced('a', 'reference-missing: its name of earlier', 'pinout.dev/ignore')).map(([, , reason]) => reason)).toEqual([
      'its name of earlier',
    ]);
  });

  it('does nothing without a reason, without a code, or inside a text', () => {
    for (const comment of ['# pinout-ignore reference-missing', '# pinout-ignore reference-missing:', '# pinout-ignore'])
      expect(check(`${comment}\n${namespaced('a')}`).map(([code, , reason]) => [code, reason])).toEqual([
        ['suppression-invalid', undefined],
        ['reference-missing', undefined],
      ]);
    expect(check(`${namespaced('a')}data:\n  script: |\n    # pinout-ignore reference-missing: no\n`).map(([, , reason]) => reason)).toEqual([undefined]);
  });
});
