import type { Rule } from '../../../repository/rule.ts';
import { forAuthentik } from '../repository.ts';

const stageModel = 'authentik_stages_authenticator_validate.authenticatorvalidatestage';

export const secondFactorRules: readonly Rule[] = forAuthentik([
  {
    code: 'second-factor-incomplete',
    severity: 'error',
    needs: [],
    title: 'a stage lets people set up a second factor, and names no way to do it',
    why: 'authentik refuses the stage, and with it the whole blueprint. One that was made in an older version ends every sign-in of a person without a device.',
    fix: 'add configuration_stages, for example !Find [authentik_stages_authenticator_totp.authenticatortotpstage, [name, default-authenticator-totp-setup]]',
    page: {
      symptom: 'The blueprint fails: `When "Not configured action" is set to "Configure", you must set a configuration stage.`',
      cause: '`not_configured_action: configure` needs `configuration_stages`: the stages by which people set a device up.',
      fix: 'Name at least one stage there, or write `deny` or `skip`.',
      source:
        '[goauthentik/authentik: authentik/stages/authenticator_validate/api.py](https://github.com/goauthentik/authentik/blob/main/authentik/stages/authenticator_validate/api.py)',
    },
    *find({ blueprints }) {
      for (const entry of blueprints.of(stageModel)) {
        const action = entry.field('not_configured_action');
        const stages = entry.field('configuration_stages');
        if (action.text() !== 'configure' || stages.tag !== undefined || stages.items().length > 0) continue;
        yield {
          at: stages.exists ? stages : action,
          message: `${entry.field('name').text() ?? 'a stage'} lets people set up a second factor, and has no configuration_stages`,
          expected: 'at least one stage that sets a device up',
          received: stages.exists ? 'an empty list' : 'nothing',
        };
      }
    },
  },
  {
    code: 'second-factor-unbound',
    severity: 'warning',
    title: 'a stage asks for a second factor, and stands in no flow',
    why: 'A stage that is bound to no flow asks nobody: everybody still signs in by the password alone.',
    fix: 'bind it into the flow by which people sign in: an entry authentik_flows.flowstagebinding with target, stage and order',
    page: {
      symptom: 'The second factor is set up, and nobody is asked for it.',
      cause: 'A blueprint makes an authenticator validation stage, and no `authentik_flows.flowstagebinding` puts it into a flow.',
      fix: 'Bind it into `default-authentication-flow` between the password (20) and the login (100), or into your own flow.',
      source: '[authentik: authenticator validation stage](https://docs.goauthentik.io/add-secure-apps/flows-stages/stages/authenticator_validate/)',
    },
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
      for (const entry of blueprints.of(stageModel)) {
        const name = entry.field('name');
        const text = name.text();
        // authentik's own is bound by its own blueprint.
        if (text === undefined || text.startsWith('default-') || used.has(text)) continue;
        yield { at: name, message: `the stage ${text} is bound to no flow`, expected: 'a binding to the flow by which people sign in', received: 'none' };
      }
    },
  },
]);
