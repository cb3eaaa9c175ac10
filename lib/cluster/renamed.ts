import { compareText } from '../contract/access.ts';
import { clientIdShape, type Contract, groupsOf } from '../contract/contract.ts';
import { PinoutError, show } from '../contract/error.ts';
import { groupName, slugName } from '../contract/names.ts';
import { object, record, type Shape, text } from '../contract/shape.ts';

type Names = Readonly<Record<string, string>>;

/** What was called otherwise before: new names by old ones. */
export interface RenamedInput {
  /** Groups of the identity provider. They keep their members. */
  readonly groups?: Names;
  /** Slugs of applications, by the names of their apps. The slug is part of the issuer. */
  readonly slugs?: Names;
  /** Client ids, by the slugs of their clients. */
  readonly clientIds?: Names;
}

/** Shape of it. */
export const renamedShape: Shape<RenamedInput> = object<RenamedInput>({ groups: record(text), slugs: record(text), clientIds: record(text) });

const refuse = (field: string, found: string, wanted: string, fix: string) =>
  new PinoutError({ code: 'renamed-invalid', app: 'cluster', field: `renamed.${field}`, found, wanted, fix });

/** A contract under the names that it has now. @throws PinoutError `client-id-invalid`, `renamed-invalid`, `slug-invalid` */
export function withNames<C extends Contract>(contract: C, { slugs = {}, clientIds = {} }: RenamedInput = {}): C {
  const { slug } = contract;
  const of = (names: Names): string | undefined => (Object.hasOwn(names, slug) ? names[slug] : undefined);
  const [application, clientId] = [of(slugs), of(clientIds)];
  if (application === undefined && clientId === undefined) return contract;
  const field = application === undefined ? `clientIds.${slug}` : `slugs.${slug}`;
  if (contract.adopted?.login !== undefined)
    throw refuse(
      field,
      `${show(slug)}, whose login is adopted`,
      'an app that pinout created: slug and client id of an adopted login do not change, because clients outside git may use them',
      `rename it in authentik and in those clients, and write the new name in adopt of ${slug} in the same step`,
    );
  if (clientId !== undefined && contract.protocol !== 'oidc')
    throw refuse(`clientIds.${slug}`, `${show(slug)}, which is behind forward-auth`, 'an app with its own client', 'remove it: the outpost has the client');
  if (clientId !== undefined && !clientIdShape.test(clientId))
    throw new PinoutError({
      code: 'client-id-invalid',
      app: 'cluster',
      field: `renamed.clientIds.${slug}`,
      found: show(clientId),
      wanted: "at most 255 letters, digits and the characters '. _ ~ -'",
      fix: `write renamed: { clientIds: { ${JSON.stringify(slug)}: '${slug}-2' } }`,
    });
  return {
    ...contract,
    ...(application === undefined ? {} : { application: slugName(application, { app: 'cluster', field: `renamed.slugs.${slug}` }) }),
    ...(clientId === undefined ? {} : { clientId }),
  };
}

/** Groups that authentik makes itself, and finds by their names. */
const packaged = ['authentik Admins', 'authentik Read-only'];

/**
 * Groups that have another name now. What is renamed must be used by its new name, and by that alone: an app that still names the old one would admit nobody.
 *
 * @throws PinoutError `renamed-invalid`, `group-invalid`
 */
export function renamedGroupsOf(
  { groups = {}, slugs = {}, clientIds = {} }: RenamedInput = {},
  contracts: readonly Contract[],
  people: readonly string[],
): Names {
  const apps = contracts.map(({ slug }) => slug);
  for (const [kind, names] of [
    ['slugs', slugs],
    ['clientIds', clientIds],
  ] as const)
    for (const name of Object.keys(names))
      if (!apps.includes(name))
        throw refuse(
          `${kind}.${name}`,
          show(name),
          `the name of an app with a login: ${[...apps].sort(compareText).join(', ')}`,
          kind === 'slugs' ? `correct it; if the app is gone, write removed: ['${name}', '${names[name]!}'] instead` : 'correct it, or remove it',
        );
  const used = new Map<string, string>([
    ...people.map((name) => [name, 'people'] as const),
    ...contracts.flatMap((one) => groupsOf(one).map((name) => [name, one.slug] as const)),
  ]);
  for (const [from, to] of Object.entries(groups)) {
    const field = `groups.${from}`;
    groupName(from, { app: 'cluster', field: `renamed.${field}` });
    groupName(to, { app: 'cluster', field: `renamed.${field}` });
    const owner = used.get(from);
    if (packaged.includes(from)) throw refuse(field, show(from), 'a group that is not built into authentik', 'remove it: authentik creates this group again');
    if (from === to) throw refuse(field, `${show(from)} as both names`, 'an old name and a new one', 'remove it');
    if (owner !== undefined)
      throw refuse(
        field,
        `${show(from)}, which ${owner === 'people' ? 'people names' : `the app ${owner} names`} still`,
        'an old name that is no longer used',
        `write ${show(to)} there`,
      );
    if (!used.has(to)) {
      const next = Object.hasOwn(groups, to) ? groups[to]! : undefined;
      throw refuse(
        field,
        `${show(to)}, which neither an app nor people name`,
        'a new name that is in use',
        next === undefined ? `write ${show(to)} in access or roles of the apps, or remove this` : `write ${show(next)}, the current name of ${show(to)}`,
      );
    }
  }
  return groups;
}
