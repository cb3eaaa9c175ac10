import { type Entry, refuseWhen } from './entry.ts';
import { find, keyOf, none } from './tags.ts';

const name = 'pinout-recovery';
const bindingModel = 'authentik_flows.flowstagebinding';

/** Stages of authentik's own for a new password (blueprints/default/flow-password-change.yaml), with its rules for passwords. */
const packaged = [
  ['authentik_stages_prompt.promptstage', 'default-password-change-prompt'],
  ['authentik_stages_user_write.userwritestage', 'default-password-change-write'],
] as const;

/**
 * A flow for a forgotten password: who it is, a mail with a link, the new password. It signs nobody in: after it people sign in as always, with their
 * second factor. Opened by a link that an administrator made, it begins with the password.
 */
export function recoveryEntries(): Entry[] {
  const bind = (id: string, stage: unknown, order: number): Entry => ({
    model: bindingModel,
    id: `${id}-binding`,
    identifiers: { target: keyOf('recovery'), order },
    attrs: { stage, evaluate_on_plan: false, re_evaluate_policies: true, policy_engine_mode: 'all' },
  });
  return [
    ...packaged.map(([model, stage]) => refuseWhen(none(find(model, ['name', stage])), `authentik has no stage ${stage}: its own blueprint creates it.`)),
    {
      model: 'authentik_flows.flow',
      id: 'recovery',
      identifiers: { slug: name },
      attrs: { name: 'Recovery', title: 'Reset your password', designation: 'recovery', authentication: 'require_unauthenticated' },
    },
    {
      model: 'authentik_stages_identification.identificationstage',
      id: 'who',
      identifiers: { name: `${name}-identification` },
      attrs: { user_fields: ['email', 'username'], pretend_user_exists: true },
    },
    {
      model: 'authentik_stages_email.emailstage',
      id: 'mail',
      identifiers: { name: `${name}-email` },
      attrs: { use_global_settings: true, subject: 'Reset your password', template: 'email/password_reset.html', activate_user_on_success: false },
    },
    {
      model: 'authentik_policies_expression.expressionpolicy',
      id: 'first',
      identifiers: { name: `${name}-first-visit` },
      attrs: { expression: '# Not when the link is opened.\nreturn not request.context.get("is_restored")\n' },
    },
    bind('who', keyOf('who'), 10),
    bind('mail', keyOf('mail'), 20),
    ...packaged.map(([model, stage], index) => bind(stage, find(model, ['name', stage]), 30 + 10 * index)),
    ...['who', 'mail'].map((id): Entry => ({
      model: 'authentik_policies.policybinding',
      identifiers: { target: keyOf(`${id}-binding`), policy: keyOf('first') },
      attrs: { order: 0, enabled: true, negate: false, failure_result: true, timeout: 30 },
    })),
  ];
}
