import { type IdpChoice, idpMark, isIdpChoice } from '../contract/idp-choice.ts';
import { PinoutError, show } from '../contract/error.ts';
import { wrongType } from '../contract/option-error.ts';
import { checkedOptions, type Shape } from '../contract/shape.ts';
import type { Rule } from '../repository/rule.ts';
import type { IdentityProvider, WritableProvider } from './identity-provider.ts';
import { type IdpWriter, writtenBy } from './own-writer.ts';
import { writtenProvider } from './written.ts';

const mark = Symbol.for('pinout.identity-provider.definition');

/** An identity provider as its owner describes it. */
export interface OwnIdentityProvider<Options> extends Omit<IdentityProvider, 'imports'> {
  /** What goes wrong with it in manifests, made by `defineRule`. */
  readonly rules?: readonly Rule[];
  /** What its options may hold. Goes with `writer`. */
  readonly shape?: Shape<Options>;
  /** What is written of it. Absent: its clients are only read. */
  readonly writer?: (options: Options) => IdpWriter;
}

/** A function from options to an identity provider, for `idp.provider`. It also carries the reader and rules for `check --integrations`. */
export interface DefinedIdentityProvider<Options> {
  (options: Options): IdpChoice;
  readonly provider: IdentityProvider;
  readonly rules: readonly Rule[];
}

/**
 * An identity provider of your own: how its clients are read in manifests, its rules, and what is written of it.
 *
 * @throws PinoutError `idp-invalid`: a part of it is missing, or it has the name of the one that pinout installs
 * @example
 * const shape = object<{ readonly version: string }>({ version: text });
 * export const turnstile = defineIdentityProvider({ facts: idpFacts, read: () => ({ clients: [] }), shape, writer: ({ version }) => writerOf(version) });
 * // apps/main.ts: idp: { provider: turnstile({ version: '1.4.0' }) }, and: pinout check --integrations idp/turnstile.ts
 */
export function defineIdentityProvider<Options = Readonly<Record<string, never>>>(given: OwnIdentityProvider<Options>): DefinedIdentityProvider<Options> {
  const name: unknown = given?.facts?.name;
  const refuse = (field: string, found: string, wanted: string, fix: string) =>
    new PinoutError({ code: 'idp-invalid', app: show(name), field: `defineIdentityProvider.${field}`, found, wanted, fix });
  if (typeof name !== 'string' || !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name))
    throw refuse('facts.name', show(name), 'lower case letters, digits and hyphens', "write a name such as 'turnstile'");
  if (name === writtenProvider.facts.name) throw refuse('facts.name', show(name), 'another name: pinout has rules for this one', 'choose another name');
  if (!(given.facts.address instanceof RegExp) || !(given.facts.runs?.image instanceof RegExp) || typeof given.facts.title !== 'string')
    throw refuse('facts', 'facts without title, address or runs.image', 'every field of IdpFacts', 'start from the facts that pinout new-idp writes');
  if (typeof given.read !== 'function') throw refuse('read', show(given.read), 'a function', 'write read');
  const { rules = [], shape, writer, ...provider } = given;
  if ((shape === undefined) !== (writer === undefined))
    throw refuse(shape === undefined ? 'shape' : 'writer', 'missing', 'both shape and writer, or neither', 'write both: shape describes the options');
  const made = (...args: readonly unknown[]): IdpChoice => {
    if (shape === undefined || writer === undefined)
      throw refuse('writer', 'missing', 'a writer: without one the provider can only be read', `give ${name} a shape and a writer, or remove idp.provider`);
    if (args.length > 1) throw wrongType(args[1], { app: 'cluster', field: 'idp.provider' }, 'nothing after the options', 'write it into the options');
    const options = checkedOptions(shape, args[0] ?? {}, { app: 'cluster', field: name });
    return Object.freeze(Object.assign(new Choice(), writtenBy(provider, writer(options))));
  };
  return Object.freeze(Object.assign(made, { provider, rules, [mark]: true }));
}

/** No plain object: options that are merged or copied leave it as it is. */
class Choice {
  readonly [idpMark] = true;
}

/** Whether a value was made by `defineIdentityProvider`, of any loaded copy of it. */
export const isDefinedIdentityProvider = (value: unknown): value is DefinedIdentityProvider<unknown> => typeof value === 'function' && mark in value;

/** The provider that a cluster is given: the user's own, else authentik. */
export const providerFor = ({ idp }: { readonly idp?: { readonly provider?: IdpChoice } }): WritableProvider =>
  isIdpChoice(idp?.provider) ? (idp.provider as unknown as WritableProvider) : writtenProvider;
