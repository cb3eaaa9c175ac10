import { plainName } from '../contract/plain-name.ts';
import type { Located } from '../contract/observed.ts';
import type { IdpEnd } from '../login/idp-end.ts';
import type { LikeLogin } from '../login/looks-like-login.ts';
import type { Certainty } from '../repository/certainty.ts';
import type { PairedBy } from '../repository/pairs.ts';
import type { Repository } from '../repository/repository.ts';
import { known } from '../tree/known.ts';
import { hostTextOf } from '../tree/opaque.ts';
import { walk } from '../tree/walk.ts';

/** The app's end of a client, in a form that no reader knows: where it is, and what tells it. */
export interface UnreadEnd {
  readonly app: string;
  readonly at: Located<unknown>;
  readonly by: PairedBy;
  readonly certainty: Exclude<Certainty, 'sure'>;
  readonly settings?: LikeLogin;
}

/**
 * Of clients that no login was paired with, those whose app's end is somewhere in settings that pinout does not read: it names the Secret that an operator
 * makes of the client, or its client id, its slug or its host, or it is called alike. Only what one client and one app have in common counts.
 */
export function unreadEnds(repository: Repository, strange: readonly LikeLogin[]): ReadonlyMap<IdpEnd, UnreadEnd> {
  const found = new Map<IdpEnd, UnreadEnd>();
  const taken = new Set<LikeLogin>();
  const clients = repository.pairs.unpairedClients;
  for (const client of clients) {
    const end = namesSecretOf(client, repository);
    if (end !== undefined) found.set(client, end);
  }
  for (const [by, certainty, isOf] of tests) {
    const left = clients.filter((client) => !found.has(client));
    for (const client of left) {
      const [settings, another] = strange.filter((one) => !taken.has(one) && isOf(client, one));
      if (settings === undefined || another !== undefined || left.some((one) => one !== client && isOf(one, settings))) continue;
      taken.add(settings);
      found.set(client, { app: settings.app, at: settings.at, by, certainty, settings });
    }
  }
  return found;
}

type Test = (client: IdpEnd, settings: LikeLogin) => boolean;

const tests: readonly (readonly [PairedBy, UnreadEnd['certainty'], Test])[] = [
  ['client-id', 'likely', ({ clientId }, { texts }) => known(clientId?.value) !== undefined && texts.some((text) => holdsId(text, clientId!.value))],
  ['slug', 'likely', ({ slug }, { texts }) => known(slug?.value) !== undefined && texts.some((text) => text.includes(`/application/o/${slug!.value}/`))],
  [
    'host',
    'likely',
    ({ redirects = [] }, { texts }) =>
      redirects.some(({ value }) => {
        const host = hostTextOf(value.url);
        return host !== undefined && host.includes('.') && texts.some((text) => new Set(text.split(/["'\s/@,;=()]+/)).has(host));
      }),
  ],
  ['name', 'guessed', (client, { app }) => namesOf(client).some((name) => isAlike(name, app))],
];

/** Whether a text is a client id, or has it behind a key that says so. */
function holdsId(text: string, id: string): boolean {
  if (text === id) return true;
  for (let at = text.indexOf(id); at !== -1; at = text.indexOf(id, at + 1)) {
    const [before, after] = [text.slice(Math.max(0, at - 40), at), text[at + id.length] ?? ''];
    if (!/[\w.-]/.test(after) && /client[_-]?id["']?\s{0,9}(?:=>|[:=])\s{0,9}["']?$/i.test(before)) return true;
  }
  return false;
}

export const namesOf = ({ slug, label, name }: IdpEnd): string[] => [slug?.value, label, name?.value].flatMap((one) => one?.toLowerCase() ?? []);

/** Whether two names are of one app: `argocd` and `argo-cd`, `immich` and `immich-server`. */
export function isAlike(a: string, b: string): boolean {
  const [one, other] = [plainName(a), plainName(b)];
  return one === other || (Math.min(one.length, other.length) > 3 && (one.startsWith(other) || other.startsWith(one)));
}

/** What carries a Secret on, and is no app. */
const carriers: readonly string[] = ['PushSecret', 'ExternalSecret', 'Kustomization', 'NetworkPolicy', 'Role', 'RoleBinding'];

/** An object of the same namespace that names the Secret which an operator makes of a client. */
function namesSecretOf({ makes, place }: IdpEnd, { objects }: Repository): UnreadEnd | undefined {
  if (makes === undefined || known(makes.name) === undefined) return undefined;
  for (const object of objects.all) {
    if (object.namespace !== makes.namespace || object.name === '' || carriers.includes(object.kind) || object.file === place.at.file) continue;
    for (const { node } of walk(object.root.get('spec')))
      if (node.text() === makes.name) return { app: object.name, at: node.located(undefined), by: 'secret', certainty: 'likely' };
  }
  return undefined;
}
