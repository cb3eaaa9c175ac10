import { PinoutError, show } from './error.ts';
import { groupName } from './names.ts';
import { choice, flag, list, object, type Shape, text } from './shape.ts';

/** A second factor. */
export const secondFactors = ['totp', 'webauthn'] as const;
export type SecondFactor = (typeof secondFactors)[number];

/** How people sign in to authentik, as the cluster's owner writes it. What is absent stays as authentik has it. */
export interface SignInInput {
  /** Everybody, or the members of some groups, need a second factor; who has none sets one up at the next sign-in. `'off'` takes it away again. */
  readonly secondFactor?: SecondFactorInput | 'off';
  /** "Forgot password?", by e-mail. `false` takes it away again. */
  readonly recovery?: boolean;
  /** Title of authentik's pages. */
  readonly title?: string;
  /** How long a sign-in lasts; authentik's own is until the browser is closed. */
  readonly session?: SessionInput;
}

export interface SecondFactorInput {
  /** What may be used: both unless given. Recovery codes that somebody has are accepted too. */
  readonly methods?: readonly SecondFactor[];
  /** Only members of these groups need one; everybody unless given. */
  readonly groups?: readonly string[];
}

export interface SessionInput {
  /** For example `12h` or `30d`. */
  readonly lasts?: string;
  /** By how much "remember me" makes it longer, for example `30d`. */
  readonly rememberMe?: string;
}

const factor = object<SecondFactorInput>({ methods: list(choice(...secondFactors)), groups: list(text) });
const factorOrOff: Shape<SecondFactorInput | 'off'> = (value, place) => (typeof value === 'string' ? choice('off')(value, place) : factor(value, place));

/** The options of signing in. */
export const signInShape = object<SignInInput>({
  secondFactor: factorOrOff,
  recovery: flag,
  title: text,
  session: object<SessionInput>({ lasts: text, rememberMe: text }),
});

/** How people sign in, checked. Lengths are as authentik writes them. */
export interface SignIn {
  readonly secondFactor?: { readonly methods: readonly SecondFactor[]; readonly groups?: readonly string[] } | 'off';
  readonly recovery?: boolean;
  readonly title?: string;
  readonly session?: { readonly lasts?: string; readonly rememberMe?: string };
}

const units = { m: 'minutes', h: 'hours', d: 'days', w: 'weeks' } as const;
const at = (field: string) => ({ app: 'cluster', field: `idp.signIn.${field}` });

/**
 * @param mail whether authentik has a server to send mail by, or may have one
 * @throws PinoutError `sign-in-invalid`, `group-invalid`
 * @example checkedSignIn({ secondFactor: { groups: ['admins'] }, session: { lasts: '12h' } }, true)
 */
export function checkedSignIn(input: SignInInput, mail: boolean): SignIn {
  const { secondFactor, recovery, title, session } = input;
  if (recovery === true && !mail)
    throw refuse(
      'recovery',
      'true without idp.email',
      'a mail server through which authentik sends the link',
      "write idp: { email: { host: '…', from: '…' } }",
    );
  if (title !== undefined && !/^[^\p{Cc}]{1,100}$/u.test(title.trim() === '' ? '' : title))
    throw refuse('title', show(title), 'one line of text, at most 100 characters', "write title: 'Home'");
  return {
    ...(secondFactor === undefined ? {} : { secondFactor: secondFactor === 'off' ? secondFactor : checkedFactor(secondFactor) }),
    ...(recovery === undefined ? {} : { recovery }),
    ...(title === undefined ? {} : { title }),
    ...(session === undefined
      ? {}
      : {
          session: Object.fromEntries(Object.entries(session).map(([key, value]) => [key, lengthOf(value as string, `session.${key}`)])),
        }),
  };
}

function checkedFactor({ methods = secondFactors, groups }: SecondFactorInput): Exclude<NonNullable<SignIn['secondFactor']>, 'off'> {
  if (methods.length === 0) throw refuse('secondFactor.methods', '[]', 'at least one of totp, webauthn', "write methods: ['totp', 'webauthn'], or remove it");
  if (groups?.length === 0)
    throw refuse('secondFactor.groups', '[]', 'at least one group, or absent for everyone', "write secondFactor: 'off' if nobody needs one");
  return {
    methods: secondFactors.filter((one) => methods.includes(one)),
    ...(groups === undefined ? {} : { groups: [...new Set(groups.map((group, index) => groupName(group, at(`secondFactor.groups[${index}]`))))] }),
  };
}

/** `12h` as authentik has it, `hours=12` (authentik/lib/utils/time.py). */
function lengthOf(value: string, field: string): string {
  const [, count, unit] = /^([1-9]\d{0,4})([mhdw])$/.exec(value) ?? [];
  if (count === undefined) throw refuse(field, show(value), 'a number and one of m, h, d, w', `write ${field.split('.').at(-1)!}: '12h'`);
  return `${units[unit as keyof typeof units]}=${count}`;
}

const refuse = (field: string, found: string, wanted: string, fix: string): PinoutError =>
  new PinoutError({ code: 'sign-in-invalid', ...at(field), found, wanted, fix });
