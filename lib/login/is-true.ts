/** Whether a switch is on, as Go's ParseBool, Rust's and Python's readers of settings and go-ini take it: `true`, `"True"`, `1`, `yes`, `on`. */
export const isTrue = (text: string | undefined): boolean => /^(?:1|t|true|y|yes|on)$/i.test(text ?? '');
