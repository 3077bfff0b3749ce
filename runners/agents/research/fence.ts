/** fenced: what others wrote, as data within marks that nobody can foresee; words in it that would end a fence, call a tool or give an answer are taken apart. */

/** Tags that mean something in a conversation, and the special tokens of chat templates. */
const TAGS =
  /<(?=\/?(?:answer|tool_|function|invoke|parameter|system|user|assistant|cite\b|[\w-]*:?think|thought|reasoning|\||｜|[^<>\n]{0,20}(?:invoke|parameter) name=))/gi;
const TOKENS = /\[(?=\/?(?:TOOL_CALL|INST|SYSTEM)\])/gi;

/** @param mark random, one a trial */
export function fenced(text: string, mark: string): string {
  return `<<<${mark}\n${harmless(text, mark)}\n${mark}>>>`;
}

/** Text of others that stands outside a fence, as a title does. */
export function harmless(text: string, mark: string): string {
  return text.replace(TAGS, '‹').replace(TOKENS, '⟦').replaceAll(mark, '');
}
