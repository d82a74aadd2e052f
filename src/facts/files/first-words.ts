/** A comment at the left margin: one block, or lines that stand together. */
const COMMENT = /(?<=^|\n)(?:\/\*[\s\S]*?\*\/|\/\/[^\n]*(?:\n\/\/[^\n]*)*)/g;
/** It speaks of rights, or to a tool. */
const NOT_OF_THE_MODULE = /copyright|SPDX|licen[sc]e|eslint|prettier|@ts-|istanbul|<reference/i;
/** What a module may begin with and still have said nothing of itself, a piece at a time. */
const BEFORE = /\s+|#![^\n]*|['"]use strict['"];?|\/\*(?:[^*]|\*(?!\/))*\*\/|\/\/[^\n]*|import\b[^;'"]*['"][^'"\n]*['"];?|(?:const|let|var)\s[^;=]{1,200}=\s*require\([^)\n]*\)[\w.()]*;?/y;

function isBeginning(text: string): boolean {
  BEFORE.lastIndex = 0;
  while (BEFORE.lastIndex < text.length) if (!BEFORE.test(text)) return false;
  return true;
}

/** Sentences that say of a program that it is for the machine of a developer. */
const ON_A_DESK: readonly RegExp[] = [
  /^(?:(?:the|an?|main|simple|tiny) )*(?:entry ?point|entry|script) (?:for|of|to start) (?:(?:the|an?|our) )?(?:local )?dev(?:elopment)? server\b/i,
  /^(?:(?:the|an?|our|simple|tiny) )*(?:local )?dev(?:elopment)?[- ]server\b/i,
  /^(?:starts?|runs?|launch(?:es)?|serves?|starting|running) [^.:;]{1,80}\b(?:locally|(?:for|in) (?:local )?development)\b(?! (?:and|or|as well))/i,
  /^(?:(?:this|the|an?|simple|small|tiny|helper) ){0,3}(?:script|program|tool|server|file|module|helper|wrapper|entry ?point) (?:is|to|for|that|which|used|only|meant|intended) [^.:;]{0,80}\b(?:locally|(?:for|in) local development)\b(?! (?:and|or|as well))/i,
  /^for (?:local )?development only\b|^[^.:;]{0,80}\bonly used (?:for|in) (?:local )?development\b/i,
];
/** `Integration test … This test should be run manually whenever …` */
const BY_HAND = /\b(?:this|the) (?:test|script|program|command|tool) (?:should|must|can|is meant to|is intended to) (?:only )?be (?:run|executed|started) (?:manually|by hand)\b/i;

/** The first words of a module: who starts it, where its name and its folder do not tell. `// Main entrypoint for dev server.` */
export function isForADeveloper(head: string): boolean {
  const text = head.replaceAll('\r', '');
  for (const { 0: comment, index } of text.matchAll(COMMENT)) {
    if (NOT_OF_THE_MODULE.test(comment)) continue;
    const said = comment.replace(/\n\s*(?:\*|\/\/)+/g, ' ').replace(/^[\s/*]+|[\s*/]+$/g, '').replace(/\s+/g, ' ');
    if (BY_HAND.test(said)) return true;
    return isBeginning(text.slice(0, index)) && ON_A_DESK.some((sentence) => sentence.test(said));
  }
  return false;
}
