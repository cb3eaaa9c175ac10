import type { Observed, Seen } from '../contract/observed.ts';
import { parseSecretObjectName } from '../contract/secret-ref.ts';
import { Reader } from '../manifest/reader.ts';
import type { SourceDocument } from '../manifest/source.ts';

const kinds = new Set(['HelmRelease', 'Deployment', 'StatefulSet', 'DaemonSet']);
const lists = /^(?:env|envs|extraEnv|extraEnvs|extraEnvVars|environment)$/;
const variable = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * The environment of one container, as it stands in a pod or in the values of a chart: a list of `name` and `value`, or a map from name to
 * value, as app-template and others take it.
 */
export class Environment {
  readonly document: Reader;
  readonly #variables: ReadonlyMap<string, Reader>;

  constructor(document: Reader, variables: ReadonlyMap<string, Reader>) {
    this.document = document;
    this.#variables = variables;
  }

  /** Every environment in HelmReleases and workloads. */
  static all(documents: readonly SourceDocument[]): Environment[] {
    return documents.flatMap((source) => {
      const root = Reader.of(source);
      if (!kinds.has(root.get('kind').text() ?? '')) return [];
      return listsBelow(root.get('spec'), 0).map((list) => new Environment(root, variablesOf(list)));
    });
  }

  names(): string[] {
    return [...this.#variables.keys()];
  }

  /** Where a variable stands. */
  at(name: string): Reader | undefined {
    return this.#variables.get(name);
  }

  /** Text of a variable that is written in the manifest. Numbers and booleans become text, as in the container. */
  text(name: string): Seen<string> | undefined {
    const node = this.#variables.get(name);
    if (node === undefined) return undefined;
    const value = !node.get('value').exists ? node : node.get('value');
    const scalar = value.tag === undefined ? value.scalar() : undefined;
    return typeof scalar === 'string' || typeof scalar === 'number' || typeof scalar === 'boolean' ? value.seen(String(scalar)) : undefined;
  }

  /** The Secret that a variable comes from. */
  secret(name: string): Observed['secret'] {
    const ref = this.#variables.get(name)?.get('valueFrom', 'secretKeyRef');
    const object = ref?.get('name').seenText();
    const key = ref?.get('key').seenText();
    if (object === undefined || key === undefined) return undefined;
    const parsed = parseSecretObjectName(object.value);
    return parsed === undefined ? { name: object, key } : { name: { ...object, value: parsed.name }, generation: { ...object, value: parsed.generation }, key };
  }
}

function listsBelow(node: Reader, depth: number): Reader[] {
  if (depth > 24) return [];
  const keys = node.keys();
  if (keys.length === 0) return node.items().flatMap((item) => listsBelow(item, depth + 1));
  return keys.flatMap((key) => {
    const value = node.get(key);
    return lists.test(key) && variablesOf(value).size > 0 ? [value] : listsBelow(value, depth + 1);
  });
}

function variablesOf(list: Reader): Map<string, Reader> {
  const keys = list.keys();
  if (keys.length > 0) return new Map(keys.every((key) => variable.test(key)) ? keys.map((key) => [key, list.get(key)]) : []);
  return new Map(
    list.items().flatMap((item) => {
      const name = item.get('name').text();
      return name === undefined ? [] : [[name, item] as const];
    }),
  );
}
