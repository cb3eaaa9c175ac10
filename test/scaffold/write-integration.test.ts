import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { spellingOf } from '../../lib/scaffold/spelling.ts';
import { writeIntegration } from '../../lib/scaffold/write-integration.ts';
import { readFolder, tempFolder } from '../support/temp-folder.ts';

const checkout = () => {
  const root = tempFolder();
  mkdirSync(join(root, 'lib', 'integrations'), { recursive: true });
  return root;
};

describe('a new integration', () => {
  it('has the folder that AGENTS.md describes', () => {
    const root = checkout();
    const files = writeIntegration(root, 'my-app');
    expect(Object.keys(readFolder(root))).toEqual([...files].sort());
    expect(files.map((file) => file.replace('lib/integrations/my-app/', '')).sort()).toEqual(
      ['README.md', 'fixtures/other.yaml', 'judge.ts', 'my-app.gallery.ts', 'my-app.test.ts', 'my-app.ts', 'options.ts', 'read.ts', 'write.ts'].sort(),
    );
    expect(readFolder(root)['lib/integrations/my-app/my-app.test.ts']).toContain('expectReadLaws');
  });

  it('is spelled for each place', () => {
    expect(spellingOf('my-app2')).toEqual({ name: 'my-app2', camel: 'myApp2', pascal: 'MyApp2', upper: 'MY_APP2', title: 'My App2' });
  });

  it.each([
    ['My App', 'slug-invalid'],
    ['2fa', 'slug-invalid'],
    ['a--b', 'slug-invalid'],
    ['../evil', 'slug-invalid'],
    ['', 'slug-invalid'],
  ])('is not called %j', (name, code) => {
    expect(() => writeIntegration(checkout(), name)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('overwrites nothing', () => {
    const root = checkout();
    writeIntegration(root, 'twice');
    const before = readFolder(root);
    expect(() => writeIntegration(root, 'twice')).toThrow(expect.objectContaining({ code: 'integration-exists' }) as Error);
    expect(readFolder(root)).toEqual(before);
  });

  it('needs a checkout', () => {
    expect(() => writeIntegration(tempFolder(), 'my-app')).toThrow(expect.objectContaining({ code: 'path-unreadable' }) as Error);
  });
});
