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
  const idOf = new Map(groups.map((group, index) => [group, `g${index}`]));
  return [
    '```mermaid',
    'flowchart LR',
    ...groups.map((group) => `  ${idOf.get(group)}([${quoted(group)}])`),
    ...contracts.flatMap((contract, index) => [
      `  a${index}[${quoted(contract.tile.name)}]`,
      ...groupsIn(contract).map((group) => `  ${idOf.get(group)} --> a${index}`),
    ]),
    `  idp[(${quoted(provider)})]`,
    ...contracts.map(({ protocol }, index) => `  a${index} -. ${protocol === 'oidc' ? 'OIDC' : 'forward-auth'} .-> idp`),
    '```',
    '',
  ];
}

const groupsIn = ({ access }: Contract): readonly string[] =>
  access.kind === 'everyone' ? ['everyone who can sign in'] : access.kind === 'kept' ? ['whom authentik lets in now'] : access.groups;

const quoted = (text: string): string => `"${text.replace(/[#"<>&`]/g, (character) => `#${character.charCodeAt(0)};`)}"`;
