import { PinoutError, show } from '../contract/error.ts';
import { dnsLabel } from '../contract/names.ts';
import type { SecretRef } from '../contract/secret-ref.ts';
import { checkedOptions, object, text } from '../contract/shape.ts';
import type { Manifest, Placed } from '../manifest/manifest.ts';
import type { Written } from '../manifest/written.ts';
import { assertUnique } from './generated-secrets.ts';
import { copyName, type SecretFile, type SecretReader, type SecretsChoice, type SecretUse } from './secret-backend.ts';

export interface SopsOptions {
  /** Folder of the encrypted files, beside the app file; `secrets` unless given. */
  readonly folder?: string;
  /** Secret in Flux' namespace that holds the age key, under a key that ends in `.agekey`; `sops-age` unless given. */
  readonly keySecret?: string;
}

const shape = object<SopsOptions>({ folder: text, keySecret: text });

/**
 * Secrets as files in git, encrypted by SOPS with age. `pinout secrets add` makes each value once and encrypts it for every namespace that
 * reads it; synth copies the encrypted text into dist as it is, and Flux decrypts it when it applies the layer. Nothing here, and nothing in
 * synth, ever decrypts.
 *
 * @throws PinoutError `path-invalid`, `name-invalid`, `secret-twice`
 * @example
 * const secrets = sopsSecrets();
 */
export function sopsSecrets(given: SopsOptions = {}): SecretsChoice {
  const options = checkedOptions(shape, given, { app: 'cluster', field: 'secrets' });
  const folder = checkedFolder(options.folder ?? 'secrets');
  const keySecret = dnsLabel(options.keySecret ?? 'sops-age', { app: 'cluster', field: 'secrets.keySecret' });
  return ({ name: cluster, gitops }) => {
    const files = ({ ref, readers }: SecretUse) => readers.map((reader) => fileOf(ref, reader, `${folder}/${cluster}`));
    return {
      name: 'SOPS',
      decryption: keySecret,
      files,
      where: (use) =>
        files(use)
          .map(({ path }) => `\`${path}\``)
          .join(', '),
      place(uses) {
        assertUnique(uses);
        return uses.flatMap((use) =>
          use.readers.map((reader): Placed => ({
            folder: reader.folder,
            from: use.from,
            object: secretObject(use.ref, reader),
            copy: fileOf(use.ref, reader, `${folder}/${cluster}`).path,
          })),
        );
      },
      needs: () => [{ kind: 'Secret', namespace: gitops.source.namespace, name: keySecret, why: 'the age key with which Flux decrypts the client secrets' }],
      steps: () => [
        {
          text: `Give Flux the age key (the private key for the recipient in \`.sops.yaml\`; keep a copy in your password manager)`,
          commands: [`kubectl -n ${gitops.source.namespace} create secret generic ${keySecret} --from-file=age.agekey=/dev/stdin < age.agekey`],
        },
      ],
    };
  };
}

function fileOf(ref: SecretRef, reader: SecretReader, folder: string): SecretFile {
  const name = copyName(ref, reader);
  return { namespace: reader.namespace, name, path: `${folder}/${reader.namespace}/${name}.sops.yaml` };
}

/** What stands for the Secret until its text is copied. */
function secretObject(ref: SecretRef, reader: SecretReader): Manifest {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: copyName(ref, reader), namespace: reader.namespace } } satisfies Written<'Secret'>;
}

function checkedFolder(value: unknown): string {
  if (typeof value === 'string' && /^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/.test(value)) return value;
  throw new PinoutError({
    code: 'path-invalid',
    app: 'cluster',
    field: 'secrets.folder',
    found: show(value),
    wanted: 'a folder next to the app file, such as secrets',
    fix: "write sopsSecrets({ folder: 'secrets' }), or remove it",
  });
}
