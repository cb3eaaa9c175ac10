import { fluxLayersOf } from '../model/flux-layers.ts';
import { mentions, textsOf } from '../../tree/walk.ts';
import type { Rule } from '../rule.ts';

/** It then applies the encrypted text. */
export const sopsUndecrypted: Rule = {
  code: 'sops-undecrypted',
  severity: 'warning',
  title: 'Flux is not told to decrypt a folder with encrypted files',
  *run(repository) {
    const { objects } = repository;
    const everywhere = objects.all.some(
      ({ kind, root }) =>
        (kind === 'Deployment' || kind === 'Kustomization' || kind === 'FluxInstance') &&
        /sops-age-secret|"?decryption"?:|\/spec\/decryption/.test(textsOf(root.get('spec'))),
    );
    if (everywhere || objects.of('Kustomization').some(({ root }) => mentions(root.get('spec', 'patches'), 'decryption'))) return;
    for (const { object, objects: inside } of fluxLayersOf(repository)) {
      if (object.root.get('spec', 'decryption').exists) continue;
      const secret = inside.find(({ root, kind }) => kind === 'Secret' && root.get('sops').exists);
      if (secret === undefined) continue;
      yield {
        at: object.root.get('spec'),
        message: `Kustomization/${object.name} applies ${secret.file}, which SOPS encrypted, without decryption`,
        expected: 'spec.decryption: { provider: sops, secretRef: … }',
        received: 'nothing',
        why: 'The Secret is refused for its unknown field sops, and with it everything that is applied together.',
        fix: 'add decryption to the Kustomization, or --sops-age-secret to kustomize-controller',
      };
    }
  },
};
