import { compareText } from '../contract/access.ts';
import type { Contract } from '../contract/contract.ts';
import type { WiredApp } from './app-ends.ts';

/** Apps up to which the diagram can be read. */
const mostApps = 60;

/**
 * Who opens what, as a diagram that GitHub draws from text (Mermaid): groups, the apps that they open, and the identity provider. Names stand between
 * quotes, where Mermaid knows no other sign than a quote and `#` for an entity.
 */
export function loginGraph(apps: readonly WiredApp[], provider: string): string[] {
  const contracts = apps.flatMap((app) => app.contracts);
  if (contracts.length === 0 || contracts.length > mostApps) return [];
  const groups = [...new Set(contracts.flatMap(groupsIn))].sort(compareText);
  // Ids are made of names, so that a new app changes no line of another.
  const idOf = ids('group', groups);
  const appOf = ids(
    'app',
    contracts.map(({ slug }) => slug),
  );
  return [
    '```mermaid',
    'flowchart LR',
    ...groups.map((group) => `  ${idOf.get(group)}([${quoted(group)}])`),
    `  idp[(${quoted(provider)})]`,
    ...contracts.flatMap((contract) => [
      `  ${appOf.get(contract.slug)}[${quoted(contract.tile.name)}] -. ${contract.protocol === 'oidc' ? 'OIDC' : 'forward-auth'} .-> idp`,
      ...groupsIn(contract).map((group) => `  ${idOf.get(group)} --> ${appOf.get(contract.slug)}`),
    ]),
    '```',
    '',
  ];
}

/** Ids of nodes: the name in letters, digits and `-`, and a number where two would be alike. */
function ids(kind: string, names: readonly string[]): Map<string, string> {
  const taken = new Map<string, number>();
  return new Map(
    names.map((name) => {
      const id = `${kind}-${name.replace(/[^A-Za-z0-9]+/g, '-')}`;
      const count = taken.get(id) ?? 0;
      taken.set(id, count + 1);
      return [name, count === 0 ? id : `${id}-${count}`];
    }),
  );
}

const groupsIn = ({ access }: Contract): readonly string[] =>
  access.kind === 'everyone' ? ['everyone who can sign in'] : access.kind === 'kept' ? ['whom authentik lets in now'] : access.groups;

const quoted = (text: string): string => `"${text.replace(/[#"<>&`]/g, (character) => `#${character.charCodeAt(0)};`)}"`;
