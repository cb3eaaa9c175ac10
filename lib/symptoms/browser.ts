import type { Symptom } from './symptom.ts';

/** What browsers and the proxies in front of an app say. */
export const browserSymptoms: readonly Symptom[] = [
  {
    text: 'ERR_CERT_AUTHORITY_INVALID',
    says: 'Chromium',
    source: 'chromium/chromium: net/base/net_error_list.h',
    causes: [
      {
        cause: 'the ingress controller uses its default certificate: the Secret of the host is missing, or cert-manager has not finished',
        see: 'tls-host-missing',
      },
      { cause: "it is from the staging issuer of Let's Encrypt", see: 'tasks/certificates' },
    ],
    tell: 'kubectl get certificate,order,challenge -A',
  },
  {
    text: 'ERR_CERT_COMMON_NAME_INVALID',
    says: 'Chromium',
    source: 'chromium/chromium: net/base/net_error_list.h',
    causes: [
      { cause: 'the certificate does not cover this host', see: 'certificate-host-missing' },
      { cause: 'the name resolves to the router or another machine', see: 'hairpin' },
    ],
    tell: 'openssl s_client -connect HOST:443 -servername HOST </dev/null | openssl x509 -noout -ext subjectAltName',
  },
  {
    text: 'ERR_CERT_DATE_INVALID',
    says: 'Chromium',
    source: 'chromium/chromium: net/base/net_error_list.h',
    causes: [
      { cause: 'the certificate was not renewed: port 80 is closed', see: 'http01-issuer' },
      { cause: 'cert-manager waits for an issuer that does not exist', see: 'certificate-issuer-unknown' },
    ],
    tell: 'kubectl get certificate -A',
  },
  {
    text: 'ERR_NAME_NOT_RESOLVED',
    says: 'Chromium (DNS_PROBE_FINISHED_NXDOMAIN on its page)',
    source: 'chromium/chromium: net/base/net_error_list.h',
    causes: [
      { cause: 'no DNS server knows the name: it is new, or the record was not created', see: 'tasks/dns' },
      { cause: 'the host in the tile or the redirect has a typo', see: 'launch-url-host' },
    ],
    tell: 'dig +short HOST; dig +short HOST @1.1.1.1',
  },
  {
    text: 'DNS_PROBE_FINISHED_NXDOMAIN',
    says: 'Chromium',
    source: 'chromium/chromium: components/error_page/common/net_error_info.h',
    causes: [
      { cause: 'no DNS server knows the name: it is new, or the record was not created', see: 'tasks/dns' },
      { cause: 'the host in the tile or the redirect has a typo', see: 'launch-url-host' },
    ],
    tell: 'dig +short HOST; dig +short HOST @1.1.1.1',
  },
  {
    text: 'ERR_CONNECTION_TIMED_OUT',
    says: 'Chromium',
    source: 'chromium/chromium: net/base/net_error_list.h',
    causes: [
      { cause: 'the name resolves to the public address, and the router does not support hairpin NAT', see: 'hairpin' },
      { cause: 'a firewall drops the connection, or no load balancer has the address', see: 'tasks/dns' },
    ],
    tell: 'dig +short HOST; kubectl get svc -A | grep LoadBalancer',
  },
  {
    text: 'ERR_CONNECTION_REFUSED',
    says: 'Chromium',
    source: 'chromium/chromium: net/base/net_error_list.h',
    causes: [{ cause: 'nothing listens there: the ingress controller is down, or the name resolves to another machine', see: 'tasks/edge' }],
    tell: 'dig +short HOST; kubectl get svc -A | grep LoadBalancer',
  },
  {
    text: "The page isn't redirecting properly",
    says: 'Firefox',
    source: 'mozilla-firefox/firefox: toolkit/locales/en-US/toolkit/neterror/netError.ftl',
    causes: [
      { cause: 'authentik sees http behind the proxy, and keeps redirecting to https', see: 'issuer-not-https' },
      { cause: 'the cookie of the outpost is for another host', see: 'forward-auth-cookie' },
      { cause: 'the pages of the outpost are themselves behind forward-auth', see: 'forward-auth-public-url' },
    ],
    tell: 'curl -sSIL --max-redirs 5 https://HOST/ | grep -iE "^(HTTP|location)"',
  },
  {
    text: 'SSL_ERROR_BAD_CERT_DOMAIN',
    says: 'Firefox',
    source: 'mozilla-firefox/firefox: security/nss/lib/ssl/SSLerrs.h',
    causes: [
      { cause: 'the certificate does not cover this host', see: 'certificate-host-missing' },
      { cause: 'the name resolves to the router or another machine', see: 'hairpin' },
    ],
    tell: 'openssl s_client -connect HOST:443 -servername HOST </dev/null | openssl x509 -noout -ext subjectAltName',
  },
  {
    text: 'upstream connect error or disconnect/reset before headers',
    says: 'Envoy Gateway, page',
    source: 'envoyproxy/envoy: source/common/router/router.cc',
    causes: [
      { cause: 'the Service or the port of the route is wrong, or its pod is not ready', see: 'backend-missing' },
      { cause: 'a NetworkPolicy blocks the Gateway', see: 'network-policy-differs' },
    ],
    tell: 'kubectl -n NAMESPACE get endpointslices,pods',
  },
  {
    text: 'auth request unexpected status: …',
    says: 'ingress-nginx, log; users see 500',
    source: 'nginx/nginx: src/http/modules/ngx_http_auth_request_module.c',
    causes: [
      { cause: '404: no provider of the outpost has this host as external_host', see: 'forward-auth-mismatch' },
      { cause: '400: the outpost does not get the original URL', see: 'forward-auth-forwarded-host' },
      { cause: '502, 503: the Service of the outpost does not exist', see: 'reference-missing' },
    ],
    tell: 'kubectl -n authentik logs deploy/authentik-server | grep outpost',
  },
  {
    text: 'Error calling …',
    says: 'Traefik, log of a ForwardAuth; users see 500',
    source: 'traefik/traefik: pkg/middlewares/auth/forward.go',
    causes: [
      { cause: 'the address of the Middleware names a Service that does not exist', see: 'reference-missing' },
      { cause: 'a NetworkPolicy blocks Traefik from the outpost', see: 'network-policy-differs' },
    ],
    tell: 'kubectl -n traefik exec deploy/traefik -- wget -qO- http://SERVICE.NAMESPACE/outpost.goauthentik.io/ping',
  },
];
