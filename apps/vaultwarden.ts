import { groups, vaultwarden } from 'pinout';

export const passwords = vaultwarden({ host: 'passwords', access: groups('vaultwarden-users') });
