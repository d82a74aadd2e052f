// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text of a stranger's file, safe for a terminal: control and direction characters become visible, line breaks spaces. */
export const printable = (text: string): string =>
  text.replace(/[\r\n\t]+/g, ' ').replace(CONTROL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
