import { choice, type Field, flag, list, one, text, whole } from './model-fields.ts';

const flow = 'authentik_flows.flow';

/** Kinds of stage that blueprints of ours make or name (authentik/stages). Their names are unique among all. */
export const stageModels = [
  'authentik_stages_authenticator_validate.authenticatorvalidatestage',
  'authentik_stages_authenticator_totp.authenticatortotpstage',
  'authentik_stages_authenticator_webauthn.authenticatorwebauthnstage',
  'authentik_stages_identification.identificationstage',
  'authentik_stages_email.emailstage',
  'authentik_stages_prompt.promptstage',
  'authentik_stages_user_write.userwritestage',
  'authentik_stages_user_login.userloginstage',
];

const name = { name: text({ required: true, unique: true }) };

/** A list of stages, which may be of any kind. */
const stages: Field = {
  initial: () => [],
  clean: (value, context) => {
    if (!Array.isArray(value)) throw new Error('Expected a list of items');
    return value.map((item) => one(stageModels, {}).clean(item, context));
  },
};

/** A length of time as `hours=12` (authentik/lib/utils/time.py). */
const length: Field = {
  initial: () => 'seconds=0',
  clean: (value) => {
    if (!/^(?:(?:seconds|minutes|hours|days|weeks)=\d+;?)+$/.test(String(value))) throw new Error('is not in the correct format of hours=3;minutes=1');
    return value;
  },
};

/** How people sign in: flows, their stages and the brand. */
export const signInModels: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  ...Object.fromEntries(stageModels.map((model) => [model, name])),
  'authentik_stages_authenticator_validate.authenticatorvalidatestage': {
    ...name,
    not_configured_action: choice(['skip', 'deny', 'configure'], 'skip'),
    device_classes: list(['static', 'totp', 'webauthn', 'duo', 'sms', 'email']),
    configuration_stages: stages,
  },
  'authentik_stages_identification.identificationstage': { ...name, user_fields: list(['email', 'username', 'upn']), pretend_user_exists: flag(true) },
  'authentik_stages_email.emailstage': {
    ...name,
    use_global_settings: flag(false),
    subject: text({}),
    template: text({}),
    activate_user_on_success: flag(false),
  },
  'authentik_stages_user_login.userloginstage': { ...name, session_duration: length, remember_me_offset: length },
  'authentik_flows.flowstagebinding': {
    target: one([flow], { required: true }),
    stage: one(stageModels, { required: true }),
    order: whole({ required: true }),
    evaluate_on_plan: flag(false),
    re_evaluate_policies: flag(true),
    policy_engine_mode: choice(['any', 'all'], 'any'),
  },
  'authentik_brands.brand': {
    domain: text({ required: true }),
    default: flag(false),
    branding_title: text({}),
    flow_authentication: one([flow], { nullable: true }),
    flow_recovery: one([flow], { nullable: true }),
  },
};
