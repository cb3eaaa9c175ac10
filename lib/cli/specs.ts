import type { CommandSpec, OptionSpec } from './spec.ts';

const app = { type: 'string', value: 'FILE', about: 'the file that exports the clusters (default: apps/main.ts)' } as const satisfies OptionSpec;
const imports = {
  type: 'string',
  value: 'FOLDER',
  about: 'the folder with the schemas of your own kinds and charts (default: imports)',
} as const satisfies OptionSpec;
const version = (product: string, example: string) =>
  ({
    type: 'string',
    value: 'VERSION',
    about: `the version of ${product} if the manifests do not show it, such as ${example}`,
  }) as const satisfies OptionSpec;

const integrations = {
  type: 'string',
  multiple: true,
  value: 'FILE',
  about: 'your own file with defineIntegration, defineIdentityProvider or defineRule',
} as const satisfies OptionSpec;

/** What each command takes, in the order of the help text. Data alone: `commands.ts` says where each one is. */
export const specs = {
  init: {
    arguments: '[FOLDER]',
    about: 'start a project, in an empty folder or an existing repository; existing files are not overwritten',
    options: {
      domain: { type: 'string', value: 'DOMAIN', about: 'the domain of the apps' },
      address: { type: 'string', value: 'IP', about: 'the IP address of the ingress controller in your network' },
      edge: { type: 'string', value: 'EDGE', about: 'an ingress class such as traefik or nginx, or envoy-gateway:NAMESPACE/NAME (default: traefik)' },
      issuer: { type: 'string', value: 'NAME', about: "a cert-manager ClusterIssuer (default: the controller's own certificate)" },
      cluster: { type: 'string', value: 'NAME', about: 'the name of the cluster (default: home)' },
      existing: {
        type: 'string',
        value: 'WHERE',
        about: 'an existing authentik: NAMESPACE, NAMESPACE/SECRET or https://HOST (default: dist installs one)',
      },
      authentik: { type: 'string', value: 'VERSION', about: 'the version of authentik (default: the newest supported)' },
      kubernetes: { type: 'string', value: 'VERSION', about: 'the version of Kubernetes (default: the newest supported)' },
      flux: { type: 'string', value: 'VERSION', about: 'the version of Flux (default: the newest supported)' },
      package: { type: 'string', value: 'SPEC', about: 'what package.json names as the source of pinout: a path, a URL or a version' },
      'no-workflow': { type: 'boolean', about: 'do not write the workflow for pull requests' },
      'dry-run': { type: 'boolean', about: 'print what would be written, and write nothing' },
    },
    details: 'On a terminal it asks for missing options. Otherwise --domain and --address are required.\n',
  },
  adopt: {
    arguments: '[PATH…]',
    about: 'write app files for existing logins, from manifests, an authentik export (ak export_blueprint), or terraform show -json',
    options: {
      app,
      integrations,
      only: { type: 'string', value: 'NAME,…', about: 'only these logins' },
      'dry-run': { type: 'boolean', about: 'print what would be written, and write nothing' },
      force: { type: 'boolean', about: 'overwrite existing files' },
      domain: { type: 'string', value: 'DOMAIN', about: 'the domain of the apps (default: the domain of most hosts)' },
      address: { type: 'string', value: 'IP', about: 'the IP address of the ingress controller in your network' },
      edge: { type: 'string', value: 'EDGE', about: 'an ingress class, or envoy-gateway:NAMESPACE/NAME (default: traefik)' },
      issuer: { type: 'string', value: 'NAME', about: "a cert-manager ClusterIssuer (default: the controller's own certificate)" },
      cluster: { type: 'string', value: 'NAME', about: 'the name of the cluster (default: home)' },
      existing: { type: 'string', value: 'WHERE', about: 'where authentik runs: NAMESPACE, NAMESPACE/SECRET or https://HOST' },
      authentik: { type: 'string', value: 'VERSION', about: 'the version of authentik' },
      kubernetes: { type: 'string', value: 'VERSION', about: 'the version of Kubernetes' },
      flux: { type: 'string', value: 'VERSION', about: 'the version of Flux' },
    },
    details: `Without PATH it reads the current folder. Cluster options are used only if there is no app file yet.
Secrets in an export or a Terraform state are never printed or written. Delete both afterwards: they contain secrets in plain text.
`,
  },
  synth: {
    about: 'write dist from the app file, or report what is stale',
    options: {
      app,
      out: { type: 'string', value: 'FOLDER', about: 'where to write (default: CDK8S_OUTDIR, else dist)' },
      check: { type: 'boolean', about: 'write nothing; report each file that is stale' },
      watch: { type: 'boolean', about: 'write again after each change in the folder of the app file, until Ctrl-C' },
      'new-database': { type: 'boolean', about: "authentik's database is new or restored: allow any version change" },
    },
  },
  check: {
    arguments: '[PATH…]',
    about: 'check manifests, in dist or in any repository, for logins that fail',
    options: {
      logins: { type: 'boolean', about: 'list every login instead of the findings: where it is, whether both ends were read, and if not, why' },
      all: { type: 'boolean', about: 'list every place of rules with many findings' },
      strict: { type: 'boolean', about: 'also run rules about style' },
      only: { type: 'string', value: 'CODE,…', about: 'run only these rules' },
      ignore: { type: 'string', value: 'CODE,…', about: 'run all rules except these' },
      integrations,
      list: { type: 'boolean', about: 'list the rules' },
      config: { type: 'string', value: 'FILE', about: 'a configuration file (default: pinout.check.yaml, or the key pinout in package.json)' },
      baseline: { type: 'string', value: 'FILE', about: 'fail only on findings that are not in this file' },
      'write-baseline': { type: 'boolean', about: 'write the current findings to the baseline (default: pinout.baseline.json)' },
      authentik: version('authentik', '2026.2.1'),
      kubernetes: version('Kubernetes', '1.36'),
      flux: version('Flux', '2.7'),
    },
    details: 'Without PATH it checks the paths in the configuration, or dist.\n',
  },
  diff: {
    arguments: '[BEFORE [AFTER]]',
    about: 'who gains or loses access, and which logins break, between two commits or two folders',
    options: {
      path: {
        type: 'string',
        multiple: true,
        value: 'PATH',
        about: 'with commits: compare only this path (default: the paths in the configuration, or dist, or everything)',
      },
      format: {
        type: 'string',
        value: 'FORMAT',
        choices: ['text', 'markdown', 'json', 'github'],
        about: 'text, markdown for a comment, json, or annotations for GitHub Actions',
      },
      integrations,
      'fail-on': { type: 'string', value: 'WEIGHT,…', about: 'exit with 1 on such a change: opens, breaks, closes, or several of them (default: none)' },
      summary: { type: 'boolean', about: 'also write Markdown to the step summary of GitHub Actions ($GITHUB_STEP_SUMMARY)' },
      quiet: { type: 'boolean', about: 'print only the changes' },
    },
    details: `Without arguments it compares the working tree with the commit where this branch left the default branch.
With only BEFORE it compares that commit with the working tree. Two folders need no git.

  pinout diff                      what this branch changes
  pinout diff v1.2.0 HEAD          between two commits
  pinout diff ../before ../after   two folders
  pinout diff --fail-on opens,breaks
`,
  },
  who: {
    arguments: '[NAME] [PATH…]',
    about: 'which apps a person or group may open, by which rule and with which role; or who may open an app',
    options: {
      groups: { type: 'string', value: 'GROUP,…', about: 'NAME is a person in these groups' },
      app: { type: 'string', value: 'APP', about: 'show who may open this app' },
      integrations,
      ref: { type: 'string', value: 'COMMIT', about: 'use this commit instead of the working tree' },
    },
    details: `  pinout who alice --groups family,grafana-admins
  pinout who family
  pinout who --app grafana --ref HEAD~1

Without PATH it reads the paths in the configuration, or dist, or everything here.
`,
  },
  map: {
    arguments: '[PATH…]',
    about: 'write one HTML page with all logins: who has access, how each login is wired, and what is wrong with it',
    options: {
      out: { type: 'string', value: 'FILE', about: 'where to write, or - for stdout (default: pinout-map.html, or pinout-map.svg)' },
      format: { type: 'string', value: 'FORMAT', choices: ['html', 'svg'], about: 'an HTML page, or only the picture' },
      cluster: { type: 'string', value: 'NAME', about: 'with svg: the cluster to draw, if there are several' },
      dark: { type: 'boolean', about: 'with svg: for a dark background' },
      integrations,
      title: { type: 'string', value: 'TEXT', about: 'the title of the page (default: the cluster or the folder)' },
      ref: { type: 'string', value: 'COMMIT', about: 'use this commit instead of the working tree' },
    },
    details:
      'Without PATH it reads the paths in the configuration, or dist, or everything here.\nThe page is one file that works offline. It contains no secrets, but it shows who has access to what: keep it where your manifests are.\n',
  },
  secrets: {
    arguments: 'init --age KEY… | add [APP…] | rotate APP',
    about: 'manage SOPS-encrypted secrets next to the app file; rotate gives an app a new client secret',
    verbs: ['init', 'add', 'rotate'],
    options: {
      app,
      cluster: { type: 'string', value: 'NAME', about: 'only this cluster' },
      age: { type: 'string', multiple: true, value: 'KEY', about: 'with init: the public age key of someone who may decrypt' },
    },
  },
  validate: {
    arguments: 'PATH…',
    about: 'validate every document in files and folders against the schema of its kind',
    options: {
      'strict-kinds': { type: 'boolean', about: 'an unknown kind is an error' },
      imports,
      kubernetes: { type: 'string', value: 'VERSION', about: 'the version of Kubernetes whose schemas are used (default: 1.36)' },
      'no-cache': { type: 'boolean', about: 'ignore cached results and validate every file again' },
    },
  },
  explain: {
    arguments: '[FILE]',
    about: 'explain why kube-apiserver or an app refuses a token; tokens on stdin or in FILE, one per line',
    options: {
      config: {
        type: 'string',
        value: 'FILE',
        about: "kube-apiserver's AuthenticationConfiguration, or the file or folder with its --oidc-* flags (kubeadm, static pod, k3s, Talos)",
      },
      for: { type: 'string', value: 'APP', about: 'the app that gets the token (default: apiserver)' },
      dist: {
        type: 'string',
        value: 'FOLDER',
        about: 'the folder with the manifests of the app (default: dist), or with the RBAC that shows what a user of kube-apiserver may do',
      },
      integrations,
      kubernetes: { type: 'string', value: 'VERSION', about: 'the version of kube-apiserver' },
      jwks: { type: 'string', value: 'FILE', about: 'a file with the signing keys, instead of fetching them from the issuer' },
      at: { type: 'string', value: 'TIME', about: 'the time at which the token is judged, such as 2026-05-01T12:00:00Z (default: now)' },
      timeout: { type: 'string', value: 'SECONDS', about: 'the time limit for all requests to an issuer' },
      'config-only': { type: 'boolean', about: 'check only the configuration, without a token' },
      'service-account-issuer': { type: 'string', value: 'URL,…', about: 'with --config-only: the value of this flag of kube-apiserver' },
      'egress-selector': { type: 'string', value: 'TYPE,…', about: "with --config-only: the types in kube-apiserver's --egress-selector-config-file" },
    },
  },
  import: {
    arguments: 'FILE-OR-URL… | chart OCI-OR-REPO VERSION',
    about: 'import your own CRDs, or the values of a chart, for validate',
    verbs: ['chart'],
    options: { imports, name: { type: 'string', value: 'CHART', about: 'with chart: the name of the chart, if the repository has several' } },
  },
  completion: {
    arguments: 'SHELL',
    about: 'print the completion script for bash, zsh or fish',
    verbs: ['bash', 'zsh', 'fish'],
    options: {},
    details: `Try it:
  bash   source <(pinout completion bash)
  zsh    source <(pinout completion zsh)
  fish   pinout completion fish | source
To keep it, add that line to ~/.bashrc, ~/.zshrc (after compinit) or ~/.config/fish/config.fish.
`,
  },
  'new-idp': {
    arguments: 'NAME [FOLDER]',
    about: 'in your own repository: write the files of an identity provider that pinout does not know, with a test',
    options: {},
  },
  'new-integration': {
    arguments: 'NAME',
    about: 'in a checkout of pinout: write the folder, fixture, tests and page of a new integration',
    options: {},
  },
} as const satisfies Readonly<Record<string, CommandSpec>>;

/** `help` itself: it takes any words, so it is no row of the table. */
export const helpSpec = { arguments: '[COMMAND|PAGE|CODE|MESSAGE]', about: 'print a command, a page, a rule or an error, or the causes of a message' } as const;
