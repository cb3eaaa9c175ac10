import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';

type Files = Readonly<Record<string, string>>;
const check = (files: Files) => checkFiles(Object.entries(files).map(([file, text]) => ({ file, text })));
const left = (files: Files) =>
  check(files)
    .skipped.filter(({ code }) => code === 'not-applied')
    .map(({ message }) => message);

describe('a file of settings beside those that a generator takes', () => {
  const clients = (id: string) => `identity_providers:\n  oidc:\n    clients:\n      - { client_id: ${id}, redirect_uris: [https://notes.example.net/cb] }\n`;
  const files = (more: Files) => ({
    'id/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nconfigMapGenerator:\n  - { name: id, files: [conf/settings.yml] }\n`,
    'id/conf/settings.yml': clients('notes'),
    ...more,
  });
  const ids = (all: Files) =>
    check(all)
      .logins()
      .map(({ client }) => client);

  it('is not applied where it is like them, or has the beginning of their name', () => {
    expect(ids(files({}))).toEqual(['notes']);
    expect(ids(files({ 'id/conf/before.yml': clients('wiki') }))).toEqual(['notes']);
    expect(left(files({ 'id/conf/before.yml': clients('wiki') }))).toEqual([
      'id/conf/before.yml is not applied: it is not listed in the generator that takes files like it',
    ]);
    // A template cannot be compared.
    const template = `{{- if true }}\n${clients('notes')}{{- end }}\n`;
    expect(ids(files({ 'id/conf/settings.yml': template, 'id/conf/settings_backup.yml': clients('wiki') }))).toEqual(['notes']);
  });

  it('is read where it is another kind of file, or in another folder', () => {
    expect(
      ids(
        files({
          'id/conf/dex.yml':
            'staticClients:\n  - { id: wiki, redirectURIs: [https://wiki.example.net/cb], secretEnv: WIKI }\nissuer: https://dex.example.net\n',
        }),
      ),
    ).toContain('wiki');
    expect(ids(files({ 'other/settings.yml': clients('wiki') }))).toContain('wiki');
  });
});
