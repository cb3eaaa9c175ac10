import { guardsOf } from '../../edge/guards.ts';
import { type EnvironmentForm, environmentEnds } from '../../login/environment-form.ts';
import { forwardAuthEnd, type LoginEnd, issuerOf, oidcEnd, scopesOf, withOpenid } from '../../login/login-end.ts';
import type { Container } from '../../tree/containers.ts';
import { defined } from '../../tree/defined.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { textsOfObject } from '../../tree/object-texts.ts';
import { textsOf } from '../../tree/walk.ts';
import { hidesValues, type Release } from '../../tree/release.ts';

/** kubernetes-sigs/headlamp backend/cmd/headlamp.go: the only page that answers, whatever the callback URL says. */
const callbackPath = '/oidc-callback';

/** kubernetes-sigs/headlamp backend/pkg/config/config.go: the environment outranks what the chart makes of `config.oidc`. */
const form: EnvironmentForm = {
  app: 'headlamp',
  chart: 'headlamp',
  clientId: ['HEADLAMP_CONFIG_OIDC_CLIENT_ID'],
  secret: ['HEADLAMP_CONFIG_OIDC_CLIENT_SECRET'],
  issuer: ['HEADLAMP_CONFIG_OIDC_IDP_ISSUER_URL'],
  scopes: ['HEADLAMP_CONFIG_OIDC_SCOPES'],
  defaultScopes: 'profile email',
  addsOpenid: true,
  redirect: ['HEADLAMP_CONFIG_OIDC_CALLBACK_URL'],
  path: callbackPath,
  anyHost: true,
  takes: 'issuer',
  exactIssuer: true,
  refreshes: 'always',
};

/** The names that the chart gives its own variables, before it passes them on as arguments. */
const chartForm: EnvironmentForm = {
  ...form,
  clientId: ['OIDC_CLIENT_ID'],
  secret: ['OIDC_CLIENT_SECRET'],
  issuer: ['OIDC_ISSUER_URL'],
  scopes: ['OIDC_SCOPES'],
  redirect: ['OIDC_CALLBACK_URL'],
};

/**
 * Reads Headlamp's end: its environment, or the values of its chart below `config.oidc`. A Headlamp behind forward-auth is read at the edge of its
 * namespace.
 */
export function readHeadlamp(manifests: Manifests): LoginEnd[] {
  const { releases } = manifests;
  const containers = manifests.containers.map(withArguments);
  const own = environmentEnds(form, containers);
  const charts = containers.filter((container) => container.release?.chart === 'headlamp' && !own.some((end) => end.container === container));
  const inValues = releases.flatMap((release) => ofChart(release, manifests));
  // What the chart's own values bring is no lack of the environment.
  const named = environmentEnds(chartForm, charts).filter((end) => end.clientId !== undefined || !inValues.some(({ release }) => release === end.release));
  // A variable outranks what `envFrom` brings, and the Secret of `externalSecret` has the rest (charts/headlamp/templates/deployment.yaml).
  const rest = (end: LoginEnd) => inValues.find((one) => one.release === end.release && one.clientId === undefined);
  for (const { clientType, ...end } of named) {
    const secret = end.secret === undefined ? rest(end)?.secret : undefined;
    own.push({ ...end, ...(secret === undefined ? defined({ clientType }) : { secret }) });
  }
  const guarded = releases
    .filter((release) => release.get('config', 'unsafeUseServiceAccountToken').scalar() === true)
    .flatMap(({ object }) =>
      guardsOf(manifests)
        .all.filter(({ edge }) => edge.object.namespace === object.namespace)
        .map(({ host }) => forwardAuthEnd('headlamp', object, host)),
    );
  return [...own, ...inValues.filter((one) => !named.some((end) => rest(end) === one)), ...guarded].map((end) => ({
    ...end,
    passesTokens: true as const,
    readsIdToken: true as const,
  }));
}

/** Flags are the environment by other names, and outrank it (backend/pkg/config/config.go): `-oidc-client-id=ID`, one dash or two. */
function withArguments(container: Container): Container {
  // kube-apiserver and kubelogin have flags of like names.
  if (!container.image.includes('headlamp') && !container.args.some((arg) => /^--?oidc-idp-issuer-url\b/.test(arg.text() ?? ''))) return container;
  const env = new Map(container.env);
  for (const [index, arg] of container.args.entries()) {
    const [, name, joined] = /^--?(oidc-[a-z-]{1,40})(?:=(.*))?$/s.exec(arg.text() ?? '') ?? [];
    if (name === undefined) continue;
    const value = joined === undefined ? container.args[index + 1] : arg;
    const text = joined ?? value?.text();
    if (value === undefined || text === undefined) continue;
    const key = `HEADLAMP_CONFIG_${name.replaceAll('-', '_').toUpperCase()}`;
    // Kubernetes fills $(NAME) in.
    const variable = container.env.get(/^\$\((\w{1,100})\)$/.exec(text)?.[1] ?? '');
    env.set(key, { ...(variable ?? { value: value.located(text) }), name: key, at: value.located(text) });
  }
  return env.size === container.env.size ? container : { ...container, env };
}

function ofChart(release: Release, { secrets }: Manifests): LoginEnd[] {
  if (release.chart !== 'headlamp') return [];
  const oidc = release.get('config', 'oidc');
  const external = oidc.get('externalSecret', 'enabled').scalar() === true ? oidc.get('externalSecret', 'name').locatedText() : undefined;
  const made = external === undefined ? undefined : secrets.find(release.object.namespace, external.value)?.object;
  // The chart then takes its variables from the Secret (charts/headlamp/templates/deployment.yaml: envFrom).
  const inside = new Map(made === undefined ? [] : textsOfObject(made));
  const clientId = (inside.get('OIDC_CLIENT_ID') ?? oidc.get('clientID')).locatedText();
  const issuer = (inside.get('OIDC_ISSUER_URL') ?? oidc.get('issuerURL')).locatedText();
  if (clientId === undefined && issuer === undefined && external === undefined) return [];
  const at = oidc.located(undefined);
  const text = oidc.get('scopes').locatedText();
  // Whether the Secret's scopes count has a rule of its own.
  const hidden = text === undefined && (external !== undefined || hidesValues(release));
  const scopes = hidden ? undefined : (scopesOf(text) ?? ['profile', 'email'].map((value) => ({ ...at, value })));
  const callback =
    oidc.text('callbackURL') === undefined ? undefined : (external === undefined ? oidc.get('callbackURL') : inside.get('OIDC_CALLBACK_URL'))?.locatedText();
  return [
    oidcEnd({
      app: 'headlamp',
      object: release.object,
      release,
      at,
      refresh: at,
      clientId,
      ...issuerOf(issuer, 'issuer'),
      scopes: scopes?.some(({ value }) => value === 'openid') === true ? scopes : withOpenid(scopes, at),
      ...(callback === undefined ? { callback: { ...at, value: callbackPath } } : { sends: [callback] }),
      otherRedirects: /\/oidc-callback$/,
      ...defined({ pkce: pkceOf(release, external !== undefined) }),
      secret: external === undefined ? undefined : { name: external, key: { ...external, value: 'OIDC_CLIENT_SECRET' } },
    }),
  ];
}

/** Off unless the values, a flag or a variable of the container turn it on; a Secret of one's own may as well. */
function pkceOf(release: Release, hasOwnSecret: boolean): boolean | undefined {
  const said = release.get('config', 'oidc', 'usePKCE').scalar();
  if (said === true) return true;
  return hasOwnSecret || hidesValues(release) || release.layers.some((layer) => /pkce/i.test(textsOf(layer))) ? undefined : false;
}
