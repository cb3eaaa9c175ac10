import { freshrss, groups } from 'pinout';

export const news = freshrss({ host: 'news', access: groups('freshrss-users'), admin: 'jan' });
