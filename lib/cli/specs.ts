import type { CommandSpec, OptionSpec } from './spec.ts';

const app = { type: 'string', value: 'FILE', about: 'the file that exports the clusters (default: apps/main.ts)' } as const satisfies OptionSpec;
const imports = {
  type: 'string',
  value: 'FOLDER',
  about: 'where the schemas of your own kinds and charts are (default: imports)',
} as const satisfies OptionSpec;
const version = (product: string, example: string) =>
  ({
    type: 'string',
    value: 'VERSION',
    about: `the version of ${product} where the manifests do not say it, such as ${example}`,
  }) as const satisfies OptionSpec;

const integrations = {
  type: 'string',
  multiple: true,
  value: 'FILE',
  about: 'a file of your own with defineIntegration, defineIdentityProvider or defineRule',
} as const satisfies OptionSpec;

/** What each command takes, in the order of the help text. Data alone: `commands.ts` says where each one is. */
export const specs = {
  init: {
    arguments: '[FOLDER]',
    about: 'begin a project, in an empty folder or in a repository that is there; nothing in it is overwritten',
    options: {
      domain: { type: 'string', value: 'DOMAIN', about: 'the domain below which the apps are' },
      address: { type: 'string', value: 'IP', about: 'where the ingress controller answers in your network' },
      edge: { type: 'string', value: 'EDGE', about: 'an ingress class such as traefik or nginx, or envoy-gateway:NAMESPACE/NAME (default: traefik)' },
      issuer: { type: 'string', value: 'NAME', about: "a ClusterIssuer of cert-manager (default: the controller's own certificate)" },
      cluster: { type: 'string', value: 'NAME', about: 'the name of the cluster (default: home)' },
      existing: {
        type: 'string',
        value: 'WHERE',
        about: 'an authentik that runs already: NAMESPACE, NAMESPACE/SECRET or https://HOST (default: dist installs one)',
      },
      authentik: { type: 'string', value: 'VERSION', about: 'the version of authentik (default: the newest that is known)' },
      kubernetes: { type: 'string', value: 'VERSION', about: 'the version of Kubernetes (default: the newest that is known)' },
      flux: { type: 'string', value: 'VERSION', about: 'the version of Flux (default: the newest that is known)' },
      package: { type: 'string', value: 'SPEC', about: 'where npm gets pinout from, for package.json: a path, a URL or a version' },
      'no-workflow': { type: 'boolean', about: 'without the workflow for pull requests' },
      'dry-run': { type: 'boolean', about: 'print what would be written, and write nothing' },
    },
    details: 'On a terminal it asks for what is not given. Elsewhere it needs --domain and --address.\n',
  },
  adopt: {
    arguments: '[PATH…]',
    about: 'write app files of the logins that exist: in manifests, an export of authentik (ak export_blueprint), or terraform show -json',
    options: {
      app,
      only: { type: 'string', value: 'NAME,…', about: 'these logins only' },
      'dry-run': { type: 'boolean', about: 'print what would be written, and write nothing' },
      force: { type: 'boolean', about: 'write files anew that are there' },
      domain: { type: 'string', value: 'DOMAIN', about: 'the domain below which the apps are (default: that of most hosts)' },
      address: { type: 'string', value: 'IP', about: 'where the ingress controller answers in your network' },
      edge: { type: 'string', value: 'EDGE', about: 'an ingress class, or envoy-gateway:NAMESPACE/NAME (default: traefik)' },
      issuer: { type: 'string', value: 'NAME', about: "a ClusterIssuer of cert-manager (default: the controller's own certificate)" },
      cluster: { type: 'string', value: 'NAME', about: 'the name of the cluster (default: home)' },
      existing: { type: 'string', value: 'WHERE', about: 'where authentik runs: NAMESPACE, NAMESPACE/SECRET or https://HOST' },
      authentik: { type: 'string', value: 'VERSION', about: 'the version of authentik' },
      kubernetes: { type: 'string', value: 'VERSION', about: 'the version of Kubernetes' },
      flux: { type: 'string', value: 'VERSION', about: 'the version of Flux' },
    },
    details: `Without PATH it reads this folder. Options about the cluster count only where there is no app file yet.
No secret of an export or a state is printed or written. Delete both afterwards: they hold secrets in the clear.
`,
  },
  synth: {
    about: 'write dist from the app file, or say what is stale',
    options: {
      app,
      out: { type: 'string', value: 'FOLDER', about: 'where to write (default: CDK8S_OUTDIR, else dist)' },
      check: { type: 'boolean', about: 'write nothing; report each file that is stale' },
      watch: { type: 'boolean', about: 'write again after each change of a file beside the app file, until Ctrl-C' },
      'new-database': { type: 'boolean', about: "authentik's database is new or restored: take any version after any other" },
    },
  },
  check: {
    arguments: '[PATH…]',
    about: 'check manifests, in dist or in any repository: where a login fails, and which logins were understood',
    options: {
      logins: { type: 'boolean', about: 'list every login instead of the findings: where it is, whether both ends were read, and why not' },
      all: { type: 'boolean', about: 'every place of a rule that fires often' },
      strict: { type: 'boolean', about: 'rules about style too' },
      only: { type: 'string', value: 'CODE,…', about: 'these rules only' },
      ignore: { type: 'string', value: 'CODE,…', about: 'all rules but these' },
      integrations,
      list: { type: 'boolean', about: 'list the rules' },
      config: { type: 'string', value: 'FILE', about: 'instead of pinout.check.yaml, or the key pinout in package.json' },
      baseline: { type: 'string', value: 'FILE', about: 'fail only on findings that this file does not have' },
      'write-baseline': { type: 'boolean', about: 'write the current findings into that file (pinout.baseline.json unless --baseline names another)' },
      authentik: version('authentik', '2026.2.1'),
      kubernetes: version('Kubernetes', '1.36'),
      flux: version('Flux', '2.7'),
    },
    details: 'Without PATH it checks the paths of the configuration, else dist.\n',
  },
  diff: {
    arguments: '[BEFORE [AFTER]]',
    about: 'who gains or loses access, and which logins break, between two commits or two folders',
    options: {
      path: {
        type: 'string',
        multiple: true,
        value: 'PATH',
        about: 'with commits: look below this alone (default: the paths of the configuration, else dist, else everything)',
      },
      format: {
        type: 'string',
        value: 'FORMAT',
        choices: ['text', 'markdown', 'json', 'github'],
        about: 'text for people, markdown for a comment, json, or lines of GitHub Actions',
      },
      'fail-on': { type: 'string', value: 'WEIGHT,…', about: 'opens, breaks, closes, or several of them: such a change makes the exit code 1 (default: none)' },
      summary: { type: 'boolean', about: 'write the Markdown into the step summary of GitHub Actions too ($GITHUB_STEP_SUMMARY)' },
      quiet: { type: 'boolean', about: 'print changes only' },
    },
    details: `Without arguments it compares the working tree with the commit in which this branch left the default branch.
With BEFORE alone it compares that commit with the working tree. Two folders need no git.

  pinout diff                      what this branch changes
  pinout diff v1.2.0 HEAD          between two commits
  pinout diff ../before ../after   two folders
  pinout diff --fail-on opens,breaks
`,
  },
  who: {
    arguments: '[NAME] [PATH…]',
    about: 'what a person or group may open, by which rule and with which role; or who may open an app',
    options: {
      groups: { type: 'string', value: 'GROUP,…', about: 'NAME is a person in these groups' },
      app: { type: 'string', value: 'APP', about: 'who may open this app' },
      ref: { type: 'string', value: 'COMMIT', about: 'in this commit, instead of the working tree' },
    },
    details: `  pinout who alice --groups family,grafana-admins
  pinout who family
  pinout who --app grafana --ref HEAD~1

Without PATH it looks at the paths of the configuration, else dist, else everything here.
`,
  },
  map: {
    arguments: '[PATH…]',
    about: 'everything as one page for a browser: who may enter what, how each login is wired, and what is wrong with it',
    options: {
      out: { type: 'string', value: 'FILE', about: 'where to write, or - for stdout (default: pinout-map.html, or pinout-map.svg)' },
      format: { type: 'string', value: 'FORMAT', choices: ['html', 'svg'], about: 'a page, or the picture alone' },
      cluster: { type: 'string', value: 'NAME', about: 'with svg: this cluster, where there are several' },
      dark: { type: 'boolean', about: 'with svg: for a dark ground' },
      title: { type: 'string', value: 'TEXT', about: 'what the page is called (default: the cluster, else the folder)' },
      ref: { type: 'string', value: 'COMMIT', about: 'of this commit, instead of the working tree' },
    },
    details:
      'Without PATH it looks at the paths of the configuration, else dist, else everything here.\nThe page is one file that needs no network. Nothing in it is secret, but it says who may enter what: keep it where your manifests are.\n',
  },
  secrets: {
    arguments: 'init --age KEY… | add [APP…] | rotate APP',
    about: 'encrypted values beside the app file (SOPS); rotate gives any app a new client secret',
    verbs: ['init', 'add', 'rotate'],
    options: {
      app,
      cluster: { type: 'string', value: 'NAME', about: 'this cluster only' },
      age: { type: 'string', multiple: true, value: 'KEY', about: 'with init: a public age key that may decrypt' },
    },
  },
  validate: {
    arguments: 'PATH…',
    about: 'validate every document of files and folders by the schema of its kind',
    options: {
      'strict-kinds': { type: 'boolean', about: 'an unknown kind is an error' },
      imports,
      kubernetes: { type: 'string', value: 'VERSION', about: 'by the schemas of this Kubernetes (default: 1.36)' },
      'no-cache': { type: 'boolean', about: 'judge every file anew' },
    },
  },
  explain: {
    arguments: '[FILE]',
    about: 'why a token is refused, as kube-apiserver or an app sees it; tokens on stdin or in FILE, one per line',
    options: {
      config: {
        type: 'string',
        value: 'FILE',
        about: "kube-apiserver's AuthenticationConfiguration, or the file or folder with its --oidc-* flags (kubeadm, static pod, k3s, Talos)",
      },
      for: { type: 'string', value: 'APP', about: 'as this app sees the token (default: apiserver)' },
      dist: {
        type: 'string',
        value: 'FOLDER',
        about: 'where the manifests are: of the app (default: dist), or with RBAC for what a user of kube-apiserver may do',
      },
      integrations,
      kubernetes: { type: 'string', value: 'VERSION', about: 'the version of kube-apiserver' },
      jwks: { type: 'string', value: 'FILE', about: 'signing keys, instead of asking the issuer' },
      at: { type: 'string', value: 'TIME', about: 'judge as of this time, such as 2026-05-01T12:00:00Z (default: now)' },
      timeout: { type: 'string', value: 'SECONDS', about: 'how long an issuer may take for all its answers' },
      'config-only': { type: 'boolean', about: 'judge the configuration alone, without a token' },
      'service-account-issuer': { type: 'string', value: 'URL,…', about: 'with --config-only: what the apiserver has in this flag' },
      'egress-selector': { type: 'string', value: 'TYPE,…', about: "with --config-only: the types in the apiserver's --egress-selector-config-file" },
    },
  },
  import: {
    arguments: 'FILE-OR-URL… | chart OCI-OR-REPO VERSION',
    about: 'add kinds of your own (CRDs), or the values that a chart knows, for validate',
    verbs: ['chart'],
    options: { imports, name: { type: 'string', value: 'CHART', about: 'with chart: its name in a repository that has several' } },
  },
  completion: {
    arguments: 'SHELL',
    about: 'print what completes commands and options in bash, zsh or fish',
    verbs: ['bash', 'zsh', 'fish'],
    options: {},
    details: `Try it:
  bash   source <(pinout completion bash)
  zsh    source <(pinout completion zsh)
  fish   pinout completion fish | source
To keep it, put that line into ~/.bashrc, ~/.zshrc (after compinit) or ~/.config/fish/config.fish.
`,
  },
  'new-idp': {
    arguments: 'NAME [FOLDER]',
    about: 'in a repository of your own: an identity provider that pinout does not know, with its proof',
    options: {},
  },
  'new-integration': {
    arguments: 'NAME',
    about: 'in a checkout of pinout: folder, fixture, tests and page of a new integration',
    options: {},
  },
} as const satisfies Readonly<Record<string, CommandSpec>>;

/** `help` itself: it takes any words, so it is no row of the table. */
export const helpSpec = { arguments: '[COMMAND|PAGE|CODE|MESSAGE]', about: 'print a command, a page, a rule or an error, or the causes of a message' } as const;
