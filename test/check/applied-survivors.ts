/**
 * Kinds of scalars that neither `check` nor `validate` judges, and why that hides no fault of a login. They count only for changes that no reader of
 * logins sees.
 */
export const explainedKinds: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  { pattern: /^changed .* metadata\.name$/, why: 'the object has another name and does the same; what is referred to by name is found' },
  { pattern: /^dropped .*\/kustomization\.yaml (?:apiVersion|kind)$/, why: 'kustomize fills them in' },
  {
    pattern: / spec\.(?:chart\.spec\.)?(?:interval|retryInterval|timeout|refreshInterval|prune|wait|force|suspend)$/,
    why: 'when Flux or External Secrets look again, and what they do with what is gone',
  },
  {
    pattern: / spec\.(?:(?:install|upgrade)\.(?:crds|disableSchemaValidation|strategy\..*)|driftDetection\..*)$/,
    why: 'how Flux installs and repairs a release: it shows what fails',
  },
  { pattern: / spec\.releaseName$/, why: "the name that Helm keeps; where a Service's or a pod's name follows from it, the change is found" },
  {
    pattern: / spec\.(?:chart\.spec\.(?:chart|version)|ref\.tag|url|type|layerSelector\..*)$/,
    why: 'which chart: any version may be run, and Flux shows a source that is not there',
  },
  { pattern: /\.(?:image|image\.(?:repository|registry|tag))$/, why: 'which program: any version may be run, and the pod shows an image that is not there' },
  {
    pattern:
      /\.(?:resources\.(?:limits|requests)\.\w+|(?:\w+Probe|probes\.\w+)\..*|strategy|deploymentStrategy\.\w+|replicas|replicaCount|restartPolicy|terminationGracePeriodSeconds)$/,
    why: 'how much a pod gets and when it is ready: the release shows a pod that is not',
  },
  {
    pattern:
      /\.(?:\w*[sS]ecurityContext\..*|automountServiceAccountToken|enableServiceLinks|nodeSelector\..*|tolerations\..*)$|^\w+ .*serviceaccount-[^ ]* automountServiceAccountToken$/,
    why: 'what a pod may do on its node, and on which: no login depends on it, and the pod shows what it lacks',
  },
  { pattern: /\.(?:persistence|storageSpec|storage)\.(?!config\.).*$|\.retention$/, why: 'where an app keeps its data, and how much' },
  { pattern: /\.reconcile\.fluxcd\.io\/watch$/, why: 'how soon a rotated secret is seen: secret-unwatched says it where it matters' },
  {
    pattern: / spec\.(?:refreshPolicy|target\.(?:creationPolicy|immutable))$|\.kustomize\.toolkit\.fluxcd\.io\/(?:prune|force)$/,
    why: 'what becomes of a Secret or a Job that is there: generated-secret-changes says it where a login would change',
  },
  { pattern: /^dropped .* spec\.(?:target\.name|secretStoreRef\.kind)$/, why: 'the default is the same' },
  { pattern: /generatorRef\.apiVersion$/, why: 'External Secrets refuses it and says so; everything that needs the Secret waits' },
  { pattern: /^\w+ configs\/password-[^ ]* spec\./, why: 'how long and of which letters a generated password is' },
  { pattern: /^changed .* spec\.tls\.\d+\.secretName$/, why: 'cert-manager makes the certificate under that name' },
  {
    pattern: /^dropped .* spec\.ingressClassName$/,
    why: 'the default class answers; ingress-nginx and Traefik both take what names none where they are the default',
  },
  { pattern: /^dropped .* spec\.rules\.\d+\.host$/, why: 'a rule without host answers at every host, so at that of the login as well' },
  { pattern: / spec\.forwardAuth\.authResponseHeaders\.\d+$/, why: 'what an app behind forward-auth is told about its user: these apps do not read it' },
  {
    pattern: /^dropped .*networkpolicy-[^ ]* spec\.(?:podSelector\.matchLabels\..*|policyTypes\.\d+)$/,
    why: 'the policy then guards more pods, in the same way',
  },
  {
    pattern: / (?:metadata|spec\.template\.metadata|spec\.selector\.matchLabels)(?:\.labels)?\.(?:app\.kubernetes\.io|pod-security\.kubernetes\.io)\/[\w-]+$/,
    why: 'labels that a pod and its selector share, and how strict a namespace is: the API server refuses what does not fit',
  },
  { pattern: /^\w+ configs\/clusterissuer-/, why: 'how certificates are made: the issuer shows that it is not ready' },
  { pattern: /^\w+ apps\/homepage\/clusterrole-/, why: 'what the page of tiles may list: no login' },
  { pattern: /^dropped (?:apps|configs|platform)\/.*(?:roleRef|subjects\.\d+)\.apiGroup$/, why: 'the API server fills it in' },
  { pattern: /^dropped configs\/role-[^ ]* rules\.\d+\.resourceNames\.\d+$/, why: 'the Role then allows more: what is taken still arrives' },
  { pattern: /^changed .*externalsecret-[^ ]* spec\.target\.template\.data\.[\w-]+$/, why: 'the generated value then has one letter more, at both ends alike' },
  { pattern: /^dropped .*externalsecret-[^ ]* spec\.target\.template\.data\.password$/, why: 'the generator itself calls its value password' },
  { pattern: /^dropped .*ingress-outpost-[^ ]* spec\.tls\.\d+\.hosts\.\d+$/, why: "the certificate of the host comes with the app's own Ingress" },
  { pattern: /^\w+ configs\/(?:role|rolebinding)-cert-manager-webhook-/, why: 'how certificates are made: the issuer shows that it is not ready' },
  { pattern: / spec\.dependsOn\.\d+\.\w+$/, why: 'in which order releases are installed: Flux shows one that waits' },
  { pattern: /^\w+ platform\//, why: 'alerts on certificates: no login' },
];

/**
 * Settings that concern one end alone and that no rule judges yet. A change of one may keep an app from working. They are counted apart, so that
 * nobody takes them for proven.
 */
export const notJudged: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /^\w+ apps\/[^ ]*helmrelease-[^ ]* spec\.values\./, what: "an app's own settings that the other end has no part in" },
  { pattern: /^\w+ (?:authentik|controllers)\/helmrelease-[^ ]* spec\.values\./, what: 'settings of authentik, External Secrets and cert-manager themselves' },
  { pattern: /^\w+ apps\/kube-apiserver\/(?:daemonset|configmap)-/, what: 'the DaemonSet that keeps the file of kube-apiserver current' },
  { pattern: /^\w+ login\/[^ ]*job-[^ ]* spec\./, what: "the pod of the Job that writes Vault's login: the Job fails, and says why" },
  { pattern: /^\w+ identity\/[^ ]*job-[^ ]* spec\./, what: 'the pod of a Job that applies a blueprint: the Job fails, and says why' },
  {
    pattern: /^changed .*ingress-outpost-[^ ]* spec\.rules\.\d+\.http\.paths\.\d+\.path$/,
    what: 'the path at which browsers reach the outpost, where the guard does not answer it itself',
  },
  { pattern: /^\w+ apps\/nextcloud\/externalsecret-[^ ]*-admin-/, what: "the Secret of Nextcloud's first administrator, which the values of its chart name" },
  { pattern: / spec\.forwardAuth\.trustForwardHeader$/, what: 'whether Traefik believes headers of a proxy before it: only people know whether there is one' },
  {
    pattern: /^\w+ flux\/[^ ]* spec\.healthCheckExprs\./,
    what: 'by what Flux knows that a Secret is there: a Kustomization that never becomes ready shows it',
  },
  {
    pattern: /^\w+ configs\/(?:secretstore|serviceaccount)-/,
    what: 'where External Secrets finds the certificate of the API server: the store shows that it is not ready',
  },
];
