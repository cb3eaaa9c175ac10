import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';
import { codesSaid } from '../support/tree-said.ts';

type Files = Readonly<Record<string, string>>;
const checked = (files: Files) => checkFiles(Object.entries(files).map(([file, text]) => ({ file, text })));

describe('a blueprint', () => {
  const blueprint = (name: string, labels = '{}') =>
    `version: 1\nmetadata: { name: ${name}, labels: ${labels} }\nentries:\n  - model: authentik_providers_oauth2.oauth2provider\n    id: p\n    identifiers: { name: ${name} }\n    attrs: { client_id: ${name}, client_type: confidential, redirect_uris: [] }\n  - { model: authentik_core.application, identifiers: { slug: ${name} }, attrs: { name: ${name}, provider: !KeyOf p } }\n`;
  const off = '{ blueprints.goauthentik.io/instantiate: "false" }';

  it('that is switched off by its label is not judged, unless a Job applies it', () => {
    expect(codesSaid({ 'wiki.yaml': blueprint('wiki') })).not.toEqual([]);
    expect(codesSaid({ 'wiki.yaml': blueprint('wiki', off) })).toEqual([]);
    const job =
      'apiVersion: batch/v1\nkind: Job\nmetadata: { name: apply, namespace: sso }\nspec: { template: { spec: { restartPolicy: Never, containers: [{ name: apply, image: "ghcr.io/goauthentik/server:2026.5.0", command: [ak, apply_blueprint, /blueprints/wiki.yaml] }] } } }\n';
    expect(codesSaid({ 'wiki.yaml': blueprint('wiki', off), 'job.yaml': job })).not.toEqual([]);
  });

  it('that is commented out of the list of its folder is not judged', () => {
    const files = (...names: string[]) => ({
      'sso/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nconfigMapGenerator: [{ name: blueprints, files: [${names.join(', ')}] }]\n`,
      'sso/wiki.yaml': blueprint('wiki'),
      'sso/notes.yaml': blueprint('notes'),
    });
    const clients = (all: Files) =>
      checked(all)
        .logins()
        .map(({ client }) => client);
    expect(clients(files('wiki.yaml', 'notes.yaml'))).toEqual(['notes', 'wiki']);
    expect(clients(files('wiki.yaml'))).toEqual(['wiki']);
    expect(checked(files('wiki.yaml')).skipped.map(({ message }) => message)).toEqual([
      'sso/notes.yaml is not applied: it is not listed in the generator that takes files like it',
    ]);
  });
});
