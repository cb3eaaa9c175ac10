import type { AppAccess } from '../app-access.ts';

/** How somebody gets into an app, step by step, as both ends say it. */
export function travelOf(app: AppAccess): string[] {
  const { login, client, provider = 'the identity provider', name, isApiserver, protocol, asks, gives } = app;
  const gate = gateText(app);
  if (protocol === 'forward-auth')
    return [
      `The edge gets a request for ${app.hosts[0] ?? name} and asks the outpost of ${provider} first.`,
      `Without a session the browser signs in at ${provider}. ${gate}`,
      ...(client?.openPaths === undefined || client.openPaths.length === 0
        ? []
        : [`Paths that match ${client.openPaths.map(({ value }) => value).join(' or ')} need no login.`]),
      `Then the edge lets the request through to ${name}.`,
    ];
  const scopes = (login?.scopes ?? client?.scopes ?? []).map(({ value }) => value);
  const id = (login?.clientId ?? client?.clientId)?.value;
  const redirects = [...new Set((login?.redirects ?? client?.redirects ?? []).flatMap(({ value }) => (value.use === 'logout' ? [] : [value.url])))];
  const groupsOf = [...new Set(asks.flatMap(({ groups }) => groups.map(({ value }) => value)))];
  const refuses =
    groupsOf.length === 0
      ? []
      : [`${isApiserver ? 'kube-apiserver' : name} refuses anyone who is in none of ${groupsOf.join(', ')} (${asks.map(({ what }) => what).join(', ')}).`];
  if (isApiserver)
    return [
      `A program gets a token from ${provider}${id === undefined ? '' : ` as the client ${id}`}. ${gate}`,
      `kube-apiserver checks the signature with the keys of ${login?.issuer?.value ?? 'the issuer'} and looks for the audience ${id ?? 'that it was told'}.`,
      ...refuses,
      `It puts ${quoted(login?.prefixes?.groups?.value)} before each group of the token; bindings name groups with it.`,
    ];
  return [
    `${name} sends the browser to ${provider}${id === undefined ? '' : ` as the client ${id}`}${scopes.length === 0 ? '' : ` and asks for ${scopes.join(', ')}`}.`,
    `${provider} asks who it is. ${gate}`,
    redirects.length === 0
      ? 'It sends a code back to the address that the app gave.'
      : `It sends a code to ${redirects.slice(0, 3).join(' or ')}${redirects.length > 3 ? ` (${redirects.length - 3} more)` : ''}, and refuses any other address.`,
    secretText(app),
    ...refuses,
    ...(gives.length === 0
      ? []
      : [
          `Groups of the token give roles: ${gives
            .slice(0, 8)
            .map(
              ({ role, to }) =>
                `${typeof to === 'string' ? (to === 'others' ? 'everyone else' : 'everyone') : to.map(({ value }) => value).join(', ')} → ${role}`,
            )
            .join('; ')}.`,
        ]),
  ];
}

const quoted = (prefix: string | undefined): string => (prefix === undefined ? 'a prefix that cannot be told' : prefix === '' ? 'nothing' : prefix);

function secretText({ login, client, name }: AppAccess): string {
  const type = (login?.clientType ?? client?.clientType)?.value;
  const secret = login?.secret?.name.value ?? client?.clientSecret?.name;
  if (type === 'public') return `${name} redeems the code without a secret${login?.pkce === true ? ', by PKCE' : ''}.`;
  return `${name} redeems the code with its client secret${secret === undefined ? '' : `, which is in the Secret ${secret}`}.`;
}

function gateText({ gate, client }: AppAccess): string {
  if (gate === undefined) return client === undefined ? 'Whom it lets in is not in git.' : 'Whom it lets in is not in its settings here.';
  if (gate.rules.length === 0) return 'It lets in everyone who has an account.';
  const parts = gate.rules.map(({ kind, names, negate }) => {
    const list = names.map(({ value }) => value).join(', ');
    if (kind === 'everyone') return 'everyone who has an account';
    return `${negate === true ? 'not ' : ''}${kind === 'unknown' ? `whom ${list} lets in` : list === '' ? 'nobody' : kind === 'user' ? `the user ${list}` : `members of ${list}`}`;
  });
  return `It lets in ${parts.join(gate.mode === 'all' ? ' and also ' : ', or ')}${gate.mode === 'all' && parts.length > 1 ? ' (all of these must agree)' : ''}.`;
}
