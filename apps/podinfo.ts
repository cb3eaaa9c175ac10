import { helmApp } from 'pinout';

export const podinfo = helmApp({ name: 'podinfo', chart: { oci: 'oci://ghcr.io/stefanprodan/charts/podinfo', version: '6.14.1' } });
