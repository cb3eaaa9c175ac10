import type { Rule } from '../../../repository/rule.ts';
import { forAuthentik } from '../repository.ts';

const stageModel = 'authentik_stages_authenticator_validate.authenticatorvalidatestage';

export const secondFactorRules: readonly Rule[] = forAuthentik([
  {
    code: 'second-factor-incomplete',
    severity: 'error',
    needs: [],
    title: 'a validation stage has not_configured_action: configure but no configuration_stages',
    why: 'authentik refuses the stage and the whole blueprint. A stage that an older version created fails every sign-in of a user without a device.',
    symptom: 'The blueprint fails: `When "Not configured action" is set to "Configure", you must set a configuration stage.`',
    cause: '`not_configured_action: configure` needs `configuration_stages`: the stages in which users set up a device.',
    fix: 'add `configuration_stages`, for example `!Find [authentik_stages_authenticator_totp.authenticatortotpstage, [name, default-authenticator-totp-setup]]`',
    more: 'Or write `deny` or `skip` instead.',
    source:
      '[goauthentik/authentik: authentik/stages/authenticator_validate/api.py](https://github.com/goauthentik/authentik/blob/main/authentik/stages/authenticator_validate/api.py)',
    *find({ blueprints }) {
      for (const entry of blueprints.of(stageModel)) {
        const action = entry.field('not_configured_action');
        const stages = entry.field('configuration_stages');
        if (action.text() !== 'configure' || stages.tag !== undefined || stages.items().length > 0) continue;
        yield {
          at: stages.exists ? stages : action,
          message: `${entry.field('name').text() ?? 'a stage'} has not_configured_action: configure but no configuration_stages`,
          expected: 'at least one stage that sets up a device',
          received: stages.exists ? 'an empty list' : 'nothing',
        };
      }
    },
  },
  {
    code: 'second-factor-unbound',
    severity: 'warning',
    title: 'a second-factor stage is not bound to any flow',
    why: 'A stage without a flow is never used: everyone still signs in with only a password.',
    symptom: 'Users have a second factor, but are not asked for it.',
    cause: 'A blueprint creates an authenticator validation stage, but no `authentik_flows.flowstagebinding` binds it to a flow.',
    fix: 'bind it to the sign-in flow: add an `authentik_flows.flowstagebinding` with `target`, `stage` and `order`',
    more: 'In `default-authentication-flow` its place is between the password (20) and the login (100).',
    source: '[authentik: authenticator validation stage](https://docs.goauthentik.io/add-secure-apps/flows-stages/stages/authenticator_validate/)',
    *find({ blueprints }) {
      const used = new Set(
        [
          ...blueprints.of('authentik_flows.flowstagebinding').map((entry) => ({ entry, node: entry.field('stage') })),
          ...blueprints.of('authentik_stages_identification.identificationstage').map((entry) => ({ entry, node: entry.field('webauthn_stage') })),
        ].flatMap(({ entry, node }) => {
          const target = node.exists ? blueprints.target(node, entry) : undefined;
          return target?.kind === 'entry' ? [target.entry.field('name').text()] : target?.kind === 'elsewhere' ? [target.value] : [undefined];
        }),
      );
      const stages = blueprints.of(stageModel);
      // Beside one that a flow of the same file asks, it is left over: nobody signs in with only a password because of it.
      const asked = new Set(stages.filter((entry) => used.has(entry.field('name').text())).map(({ blueprint }) => blueprint.file));
      for (const entry of stages) {
        const name = entry.field('name');
        const text = name.text();
        // authentik's own is bound by its own blueprint.
        if (text === undefined || text.startsWith('default-') || used.has(text) || asked.has(entry.blueprint.file)) continue;
        yield { at: name, message: `the stage ${text} is not bound to a flow`, expected: 'a binding to the sign-in flow', received: 'none' };
      }
    },
  },
]);
