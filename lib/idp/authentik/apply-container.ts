import type { ExistingMount } from '../../contract/existing-idp.ts';
import type { Facts } from '../../contract/facts.ts';
import type { JsonMap } from '../../manifest/manifest.ts';
import { authentikEnv } from './environment.ts';
import { importScript, importScriptKey } from './import-script.ts';
import { runVariable } from './proof.ts';

/** How a Job's container gets blueprints into authentik. */
export interface Applier {
  readonly container: JsonMap;
  readonly mounts: readonly JsonMap[];
  readonly volumes: readonly JsonMap[];
  /** What else lies in the ConfigMap beside the blueprints. */
  readonly files: Readonly<Record<string, string>>;
}

const folder = '/blueprints/pinout';
const tokenFolder = '/run/secrets/authentik-token';
const authorityKey = 'authority.pem';

/** Files that the settings of an authentik name, where its own pods have them. */
function filesOf(mounts: readonly ExistingMount[]): Pick<Applier, 'mounts' | 'volumes'> {
  return {
    mounts: mounts.map(({ path }, index) => ({ name: `existing-${index}`, mountPath: path, readOnly: true })),
    volumes: mounts.map((one, index) => ({
      name: `existing-${index}`,
      ...('secret' in one ? { secret: { secretName: one.secret } } : { configMap: { name: one.configMap } }),
    })),
  };
}

/**
 * authentik's own command with the settings of its server, where the Job can reach the database; its API otherwise.
 *
 * @param files names of the blueprints, in their order
 */
export function applier({ idp }: Facts, files: readonly string[]): Applier {
  const run = { name: runVariable, valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } };
  const { existing } = idp;
  if (existing?.kind !== 'outside')
    return {
      container: {
        args: ['apply_blueprint', ...files.map((file) => `pinout/${file}`)],
        ...(existing === undefined || existing.secrets.length === 0 ? {} : { envFrom: existing.secrets.map((name) => ({ secretRef: { name } })) }),
        env: [...authentikEnv({ idp }), run],
      },
      ...filesOf(existing?.mounts ?? []),
      files: {},
    };
  const { name, key } = existing.token;
  const authority = existing.certificateAuthority;
  return {
    container: {
      command: ['python', `${folder}/${importScriptKey}`, ...files.map((file) => `${folder}/${file}`)],
      env: [
        { name: 'AUTHENTIK_URL', value: existing.url },
        { name: 'AUTHENTIK_TOKEN_FILE', value: `${tokenFolder}/${key}` },
        ...(authority === undefined ? [] : [{ name: 'AUTHENTIK_CA_FILE', value: `${folder}/${authorityKey}` }]),
        run,
      ],
    },
    mounts: [{ name: 'authentik-token', mountPath: tokenFolder, readOnly: true }],
    // Not optional: the pod waits until the Secret is there.
    volumes: [{ name: 'authentik-token', secret: { secretName: name, items: [{ key, path: key }] } }],
    files: { [importScriptKey]: importScript, ...(authority === undefined ? {} : { [authorityKey]: authority }) },
  };
}
