import { everyone, homepage } from 'pinout';

export const start = homepage({ host: 'home', access: everyone() });
