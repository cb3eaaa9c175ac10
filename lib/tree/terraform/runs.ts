import { posix } from 'node:path';
import { grouped } from '../../contract/grouped.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Tree } from '../tree.ts';
import type { Value } from './evaluate.ts';

/** A folder of Terraform as an object of Flux' controller runs it. */
export interface Run {
  readonly path: string;
  readonly variables: ReadonlyMap<string, Value>;
  /** The Secret for its outputs: `name`, `namespace`, and the key of each output by its name. */
  readonly writes?: Value;
}

/** What an object of tofu-controller runs, by the folder from the root of the repository (flux-iac/tofu-controller docs/References/terraform.md). */
export const runsOf = ({ objects }: Pick<Tree, 'objects'>): ReadonlyMap<string, readonly Run[]> =>
  grouped(
    objects.flatMap(({ kind, apiVersion, root, namespace }): Run[] => {
      const path = root.text('spec', 'path');
      if (kind !== 'Terraform' || !apiVersion.startsWith('infra.') || path === undefined) return [];
      const variables = root
        .items('spec', 'vars')
        .flatMap((one) => (one.get('value').exists ? [[one.text('name') ?? '', valueOf(one.get('value'))] as const] : []));
      const secret = root.get('spec', 'writeOutputsToSecret');
      const name = secret.text('name');
      const writes = name === undefined ? undefined : { name, namespace, outputs: outputsOf(secret.items('outputs')) };
      return [{ path: posix.join(path, '.').replace(/(.)\/$/, '$1'), variables: new Map(variables), ...(writes === undefined ? {} : { writes }) }];
    }),
    ({ path }) => path,
  );

/** `client_id`, or `client_id:id` for a key of another name; without a list all of them, of which these are in question. */
function outputsOf(list: readonly Reader[]): Value {
  const texts = list.length === 0 ? ['client_id', 'client_secret'] : list.flatMap((one) => one.text() ?? []);
  return Object.fromEntries(texts.map((text) => [text.split(':')[0]!, text.split(':')[1] ?? text]));
}

const valueOf = (node: Reader): Value => JSON.parse(JSON.stringify(node.value ?? null)) as Value;
