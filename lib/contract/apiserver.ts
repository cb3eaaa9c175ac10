import { checkedAuthority } from './checked-authority.ts';
import { PinoutError, show } from './error.ts';
import { choice, object, text } from './shape.ts';
import type { Features } from './versions.ts';

/** Claims that kube-apiserver can take a username from. */
export const usernameClaims = ['preferred_username', 'email', 'sub'] as const;
export type UsernameClaim = (typeof usernameClaims)[number];

/** What requests without a token may still reach, when everything else is closed to them. */
export const anonymousChoices = ['health', 'health-and-join'] as const;

/** How kube-apiserver judges tokens of the apps that hand it some, as the cluster's owner writes it. */
export interface ApiserverInput {
  /** `manual` (default): you copy the file to each control-plane node. `daemonset`: pods on these nodes keep it current. */
  readonly rollout?: 'manual' | 'daemonset';
  /** Image of these pods when another than the tested one is wanted: `REPOSITORY:TAG`, best with its digest (`busybox:1.37.0@sha256:…`). It needs sh, cmp and sha256sum. */
  readonly image?: string;
  /** Stands before every username and group that comes from a token; `oidc:` unless given. Subjects of RBAC carry it. */
  readonly prefix?: string;
  /** `preferred_username` unless given. `email` makes every such app say that e-mail addresses are verified. */
  readonly username?: UsernameClaim;
  /**
   * Closes the API to requests without credentials, except for health endpoints (`health`), and the ConfigMap that `kubeadm join` reads with a
   * token (`health-and-join`). Not given, nothing is said about it. A change needs a restart of every kube-apiserver.
   */
  readonly anonymous?: (typeof anonymousChoices)[number];
  /** Certificates in PEM that sign the identity provider's own, when no public authority does. They replace the system's. */
  readonly certificateAuthority?: string;
}

/** The options of kube-apiserver. */
export const apiserverShape = object<ApiserverInput>({
  rollout: choice('manual', 'daemonset'),
  image: text,
  prefix: text,
  username: choice(...usernameClaims),
  anonymous: choice(...anonymousChoices),
  certificateAuthority: text,
});

/** How kube-apiserver judges tokens, checked and complete. */
export interface Apiserver {
  readonly rollout: 'manual' | 'daemonset';
  readonly image?: string;
  readonly prefix: string;
  readonly username: UsernameClaim;
  readonly anonymous?: (typeof anonymousChoices)[number];
  readonly certificateAuthority?: string;
}

const at = (field: string) => ({ app: 'cluster', field: `apiserver.${field}` });

/**
 * Checks and completes what is said about kube-apiserver.
 *
 * @throws PinoutError `prefix-invalid`, `anonymous-unsupported`, `certificate-authority-invalid`, `rollout-image-unused`
 * @example checkedApiserver({ rollout: 'daemonset' }, featuresOf(versions))
 */
export function checkedApiserver(input: ApiserverInput, features: Pick<Features, 'anonymousConditions'>): Apiserver {
  const { anonymous, certificateAuthority, image } = input;
  if (image !== undefined && input.rollout !== 'daemonset')
    throw new PinoutError({
      code: 'rollout-image-unused',
      ...at('image'),
      found: show(image),
      wanted: "absent unless rollout is 'daemonset': nothing else runs the image",
      fix: "remove image, or write rollout: 'daemonset'",
    });
  if (anonymous !== undefined && !features.anonymousConditions)
    throw new PinoutError({
      code: 'anonymous-unsupported',
      ...at('anonymous'),
      found: show(anonymous),
      wanted: 'absent before Kubernetes 1.32: the feature gate AnonymousAuthConfigurableEndpoints is off there',
      fix: 'remove it, or upgrade Kubernetes to 1.32 first',
    });
  return {
    rollout: input.rollout ?? 'manual',
    ...(image === undefined ? {} : { image }),
    prefix: checkedPrefix(input.prefix ?? 'oidc:'),
    username: input.username ?? 'preferred_username',
    ...(anonymous === undefined ? {} : { anonymous }),
    ...(certificateAuthority === undefined ? {} : { certificateAuthority: checkedAuthority(certificateAuthority, at('certificateAuthority')) }),
  };
}

/** A prefix ends with a sign that separates, and never makes names of the kind that Kubernetes keeps for itself. */
function checkedPrefix(value: unknown): string {
  if (typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,99}$/.test(`${value.slice(0, -1)}x`) && /[:/#@]$/.test(value) && !/^system:/i.test(value))
    return value;
  throw new PinoutError({
    code: 'prefix-invalid',
    ...at('prefix'),
    found: show(value),
    wanted: "at most 100 letters, digits and '. _ : / @ + -', ending in one of ': / # @' and not starting with 'system:'",
    fix: "remove it: the default is 'oidc:'",
  });
}
