import { registeredDomain } from '../../tree/registered-domain.ts';
import { grouped } from '../../contract/grouped.ts';
import { corefilesOf } from '../../tree/inside-addresses.ts';
import { mentions } from '../../tree/walk.ts';
import { fluxLayersOf } from '../../repository/flux-layers.ts';
import { issuersAsked } from '../../repository/issuers-asked.ts';
import type { Rule } from '../../repository/rule.ts';
import { ingressClassOf, isOtherController } from '../../tree/ingress-class.ts';
import { known } from '../../tree/known.ts';
import { differs, hostTextOf } from '../../tree/opaque.ts';
import { covers } from '../../tree/covers.ts';
import type { Objects } from '../../tree/objects.ts';
import type { TreeObject } from '../../tree/tree.ts';

export const edgeRules: readonly Rule[] = [
  {
    code: 'certificate-host-missing',
    severity: 'error',
    needs: ['front'],
    title: 'a certificate does not cover the host that uses it',
    why: 'Browsers warn, and apps refuse to talk to the identity provider.',
    symptom: 'A certificate warning; "x509: certificate is valid for …, not …".',
    cause: '`dnsNames` of the Certificate lacks the host of the Ingress that uses its Secret. A wildcard covers one label only.',
    fix: 'add the host to `dnsNames`',
    source: '[cert-manager: Certificate](https://cert-manager.io/docs/usage/certificate/)',
    *find({ edges, objects }) {
      const certificates = certificatesOf(objects);
      for (const { host, tls, object } of edges) {
        const name = known(host.value)?.toLowerCase();
        if (tls === undefined || name === undefined || tls.secrets.length !== 1) continue;
        const certificate = certificates.get(`${object.namespace}/${tls.secrets[0]!.value}`);
        const names = certificate?.root.items('spec', 'dnsNames').map((one) => one.text()?.toLowerCase()) ?? [];
        if (certificate === undefined || names.length === 0 || names.some((one) => known(one) === undefined || covers(one!, name))) continue;
        yield {
          at: certificate.root.get('spec', 'dnsNames'),
          message: `Certificate/${certificate.name} does not cover ${name}, which ${object.kind}/${object.name} serves with it`,
          expected: name,
          received: names.join(', '),
          fix: `add ${name} to dnsNames`,
        };
      }
    },
  },
  {
    code: 'tls-host-missing',
    severity: 'error',
    needs: ['front'],
    title: 'a host of an Ingress is not on its certificate',
    why: 'cert-manager requests the certificate for the hosts in the tls block only. Browsers warn, and apps refuse to talk to the identity provider.',
    symptom: 'A certificate warning in the browser; "certificate is valid for …, not …" in the log of an app.',
    cause: 'The host of a rule is not listed in the tls block.',
    fix: 'add it to the tls block',
    source: '[cert-manager: annotated Ingress](https://cert-manager.io/docs/usage/ingress/)',
    *find({ edges, objects, containers, releases }) {
      const certificates = certificatesOf(objects);
      // reflector and the like copy the Secret of a wildcard to where it is used. For an object that asks an issuer, cert-manager writes a Secret of its own.
      const copies = new Map(objects.of('Certificate').map((one) => [one.root.text('spec', 'secretName') ?? '', one]));
      const asking = new Set([...issuersAsked(objects)].map(({ object }) => object));
      const hasTunnel =
        containers.some(({ image }) => image.endsWith('/cloudflared')) || releases.some(({ chart }) => /^(?:cloudflared|cloudflare-tunnel)/.test(chart));
      const served = grouped(edges, ({ object }) => object);
      for (const { host, tls, object } of edges) {
        const name = known(host.value)?.toLowerCase();
        if (tls === undefined || name === undefined || tls.hosts.length === 0 || tls.hosts.some((one) => known(one) === undefined)) continue;
        if (tls.hosts.some((one) => covers(one.toLowerCase(), name))) continue;
        // Without a Secret the controller has its own certificate for every host (the same file, createServers: "Using default certificate").
        if (tls.secrets.length === 0 && !asking.has(object) && !object.ours) continue;
        // Controllers look for the host in the certificates of the other Secrets too (kubernetes/ingress-nginx internal/ingress/controller/controller.go,
        // extractTLSSecretName), and a Certificate that somebody wrote has its own names.
        const others = tls.secrets.flatMap(({ value }) => {
          const written = certificates.get(`${object.namespace}/${value}`) ?? (asking.has(object) ? undefined : copies.get(value));
          return written?.root.items('spec', 'dnsNames') ?? [];
        });
        if (others.some((one) => known(one.text()) === undefined || covers(one.text()!.toLowerCase(), name))) continue;
        // A name of the local network (`argo.lab`), or one that a tunnel serves: a second way in, without a certificate on purpose. A tunnel has one of its
        // own (`games.example.org` beside `games.lan.example.org`).
        const [label] = name.split('.');
        const isSecondWay =
          (tls.hosts.every((one) => registeredDomain(one) !== registeredDomain(name)) ||
            (hasTunnel && tls.hosts.some((one) => one.toLowerCase().split('.')[0] === label))) &&
          tls.hosts.every((one) => served.get(object)!.some((other) => covers(one.toLowerCase(), other.host.value.toLowerCase())));
        if (isSecondWay && !object.ours) continue;
        yield {
          at: host,
          message: `${object.kind}/${object.name} serves ${name}, but its tls block names ${tls.hosts.join(', ')}`,
          expected: `${name} among tls[].hosts`,
          received: tls.hosts.join(', '),
          fix: `add ${name} to tls[].hosts`,
        };
      }
    },
  },
  {
    code: 'http01-issuer',
    severity: 'warning',
    strict: true,
    title: 'certificates are issued by HTTP-01, which needs port 80',
    why: 'If the router does not forward port 80, every renewal fails without an alert: the Certificate stays Ready until it expires.',
    symptom: 'Three months later every host has an expired certificate.',
    cause: 'HTTP-01 needs port 80 to be reachable from the internet at each renewal.',
    fix: 'use the dns01 solver of your DNS provider, or suppress the finding with the reason that port 80 is open',
    more: 'DNS-01 needs no open port and supports wildcards.',
    source: '[cert-manager: DNS01](https://cert-manager.io/docs/configuration/acme/dns01/)',
    *find({ objects }) {
      for (const { kind, name, root } of objects.of('ClusterIssuer', 'Issuer'))
        for (const solver of root.items('spec', 'acme', 'solvers')) {
          const http = solver.get('http01');
          if (!http.exists) continue;
          yield {
            at: http,
            message: `${kind}/${name} uses HTTP-01, which needs port 80 to be reachable from the internet`,
            expected: 'dns01',
            received: 'http01',
          };
        }
    },
  },
  {
    code: 'renewal-alert-missing',
    severity: 'warning',
    strict: true,
    title: 'no alert fires when a certificate is not renewed',
    why: "A Certificate stays Ready while its renewal fails, until it expires. Let's Encrypt no longer sends expiry e-mails.",
    symptom: 'Nothing for weeks, then expired certificates everywhere.',
    cause: '`Ready` says that the current certificate is valid, not that it will be renewed.',
    fix: 'alert when `certmanager_certificate_renewal_timestamp_seconds` is more than a day ago',
    more: 'Alert on `certmanager_certificate_ready_status` too, and probe the real URL.',
    source: '[cert-manager/cert-manager#5434](https://github.com/cert-manager/cert-manager/issues/5434)',
    *find({ objects, releases }) {
      const makes = objects.of('ClusterIssuer', 'Issuer', 'Certificate');
      const acme = makes.filter((object) => object.kind === 'Certificate' || object.root.get('spec', 'acme').exists);
      const [first] = acme;
      if (first === undefined) return;
      const heard =
        objects.of('PrometheusRule').some(({ root }) => mentions(root, 'certmanager_') || mentions(root, 'probe_ssl_earliest_cert_expiry')) ||
        objects.of('VMRule').some(({ root }) => mentions(root, 'certmanager_')) ||
        releases.some(
          ({ chart, layers }) =>
            /cert-manager-mixin|x509-certificate-exporter|gatus|uptime-kuma/.test(chart) || layers.some((layer) => mentions(layer, 'certmanager_')),
        );
      if (heard) return;
      yield {
        at: first.root.get('metadata', 'name'),
        message: 'cert-manager issues certificates here, but no alert watches their renewal',
        expected: 'a PrometheusRule on certmanager_certificate_renewal_timestamp_seconds',
        received: 'none',
      };
    },
  },
  {
    code: 'ingress-nginx-retired',
    severity: 'warning',
    strict: true,
    title: 'ingress-nginx is retired and gets no security fixes',
    why: 'Its last release was in March 2026. New vulnerabilities are not fixed.',
    symptom: 'Nothing, until a vulnerability is found.',
    cause: 'kubernetes/ingress-nginx was retired in March 2026.',
    fix: 'move to another controller; Traefik supports many annotations of ingress-nginx',
    source: '[Kubernetes: ingress-nginx retirement](https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/)',
    *find({ releases, containers }) {
      for (const { chart, source, object } of releases) {
        if (chart !== 'ingress-nginx' || (source !== '' && !source.includes('kubernetes.github.io') && !source.includes('registry.k8s.io'))) continue;
        yield {
          at: !object.root.get('metadata', 'name').exists ? object.root : object.root.get('metadata', 'name'),
          message: 'ingress-nginx is retired: the controller in front of every login gets no security fixes',
          expected: 'another controller: Traefik, Envoy Gateway, Cilium Gateway …',
          received: 'ingress-nginx',
        };
      }
      for (const { image, imageAt, release } of containers) {
        if (release !== undefined || !image.endsWith('ingress-nginx/controller')) continue;
        yield {
          at: imageAt,
          message: 'ingress-nginx is retired: the controller in front of every login gets no security fixes',
          expected: 'another controller: Traefik, Envoy Gateway, Cilium Gateway …',
          received: 'ingress-nginx',
        };
      }
    },
  },
  {
    code: 'coredns-plugin',
    severity: 'warning',
    strict: true,
    title: 'kubeadm cannot migrate this CoreDNS configuration',
    why: 'kubeadm upgrade refuses a Corefile with plugins that its migration does not support (CoreDNSUnsupportedPlugins).',
    symptom: '`kubeadm upgrade` stops with CoreDNSUnsupportedPlugins or CoreDNSMigration.',
    cause: 'The library that migrates Corefiles does not support `template` and `k8s_gateway`.',
    fix: 'use `rewrite name exact HOST SERVICE`, or `hosts` with `fallthrough`; run `k8s_gateway` in a separate Deployment',
    source: '[coredns/corefile-migration](https://github.com/coredns/corefile-migration)',
    *find({ objects }) {
      for (const { text, object } of corefilesOf(objects)) {
        if (object.name !== 'coredns' || (object.namespace !== 'kube-system' && object.namespace !== '')) continue;
        for (const plugin of ['template', 'k8s_gateway']) {
          if (!new RegExp(`^[ \\t]*${plugin}\\b`, 'm').test(text)) continue;
          yield {
            at: object.root.get('data', 'Corefile'),
            message: `the Corefile of kube-system/coredns uses the plugin ${plugin}`,
            expected: 'hosts or rewrite',
            received: plugin,
          };
        }
      }
    },
  },
  {
    code: 'coredns-prune',
    severity: 'warning',
    strict: true,
    title: "Flux may prune the cluster's DNS",
    why: 'When the file is moved or deleted, Flux deletes the ConfigMap, and names no longer resolve in the cluster.',
    symptom: 'After a file was moved, no name resolves in the cluster.',
    cause: 'Flux applies the object with `prune: true`, and nothing protects it.',
    fix: 'add the annotation `kustomize.toolkit.fluxcd.io/prune: disabled`',
    source: '[Flux: Kustomization, prune](https://fluxcd.io/flux/components/kustomize/kustomizations/)',
    *find(repository) {
      const pruned = new Set(fluxLayersOf(repository).flatMap(({ object, objects }) => (object.root.get('spec', 'prune').scalar() === true ? objects : [])));
      for (const { object } of corefilesOf(repository.objects)) {
        if (object.name !== 'coredns' || object.namespace !== 'kube-system' || !object.applied || !pruned.has(object)) continue;
        if (object.root.text('metadata', 'annotations', 'kustomize.toolkit.fluxcd.io/prune') === 'disabled') continue;
        yield {
          at: object.root.get('metadata', 'name'),
          message: 'the ConfigMap kube-system/coredns is not protected from pruning',
          expected: 'kustomize.toolkit.fluxcd.io/prune: disabled',
          received: 'nothing',
        };
      }
    },
  },
  {
    code: 'sign-in-return',
    severity: 'warning',
    title: 'after signing in, users do not come back to the app',
    why: 'The page that signs in is at another host, and a path alone is one of that host.',
    symptom: 'After signing in, the browser shows a 404 or the start page of the identity provider, at its host and with the path of the app.',
    cause: '`auth-signin` of ingress-nginx names another host, and its parameter `rd` is the path alone (`$escaped_request_uri`).',
    fix: 'write `rd=$scheme://$host$escaped_request_uri`',
    source: '[oauth2-proxy: configuring for use with the Nginx auth_request directive](https://oauth2-proxy.github.io/oauth2-proxy/configuration/integration/)',
    *find({ edges }) {
      for (const { annotations, block, host, object } of edges) {
        // What another controller does not read is said by nginx-auth-ignored.
        if (isOtherController(ingressClassOf(block, annotations))) continue;
        const signIn = annotations.entries().find(([name]) => name.endsWith('/auth-signin'))?.[1];
        const text = signIn?.text() ?? '';
        const [own, other] = [hostTextOf(`https://${host.value}`), hostTextOf(text)];
        // nginx fills its own variables in: `$host` is the host of the app.
        if (!/^https?:\/\//.test(text) || own === undefined || other === undefined || /\$(?!\{)/.test(other) || !differs(own, other)) continue;
        if (!/[?&]rd=\$(?:escaped_)?request_uri(?:&|$)/.test(text)) continue;
        yield {
          at: signIn!,
          message: `${object.kind}/${object.name}: after signing in at ${other}, users come back to a path of ${other}, not to ${own}`,
          expected: 'rd=$scheme://$host$escaped_request_uri',
          received: /rd=[^&]*/.exec(text)?.[0] ?? text,
        };
      }
    },
  },
];

/** Certificates by the Secret that cert-manager writes: `NAMESPACE/NAME`. */
const certificatesOf = (objects: Objects): ReadonlyMap<string, TreeObject> =>
  new Map(objects.of('Certificate').map((object) => [`${object.namespace}/${object.root.text('spec', 'secretName') ?? ''}`, object]));
