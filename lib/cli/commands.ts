import type { CommandEntry } from './command.ts';

/** Every command by its name, in the order of the help text. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  synth: {
    usage: 'synth [--app apps/main.ts] [--out dist] [--check]',
    about: 'write dist from the app file, or say what is stale',
    load: async () => (await import('./synth.ts')).synthCommand,
  },
  check: {
    usage: 'check [PATH…] [--logins] [--all] [--strict] [--baseline FILE [--write-baseline]] [--only CODE,…] [--ignore CODE,…] [--list]',
    about: 'check manifests, in dist or in any repository: where a login fails, and which logins were understood',
    details: `  PATH…                 files and folders; those of the configuration, else dist
  --logins              every login instead of the findings: where it is, whether both ends were read, and why not
  --all                 every place of a rule that fires often
  --strict              rules about style too
  --only CODE,…         these rules alone
  --ignore CODE,…       all rules but these
  --list                the rules
  --config FILE         instead of pinout.check.yaml, or the key pinout in package.json
  --baseline FILE       fail on findings that this file does not have
  --write-baseline      write the findings of now into that file (pinout.baseline.json unless --baseline names another)
  --authentik VERSION, --kubernetes VERSION, --flux VERSION
                        what runs, where the manifests do not say it
`,
    load: async () => (await import('./check.ts')).checkCommand,
  },
  secrets: {
    usage: 'secrets init --age KEY… | add [APP…] | rotate APP   [--app apps/main.ts] [--cluster NAME]',
    about: 'encrypted values beside the app file (SOPS); rotate gives any app a new client secret',
    load: async () => (await import('./secrets.ts')).secretsCommand,
  },
  validate: {
    usage: 'validate PATH… [--strict-kinds] [--imports imports] [--kubernetes 1.36] [--no-cache]',
    about: 'validate every document of files and folders by the schema of its kind',
    load: async () => (await import('./validate.ts')).validateCommand,
  },
  explain: {
    usage: 'explain [FILE] [--config FILE] [--kubernetes 1.36] [--jwks FILE] [--at TIME] [--for APP] [--config-only] [--service-account-issuer URL]',
    about: 'why a token is refused, as kube-apiserver or an app sees it; tokens on stdin or in FILE, one a line',
    load: async () => (await import('./explain.ts')).explainCommand,
  },
  import: {
    usage: 'import FILE-OR-URL… | import chart OCI-OR-REPO VERSION [--name CHART] [--imports imports]',
    about: 'add kinds of your own (CRDs), or the values that a chart knows, for validate',
    load: async () => (await import('./import.ts')).importCommand,
  },
  'new-integration': {
    usage: 'new-integration NAME',
    about: 'in a checkout of pinout: folder, fixture, tests and page of a new integration',
    load: async () => (await import('./new-integration.ts')).newIntegrationCommand,
  },
};
