import type { GoJson, GoObject } from '../go/json.ts';
import { plainJson } from '../go/json.ts';
import { jsonValue } from '../cel/json-value.ts';
import { CelMap, Variable, type Value } from '../cel/value.ts';
import { kindOfGo } from './token-parts.ts';

/** The claims of a token by name, the last of equal ones. */
export type Claims = ReadonlyMap<string, GoJson>;

export function claimsOf(payload: GoObject): Claims {
  return new Map(payload.entries.map(([name, value]) => [name, value]));
}

/** Go's error of a claim that is not what is wanted. */
export interface ClaimError {
  readonly error: string;
}

const wrongType = (value: GoJson, type: string): ClaimError => ({ error: `json: cannot unmarshal ${kindOfGo(value)} into Go value of type ${type}` });

/** A claim as a text; null is the empty one. */
export function stringClaim(claims: Claims, name: string): { readonly value: string } | ClaimError {
  const value = claims.get(name);
  if (value === undefined) return { error: 'claim not present' };
  return value === null ? { value: '' } : typeof value === 'string' ? { value } : wrongType(value, 'string');
}

/** A claim as a bool; null is false. */
export function boolClaim(claims: Claims, name: string): { readonly value: boolean } | ClaimError {
  const value = claims.get(name) ?? null;
  return value === null ? { value: false } : typeof value === 'boolean' ? { value } : wrongType(value, 'bool');
}

/** A claim as a list of texts: one text is a list of one (k8s.io/apiserver oidc.go, stringOrArray). */
export function listClaim(claims: Claims, name: string): { readonly value: readonly string[] } | ClaimError {
  const value = claims.get(name) ?? null;
  if (value === null) return { value: [] };
  if (typeof value === 'string') return { value: [value] };
  if (!Array.isArray(value)) return wrongType(value, 'string');
  const items = value as readonly GoJson[];
  return items.every((item) => item === null || typeof item === 'string') ? { value: items.map((item) => item ?? '') } : wrongType(value, 'string');
}

/** `claims` for an expression: up to 1.33 whole numbers are ints in a common map, from 1.34 every number is a double and names are unescaped. */
export function claimsVariable(claims: Claims, minor: number): Value {
  const lazy = minor >= 34;
  const entries = [...claims].map(([name, value]) => [name, jsonValue(plain(value), { integers: lazy ? 'none' : 'bigint', unescape: lazy })] as const);
  return lazy ? new Variable('kubernetes.claims', entries, true) : new CelMap(entries);
}

function plain(value: GoJson): unknown {
  const json = plainJson(value);
  // A whole number that is too big for an int becomes a double.
  return typeof json === 'bigint' && (json > 0x7fff_ffff_ffff_ffffn || json < -0x8000_0000_0000_0000n) ? Number(json) : json;
}

/** The user that mappings made. */
export interface User {
  username: string;
  uid: string;
  groups: readonly string[];
  extra: Readonly<Record<string, readonly string[]>>;
}

/** `user` for an expression. Every field is there, empty or not. */
export function userVariable(user: User, minor: number): Value {
  const lazy = minor >= 34;
  const extra = new CelMap(Object.entries(user.extra), lazy);
  const entries: [string, Value][] = [
    ['username', user.username],
    ['uid', user.uid],
    ['groups', user.groups],
    ['extra', extra],
  ];
  return lazy ? new Variable('kubernetes.UserInfo', entries, true) : new CelMap(entries);
}
