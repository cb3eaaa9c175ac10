import { PinoutError, show } from '../contract/error.ts';
import { guarded, isLiteral } from '../contract/option-error.ts';
import { isSecretRef, secretObjectName, type SecretRef } from '../contract/secret-ref.ts';
import { callback, checkedOptions, object } from '../contract/shape.ts';
import { copyName, type SecretsChoice } from './secret-backend.ts';

export interface ExistingOptions {
  /**
   * Name of the Secret of an app's login, when it is not `secretObjectName(ref)` (`grafana-oidc-1`), or its name and key. The name has to differ from generation to
   * generation: a Secret that keeps its name reaches no running pod. Both ends look for the same name, each in its namespace.
   */
  readonly name?: (ref: SecretRef, app: string) => string | { readonly name: string; readonly key: string };
}

const shape = object<ExistingOptions>({ name: callback });

/**
 * Secrets that somebody else brings into the cluster (by hand, by another tool). dist refers to them, and the page of the cluster lists them.
 *
 * @throws PinoutError `secret-name-invalid`, `secret-name-fixed`
 * @example
 * const secrets = existingSecrets({ name: (ref, app) => `${app}-sso-v${ref.generation}` });
 */
export function existingSecrets(options: ExistingOptions = {}): SecretsChoice {
  const { name } = checkedOptions(shape, options, { app: 'cluster', field: 'secrets' });
  return () => ({
    name: 'existing Secrets',
    where: ({ ref, readers }) => readers.map((reader) => `\`${reader.namespace}/${copyName(ref, reader)}\``).join(', '),
    ...(name === undefined ? {} : { rename: (ref: SecretRef, app: string) => renamed(name, ref, app) }),
    place: () => [],
    needs: (uses) =>
      uses.flatMap(({ ref, readers }) =>
        readers.map((reader) => ({
          kind: 'Secret',
          namespace: reader.namespace,
          name: copyName(ref, reader),
          why: `key \`${ref.key}\`${Object.entries(ref.plainData ?? {})
            .map(([key, value]) => `, key \`${key}\` with the value \`${value}\``)
            .join('')}${readers.length > 1 ? `, the same value in ${readers.map(({ namespace }) => namespace).join(' and ')}` : ''}`,
        })),
      ),
    steps: () => [
      {
        text: 'Create the Secrets listed on the page of the cluster, with 64 random letters and digits as values; the namespaces exist once the first layer is ready',
      },
    ],
  });
}

function renamed(name: NonNullable<ExistingOptions['name']>, ref: SecretRef, app: string): SecretRef {
  const of = (one: SecretRef): SecretRef => {
    const given: unknown = guarded(
      () => name(one, app),
      { app, field: 'secrets.name' },
      'late-value-failed',
      'a function that returns a name',
      'return a string',
    );
    const { name: object, key } = typeof given === 'string' ? { name: given, key: one.key } : isLiteral(given) ? given : {};
    const result: unknown = { ...one, object, key };
    if (isSecretRef(result)) return result;
    throw new PinoutError({
      code: 'secret-name-invalid',
      app,
      field: 'secrets.name',
      found: show(object),
      wanted: 'the name of a Secret: lower case letters, digits, dots and dashes',
      fix: 'write existingSecrets({ name: (ref, app) => `${app}-oidc-${ref.generation}` })',
    });
  };
  const [own, next] = [of(ref), of({ ...ref, generation: ref.generation + 1 })];
  if (secretObjectName(own) !== secretObjectName(next)) return own;
  throw new PinoutError({
    code: 'secret-name-fixed',
    app,
    field: 'secrets.name',
    found: `${show(own.object)} for every generation`,
    wanted: 'a name that changes with the generation: running pods do not notice a change in a Secret with the same name',
    fix: 'include ref.generation in the name',
  });
}
