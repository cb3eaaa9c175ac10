import type { JsonMap } from './manifest.ts';

/** A container's environment variable, as Kubernetes writes it. */
export type EnvVar = { readonly name: string } & ({ readonly value: string } | { readonly valueFrom: JsonMap });
