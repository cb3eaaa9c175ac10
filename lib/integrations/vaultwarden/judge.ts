import type { Claims, Judge, JudgedEnd, Question } from '../judge.ts';
import { decidedByProvider } from '../questions.ts';

/**
 * What Vaultwarden looks at (dani-garcia/vaultwarden src/sso.rs, src/sso_client.rs, src/api/identity.rs `_sso_login`): the token as the crate openidconnect
 * verifies it, which takes HS256 when the issuer announces it; an address; and whether it is verified. Groups are not read.
 */
export function judgeVaultwarden(app: JudgedEnd): Judge {
  const unknownAllowed = app.container?.env.get('SSO_ALLOW_UNKNOWN_EMAIL_VERIFICATION')?.value?.value.toLowerCase() === 'true';
  return {
    skips: [],
    clientSecret: 'taken',
    ask: (claims, ends) => [address(claims), verified(claims, unknownAllowed), decidedByProvider('Vaultwarden', claims, ends)],
  };
}

function address(claims: Claims): Question {
  const { email } = claims;
  if (typeof email === 'string' && email !== '') return { step: 'email', passed: true, detail: email };
  return {
    step: 'email',
    passed: undefined,
    detail: 'the token has no email; without one in userinfo too Vaultwarden says "Neither id token nor userinfo contained an email"',
    fix: 'request the scope email in Vaultwarden (SSO_SCOPES), and map it on the provider',
  };
}

/** Asked when the person is not bound to an account yet. SSO_ALLOW_UNKNOWN_EMAIL_VERIFICATION is for a claim that is missing, not for one that says no. */
function verified({ email_verified: claim }: Claims, unknownAllowed: boolean): Question {
  const step = 'email verified';
  const bound = 'Users who have logged in before are not checked again';
  const mapping = "map the scope email with your own mapping that returns True, if you trust your users' addresses; pinout's vaultwarden() writes one";
  if (claim === true) return { step, passed: true, detail: 'email_verified is true' };
  if (claim === false)
    return {
      step,
      passed: false,
      detail: 'You need to verify your email with your provider before you can log in',
      why: `email_verified is false: authentik's own email mapping returns that since 2025.10, and no Vaultwarden setting allows it. ${bound}`,
      fix: mapping,
    };
  if (claim === undefined || claim === null) {
    if (unknownAllowed) return { step, passed: true, detail: 'email_verified is not in the token, which SSO_ALLOW_UNKNOWN_EMAIL_VERIFICATION=true allows' };
    return {
      step,
      passed: false,
      detail: 'Your provider does not send email verification status.',
      why: `email_verified is not in the token, and SSO_ALLOW_UNKNOWN_EMAIL_VERIFICATION is not true. ${bound}`,
      fix: mapping,
    };
  }
  return {
    step,
    passed: false,
    detail: 'Could not read id_token claims',
    why: 'email_verified is not a boolean',
    fix: 'make the scope mapping return True, not a string',
  };
}
