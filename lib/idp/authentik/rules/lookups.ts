import type { Rule } from '../../../repository/rule.ts';
import type { Reader } from '../../../manifest/reader.ts';
import { known } from '../../../tree/known.ts';
import { nodesWhere } from '../../../tree/walk.ts';
import { Tagged } from '../../../manifest/tagged.ts';
import type { Blueprints } from '../read-blueprints.ts';
import { packagedScopeNamed } from '../read-scopes.ts';
import { forAuthentik } from '../repository.ts';

export const lookupsRules: readonly Rule[] = forAuthentik([
  {
    code: 'lookup-ambiguous',
    severity: 'warning',
    title: 'a !Find matches several objects',
    why: 'authentik takes the first row that the database returns, in no defined order. It can change with any upgrade.',
    symptom:
      'A claim does not have the value that the blueprint seems to set, or changes for no visible reason. For example, `email_verified` is true for the wrong app.',
    cause:
      "`!Find` takes the first row of a query. Several scope mappings can have the same `scope_name`, including authentik's own, and several applications the same name.",
    fix: "use a unique field: `managed` for authentik's own objects (`goauthentik.io/providers/oauth2/scope-email`), `name` for a mapping, `slug` for an application or a flow. Within one file use `!KeyOf`",
    source:
      '[goauthentik/authentik: YAMLTag Find in authentik/blueprints/v1/common.py](https://github.com/goauthentik/authentik/blob/main/authentik/blueprints/v1/common.py)',
    *find({ blueprints }) {
      for (const { root } of blueprints.all)
        for (const node of lookupsIn(root)) {
          const several = ambiguity(node, blueprints);
          if (several === undefined) continue;
          const { field, value, among, unique } = several;
          yield {
            at: node,
            message: `${node.tag} by ${field} ${value} matches ${among.length} objects: ${among.join(', ')}`,
            expected: unique,
            received: `[${field}, ${value}]`,
            fix: `write ${unique}`,
          };
        }
    },
  },
  {
    code: 'lookup-finds-nothing',
    severity: 'error',
    needs: [],
    title: 'a !Find asks for a scope mapping that authentik does not have',
    why: 'The lookup returns null, authentik refuses the entry that contains it, and nothing in this blueprint is applied.',
    symptom: 'The blueprint has the status `error`. The log of the worker has `Invalid pk "None" - object does not exist.`',
    cause:
      "`goauthentik.io/providers/…` names the scope mappings that authentik itself creates. There is none with this name, and no blueprint here creates one. Groups are in authentik's mapping for `profile`.",
    fix: 'remove the lookup, or use the name of a mapping that exists',
    source:
      '[goauthentik/authentik: blueprints/system/providers-oauth2.yaml](https://github.com/goauthentik/authentik/blob/main/blueprints/system/providers-oauth2.yaml)',
    *find({ blueprints }) {
      for (const { root } of blueprints.all)
        for (const node of lookupsIn(root)) {
          const [model, condition] = node.items();
          const [field, value] = condition?.items() ?? [];
          const managed = value?.tag === undefined ? value?.text() : undefined;
          if (model?.text() !== 'authentik_providers_oauth2.scopemapping' || field?.text() !== 'managed' || managed === undefined) continue;
          const [, name] = /^goauthentik\.io\/providers\/(oauth2\/scope-\w{1,40}|proxy\/scope-\w{1,40})$/.exec(managed) ?? [];
          if (name === undefined || packagedMappings.has(name) || blueprints.matching(model.text()!, 'managed', managed).length > 0) continue;
          const wanted = name === 'oauth2/scope-groups' ? 'goauthentik.io/providers/oauth2/scope-profile' : 'a scope mapping of authentik';
          yield {
            at: node,
            message: `${node.tag} asks for ${managed}, which authentik does not have`,
            expected: wanted,
            received: managed,
            fix:
              name === 'oauth2/scope-groups' ? `remove it: the groups are in the claims of ${wanted}` : 'remove it, or write the name of a mapping that exists',
          };
        }
    },
  },
]);

/** authentik/blueprints/system/providers-oauth2.yaml and providers-proxy.yaml */
const packagedMappings: ReadonlySet<string> = new Set([
  ...['openid', 'email', 'profile', 'entitlements', 'offline_access', 'authentik_api'].map((name) => `oauth2/scope-${name}`),
  'proxy/scope-proxy',
]);

/** authentik/blueprints/system/providers-oauth2.yaml, and authentik/blueprints/default/flow-*.yaml: what each installation has. */
const packagedScopes = new Set(['openid', 'email', 'profile', 'entitlements', 'offline_access']);
const packagedFlows: Readonly<Record<string, readonly string[]>> = {
  authorization: ['default-provider-authorization-explicit-consent', 'default-provider-authorization-implicit-consent'],
  stage_configuration: ['default-password-change', 'default-authenticator-totp-setup', '…'],
  invalidation: ['default-invalidation-flow', 'default-provider-invalidation-flow'],
};

const lookups = new WeakMap<Reader, readonly Reader[]>();
function lookupsIn(root: Reader): readonly Reader[] {
  const found = lookups.get(root) ?? nodesWhere(root.get('entries'), isLookup);
  lookups.set(root, found);
  return found;
}

const isLookup = (raw: unknown): boolean => raw instanceof Tagged && (raw.tag === '!Find' || raw.tag === '!FindObject');

interface Several {
  readonly field: string;
  readonly value: string;
  readonly among: readonly string[];
  /** A lookup that finds one. */
  readonly unique: string;
}

/** The objects that a lookup by one field finds, when the field is not unique and they are more than one. */
function ambiguity(node: Reader, blueprints: Blueprints): Several | undefined {
  const [first, ...conditions] = node.items();
  const model = first?.text();
  const [condition] = conditions;
  // A second condition may make it unique.
  if (model === undefined || condition === undefined || conditions.length > 1) return undefined;
  const [fieldNode, valueNode] = condition.items();
  const field = fieldNode?.text();
  const value = valueNode?.tag === undefined ? known(valueNode?.text()) : undefined;
  if (field === undefined || value === undefined) return undefined;
  const own = blueprints.matching(model, field, value);
  if (/scopemapping$|propertymapping$/.test(model) && field === 'scope_name') {
    const packaged = packagedScopes.has(value);
    const more = own.filter((one) => !one.field('managed').exists && packagedScopeNamed(one.field('name').text()) === undefined);
    const names = [...new Set(more.map((one) => one.field('name').text() ?? one.id ?? 'one without a name'))];
    if (names.length + Number(packaged) < 2) return undefined;
    const unique = packaged ? `!Find [${model}, [managed, goauthentik.io/providers/oauth2/scope-${value}]]` : `!Find [${model}, [name, ${names[0]}]]`;
    return { field, value, among: [...(packaged ? [`authentik's own`] : []), ...names], unique };
  }
  if (model === 'authentik_core.application' && field === 'name') {
    const slugs = [...new Set(own.flatMap((one) => one.field('slug').text() ?? []))];
    return slugs.length < 2 ? undefined : { field, value, among: slugs, unique: `!Find [${model}, [slug, ${slugs[0]}]]` };
  }
  const flows = model === 'authentik_flows.flow' && field === 'designation' ? packagedFlows[value] : undefined;
  return flows === undefined ? undefined : { field, value, among: flows, unique: `!Find [${model}, [slug, ${flows[0]}]]` };
}
