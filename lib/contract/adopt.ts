import { compareText } from './access.ts';
import type { Adopted } from './adopted.ts';
import { type Contract, groupsOf } from './contract.ts';
import { PinoutError, show } from './error.ts';
import { groupName } from './names.ts';
import { isLiteral } from './option-error.ts';
import { secretReference } from './option-texts.ts';
import { type Fields, list, object, type Shape, text } from './shape.ts';

/** Objects of authentik that are there already, as their owner names them: the blueprint takes them over and makes no second ones. */
export interface AdoptInput {
  /** The provider, by its name, its client id, or both. By a name alone, its client id is the app's name. */
  readonly provider?: string | { readonly name?: string; readonly clientId?: string };
  /** Slug of its application; the app's name unless given. */
  readonly application?: string;
  /** Groups of `access` and `roles` that are there: they are not made, and nothing of them is changed. */
  readonly groups?: readonly string[];
  /** The Secret in the app's namespace that holds the client secret, which stays. `new`: pinout makes another one, for both ends. */
  readonly secret?: 'new' | { readonly name: string; readonly key: string };
}

/** What of authentik an app takes over. */
export interface AdoptOption {
  /** Objects of authentik that are there already. */
  readonly adopt?: AdoptInput;
}

const provider: Shape<NonNullable<AdoptInput['provider']>> = (value, at) =>
  isLiteral(value) ? object<{ readonly name?: string; readonly clientId?: string }>({ name: text, clientId: text })(value, at) : text(value, at);
const secret: Shape<NonNullable<AdoptInput['secret']>> = (value, at) => (value === 'new' ? value : secretReference('wiki-oidc', 'client-secret')(value, at));

/** Shape of the option. */
export const adoptFields: Fields<AdoptOption> = { adopt: object<AdoptInput>({ provider, application: text, groups: list(text), secret }) };

/**
 * A contract that takes over what `adopt` names: with its client id and its Secret.
 *
 * @param said what else the app's user wrote
 * @throws PinoutError `adopt-invalid`, `credential-invalid`
 * @example adopting(contract, { provider: { clientId: 'k3Yx' }, application: 'wiki' }, { access: false, tile: {} }, 'wiki')
 */
export function adopting(contract: Contract, input: AdoptInput, said: Pick<Adopted, 'access' | 'tile' | 'outpost'>, app: string): Contract {
  const refuse = (field: string, found: string, wanted: string, fix: string) =>
    new PinoutError({ code: 'adopt-invalid', app, field: `adopt.${field}`, found, wanted, fix });
  const groups = (input.groups ?? []).map((one, index) => groupName(one, { app, field: `adopt.groups[${index}]` }));
  const named = groupsOf(contract);
  const stranger = groups.findIndex((one) => !named.includes(one));
  if (stranger !== -1)
    throw refuse(
      `groups[${stranger}]`,
      show(groups[stranger]),
      `a group in access or roles of the app: ${named.join(', ') || 'they have none'}`,
      'remove it, or add it to access or roles',
    );
  const base = { groups: [...new Set(groups)].sort(compareText), ...said };
  const { provider: given, application, secret: wanted } = input;
  if (given === undefined && application === undefined) {
    if (wanted !== undefined)
      throw refuse('secret', 'secret without provider', 'the provider it belongs to', "write adopt: { provider: { clientId: '…' }, secret: … }");
    if (groups.length === 0)
      throw refuse('provider', 'nothing', 'at least one of provider, application and groups', "write adopt: { provider: { clientId: '…' }, application: '…' }");
    return { ...contract, adopted: base };
  }
  const { name, clientId } = typeof given === 'string' ? { name: given, clientId: undefined } : (given ?? {});
  if (name !== undefined && !/^[^\p{Cc}]{1,200}$/u.test(name))
    throw refuse('provider.name', show(name), 'the name of a provider', "write provider: { name: 'Provider for Wiki' }");
  if (clientId !== undefined && !/^[\x21-\x7e]{1,255}$/.test(clientId))
    throw refuse('provider.clientId', show(clientId), 'a client id: 1 to 255 printable ASCII characters', "copy it from the provider's page in authentik");
  if (given !== undefined && name === undefined && clientId === undefined)
    throw refuse('provider', 'an object without name and clientId', 'the name or the client id of the provider', "write provider: { clientId: '…' }");
  const slug = application ?? contract.slug;
  if (!/^[-a-zA-Z0-9_]{1,200}$/.test(slug))
    throw refuse('application', show(slug), "the slug of an application: letters, digits, '-' and '_'", `write application: '${contract.slug}'`);
  if (contract.protocol === 'forward-auth') {
    if (clientId !== undefined)
      throw refuse('provider.clientId', show(clientId), 'the name of the proxy provider: its client id is not used', "write provider: 'Provider for Homepage'");
    if (wanted !== undefined) throw refuse('secret', 'a secret', 'absent: an app behind forward-auth has no client secret', 'remove secret');
    return { ...contract, adopted: { ...base, login: { provider: { name: name ?? contract.slug }, application: slug, secret: 'kept' } } };
  }
  const login = {
    provider: { ...(name === undefined ? {} : { name }), clientId: clientId ?? contract.clientId },
    application: slug,
    secret: wanted === 'new' ? 'new' : 'kept',
  } as const;
  const whole = { ...contract, clientId: login.provider.clientId, adopted: { ...base, login } };
  if (contract.clientType === 'public' && wanted !== undefined) throw refuse('secret', 'a secret', 'absent: a public client has no secret', 'remove secret');
  return whole.clientType === 'confidential' && wanted !== undefined && wanted !== 'new'
    ? { ...whole, secret: { ...whole.secret, object: wanted.name, key: wanted.key } }
    : whole;
}
