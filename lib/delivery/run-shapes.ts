import { textOfNotSecret } from '../compose/not-secret.ts';
import { PinoutError, show } from '../contract/error.ts';
import { open } from '../contract/open-shape.ts';
import { isLiteral, kindOf, wrongType } from '../contract/option-error.ts';
import { absolutePath, size } from '../contract/option-texts.ts';
import { type Fields, list, object, orFunction, record, type Shape, text } from '../contract/shape.ts';
import { isSecretRef } from '../contract/secret-ref.ts';
import type { Data } from './app-template.ts';
import type { SidecarOptions, Env, RunOptions } from './run-options.ts';
import { resourcesShape } from './resources.ts';
import { chartShape } from './workload.ts';

/** A folder that outlives its container. */
const dataShape = object<Data>({ path: absolutePath, size });

const raw = record((value, at) => (isLiteral(value) ? (open(value, at) as unknown) : value));

/** Names that a shell takes, and values that Kubernetes takes: text, or where it comes from. @throws PinoutError `env-invalid` */
export const envShape: Shape<Env> = (given, at) => {
  const env = raw(given, at);
  for (const [name, value] of Object.entries(env)) {
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && (typeof value === 'string' || isSource(value))) continue;
    throw new PinoutError({
      code: 'env-invalid',
      app: at.app,
      field: `${at.field}.${name}`,
      // Not shown: it may be a secret.
      found: typeof value === 'string' ? 'a name that is not valid for an environment variable' : typeof value === 'number' ? 'a number' : kindOf(value),
      wanted: "a text, secret, generated('NAME'), or { valueFrom: … }",
      fix: `write ${at.field}: { NAME: 'text', OTHER: secret }; numbers and booleans as text`,
    });
  }
  return env as Env;
};

function isSource(value: unknown): boolean {
  if (!isLiteral(value)) return false;
  if (textOfNotSecret(value) !== undefined) return true;
  const keys = Object.keys(value).sort().join(' ');
  return (keys === 'valueFrom' && isLiteral(value['valueFrom'])) || (keys === 'key name' && isSecretRef({ generation: 1, ...value }));
}

const command: Shape<readonly string[]> = (value, at) => {
  const words = list(text)(value, at);
  if (words.length > 0) return words;
  throw wrongType(value, at, 'a command and its arguments', "write for example ready: ['pg_isready']");
};

const sidecarShape = object<SidecarOptions<never>>({ image: text, env: orFunction(envShape), data: dataShape, ready: command, resources: resourcesShape });

const fields: Fields<RunOptions<never>> = {
  chart: chartShape,
  image: text,
  env: orFunction(envShape),
  data: dataShape,
  resources: resourcesShape,
  sidecars: record(sidecarShape),
  values: orFunction(open),
  generated: list(text),
};

/** Shapes of what an app runs, whatever its late-bound values see. */
export const runFields = fields as { readonly [K in keyof typeof fields]: Shape<never> };

/** Refuses options that would have no effect beside the others. @throws PinoutError `option-unused` */
export function refuseUnused(options: object, unused: readonly string[], because: string, app: string): void {
  const field = unused.find((name) => (options as Readonly<Record<string, unknown>>)[name] !== undefined);
  if (field === undefined) return;
  throw new PinoutError({
    code: 'option-unused',
    app,
    field,
    found: `${show(field)} ${because}`,
    wanted: 'absent: it would have no effect',
    fix: `remove ${field}`,
  });
}
