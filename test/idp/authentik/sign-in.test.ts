import { describe, expect, it } from 'vitest';
import { supported } from '../../../lib/contract/versions.ts';
import { clusterWith } from '../../support/sample.ts';
import { ImporterModel } from './importer-model.ts';
import { jobsOf } from './job-texts.ts';
import type { ModelDatabase } from './model-database.ts';
import { freshDatabase } from './packaged.ts';

const newest = supported.authentik.at(-1)!;
const email = { host: 'smtp.example.org', from: 'authentik@example.org' };
const everything = { secondFactor: {}, recovery: true, title: 'Home', session: { lasts: '12h', rememberMe: '30d' } };
const clusterOf = (signIn: unknown, version: string = newest) =>
  clusterWith({ idp: { email, signIn }, versions: { kubernetes: '1.36', authentik: `${version}.1`, flux: '2.9' } });
const jobOf = (...args: Parameters<typeof clusterOf>) => jobsOf(clusterOf(...args)).find(({ name }) => name === 'sign-in');
const textOf = (...args: Parameters<typeof clusterOf>) => jobOf(...args)!.texts[0]!;

const validate = 'authentik_stages_authenticator_validate.authenticatorvalidatestage';
const bindings = 'authentik_flows.flowstagebinding';
const packagedStages = {
  'authentik_stages_authenticator_totp.authenticatortotpstage': 'default-authenticator-totp-setup',
  'authentik_stages_authenticator_webauthn.authenticatorwebauthnstage': 'default-authenticator-webauthn-setup',
  'authentik_stages_prompt.promptstage': 'default-password-change-prompt',
  'authentik_stages_user_write.userwritestage': 'default-password-change-write',
  'authentik_stages_user_login.userloginstage': 'default-authentication-login',
};

/** What authentik's own blueprints of flows and of the brand make. */
function database(change: Readonly<Record<string, unknown>> = {}): ModelDatabase {
  const made = freshDatabase();
  for (const [model, name] of Object.entries(packagedStages)) made.insert(model, { name });
  const flow = made.first('authentik_flows.flow', { slug: 'default-authentication-flow' })!;
  made.insert('authentik_brands.brand', { domain: 'authentik-default', default: true, branding_title: 'authentik', flow_authentication: flow.pk, ...change });
  return made;
}

describe('how people sign in', () => {
  it('is left to authentik unless something is asked for', () => {
    expect(jobOf(undefined)).toBeUndefined();
    expect(jobOf({})).toBeUndefined();
  });

  it.each(supported.authentik)('is applied to a fresh authentik %s, and changes nothing the second time', (version) => {
    const importer = new ImporterModel(version, database());
    const text = textOf(everything, version);
    expect(importer.apply(text)).toEqual({ ok: true, ignored: [] });
    const once = JSON.stringify(importer.database.dump());
    expect(importer.apply(text)).toEqual({ ok: true, ignored: [] });
    expect(JSON.stringify(importer.database.dump())).toBe(once);
    const [stage] = importer.database.all(validate);
    expect(stage).toMatchObject({ not_configured_action: 'configure', device_classes: ['totp', 'webauthn', 'static'] });
    expect(stage!['configuration_stages']).toHaveLength(2);
    expect(importer.database.all(bindings).filter((one) => one['stage'] === stage!.pk)).toHaveLength(1);
    expect(importer.database.all('authentik_stages_user_login.userloginstage')[0]).toMatchObject({
      session_duration: 'hours=12',
      remember_me_offset: 'days=30',
    });
    const recovery = importer.database.first('authentik_flows.flow', { slug: 'pinout-recovery' })!;
    expect(
      importer.database
        .all(bindings)
        .filter((one) => one['target'] === recovery.pk)
        .map((one) => one['order']),
    ).toEqual([10, 20, 30, 40]);
    expect(importer.database.all('authentik_brands.brand')[0]).toMatchObject({ branding_title: 'Home', flow_recovery: recovery.pk });
  });

  it('is as before when it is taken away', () => {
    const importer = new ImporterModel(newest, database());
    const before = JSON.stringify(importer.database.dump());
    importer.apply(textOf({ secondFactor: {}, recovery: true }));
    expect(importer.apply(textOf({ secondFactor: 'off', recovery: false })).ok).toBe(true);
    const after = importer.database.dump();
    expect(after[bindings]).toBeUndefined();
    expect(after[validate]).toBeUndefined();
    expect(importer.database.first('authentik_flows.flow', { slug: 'pinout-recovery' })).toBeUndefined();
    expect(before).toContain('default-authentication-flow');
  });

  it('names the groups that need a second factor, makes them, and waits for them', () => {
    const cluster = clusterOf({ secondFactor: { methods: ['webauthn'], groups: ['keepers', 'authentik Admins'] } });
    const job = jobsOf(cluster).find(({ name }) => name === 'sign-in')!;
    expect(job.after).toEqual(['groups']);
    expect(job.texts[0]).toContain('name__in=["authentik Admins", "keepers"]');
    expect(jobsOf(cluster).find(({ name }) => name === 'groups')!.texts[0]).toContain('name: keepers');
    const importer = new ImporterModel(newest, database());
    expect(importer.apply(job.texts[0]!)).toMatchObject({ ok: false, error: expect.stringContaining('authentik has no group keepers') as unknown });
  });

  it("leaves a flow of one's own alone, and says so", () => {
    const own = database();
    const flow = own.insert('authentik_flows.flow', { slug: 'mine', name: 'mine', title: 'mine', designation: 'authentication' });
    own.insert('authentik_brands.brand', { domain: 'home.example.org', default: false, flow_authentication: flow.pk });
    expect(new ImporterModel(newest, own).apply(textOf({ secondFactor: {} }))).toMatchObject({
      ok: false,
      error: expect.stringContaining('uses your own sign-in flow') as unknown,
    });
    expect(new ImporterModel(newest, own).apply(textOf({ title: 'Home' })).ok).toBe(true);
    const recovery = own.insert('authentik_flows.flow', { slug: 'my-recovery', name: 'mine', title: 'mine', designation: 'recovery' });
    own.update('authentik_brands.brand', own.all('authentik_brands.brand')[0]!.pk, { flow_recovery: recovery.pk });
    expect(new ImporterModel(newest, own).apply(textOf({ recovery: true }))).toMatchObject({ ok: false });
  });

  it('waits for what authentik brings itself', () => {
    for (const [model] of Object.entries(packagedStages)) {
      const late = database();
      late.remove(model, late.all(model)[0]!.pk);
      expect(new ImporterModel(newest, late).apply(textOf(everything)), model).toMatchObject({
        ok: false,
        error: expect.stringContaining('pinout refuses') as unknown,
      });
    }
  });

  it.each([
    [{ secondFactor: { methods: [] } }, 'methods'],
    [{ secondFactor: { groups: [] } }, 'groups'],
    [{ secondFactor: 'on' }, 'secondFactor'],
    [{ secondFactor: { methods: ['sms'] } }, 'methods'],
    [{ session: { lasts: '12' } }, 'lasts'],
    [{ session: { lasts: 'hours=12' } }, 'lasts'],
    [{ title: ' ' }, 'title'],
    [{ title: 'a\nb' }, 'title'],
  ])('is refused when it is wrong: %j', (signIn, field) => {
    expect(() => clusterOf(signIn)).toThrow(field);
  });

  it('needs a mail server for recovery', () => {
    expect(() => clusterWith({ idp: { signIn: { recovery: true } } })).toThrow('idp.email');
  });
});
