/** One `jwt` entry of the file, without its issuer. */
export interface Configuration {
  readonly name: string;
  readonly entry: Record<string, unknown>;
  readonly audiences?: readonly string[];
}

const claim = (name: string, prefix = 'oidc:') => ({ claim: name, prefix });
const expression = (text: string) => ({ expression: text });
const named = { username: claim('preferred_username'), groups: claim('groups') };
const rule = (text: string, message = 'no') => ({ expression: text, message });
const system = rule("!user.username.startsWith('system:') && user.groups.all(g, !g.startsWith('system:'))", 'system: is refused');

/** Entries of many kinds: what pinout writes, what people write, and what fails in every way that is known. */
export const configurations: readonly Configuration[] = [
  { name: 'plain', entry: { claimMappings: named } },
  { name: 'noprefix', entry: { claimMappings: { username: claim('preferred_username', ''), groups: claim('groups', '') } } },
  { name: 'email', entry: { claimMappings: { username: claim('email', ''), groups: claim('groups') } } },
  { name: 'sub', entry: { claimMappings: { username: claim('sub'), uid: { claim: 'sub' } } } },
  { name: 'two', audiences: ['kubectl', 'other'], entry: { claimMappings: named } },
  { name: 'required', entry: { claimMappings: named, claimValidationRules: [{ claim: 'tier', requiredValue: 'gold' }] } },
  { name: 'present', entry: { claimMappings: named, claimValidationRules: [{ claim: 'tier' }] } },
  {
    name: 'rules',
    entry: {
      claimMappings: named,
      claimValidationRules: [
        rule('has(claims.groups)', 'groups are missing'),
        rule('!has(claims.groups) || type(claims.groups) == list', 'groups are no list'),
        rule('!has(claims.groups) || type(claims.groups) != list || size(claims.groups) > 0', 'groups are empty'),
      ],
      userValidationRules: [system],
    },
  },
  {
    name: 'badrules',
    entry: {
      claimMappings: named,
      claimValidationRules: [rule('has(claims.groups)', 'groups are missing'), rule('type(claims.groups) == list', 'groups are no list')],
    },
  },
  { name: 'lifetime', entry: { claimMappings: named, claimValidationRules: [rule('claims.exp - claims.iat <= 86400', 'too long')] } },
  {
    name: 'verified',
    entry: {
      claimMappings: { username: expression('claims.email'), groups: claim('groups') },
      claimValidationRules: [rule('claims.email_verified == true', 'not verified')],
    },
  },
  {
    name: 'optional',
    entry: {
      claimMappings: {
        username: expression("claims.?preferred_username.orValue('nobody')"),
        groups: expression('claims.?groups.orValue([])'),
        uid: expression("claims.?sub.orValue('')"),
      },
    },
  },
  {
    name: 'lower',
    entry: { claimMappings: { username: expression('claims.preferred_username.lowerAscii()'), groups: expression("dyn(claims.groups).map(g, 'x:' + g)") } },
  },
  {
    name: 'split',
    entry: {
      claimMappings: { username: expression("claims.email.split('@')[0] + string(claims.email_verified)"), groups: expression("claims.roles.split(',')") },
    },
  },
  { name: 'splitmap', entry: { claimMappings: { username: claim('sub'), groups: expression("claims.roles.split(',').map(r, 'r:' + r)") } } },
  { name: 'level', entry: { claimMappings: { username: expression('string(claims.level)'), groups: expression("claims.level > 2 ? ['high'] : ['low']") } } },
  {
    name: 'extra',
    entry: {
      claimMappings: {
        ...named,
        extra: [
          { key: 'acme.io/team', valueExpression: 'claims.team' },
          { key: 'acme.io/teams', valueExpression: 'claims.?teams.orValue([])' },
        ],
      },
    },
  },
  { name: 'nested', entry: { claimMappings: { username: claim('sub'), groups: expression("claims.profile.teams.filter(t, t != '')") } } },
  { name: 'nestedopt', entry: { claimMappings: { username: claim('sub'), groups: expression('claims.?profile.?teams.orValue([])') } } },
  {
    name: 'admitted',
    entry: {
      claimMappings: named,
      userValidationRules: [rule("user.groups.exists(g, g in ['oidc:admins', 'oidc:devs'])", 'in none of the admitted groups'), system],
    },
  },
  {
    name: 'usererr',
    entry: {
      claimMappings: { username: claim('sub') },
      userValidationRules: [rule("user.uid != 'x' && user.groups.size() < 3"), rule("user.extra.all(k, k.startsWith('a'))")],
    },
  },
  { name: 'match', entry: { claimMappings: { username: expression("claims.preferred_username.matches('^[a-z]+$') ? claims.preferred_username : ''") } } },
  {
    name: 'audrule',
    entry: { claimMappings: named, claimValidationRules: [rule("type(claims.aud) == string ? claims.aud == 'kubectl' : 'kubectl' in claims.aud")] },
  },
  { name: 'escaped', entry: { claimMappings: { username: expression('claims.a__dash__b'), groups: expression("claims['a-b']") } } },
  {
    name: 'orerr',
    entry: {
      claimMappings: named,
      claimValidationRules: [rule('claims.nope == 1 || has(claims.groups)'), rule("has(claims.groups) && claims.groups[0].startsWith('a')", 'first group')],
    },
  },
  {
    name: 'sets',
    entry: {
      claimMappings: named,
      claimValidationRules: [rule("sets.intersects(claims.groups, ['admins', 'devs'])", 'no group'), rule('claims.groups.isSorted() || true')],
    },
  },
  {
    name: 'ifelse',
    entry: {
      claimMappings: {
        username: expression("has(claims.email) ? 'mail:' + claims.email + string(has(claims.email_verified)) : claims.sub"),
        uid: claim('sub', '') && { claim: 'sub' },
      },
    },
  },
  {
    name: 'jti',
    entry: {
      claimMappings: { username: claim('sub') },
      userValidationRules: [
        rule(
          "!('authentication.kubernetes.io/credential-id' in user.extra) || user.extra['authentication.kubernetes.io/credential-id'][0] != 'JTI=bad'",
          'revoked',
        ),
      ],
    },
  },
];
