import { forwardAuthApp, groups } from 'pinout';

export const headers = forwardAuthApp({ name: 'whoami', access: groups('whoami-users'), image: 'docker.io/traefik/whoami:v1.11.0', port: 80 });
