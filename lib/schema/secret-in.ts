import type { Path } from '../manifest/parse-yaml.ts';
import { shown } from './checks/fault.ts';
import { isMap } from './validate-object.ts';

const secretName = /(?:pass(?:word|wd|phrase)?|secret|token|credentials?|private_?key|api_?key|client_?secret)$/i;

/** How a value is shown that may be a secret: by the name of its field, or because it is one of a Secret's. */
export function secretIn(root: unknown, path: Path): string | undefined {
  let value = root;
  let isSecret = isMap(root) && root['kind'] === 'Secret' && (path[0] === 'data' || path[0] === 'stringData');
  for (const step of path) {
    if (typeof step === 'string' && secretName.test(step.slice(-100))) isSecret = true;
    value = typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as Record<string | number, unknown>)[step] : undefined;
  }
  return isSecret && (typeof value === 'string' || typeof value === 'number') ? shown(value) : undefined;
}
