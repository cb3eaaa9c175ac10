import type { AppReader } from '../integration.ts';
import { readOauth2Proxy } from './read.ts';

/** Reader of oauth2-proxies that other people wrote. pinout writes none: apps without a login of their own stand behind forward-auth. */
export const oauth2ProxyReader: AppReader = { name: 'oauth2-proxy', read: readOauth2Proxy };
