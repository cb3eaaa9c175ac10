/** `pinout/check`: judges the logins of any repository. */
export { defineRule } from './check/define-rule.ts';
export { checkFiles, type CheckOptions, type CheckResult, checkTree as check } from './check/check-tree.ts';
export type { LoginRow } from './check/login-row.ts';
export { type Format, formats, render, type RenderOptions } from './check/render.ts';
export { rules } from './check/registry.ts';
export type { Finding, Severity } from './contract/finding.ts';
export type { AppReader } from './login/app-reader.ts';
export type { LoginEnd } from './login/login-end.ts';
export type { Repository } from './repository/repository.ts';
export type { Place, Report, Rule } from './repository/rule.ts';
export type { GivenVersions, RunningVersions } from './repository/versions.ts';
