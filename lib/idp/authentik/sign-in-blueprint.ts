import { compareText } from '../../contract/access.ts';
import type { Facts } from '../../contract/facts.ts';
import type { SecondFactor } from '../../contract/sign-in.ts';
import { absent, type Blueprint, type Entry, needed, refuseWhen } from './entry.ts';
import { any, find, keyOf, none, type Tagged } from './tags.ts';
import { recoveryEntries } from './recovery-entries.ts';

const flowModel = 'authentik_flows.flow';
const bindingModel = 'authentik_flows.flowstagebinding';
const policyModel = 'authentik_policies_expression.expressionpolicy';
const validateModel = 'authentik_stages_authenticator_validate.authenticatorvalidatestage';
const loginModel = 'authentik_stages_user_login.userloginstage';
const brandModel = 'authentik_brands.brand';

/** The flow that authentik brings. Flows of one's own are never changed. */
const packagedFlow = 'default-authentication-flow';
const stageName = 'pinout-second-factor';

/** Stages that set one up, which authentik brings (blueprints/default/flow-default-authenticator-*.yaml). */
const setUps: Readonly<Record<SecondFactor, readonly [model: string, name: string]>> = {
  totp: ['authentik_stages_authenticator_totp.authenticatortotpstage', 'default-authenticator-totp-setup'],
  webauthn: ['authentik_stages_authenticator_webauthn.authenticatorwebauthnstage', 'default-authenticator-webauthn-setup'],
};

/**
 * The one blueprint that owns how people sign in: a stage of ours in authentik's own flow, a recovery flow of ours, and single fields of the brand and of
 * the login stage. What no option names is not in it. A flow that the brand was given by hand fails the file where leaving it would be a hole.
 *
 * @example signInBlueprint({ secondFactor: { methods: ['totp', 'webauthn'] } }, facts)
 */
export function signInBlueprint(facts: Facts): Blueprint | undefined {
  const { signIn } = facts.idp;
  if (signIn === undefined) return undefined;
  const { secondFactor, recovery, title, session } = signIn;
  const attrs = {
    ...(title === undefined ? {} : { branding_title: title }),
    ...(recovery === undefined ? {} : { flow_recovery: recovery ? keyOf('recovery') : null }),
  };
  const entries: Entry[] = [
    ...(secondFactor === undefined ? [] : secondFactor === 'off' ? withoutFactor() : factorEntries(secondFactor, facts)),
    ...(session === undefined ? [] : sessionEntries(session)),
    ...(recovery === true ? recoveryEntries() : []),
    ...(Object.keys(attrs).length === 0 ? [] : brandEntries(attrs, recovery)),
    ...(recovery === false ? [absent(flowModel, { slug: 'pinout-recovery' })] : []),
  ];
  return entries.length === 0 ? undefined : { version: 1, metadata: { name: 'pinout-sign-in' }, entries };
}

function factorEntries({ methods, groups }: { readonly methods: readonly SecondFactor[]; readonly groups?: readonly string[] }, facts: Facts): Entry[] {
  const stages = methods.map((method): Tagged => find(setUps[method][0], ['name', setUps[method][1]]));
  const kinds = [...methods, 'static'].map((method) => `"${method}device"`).join(', ');
  return [
    needed(flowModel, { slug: packagedFlow }),
    ...methods.map((method, index) =>
      refuseWhen(none(stages[index]!), `authentik has no stage ${setUps[method][1]}, in which users set up ${method}. Its own blueprint creates it.`),
    ),
    ...(groups ?? []).map((group) =>
      refuseWhen(none(find('authentik_core.group', ['name', group])), `authentik has no group ${group}: nobody would need a second factor.`),
    ),
    foreignFlow(facts.idp.host),
    {
      model: validateModel,
      id: 'stage',
      identifiers: { name: stageName },
      attrs: { not_configured_action: 'configure', device_classes: [...methods, 'static'], configuration_stages: stages },
    },
    {
      model: policyModel,
      id: 'policy',
      identifiers: { name: stageName },
      attrs: {
        expression: [
          '# Asks anyone who was not asked for a second factor of the right kind before.',
          ...(groups === undefined
            ? []
            : [
                `if not ak_is_group_member(request.user, name__in=[${[...groups]
                  .sort(compareText)
                  .map((one) => JSON.stringify(one))
                  .join(', ')}]):`,
                '    return False',
              ]),
          'if request.context.get("auth_method") == "auth_webauthn_pwl":',
          `    return ${methods.includes('webauthn') ? 'False' : 'True'}`,
          'used = (request.context.get("auth_method_args") or {}).get("mfa_devices") or []',
          `return not any(type(device).__name__.lower() in (${kinds}) for device in used)`,
          '',
        ].join('\n'),
      },
    },
    {
      model: bindingModel,
      id: 'binding',
      // After authentik's own stage (30), which asks people who have a device, and before the login (100).
      identifiers: { target: find(flowModel, ['slug', packagedFlow]), stage: keyOf('stage') },
      attrs: { order: 35, evaluate_on_plan: false, re_evaluate_policies: true, policy_engine_mode: 'all' },
    },
    {
      model: 'authentik_policies.policybinding',
      identifiers: { target: keyOf('binding'), policy: keyOf('policy') },
      // A policy that breaks must not let people in.
      attrs: { order: 0, enabled: true, negate: false, failure_result: true, timeout: 30 },
    },
  ];
}

/** The binding goes with its stage. */
const withoutFactor = (): Entry[] => [absent(validateModel, { name: stageName }), absent(policyModel, { name: stageName })];

function sessionEntries({ lasts, rememberMe }: { readonly lasts?: string; readonly rememberMe?: string }): Entry[] {
  const name = 'default-authentication-login';
  return [
    refuseWhen(none(find(loginModel, ['name', name])), `authentik has no stage ${name}: its own blueprint creates it.`),
    {
      model: loginModel,
      identifiers: { name },
      attrs: { ...(lasts === undefined ? {} : { session_duration: lasts }), ...(rememberMe === undefined ? {} : { remember_me_offset: rememberMe }) },
    },
  ];
}

function brandEntries(attrs: Readonly<Record<string, unknown>>, recovery: boolean | undefined): Entry[] {
  const brand = ['default', true] as const;
  return [
    refuseWhen(none(find(brandModel, brand)), 'authentik has no default brand yet: its own blueprint creates it.'),
    ...(recovery === undefined
      ? []
      : [
          refuseWhen(
            any(find(brandModel, brand, ['flow_recovery__slug__regex', '^(?!pinout-recovery$)'])),
            'The default brand has a recovery flow that pinout did not create. Remove idp.signIn.recovery, or the flow from the brand.',
          ),
        ]),
    { model: brandModel, identifiers: { pk: find(brandModel, brand) }, attrs },
  ];
}

/** Refuses the file while a brand for this host signs people in by a flow of one's own: the second factor would not be in it. */
function foreignFlow(host: string): Entry {
  const labels = host.split('.');
  const domains = labels.map((_, index) => labels.slice(index).join(String.raw`\.`)).join('|');
  const other = ['flow_authentication__slug__regex', `^(?!${packagedFlow}$)`] as const;
  return refuseWhen(
    any(find(brandModel, ['default', true], other), find(brandModel, ['domain__iregex', `^(?:${domains})$`], other)),
    `A brand for ${host} uses your own sign-in flow, which pinout does not change. Bind the stage ${stageName} to it yourself and remove idp.signIn.secondFactor, or set ${packagedFlow} on the brand.`,
  );
}
