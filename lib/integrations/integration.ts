import type { Contract } from '../contract/contract.ts';
import { wrongType } from '../contract/option-error.ts';
import { checkedOptions, type Shape } from '../contract/shape.ts';
import type { Facts } from '../contract/facts.ts';
import type { PodSecurityLevel } from '../contract/pod-security.ts';
import type { SecretRef } from '../contract/secret-ref.ts';
import type { ManualStep } from '../manifest/manual-step.ts';
import type { JsonMap, Manifest, ManualFile } from '../manifest/manifest.ts';
import type { Reason } from '../manifest/reason.ts';
import type { Prerequisite } from '../manifest/prerequisite.ts';
import type { AppReader } from '../login/app-reader.ts';
import type { JudgeOf } from './judge.ts';

/** What an integration writes for one app: its own end of the login. */
export interface AppEnd {
  /** Namespace that the app runs in; dist creates it. Absent for what runs outside the cluster. */
  readonly namespace?: string;
  /** Pod Security Standard that its pods meet. Absent when pinout does not know the chart, or when values ask for more. */
  readonly podSecurity?: PodSecurityLevel;
  /** Somebody else installs the app: its namespace and the way to its host are theirs. */
  readonly elsewhere?: true;
  /** Objects for `apps/<app>`: sources, HelmReleases and what they need. */
  readonly objects: readonly Manifest[];
  /**
   * What of the release's values is the login, with what its user wrote under `values`: all that a release of somebody else is given. Nothing of how the app
   * runs (volumes, resources, image) belongs here. Absent: it can be given none.
   */
  readonly loginValues?: JsonMap;
  /** Objects for `login/<app>`: what sets the login up in the app once it runs. Applied when everything in `apps/<app>` is ready. */
  readonly login?: readonly Manifest[];
  /** Client secrets that the app reads in its namespace. The secret backend brings them there under `secretObjectName(ref)`. */
  readonly secrets: readonly SecretRef[];
  /** Random values of the app's own that nobody else reads (a key for its cookies, its local admin's password), made once. */
  readonly generated?: readonly SecretRef[];
  /** Slugs of contracts whose id_tokens kube-apiserver has to accept; their `roles` are ClusterRoles. */
  readonly apiserverClients?: readonly string[];
  /** Files for `manual/`: what people use and Flux does not apply. */
  readonly manual?: readonly ManualFile[];
  /** Objects that the app's options name and that somebody else brings. */
  readonly needed?: readonly Prerequisite[];
  /** Data without a volume, or in a place that is not meant for it: a Markdown sentence on the page of the cluster. */
  readonly unkept?: readonly string[];
  /** Why values of its objects are what they are: comments beside them in dist. */
  readonly reasons?: readonly Reason[];
  /** What only a person can do, once, after the app is there. */
  readonly steps?: readonly ManualStep[];
}

/** How to see from the app's own container that it reaches the identity provider. */
export interface Probe {
  readonly namespace: string;
  /** What `kubectl exec` is pointed at, for example `deploy/grafana`. */
  readonly workload: string;
  readonly container: string;
  /**
   * Program and arguments that fetch the discovery document with what the image has, each an argument of its own. It prints the document, and
   * fails when it cannot be had.
   */
  readonly command: readonly string[];
  /** What this probe does not show, in one sentence; for example a check of the app's own HTTP client. */
  readonly limits?: string;
}

/** One app's codec: options → contracts → its own settings, and back. */
export interface Integration<Options, Contracts extends readonly Contract[] = readonly Contract[]> extends AppReader {
  /** Whether the app can serve a secret store. */
  readonly keepsSecrets?: true;
  /** What may be in the options. */
  readonly shape: Shape<Options>;
  /** Contracts of an app with these options; empty for an app without a login of ours. */
  contracts(options: Options, facts: Facts): Contracts;
  /** The app's end, in files that Flux applies. */
  write(options: Options, contracts: Contracts, facts: Facts): AppEnd;
  /** What the app looks at in an ID token. Absent where no token reaches it. */
  readonly judge?: JudgeOf;
  /** Absent where nothing in the cluster asks the identity provider: an app without a login, or one that only browsers talk to. */
  probe?(options: Options, contracts: Contracts, facts: Facts): Probe | undefined;
}

/** An app as its user wrote it: plain data, finished when the cluster's facts are known. */
export interface App<Options = never> {
  /** Name of the app: folder below `apps/` and `identity/`, `app` of every error. */
  readonly name: string;
  readonly integration: Integration<Options>;
  readonly options: Options;
}

/**
 * An app of these options, which are read once and checked by the integration's shape. Its name is that of the options, or the usual one.
 *
 * @param args of the function that its user called: the options, and nothing after them
 * @param usual another name than the integration's
 * @throws PinoutError of the shape, `option-type`
 */
export function appOf<Options>(integration: Integration<Options>, args: readonly unknown[], usual?: (options: Options) => string | undefined): App<Options> {
  const [given] = args;
  const named = nameIn(given);
  if (args.length > 1)
    throw wrongType(args[1], { app: named ?? integration.name, field: 'options' }, 'nothing after the options', 'write it into the options, or remove it');
  const options = checkedOptions(integration.shape, given, { app: named ?? integration.name, field: '' });
  return { name: nameIn(options) ?? usual?.(options) ?? integration.name, integration, options };
}

function nameIn(options: unknown): string | undefined {
  try {
    const { name } = options as { readonly name?: unknown };
    return typeof name === 'string' && name !== '' ? name : undefined;
  } catch {
    return undefined;
  }
}
