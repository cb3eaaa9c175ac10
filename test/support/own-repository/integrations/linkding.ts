import {
  type Access,
  accessShape,
  type AppEnd,
  clientSecretRef,
  type ConfidentialContract,
  defineIntegration,
  defineRule,
  environmentEnds,
  expose,
  type Facts,
  hostUnder,
  imageOf,
  issuerOf,
  loginRedirect,
  object,
  oidc,
  ownEnv,
  secretKey,
  text,
  workload,
} from 'pinout/integration';

interface LinkdingOptions {
  readonly host: string;
  readonly access: Access;
}

function contracts({ host, access }: LinkdingOptions, { domain }: Facts): readonly [ConfidentialContract] {
  const at = { app: 'linkding', field: 'host' };
  const url = `https://${hostUnder(host, domain, at)}`;
  return [
    oidc({
      slug: 'linkding',
      clientType: 'confidential',
      secret: clientSecretRef('linkding', 1, 'linkding'),
      redirects: [loginRedirect(`${url}/oidc/callback/`, at)],
      scopes: ['openid', 'email'],
      access,
      tile: { name: 'linkding', launchUrl: `${url}/` },
    }),
  ];
}

function write({ host }: LinkdingOptions, [contract]: readonly [ConfidentialContract], facts: Facts): AppEnd {
  const env = ownEnv(
    {
      LD_ENABLE_OIDC: 'True',
      OIDC_OP_ISSUER: issuerOf(facts, contract.slug),
      OIDC_RP_CLIENT_ID: contract.clientId,
      OIDC_RP_CLIENT_SECRET: secretKey(contract.secret),
    },
    undefined,
    'linkding',
  );
  const place = { name: 'linkding', namespace: 'linkding' };
  const container = { name: 'linkding', image: imageOf('docker.io/sissbruecker/linkding:1.44.1', { app: 'linkding', field: 'image' }), port: 9090, env };
  return {
    namespace: 'linkding',
    secrets: [contract.secret],
    objects: [
      expose({ ...place, host: `${host}.${facts.domain}`, service: 'linkding', port: 9090 }, facts),
      ...workload({ ...place, what: { container }, values: {} }, facts),
    ],
  };
}

const switchedOff = defineRule({
  code: 'linkding-off',
  severity: 'warning',
  title: 'linkding has a client, but its login is switched off',
  symptom: 'No button.',
  cause: 'LD_ENABLE_OIDC is not True.',
  fix: "write LD_ENABLE_OIDC: 'True'",
  *find({ containers }) {
    for (const { env } of containers) {
      const client = env.get('OIDC_RP_CLIENT_ID');
      if (client !== undefined && env.get('LD_ENABLE_OIDC')?.value?.value !== 'True')
        yield { at: client.at, message: 'linkding: LD_ENABLE_OIDC is not True, so nobody sees the login' };
    }
  },
});

export const linkding = defineIntegration({
  name: 'linkding',
  shape: object<LinkdingOptions>({ host: text, access: accessShape }),
  contracts,
  write,
  read: ({ containers }) =>
    environmentEnds(
      {
        app: 'linkding',
        clientId: ['OIDC_RP_CLIENT_ID'],
        secret: ['OIDC_RP_CLIENT_SECRET'],
        issuer: ['OIDC_OP_ISSUER'],
        defaultScopes: 'openid email',
        exactIssuer: false,
      },
      containers,
    ),
  judge: () => ({
    skips: [],
    clientSecret: 'unknown',
    ask: (claims) => [{ step: 'email', passed: claims['email'] !== undefined, detail: 'linkding makes the name from the address' }],
  }),
  rules: [switchedOff],
});
