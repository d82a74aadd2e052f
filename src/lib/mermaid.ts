/** Text inside quotation marks of a Mermaid diagram: whatever Mermaid or a browser could take for markup becomes an entity. */
export const label = (text: string): string =>
  // eslint-disable-next-line no-control-regex
  text.replaceAll(/[\u0000-\u001f\u007f\u2028\u2029]/g, ' ').replaceAll(/[#"<>&`\\{}|;%*_~$]/g, (character) => `#${character.codePointAt(0)};`);
