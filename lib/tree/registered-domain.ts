/** The last two labels of a host: its domain, as most have it. @example registeredDomain('web.home.example.org:8443') // 'example.org' */
export const registeredDomain = (host: string): string => host.toLowerCase().split(':', 1)[0]!.split('.').slice(-2).join('.');
